"""What one partner has besides money, period after period: batches of points, and rewards still to be handed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.booked import Change, Holding
from generator.audit.calendar import Period
from generator.audit.goods import Goods
from generator.audit.kinds import Line
from generator.audit.pay_units import POINTS, reward_of
from generator.audit.points_account import Batch, Inputs, through_period
from generator.audit.promise import rewards_of
from generator.audit.records import REDEMPTIONS
from generator.audit.rewards_account import (
    TAKEN,
    WITHDRAWN,
    Booked,
    Decisions,
    RewardsMoved,
    Wish,
    handed_over,
    owed_after,
    wishes,
    withdrawn,
)
from generator.audit.standing import holds

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning

NONE = Fraction(0)


class Belongings:
    """The points and rewards of one partner, of closed periods as they were booked, of the others as they are."""

    def __init__(self, reckoning: Reckoning, account: Account) -> None:
        self.reckoning, self.account = reckoning, account
        self.batches: Sequence[Batch] = ()
        self.short = NONE
        self.owed: dict[str, Fraction] = {}
        self.booked = Booked()
        self.honoured: list[Wish] = []

    def sealed(self, issued: Holding) -> Goods:
        """Go on from what a close has."""
        goods = issued.goods
        self._goes_on(goods)
        taken, refused = dict(self.booked.taken), set(self.booked.refused)
        for one in goods.rewards.decisions:
            if one.outcome == TAKEN:
                taken[one.wish] = one.points or NONE
            elif one.outcome == WITHDRAWN:
                taken.pop(_turned(one.wish), None)
            else:
                refused.add(one.wish)
        given = set(self.booked.handovers)
        for wish in goods.rewards.handovers:
            if _turned(wish) in given:
                given.discard(_turned(wish))
            else:
                given.add(wish)
        self.booked = Booked(taken, frozenset(refused), frozenset(given))
        self.honoured = list(taken)
        return goods

    def open(self, place: int, period: Period, lines: Sequence[Line], changes: Sequence[Change]) -> Goods:
        """What an open period does."""
        reckoning, opens = self.reckoning, place == self.reckoning.booking
        started = reckoning.settled[0].first
        wished = wishes(self.account, REDEMPTIONS)
        gone = withdrawn(self.booked, wished) if opens else []
        known = self.booked.taken.keys() | self.booked.refused
        late = (
            [one for one in wished if started <= one.day < period.first and one not in known] if opens else []
        )
        honoured = [one for one in self.honoured if one not in {_turned(was.wish) for was in gone}]
        asked = Decisions(self.account, period, late, honoured)
        counting = [one for one in changes if not one.forgiven]
        returned = RewardsMoved(decisions=gone).returned
        points = through_period(
            period,
            reckoning.edition_of(period).points,
            self.batches,
            self.short,
            self._inputs(period, lines, counting, returned),
            asked.spends(),
            asked.decide,
        )
        if not points.adds_up:
            raise ArithmeticError(f"the points of {self.account.partner.id} in {period.name} do not add up")
        decisions = [*gone, *asked.made]
        given = handed_over(self.account, period, self.booked, opens=opens)
        granted = by_reward((one.paid_in, one.amount) for one in lines)
        adjusted = by_reward((one.key.paid_in, one.amount) for one in counting)
        owed = owed_after(self.owed, granted, adjusted, decisions, given, rewards_of(self.reckoning.editions))
        rewards = RewardsMoved(owed, decisions, given)
        self.honoured = asked.honoured
        goods = Goods(points, rewards)
        self._goes_on(goods)
        return goods

    def _goes_on(self, goods: Goods) -> None:
        self.batches, self.short = goods.points.batches, goods.points.short
        self.owed = {name: one.closing for name, one in goods.rewards.owed.items() if one.closing}

    def _inputs(
        self, period: Period, lines: Sequence[Line], changes: Sequence[Change], returned: Fraction
    ) -> Inputs:
        edition, partner = self.reckoning.edition_of(period), self.account.partner
        condition = edition.points.inactive if edition.points is not None else None
        inactive = (
            condition is not None
            and self.account.is_present(period)
            and holds(condition, self.account.standing(period, edition), edition)
        )
        return Inputs(
            sum((one.amount for one in lines if one.paid_in == POINTS), NONE),
            adjusted_points(self.reckoning, partner.id, changes, period),
            returned,
            inactive,
            partner.left is not None and partner.left <= period.last,
        )


def adjusted_points(
    reckoning: Reckoning, partner: str, changes: Iterable[Change], booking: Period
) -> Fraction:
    """What changes of closed periods that a period books do to what those periods credit."""
    total = NONE
    moved: dict[str, Fraction] = {}
    for one in changes:
        if one.key.paid_in == POINTS:
            moved[one.key.origin] = moved.get(one.key.origin, NONE) + one.amount
    for origin, change in moved.items():
        account = reckoning.edition_of(reckoning.named[origin]).points
        most = account.at_most if account is not None else None
        was = _points_booked(reckoning, partner, origin, booking)
        now = was + change
        total += now - was if most is None else min(now, most) - min(was, most)
    return total


def _points_booked(reckoning: Reckoning, partner: str, origin: str, booking: Period) -> Fraction:
    """The points that closes before a period have booked of a partner for another, without what was forgiven."""
    books = reckoning.books
    if books is None:
        return NONE
    held = books.of(origin, partner)
    booked = [] if held is None else [(key, one.amount) for key, one in held.lines.items()]
    earlier = {one.name for one in books.closed.closes if one.period.first < booking.first}
    later = (one for one in books.later(partner, origin) if one.booked in earlier and not one.forgiven)
    booked += [(one.key, one.amount) for one in later]
    return sum((amount for key, amount in booked if key.paid_in == POINTS), NONE)


def _turned(wish: Wish) -> Wish:
    """A row with the other sign: what takes it back, or what it takes back."""
    return Wish(wish.key, wish.day, wish.reward, -wish.quantity)


def by_reward(amounts: Iterable[tuple[str, Fraction]]) -> dict[str, Fraction]:
    """What comes to each reward."""
    found: dict[str, Fraction] = {}
    for unit, amount in amounts:
        if reward := reward_of(unit):
            found[reward] = found.get(reward, NONE) + amount
    return found
