"""Keeping rewards: their accounts through all periods, from what closes booked and from what later periods bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.points import Spend
from generator.accounts.redeeming import Redemptions
from generator.accounts.rewards import Columns, RewardsAccount, rewards_of_table
from generator.rules.exact import MINOR_DIGITS, Integers
from generator.settlement.reward_rows import RewardRow, reward_rows
from generator.settlement.settle import Settlement
from generator.terms.calendar import Period
from generator.terms.quantity import REWARD
from generator.terms.reward import HANDOVERS

Sums = Callable[[pa.Table, str, Period], Integers]
"""The sum of a column for each partner, of a table with the column `partner`."""
_NOBODY: Columns = {}


class RewardsKeeper:
    """The accounts of rewards of one settlement under way; periods are asked for in their order.

    It is what the account of points asks for what is wanted (`Demand`).
    """

    def __init__(self, settlement: Settlement, tables: Mapping[str, pa.Table], sums: Sums) -> None:
        self._settlement = settlement
        self._tables = tables
        self._sums = sums
        self._rewards = tuple(settlement.programme.rewards)
        self._closed: list[RewardsAccount] = []
        self._owed = _NOBODY

    def closed(self, period: Period) -> RewardsAccount | None:
        """The account of a closed period as it was booked; None where it kept none."""
        table = self._tables.get(period.name)
        if table is None:
            return None
        self._sums(table, "quantity", period)  # says who is missing
        account = rewards_of_table(table, self._settlement.book.partners.row_of, self._rewards)
        account.check(period.name, self._owed)
        self._closed.append(account)
        self._owed = account.closing
        return account

    def spends(self, period: Period, *, first: bool) -> Sequence[Spend]:
        """What points are wanted for in a period, in the order of decisions."""
        return self._redemptions.spends

    def returned(self, period: Period, *, first: bool) -> Integers:
        """The points of redemptions that closes took and that are withdrawn."""
        return self._redemptions.returned()

    def wanted(self, spend: Spend) -> bool:
        """Whether nothing but a lack of points could keep a redemption from being taken."""
        return self._redemptions.wanted(spend)

    def honoured(self, spend: Spend) -> None:
        """A redemption is taken."""
        self._redemptions.honoured(spend)

    def enter(self, period: Period, *, first: bool) -> None:
        """Begin with a period that is not closed, before its account of points."""
        self._redemptions.enter(period, first=first)

    def still_open(
        self, period: Period, lines: pa.Table, changes: pa.Table, *, first: bool
    ) -> RewardsAccount | None:
        """The account of the period that was entered, after its account of points; None in a programme without rewards.

        `changes` are adjustments that are not forgiven.
        """
        if not self._rewards:
            return None
        account = RewardsAccount.of(
            self._owed,
            self._given(lines, period),
            self._given(changes, period),
            self._redemptions.decisions(),
            self._handed_over(period, first=first),
            self._rewards,
            len(self._settlement.book.partners.ids),
        )
        account.check(period.name, self._owed)
        self._owed = account.closing
        return account

    @cached_property
    def _redemptions(self) -> Redemptions:
        return Redemptions(self._settlement, (one for made in self._closed for one in made.decisions))

    @cached_property
    def _handovers(self) -> tuple[RewardRow, ...]:
        return reward_rows(self._settlement.book, HANDOVERS)

    def _given(self, lines: pa.Table, period: Period) -> Columns:
        """What lines give each partner of each reward, in whole ones."""
        found: dict[str, Integers] = {}
        for reward in self._rewards:
            own = lines.filter(pc.equal(lines["unit"], REWARD + reward))
            if len(own):
                hundredths = self._sums(own, "amount", period)
                whole, rest = np.divmod(hundredths, 10**MINOR_DIGITS)
                if rest.any():
                    raise AssertionError(f"{period.name}: a line gives a part of {reward}")
                found[reward] = whole
        return found

    def _handed_over(self, period: Period, *, first: bool) -> list[RewardRow]:
        """The handovers of a period; the first that is open counts by how much earlier ones differ from closes."""
        own = [row for row in self._handovers if period.first <= row.day <= period.last]
        if not first:
            return own
        late: dict[RewardRow, int] = {}
        for row in (row for account in self._closed for row in account.handovers):
            key = row._replace(quantity=0)
            late[key] = late.get(key, 0) - row.quantity
        for row in self._handovers:
            if row.day < period.first:
                key = row._replace(quantity=0)
                late[key] = late.get(key, 0) + row.quantity
        rows = [row._replace(quantity=quantity) for row, quantity in late.items() if quantity]
        return [*sorted(rows, key=lambda row: (row.day, row.name, row.who)), *own]
