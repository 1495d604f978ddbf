"""What clauses carry from period to period, as statements show it: a row for each clause and state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.rules.contract import Carried
from generator.rules.exact import Integers
from generator.rules.shortfall import unit_of_state
from generator.statements.rendering import Pieces
from generator.statements.wording import Wording
from generator.terms.clause import Clause
from generator.terms.titles import Titles

State = tuple[str, str]
"""A clause, and the name of what it carries."""
_HOLES = ("opening", "into", "out_of", "closing")


class Moves(NamedTuple):
    """How a state of some partners moved: figures in a unit, whole numbers of the last of so many digits."""

    unit: str
    digits: int
    columns: Sequence[Sequence[int]]


def moves_of(
    carried: Mapping[State, Carried], clauses: Mapping[str, Clause], titles: Titles, own: Integers
) -> Mapping[State, Moves]:
    """How what is carried of some partners moved, in the order of the pages; without states that nobody has."""
    out: dict[State, Moves] = {}
    pages = list(clauses)
    for state in sorted(carried, key=lambda one: pages.index(one[0])):
        columns = [column[own] for column in carried[state].columns]
        if any(column.any() for column in columns):
            unit = unit_of_state(clauses[state[0]], state[1], titles)
            out[state] = Moves(unit, carried[state].digits, [column.tolist() for column in columns])
    return out


class CarriedWriter:
    """Writes what is carried, in one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces
        self._section = pieces.form("carried", {}, "rows")

    def write(self, carried: Mapping[State, Moves], size: int) -> list[str]:
        """The section of each of so many partners; nothing for those of whom nothing is carried."""
        rows = [""] * size
        for (clause, name), moves in carried.items():
            fixed = {"clause": clause, "name": name, "title": self._say.title(clause), "unit": moves.unit}
            form = self._pieces.form("carried_row", fixed, *_HOLES)
            texts = [self._say.in_unit(moves.unit, column, moves.digits) for column in moves.columns]
            made = form.each(**dict(zip(_HOLES, texts, strict=True)))
            for at, (html, some) in enumerate(zip(made, zip(*moves.columns, strict=True), strict=True)):
                if any(some):
                    rows[at] += html
        return [self._section.filled(rows=one) if one else "" for one in rows]
