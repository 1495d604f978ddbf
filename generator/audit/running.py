"""One partner's money through all periods: lines, changes, what people book, what is on hold, what is paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.agreed import ByHand
from generator.audit.balances import Movements, paid_of
from generator.audit.belongings import Belongings
from generator.audit.booked import Change, Entries, Holding, added, adjusted_by, entries_of
from generator.audit.calendar import Period
from generator.audit.exchange import Paid, Rates, paid_in
from generator.audit.goods import Goods
from generator.audit.holds import Dues, Holds, Share, moved, summed
from generator.audit.kinds import Line, in_money

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning


@dataclass(frozen=True)
class Moved:
    """What one period does to the money of a partner."""

    period: Period
    place: int
    lines: list[Line]  # as today's rows give them
    money: Movements
    changes: Sequence[Change] = ()
    by_hand: Sequence[ByHand] = ()
    dues: Dues = field(default_factory=dict)
    held: Sequence[Share] = ()  # at the end of the period
    issued: Holding | None = None  # what its close has of the partner, if it has any
    exchange: Paid | None = None  # in another currency
    goods: Goods = field(default_factory=Goods)  # points and rewards

    @property
    def to_house(self) -> Fraction:
        """What rounding in another currency leaves of what is paid."""
        return self.exchange.difference if self.exchange is not None else Fraction(0)

    @property
    def tells(self) -> bool:
        """Whether there is anything that the partner must be told of."""
        return bool(self.lines or self.changes or self.by_hand or self.money.moves or self.goods.shows)


class Running:
    """The periods of one partner, one after the other: closed ones as they were booked, the others as they are."""

    def __init__(self, reckoning: Reckoning, holds: Holds, account: Account) -> None:
        self.reckoning, self.holds, self.account = reckoning, holds, account
        self.who = account.partner.id
        self.balance = self.on_hold = Fraction(0)
        self.entries: Entries = {}  # all that is booked by now under each key, without what was forgiven
        self.closed: Dues = {}  # what closes have of each share
        self.dues: Dues = {}  # what has moved of each share by now
        self.belongings = Belongings(reckoning, account)

    def __iter__(self) -> Iterator[Moved]:
        reckoning = self.reckoning
        for place, period in enumerate(reckoning.settled):
            lines = [
                line for name in reckoning.order for line in reckoning.paying.lines(self.account, name, place)
            ]
            if not reckoning.is_sealed(period):
                yield self._open(place, period, lines)
                continue
            issued = reckoning.held(period, self.who)
            if issued is None:
                yield Moved(period, place, lines, Movements())
                continue
            yield self._sealed(place, period, lines, issued)

    def _sealed(self, place: int, period: Period, lines: list[Line], issued: Holding) -> Moved:
        for key, entry in issued.lines.items():
            added(self.entries, key, entry)
        self._changed(issued.changes)
        summed(issued.dues, self.closed)
        summed(issued.dues, self.dues)
        self.balance, self.on_hold = issued.money.closing, issued.money.held_closing
        held = self.holds.left(self.entries, period)
        by_hand = sorted(issued.by_hand, key=ByHand.rank)
        changes = [self.reckoning.addressed(one) for one in issued.changes]
        goods = self.belongings.sealed(issued)
        return Moved(
            period, place, lines, issued.money, changes, by_hand, issued.dues, held, issued, goods=goods
        )

    def _open(self, place: int, period: Period, lines: list[Line]) -> Moved:
        opens = place == self.reckoning.booking
        changes = self.reckoning.changes(self.account) if opens else []
        by_hand = self._by_hand(place, period)
        for key, entry in entries_of(lines, period, self.reckoning.records.tables).items():
            added(self.entries, key, entry)
        self._changed(changes)
        now = self.holds.dues(self.account, self.entries, period, self.closed)
        dues = moved(self.dues, now)
        self.dues = now
        money = Movements(
            opening=self.balance,
            earned=sum((line.amount for line in in_money(lines)), Fraction(0)),
            adjusted=adjusted_by(changes),
            by_hand=sum((one.amount for one in by_hand), Fraction(0)),
            put_on_hold=sum((one.put for one in dues.values()), Fraction(0)),
            released=sum((one.released for one in dues.values()), Fraction(0)),
            held_opening=self.on_hold,
            forfeited=sum((one.forfeited for one in dues.values()), Fraction(0)),
        )
        policy = self.reckoning.policy_of(period)
        money = replace(money, paid=paid_of(money.owed, self.account.partner, period, policy))
        exchange = self._exchange(money.paid, period)
        if exchange is not None and exchange.nothing:
            money, exchange = replace(money, paid=Fraction(0)), None
        self.balance, self.on_hold = money.closing, money.held_closing
        held = self.holds.left(self.entries, period)
        goods = self.belongings.open(place, period, lines, changes)
        return Moved(
            period, place, lines, money, changes, by_hand, dues, held, exchange=exchange, goods=goods
        )

    def _exchange(self, owed: Fraction, period: Period) -> Paid | None:
        """What the partner receives in another currency of what is paid; None where it is not converted."""
        reckoning, code = self.reckoning, self.account.partner.currency
        policy, own = reckoning.policy_of(period), reckoning.edition_of(period).currency
        if not owed or policy.pays_in is None or code in ("", own):
            return None
        # The rate counts once the period is over, even if it is known before.
        rates = reckoning.rates if reckoning.state_of(period) != "open" else Rates()
        return paid_in(code, owed, period.last, policy.pays_in, rates, policy.digits)

    def _by_hand(self, place: int, period: Period) -> list[ByHand]:
        """What people book of the account in a period that is not closed, in the order shown.

        The open period books what was decided up to its end and is not booked yet, and takes back what is gone.
        """
        books = self.reckoning.books
        rows = self.reckoning.records.agreed.by_hand.get(self.who, [])
        if place != self.reckoning.booking:
            return sorted((one for one in rows if period.holds(one.day)), key=ByHand.rank)
        booked = books.by_hand(self.who) if books is not None else {}
        due = {one.reference: one for one in rows if one.day <= period.last}
        found = [
            replace(one, now=Fraction(0), was=one.now) for name, one in booked.items() if name not in due
        ]
        found += [
            replace(one, was=booked[name].now if name in booked else Fraction(0)) for name, one in due.items()
        ]
        return sorted((one for one in found if one.amount), key=ByHand.rank)

    def _changed(self, changes: Sequence[Change]) -> None:
        for one in changes:
            if not one.forgiven:
                added(self.entries, one.key, one.entry)
