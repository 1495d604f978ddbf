"""Kept accounts: for each period what was booked in it, who was owed what, and what was paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from generator.accounts.balances import Movements
from generator.accounts.close import Close
from generator.accounts.house import HouseAccount
from generator.accounts.points import PointsAccount
from generator.accounts.rewards import RewardsAccount
from generator.settlement.settle import Settlement
from generator.terms.calendar import Period

State = Literal["closed", "open", "later"]


@dataclass(frozen=True)
class PeriodAccount:
    """One period: `lines` as `LINES`, `adjustments` as `ADJUSTMENTS`, `payouts` as `PAYOUTS`, `dues` as
    `DUES`; `held` are the shares on hold when an open or later period has ended, as `SHARES`.

    `by_hand` is what people booked, as `BY_HAND`; `carried` what clauses carried through the last closed period, as it
    was booked, None where they carried nothing. `points` is the account of points, `rewards` that of rewards, None
    where there is none.

    `state` is closed, open (the first that is not closed: what changed in closed ones is booked here) or later.
    """

    period: Period
    state: State
    close: Close | None
    lines: pa.Table
    adjustments: pa.Table
    dues: pa.Table
    held: pa.Table
    by_hand: pa.Table
    movements: Movements
    payouts: pa.Table
    house: HouseAccount
    carried: pa.Table | None = None
    points: PointsAccount | None = None
    rewards: RewardsAccount | None = None


def _nothing_issued(period: Period) -> pa.Table:
    raise LookupError(f"{period.name} is not closed")


@dataclass(frozen=True)
class Accounts:
    """All periods of a settlement, oldest first.

    `issued` gives the statements of a closed period as they were issued, as `STATEMENTS`; `closing` is the period that
    is being closed, whose statements are shown as closed ones.
    """

    settlement: Settlement
    periods: tuple[PeriodAccount, ...]
    issued: Callable[[Period], pa.Table] = _nothing_issued
    closing: Period | None = None

    def of(self, period: Period) -> PeriodAccount:
        """The account of one period. Raises LookupError."""
        for one in self.periods:
            if one.period == period:
                return one
        raise LookupError(f"{period.name} is not settled")

    @property
    def open(self) -> PeriodAccount | None:
        """The period that is open; None where all are closed."""
        return next((one for one in self.periods if one.state == "open"), None)
