"""Figures as managers write them: every unit, every way to group digits, and what is refused."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.source import Fault
from generator.terms.quantity import (
    DURATIONS,
    PERCENT,
    Duration,
    Quantity,
    Rate,
    WholeNumber,
    decimals,
    parse_date,
    parse_quantity,
)
from tests import strategies as draw
from tests.terms.refused import read

UNITS = {
    "": "",
    "%": PERCENT,
    "RUB": "RUB",
    "points": "points",
    "orders": "orders",
    **{one: one for one in DURATIONS},
    **{one.removesuffix("s"): one for one in DURATIONS},
    "period": "periods",
    "periods": "periods",
}


@draw.examples(400)
@given(
    st.data(),
    draw.decimals(),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(["", " ", "\u00a0", "  ", "_"]),
)
def test_what_is_written_is_what_is_read(data: st.DataObject, value: Fraction, unit: str, gap: str) -> None:
    text = data.draw(draw.written(value))
    assert parse_quantity(f"{text}{gap}{unit}" if unit else text) == Quantity(value, UNITS[unit])


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("7.5 %", Fraction(15, 2), PERCENT),
        ("7.5%", Fraction(15, 2), PERCENT),
        ("100 000 RUB", Fraction(100_000), "RUB"),
        ("100\u00a0000\u202fRUB", Fraction(100_000), "RUB"),
        ("1_000", Fraction(1000), ""),
        ("  3  ", Fraction(3), ""),
        ("\u22120.01", Fraction(-1, 100), ""),
        ("1 day", Fraction(1), "days"),
        ("60 days", Fraction(60), "days"),
        ("1 year", Fraction(1), "years"),
        ("0.10", Fraction(1, 10), ""),
    ],
)
def test_examples_of_the_language(text: str, value: Fraction, unit: str) -> None:
    assert parse_quantity(text) == Quantity(value, unit)


@pytest.mark.parametrize(
    ("text", "slug", "cure"),
    [
        ("1,000", "comma-in-figure", "`1 000`"),
        ("1,000,000", "comma-in-figure", "`1 000 000`"),
        ("1,234.50", "comma-in-figure", "`1 234.50`"),
        ("100,5", "comma-in-figure", "`100.5`"),
        ("-7,25 %", "comma-in-figure", "`-7.25 %`"),
        ("", "figure-unreadable", ""),
        ("five", "figure-unreadable", ""),
        ("1.000.000", "figure-unreadable", ""),
        (".5", "figure-unreadable", ""),
        ("5.", "figure-unreadable", ""),
        ("1e5", "figure-unreadable", ""),
        ("+5", "figure-unreadable", ""),
        ("5 % of sales", "figure-unreadable", ""),
        ("1 000 000 000 000", "figure-too-large", ""),
        ("0.1234567", "figure-too-large", ""),
        ("\u0663", "figure-unreadable", ""),  # a digit of another script
        ("1\u0660 %", "figure-unreadable", ""),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(text: str, slug: str, cure: str) -> None:
    with pytest.raises(Fault) as told:
        parse_quantity(text)
    assert told.value.slug == slug
    assert cure in told.value.cure


@pytest.mark.parametrize(
    ("type_", "text", "slug"),
    [
        (Rate, "5 RUB", "wrong-unit"),
        (Rate, "-5 %", "figure-negative"),
        (Rate, "1 000.01 %", "figure-too-large"),
        (Duration, "60", "wrong-unit"),
        (Duration, "1.5 days", "wrong-unit"),
        (Duration, "0 days", "wrong-unit"),
        (Duration, "3 periods", "wrong-unit"),
        (WholeNumber, "2.5", "wrong-type"),
        (WholeNumber, "2 %", "wrong-type"),
    ],
)
def test_a_place_takes_its_own_unit_only(type_: object, text: str, slug: str) -> None:
    with pytest.raises(Fault) as told:
        read(type_, text)
    assert told.value.slug == slug


def test_a_bare_number_takes_the_unit_of_its_place() -> None:
    assert read(Rate, "7") == Quantity(Fraction(7), PERCENT)
    assert Quantity(Fraction(7), PERCENT).ratio == Fraction(7, 100)
    assert Quantity(Fraction(7)).with_unit("RUB") == Quantity(Fraction(7), "RUB")
    assert Quantity(Fraction(7), "EUR").with_unit("RUB") == Quantity(Fraction(7), "EUR")


@draw.examples(200)
@given(st.fractions())
def test_decimals_are_the_fewest_that_are_enough(value: Fraction) -> None:
    digits = decimals(value)
    if digits is None:
        rest = value.denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        assert rest > 1
    else:
        assert (value * 10**digits).denominator == 1
        assert digits == 0 or (value * 10 ** (digits - 1)).denominator != 1


@draw.examples(100)
@given(draw.dates)
def test_dates(day: date) -> None:
    assert parse_date(str(day)) == day


@pytest.mark.parametrize(
    "text", ["2026-7-1", "01.07.2026", "2026-02-30", "20260701", "2026-07-01T00:00", 20260701]
)
def test_dates_are_year_month_day(text: object) -> None:
    with pytest.raises(Fault, match="date"):
        parse_date(text)
