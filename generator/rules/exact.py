"""Exact arithmetic on integer columns: a product is rounded once, and overflow is answered by slower exact integers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from generator.terms.quantity import decimals
from generator.terms.rounding import Mode

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
MINOR_DIGITS = 2
SAFE = 2**62


@dataclass(frozen=True, slots=True)
class Column:
    """One value a partner: `values` times 10 to the power of minus `digits`, divided by `per` where there is one.

    `per` holds denominators above zero; a ratio such as 1/3 has no decimals that would hold it.
    """

    values: Integers
    digits: int
    per: Integers | None = None

    def finer(self, digits: int) -> Column:
        """The same values on a finer scale. Raises OverflowError where int64 cannot hold them."""
        if digits <= self.digits:
            return self
        factor = 10 ** (digits - self.digits)
        if largest(self.values) * factor >= SAFE:
            raise OverflowError("a figure is too large for its number of decimals")
        return Column(self.values * factor, digits, self.per)

    def of(self, rows: Integers | Flags) -> Column:
        """The values of some partners."""
        return Column(self.values[rows], self.digits, None if self.per is None else self.per[rows])

    def fractions(self) -> list[Fraction]:
        """Each value by itself; slow, for few."""
        scale = 10**self.digits
        if self.per is None:
            return [Fraction(value, scale) for value in self.values.tolist()]
        return [Fraction(v, scale * d) for v, d in zip(self.values.tolist(), self.per.tolist(), strict=True)]

    @staticmethod
    def from_fractions(values: Sequence[Fraction]) -> Column:
        """Exact values as a column, with denominators only where there is no finite scale.

        Raises OverflowError where int64 cannot hold one of them.
        """
        digits = [decimals(value) for value in values]
        if all(one is not None for one in digits):
            most = max([one for one in digits if one is not None], default=0)
            return Column(checked([int(value * 10**most) for value in values]), most)
        return Column(
            checked([value.numerator for value in values]),
            0,
            checked([value.denominator for value in values]),
        )


@dataclass(frozen=True, slots=True)
class Coins:
    """How a line is rounded: `mode`, and `digits` decimals of the currency; amounts are in minor units."""

    mode: Mode
    digits: int

    def of(self, value: Fraction) -> int:
        """One exact amount of money as rounded minor units."""
        numerator, denominator = (value * 10**self.digits).as_integer_ratio()
        minor: int = round_one(numerator, denominator, self.mode) * 10 ** (MINOR_DIGITS - self.digits)
        return minor


def largest(values: Integers) -> int:
    """The greatest distance from zero, 0 of nothing; exact for the lowest int64, whose abs() is negative."""
    return max(abs(int(values.min(initial=0))), abs(int(values.max(initial=0))))


def round_one(numerator: int, denominator: int, mode: Mode) -> int:
    """The quotient rounded by `mode`, symmetric around zero."""
    quotient, rest = divmod(abs(numerator), denominator)
    tie = 2 * rest - denominator
    if mode != "down" and (tie > 0 or (tie == 0 and (mode == "half_up" or quotient % 2 == 1))):
        quotient += 1
    return -quotient if numerator < 0 else quotient


def round_all(numerators: Integers, denominator: int | Integers, mode: Mode) -> Integers:
    """Each quotient rounded by `mode`, symmetric around zero; numerators below 2**62 in size, and each denominator."""
    if isinstance(denominator, int) and denominator >= SAFE:
        return np.array([round_one(int(n), denominator, mode) for n in numerators], dtype=np.int64)
    size, divisor = np.abs(numerators), np.asarray(denominator, dtype=np.int64)
    quotient = size // divisor
    if mode != "down":
        tie = 2 * (size - quotient * divisor) - divisor
        up = tie > 0
        up |= (tie == 0) if mode == "half_up" else (tie == 0) & (quotient & 1 == 1)
        quotient = quotient + up
    return np.where(numerators < 0, -quotient, quotient)


def over_one(column: Column) -> tuple[Integers, int]:
    """The values as whole numbers over one denominator; Python's integers where there were several."""
    scale = 10**column.digits
    if column.per is None:
        return column.values, scale
    each: list[int] = column.per.tolist()
    common = math.lcm(1, *set(each))
    factors = np.array([common // one for one in each], dtype=object)
    return column.values.astype(object) * factors, common * scale


def on_scale_of(column: Column, bounds: Sequence[Fraction]) -> tuple[Column, list[int]]:
    """The column on a scale on which every bound is a whole number, and the bounds on it."""
    digits = column.digits
    while any((bound * 10**digits).denominator != 1 for bound in bounds):
        digits += 1
    return column.finer(digits), [int(bound * 10**digits) for bound in bounds]


def rows_reached(column: Column, bounds: Sequence[int]) -> Integers:
    """The index of the last row that starts at or below each value; -1 below the first."""
    if column.per is not None:
        # The last bound at or below a quotient is the last one at or below its whole part.
        column = Column(column.values // column.per, column.digits)
    return np.searchsorted(np.array(bounds, dtype=np.int64), column.values, side="right") - 1


def compared(column: Column, compare: str, bound: Fraction) -> Flags:
    """An exact comparison of each value with a bound."""
    column, (whole,) = on_scale_of(column, [bound])
    values = column.values
    if column.per is not None:
        # value / per <=> whole is decided by the whole part and by what remains of it
        quotient, rest = np.divmod(values, column.per)
        values = np.where(quotient == whole, np.where(rest > 0, whole + 1, whole), quotient)
    return held(compare, values, whole)


def held(compare: str, left: Integers, right: Integers | int) -> Flags:
    """Where a comparison of whole numbers holds; they may be Python's own (dtype object)."""
    match compare:
        case "at_least":
            flags = left >= right
        case "more_than":
            flags = left > right
        case "at_most":
            flags = left <= right
        case "less_than":
            flags = left < right
        case "equals":
            flags = left == right
        case _:
            raise ValueError(compare)
    return np.asarray(flags, dtype=np.bool_)


def checked(values: Sequence[int]) -> Integers:
    """Python integers as int64. Raises OverflowError where one does not fit."""
    return np.array(values, dtype=np.int64)
