"""The house: what fell to nobody, as a list that the audit and the people of the programme can read."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from generator.rules.contract import HOUSE
from generator.rules.exact import MINOR_DIGITS
from generator.settlement.paying import ClauseLines
from generator.settlement.rows import record_place
from generator.settlement.settle import Settlement

COLUMNS = ("period", "clause", "version", "window", "depth", "record", "base", "amount")


def house_rows(settlement: Settlement) -> Iterator[tuple[str, ...]]:
    """The lines of the house, in the order of periods, clauses and lines; `COLUMNS` names the cells.

    `window` is its first and last day with a slash between them, `record` the file and row as statements name them;
    `base` and `amount` have a point and as many decimals as they need. What a line has not is empty.
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
        _plain(Fraction(int(lines.base[at]), per * 10**lines.base_digits)),
        _plain(Fraction(int(lines.amount[at]), 10**MINOR_DIGITS)),
    )


def _plain(value: Fraction) -> str:
    """A decimal as short as it can be, or numerator and denominator with a slash between them."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
        if digits > 18:
            return str(value)
    whole = abs(int(value * 10**digits))
    text = str(whole).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def write_house(settlement: Settlement, path: Path) -> int:
    """Write the lines of the house to a CSV file that only its owner can read; none is written without lines."""
    rows = list(house_rows(settlement))
    if rows:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows)
    return len(rows)
