"""Rewards on a statement: what is owed of each, what became of redemptions, and what was handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from generator.accounts.redeeming import Decision
from generator.accounts.rewards import NAMES, RewardsAccount, own_rewards
from generator.settlement.reward_rows import RewardRow
from generator.statements.figure_columns import count, counts
from generator.statements.rendering import Pieces
from generator.statements.wording import Wording
from generator.terms.numerals import MINOR_DIGITS, day
from generator.terms.quantity import POINTS


@dataclass(frozen=True, slots=True)
class RewardsShown:
    """The account of one partner: of each reward the figures in the order of `NAMES`, redemptions and handovers."""

    figures: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    handovers: list[RewardRow] = field(default_factory=list)


def rewards_of(account: RewardsAccount | None, size: int) -> dict[int, RewardsShown]:
    """The account of rewards of everybody who has one, by partner row."""
    if account is None:
        return {}
    rows = np.flatnonzero(account.touched(size)).tolist()
    found = {row: RewardsShown(list(own_rewards(account, row))) for row in rows}
    for one in account.decisions:
        found[one.row.who].decisions.append(one)
    for row in account.handovers:
        found[row.who].handovers.append(row)
    return found


class RewardsWriter:
    """Writes accounts of rewards, in one period and language."""

    def __init__(self, say: Wording, pieces: Pieces) -> None:
        self._say = say
        self._pieces = pieces

    def parts(self, rewards: Mapping[int, RewardsShown], size: int) -> list[str]:
        """The part of each statement; nothing for whoever has no account."""
        out = [""] * size
        for at, one in rewards.items():
            out[at] = self._part(one)
        return out

    def _part(self, one: RewardsShown) -> str:
        told = {
            "names": NAMES,
            "rows": [
                {**self._reward(reward), "figures": counts(figures, 0, self._say.language)}
                for reward, figures in one.figures
            ],
            "redemptions": [self._redemption(number, each) for number, each in enumerate(one.decisions, 1)],
            "handovers": [
                {"number": number, **self._reward(row.reward), **self._row(row, row.quantity)}
                for number, row in enumerate(one.handovers, 1)
            ],
        }
        return self._pieces.html("rewards", told)

    def _redemption(self, number: int, one: Decision) -> Mapping[str, object]:
        gone = one.outcome == "withdrawn"
        points = None
        if one.points is not None:
            (points,) = self._points([-one.points if gone else one.points])
        words = self._say.words["redeeming"]
        return {
            "number": number,
            **self._reward(one.row.reward),
            **self._row(one.row, -one.row.quantity if gone else one.row.quantity),
            "outcome": one.outcome,
            "late": one.late,
            "points": points,
            "words": words["taken_late" if one.late and one.outcome == "taken" else one.outcome],
        }

    def _reward(self, name: str) -> Mapping[str, str]:
        return {"reward": name, "title": self._say.title(f"reward/{name}")}

    def _row(self, row: RewardRow, quantity: int) -> Mapping[str, str]:
        language = self._say.language
        return {"name": row.name, "date": day(row.day, language), "quantity": count(quantity, 0, language)}

    def _points(self, values: Sequence[int]) -> list[str]:
        return self._say.in_unit(POINTS, values, MINOR_DIGITS)
