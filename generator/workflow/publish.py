"""Publishing: what became public when, appended and never edited, and what stands unpublished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.rules.corrections import place_of
from generator.rules.editions import sayings_of
from generator.source import Diagnostic, Place, find
from generator.terms.edition import Edition
from generator.terms.programme import Programme, PublishedRow
from generator.terms.saying import seal
from generator.terms.version import parse_address
from generator.workflow.swap import write_atomically


@dataclass(frozen=True, slots=True)
class Row:
    """One row of published.yaml; `kind` is version or edition."""

    kind: str
    thing: str
    hash: str

    def line(self, on: date) -> str:
        """The row as it stands in the file."""
        return f"- {{{self.kind}: {self.thing}, hash: {self.hash}, date: {on}}}\n"


def rows_of(programme: Programme, all_editions: Sequence[Edition], on: date) -> list[Row]:
    """Every version announced by a date and every edition, with the hashes that they have now."""
    titles = programme.titles()
    rows: list[Row] = []
    for thing, versions in programme.versions():
        for version in versions:
            if version.announced <= on:
                sayings = sayings_of(programme, thing, version, titles)
                rows.append(
                    Row("version", f"{thing}/{version.address}", seal(sayings.lines(programme.languages)))
                )
    rows += [Row("edition", edition.address, edition.hash) for edition in all_editions]
    return rows


def published_hashes(rows: Sequence[PublishedRow]) -> dict[tuple[str, str], PublishedRow]:
    """The latest row of each version and edition."""
    out: dict[tuple[str, str], PublishedRow] = {}
    for row in rows:
        out[_key(row)] = row
    return out


def _key(row: PublishedRow) -> tuple[str, str]:
    return ("version", row.version) if row.version else ("edition", str(row.edition))


def check_published(programme: Programme, all_editions: Sequence[Edition], on: date) -> list[Diagnostic]:
    """A diagnostic for each published version that has begun and no longer says what it said.

    An announced version that has not begun may still be revised; publishing appends its new hash.
    """
    known = published_hashes(programme.published)
    out: list[Diagnostic] = []
    tree = programme.trees.get("published.yaml")
    now = {(row.kind, row.thing): row for row in rows_of(programme, all_editions, on)}
    for number, row in enumerate(programme.published):
        key = _key(row)
        starts, revision = parse_address(key[1].rpartition("/")[2])
        if known[key] is not row or starts > on:
            continue
        found = now.get(key)
        if found is not None and found.hash == row.hash:
            continue
        if found is None and revision > 1 and row.date > on:
            continue  # on this day the correction was not announced yet
        place = find(tree, (number,)).place if tree else None
        gone = found is None
        out.append(
            Diagnostic(
                "published-changed",
                _place_of(programme, key[1]) or place,
                f"`{key[1]}` was published on {row.date} and has begun; "
                + ("it no longer exists." if gone else "it no longer says what it said then."),
                consequence="Partners were promised what was published; statements already computed name its hash.",
                cure="Take the change back, and write it as a new version that starts later.\n"
                "If what was published is wrong, write it below as a further version with the same `from` and a "
                "`correction:`.",
            )
        )
    versions = [d for d in out if d.place is None or "published.yaml" not in d.place.path]
    return versions or out


def pending_rows(programme: Programme, all_editions: Sequence[Edition], on: date) -> list[Row]:
    """Rows that `publish` would append."""
    known = published_hashes(programme.published)
    return [
        row
        for row in rows_of(programme, all_editions, on)
        if (row.kind, row.thing) not in known or known[row.kind, row.thing].hash != row.hash
    ]


def publish(programme: Programme, all_editions: Sequence[Edition], on: date) -> list[Row]:
    """Append what is not yet published to published.yaml; returns the rows appended."""
    rows = pending_rows(programme, all_editions, on)
    if not rows:
        return []
    path = programme.folder / "published.yaml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    kept = [line for line in text.splitlines() if line.strip() != "[]"]
    head = "".join(f"{line}\n" for line in kept)
    write_atomically(path, head + "".join(row.line(on) for row in rows))
    return rows


def write_pending(rows: Sequence[Row], on: date, path: Path) -> None:
    """The rows not yet published, in the form of published.yaml."""
    text = "".join(row.line(on) for row in rows) or "[]\n"
    write_atomically(path, text)


def _place_of(programme: Programme, thing: str) -> Place | None:
    """Where a clause's version stands in its file; None for other things."""
    name, _, address = thing.rpartition("/")
    if name not in programme.clauses:
        return None
    for number, version in enumerate(programme.clauses[name].versions):
        if version.address == address:
            return place_of(programme, name, number)
    return None
