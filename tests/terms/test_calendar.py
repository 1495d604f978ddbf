"""The calendar: months of different lengths, last days of durations, periods without gaps."""

import calendar
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.terms.calendar import MONTHS, Period, add_months, good_through
from generator.terms.quantity import Quantity
from tests import strategies as draw


def lasts(text: str) -> Quantity:
    count, unit = text.split()
    return Quantity(Fraction(int(count)), unit)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_adding_months_keeps_the_day_or_takes_the_last_one(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@draw.examples(300)
@given(draw.dates, st.integers(-400, 400))
def test_months_by_stepping(day: date, months: int) -> None:
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year + 1, 1) if month == 13 else (year - 1, 12)
    last = calendar.monthrange(year, month)[1]
    assert add_months(day, months) == date(year, month, min(day.day, last))


@pytest.mark.parametrize(
    ("start", "duration", "last"),
    [
        (date(2026, 7, 1), "6 months", date(2026, 12, 31)),
        (date(2026, 1, 1), "60 days", date(2026, 3, 1)),  # the first day is day 1
        (date(2026, 1, 1), "1 days", date(2026, 1, 1)),
        (date(2026, 1, 5), "1 weeks", date(2026, 1, 11)),
        (date(2026, 1, 1), "1 years", date(2026, 12, 31)),
        (date(2024, 2, 29), "1 years", date(2025, 2, 27)),
        (date(2026, 1, 31), "1 months", date(2026, 2, 27)),
        (date(2026, 11, 1), "10 days", date(2026, 11, 10)),
    ],
)
def test_the_last_day_of_a_duration(start: date, duration: str, last: date) -> None:
    assert good_through(start, lasts(duration)) == last


@draw.examples(200)
@given(draw.dates, st.integers(1, 900))
def test_a_duration_in_days_has_as_many_days(start: date, count: int) -> None:
    last = good_through(start, Quantity(Fraction(count), "days"))
    assert (last - start).days + 1 == count
    if count % 7 == 0:
        assert last == good_through(start, Quantity(Fraction(count // 7), "weeks"))


@draw.examples(200)
@given(draw.dates, st.integers(1, 30))
def test_durations_follow_each_other_without_gap(start: date, count: int) -> None:
    last = good_through(start, Quantity(Fraction(count), "months"))
    assert last + timedelta(days=1) == add_months(start, count)
    if count % 12 == 0:
        assert last == good_through(start, Quantity(Fraction(count // 12), "years"))


@draw.examples(200)
@given(draw.dates, st.integers(0, 60))
def test_periods_cover_every_day_once(first: date, months: int) -> None:
    periods = MONTHS.between(first, add_months(first, months))
    assert len(periods) == months + 1
    assert MONTHS.period_of(first) == periods[0]
    for before, after in pairwise(periods):
        assert before.last + timedelta(days=1) == after.first
        assert before.shifted(1) == after
        assert before.name < after.name
    for period in periods:
        assert period.first.day == 1
        assert MONTHS.period_of(period.last) == period
        assert period.name == f"{period.last:%Y-%m}"


def test_a_programme_that_has_not_begun_has_no_period() -> None:
    assert MONTHS.between(date(2026, 5, 1), date(2026, 4, 30)) == ()
    assert MONTHS.between(date(2026, 5, 1), date(2026, 5, 1)) == (Period(date(2026, 5, 1)),)
