"""Standing: which tier of a ladder each partner has achieved, holds and is paid by, period after period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np
import numpy.typing as npt

from generator.rules.exact import Flags, Integers
from generator.terms.calendar import Period, Span, add_months
from generator.terms.condition import Condition
from generator.terms.ladder import Ladder, LadderVersion, Lose
from generator.terms.version import in_force

_MONTHS = {"quarter_end": 3, "half_year_end": 6, "year_end": 12}


class Judged(Protocol):
    """What a ladder asks of the figures of a period."""

    @property
    def size(self) -> int:
        """The number of partners."""
        ...

    @property
    def period(self) -> Period | Span:
        """The days."""
        ...

    def holds(self, condition: Condition) -> Flags:
        """For whom a condition holds at the period's end."""
        ...


@dataclass(frozen=True, slots=True)
class Set:
    """A tier that a person set for one partner; it is paid for the periods whose last day lies in it.

    `row` is the partner, `number` the place among all overrides.
    """

    row: int
    ladder: str
    tier: str
    first: date
    last: date
    number: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One ladder at the end of one period; ranks count from 0, the lowest tier.

    `held` is what the rules of the ladder give, `paid` the same with what a person set, whose number is in `override`
    (-1 for none); `missed` counts the periods in a row in which the tier held was not kept, `highest` is the highest
    tier ever held.
    """

    version: LadderVersion
    achieved: Integers
    held: Integers
    paid: Integers
    override: Integers
    missed: Integers
    highest: Integers


class Standings:
    """The standing on every ladder for every settled period, each worked out when it is first asked for."""

    def __init__(
        self,
        ladders: Mapping[str, Ladder],
        joined_on: npt.NDArray[np.datetime64],
        overrides: Sequence[Set] = (),
    ) -> None:
        self._ladders = ladders
        self._joined = joined_on
        self._overrides = overrides
        self._figures: dict[date, Judged] = {}
        self._known: dict[tuple[str, date], Standing] = {}

    def enter(self, figures: Judged) -> None:
        """Give the figures of the next period; periods are entered in order."""
        self._figures[figures.period.first] = figures

    def of(self, ladder: str, on: date) -> Standing | None:
        """The standing for the period in which a day lies.

        None before the first period that was entered, and where the ladder is not in force.
        """
        first = max((one for one in self._figures if one <= on), default=None)
        if first is None:
            return None
        todo: list[date] = []
        for one in sorted(self._figures, reverse=True):
            if one <= first:
                if (ladder, one) in self._known:
                    break
                todo.append(one)
                if not self._remembers(ladder):
                    break
        for one in reversed(todo):
            found = self._work_out(ladder, self._figures[one])
            if found is not None:
                self._known[ladder, one] = found
        return self._known.get((ladder, first))

    def _remembers(self, ladder: str) -> bool:
        return any(version.remembers for version in self._ladders[ladder].versions)

    def _work_out(self, ladder: str, figures: Judged) -> Standing | None:
        period = figures.period
        version = in_force(self._ladders[ladder].versions, period.first)
        if version is None:
            return None
        achieved = ranks(version, figures)
        none = np.zeros(figures.size, dtype=np.int64)
        held, missed, highest = achieved, none, achieved
        if self._remembers(ladder):
            before = self._before(ladder, version, period, figures.size)
            achieved = np.where(self._joined <= np.datetime64(period.last), achieved, 0)
            held, missed, highest = followed(version, figures, achieved, before)
        paid, override = self._overridden(ladder, version, period, held)
        return Standing(version, achieved, held, paid, override, missed, highest)

    def _before(self, ladder: str, version: LadderVersion, period: Period | Span, size: int) -> Before:
        """What the ladder's last period left, in the ranks of the version now in force."""
        earlier = max(
            (day for name, day in self._known if name == ladder and day < period.first), default=None
        )
        none = np.zeros(size, dtype=np.int64)
        if earlier is None:
            return Before(none, none, none)
        last = self._known[ladder, earlier]
        old = [tier.tier for tier in last.version.tiers]
        new = [tier.tier for tier in version.tiers]
        kept = [
            max((new.index(one) for one in old[: rank + 1] if one in new), default=0)
            for rank in range(len(old))
        ]
        ranks_now = np.array(kept, dtype=np.int64)
        same = np.array([one in new for one in old], dtype=np.bool_)
        return Before(
            ranks_now[last.held], np.where(same[last.held], last.missed, 0), ranks_now[last.highest]
        )

    def _overridden(
        self, ladder: str, version: LadderVersion, period: Period | Span, held: Integers
    ) -> tuple[Integers, Integers]:
        paid = held
        number = np.full(len(held), -1, dtype=np.int64)
        names = [tier.tier for tier in version.tiers]
        for one in self._overrides:
            there = self._joined[one.row] <= np.datetime64(period.last)
            if there and one.ladder == ladder and one.first <= period.last <= one.last and one.tier in names:
                if paid is held:
                    paid = held.copy()
                paid[one.row] = names.index(one.tier)
                number[one.row] = one.number
        return paid, number


@dataclass(frozen=True, slots=True)
class Before:
    """What the period before left: the rank held, how often it was missed in a row, and the highest ever held."""

    held: Integers
    missed: Integers
    highest: Integers


def ranks(version: LadderVersion, figures: Judged) -> Integers:
    """The highest rank of which the requirements hold, 0 being the lowest."""
    rank = np.zeros(figures.size, dtype=np.int64)
    for number, tier in enumerate(version.tiers):
        if tier.reach is not None:
            rank[figures.holds(tier.reach)] = number
    return rank


def followed(
    version: LadderVersion, figures: Judged, achieved: Integers, before: Before
) -> tuple[Integers, Integers, Integers]:
    """The rank held, how often it was missed in a row, and the highest ever held, at the end of a period."""
    nobody = np.zeros(figures.size, dtype=np.bool_)
    keeps = [figures.holds(tier.keep) if tier.keep is not None else nobody for tier in version.tiers]
    falling = achieved < before.held
    held = np.where(falling, before.held, achieved)
    missed = np.zeros(figures.size, dtype=np.int64)
    floors = _floors(version)[before.highest]
    for rank, tier in enumerate(version.tiers):
        due = falling & (before.held == rank) & ~keeps[rank]
        if not due.any():
            continue
        missed[due] = before.missed[due] + 1
        losing = tier.losing
        if not checked_at(losing, figures.period):
            continue
        lost = due & (missed > losing.grace)
        after = achieved
        if losing.to == "one_step":
            after = np.maximum(achieved, rank - 1)
        else:
            for lower in range(1, rank):
                after = np.where(keeps[lower], np.maximum(after, lower), after)
        after = np.maximum(after, np.minimum(floors, rank))
        held[lost] = after[lost]
        missed[lost] = 0
    return held, missed, np.maximum(before.highest, held)


def _floors(version: LadderVersion) -> Integers:
    """For each rank that was ever the highest one held, the rank below which its holder never falls."""
    names = [tier.tier for tier in version.tiers]
    own = [names.index(tier.floor) if tier.floor is not None else 0 for tier in version.tiers]
    return np.maximum.accumulate(np.array(own, dtype=np.int64))


def checked_at(losing: Lose, period: Period | Span) -> bool:
    """Whether a tier can be lost at the end of this period."""
    if losing.at == "period_end":
        return True
    months = _MONTHS[losing.at]
    start = date(period.first.year, (period.first.month - 1) // months * months + 1, 1)
    return add_months(start, months) - timedelta(days=1) <= period.last
