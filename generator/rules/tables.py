"""Tables at work: which row applies to whom, and what the row reached pays on a base."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from generator.rules.amounts import amount_values, as_factors
from generator.rules.contract import Judging
from generator.rules.exact import Column, Flags, Integers, compared
from generator.rules.owed import Owed, share
from generator.terms.bracket import RowPays
from generator.terms.quantity import PERCENT, Quantity
from generator.terms.table import OTHERWISE, Table, TableRow

Texts = npt.NDArray[np.object_]
Places = Integers
"""For each candidate a number for its place in a dimension, -1 for none."""


def factor(row: RowPays) -> Fraction:
    """A plain rate, or a plain amount for each unit, as a factor of the base."""
    figure = row.figure
    assert isinstance(figure, Quantity)
    return figure.ratio


def by_row(rows: Sequence[RowPays], base: Column, row: Integers, who: Integers, figures: Judging) -> Owed:
    """What the row reached pays to each of `who`; `row` counts from 0, nothing below 0."""
    at = np.maximum(row, 0)
    plain = [one.figure for one in rows]
    if all(isinstance(figure, Quantity) for figure in plain):
        if rows[0].amount is None:
            owed = share(base, [factor(one) for one in rows], at)
        else:
            owed = Owed.each([f.value for f in plain if isinstance(f, Quantity)], at)
        return owed.where(row >= 0)
    owed = Owed.nothing(len(who))
    for number, one in enumerate(rows):
        if one.amount is not None:
            paid = Owed.of_column(amount_values(one.figure, figures).of(who))
        else:
            unit = PERCENT if one.rate is not None else ""
            paid = Owed.of_column(base).times_column(as_factors(one.figure, unit, figures).of(who))
        owed = paid.where(row == number, owed)
    return owed


def places_by_tier(table: Table, who: Integers, figures: Judging) -> tuple[Places, list[str]]:
    """Which of the tiers named each holds: his own, else the highest below it that holds upward."""
    names = list(dict.fromkeys(str(row.tier) for row in table.rows))
    held = figures.tier_rank(names[0])[who]
    places = np.full(len(who), -1, dtype=np.int64)
    only = {str(row.tier) for row in table.rows if row.only}
    ranked = sorted(range(len(names)), key=lambda number: figures.rank_of(names[number]))
    for number in ranked:
        if names[number] not in only:
            places[held >= figures.rank_of(names[number])] = number
    for number in ranked:
        if names[number] in only:
            places[held == figures.rank_of(names[number])] = number
    return places, names


def places_by_text(named: Sequence[str], texts: Texts) -> Places:
    """Which of the names stands at each."""
    places = np.full(len(texts), -1, dtype=np.int64)
    for number, name in enumerate(named):
        places[texts == name] = number
    return places


def table_rows(
    table: Table,
    places: Mapping[str, tuple[Places, Sequence[object]]],
    holds: Callable[[TableRow], Flags],
    chooser: Column | None,
    size: int,
) -> Integers:
    """The row of each candidate, counted from 0; -1 where none applies.

    `places` holds for each dimension by name the place of each candidate among the names listed. Of the rows that fit
    these the first whose condition holds is taken, with all rows of the same condition; then `chooser` is held
    against `at_least`.
    """
    fits: list[Flags] = []
    for row in table.rows:
        fitting: Flags = np.ones(size, dtype=np.bool_)
        for by, (at, named) in places.items():
            fitting &= at == list(named).index(row.place(by))
        fits.append(fitting)
    if "condition" in table.by:
        first = np.full(size, -1, dtype=np.int64)
        whens: list[object] = []
        held: list[Flags] = []
        for row, fitting in zip(table.rows, fits, strict=True):
            if row.when not in whens:
                whens.append(row.when)
                held.append(np.ones(size, dtype=np.bool_) if row.when == OTHERWISE else holds(row))
            place = whens.index(row.when)
            first[fitting & held[place] & (first < 0)] = place
        fits = [
            fitting & (first == whens.index(row.when)) for row, fitting in zip(table.rows, fits, strict=True)
        ]
    found = np.full(size, -1, dtype=np.int64)
    for number, (row, matches) in enumerate(zip(table.rows, fits, strict=True)):
        if row.at_least is not None:
            assert chooser is not None
            matches = matches & compared(chooser, "at_least", row.at_least.value)
        found[matches] = number  # rows of the same place rise, so the last that matches is the one reached
    return found


def rows_for_partners(
    table: Table, who: Integers, figures: Judging, chooser: Column | None, products: Texts | None = None
) -> Integers:
    """The row of each of `who` (partner rows; with `products` one for each record), counted from 0."""
    places: dict[str, tuple[Places, Sequence[object]]] = {}
    for by in table.by:
        if by == "tier":
            places[by] = places_by_tier(table, who, figures)
        elif by == "segment":
            named = list(dict.fromkeys(str(row.segment) for row in table.rows))
            places[by] = places_by_text(named, figures.segments[who]), named
        elif by == "product":
            assert products is not None
            named = list(dict.fromkeys(str(row.product) for row in table.rows))
            places[by] = places_by_text(named, products), named
    return table_rows(table, places, lambda row: _holds(row, figures)[who], chooser, len(who))


def _holds(row: TableRow, figures: Judging) -> Flags:
    assert row.when is not None
    assert not isinstance(row.when, str)
    return figures.holds(row.when)
