"""Finishing: what every clause may carry, applied to what its kind found, and the one rounding of a line."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from generator.rules.amounts import amount_values, as_factors
from generator.rules.contract import Drafts, Figures, Lines
from generator.rules.cuts import Cut, Limit, uncut
from generator.rules.exact import Coins, Flags, Integers
from generator.rules.owed import Owed
from generator.rules.past import Past, days_of
from generator.terms.agreed import OfMetric
from generator.terms.amount import Amount, RateOf
from generator.terms.calendar import MONTHS, Cycle
from generator.terms.carriers import Cap, Once
from generator.terms.clause import ClauseVersion
from generator.terms.pay import MONEY
from generator.terms.quantity import PERCENT, Quantity
from generator.terms.window import Window, window_of

_SOME_DAY = date(2000, 1, 1)
"""Where nothing was paid before, every day is as good."""


@dataclass(frozen=True)
class Course:
    """When the lines are made: the last day of their window, and what the clause paid before; and in which unit."""

    last: date
    past: Past
    cycle: Cycle = MONTHS
    unit: str = MONEY


def finish(
    drafts: Drafts,
    version: ClauseVersion,
    figures: Figures,
    coins: Coins,
    course: Course | None = None,
    units: dict[str, str] | None = None,
) -> Lines:
    """The lines of one clause and window, in the order of partners.

    `units` are those of metrics (a factor in percent is divided by a hundred). Raises OverflowError where int64
    cannot hold an amount.
    """
    owed, capped = _carried(drafts, version, figures, units or {})
    lines = Lines.of_nonzero(drafts, capped, owed.rounded(coins))
    if course is None:
        course = Course(_SOME_DAY, Past(figures.size))
    if version.once is not None:
        lines = _first_of_each(lines, version, version.once, course)
    if version.cap is not None and version.cap.per:
        lines = _within_limit(lines, version.cap, figures, coins, course, -1 if version.takes else 1)
    if version.takes:
        lines = replace(lines, amount=-lines.amount)
    return lines.of(np.argsort(lines.who, kind="stable"))


def _carried(
    drafts: Drafts, version: ClauseVersion, figures: Figures, units: dict[str, str]
) -> tuple[Owed, Flags]:
    """The factor, the floor and the cap of a line; what falls to the house is left as it is."""
    owed, who = drafts.owed, drafts.who
    partners = who >= 0
    if version.times is not None:
        factors = as_factors(version.times, _unit(version.times, units), figures).of(who)
        owed = owed.times_column(factors).where(partners, owed)
    if version.floor is not None:
        least = _money(version.floor, figures, who)
        nothing = Owed.nothing(len(who))
        raised = least.exceeds(owed) & ~nothing.exceeds(owed) & partners
        owed = least.where(raised, owed)
    capped = np.zeros(len(who), dtype=np.bool_)
    if version.cap is not None and not version.cap.per:
        most = _money(version.cap.amount, figures, who)
        most = most.where(most.exceeds(Owed.nothing(len(who))))
        capped = owed.exceeds(most) & partners
        owed = owed.where(~capped, most)
    return owed, capped


def _money(amount: Amount, figures: Figures, who: Integers) -> Owed:
    if isinstance(amount, Quantity):
        return Owed.each([amount.value], np.zeros(len(who), dtype=np.int64))
    return Owed.of_column(amount_values(amount, figures).of(who))


def _unit(amount: Amount, units: dict[str, str]) -> str:
    if isinstance(amount, OfMetric | RateOf):
        return units.get(amount.metric, "")
    if isinstance(amount, Quantity):
        return amount.unit
    return PERCENT if getattr(amount, "default", None) is not None and amount.default.unit == PERCENT else ""  # type: ignore[union-attr]


def _first_of_each(lines: Lines, version: ClauseVersion, once: Once, course: Course) -> Lines:
    """The lines of the earliest window or row of each partner, recruit or key, unless there was one before.

    What is paid once within a year (or another window) is judged within the year in which the line's own day lies.
    """
    if not once.within:
        return lines.of(_firsts(lines, version, once, course.past))
    days = days_of(lines, course.last)
    kept, open_days = np.zeros(len(lines.who), dtype=np.bool_), days
    while len(open_days):
        window = window_of(_window(once.within), open_days.min().item(), course.cycle)
        first, last = np.datetime64(window.first), np.datetime64(window.last)
        inside = np.flatnonzero((days >= first) & (days <= last))
        past = course.past.between(window.first, window.last)
        kept[inside] = _firsts(lines.of(inside), version, once, past)
        open_days = open_days[open_days > last]
    return lines.of(kept)


def _firsts(lines: Lines, version: ClauseVersion, once: Once, past: Past) -> Flags:
    """Which lines are of the earliest window or row of each partner, recruit or key of which the past has none."""
    if once.each == "partner":
        return _earliest(lines, past.partners())
    kept, first_row = np.zeros(len(lines.who), dtype=np.bool_), dict[object, int]()
    if once.each == "recruit":
        assert lines.source is not None
        first = np.unique(lines.source, return_index=True)[1]
        kept[first[~past.sources()[lines.source[first]]]] = True
        return kept
    assert lines.key is not None
    at = version.counted_once.index(once.each)
    known = past.keys(at)
    for number, (keys, row) in enumerate(zip(lines.key.tolist(), _rows(lines).tolist(), strict=True)):
        key = keys[at]
        # A row may give a line to each of several people.
        kept[number] = key is None or (key not in known and first_row.setdefault(key, row) == row)
    return kept


def _earliest(lines: Lines, known: Flags) -> Flags:
    """Which lines are of the first window or row of somebody who is not known; what the house has is of nobody."""
    kept = np.asarray(lines.who < 0, dtype=np.bool_)
    first_row: dict[int, int] = {}
    for number, (who, row) in enumerate(zip(lines.who.tolist(), _rows(lines).tolist(), strict=True)):
        if who >= 0:
            kept[number] = not known[who] and first_row.setdefault(who, row) == row
    return kept


def _rows(lines: Lines) -> Integers:
    """The row of the records of which each line is; lines of a window are all of one."""
    return np.zeros(len(lines.who), dtype=np.int64) if lines.record is None else lines.record


def _within_limit(lines: Lines, cap: Cap, figures: Figures, coins: Coins, course: Course, sign: int) -> Lines:
    """Each line takes no more than what is left of the cap in its window, rounded as a line is.

    `sign` is that of the lines before, which are below zero where a clause takes.
    """
    days = days_of(lines, course.last)
    most = np.maximum(Owed.of_column(amount_values(cap.amount, figures)).rounded(coins), 0)
    amount, cuts = lines.amount.copy(), uncut(len(lines.who))
    used: dict[date, Integers] = {}
    for number, day in enumerate(days.tolist()):
        who = int(lines.who[number])
        if who < 0:
            continue
        since, until = date.min, date.max
        if cap.per == "month":
            since, until = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        elif cap.per != "lifetime":
            window = window_of(_window(cap.per), day, course.cycle)
            since, until = window.first, window.last
        if since not in used:
            used[since] = sign * course.past.between(since, until).paid(course.unit)
        left = max(int(most[who]) - int(used[since][who]), 0)
        if amount[number] > left:
            cuts[number] = Cut(int(amount[number]), False, limit=Limit(int(most[who]), left))
            amount[number] = left
        used[since][who] += amount[number]
    return lines.paying(amount, cuts)


def _window(name: str) -> Window:
    return Window("period" if name == "month" else name)  # type: ignore[arg-type]
