"""What is owed: exact amounts of money before they are rounded, as numerators over denominators."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from generator.rules.exact import (
    MINOR_DIGITS,
    SAFE,
    Coins,
    Column,
    Flags,
    Integers,
    checked,
    largest,
    on_scale_of,
    round_all,
    round_one,
    rows_reached,
)


@dataclass(frozen=True, slots=True)
class Owed:
    """Exact amounts in units of the currency: `numerators` over one denominator, or over one each.

    The arrays are int64, or hold Python's integers (dtype object) where int64 could not.
    """

    numerators: Integers
    denominators: int | Integers

    def __len__(self) -> int:
        return len(self.numerators)

    @staticmethod
    def nothing(size: int) -> Owed:
        """Zero for each of so many."""
        return Owed(np.zeros(size, dtype=np.int64), 1)

    @staticmethod
    def each(values: Sequence[Fraction], at: Integers) -> Owed:
        """`values[at]` for each place of `at`."""
        common = math.lcm(1, *(value.denominator for value in values))
        return Owed(_array([int(value * common) for value in values])[at], common)

    @staticmethod
    def from_fractions(values: Sequence[Fraction]) -> Owed:
        """One amount each; slow, for few."""
        return Owed(
            _array([value.numerator for value in values]), _array([value.denominator for value in values])
        )

    @staticmethod
    def of_column(column: Column) -> Owed:
        """A column of money as what is owed."""
        scale = 10**column.digits
        if column.per is None:
            return Owed(column.values, scale)
        if largest(column.per) * scale < SAFE:
            return Owed(column.values, column.per * scale)
        return Owed(column.values, column.per.astype(object) * scale)

    def fractions(self) -> list[Fraction]:
        """Each amount by itself; slow, for few."""
        return [Fraction(n, d) for n, d in zip(self.numerators.tolist(), self._each(), strict=True)]

    def of(self, rows: Integers | Flags) -> Owed:
        """The amounts of some."""
        if isinstance(self.denominators, int):
            return Owed(self.numerators[rows], self.denominators)
        return Owed(self.numerators[rows], self.denominators[rows])

    def where(self, kept: Flags, other: Owed | None = None) -> Owed:
        """These amounts where `kept`, else the other ones (or nothing)."""
        if other is None:
            return Owed(np.where(kept, self.numerators, 0), self.denominators)
        one, two = self.denominators, other.denominators
        if isinstance(one, int) and isinstance(two, int) and one == two:
            return Owed(np.where(kept, self.numerators, other.numerators), one)
        return Owed(
            np.where(kept, self.numerators, other.numerators),
            np.where(kept, self._column_of_denominators(), other._column_of_denominators()),
        )

    def times(self, factor: Fraction) -> Owed:
        """Multiplied by one number."""
        numerators = _scaled(self.numerators, factor.numerator)
        if isinstance(self.denominators, int):
            return Owed(numerators, self.denominators * factor.denominator)
        return Owed(numerators, _scaled(self.denominators, factor.denominator))

    def times_column(self, factors: Column) -> Owed:
        """Multiplied by a number each."""
        other = Owed.of_column(factors)
        return Owed(
            _product(self.numerators, other.numerators),
            _product(self._column_of_denominators(), other._column_of_denominators()),
        )

    def exceeds(self, other: Owed) -> Flags:
        """Where an amount is larger than the other one."""
        left = _product(self.numerators, other._column_of_denominators())
        right = _product(other.numerators, self._column_of_denominators())
        return np.asarray(left > right, dtype=np.bool_)

    def rounded(self, coins: Coins) -> Integers:
        """Each amount rounded once, in minor units. Raises OverflowError where int64 cannot hold one."""
        factor = 10**coins.digits
        if isinstance(self.denominators, int):
            common = math.gcd(factor, self.denominators)
            factor, denominator = factor // common, self.denominators // common
            if self.numerators.dtype != np.object_ and largest(self.numerators) * factor < SAFE:
                return _in_minor_units(round_all(self.numerators * factor, denominator, coins.mode), coins)
        elif (
            np.object_ not in (self.numerators.dtype, self.denominators.dtype)
            and max(largest(self.numerators) * factor, largest(self.denominators)) < SAFE
        ):
            return _in_minor_units(round_all(self.numerators * factor, self.denominators, coins.mode), coins)
        pairs = zip(self.numerators.tolist(), self._each(), strict=True)
        whole = 10**coins.digits
        return _in_minor_units(checked([round_one(n * whole, d, coins.mode) for n, d in pairs]), coins)

    def _each(self) -> list[int]:
        if isinstance(self.denominators, int):
            return [self.denominators] * len(self.numerators)
        each: list[int] = self.denominators.tolist()
        return each

    def _column_of_denominators(self) -> Integers:
        if not isinstance(self.denominators, int):
            return self.denominators
        kind = np.int64 if self.denominators < SAFE else np.object_
        return np.full(len(self.numerators), self.denominators, dtype=kind)


def share(base: Column, rates: Sequence[Fraction], row: Integers) -> Owed:
    """base x rate of each one's row; `row` counts from 0."""
    common = math.lcm(1, *(rate.denominator for rate in rates))
    per_row = [int(rate * common) for rate in rates]
    if len(set(per_row)) == 1:
        numerators = _scaled(base.values, per_row[0])
    else:
        numerators = _product(base.values, _array(per_row)[row])
    return Owed(numerators, _denominators(base, common))


