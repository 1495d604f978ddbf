"""Cells of the rows of a scenario, as they are written: figures and days."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from generator.audit.given import NotExecutable

_GROUPING = re.compile(r"[\s_\u00a0\u202f]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def plain_number(text: str, what: str) -> str:
    """A figure without the spaces between its digits; NotExecutable where it is none."""
    found = _GROUPING.sub("", text)
    if _NUMBER.fullmatch(found) is None:
        raise NotExecutable(f"{what} cannot be read")
    return found


def scaled(text: str, digits: int) -> int:
    """A figure as a whole number of its column's last digit."""
    value: Fraction = Fraction(text) * 10**digits
    return int(value)


def day_of(text: str) -> date:
    """A day as records write it."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotExecutable(f"{text!r} is no date of a row") from error
