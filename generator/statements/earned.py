"""What was earned in all: money, points and rewards by themselves, in the head of a statement and below its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.rules.exact import Flags, Integers
from generator.statements.rendering import Pieces, Templates
from generator.statements.shard import ShardLines
from generator.statements.wording import Wording
from generator.terms.numerals import MINOR_DIGITS
from generator.terms.pay import MONEY, reward_of, unit_order
from generator.terms.quantity import POINTS


@dataclass(frozen=True, slots=True)
class Earned:
    """The sums of some partners in hundredths: of `money`, and by unit of what else they have lines of (`having`)."""

    money: list[int]
    other: Mapping[str, Integers]
    having: Mapping[str, Flags]


class EarnedWriter:
    """Writes sums by what they are paid in, in one period and language; amounts of a clause are in its unit."""

    def __init__(self, say: Wording, templates: Templates, pieces: Pieces) -> None:
        self._say = say
        units = sorted({*say.period.units} - {MONEY}, key=unit_order)
        self._pieces = {unit: templates.pieces(say.terms, say.language, unit) for unit in units}
        self._money = pieces
        self._total = pieces.form("total", {}, "earned")
        self._forms = {
            (what, unit): own.form(what, self._named(unit), "value")
            for unit, own in self._pieces.items()
            for what in ("earned_in", "total_in")
        }

    def _named(self, unit: str) -> dict[str, str]:
        if unit == POINTS:
            return {"name": POINTS, "title": self._say.words["points_earned"]}
        return {"name": f"reward/{reward_of(unit)}", "title": self._say.words["rewards_granted"]}

    def pieces(self, clause: int) -> Pieces:
        """The pieces for lines of the period's clause with this number."""
        return self._pieces.get(self._say.period.units[clause], self._money)

    def sums(self, lines: Sequence[ShardLines], size: int) -> Earned:
        """What each of so many partners earned."""
        sums = {unit: np.zeros(size, dtype=np.int64) for unit in (MONEY, *self._pieces)}
        having = {unit: np.zeros(size, dtype=np.bool_) for unit in self._pieces}
        for unit, one in zip(self._say.period.units, lines, strict=True):
            np.add.at(sums[unit], one.at, one.amount)
            if unit != MONEY:
                having[unit][one.at] = True
        return Earned(sums.pop(MONEY).tolist(), sums, having)

    def heads(self, earned: Earned) -> list[str]:
        """What stands beside the money in the head of each statement."""
        return self._each("earned_in", earned)

    def totals(self, earned: Earned, money: Sequence[str]) -> list[str]:
        """What stands below the lines of each statement; `money` has the sums of money as text."""
        below = self._each("total_in", earned)
        return [own + more for own, more in zip(self._total.each(earned=list(money)), below, strict=True)]

    def _each(self, what: str, earned: Earned) -> list[str]:
        out = [""] * len(earned.money)
        for unit in self._pieces:
            places = np.flatnonzero(earned.having[unit])
            texts = self._say.in_unit(unit, earned.other[unit][places].tolist(), MINOR_DIGITS)
            for at, text in zip(places.tolist(), texts, strict=True):
                out[at] += self._forms[what, unit].filled(value=text)
        return out
