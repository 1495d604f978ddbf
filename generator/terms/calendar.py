"""The calendar: periods of a programme, and arithmetic with dates that partners can follow on paper."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from generator.terms.quantity import Quantity


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Some days in a row; both ends are inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month, or so many `days` where there are any; `first` and `last` are inclusive."""

    first: date
    days: int = 0

    @property
    def last(self) -> date:
        """The last day."""
        if self.days:
            return self.first + timedelta(days=self.days - 1)
        return add_months(self.first, 1) - timedelta(days=1)

    @property
    def name(self) -> str:
        """The address of the period: 2026-10 of a month, else its first day, 2026-10-05."""
        return self.first.isoformat() if self.days else f"{self.first.year:04}-{self.first.month:02}"

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.first, self.last)

    def shifted(self, count: int) -> Period:
        """The period that lies `count` periods later (earlier when negative)."""
        if self.days:
            return Period(self.first + timedelta(days=self.days * count), self.days)
        return Period(add_months(self.first, count))


@dataclass(frozen=True, slots=True)
class Cycle:
    """How the periods of a programme follow one another: months, or `length` (days, weeks) counted from `start`."""

    length: Quantity | None = None
    start: date = date(2000, 1, 1)

    @property
    def days(self) -> int:
        """How many days a period has; 0 for months."""
        if self.length is None:
            return 0
        return int(self.length.value) * (7 if self.length.unit == "weeks" else 1)

    def period_of(self, day: date) -> Period:
        """The period in which `day` lies."""
        if not self.days:
            return Period(day.replace(day=1))
        return Period(day - timedelta(days=(day - self.start).days % self.days), self.days)

    def between(self, first_day: date, on: date) -> tuple[Period, ...]:
        """All periods from the one of `first_day` to the one of `on`, in order; empty when `on` lies before."""
        out: list[Period] = []
        period = self.period_of(first_day)
        while period.first <= on:
            out.append(period)
            period = period.shifted(1)
        return tuple(out)


MONTHS = Cycle()


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def good_through(start: date, duration: Quantity) -> date:
    """The last day of `duration` counted from `start`, the starting day being day 1."""
    count = int(duration.value)
    if duration.unit == "days":
        return start + timedelta(days=count - 1)
    if duration.unit == "weeks":
        return start + timedelta(days=7 * count - 1)
    months = count * 12 if duration.unit == "years" else count
    return add_months(start, months) - timedelta(days=1)
