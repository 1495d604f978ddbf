"""The rewards of one partner through one period: what rules give, what is taken for points, what is handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.calendar import Period, earlier, period_of
from generator.audit.points_account import Spend
from generator.audit.promise import Edition, Reward
from generator.audit.records import HANDOVERS, REDEMPTIONS
from generator.audit.standing import holds

if TYPE_CHECKING:
    from generator.audit.account import Account

NONE = Fraction(0)
TAKEN, WITHDRAWN = "taken", "withdrawn"

# Each figure of a reward as a statement shows it, in order.
FIGURES = "opening granted adjusted redeemed handed_over closing".split()


@dataclass(frozen=True)
class Wish:
    """A row of one of the two tables: what a partner takes for points, or what was handed over."""

    key: str
    day: date
    reward: str
    quantity: Fraction

    @property
    def rank(self) -> tuple[date, str]:
        """Its place among others: by date, then by its name character by character."""
        return self.day, self.key


@dataclass(frozen=True)
class Decision:
    """What becomes of a redemption."""

    wish: Wish
    outcome: str = TAKEN  # or withdrawn, or why it is refused
    points: Fraction | None = None  # what it costs, where there is a price
    late: bool = False


@dataclass(frozen=True)
class Owed:
    """What one period does to what is owed of one reward."""

    opening: Fraction = NONE
    granted: Fraction = NONE
    adjusted: Fraction = NONE
    redeemed: Fraction = NONE
    handed_over: Fraction = NONE

    @property
    def closing(self) -> Fraction:
        """What is still to be handed over."""
        return self.opening + self.granted + self.adjusted + self.redeemed - self.handed_over

    @property
    def shows(self) -> bool:
        """Whether there is anything to tell."""
        return any(getattr(self, name) for name in FIGURES)


@dataclass(frozen=True)
class RewardsMoved:
    """What one period does to the rewards of a partner; rows in the order shown."""

    owed: Mapping[str, Owed] = field(default_factory=dict)
    decisions: Sequence[Decision] = ()
    handovers: Sequence[Wish] = ()

    @property
    def shows(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.decisions or self.handovers or any(one.shows for one in self.owed.values()))

    @property
    def returned(self) -> Fraction:
        """The points that come back with redemptions that are taken back."""
        return -sum((one.points or NONE for one in self.decisions if one.outcome == WITHDRAWN), NONE)


@dataclass(frozen=True)
class Booked:
    """What closes have decided and handed over of one partner."""

    taken: Mapping[Wish, Fraction] = field(default_factory=dict)  # with the points that each took
    refused: frozenset[Wish] = frozenset()
    handovers: frozenset[Wish] = frozenset()


def wishes(account: Account, table: str) -> list[Wish]:
    """The counted rows of a partner in one of the tables, by date and name."""
    reckoning = account.reckoning
    if table not in reckoning.records.tables:
        return []
    raw = reckoning.table(table)
    name = {REDEMPTIONS: "redemption", HANDOVERS: "handover"}[table]
    found: list[Wish] = []
    for row in reckoning.rows_of(table, account.partner.id):
        assert row.day is not None
        key, reward = (str(row.cells[raw.place(one)] or "") for one in (name, "reward"))
        cell = row.cells[raw.place("quantity")] if "quantity" in raw.columns else None
        quantity = Fraction(1) if cell in (None, "") else raw.amount(row, "quantity")
        found.append(Wish(key, row.day, reward, quantity))
    return sorted(found, key=lambda one: one.rank)


class Decisions:
    """The redemptions of one partner in one period, each decided in its turn."""

    def __init__(
        self, account: Account, period: Period, late: Iterable[Wish], honoured: Iterable[Wish]
    ) -> None:
        self.account, self.period = account, period
        self.honoured = list(honoured)  # what was taken before
        self.late = sorted(late, key=lambda one: one.rank)
        own = [one for one in wishes(account, REDEMPTIONS) if period.holds(one.day)]
        self.wishes = {one.key: one for one in (*self.late, *own)}
        self.made: list[Decision] = []

    def spends(self) -> list[Spend]:
        """All of them in order, each on the day on which it takes points."""
        late = {one.key for one in self.late}
        return [
            Spend(self.period.first if key in late else wish.day, key) for key, wish in self.wishes.items()
        ]

    def decide(self, spend: Spend, usable: Fraction) -> Fraction:
        """Decide one, and give the points that it takes."""
        wish = self.wishes[spend.key]
        reward = self._edition(wish.day).rewards.get(wish.reward)
        late = wish in self.late
        if reward is None or reward.price is None:
            self.made.append(Decision(wish, "not_in_force", late=late))
            return NONE
        if wish.quantity < 1:
            self.made.append(Decision(wish, "quantity", late=late))
            return NONE
        points = reward.price * wish.quantity
        outcome = self._refused(wish, reward) or (TAKEN if points <= usable else "points")
        self.made.append(Decision(wish, outcome, points, late))
        if outcome != TAKEN:
            return NONE
        self.honoured.append(wish)
        return points

    def _edition(self, day: date) -> Edition:
        return self.account.reckoning.edition_at(day)

    def _refused(self, wish: Wish, reward: Reward) -> str:
        """Why a redemption is refused whatever points there are; nothing if it is not."""
        reckoning = self.account.reckoning
        if reward.whose is not None:
            own = period_of(wish.day, reckoning.rhythm)
            before = earlier(own, 1, reckoning.rhythm)
            if reckoning.place(before) is None or self.account.partner.joined > before.last:
                return "condition"
            edition = reckoning.edition_of(before)
            if not holds(reward.whose, self.account.standing(before, edition), edition):
                return "condition"
        if reward.most is not None:
            span = self._span(reward.span, wish.day)
            used = sum(
                (
                    one.quantity
                    for one in self.honoured
                    if one.reward == wish.reward and (span is None or span.holds(one.day))
                ),
                NONE,
            )
            if used + wish.quantity > reward.most:
                return "limit"
        return ""

    def _span(self, span: str, day: date) -> Period | None:
        if span == "lifetime":
            return None
        return period_of(day, self.account.reckoning.rhythm if span == "period" else span)


def withdrawn(booked: Booked, wished: Iterable[Wish]) -> list[Decision]:
    """Redemptions that closes took and that are no longer among the records."""
    still = set(wished)
    gone = sorted((one for one in booked.taken if one not in still), key=lambda one: one.rank)
    return [Decision(replace(one, quantity=-one.quantity), WITHDRAWN, -booked.taken[one]) for one in gone]


def handed_over(account: Account, period: Period, booked: Booked, *, opens: bool) -> list[Wish]:
    """What is handed over in a period; the open one takes up what is known late, and takes back what is gone."""
    rows = wishes(account, HANDOVERS)
    own = [one for one in rows if period.holds(one.day)]
    if not opens:
        return own
    late = [one for one in rows if one.day < period.first and one not in booked.handovers]
    gone = sorted((one for one in booked.handovers if one not in set(rows)), key=lambda one: one.rank)
    return [*(replace(one, quantity=-one.quantity) for one in gone), *late, *own]


def owed_after(
    before: Mapping[str, Fraction],
    granted: Mapping[str, Fraction],
    adjusted: Mapping[str, Fraction],
    decisions: Iterable[Decision],
    handovers: Iterable[Wish],
    order: Sequence[str],
) -> dict[str, Owed]:
    """What a period does to what is owed of each reward."""
    redeemed: dict[str, Fraction] = {}
    for one in decisions:
        if one.outcome in (TAKEN, WITHDRAWN):
            redeemed[one.wish.reward] = redeemed.get(one.wish.reward, NONE) + one.wish.quantity
    given: dict[str, Fraction] = {}
    for wish in handovers:
        given[wish.reward] = given.get(wish.reward, NONE) + wish.quantity
    moves = (before, granted, adjusted, redeemed, given)
    named = {name for one in moves for name in one}
    names = [*(name for name in order if name in named), *sorted(named - set(order))]
    return {name: Owed(*(one.get(name, NONE) for one in moves)) for name in names}
