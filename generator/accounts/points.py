"""Batches of points through one period: what opens, is spent, expires, is cancelled and credited; sums agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

import numpy as np

from generator.accounts.balances import OutOfBalance
from generator.rules.exact import SAFE, Flags, Integers, largest
from generator.terms.calendar import Period
from generator.terms.points import PointsVersion

MOVED = ("earned", "adjusted", "returned", "not_credited", "spent", "expired", "cancelled")
NAMES = ("opening", *MOVED, "closing")
Kind = Literal["spent", "expired", "inactive", "taken", "filled", "left"]


@dataclass(frozen=True)
class Batch:
    """What is left of the points that partners earned in one period, one value a partner; the last day to spend them.

    All figures of this module are in hundredths of a point, in the book's order of partners.
    """

    earned_in: Period
    through: date | None
    left: Integers


@dataclass(frozen=True)
class Stock:
    """The points of all partners: batches by the period of earning, oldest first, and what balances lack to zero.

    Nobody has something left and lacks something.
    """

    batches: tuple[Batch, ...]
    lacking: Integers

    @staticmethod
    def empty(size: int) -> Stock:
        """Nobody has anything."""
        return Stock((), np.zeros(size, dtype=np.int64))

    @property
    def balance(self) -> Integers:
        """All that is left less what is lacking."""
        return added((one.left for one in self.batches), len(self.lacking)) - self.lacking


def added(columns: Iterable[Integers], size: int) -> Integers:
    """The sum of some columns of so many partners, of none zero."""
    total = np.zeros(size, dtype=np.int64)
    for column in columns:
        total += column
    return total


@dataclass(frozen=True, slots=True)
class Spend:
    """What somebody wants to spend on a day; `key` says for what."""

    row: int
    day: date
    points: int
    key: str


class Spender(Protocol):
    """Whoever knows what points are wanted for."""

    def wanted(self, spend: Spend) -> bool:
        """Whether it is still wanted when its turn comes; asked before it is known whether there are enough points."""
        ...

    def honoured(self, spend: Spend) -> None:
        """It was wanted and there were enough points."""
        ...


@dataclass(frozen=True, slots=True)
class Move:
    """What changed in one batch on a day: the partners' rows, rising, and how much of each, always above zero."""

    kind: Kind
    day: date
    earned_in: Period
    rows: Integers
    points: Integers
    key: str | None = None


@dataclass(frozen=True)
class Credit:
    """What a period brings: `earned` in it, `adjusted` by what changed in closed periods, `returned` of what was spent.

    `adjusted` says by the name of the closed period how much more it credits than closes say.
    """

    earned: Integers
    adjusted: Mapping[str, Integers]
    returned: Integers


@dataclass(frozen=True)
class PointsAccount:
    """The account of one period: `opening + earned + adjusted + returned - not_credited - spent - expired - cancelled =
    closing`; `moves` in the order in which they happened.
    """

    opening: Stock
    closing: Stock
    moved: Mapping[str, Integers]
    adjusted: Mapping[str, Integers]
    moves: tuple[Move, ...]

    def columns(self) -> Iterator[tuple[str, Integers]]:
        """Each figure by its name, in the order in which a statement shows them."""
        yield "opening", self.opening.balance
        for name in MOVED:
            yield name, self.moved[name]
        yield "closing", self.closing.balance

    def check(self, period: str) -> None:
        """Raise OutOfBalance unless the figures agree for everybody."""
        known = dict(self.columns())
        brought = known["opening"] + known["earned"] + known["adjusted"] + known["returned"]
        due = brought - known["not_credited"] - known["spent"] - known["expired"] - known["cancelled"]
        wrong = np.flatnonzero(due != known["closing"])
        if len(wrong):
            row = int(wrong[0])
            raise OutOfBalance(
                f"{period}, partner {row}: points come to {due[row]}, not {known['closing'][row]}"
            )

    def touched(self) -> Flags:
        """Who has or had any points, or any movement."""
        some: Flags = self.closing.lacking != 0
        for batch in (*self.opening.batches, *self.closing.batches):
            some |= batch.left != 0
        for _, column in self.columns():
            some |= column != 0
        return some


def moved_through(
    period: Period,
    rules: PointsVersion,
    opening: Stock,
    credit: Credit,
    inactive: Flags,
    gone: Flags,
    spends: Sequence[Spend] = (),
    spender: Spender | None = None,
) -> PointsAccount:
    """The account of a period by the rules in force in it.

    `inactive` says for whom the condition of inactivity holds, `gone` who has left by the period's last day; `spends`
    stand in the order in which they are decided, those of one day next to one another.
    Raises OverflowError where points leave what can be computed with exactly.
    """
    work = _Work(period, rules, opening)
    work.days(spends, spender)
    work.inactivity(inactive)
    work.credit(credit)
    work.leaving(gone)
    account = work.done(credit)
    account.check(period.name)
    return account


