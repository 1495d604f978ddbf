"""The sealer: writes, renders and seals the statements of a shard; may be sent to another process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.statements.content import Statement, StatementWriter
from generator.statements.rendering import Templates
from generator.statements.sealing import INDEX, keyring_for, seal
from generator.statements.shard import IssuedShard, Shard, Terms

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

KeptStatement = tuple[str, str, str, str, str]
"""Partner, language, title, payout as text, HTML: a statement as it is issued, as a close keeps it."""
PeriodEntry = Mapping[str, str]
"""period, title, status and payout_text, as the index of a partner lists them."""


@dataclass(frozen=True)
class IndexPart:
    """Some partners: row, key epoch and what the index says."""

    partners: Sequence[tuple[int, int, Mapping[str, Any]]]


@dataclass(frozen=True)
class Sealed:
    """(address, blob) of each text; by row the entries of statements, and the tokens of indexes.

    `kept` are the statements of the period that is being closed.
    """

    blobs: Sequence[tuple[str, bytes]]
    entries: Sequence[tuple[int, PeriodEntry]] = ()
    tokens: Sequence[tuple[int, str]] = ()
    kept: Sequence[KeptStatement] = ()


JUMP = '<a href="#pb-later">'
"""The one link of a statement that stays on its page."""


@dataclass(frozen=True)
class Sealer:
    """Makes blobs of shards and of indexes; plain pages are written below `pages`, if that is given."""

    terms: Terms
    templates: Path
    base: str
    secret: bytes
    pages: Path | None
    closing: str = ""

    def __call__(self, part: Shard | IssuedShard | IndexPart) -> Sealed:
        """Seal one part."""
        return self._indexes(part) if isinstance(part, IndexPart) else self._shard(part)

    @cached_property
    def _writer(self) -> StatementWriter:
        return StatementWriter(self.terms, Templates(self.templates, self.base))

    def _shard(self, shard: Shard | IssuedShard) -> Sealed:
        blobs: list[tuple[str, bytes]] = []
        entries: list[tuple[int, PeriodEntry]] = []
        kept: list[KeptStatement] = []
        statements = self._writer.write(shard) if isinstance(shard, Shard) else self._writer.again(shard)
        for one, epoch in zip(statements, shard.key_epochs, strict=True):
            if self.pages is not None:
                self._write_page(self.pages, one)
            blobs.append(seal(keyring_for(self.secret, one.partner, epoch), one.period, one.html.encode()))
            entry = {
                "period": one.period,
                "title": one.title,
                "status": one.status,
                "payout_text": one.payout,
            }
            entries.append((one.row, entry))
            if one.period == self.closing:
                kept.append((one.partner, shard.language, one.title, one.payout, one.html))
        return Sealed(blobs, entries, kept=kept)

    def _indexes(self, part: IndexPart) -> Sealed:
        blobs: list[tuple[str, bytes]] = []
        tokens: list[tuple[int, str]] = []
        for row, epoch, index in part.partners:
            ring = keyring_for(self.secret, index["partner"], epoch)
            blobs.append(seal(ring, INDEX, _as_json(index).encode()))
            tokens.append((row, ring.token))
        return Sealed(blobs, tokens=tokens)

    def _write_page(self, pages: Path, statement: Statement) -> None:
        path = pages / _file_name(statement.partner) / f"{statement.period}.html"
        page = statement.page.filled(
            fragment=_in_a_page(statement.html) if self.base else statement.html
        ).encode()
        try:
            path.write_bytes(page)
        except FileNotFoundError:  # the first page of this partner
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(page)


def _in_a_page(html: str) -> str:
    """A fragment for a page with a base, which would lead a link within the page elsewhere: its words stand alone."""
    before, link, after = html.partition(JUMP)
    return before + after.replace("</a>", "", 1) if link else html


def _file_name(partner: str) -> str:
    """A partner's id as a folder name; letters that a file system could misread are written as %XX."""
    return "".join(
        c if c.isalnum() or c in "-_" else "".join(f"%{b:02X}" for b in c.encode()) for c in partner
    )
