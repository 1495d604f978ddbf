"""Rewards of a closed period worked out again from what closes keep, and held against the table of the close."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.by_partner import sums_of
from generator.accounts.points_kept import PointsKeeper
from generator.accounts.rewards import HANDOVER, REDEMPTION, rewards_table
from generator.accounts.rewards_kept import RewardsKeeper
from generator.rules.exact import Integers
from generator.settlement.settle import PeriodResult, Settlement
from generator.terms.calendar import Period


def rewards_otherwise(
    settlement: Settlement,
    tables: Mapping[str, pa.Table],
    journals: Mapping[str, pa.Table],
    lines: pa.Table,
    changes: pa.Table,
    period: str,
) -> tuple[str, str, int, int] | None:
    """The first partner and reward of which the close of a period tells otherwise than comes out by now: how many it
    has of a figure, and how many there are. None where all is the same.

    `tables` and `journals` (of points) are those of all closes up to that of `period`, by their periods; `lines` are
    the closed lines, `changes` the adjustments booked with them and not forgiven.
    """
    if period not in tables:
        return None
    partners = settlement.book.partners
    sums = partial(_sums, partners.arrow_ids())
    earlier = {name: one for name, one in tables.items() if name != period}
    keeper = RewardsKeeper(settlement, earlier, sums)
    points = PointsKeeper(
        settlement, {name: one for name, one in journals.items() if name != period}, sums, keeper
    )
    for result in settlement.results:
        if result.period.name != period:
            points.closed(result.period)
            keeper.closed(result.period)
            continue
        keeper.enter(result.period, first=True)
        points.still_open(result, lines, _adjusted(journals.get(period), result, sums), first=True)
        account = keeper.still_open(result.period, lines, changes, first=True)
        again = rewards_table(account, partners.ids) if account is not None else tables[period].slice(0, 0)
        return _first(tables[period], again)
    return None


def _adjusted(journal: pa.Table | None, result: PeriodResult, sums: partial[Integers]) -> dict[str, Integers]:
    """How many points the close says that earlier periods credit more; nothing of it can be spent in this one."""
    if journal is None:
        return {}
    changed = journal.filter(pc.equal(journal["what"], "adjusted"))
    return {
        name: sums(changed.filter(pc.equal(changed["batch"], name)), "points", result.period)
        for name in dict.fromkeys(changed["batch"].to_pylist())
    }


def _sums(ids: pa.Array, table: pa.Table, column: str, period: Period) -> Integers:
    return sums_of(table, column, ids, period)


def _first(stored: pa.Table, again: pa.Table) -> tuple[str, str, int, int] | None:
    """The first figure of which two tables differ; rows of redemptions and handovers are what figures are made of."""
    was, now = _figures(stored), _figures(again)
    for key in (*was, *now):
        if was.get(key, 0) != now.get(key, 0):
            return key[0], key[1], was.get(key, 0), now.get(key, 0)
    return None


def _figures(table: pa.Table) -> dict[tuple[str, str, str], int]:
    return {
        (row["partner"], row["reward"], row["what"]): row["quantity"]
        for row in table.to_pylist()
        if row["what"] not in (REDEMPTION, HANDOVER)
    }
