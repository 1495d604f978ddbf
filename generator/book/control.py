"""The control line: rows read = rows counted + rows rejected, and so for the sum of every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import duckdb

from generator.book.sql import one_row, quoted
from generator.book.survey import Survey
from generator.book.typed import Typed


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


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One source: how many rows were read and what became of them; `reasons` count the rejected ones."""

    table: str
    files: str
    read: int
    counted: int
    rejected: int
    reasons: Mapping[str, int]
    sums: Mapping[str, ControlSum]

    @property
    def holds(self) -> bool:
        """Whether both sides are equal, in rows and in every sum."""
        return self.read == self.counted + self.rejected == self.counted + sum(self.reasons.values()) and all(
            one.read == one.counted + one.rejected for one in self.sums.values()
        )


def control_line(
    con: duckdb.DuckDBPyConnection, typed: Typed, found: Survey, reasons: Mapping[str, int], counted: str
) -> ControlLine:
    """Count and sum both sides of one source, each from its own rows; `counted` is SQL of the counted ones.

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
        left_out = _whole(con, f"SELECT count(*){sums} FROM judged_{opened.number}")
    if found.rows != opened.rows:
        raise ControlBroken(f"{opened.source.files}: {opened.rows} rows in the files, {found.rows} queried")
    lines = {}
    for at, name in enumerate(names, 1):
        unit = 10 ** (opened.source.columns[name].digits or 0)
        lines[name] = ControlSum(
            Fraction(found.read[name], unit),
            Fraction(kept[at], unit),
            Fraction(left_out[at], unit),
            found.rows - found.readable[name],
        )
    line = ControlLine(
        opened.source.table, str(opened.source.files), found.rows, kept[0], left_out[0], reasons, lines
    )
    if not line.holds:
        raise ControlBroken(f"{line.files}: {line}")
    return line


def _whole(con: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    return tuple(int(value or 0) for value in one_row(con, query))
