"""Keeping points: their accounts through all periods, from what closes booked and from what later periods bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.points import Credit, PointsAccount, Spend, Spender, Stock, moved_through
from generator.accounts.points_journal import account_of
from generator.rules.exact import Integers
from generator.settlement.settle import PeriodResult, Settlement
from generator.terms.calendar import Period
from generator.terms.quantity import POINTS

Sums = Callable[[pa.Table, str, Period], Integers]
"""The sum of a column for each partner, of a table with the column `partner`."""


class Demand(Spender, Protocol):
    """What partners want points for, period by period."""

    def spends(self, period: Period, *, first: bool) -> Sequence[Spend]:
        """What is wanted in a period in the order of decisions; in the `first` open one what came late, too."""
        ...

    def returned(self, period: Period, *, first: bool) -> Integers:
        """What closes spent for each partner and nobody wants any more."""
        ...


class PointsKeeper:
    """The accounts of points of one settlement under way; periods are asked for in their order."""

    def __init__(
        self,
        settlement: Settlement,
        journals: Mapping[str, pa.Table],
        sums: Sums,
        demand: Demand | None = None,
    ) -> None:
        self._settlement = settlement
        self._journals = journals
        self._sums = sums
        self._demand = demand
        self._closed: dict[Period, PointsAccount] = {}
        self._periods = {one.period.name: one.period for one in settlement.results}
        self._stock = Stock.empty(len(settlement.book.partners.ids))

    def closed(self, period: Period) -> PointsAccount | None:
        """The account of a closed period as it was booked; None where it kept none."""
        journal = self._journals.get(period.name)
        if journal is None:
            return None
        opened = self._sums(journal.filter(pc.equal(journal["what"], "opening")), "points", period)
        if (opened != self._stock.balance).any():
            raise AssertionError(f"{period.name} opens with other points than the period before closed with")
        self._sums(journal, "points", period)  # says who is missing
        ids = self._settlement.book.partners.arrow_ids()
        account = account_of(journal, self._stock, ids, self._periods)
        account.check(period.name)
        self._closed[period] = account
        self._stock = account.closing
        return account

    def still_open(
        self, result: PeriodResult, lines: pa.Table, adjusted: Mapping[str, Integers], *, first: bool
    ) -> PointsAccount | None:
        """The account of a period that is not closed; None where there is no account yet. Raises OverflowError."""
        period = result.period
        rules = self._settlement.programme.points_on(period.first)
        if rules is None:
            return None
        nothing = np.zeros_like(self._stock.lacking)
        idle = np.zeros(len(nothing), dtype=np.bool_)
        if rules.inactive is not None:
            idle = result.figures.holds(rules.inactive.when) & result.figures.present
        gone = self._settlement.book.partners.left_on <= np.datetime64(period.last)
        spends: Sequence[Spend] = ()
        returned = nothing
        if self._demand is not None:
            spends = self._demand.spends(period, first=first)
            returned = self._demand.returned(period, first=first)
        credit = Credit(self._sums(in_points(lines), "amount", period), adjusted, returned)
        account = moved_through(period, rules, self._stock, credit, idle, gone, spends, self._demand)
        self._stock = account.closing
        return account

    def credited_since(
        self, lines: Mapping[str, pa.Table], changes: pa.Table, forgiven: Mapping[str, bool]
    ) -> dict[str, Integers]:
        """By the names of closed periods how much more each credits by now than closes credited for it.

        `lines` are those that closes booked, `changes` all adjustments to them that are not forgiven, those of the open
        period among them; what changes now in a period that `forgiven` names changes nothing here.
        """
        out: dict[str, Integers] = {}
        changes = in_points(changes) if self._closed else changes
        for period, account in self._closed.items():
            rules = self._settlement.programme.points_on(period.first)
            if rules is None or forgiven[period.name]:
                continue
            was = account.moved["earned"] - account.moved["not_credited"]
            for later in self._closed.values():
                if period.name in later.adjusted:
                    was = was + later.adjusted[period.name]
            own = changes.filter(pc.equal(changes["origin"], period.name))
            now = self._sums(in_points(lines[period.name]), "amount", period) + self._sums(
                own, "amount", period
            )
            kept = now if rules.most_minor is None else np.minimum(now, rules.most_minor)
            if (kept != was).any():
                out[period.name] = kept - was
        return out


def in_points(lines: pa.Table) -> pa.Table:
    """Only what is paid in points."""
    return lines.filter(pc.equal(lines["unit"], POINTS))
