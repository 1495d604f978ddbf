"""What a line is about where a clause may have several on one statement: its number, row of records, depth, source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from generator.rules.by_rows import table_of
from generator.rules.exact import Integers
from generator.settlement.paying import ClauseLines
from generator.terms.clause import ClauseVersion

_NETWORK = ("level_commission", "matching")


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


def abouts_of(
    names_of: Callable[[str, Integers], Sequence[str]], kinds: Sequence[str], clauses: Sequence[ClauseLines]
) -> list[list[About] | None]:
    """For each of a period's clauses what each of its lines is about; None for those that have one line a partner.

    `names_of` says how people call rows of a table by their numbers.
    """
    numbers: dict[tuple[str, int], int] = {}
    sources: dict[int, dict[int, int]] = {}
    out: list[list[About] | None] = []
    for kind, one in zip(kinds, clauses, strict=True):
        if not has_several(kind, one.version):
            out.append(None)
            continue
        lines = one.lines
        size = len(lines.who)
        names = [""] * size if lines.record is None else names_of(table_of(one.version), lines.record)
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
