"""Strict reader of the figures, dates and durations that people see, in the closed set of formats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

NBSP = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"

Value = Fraction | date | str


class Unreadable(ValueError):
    """The text is in none of the formats that the language allows for its unit."""


@dataclass(frozen=True)
class Figure:
    """One figure as read: its exact value, its unit and how many decimals were printed."""

    value: Value
    unit: str
    digits: int = 0
    about: bool = False  # printed with a sign that it is not exact


# Points, in which rules may pay: the word goes by the number.
POINTS = {"ru": ("балл", "балла", "баллов"), "en": ("point", "points", "points")}
REWARD = "reward:"  # begins the unit of a figure that says how many of a reward
SIGNS = {"₽": "RUB", "£": "GBP", "€": "EUR", "$": "USD", "₸": "KZT", "₴": "UAH", "¥": "JPY", "₹": "INR"}
MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "en": "January February March April May June July August September October November December".split(),
}
DURATIONS: dict[str, dict[str, frozenset[str]]] = {
    "ru": {
        "days": frozenset("день дня дней дню днём днями днях".split()),
        "weeks": frozenset("неделя недели неделю недель неделе неделей неделями неделях".split()),
        "months": frozenset("месяц месяца месяцев месяцу месяце месяцем месяцами месяцах".split()),
        "years": frozenset("год года лет году годом годами годах".split()),
        "periods": frozenset("период периода периодов периоду периоде периодом периодами периодах".split()),
    },
    "en": {
        "days": frozenset({"day", "days"}),
        "weeks": frozenset({"week", "weeks"}),
        "months": frozenset({"month", "months"}),
        "years": frozenset({"year", "years"}),
        "periods": frozenset({"period", "periods"}),
    },
}

_RU_WHOLE = rf"(?:0|[1-9][0-9]{{0,2}}(?:{NBSP}[0-9]{{3}})*|[1-9][0-9]{{0,2}}(?:{NARROW}[0-9]{{3}})*)"
_EN_WHOLE = r"(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})*)"
NUMBER = {"ru": rf"{_RU_WHOLE}(?:,[0-9]+)?", "en": rf"{_EN_WHOLE}(?:\.[0-9]+)?"}
_FULL = {language: re.compile(rf"({MINUS})?({pattern})") for language, pattern in NUMBER.items()}
_DAY = re.compile(r"([1-9]|[12][0-9]|3[01])[ \u00a0](\S+)[ \u00a0]([12][0-9]{3})")
_DURATION = re.compile(r"([0-9]\S*)[ \u00a0](\S+)")
_CODE = re.compile(r"[A-Z]{3}")
_NAME = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


@lru_cache(maxsize=100_000)
def number(text: str, language: str) -> Figure:
    """Read a plain number with group marks; the unit of the answer is `count`."""
    pattern = _FULL.get(language)
    if pattern is None:
        raise Unreadable(f"no number formats are known for the language {language!r}")
    hit = pattern.fullmatch(text)
    if hit is None:
        raise Unreadable(f"{text!r} is not a number in the formats of {language!r}")
    plain = hit[2].replace(NBSP, "").replace(NARROW, "")
    plain = plain.replace(",", ".") if language == "ru" else plain.replace(",", "")
    value = Fraction(plain)
    digits = len(plain.partition(".")[2])
    if hit[1]:
        if value == 0:
            raise Unreadable(f"{text!r} is a negative zero")
        value = -value
    return Figure(value, "count", digits)


def percent(text: str, language: str) -> Figure:
    """Read a percentage; the value counts percent, so that `7 %` is 7."""
    if not text.endswith("%"):
        raise Unreadable(f"{text!r} has no percent sign")
    body = text[:-1]
    if language == "ru":
        if not body.endswith((NBSP, NARROW)):
            raise Unreadable(f"{text!r} needs a no-break space before the percent sign")
        body = body[:-1]
    figure = number(body, language)
    return Figure(figure.value, "percent", figure.digits)


@lru_cache(maxsize=100_000)
def money(text: str, language: str) -> Figure:
    """Read an amount of money; the unit of the answer is the ISO code of the currency printed."""
    negative = text.startswith(MINUS)
    body = text[1:] if negative else text
    if language == "ru":
        hit = re.fullmatch(rf"(.*)[{NBSP}{NARROW}]([^\s0-9]+)", body, re.DOTALL)
        if hit is None:
            raise Unreadable(f"{text!r} is not an amount: no currency after a no-break space")
        figure, mark = number(hit[1], language), hit[2]
    else:
        coded = re.fullmatch(rf"([A-Z]{{3}})[{NBSP}{NARROW}](.*)", body, re.DOTALL)
        if coded is not None:
            mark, rest = coded[1], coded[2]
        elif body[:1] in SIGNS:
            mark, rest = body[0], body[1:]
        else:
            raise Unreadable(f"{text!r} is not an amount: no currency before the number")
        figure = number(rest, language)
    unit = SIGNS.get(mark) or (mark if _CODE.fullmatch(mark) else None)
    if unit is None:
        raise Unreadable(f"{text!r} names no currency that is known")
    assert isinstance(figure.value, Fraction)
    if not negative:
        return Figure(figure.value, unit, figure.digits)
    if figure.value <= 0:
        raise Unreadable(f"{text!r} has two signs or is a negative zero")
    return Figure(-figure.value, unit, figure.digits)


@lru_cache(maxsize=20_000)
def day(text: str, language: str) -> Figure:
    """Read a calendar day such as `15 July 2026`."""
    hit = _DAY.fullmatch(text)
    names = MONTHS.get(language, [])
    if hit is None or hit[2] not in names:
        raise Unreadable(f"{text!r} is not a date in the format of {language!r}")
    try:
        return Figure(date(int(hit[3]), names.index(hit[2]) + 1, int(hit[1])), "date")
    except ValueError as error:
        raise Unreadable(f"{text!r} is no day of the calendar") from error


def duration(text: str, language: str, unit: str | None = None) -> Figure:
    """Read a number of days, weeks, months, years or periods, with its word."""
    hit = _DURATION.fullmatch(text)
    if hit is None:
        # The number's own groups may hold no-break spaces: the word is what follows the last one.
        head, _, word = text.replace(NBSP, " ").rpartition(" ")
        parts: tuple[str, str] = (text[: len(head)], word)
    else:
        parts = (hit[1], hit[2])
    for name, words in DURATIONS.get(language, {}).items():
        if parts[1] in words:
            if unit is not None and unit != name:
                raise Unreadable(f"{text!r} counts {name}, but its unit is said to be {unit}")
            figure = number(parts[0], language)
            if figure.digits or not isinstance(figure.value, Fraction) or figure.value < 0:
                raise Unreadable(f"{text!r} is not a whole number of {name}")
            return Figure(figure.value, name)
    raise Unreadable(f"{text!r} is not a duration in {language!r}")


def declared(text: str, language: str, unit: str | None = None) -> Figure:
    """Read a figure in a unit that the programme declares: the number, a no-break space, the unit's name."""
    hit = re.fullmatch(rf"(.*)[{NBSP}{NARROW}]([^\s0-9]+)", text, re.DOTALL)
    # Three capitals are a currency: such a figure would be read as money.
    if hit is None or not _NAME.fullmatch(hit[2]) or _CODE.fullmatch(hit[2]):
        raise Unreadable(f"{text!r} is no figure with the name of a unit after it")
    if unit is not None and hit[2] != unit:
        raise Unreadable(f"{text!r} is in {hit[2]}, but its unit is said to be {unit}")
    figure = number(hit[1], language)
    return Figure(figure.value, hit[2], figure.digits)


