"""What stands on a statement beside money: the goals of a partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.rules.exact import Integers
from generator.settlement.goals import progress_of
from generator.settlement.settle import PeriodResult, Settlement


@dataclass(frozen=True)
class Beside:
    """What the statements of one period say beside money, by partner row or by place in a shard."""

    goals: Mapping[int, Sequence[Any]]

    def of_some(self, own: Integers) -> Beside:
        """The same by place among some partners."""
        return Beside(_placed(self.goals, own))


def _placed(by_row: Mapping[int, Any], own: Integers) -> dict[int, Any]:
    return {at: by_row[row] for at, row in enumerate(own.tolist()) if row in by_row} if by_row else {}


class BesideReader:
    """Reads off a settlement what its statements say beside money."""

    def __init__(self, settlement: Settlement) -> None:
        self._settlement = settlement

    def of(self, result: PeriodResult) -> Beside:
        """What the statements of one period say."""
        book, cycle = self._settlement.book, self._settlement.programme.cycle
        return Beside(progress_of(book, result.figures, cycle))
