"""What a line is about where a clause may have several on one statement: its number, row of records, depth, source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from generator.rules.by_rows import table_of
from generator.rules.exact import Integers
from generator.rules.parts import Parts
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
    names_of: Callable[[str, Integers], Sequence[str]],
    kinds: Sequence[str],
    clauses: Sequence[ClauseLines],
    parts: Sequence[Parts | None],
) -> tuple[list[list[About] | None], list[Parts | None]]:
    """For each of a period's clauses what each of its lines is about; None for those that have one line a partner.

    `names_of` says how people call rows of a table by their numbers. With it come `parts` with the numbers that
    other partners have on the statement, in the order in which it first speaks of them.
    """
    numbers: dict[tuple[str, int], int] = {}
    sources: dict[int, dict[int, int]] = {}
    out: list[list[About] | None] = []
    numbered: list[Parts | None] = []
    for kind, one, some in zip(kinds, clauses, parts, strict=True):
        # No rule names a partner for a whole line and others in its parts.
        numbered.append(None if some is None else _numbered(some, one.lines.who, sources))
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
    return out, numbered


def _numbered(parts: Parts, who: Integers, sources: dict[int, dict[int, int]]) -> Parts:
    """The same parts with numbers in the place of partner rows, 0 for nobody."""
    numbers = np.zeros(len(parts.other), dtype=np.int64)
    named = np.flatnonzero(parts.other >= 0)
    readers = who[parts.line[named]].tolist()
    for place, reader, other in zip(named.tolist(), readers, parts.other[named].tolist(), strict=True):
        known = sources.setdefault(reader, {})
        numbers[place] = known.setdefault(other, len(known) + 1)
    return replace(parts, other=numbers)
