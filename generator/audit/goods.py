"""What a period does to what a partner has besides money: points and rewards together."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.audit.points_account import PointsMoved
from generator.audit.rewards_account import RewardsMoved


@dataclass(frozen=True)
class Goods:
    """What a period does to the points and the rewards of a partner."""

    points: PointsMoved = field(default_factory=PointsMoved)
    rewards: RewardsMoved = field(default_factory=RewardsMoved)

    @property
    def shows(self) -> bool:
        """Whether there is anything that the partner must be told of."""
        return self.points.shows or self.rewards.shows
