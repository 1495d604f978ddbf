"""What clauses carry from period to period, as statements show it: a row for each clause and state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.rules.contract import Carried
from generator.rules.exact import Integers
from generator.statements.rendering import Pieces
from generator.statements.wording import Wording
from generator.terms.numerals import MINOR_DIGITS

State = tuple[str, str]
"""A clause, and the name of what it carries."""
Moves = tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]]
"""Opening, in, out and closing of some partners, in minor units."""
_HOLES = ("opening", "into", "out_of", "closing")


def moves_of(
    carried: Mapping[State, Carried], clauses: Sequence[str], own: Integers
) -> Mapping[State, Moves]:
    """How what is carried of some partners moved, in the order of the pages; without states that nobody has."""
    out: dict[State, Moves] = {}
    for state in sorted(carried, key=lambda one: clauses.index(one[0])):
        one = carried[state]
        columns = [column[own] for column in (one.opening, one.into, one.out_of, one.closing)]
        if any(column.any() for column in columns):
            opening, into, out_of, closing = (column.tolist() for column in columns)
            out[state] = opening, into, out_of, closing
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
            fixed = {"clause": clause, "name": name, "title": self._say.title(clause)}
            form = self._pieces.form("carried_row", fixed, *_HOLES)
            texts = [self._say.moneys(column, MINOR_DIGITS) for column in moves]
            made = form.each(**dict(zip(_HOLES, texts, strict=True)))
            for at, (html, some) in enumerate(zip(made, zip(*moves, strict=True), strict=True)):
                if any(some):
                    rows[at] += html
        return [self._section.filled(rows=one) if one else "" for one in rows]
