"""The windows of rules: those that end in a period, and the periods that end in a window of lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from generator.audit.calendar import Period, period_of
from generator.audit.standing import NoSuchThing

if TYPE_CHECKING:
    from generator.audit.reckoning import Reckoning

WINDOWS = ("week", "quarter", "half_year", "year")


def windows_ending_in(per: str, period: Period, kept: str) -> Iterator[Period]:
    """The windows whose last day lies in a period; `kept` is the period's own kind, when that is asked for."""
    if per in ("period", kept):
        yield period
        return
    day = period.first
    while day <= period.last:
        one = Period(day, day, "") if per == "day" else _window(day, per)
        if one.last <= period.last:
            yield one
        day = one.last + timedelta(days=1)


def _window(day: date, per: str) -> Period:
    if per not in WINDOWS:
        raise NoSuchThing(f"the window {per!r}")
    one = period_of(day, per)
    return Period(one.first, one.last, "")


def window_before(reckoning: Reckoning, per: str, window: Period) -> Period | None:
    """The window of the same kind that ends where one begins; None before the first settled period."""
    day = window.first - timedelta(days=1)
    start = reckoning.settled[0].first
    if day < start:
        return None
    if per == "period":
        return next(one for one in reckoning.settled if one.holds(day))
    one = Period(day, day, "") if per == "day" else _window(day, per)
    return one if one.first >= start else None


def windows_of_lines(reckoning: Reckoning, per: str, period: Period) -> list[Period]:
    """The windows over which lines are read that are paid with a settled period; none from before the first one."""
    if per == "period":
        return [period]
    days = (date.fromordinal(day) for day in range(period.first.toordinal(), period.last.toordinal() + 1))
    ending = [period_of(day, per) for day in days if period_of(day, per).last == day]
    start = reckoning.settled[0].first
    return [Period(one.first, one.last, "") for one in ending if one.first >= start]


def places_in(reckoning: Reckoning, window: Period) -> list[int]:
    """The settled periods that end in a window."""
    return [at for at, one in enumerate(reckoning.settled) if window.holds(one.last)]
