"""The calendar: periods of a programme, and arithmetic with dates that partners can follow on paper."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from generator.terms.quantity import Quantity


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month; `first` and `last` are inclusive days."""

    first: date

    @property
    def last(self) -> date:
        """The last day."""
        return add_months(self.first, 1) - timedelta(days=1)

    @property
    def name(self) -> str:
        """The address of the period: 2026-10."""
        return f"{self.first.year:04}-{self.first.month:02}"

    def shifted(self, months: int) -> Period:
        """The period that lies `months` later (earlier when negative)."""
        return Period(add_months(self.first, months))


def period_of(day: date) -> Period:
    """The period in which `day` lies."""
    return Period(day.replace(day=1))


def periods_between(first_day: date, on: date) -> tuple[Period, ...]:
    """All periods from the one of `first_day` to the one of `on`, in order; empty when `on` lies before."""
    out: list[Period] = []
    period = period_of(first_day)
    while period.first <= on:
        out.append(period)
        period = period.shifted(1)
    return tuple(out)


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
