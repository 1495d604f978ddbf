"""Keeping the accounts: what closes booked, what the open period books, and the balances through all periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.balances import Movements, check_held, closed_by
from generator.accounts.by_hand import BY_HAND, booked_by_hand
from generator.accounts.by_partner import sums_of
from generator.accounts.close import Close, read_file
from generator.accounts.differences import ADJUSTMENTS, adjustments
from generator.accounts.dues import DUES, MOVED, Dues
from generator.accounts.exchange import Exchange
from generator.accounts.house import check_totals, house_of, house_of_table
from generator.accounts.kept import Accounts, PeriodAccount, State
from generator.accounts.keyed import LINES, as_now, in_money, keyed_lines
from generator.accounts.payouts import amounts_paid, register
from generator.accounts.points import PointsAccount
from generator.accounts.points_kept import PointsKeeper
from generator.accounts.rewards_kept import RewardsKeeper
from generator.accounts.shares import SHARES, clauses_held
from generator.accounts.store import CloseStore
from generator.accounts.tables import table_of_bytes
from generator.rules.exact import Flags, Integers
from generator.settlement.settle import Settlement
from generator.terms.calendar import Period

LEDGER, ADJUSTED, BALANCES, PAID, DUE, HAND, OWN, CARRIED, EARNED_POINTS, OWED_REWARDS = (
    "ledger.parquet",
    "adjustments.parquet",
    "balances.parquet",
    "payouts.parquet",
    "dues.parquet",
    "by_hand.parquet",
    "house.parquet",
    "carried.parquet",
    "points.parquet",
    "rewards.parquet",
)

_IF_ANY = (HAND, CARRIED, EARNED_POINTS, OWED_REWARDS)
"""Files that a close has where there is anything of that kind."""


class PeriodMissing(Exception):
    """A closed period is none of those that the programme settles."""


@dataclass(frozen=True)
class Booked:
    """What the closes hold of each closed period by its name: lines, adjustments, balances, payouts, dues, the house.

    `by_hand` is there for those in which people booked anything, `carried` for the last one where clauses do that,
    `points` and `rewards` for those in which there was such an account.
    """

    closes: Mapping[str, Close]
    lines: Mapping[str, pa.Table]
    adjusted: Mapping[str, pa.Table]
    balances: Mapping[str, pa.Table]
    payouts: Mapping[str, pa.Table]
    dues: Mapping[str, pa.Table]
    house: Mapping[str, pa.Table]
    by_hand: Mapping[str, pa.Table]
    carried: Mapping[str, pa.Table]
    points: Mapping[str, pa.Table]
    rewards: Mapping[str, pa.Table]


def read_booked(store: CloseStore, closes: Sequence[Close]) -> Booked:
    """The tables of all closes. Raises ChainBroken, Unreachable."""

    def tables(name: str) -> dict[str, pa.Table]:
        some = closes[-1:] if name == CARRIED else closes
        having = [one for one in some if name not in _IF_ANY or name in one.files]
        found = {one.period: table_of_bytes(read_file(store, one, name)) for one in having}
        if name in (LEDGER, ADJUSTED):
            return {period: as_now(table) for period, table in found.items()}
        return found

    return Booked(
        {one.period: one for one in closes},
        tables(LEDGER),
        tables(ADJUSTED),
        tables(BALANCES),
        tables(PAID),
        tables(DUE),
        tables(OWN),
        tables(HAND),
        tables(CARRIED),
        tables(EARNED_POINTS),
        tables(OWED_REWARDS),
    )


NOTHING_BOOKED = Booked({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})


def keep_accounts(
    settlement: Settlement, booked: Booked = NOTHING_BOOKED, ended: date = date.min
) -> Accounts:
    """The accounts of all settled periods; of those that end after the day `ended` no exchange rate is known yet.

    Raises PartnerVanished, PeriodMissing, OverflowError.
    """
    settled = {result.period.name: result for result in settlement.results}
    for name in booked.closes:
        if name not in settled:
            raise PeriodMissing(name)
    keeper = _Keeper(settlement, booked, ended)
    return Accounts(settlement, tuple(keeper.periods()))


class _Keeper:
    """The accounts of one settlement under way."""

    def __init__(self, settlement: Settlement, booked: Booked, ended: date) -> None:
        self.settlement = settlement
        self.booked = booked
        self.ended = ended
        self.programme = settlement.programme
        self.partners = settlement.book.partners
        self._ids = self.partners.arrow_ids()
        self._rewards = RewardsKeeper(settlement, booked.rewards, self._of_partners)
        self._points = PointsKeeper(settlement, booked.points, self._of_partners, self._rewards)

    def periods(self) -> list[PeriodAccount]:
        """Oldest first: closed ones as they were booked, the open one with what changed, later ones as settled."""
        made: list[PeriodAccount] = []
        before: PeriodAccount | None = None
        dues: Dues | None = None
        for result in self.settlement.results:
            period = result.period
            close = self.booked.closes.get(period.name)
            if close is not None:
                account = self._closed(period, close, before)
            else:
                lines = keyed_lines(self.settlement, [result])
                first = dues is None
                adjusted = self._changed(period) if first else ADJUSTMENTS.empty_table()
                dues = self._dues(period, adjusted) if dues is None else dues
                more = self._more_credited(period, adjusted) if first else {}
                self._rewards.enter(period, first=first)
                points = self._points.still_open(result, lines, more, first=first)
                account = self._still_open(period, lines, adjusted, dues, before, points, first=first)
            before = account
            made.append(account)
        return made

    def _closed(self, period: Period, close: Close, before: PeriodAccount | None) -> PeriodAccount:
        lines, adjusted = self.booked.lines[period.name], self.booked.adjusted[period.name]
        stored, payouts = self.booked.balances[period.name], self.booked.payouts[period.name]
        names = [name for name in stored.column_names if name != "partner"]
        movements = Movements.of({name: self._of_partners(stored, name, period) for name in names})
        movements.check(period.name)
        house = house_of_table(self.booked.house[period.name])
        house.check(period.name)
        if before is not None and (
            (movements.opening != before.movements.closing).any()
            or (movements.held_opening != before.movements.held_closing).any()
            or house.opening != before.house.closing
        ):
            raise AssertionError(f"{period.name} does not open with what the period before closed with")
        dues = self.booked.dues[period.name]
        held = SHARES.empty_table()
        hand = self.booked.by_hand.get(period.name, BY_HAND.empty_table())
        kept = in_money(adjusted.filter(pc.invert(adjusted["forgiven"])))
        check_totals(
            house, movements, (in_money(lines)["amount"], kept["amount"], hand["amount"]), period.name
        )
        carried = self.booked.carried.get(period.name)
        points = self._points.closed(period)
        return PeriodAccount(
            period,
            "closed",
            close,
            lines,
            adjusted,
            dues,
            held,
            hand,
            movements,
            payouts,
            house,
            carried,
            points,
            self._rewards.closed(period),
        )

    def _changed(self, open_period: Period) -> pa.Table:
        """What changed in closed periods and is not booked yet."""
        closed = [one for one in self.settlement.results if one.period.name in self.booked.closes]
        if not closed:
            return ADJUSTMENTS.empty_table()
        return adjustments(
            keyed_lines(self.settlement, closed),
            pa.concat_tables([LINES.empty_table(), *self.booked.lines.values()]),
            pa.concat_tables([ADJUSTMENTS.empty_table(), *self.booked.adjusted.values()]),
            self._forgiven(open_period),
            tuple(self.programme.clauses),
        )

    def _dues(self, open_period: Period, adjusted: pa.Table) -> Dues:
        """What of all lines is on hold and due when, from the open period on."""
        booked = self.booked
        # Without shares no line is asked for a second time.
        settled = self.settlement.results if clauses_held(self.settlement) else ()
        return Dues.of(
            self.settlement,
            in_money(keyed_lines(self.settlement, settled)),
            in_money(pa.concat_tables([LINES.empty_table(), *booked.lines.values()])),
            in_money(pa.concat_tables([ADJUSTMENTS.empty_table(), *booked.adjusted.values(), adjusted])),
            pa.concat_tables([DUES.empty_table(), *booked.dues.values()]),
            self._forgiven(open_period),
            open_period.name,
        )

    def _more_credited(self, open_period: Period, adjusted: pa.Table) -> Mapping[str, Integers]:
        """How many points more closed periods credit by now, by their names."""
        changes = pa.concat_tables([ADJUSTMENTS.empty_table(), *self.booked.adjusted.values(), adjusted])
        kept = changes.filter(pc.invert(changes["forgiven"]))
        return self._points.credited_since(self.booked.lines, kept, self._forgiven(open_period))

    def _forgiven(self, open_period: Period) -> dict[str, bool]:
        """For each closed period whether what changes in it now is forgiven."""
        return {
            one.period.name: self._is_forgiven(one.period, open_period)
            for one in self.settlement.results
            if one.period.name in self.booked.closes
        }

    def _is_forgiven(self, origin: Period, open_period: Period) -> bool:
        """Whether the policy of a closed period forgives what changes in it now."""
        late = self.programme.policy(origin.first).closing.late_changes
        if late.within is None:
            return late.forgiven
        return origin.shifted(late.within) < open_period

    def _still_open(
        self,
        period: Period,
        lines: pa.Table,
        adjusted: pa.Table,
        dues: Dues,
        before: PeriodAccount | None,
        points: PointsAccount | None,
        *,
        first: bool,
    ) -> PeriodAccount:
        due_now, held = dues.booked_in(period.name), dues.held_after(period.name)
        changed = adjusted.filter(pc.invert(adjusted["forgiven"]))
        kept, earned = in_money(changed), in_money(lines)
        written, booked = self.settlement.book.adjustments, self.booked.by_hand.values()
        hand = booked_by_hand(self.programme, written, booked, period, first=first)
        moved = {
            "earned": self._of_partners(earned, "amount", period),
            "adjusted": self._of_partners(kept, "amount", period),
            "by_hand": self._of_partners(hand, "amount", period),
            **{name: self._of_partners(due_now, name, period) for name in MOVED},
        }
        owed = None if before is None else before.movements
        unpaid = closed_by(moved, owed, None)
        minimum = self.programme.policy(period.first).payout.minimum_minor
        due = unpaid.due()
        book, ended = self.settlement.book, period.last <= self.ended
        exchange = Exchange.of(self.programme, book, period, ended=ended)
        paid = exchange.payable(amounts_paid(due, minimum, self._left_by(period.last)))
        movements = closed_by(moved, owed, paid)
        check_held(movements, self._of_partners(held, "amount", period), period.name)
        name = self.programme.file.programme
        payouts = register(name, period.name, self.partners.ids, due, paid, exchange)
        opened = None if before is None else before.house
        house = house_of(opened, earned, kept, due_now, payouts["difference"])
        check_totals(house, movements, (earned["amount"], kept["amount"], hand["amount"]), period.name)
        state: State = "open" if first else "later"
        return PeriodAccount(
            period,
            state,
            None,
            lines,
            adjusted,
            due_now,
            held,
            hand,
            movements,
            payouts,
            house,
            points=points,
            rewards=self._rewards.still_open(period, lines, changed, first=first),
        )

    def _of_partners(self, table: pa.Table, column: str, period: Period) -> Integers:
        """The sum of a column for each partner. Raises PartnerVanished."""
        return sums_of(table, column, self._ids, period)

    def _left_by(self, day: date) -> Flags:
        left: Flags = self.partners.left_on <= np.datetime64(day)
        return left


def balances_table(accounts: Accounts, account: PeriodAccount) -> pa.Table:
    """The movements of a period, one row a partner with any of them; columns are the names of accounts."""
    columns = dict(account.movements.columns())
    some = np.zeros(len(accounts.settlement.book.partners.ids), dtype=np.bool_)
    for values in columns.values():
        some |= values != 0
    rows = np.flatnonzero(some)
    ids = accounts.settlement.book.partners.arrow_ids().take(pa.array(rows))
    return pa.table([ids, *(pa.array(values[rows]) for values in columns.values())], ["partner", *columns])
