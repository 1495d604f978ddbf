"""Periods of the programme and months added to days, counted on the plain calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_A_PERIOD = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


class PeriodUnknown(ValueError):
    """The policy names a period that this calendar cannot count."""


@dataclass(frozen=True, order=True)
class Period:
    """One period: first and last day, and the name under which statements stand."""

    first: date
    last: date
    name: str

    def holds(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Cycle:
    """Periods of so many days, of which one begins on a certain day."""

    days: int
    anchor: date


Rhythm = str | Cycle


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for back in range(4):
        try:
            return date(year, month + 1, day.day - back)
        except ValueError:
            continue
    raise PeriodUnknown(f"no day {months} months from {day}")


def after(day: date, count: int, unit: str) -> date:
    """The day that lies a number of days, weeks, months or years after a day."""
    if unit in ("days", "weeks"):
        return day + timedelta(days=count * (7 if unit == "weeks" else 1))
    if unit in ("months", "years"):
        return add_months(day, count * (12 if unit == "years" else 1))
    raise PeriodUnknown(f"the unit {unit!r} is no span of the calendar")


def good_through(day: date, count: int | None, unit: str) -> date:
    """The last day of a span that begins on a day: 6 months from 1 July are good through 31 December."""
    return date.max if count is None else after(day, count, unit) - timedelta(days=1)


def period_of(day: date, kind: Rhythm) -> Period:
    """The period that a day lies in."""
    if isinstance(kind, Cycle):
        first = kind.anchor + timedelta(days=(day - kind.anchor).days // kind.days * kind.days)
        return Period(first, first + timedelta(days=kind.days - 1), first.isoformat())
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        year, week, _ = first.isocalendar()
        return Period(first, first + timedelta(days=6), f"{year}-W{week:02d}")
    if kind not in MONTHS_A_PERIOD:
        raise PeriodUnknown(f"the period {kind!r} is not known to the audit")
    step = MONTHS_A_PERIOD[kind]
    index = (day.month - 1) // step
    first = date(day.year, index * step + 1, 1)
    names = {
        "month": f"{day.year}-{day.month:02d}",
        "quarter": f"{day.year}-Q{index + 1}",
        "half_year": f"{day.year}-H{index + 1}",
        "year": str(day.year),
    }
    return Period(first, add_months(first, step) - timedelta(days=1), names[kind])


def earlier(period: Period, count: int, kind: Rhythm) -> Period:
    """The period that lies so many periods before one."""
    for _ in range(count):
        period = period_of(period.first - timedelta(days=1), kind)
    return period


def periods(start: date, end: date, kind: Rhythm) -> list[Period]:
    """All periods from the one that holds `start` to the one that holds `end`."""
    found: list[Period] = []
    day = start
    while day <= end:
        one = period_of(day, kind)
        found.append(one)
        day = one.last + timedelta(days=1)
    return found
