"""Workings of a contest: the place, of how many, the prizes of the places, and among how many they are divided."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from generator.statements.forms import Form
from generator.statements.pieces_of_lines import Worked
from generator.statements.shard import ShardLines
from generator.statements.worked import Shown, WorkedLines
from generator.terms.quantity import COUNT

_PLACE = ("place", "last", "ranked", "prizes")
_SHARE = ("sharing", "share")


class PrizeLines(WorkedLines):
    """Rows and footers of the lines of one contest, in one period and language."""

    def write(self, lines: ShardLines) -> list[Shown | None]:
        """The rows and the footer of each line."""
        columns = {name: column.fractions() for name, column in lines.columns.items()}
        return [
            self._shown({name: values[at] for name, values in columns.items()})
            for at in range(len(lines.amount))
        ]

    def _shown(self, own: dict[str, Fraction]) -> Shown:
        prizes, sharing = own["prizes"], own["sharing"]
        form = self._place if sharing == 1 else self._places
        steps = form.filled(
            place=self._text(own["place"], COUNT),
            last=self._text(own["place"] + sharing - 1, COUNT),
            ranked=self._text(own["ranked"], COUNT),
            prizes=self._text(prizes, self._pay),
        )
        exact = prizes / sharing
        if sharing > 1:
            steps += self._share.filled(
                sharing=self._text(sharing, COUNT), share=self._text(exact, self._pay)
            )
        return Shown(steps, self._footer(Fraction(0), Worked((), exact), own))

    @cached_property
    def _place(self) -> Form:
        return self._pieces.form("won", {"clause": self._name, "several": False}, *_PLACE)

    @cached_property
    def _places(self) -> Form:
        return self._pieces.form("won", {"clause": self._name, "several": True}, *_PLACE)

    @cached_property
    def _share(self) -> Form:
        return self._pieces.form("shared", {"clause": self._name}, *_SHARE)
