"""Figures on pages are those of Babel for the closed set of formats, and the audit's reader reads them back."""

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

import babel
import babel.dates
import babel.numbers
import babel.units
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.audit.numerals import read
from generator.terms.calendar import MONTHS
from generator.terms.numerals import (
    SIGNS,
    Unprintable,
    day,
    period_title,
    plain,
    plural,
    scaled,
    shown,
    with_currency,
)
from generator.terms.quantity import COUNT, DURATIONS, PERCENT
from tests import strategies as draw

N, MINUS = "\u00a0", "\u2212"


def exact(value: Fraction, digits: int) -> Decimal:
    with localcontext(prec=60):
        return Decimal(int(value * 10**digits)).scaleb(-digits)


def of_babel(text: str) -> str:
    """Babel writes a hyphen for minus; pages write the true minus."""
    return text.replace("-", MINUS).replace("\u202f", N)


@draw.examples(400)
@given(st.integers(-(10**20), 10**20), st.integers(0, 6), draw.languages)
def test_scaled_integers_are_babels_decimals(value: int, digits: int, language: str) -> None:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    wanted = babel.numbers.format_decimal(
        exact(Fraction(value, 10**digits), digits), pattern, locale=language
    )
    assert scaled(value, digits, language) == of_babel(wanted)


@draw.examples(400)
@given(draw.decimals(), draw.languages)
def test_the_fast_way_and_the_exact_way_are_one(value: Fraction, language: str) -> None:
    wanted = babel.numbers.format_decimal(exact(value, 6), "#,##0.######", locale=language)
    assert plain(value, language) == of_babel(wanted)
    assert plain(value, language, 6) == scaled(int(value * 10**6), 6, language)


@draw.examples(300)
@given(draw.decimals(2), st.sampled_from(sorted(SIGNS)), draw.languages)
def test_money_with_a_sign(value: Fraction, currency: str, language: str) -> None:
    wanted = babel.numbers.format_currency(
        exact(value, 2), currency, locale="en_US" if language == "en" else "ru_RU"
    )
    # Babel's English knows no sign for the rouble and writes its code; the closed set has ₽ for it.
    if (currency, language) == ("RUB", "en"):
        wanted = wanted.replace(f"RUB{N}", "₽").replace("RUB", "₽")
    assert shown(value, currency, language, whole_money=False) == of_babel(wanted)


@draw.examples(100)
@given(draw.decimals(2), st.sampled_from(["CHF", "KZT"]), draw.languages)
def test_money_without_a_sign(value: Fraction, currency: str, language: str) -> None:
    figure = of_babel(babel.numbers.format_decimal(exact(value, 2), "#,##0.00", locale=language))
    wanted = f"{figure}{N}{currency}" if language == "ru" else f"{currency}{N}{figure}"
    assert with_currency(plain(value, language, 2), currency, language) == wanted


@draw.examples(200)
@given(draw.decimals(5, 10**9), draw.languages)
def test_percent(value: Fraction, language: str) -> None:
    pattern = f"#,##0.#####{N}%" if language == "ru" else "#,##0.#####%"
    wanted = babel.numbers.format_percent(exact(value / 100, 7), pattern, locale=language)
    assert shown(value, PERCENT, language) == of_babel(wanted)


@draw.examples(300)
@given(draw.dates, draw.languages)
def test_dates_and_titles_of_months(value: date, language: str) -> None:
    wanted = babel.dates.format_date(value, "d MMMM y", locale=language)
    assert day(value, language) == wanted.replace(" ", N)
    wanted = babel.dates.format_date(value, "LLLL y", locale=language)
    assert period_title(MONTHS.period_of(value), language) == wanted.replace(" ", N)


@draw.examples(300)
@given(st.integers(0, 3000), st.sampled_from([*DURATIONS, "periods"]), draw.languages)
def test_plurals_follow_the_rule_of_the_language(count: int, unit: str, language: str) -> None:
    form = babel.Locale(language).plural_form(count)
    alike = {"one": 1, "few": 2, "many": 5, "other": 2}[form]
    assert plural(Fraction(count), unit, language) == plural(Fraction(alike), unit, language)
    assert len({plural(Fraction(c), unit, "ru") for c in (1, 2, 5)}) == 3


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("unit", [one.removesuffix("s") for one in DURATIONS])
@pytest.mark.parametrize("count", [1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 111])
def test_words_of_durations_are_babels(count: int, unit: str, language: str) -> None:
    wanted = babel.units.format_unit(count, f"duration-{unit}", length="long", locale=language)
    assert shown(Fraction(count), f"{unit}s", language) == wanted.replace(" ", N)


@draw.examples(400)
@given(draw.decimals(4), draw.money_units | st.sampled_from([PERCENT, COUNT]), draw.languages, st.booleans())
def test_the_audit_reads_what_a_page_shows(value: Fraction, unit: str, language: str, whole: bool) -> None:
    text = shown(value, unit, language, whole_money=whole)
    assert read(text, language, unit).value == value


@draw.examples(100)
@given(draw.dates, draw.languages)
def test_the_audit_reads_dates(value: date, language: str) -> None:
    assert read(shown(value, "date", language), language, "date").value == value


@draw.examples(100)
@given(st.integers(1, 5000), draw.duration_units | st.just("periods"), draw.languages)
def test_the_audit_reads_durations(value: int, unit: str, language: str) -> None:
    assert read(shown(Fraction(value), unit, language), language, unit).value == value


def test_whole_money_shows_no_part_in_rules_and_always_in_statements() -> None:
    assert shown(Fraction(100_000), "RUB", "ru") == f"100{N}000{N}₽"
    assert shown(Fraction(100_000), "RUB", "ru", whole_money=False) == f"100{N}000,00{N}₽"
    assert shown(Fraction(201, 2), "GBP", "en") == "£100.50"
    assert shown(Fraction(-201, 2), "GBP", "en") == f"{MINUS}£100.50"
    assert shown(Fraction(1, 1000), "EUR", "en") == "€0.001"


def test_what_has_no_finite_form_is_refused() -> None:
    with pytest.raises(Unprintable):
        plain(Fraction(1, 3), "en")
    with pytest.raises(Unprintable):
        shown(Fraction(1), "two parrots", "en")
