"""The badges of a partner on a statement: each with its title, and since when or for how many periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from generator.settlement.badges import Held
from generator.statements.rendering import Pieces
from generator.statements.wording import Values, Wording
from generator.terms.numerals import day


class BadgeWriter:
    """Writes the badges in the statements of one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces
        self._part = cache(self._written)  # many partners have the same

    def parts(self, badges: Mapping[int, Sequence[Held]], size: int) -> list[str]:
        """The part of each of `size` statements; `badges` are by place among them."""
        out = [""] * size
        for at, some in badges.items():
            out[at] = self._part(tuple(some))
        return out

    def _written(self, badges: tuple[Held, ...]) -> str:
        return self._pieces.html("badges", {"badges": [self._shown(one) for one in badges]})

    def _shown(self, one: Held) -> Values:
        return {
            "name": one.badge,
            "title": self._say.title(f"badge/{one.badge}"),
            "since": one.since and day(one.since, self._say.language),
            "times": str(one.times),
        }
