"""The places of a partner on a statement: which of how many on each leaderboard, and whether others may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from generator.settlement.boards import Placed
from generator.statements.rendering import Pieces
from generator.statements.wording import Values, Wording
from generator.terms.numerals import shown
from generator.terms.quantity import COUNT


class BoardWriter:
    """Writes the places in the statements of one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces

    def parts(self, boards: Mapping[int, Sequence[Placed]], size: int) -> list[str]:
        """The part of each of `size` statements; `boards` are by place among them."""
        out = [""] * size
        for at, some in boards.items():
            out[at] = self._pieces.html("boards", {"boards": [self._shown(one) for one in some]})
        return out

    def _shown(self, one: Placed) -> Values:
        return {
            "id": one.board,
            "title": self._say.title(f"leaderboard/{one.board}"),
            "place": shown(Fraction(one.place), COUNT, self._say.language),
            "ranked": shown(Fraction(one.ranked), COUNT, self._say.language),
            "name": one.name,
        }
