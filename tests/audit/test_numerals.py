"""The strict number formats: what is read, and what is refused."""

from datetime import date
from fractions import Fraction

import pytest

from generator.audit.numerals import Unreadable, figures_in, guess, read, shown

N, S, M = "\u00a0", "\u202f", "\u2212"


@pytest.mark.parametrize(
    ("text", "language", "unit", "value"),
    [
        (f"1{N}234,50{N}₽", "ru", "RUB", Fraction("1234.5")),
        (f"1{S}234,50{S}₽", "ru", "RUB", Fraction("1234.5")),
        (f"{M}12{N}000,01{N}₽", "ru", "RUB", Fraction("-12000.01")),
        (f"500{N}GBP", "ru", "GBP", Fraction(500)),
        (f"7,5{N}%", "ru", "percent", Fraction("7.5")),
        (f"0{N}%", "ru", "percent", Fraction(0)),
        ("15 июля 2026", "ru", "date", date(2026, 7, 15)),
        (f"12{N}месяцев", "ru", "months", Fraction(12)),
        ("10 дней", "ru", "days", Fraction(10)),
        ("3 последних", "ru", None, None),
        ("₽1,234.50", "en", "RUB", Fraction("1234.5")),
        (f"RUB{N}1,234.50", "en", "RUB", Fraction("1234.5")),
        (f"{M}£3.39", "en", "GBP", Fraction("-3.39")),
        ("7.5%", "en", "percent", Fraction("7.5")),
        ("15 July 2026", "en", "date", date(2026, 7, 15)),
        ("3 periods", "en", "periods", Fraction(3)),
        ("1 year", "en", "years", Fraction(1)),
        ("1,234,567", "en", "count", Fraction(1234567)),
        (f"{M}5", "en", "count", Fraction(-5)),
        ("Gold", "en", "text", "Gold"),
    ],
)
def test_reads(text, language, unit, value):
    if unit is None:
        with pytest.raises(Unreadable):
            read(text, language, "periods")
    else:
        assert read(text, language, unit).value == value


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("1 234,50 ₽", "ru", "RUB"),  # plain spaces
        (f"1234,50{N}₽", "ru", "RUB"),  # no groups
        (f"12{N}34{N}₽", "ru", "RUB"),  # a group of two
        (f"1{N}234{S}567{N}₽", "ru", "RUB"),  # two kinds of group marks
        (f"1{N}234.50{N}₽", "ru", "RUB"),  # decimal point
        (f"-5{N}₽", "ru", "RUB"),  # ASCII minus
        (f"{M}0{N}₽", "ru", "RUB"),  # negative zero
        (f"5{N}₽", "ru", "GBP"),  # another currency
        (f"5{N}zł", "ru", "PLN"),  # a sign that is not in the list
        ("5₽", "ru", "RUB"),
        (f"05{N}%", "ru", "percent"),
        ("7%", "ru", "percent"),
        ("7 %", "en", "percent"),
        ("7,5%", "en", "percent"),
        ("1,23", "en", "count"),
        ("12,34,567", "en", "count"),
        ("₽-5", "en", "RUB"),
        ("RUB 5", "en", "RUB"),
        ("31 June 2026", "en", "date"),
        ("July 15, 2026", "en", "date"),
        ("15 июль 2026", "ru", "date"),
        ("2026-07-15", "en", "date"),
        ("10 days", "en", "months"),
        ("1.5 days", "en", "days"),
        ("", "en", "text"),
        ("7", "en", "parrots"),
        ("٣", "en", "count"),  # a digit of another script
    ],
)
def test_refuses(text, language, unit):
    with pytest.raises(Unreadable):
        read(text, language, unit)


def test_guess_takes_the_unit_from_the_text():
    assert guess("₽5", "en").unit == "RUB"
    assert guess(f"5{N}%", "ru").unit == "percent"
    assert guess("5 July 2026", "en").unit == "date"
    assert guess("5 days", "en").unit == "days"
    assert guess("5", "en").unit == "count"
    assert guess(f"5{N}PV", "en").unit == "PV"


@pytest.mark.parametrize(("text", "language"), [(f"1,500.5{N}PV", "en"), (f"1{N}500,5{N}PV", "ru")])
def test_figures_in_a_unit_of_the_programme(text, language):
    assert read(text, language, "PV").value == Fraction("1500.5")
    for other in ("BV", "EUR", "count", "pieces"):
        with pytest.raises(Unreadable):
            read(text, language, other)
    with pytest.raises(Unreadable):
        read("1500.5 PV", language, "PV")
    with pytest.raises(Unreadable):  # three capitals are a currency, which stands in front
        read(f"5{N}BVP", "en", "BVP")


def test_figures_in_a_text():
    text = f"From 1 July 2026 you get 7.5% of RUB{N}1,000 and 12 more"
    assert [found for _, _, found in figures_in(text, "en")] == ["1 July 2026", "7.5%", f"RUB{N}1,000", "12"]
    assert figures_in("12345", "en")[0][2] == "12345"


def test_canonical_values():
    assert shown(Fraction(15, 2)) == "15/2"
    assert shown(Fraction(7)) == "7"
    assert shown(date(2026, 7, 1)) == "2026-07-01"
