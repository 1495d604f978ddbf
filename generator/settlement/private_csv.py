"""Private lists: CSV files that only their owner can read, with figures as exact decimals."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from generator.rules.exact import MINOR_DIGITS


def write_private(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows below their head to a file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def decimal_of_minor(amount: int) -> str:
    """Minor units as a decimal of the currency."""
    return decimal_of(Fraction(amount, 10**MINOR_DIGITS))


def decimal_of(value: Fraction) -> str:
    """A decimal as short as it can be, or numerator and denominator with a slash between them."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
        if digits > 18:
            return str(value)
    whole = abs(int(value * 10**digits))
    text = str(whole).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"
