"""Windows: their days for everybody and for one partner, and how they are written."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.source import Fault
from generator.terms.calendar import MONTHS, Cycle, Span
from generator.terms.quantity import Quantity
from generator.terms.window import (
    CALENDAR,
    Window,
    parse_window,
    span_before,
    window_of,
    window_text,
    windows_ending_in,
)
from tests import strategies as draw

WEEKS = Cycle(Quantity(Fraction(2), "weeks"), date(2026, 1, 5))
MAY = Span(date(2026, 5, 1), date(2026, 5, 31))
SOME = Span(date(2026, 5, 7), date(2026, 5, 20))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "over", "cycle", "first", "last"),
    [
        ("period", MAY, MONTHS, "2026-05-01", "2026-05-31"),
        ("period", SOME, MONTHS, "2026-05-07", "2026-05-20"),
        ("1 period before", MAY, MONTHS, "2026-04-01", "2026-04-30"),
        ("1 period before", SOME, MONTHS, "2026-04-01", "2026-04-30"),
        ("12 periods before", MAY, MONTHS, "2025-05-01", "2025-05-31"),
        ("last 3 periods", MAY, MONTHS, "2026-03-01", "2026-05-31"),
        ("last 1 period", SOME, MONTHS, "2026-05-01", "2026-05-20"),
        ("day", MAY, MONTHS, "2026-05-31", "2026-05-31"),
        ("week", MAY, MONTHS, "2026-05-25", "2026-05-31"),
        ("week", SOME, MONTHS, "2026-05-18", "2026-05-20"),
        ("quarter", MAY, MONTHS, "2026-04-01", "2026-05-31"),
        ("quarter_to_date", MAY, MONTHS, "2026-04-01", "2026-05-31"),
        ("half_year", MAY, MONTHS, "2026-01-01", "2026-05-31"),
        ("year", SOME, MONTHS, "2026-01-01", "2026-05-20"),
        ("year_to_date", MAY, MONTHS, "2026-01-01", "2026-05-31"),
        ("1 period before", Span(day("2026-01-05"), day("2026-01-18")), WEEKS, "2025-12-22", "2026-01-04"),
        ("last 2 periods", Span(day("2026-01-05"), day("2026-01-18")), WEEKS, "2025-12-22", "2026-01-18"),
        ("quarter", Span(day("2026-03-30"), day("2026-04-12")), WEEKS, "2026-04-01", "2026-04-12"),
    ],
)
def test_the_days_of_a_window(text: str, over: Span, cycle: Cycle, first: str, last: str) -> None:
    assert parse_window(text).days(over, cycle) == Span(day(first), day(last))


def test_lifetime_has_no_first_day() -> None:
    assert parse_window("lifetime").days(MAY, MONTHS) == Span(date.min, MAY.last)


@pytest.mark.parametrize(
    ("text", "joined", "until", "first", "last"),
    [
        ("1 day from joining", "2026-03-10", "2026-05-31", "2026-03-10", "2026-03-10"),
        ("60 days from joining", "2026-03-10", "2026-05-31", "2026-03-10", "2026-05-08"),
        ("60 days from joining", "2026-03-10", "2026-04-30", "2026-03-10", "2026-04-30"),
        ("2 weeks from joining", "2026-03-10", "2026-05-31", "2026-03-10", "2026-03-23"),
        ("1 month from joining", "2026-01-31", "2026-05-31", "2026-01-31", "2026-02-27"),
        ("6 months from joining", "2025-07-01", "2026-05-31", "2025-07-01", "2025-12-31"),
        ("1 year from joining", "2024-02-29", "2026-05-31", "2024-02-29", "2025-02-27"),
        ("membership_year", "2024-02-29", "2025-02-27", "2024-02-29", "2025-02-27"),
        ("membership_year", "2024-02-29", "2025-02-28", "2025-02-28", "2025-02-28"),
        ("membership_year", "2020-06-15", "2026-06-14", "2025-06-15", "2026-06-14"),
        ("membership_year", "2020-06-15", "2026-06-15", "2026-06-15", "2026-06-15"),
        ("membership_year", "2026-05-20", "2026-05-31", "2026-05-20", "2026-05-31"),
    ],
)
def test_the_days_of_one_partner(text: str, joined: str, until: str, first: str, last: str) -> None:
    window = parse_window(text)
    assert window.personal
    begins, ends = window.personal_days(np.array([joined], dtype="datetime64[D]"), day(until))
    assert (begins[0].item(), ends[0].item()) == (day(first), day(last))


@pytest.mark.parametrize("text", ["membership_year", "60 days from joining"])
def test_who_has_not_joined_has_no_days(text: str) -> None:
    joined = np.array(["2026-06-01"], dtype="datetime64[D]")
    begins, ends = parse_window(text).personal_days(joined, day("2026-05-31"))
    assert ends[0] < begins[0]


@draw.examples(200)
@given(draw.dates, st.sampled_from(CALENDAR), st.sampled_from([MONTHS, WEEKS]), st.integers(0, 4))
def test_windows_of_the_calendar_follow_one_another(on: date, kind: str, cycle: Cycle, back: int) -> None:
    window = parse_window(kind)
    here = window_of(window, on, cycle)
    assert here.first <= on <= here.last
    assert window_of(window, here.first, cycle) == window_of(window, here.last, cycle) == here
    before = span_before(window, here, back, cycle)
    found = windows_ending_in(window, Span(before.first, here.last), cycle)
    assert len(found) == back + 1
    assert (found[0], found[-1]) == (before, here)
    assert all((b.first - a.last).days == 1 for a, b in pairwise(found))


def test_a_window_is_paid_where_it_ends() -> None:
    quarter = Window("quarter")
    assert windows_ending_in(quarter, MAY, MONTHS) == ()
    june = Span(day("2026-06-01"), day("2026-06-30"))
    assert windows_ending_in(quarter, june, MONTHS) == (Span(day("2026-04-01"), day("2026-06-30")),)
    weeks = windows_ending_in(Window("week"), MAY, MONTHS)
    assert [str(one.last) for one in weeks] == [
        "2026-05-03",
        "2026-05-10",
        "2026-05-17",
        "2026-05-24",
        "2026-05-31",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *CALENDAR,
        "sale",
        "sale_line",
        "event",
        "membership_year",
        "lifetime",
        "quarter_to_date",
        "year_to_date",
        "last 1 period",
        "last 3 periods",
        "1 period before",
        "2 periods before",
        "1 day from joining",
        "60 days from joining",
        "6 months from joining",
    ],
)
def test_a_window_is_written_as_it_is_read(text: str) -> None:
    assert window_text(parse_window(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "perod",
        "last 0 periods",
        "last 1000 periods",
        "0 days from joining",
        "101 years from joining",
        "60 days",
    ],
)
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(Fault) as told:
        parse_window(text)
    assert told.value.slug == "unknown-window"
