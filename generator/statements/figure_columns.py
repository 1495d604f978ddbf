"""Columns of figures as text: many integers at once, each written as `numerals` writes it alone."""

from __future__ import annotations

from collections.abc import Sequence

from generator.terms.numerals import MINOR_DIGITS, NBSP, scaled, with_currency

_MOST_DIGITS = 3


def decimals(values: Sequence[int], digits: int, language: str) -> list[str]:
    """What `scaled` makes of each value; quicker for many with up to three decimals."""
    return _surrounded(values, digits, language, "", "")


def count(value: int, digits: int, language: str) -> str:
    """An exact count with as many decimals as it needs."""
    while digits and value % 10 == 0:
        value //= 10
        digits -= 1
    return scaled(value, digits, language)


def counts(values: Sequence[int], digits: int, language: str) -> list[str]:
    """What `count` makes of each value."""
    if digits == 0:
        return decimals(values, 0, language)
    return [count(value, digits, language) for value in values]


def money(value: int, digits: int, currency: str, language: str) -> str:
    """Money with at least the minor digits, and as many more as the value needs."""
    while digits > MINOR_DIGITS and value % 10 == 0:
        value //= 10
        digits -= 1
    if digits < MINOR_DIGITS:
        value *= 10 ** (MINOR_DIGITS - digits)
        digits = MINOR_DIGITS
    return with_currency(scaled(value, digits, language), currency, language)


def moneys(values: Sequence[int], digits: int, currency: str, language: str) -> list[str]:
    """What `money` makes of each value; quicker for many."""
    if digits < MINOR_DIGITS:
        return [money(value, digits, currency, language) for value in values]
    before, after = with_currency("0", currency, language).split("0")
    made = _surrounded if digits == MINOR_DIGITS else _trimmed
    texts = made(values, digits, language, before, after)
    for at, value in enumerate(values):
        if value < 0:  # the sign of the number may stand before that of the currency
            texts[at] = money(value, digits, currency, language)
    return texts


def _surrounded(values: Sequence[int], digits: int, language: str, before: str, after: str) -> list[str]:
    """Each value between two texts; below zero it is for the caller to say where the sign goes."""
    if digits > _MOST_DIGITS:
        return [f"{before}{scaled(value, digits, language)}{after}" for value in values]
    unit = 10**digits
    point, group = (",", NBSP) if language == "ru" else (".", ",")
    ends = [f"{point}{part:0{digits}}{after}" for part in range(unit)] if digits else [after]
    return [
        f"{before}{whole}{ends[value % unit]}"
        if 0 <= (whole := value // unit) < 1000
        else f"{before}{f'{whole:,}'.replace(',', group)}{ends[value % unit]}"
        if whole > 0
        else f"{before}{scaled(value, digits, language)}{after}"
        for value in values
    ]


def _trimmed(values: Sequence[int], digits: int, language: str, before: str, after: str) -> list[str]:
    """The same with many digits, of which zeros at the end are left out down to the minor digits."""
    unit = 10**digits
    point, group = (",", NBSP) if language == "ru" else (".", ",")
    texts: list[str] = []
    for value in values:
        whole, part = divmod(value, unit)
        written = f"{part:0{digits}}"
        head = str(whole) if whole < 1000 else f"{whole:,}".replace(",", group)
        tail = written[MINOR_DIGITS:].rstrip("0")
        texts.append(f"{before}{head}{point}{written[:MINOR_DIGITS]}{tail}{after}")
    return texts
