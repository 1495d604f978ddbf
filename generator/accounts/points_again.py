"""Points of a closed period moved again from what closes keep, and held against the journal of the close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.by_partner import sums_of
from generator.accounts.points import Spend
from generator.accounts.points_journal import journal_of
from generator.accounts.points_kept import PointsKeeper
from generator.rules.exact import Integers
from generator.settlement.settle import Settlement
from generator.terms.calendar import Period

_KEY = ("partner", "what", "batch", "day", "key")


class _Granted:
    """What the journal of a close says was spent and given back: it is wanted again, and nothing else."""

    def __init__(self, journal: pa.Table, ids: Sequence[str]) -> None:
        row_of = {one: row for row, one in enumerate(ids)}
        self._spent: dict[tuple[int, date, str], int] = {}
        self._returned = np.zeros(len(ids), dtype=np.int64)
        for row in journal.filter(pc.equal(journal["what"], "spent")).to_pylist():
            if row["day"] is not None:
                key = (row_of[row["partner"]], row["day"], str(row["key"]))
                self._spent[key] = self._spent.get(key, 0) + row["points"]
        for row in journal.filter(pc.equal(journal["what"], "returned")).to_pylist():
            self._returned[row_of[row["partner"]]] = row["points"]

    def spends(self, _period: Period, *, first: bool) -> Sequence[Spend]:
        """What was spent, in the order of the journal."""
        return [Spend(row, day, points, key) for (row, day, key), points in self._spent.items()]

    def returned(self, _period: Period, *, first: bool) -> Integers:
        """What was given back."""
        return self._returned

    def wanted(self, _spend: Spend) -> bool:
        """All of it was wanted."""
        return True

    def honoured(self, _spend: Spend) -> None:
        """Nothing follows from it here."""


def points_otherwise(
    settlement: Settlement, journals: Mapping[str, pa.Table], lines: pa.Table, period: str
) -> tuple[str, int, int] | None:
    """The first partner whose points the journal of a period tells otherwise than they come out by now: how much the
    journal has of a figure or a move, and what it comes to. None where all is the same.

    `journals` are those of all closes up to that of `period`, by their periods; `lines` are the closed lines.
    """
    if period not in journals:
        return None
    ids = settlement.book.partners.arrow_ids()
    stored = journals[period]
    earlier = {name: one for name, one in journals.items() if name != period}
    granted = _Granted(stored, settlement.book.partners.ids)
    keeper = PointsKeeper(settlement, earlier, partial(_sums, ids), granted)
    for result in settlement.results:
        if result.period.name == period:
            changed = stored.filter(pc.equal(stored["what"], "adjusted"))
            origins = dict.fromkeys(changed["batch"].to_pylist())
            adjusted = {
                name: _sums(ids, changed.filter(pc.equal(changed["batch"], name)), "points", result.period)
                for name in origins
            }
            account = keeper.still_open(result, lines, adjusted, first=True)
            again = journal_of(account, ids) if account is not None else stored.slice(0, 0)
            return _first(stored, again)
        keeper.closed(result.period)
    return None


def _sums(ids: pa.Array, table: pa.Table, column: str, period: Period) -> Integers:
    return sums_of(table, column, ids, period)


def _first(stored: pa.Table, again: pa.Table) -> tuple[str, int, int] | None:
    """The first row of which two journals differ."""
    was, now = _by_key(stored), _by_key(again)
    for key in (*was, *now):
        if was.get(key, 0) != now.get(key, 0):
            return str(key[0]), was.get(key, 0), now.get(key, 0)
    return None


def _by_key(journal: pa.Table) -> dict[tuple[object, ...], int]:
    columns = [journal[name].to_pylist() for name in (*_KEY, "through", "points")]
    return {tuple(one[:-1]): one[-1] for one in zip(*columns, strict=True)}