def slices(base: Column, starts: Sequence[Fraction], rates: Sequence[Fraction]) -> tuple[Owed, Integers]:
    """Each rate on the part of the base inside its row; what is owed, and the row reached.

    Values below the first start get row -1 and nothing.
    """
    if base.per is not None:
        return _slices_of_quotients(base, starts, rates)
    base, bounds = on_scale_of(base, starts)
    common = math.lcm(1, *(rate.denominator for rate in rates))
    per_row = [int(rate * common) for rate in rates]
    below = [0]
    for k in range(1, len(bounds)):
        below.append(below[-1] + (bounds[k] - bounds[k - 1]) * per_row[k - 1])
    row = rows_reached(base, bounds)
    at = np.maximum(row, 0)
    values = base.values
    if max(below) + (largest(values) + bounds[-1]) * max(per_row) >= SAFE:
        values = values.astype(object)
    start, before, rate = _array(bounds)[at], _array(below)[at], _array(per_row)[at]
    numerators = before + (values - start) * rate
    return Owed(np.where(row >= 0, numerators, 0), _denominators(base, common)), row


def _slices_of_quotients(
    base: Column, starts: Sequence[Fraction], rates: Sequence[Fraction]
) -> tuple[Owed, Integers]:
    scaled, bounds = on_scale_of(base, starts)
    row = rows_reached(scaled, bounds)
    amounts = [
        _weighted(value, starts, rates, reached) if reached >= 0 else Fraction(0)
        for value, reached in zip(base.fractions(), row.tolist(), strict=True)
    ]
    return Owed.from_fractions(amounts), row


def divided_slices(
    base: Column, chooser: Column, starts: Sequence[Fraction], rates: Sequence[Fraction]
) -> tuple[Owed, Integers]:
    """The base divided in the proportions in which the chooser falls into the rows."""
    scaled, bounds = on_scale_of(chooser, starts)
    row = rows_reached(scaled, bounds)
    amounts: list[Fraction] = []
    for own, chosen, reached in zip(base.fractions(), chooser.fractions(), row.tolist(), strict=True):
        if reached < 0 or chosen <= 0:
            amounts.append(Fraction(0))
        else:
            amounts.append(own * _weighted(chosen, starts, rates, reached) / chosen)
    return Owed.from_fractions(amounts), row


def _weighted(
    value: Fraction, starts: Sequence[Fraction], rates: Sequence[Fraction], reached: int
) -> Fraction:
    ends = [*starts[1 : reached + 1], value]
    return sum(
        ((end - start) * rate for start, end, rate in zip(starts, ends, rates, strict=False)), Fraction(0)
    )


def _denominators(base: Column, common: int) -> int | Integers:
    scale = common * 10**base.digits
    return scale if base.per is None else _scaled(base.per, scale)


def _array(values: Sequence[int]) -> Integers:
    """Integers as int64, or as Python's own where one is too large."""
    kind = np.int64 if max(map(abs, values), default=0) < SAFE else np.object_
    return np.array(values, dtype=kind)


def _scaled(values: Integers, factor: int) -> Integers:
    if values.dtype != np.object_ and largest(values) * abs(factor) < SAFE:
        return values * factor
    return values.astype(object) * factor


def _product(left: Integers, right: Integers) -> Integers:
    if np.object_ not in (left.dtype, right.dtype) and largest(left) * largest(right) < SAFE:
        return left * right
    product: Integers = left.astype(object) * right.astype(object)
    return product


def _in_minor_units(rounded: Integers, coins: Coins) -> Integers:
    """Raises OverflowError where int64 cannot hold an amount."""
    factor = 10 ** (MINOR_DIGITS - coins.digits)
    if largest(rounded) * factor >= 2 * SAFE:
        raise OverflowError("an amount is too large for minor units")
    return rounded if factor == 1 else rounded * np.int64(factor)
