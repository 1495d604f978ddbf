"""Exact arithmetic on integer columns: a product is rounded once, and overflow is answered by slower exact integers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from generator.terms.policy import Mode

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
MINOR_DIGITS = 2
_SAFE = 2**62


@dataclass(frozen=True, slots=True)
class Column:
    """One value a partner: `values` times 10 to the power of minus `digits`."""

    values: Integers
    digits: int

    def finer(self, digits: int) -> Column:
        """The same values on a finer scale. Raises OverflowError where int64 cannot hold them."""
        if digits <= self.digits:
            return self
        factor = 10 ** (digits - self.digits)
        if largest(self.values) * factor >= _SAFE:
            raise OverflowError("a figure is too large for its number of decimals")
        return Column(self.values * factor, digits)

    def of(self, rows: Integers | Flags) -> Column:
        """The values of some partners."""
        return Column(self.values[rows], self.digits)


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


def round_all(numerators: Integers, denominator: int, mode: Mode) -> Integers:
    """Each quotient rounded by `mode`, symmetric around zero; numerators below 2**62 in size."""
    if denominator >= _SAFE:
        return np.array([round_one(int(n), denominator, mode) for n in numerators], dtype=np.int64)
    size = np.abs(numerators)
    quotient = size // denominator
    if mode != "down":
        tie = 2 * (size - quotient * denominator) - denominator
        up = tie > 0
        up |= (tie == 0) if mode == "half_up" else (tie == 0) & (quotient & 1 == 1)
        quotient = quotient + up
    return np.where(numerators < 0, -quotient, quotient)


def share(base: Column, rates: Sequence[Fraction], row: Integers, coins: Coins) -> Integers:
    """base x rate of each partner's row, rounded once, in minor units; `row` counts from 0."""
    factor = Fraction(10) ** (coins.digits - base.digits)
    multipliers = [rate * factor for rate in rates]
    common = math.lcm(*(m.denominator for m in multipliers))
    per_row = [int(m * common) for m in multipliers]
    if largest(base.values) * max(per_row) < _SAFE:
        numerators = base.values * np.array(per_row, dtype=np.int64)[row]
        rounded = round_all(numerators, common, coins.mode)
    else:
        pairs = zip(base.values.tolist(), row.tolist(), strict=True)
        rounded = _checked([round_one(v * per_row[r], common, coins.mode) for v, r in pairs])
    return _in_minor_units(rounded, coins)


def slices(
    base: Column, starts: Sequence[Fraction], rates: Sequence[Fraction], coins: Coins
) -> tuple[Integers, Integers]:
    """Each rate on the part of the base inside its row; returns amounts in minor units and the row reached.

    Values below the first start get row -1 and amount 0.
    """
    base, bounds = on_scale_of(base, starts)
    factor = Fraction(10) ** (coins.digits - base.digits)
    multipliers = [rate * factor for rate in rates]
    common = math.lcm(*(m.denominator for m in multipliers))
    per_row = [int(m * common) for m in multipliers]
    below = [0]
    for k in range(1, len(bounds)):
        below.append(below[-1] + (bounds[k] - bounds[k - 1]) * per_row[k - 1])
    row = rows_reached(base, bounds)
    if max(below) + largest(base.values) * max(per_row) < _SAFE:
        at = np.maximum(row, 0)
        start = np.array(bounds, dtype=np.int64)[at]
        numerators = (
            np.array(below, dtype=np.int64)[at]
            + (base.values - start) * np.array(per_row, dtype=np.int64)[at]
        )
        rounded = round_all(np.where(row >= 0, numerators, 0), common, coins.mode)
    else:
        rounded = _checked(
            [
                round_one(below[r] + (v - bounds[r]) * per_row[r], common, coins.mode) if r >= 0 else 0
                for v, r in zip(base.values.tolist(), row.tolist(), strict=True)
            ]
        )
    return _in_minor_units(rounded, coins), row


def divided_slices(
    base: Column, chooser: Column, starts: Sequence[Fraction], rates: Sequence[Fraction], coins: Coins
) -> tuple[Integers, Integers]:
    """The base divided in the proportions in which the chooser falls into the rows; one exact quotient a partner."""
    chooser, bounds = on_scale_of(chooser, starts)
    row = rows_reached(chooser, bounds)
    amounts: list[int] = []
    for own, chosen, reached in zip(base.values.tolist(), chooser.values.tolist(), row.tolist(), strict=True):
        if reached < 0 or chosen <= 0:
            amounts.append(0)
            continue
        ends = [*bounds[1 : reached + 1], chosen]
        weighted = sum(
            ((end - start) * rate for start, end, rate in zip(bounds, ends, rates, strict=False)), Fraction(0)
        )
        amounts.append(coins.of(Fraction(own, 10**base.digits) * weighted / chosen))
    return np.array(amounts, dtype=np.int64), row


def on_scale_of(column: Column, bounds: Sequence[Fraction]) -> tuple[Column, list[int]]:
    """The column on a scale on which every bound is a whole number, and the bounds on it."""
    digits = column.digits
    while any((bound * 10**digits).denominator != 1 for bound in bounds):
        digits += 1
    return column.finer(digits), [int(bound * 10**digits) for bound in bounds]


def rows_reached(column: Column, bounds: Sequence[int]) -> Integers:
    """The index of the last row that starts at or below each value; -1 below the first."""
    return np.searchsorted(np.array(bounds, dtype=np.int64), column.values, side="right") - 1


def compared(column: Column, compare: str, bound: Fraction) -> Flags:
    """An exact comparison of each value with a bound."""
    column, (whole,) = on_scale_of(column, [bound])
    values = column.values
    flags: Flags
    match compare:
        case "at_least":
            flags = values >= whole
        case "more_than":
            flags = values > whole
        case "at_most":
            flags = values <= whole
        case "less_than":
            flags = values < whole
        case "equals":
            flags = values == whole
        case _:
            raise ValueError(compare)
    return flags


def _checked(values: list[int]) -> Integers:
    """Python integers as int64. Raises OverflowError where one does not fit."""
    return np.array(values, dtype=np.int64)


def _in_minor_units(rounded: Integers, coins: Coins) -> Integers:
    """Raises OverflowError where int64 cannot hold an amount."""
    factor = 10 ** (MINOR_DIGITS - coins.digits)
    if largest(rounded) * factor >= 2 * _SAFE:
        raise OverflowError("an amount is too large for minor units")
    return rounded if factor == 1 else rounded * np.int64(factor)
