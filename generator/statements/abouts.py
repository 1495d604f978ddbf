"""What a line is about where a clause may have several on one statement: its number, row of records, depth, source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from generator.book.book import Book
from generator.rules.by_rows import table_of
from generator.rules.contract import Lines
from generator.settlement.paying import ClauseLines
from generator.settlement.rows import record_place
from generator.terms.clause import ClauseVersion

_NETWORK = ("level_commission", "matching")
_ASKED = "asked_records"


class About(NamedTuple):
    """`number` counts the lines of a clause on a statement from 1; `record` names the row of the records, dated `day`;
    `source` numbers the partners of whom the statement speaks, from 1.
    """

    number: int
    record: str
    day: date | None
    depth: int | None
    source: int | None


def has_several(kind: str, version: ClauseVersion) -> bool:
    """Whether a clause may have several lines on one statement."""
    return version.per != "period" or getattr(version, "for_each", None) is not None or kind in _NETWORK


def abouts_of(book: Book, kinds: Sequence[str], clauses: Sequence[ClauseLines]) -> list[list[About] | None]:
    """For each of a period's clauses what each of its lines is about; None for those that have one line a partner."""
    numbers: dict[tuple[str, int], int] = {}
    sources: dict[int, dict[int, int]] = {}
    out: list[list[About] | None] = []
    for kind, one in zip(kinds, clauses, strict=True):
        if not has_several(kind, one.version):
            out.append(None)
            continue
        lines = one.lines
        size = len(lines.who)
        names = _names(book, table_of(one.version), lines)
        days = [None] * size if lines.record is None or lines.day is None else lines.day.tolist()
        depths = [None] * size if lines.depth is None else lines.depth.tolist()
        about = [None] * size if lines.source is None else lines.source.tolist()
        made: list[About] = []
        for who, name, day, depth, source in zip(lines.who.tolist(), names, days, depths, about, strict=True):
            number = numbers[one.clause, who] = numbers.get((one.clause, who), 0) + 1
            known = sources.setdefault(who, {})
            shown = None if source is None else known.setdefault(source, len(known) + 1)
            made.append(About(number, name, day, depth, shown))
        out.append(made)
    return out


def _names(book: Book, table: str, lines: Lines) -> Iterator[str] | list[str]:
    """How people call the row of each line: the sale's own name, else file and row."""
    if lines.record is None:
        return [""] * len(lines.who)
    files = [file.name for file in book.files]
    named: dict[int, str] = {}
    if "sale" in book.tables[table].columns:
        book.con.register(_ASKED, pa.table({"record": lines.record}))
        try:
            named = dict(
                book.con.execute(
                    f"select a.record, t.sale::varchar from {_ASKED} a join {table} t "
                    "on a.record // 1099511627776 = t.source_file and a.record % 1099511627776 = t.source_row"
                ).fetchall()
            )
        finally:
            book.con.unregister(_ASKED)
    return [named.get(record) or _place(files, record) for record in lines.record.tolist()]


def _place(files: Sequence[str], record: int) -> str:
    file, row = record_place(record)
    return f"{files[file]}:{row}"
