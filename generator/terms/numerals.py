"""Figures as people read them: the closed set of number formats in each language."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from generator.terms.calendar import Period
from generator.terms.quantity import COUNT, PERCENT, POINTS, REWARD, decimals

NBSP = "\u00a0"
MINUS = "\u2212"
ABOUT = "\u2248"
_ABOUT_DIGITS = 4
SIGNS = {"RUB": "₽", "GBP": "£", "EUR": "€", "USD": "$"}
MINOR_DIGITS = 2
MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
}  # fmt: skip
MONTH_TITLES: dict[str, tuple[str, ...]] = {
    "en": MONTHS["en"],
    "ru": (
        "январь", "февраль", "март", "апрель", "май", "июнь",
        "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
    ),
}  # fmt: skip
_COUNTED: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "days": ("day", "days"), "weeks": ("week", "weeks"), "months": ("month", "months"),
        "years": ("year", "years"), "periods": ("period", "periods"), POINTS: ("point", "points"),
    },
    "ru": {
        "days": ("день", "дня", "дней"), "weeks": ("неделя", "недели", "недель"),
        "months": ("месяц", "месяца", "месяцев"), "years": ("год", "года", "лет"),
        "periods": ("период", "периода", "периодов"),
        POINTS: ("балл", "балла", "баллов"),
    },
}  # fmt: skip


class Unprintable(ValueError):
    """A value that has no finite decimal form, or a unit without a format."""


def plain(value: Fraction, language: str, least: int = 0) -> str:
    """An exact decimal with grouped thousands and at least `least` decimals.

    Raises Unprintable for a value such as 1/3.
    """
    digits = decimals(value)
    if digits is None:
        raise Unprintable(f"{value} has no finite decimal form")
    digits = max(digits, least)
    return scaled(int(value * 10**digits), digits, language)


def scaled(value: int, digits: int, language: str) -> str:
    """`value` times 10 to the power of minus `digits`, written out with all `digits` decimals."""
    sign = MINUS if value < 0 else ""
    text = str(abs(value)).rjust(digits + 1, "0")
    whole, part = (text[:-digits], text[-digits:]) if digits else (text, "")
    if len(whole) > 3:
        whole = f"{int(whole):,}"
        if language == "ru":
            whole = whole.replace(",", NBSP)
    if not part:
        return sign + whole
    return f"{sign}{whole}{',' if language == 'ru' else '.'}{part}"


def with_currency(figure: str, currency: str, language: str) -> str:
    """A plain figure with its currency: `1 234,50 ₽`, `₽1,234.50`, `CHF 10.00`."""
    sign = SIGNS.get(currency)
    if language == "ru":
        return f"{figure}{NBSP}{sign or currency}"
    if sign is None:
        return f"{currency}{NBSP}{figure}"
    return f"{MINUS}{sign}{figure[1:]}" if figure.startswith(MINUS) else f"{sign}{figure}"


def shown(value: Fraction | date | str, unit: str, language: str, *, whole_money: bool = True) -> str:
    """The visible text of a fact.

    Money without a part shows none when `whole_money` (rules), and always shows it otherwise (statements).
    """
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, str):
        return value
    if unit == PERCENT:
        return plain(value, language) + (f"{NBSP}%" if language == "ru" else "%")
    if unit == COUNT or unit.startswith(REWARD):
        return plain(value, language)
    if unit in _COUNTED[language]:
        return f"{plain(value, language)}{NBSP}{plural(value, unit, language)}"
    if is_currency(unit):
        least = 0 if whole_money and value.denominator == 1 else MINOR_DIGITS
        return with_currency(plain(value, language, least), unit, language)
    if unit.replace("-", "").isalpha():
        return f"{plain(value, language)}{NBSP}{unit}"
    raise Unprintable(f"no format for the unit {unit}")


def is_currency(unit: str) -> bool:
    """Whether it is written as the code of a currency; a unit that a programme declares never is."""
    return len(unit) == 3 and unit.isascii() and unit.isupper()


def about(value: Fraction, unit: str, language: str) -> str:
    """A figure of a statement: exact where it has a finite form, else rounded to a few decimals behind a sign."""
    if decimals(value) is not None:
        return shown(value, unit, language, whole_money=False)
    fine = abs(value) * 10**_ABOUT_DIGITS
    rounded = Fraction((2 * fine.numerator + fine.denominator) // (2 * fine.denominator), 10**_ABOUT_DIGITS)
    nearest = -rounded if value < 0 else rounded
    return f"{ABOUT}{NBSP}{shown(nearest, unit, language, whole_money=False)}"


def plural(value: Fraction, unit: str, language: str) -> str:
    """The word of a duration, or of points, in the number that `value` asks for."""
    forms = _COUNTED[language][unit]
    if value.denominator != 1:
        return forms[1]
    count = abs(int(value))
    if language == "ru":
        if count % 10 == 1 and count % 100 != 11:
            return forms[0]
        return forms[1] if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else forms[2]
    return forms[0] if count == 1 else forms[1]


def day(value: date, language: str) -> str:
    """`15 July 2026`, `15 июля 2026`, joined by no-break spaces."""
    return f"{value.day}{NBSP}{MONTHS[language][value.month - 1]}{NBSP}{value.year}"


def period_title(period: Period, language: str) -> str:
    """`October 2026`, `октябрь 2026`; both days of a period that is no month."""
    if period.days:
        return f"{day(period.first, language)} \u2013 {day(period.last, language)}"
    return f"{MONTH_TITLES[language][period.first.month - 1]}{NBSP}{period.first.year}"