def word_of_points(value: Fraction, digits: int, language: str) -> str:
    """The word for points after a number."""
    one, few, many = POINTS[language]
    size = abs(value)
    if digits or size.denominator != 1:
        return few
    if language == "en":
        return one if size == 1 else many
    ends, teens = size.numerator % 10, size.numerator % 100
    if ends == 1 and teens != 11:
        return one
    return few if 2 <= ends <= 4 and not 12 <= teens <= 14 else many


def points(text: str, language: str) -> Figure:
    """Read a number of points with its word, such as `12.5 points`."""
    hit = re.fullmatch(rf"(.*){NBSP}([^\s0-9]+)", text, re.DOTALL)
    if hit is None or hit[2] not in POINTS.get(language, ()):
        raise Unreadable(f"{text!r} is no number of points in {language!r}")
    figure = number(hit[1], language)
    assert isinstance(figure.value, Fraction)
    word = word_of_points(figure.value, figure.digits, language)
    if hit[2] != word:
        raise Unreadable(f"{text!r} should say {word!r}")
    return Figure(figure.value, "points", figure.digits)


ABOUT = "\u2248"
ABOUT_DIGITS = 4


def read(text: str, language: str, unit: str) -> Figure:
    """Read one visible text as a figure of the unit named; raises Unreadable if it is anything else."""
    if text.startswith((f"{ABOUT}{NBSP}", f"{ABOUT}{NARROW}")):
        figure = read(text[2:], language, unit)
        if not isinstance(figure.value, Fraction) or figure.about or figure.digits > ABOUT_DIGITS:
            raise Unreadable(f"{text!r} is not a figure that can be near another")
        return Figure(figure.value, figure.unit, figure.digits, True)
    if unit == "percent":
        return percent(text, language)
    if unit == "date":
        return day(text, language)
    if unit == "count":
        return number(text, language)
    if unit in DURATIONS["en"]:
        return duration(text, language, unit)
    if unit == "points":
        return points(text, language)
    if unit.startswith(REWARD):
        figure = number(text, language)
        return Figure(figure.value, unit, figure.digits)
    if unit == "text":
        if not text:
            raise Unreadable("the text is empty")
        return Figure(text, "text")
    if _CODE.fullmatch(unit):
        figure = money(text, language)
        if figure.unit != unit:
            raise Unreadable(f"{text!r} is in {figure.unit}, but its unit is said to be {unit}")
        return figure
    if _NAME.fullmatch(unit):
        return declared(text, language, unit)
    raise Unreadable(f"the unit {unit!r} is not one of the units of a page")


