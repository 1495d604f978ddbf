"""The points of one partner through one period: batches spent, expired and cancelled day by day, then its own batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from generator.audit.calendar import Period, good_through
from generator.audit.promise import PointsAccount

NONE = Fraction(0)

# Each figure of the account as a statement shows it, in order; those of ALWAYS also where they are zero.
NAMES = "opening earned adjusted returned not_credited spent expired cancelled closing".split()
ALWAYS = ("opening", "earned", "closing")


@dataclass(frozen=True)
class Batch:
    """What is left of the points of one period, and the last day on which they can be spent."""

    period: Period
    left: Fraction
    through: date | None = None


@dataclass(frozen=True)
class Move:
    """What a batch gives: spent, expired, inactive, taken, filled, left."""

    what: str
    day: date
    period: Period  # in which the batch was earned
    points: Fraction
    key: str = ""  # of the redemption


@dataclass(frozen=True)
class Spend:
    """A redemption in its turn: the day on which it takes points, and what it is called."""

    day: date
    key: str


@dataclass(frozen=True)
class Inputs:
    """What a period brings to a partner's points, besides redemptions."""

    earned: Fraction = NONE
    adjusted: Fraction = NONE
    returned: Fraction = NONE
    inactive: bool = False  # whether the condition holds for somebody who belongs to the programme
    left: bool = False  # by the period's last day


@dataclass(frozen=True)
class PointsMoved:
    """What one period does to the points of a partner."""

    opening: Fraction = NONE
    earned: Fraction = NONE
    adjusted: Fraction = NONE
    returned: Fraction = NONE
    not_credited: Fraction = NONE
    moves: tuple[Move, ...] = ()
    batches: tuple[Batch, ...] = ()  # left at the end, the oldest first
    short: Fraction = NONE  # what is lacking at the end; there are no batches then

    def _sum(self, *whats: str) -> Fraction:
        return sum((one.points for one in self.moves if one.what in whats), NONE)

    @property
    def spent(self) -> Fraction:
        """What redemptions took."""
        return self._sum("spent")

    @property
    def expired(self) -> Fraction:
        """What was left of batches after their last day."""
        return self._sum("expired")

    @property
    def cancelled(self) -> Fraction:
        """What was lost by doing nothing, or by leaving."""
        return self._sum("inactive", "left")

    @property
    def closing(self) -> Fraction:
        """What the next period opens with; below zero it is lacking."""
        return sum((one.left for one in self.batches), NONE) - self.short

    @property
    def adds_up(self) -> bool:
        """Whether the figures come to what is left."""
        gained = self.opening + self.earned + self.adjusted + self.returned
        lost = self.not_credited + self.spent + self.expired + self.cancelled
        return gained - lost == self.closing

    @property
    def shows(self) -> bool:
        """Whether there is anything at all to tell."""
        return any(getattr(self, name) for name in NAMES)

    def shown(self) -> list[str]:
        """The figures of the section on a statement, in order."""
        return [name for name in NAMES if name in ALWAYS or getattr(self, name)] if self.shows else []

    @property
    def next_through(self) -> date | None:
        """The earliest last day among the batches."""
        return min((one.through for one in self.batches if one.through is not None), default=None)


@dataclass
class Purse:
    """Batches of one partner while a period goes on, the oldest first, or what is lacking."""

    batches: list[Batch] = field(default_factory=list)
    short: Fraction = NONE
    moves: list[Move] = field(default_factory=list)

    @property
    def usable(self) -> Fraction:
        """What can be spent."""
        return sum((one.left for one in self.batches), NONE)

    def take(
        self, what: str, day: date, points: Fraction, key: str = "", *, newest_first: bool = False
    ) -> Fraction:
        """Take points from batches in turn, and give what they lack."""
        for batch in sorted(self.batches, key=lambda one: one.period.first, reverse=newest_first):
            part = min(batch.left, points)
            if part > 0:
                self._lose(what, day, batch, part, key)
                points -= part
        return points

    def end(self, what: str, day: date, batch: Batch) -> None:
        """A batch is gone with what is left of it."""
        self._lose(what, day, batch, batch.left)

    def _lose(self, what: str, day: date, batch: Batch, points: Fraction, key: str = "") -> None:
        self.moves.append(Move(what, day, batch.period, points, key))
        at = self.batches.index(batch)
        rest = Batch(batch.period, batch.left - points, batch.through)
        self.batches[at : at + 1] = [rest] if rest.left else []


def last_day(period: Period, account: PointsAccount) -> date | None:
    """The last day of a batch that a period makes, by the version of its own first day."""
    if account.expires is None:
        return None
    count, unit = account.expires
    return good_through(period.last + timedelta(days=1), count, unit)


def through_period(
    period: Period,
    account: PointsAccount | None,
    batches: Sequence[Batch],
    short: Fraction,
    inputs: Inputs,
    spends: Iterable[Spend] = (),
    decide: Callable[[Spend, Fraction], Fraction] = lambda spend, usable: NONE,
) -> PointsMoved:
    """What a period does to batches, or to what is lacking, with which it opens; None: there is no account yet.

    `decide` is asked of each redemption in its turn, with what is usable then, and says how much it takes of that.
    """
    purse = Purse(sorted(batches, key=lambda one: one.period.first), short)
    opening = purse.usable - short
    asked = sorted(spends, key=lambda one: one.day)  # of one day in the order in which they come
    if account is None:
        for spend in asked:
            decide(spend, NONE)
        return PointsMoved(opening, batches=tuple(purse.batches), short=short)
    days = {one.day for one in asked} | {one.through for one in batches if one.through is not None}
    for day in sorted(one for one in days if period.holds(one)):
        for spend in (one for one in asked if one.day == day):
            points = decide(spend, purse.usable)
            if points and purse.take("spent", day, points, spend.key, newest_first=account.newest_first):
                raise ValueError(f"{spend.key} takes more points than can be spent")
        for batch in [one for one in purse.batches if one.through == day]:
            purse.end("expired", day, batch)
    if inputs.inactive:
        for batch in list(purse.batches) if account.cancels_all else purse.batches[-1:]:
            purse.end("inactive", period.last, batch)
    most = inputs.earned if account.at_most is None else min(inputs.earned, account.at_most)
    _own_batch(purse, period, account, most + inputs.adjusted + inputs.returned)
    if inputs.left and not account.kept:
        for batch in list(purse.batches):
            purse.end("left", period.last, batch)
    return PointsMoved(
        opening,
        inputs.earned,
        inputs.adjusted,
        inputs.returned,
        inputs.earned - most,
        tuple(purse.moves),
        tuple(purse.batches),
        purse.short,
    )


def _own_batch(purse: Purse, period: Period, account: PointsAccount, points: Fraction) -> None:
    """The batch of the period itself: it makes up what is lacking, or takes what it lacks from the others."""
    if points < 0:
        purse.short += purse.take("taken", period.last, -points, newest_first=True)
        return
    filled = min(purse.short, points)
    through = last_day(period, account)
    if filled:
        purse.moves.append(Move("filled", period.last, period, filled))
        purse.short -= filled
    if points > filled:
        purse.batches.append(Batch(period, points - filled, through))