class _Work:
    """A period under way: batches as they are by now, oldest first."""

    def __init__(self, period: Period, rules: PointsVersion, opening: Stock) -> None:
        self._period = period
        self._rules = rules
        self._opening = opening
        self._batches = [replace(one, left=one.left.copy()) for one in opening.batches]
        self._lacking = opening.lacking.copy()
        self._moves: list[Move] = []
        self._moved = {name: np.zeros_like(self._lacking) for name in MOVED}

    def days(self, spends: Sequence[Spend], spender: Spender | None) -> None:
        """Day by day what is spent, and then what expires with the day."""
        wanted: dict[date, list[Spend]] = {}
        for spend in spends:
            wanted.setdefault(spend.day, []).append(spend)
        ends = {one.through for one in self._batches if one.through is not None}
        for day in sorted({*wanted, *(day for day in ends if day <= self._period.last)}):
            for spend in wanted.get(day, ()):
                if spender is None or spender.wanted(spend):
                    self._spend(spend, spender)
            for batch in self._batches:
                if batch.through == day:
                    self._lose("expired", "expired", day, batch, batch.left > 0)

    def _spend(self, spend: Spend, spender: Spender | None) -> None:
        row, open_points = spend.row, spend.points
        if open_points > sum(int(batch.left[row]) for batch in self._batches):
            return
        newest = self._rules.spends == "newest_first"
        for batch in reversed(self._batches) if newest else self._batches:
            part = min(open_points, int(batch.left[row]))
            if part > 0:
                batch.left[row] -= part
                open_points -= part
                self._moves.append(
                    Move("spent", spend.day, batch.earned_in, np.array([row]), np.array([part]), spend.key)
                )
        self._moved["spent"][row] += spend.points
        if spender is not None:
            spender.honoured(spend)

    def inactivity(self, inactive: Flags) -> None:
        """Cancel what those lose who were inactive."""
        if self._rules.inactive is None:
            return
        waiting = inactive.copy()
        for batch in reversed(self._batches):
            lose = waiting & (batch.left > 0)
            self._lose("inactive", "cancelled", self._period.last, batch, lose)
            if self._rules.inactive.cancels == "newest_batch":
                waiting &= ~lose

    def credit(self, credit: Credit) -> None:
        """Add the batch of the period itself; what it lacks is taken from the newest, and carried."""
        most = self._rules.most_minor
        kept = credit.earned if most is None else np.minimum(credit.earned, most)
        adjusted = added(credit.adjusted.values(), len(kept))
        own = kept + adjusted + credit.returned
        if max(map(largest, (credit.earned, adjusted, credit.returned, own, self._lacking))) >= SAFE // 8:
            raise OverflowError("points come to more than can be computed with exactly")
        self._moved |= {
            "earned": credit.earned,
            "not_credited": credit.earned - kept,
            "adjusted": adjusted,
            "returned": credit.returned,
        }
        short = np.maximum(-own, 0)
        for batch in reversed(self._batches):
            part = np.minimum(short, batch.left)
            self._move("taken", self._period.last, batch.earned_in, part)
            batch.left[:] -= part
            short = short - part
        own = np.maximum(own, 0)
        filled = np.minimum(own, self._lacking)
        self._move("filled", self._period.last, self._period, filled)
        self._lacking += short - filled
        self._batches.append(Batch(self._period, self._rules.through(self._period), own - filled))

    def leaving(self, gone: Flags) -> None:
        """Cancel what those have who have left, where the rules say so."""
        if self._rules.on_leaving == "cancelled":
            for batch in self._batches:
                self._lose("left", "cancelled", self._period.last, batch, gone & (batch.left > 0))

    def done(self, credit: Credit) -> PointsAccount:
        """The account as it has become."""
        left = tuple(one for one in self._batches if one.left.any())
        closing = Stock(left, self._lacking)
        return PointsAccount(self._opening, closing, self._moved, credit.adjusted, tuple(self._moves))

    def _lose(self, kind: Kind, name: str, day: date, batch: Batch, who: Flags) -> None:
        part = np.where(who, batch.left, 0)
        self._move(kind, day, batch.earned_in, part)
        self._moved[name] += part
        batch.left[who] = 0

    def _move(self, kind: Kind, day: date, earned_in: Period, part: Integers) -> None:
        rows = np.flatnonzero(part)
        if len(rows):
            self._moves.append(Move(kind, day, earned_in, rows, part[rows]))
