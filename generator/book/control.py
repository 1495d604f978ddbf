"""The control line: rows read = rows counted + rejected + not known yet, and so for the sum of every figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import duckdb

from generator.book.known import NOTHING_LATER, Later
from generator.book.sql import one_row, quoted
from generator.book.survey import Survey
from generator.book.typed import Typed

if TYPE_CHECKING:
    from generator.book.taking import Part


class ControlBroken(Exception):
    """The two sides of a control line differ: a mistake of this program, never of the data."""


@dataclass(frozen=True, slots=True)
class ControlSum:
    """The sums of one figure, exact, in its own unit.

    `unread` cells hold no figure that can be read at the declared digits; all of them stand in rejected rows,
    or are empty where that is allowed.
    """

    read: Fraction
    counted: Fraction
    rejected: Fraction
    unread: int
    not_known: Fraction = Fraction(0)

    def __add__(self, other: ControlSum) -> ControlSum:
        """The sums of two parts of one source together."""
        return ControlSum(
            self.read + other.read,
            self.counted + other.counted,
            self.rejected + other.rejected,
            self.unread + other.unread,
            self.not_known + other.not_known,
        )


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One source: how many rows were read and what became of them; `reasons` count the rejected ones.

    `not_known` are those that were not known yet on the day as of which the book was read.
    """

    table: str
    files: str
    read: int
    counted: int
    rejected: int
    reasons: Mapping[str, int]
    sums: Mapping[str, ControlSum]
    not_known: int = 0

    @property
    def holds(self) -> bool:
        """Whether both sides are equal, in rows and in every sum."""
        rows = self.counted + self.rejected + self.not_known
        return (
            self.read == rows
            and self.rejected == sum(self.reasons.values())
            and all(one.read == one.counted + one.rejected + one.not_known for one in self.sums.values())
        )

    def __add__(self, other: ControlLine) -> ControlLine:
        """Two parts of one source together."""
        reasons = {
            name: self.reasons.get(name, 0) + other.reasons.get(name, 0)
            for name in (*self.reasons, *other.reasons)
        }
        sums = {name: one + other.sums[name] for name, one in self.sums.items()}
        return ControlLine(
            self.table,
            self.files,
            self.read + other.read,
            self.counted + other.counted,
            self.rejected + other.rejected,
            reasons,
            sums,
            self.not_known + other.not_known,
        )


def control_lines(parts: Iterable[Part]) -> tuple[ControlLine, ...]:
    """One line for each source, in the order of `sources.yaml`."""
    lines: dict[int, ControlLine] = {}
    for part in parts:
        lines[part.number] = lines[part.number] + part.control if part.number in lines else part.control
    return tuple(lines[number] for number in sorted(lines))


def control_line(
    con: duckdb.DuckDBPyConnection,
    typed: Typed,
    found: Survey,
    reasons: Mapping[str, int],
    counted: str,
    later: Later = NOTHING_LATER,
) -> ControlLine:
    """Count and sum all sides of one source, each from its own rows; `counted` is SQL of the counted ones.

    Raises ControlBroken.
    """
    opened = typed.opened
    names = typed.decimals
    sums = "".join(f", sum({quoted(name)})" for name in names)
    needed = [name for name in opened.source.columns if opened.source.required(name)]
    kept = (found.rows, *(found.read[name] for name in names))
    left_out = (0,) * len(kept)
    if reasons or not found.sound:
        present = "".join(f", count({quoted(name)})" for name in needed)
        kept = _whole(con, f"SELECT count(*){sums}{present} FROM ({counted})")
        if any(count != kept[0] for count in kept[len(names) + 1 :]):
            raise ControlBroken(f"{opened.source.files}: a counted row lacks a value that it needs")
        left_out = _whole(con, f"SELECT count(*){sums} FROM judged_{opened.key}")
    if found.rows != opened.rows:
        raise ControlBroken(f"{opened.source.files}: {opened.rows} rows in the files, {found.rows} queried")
    lines = {}
    for at, name in enumerate(names, 1):
        unit = 10 ** (opened.source.columns[name].digits or 0)
        lines[name] = ControlSum(
            Fraction(found.read[name] + later.sums.get(name, 0), unit),
            Fraction(kept[at], unit),
            Fraction(left_out[at], unit),
            found.rows - found.readable[name] + later.unread.get(name, 0),
            Fraction(later.sums.get(name, 0), unit),
        )
    line = ControlLine(
        opened.source.table,
        str(opened.source.files),
        found.rows + later.rows,
        kept[0],
        left_out[0],
        reasons,
        lines,
        later.rows,
    )
    if not line.holds:
        raise ControlBroken(f"{line.files}: {line}")
    return line


def _whole(con: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return tuple(int(value or 0) for value in one_row(con, query))
