"""Small data folders for the tests of the book, and the one way in which these tests read them."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

from generator.book import Book, read_book
from generator.source import Diagnosed, Diagnostic

ON = date(2026, 11, 12)
PARTNERS = "partner,name,joined_on\nP-1,Anna,2026-01-01\nP-2,Boris,2026-02-01\n"
PARTNERS_SOURCE = """
- table: partners
  files: partners.csv
  columns: {partner: partner, name: name, joined_on: joined_on}
"""


def write(folder: Path, sources: str, **files: str | bytes) -> Path:
    """Write `sources.yaml` and files (`sales_csv` becomes sales.csv) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text("sources:" + textwrap.dedent(sources), encoding="utf-8")
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read(folder: Path, on: date = ON) -> Book:
    return read_book(folder, on=on, time_zone="Europe/Moscow", languages=("en",))


def refused(folder: Path, on: date = ON) -> tuple[Diagnostic, ...]:
    """The diagnostics of a folder that cannot be read as it is."""
    try:
        read(folder, on).close()
    except Diagnosed as found:
        return found.diagnostics
    raise AssertionError("the book was read, and should have been refused")


def rows(book: Book, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in book.con.execute(query).fetchall()]


def reject(*reasons: str, ceiling: int = 100) -> str:
    """The `reject` block of a source that lets these reasons pass."""
    lines = [f"  - {{reason: {reason}, ceiling: {ceiling}, words: {{en: left out}}}}" for reason in reasons]
    return "\n".join(["  reject:", *lines]) + "\n"