def finite(value: Fraction) -> bool:
    """Whether a number can be printed in full: nothing but twos and fives divide it."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def tells(figure: Figure, unit: str, value: Value) -> bool:
    """Whether a printed figure tells a value: exactly where it can, else rounded and marked as being near it."""
    if figure.unit != unit:
        return False
    if not isinstance(value, Fraction) or finite(value):
        return not figure.about and figure.value == value
    scaled = abs(value) * 10**ABOUT_DIGITS + Fraction(1, 2)
    near = Fraction(scaled.numerator // scaled.denominator, 10**ABOUT_DIGITS)
    return figure.about and figure.value == (-near if value < 0 else near)


def guess(text: str, language: str) -> Figure:
    """Read a visible text without being told its unit, as a reader of plain tables does."""
    for reader in (percent, money, day, duration, points, declared, number):
        try:
            return reader(text, language)
        except Unreadable:
            continue
    raise Unreadable(f"{text!r} is no figure in the formats of {language!r}")


_ANY = {
    "ru": re.compile(
        rf"{MINUS}?{NUMBER['ru']}[{NBSP}{NARROW}](?:[%{''.join(SIGNS)}]|[A-Z]{{3}}\b)"
        rf"|[0-9]{{1,2}}[ {NBSP}](?:{'|'.join(MONTHS['ru'])})[ {NBSP}][0-9]{{4}}"
        rf"|{MINUS}?{NUMBER['ru']}"
    ),
    "en": re.compile(
        rf"{MINUS}?(?:[A-Z]{{3}}[{NBSP}{NARROW}]|[{''.join(SIGNS)}]){NUMBER['en']}"
        rf"|{MINUS}?{NUMBER['en']}%"
        rf"|[0-9]{{1,2}}[ {NBSP}](?:{'|'.join(MONTHS['en'])})[ {NBSP}][0-9]{{4}}"
        rf"|{MINUS}?{NUMBER['en']}"
    ),
}


def figures_in(text: str, language: str) -> list[tuple[int, int, str]]:
    """Every stretch of a text that looks like a figure: start, end and the stretch itself, left to right."""
    found: list[tuple[int, int, str]] = []
    at = 0
    pattern = _ANY[language]
    while hit := pattern.search(text, at):
        start, end = hit.span()
        # A stretch glued to further digits is one unreadable figure, not a readable piece of it.
        while end < len(text) and text[end].isdecimal():
            end += 1
        found.append((start, end, text[start:end]))
        at = end
    return found


def shown(value: Value) -> str:
    """A value as the canonical form writes it: reduced fraction, ISO date or the text itself."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
