"""What stands on a statement beside money: training, recognition, goals, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator.rules.exact import Integers
from generator.settlement.asked import Asked, asked_of
from generator.settlement.badges import Badges
from generator.settlement.boards import placed_of
from generator.settlement.certificates import issued_of
from generator.settlement.goals import progress_of
from generator.settlement.settle import Settlement
from generator.settlement.training import training_of
from generator.terms.channels import ChannelsVersion


@dataclass(frozen=True)
class Beside:
    """What the statements of one period say beside money, by partner row or by place in a shard."""

    training: Mapping[int, Any]
    certificates: Mapping[int, Sequence[Any]]
    badges: Mapping[int, Sequence[Any]]
    boards: Mapping[int, Sequence[Any]]
    goals: Mapping[int, Sequence[Any]]
    asked: Mapping[int, Asked]
    channels: ChannelsVersion | None

    def of_some(self, own: Integers) -> Beside:
        """The same by place among some partners."""
        names = ("training", "certificates", "badges", "boards", "goals", "asked")
        some: dict[str, Any] = {name: _placed(getattr(self, name), own) for name in names}
        return replace(self, **some)


def _placed(by_row: Mapping[int, Any], own: Integers) -> dict[int, Any]:
    return {at: by_row[row] for at, row in enumerate(own.tolist()) if row in by_row} if by_row else {}


class BesideReader:
    """Reads off a settlement what its statements say beside money."""

    def __init__(self, settlement: Settlement, on: date) -> None:
        self._settlement = settlement
        self._on = on
        programme = settlement.programme
        size = len(settlement.book.partners.ids)
        self._badges = Badges(programme.recognition.badges, settlement.results, size)

    def of(self, number: int, *, ended: bool) -> Beside:
        """What the statements of the period of this number say; nobody is ranked before it has `ended`."""
        book, programme = self._settlement.book, self._settlement.programme
        figures = self._settlement.results[number].figures
        channels = programme.channels_on(figures.period.first)
        return Beside(
            training_of(figures, programme.webinars, self._on),
            issued_of(programme, figures),
            self._badges.at(number),
            placed_of(programme, figures) if ended else {},
            progress_of(book, figures, programme.cycle),
            asked_of(channels, figures),
            channels,
        )
