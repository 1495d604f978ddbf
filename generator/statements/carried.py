"""What clauses carry from period to period, as statements show it: a row for each clause and state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from generator.accounts.kept import Accounts
from generator.rules.contract import Carried
from generator.rules.exact import Integers
from generator.rules.shortfall import unit_of_state
from generator.statements.rendering import Pieces
from generator.statements.wording import Wording
from generator.terms.calendar import Period
from generator.terms.clause import Clause
from generator.terms.numerals import period_title
from generator.terms.titles import Titles

State = tuple[str, str]
"""A clause, and the name of what it carries."""
_HOLES = ("opening", "into", "out_of", "closing")


Changed = Mapping[int, tuple[Fraction, Fraction]]
"""What the period before ended with, as it was closed and as it is by now; by the row or the place of a partner."""


class Moves(NamedTuple):
    """How a state of some partners moved: figures in a unit, whole numbers of the last of so many digits.

    `changed` are those with whom the period before was closed otherwise, by their places.
    """

    unit: str
    digits: int
    columns: Sequence[Sequence[int]]
    changed: Changed


def moves_of(
    carried: Mapping[State, Carried],
    changed: Mapping[State, Changed],
    clauses: Mapping[str, Clause],
    titles: Titles,
    own: Integers,
) -> Mapping[State, Moves]:
    """How what is carried of some partners moved, in the order of the pages; without states that nobody has."""
    out: dict[State, Moves] = {}
    pages = list(clauses)
    for state in sorted({**carried, **changed}, key=lambda one: pages.index(one[0])):
        one = carried.get(state)
        nothing = np.zeros(len(own), dtype=np.int64)
        columns = [nothing] * 4 if one is None else [column[own] for column in one.columns]
        rows = changed.get(state, {})
        otherwise = {at: rows[row] for at, row in enumerate(own.tolist()) if row in rows} if rows else {}
        if otherwise or any(column.any() for column in columns):
            unit = unit_of_state(clauses[state[0]], state[1], titles)
            out[state] = Moves(
                unit, one.digits if one else 0, [column.tolist() for column in columns], otherwise
            )
    return out


def changed_before(accounts: Accounts, period: Period) -> Mapping[State, Changed]:
    """Of the open period what is carried into it otherwise than the period before was closed with."""
    number = next(at for at, one in enumerate(accounts.periods) if one.period == period)
    if accounts.periods[number].state != "open" or not number:
        return {}
    booked, today = accounts.periods[number - 1].carried, accounts.settlement.results[number - 1].carried
    row_of = accounts.settlement.book.partners.row_of
    found: dict[State, dict[int, list[Fraction]]] = {}
    for row in [] if booked is None else booked.to_pylist():
        was = Fraction(row["closing"], 10 ** row["digits"])
        found.setdefault((row["clause"], row["state"]), {})[row_of[row["partner"]]] = [was, Fraction(0)]
    for state, one in today.items():
        mine = found.setdefault(state, {})
        for at in np.flatnonzero(one.closing).tolist():
            mine.setdefault(at, [Fraction(0), Fraction(0)])[1] = Fraction(
                int(one.closing[at]), 10**one.digits
            )
    out = {
        state: {row: (was, now) for row, (was, now) in rows.items() if was != now}
        for state, rows in found.items()
    }
    return {state: rows for state, rows in out.items() if rows}


class CarriedWriter:
    """Writes what is carried, in one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces
        self._section = pieces.form("carried", {}, "rows", "changed")

    def write(self, carried: Mapping[State, Moves], size: int) -> list[str]:
        """The section of each of so many partners; nothing for those of whom nothing is carried."""
        rows, changed = [""] * size, [""] * size
        for (clause, name), moves in carried.items():
            fixed = {"clause": clause, "name": name, "title": self._say.title(clause), "unit": moves.unit}
            form = self._pieces.form("carried_row", fixed, *_HOLES)
            texts = [self._say.in_unit(moves.unit, column, moves.digits) for column in moves.columns]
            made = form.each(**dict(zip(_HOLES, texts, strict=True)))
            for at, (html, some) in enumerate(zip(made, zip(*moves.columns, strict=True), strict=True)):
                if any(some) or at in moves.changed:
                    rows[at] += html
            for at, (was, now) in moves.changed.items():
                told = {"was": self._say.exactly(was, moves.unit), "now": self._say.exactly(now, moves.unit)}
                told["period"] = period_title(self._say.period.period.shifted(-1), self._say.language)
                changed[at] += self._pieces.html("carried_changed", {**fixed, **told})
        return [
            self._section.filled(rows=one, changed=other) if one else ""
            for one, other in zip(rows, changed, strict=True)
        ]
