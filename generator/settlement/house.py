"""The house: what fell to nobody, as a list that the audit and the people of the programme can read."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from generator.rules.contract import HOUSE
from generator.settlement.paying import ClauseLines
from generator.settlement.private_csv import decimal_of, decimal_of_minor, write_private
from generator.settlement.rows import record_place
from generator.settlement.settle import Settlement

COLUMNS = ("period", "clause", "version", "window", "depth", "record", "base", "amount", "unit")


def house_rows(settlement: Settlement) -> Iterator[tuple[str, ...]]:
    """The lines of the house, in the order of periods, clauses and lines; `COLUMNS` names the cells.

    `window` is its first and last day with a slash between them, `record` the file and row as statements name them;
    `base` and `amount` have a point and as many decimals as they need; `unit` is money, points, or `reward:` with a
    name. What a line has not is empty.
    """
    for result in settlement.results:
        for one in result.clauses:
            for at in np.flatnonzero(one.lines.who == HOUSE).tolist():
                yield (result.period.name, *_cells(settlement, one, at))


def _cells(settlement: Settlement, one: ClauseLines, at: int) -> tuple[str, ...]:
    lines = one.lines
    depth = "" if lines.depth is None else str(lines.depth[at])
    record = ""
    if lines.record is not None:
        file, row = record_place(int(lines.record[at]))
        record = f"{settlement.book.files[file].name}:{row}"
    per = 1 if lines.base_per is None else int(lines.base_per[at])
    return (
        one.clause,
        one.version.address,
        f"{one.window.first}/{one.window.last}",
        depth,
        record,
        decimal_of(Fraction(int(lines.base[at]), per * 10**lines.base_digits)),
        decimal_of_minor(int(lines.amount[at])),
        one.unit,
    )


def write_house(settlement: Settlement, path: Path) -> int:
    """Write the lines of the house to a CSV file that only its owner can read; none is written without lines."""
    rows = list(house_rows(settlement))
    if rows:
        write_private(path, COLUMNS, rows)
    return len(rows)
