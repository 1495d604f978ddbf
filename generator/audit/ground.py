"""What mutants are made from: the public pages, the statements with their links, and the raw files."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from generator.audit.book import raw_files
from generator.audit.findings import Findings
from generator.audit.opened import Cabinet, open_cabinet, without_jump
from generator.audit.outputs import NoMemo, Outputs
from generator.audit.public import SITE
from generator.audit.sealed import address_of, joined, seal


@dataclass(frozen=True)
class Mutant:
    """One thing changed: the operator, what was changed in words, the files, and the findings that are right."""

    operator: str
    says: str
    changed: dict[str, bytes | None]
    right: frozenset[str]


@dataclass
class Ground:
    """The unchanged outputs, with lists to choose from."""

    outputs: Outputs
    cabinet: Cabinet
    pages: list[str] = field(default_factory=list)
    statements: list[tuple[str, str]] = field(default_factory=list)
    raw: list[Path] = field(default_factory=list)

    @classmethod
    def of(cls, outputs: Outputs) -> Ground:
        """Survey some outputs."""
        cabinet = open_cabinet(outputs, NoMemo(), Findings())
        pages = [path for path in outputs.list(SITE, "*.html") if not path.endswith("404.html")]
        ground = cls(outputs, cabinet, pages)
        for partner in sorted(cabinet.links):
            ground.statements += [(partner, period) for period in sorted(cabinet.plain.get(partner, {}))]
        folder = outputs.root.resolve() / "partners_data"
        ground.raw = raw_files(outputs.text("partners_data/sources.yaml"), folder)
        return ground

    def fragment(self, partner: str, period: str) -> str:
        """The sealed content of one statement, as text."""
        link = self.cabinet.links[partner]
        assert self.cabinet.vault is not None
        return self.cabinet.vault.open(link.token, period).decode("utf-8")

    def with_fragment(self, partner: str, period: str, content: str) -> dict[str, bytes | None]:
        """The files to change so that a statement says something else, in both of its forms."""
        old = self.fragment(partner, period)
        return {
            **self._sealed(partner, period, content.encode()),
            **self._plain(partner, period, old, content),
        }

    def without_statement(self, partner: str, period: str) -> dict[str, bytes | None]:
        """The files to change so that a statement is gone in both of its forms; its index still names it."""
        return {**self._sealed(partner, period, None), self.cabinet.plain[partner][period]: None}

    def _sealed(self, partner: str, period: str, content: bytes | None) -> dict[str, bytes | None]:
        vault, link = self.cabinet.vault, self.cabinet.links[partner]
        assert vault is not None
        address = address_of(link.token, period)
        path = vault.shard_path(address)
        blobs = dict(vault.shard(path))
        if content is None:
            blobs.pop(address)
        else:
            blobs[address] = seal(content, link.token, period)
        return {path: joined(blobs) if blobs else None}

    def _plain(self, partner: str, period: str, old: str, new: str) -> dict[str, bytes | None]:
        path = self.cabinet.plain.get(partner, {}).get(period)
        if path is None:
            return {}
        page = self.outputs.text(path)
        for form in (lambda text: text, lambda text: without_jump(text.encode()).decode()):
            if form(old.strip()) in page:
                return {path: page.replace(form(old.strip()), form(new.strip()), 1).encode()}
        raise ValueError(f"{path} does not hold the sealed content as it is")


Operator = Callable[[random.Random, Ground], Mutant | None]


def shortened(text: str, most: int = 60) -> str:
    """A text for a report, on one line and not long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 3]}..."
