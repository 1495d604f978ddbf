"""The canonical form of an edition, its hash, and the comparison with what was published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.audit.addresses import parted
from generator.audit.findings import Findings, Place
from generator.audit.numerals import shown
from generator.audit.outputs import Memo, Outputs
from generator.audit.pages import Fact, Page, Sentence
from generator.audit.rawfiles import RawUnreadable
from generator.audit.records import load_plain_yaml


def lines_of(pages: Iterable[Page], belongs: str = "") -> list[str]:
    """Canonical lines of all facts and sentences of some pages; `belongs` keeps those of one thing's version.

    What stands outside of every section, in explanations or in examples repeats other facts and is left out,
    as are records and furniture.
    """
    lines: set[str] = set()
    for page in pages:
        for fact in page.facts:
            if _counts(fact, belongs) and fact.figure is not None:
                lines.add(f"{fact.id}\t{fact.unit}\t{shown(fact.figure.value)}\n")
        for sentence in page.sentences:
            if _counts(sentence, belongs):
                lines.add(f"{sentence.id}\t{sentence.language}\t{sentence.text}\n")
    return sorted(lines, key=lambda line: line.encode())


def _counts(one: Fact | Sentence, belongs: str) -> bool:
    if one.context.explanation or one.context.example or not one.context.thing:
        return False
    return not belongs or one.id.startswith(f"{belongs}/")


def digest(lines: list[str]) -> str:
    """SHA-256 of canonical lines in hexadecimal; ValueError for none: such a hash would prove nothing."""
    if not lines:
        raise ValueError("an edition without a single fact has no hash")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@dataclass
class Published:
    """What was published by a day: hashes of editions by their address, and of versions by `thing/address`."""

    editions: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)  # editions that were published since: they need not be there

    def add(self, row: Mapping[str, object], on: date) -> None:
        """Add a row. What has not begun may be published anew; ValueError if the address is none."""
        kind = "edition" if "edition" in row else "version"
        name, published = str(row.get(kind)), str(row.get("date", ""))
        kept = self.editions if kind == "edition" else self.versions
        start, revision = parted(name.rpartition("/")[2])
        may_change = revision == 1 and published < start.isoformat() and published <= on.isoformat()
        if name not in kept or may_change:
            kept[name] = str(row.get("hash", "")).removeprefix("sha256:")
            if kind == "edition" and published > on.isoformat():
                self.later.add(name)


def read_published(outputs: Outputs, on: date, memo: Memo, findings: Findings) -> Published:
    """Rows of published.yaml and, for what it lacks, of the build's pending.yaml."""
    found = Published()
    for path in ("program/published.yaml", "build/pending.yaml"):
        if not outputs.exists(path):
            continue
        try:
            text = outputs.text(path)
            rows = memo.get(("yaml", text), lambda text=text: load_plain_yaml(text))  # type: ignore[misc]
        except (RawUnreadable, UnicodeDecodeError) as error:
            findings.add("page-unreadable", Place(path), str(error))
            continue
        if isinstance(rows, dict):
            rows = next((value for value in rows.values() if isinstance(value, list)), None)
        for row in rows if isinstance(rows, list) else []:
            if not isinstance(row, dict):
                findings.add("page-unreadable", Place(path), f"the row {row!r} names nothing")
                continue
            if not str(row.get("hash", "")):
                findings.add("edition-missing", Place(path), f"the row {row!r} has no hash")
            try:
                found.add(row, on)
            except ValueError as error:
                findings.add("edition-missing", Place(path), str(error))
    return found


def check_hash(kind: str, name: str, lines: list[str], known: dict[str, str], findings: Findings) -> str:
    """Compare the hash of canonical lines with the published one; gives the hash that was computed."""
    place = Place("build/site", f"{kind}/{name}")
    try:
        own = digest(lines)
    except ValueError as error:
        findings.add(f"{kind}-hash-differs", place, str(error))
        return ""
    if name not in known:
        findings.add(f"{kind}-missing", place, "neither published.yaml nor pending.yaml knows it")
    elif known[name] != own:
        findings.add(f"{kind}-hash-differs", place, f"the page gives {own}, published is {known[name]}")
    findings.count(f"{kind} hashes")
    return own
