"""Arithmetic on columns: sums, products and quotients of exact values, in int64 where it holds them, else slowly."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from generator.rules.exact import (
    SAFE,
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
from generator.terms.quantity import decimals
from generator.terms.rounding import Mode


def constant(value: Fraction, size: int) -> Column:
    """The same value for everyone. Raises OverflowError where int64 cannot hold it."""
    digits = decimals(value)
    if digits is None:
        return Column(_full(value.numerator, size), 0, _full(value.denominator, size))
    return Column(_full(int(value * 10**digits), size), digits)


def in_decimals(column: Column) -> Column:
    """The figures without denominators; figures without end are refused before anything is settled."""
    whole = column if column.per is None else Column.from_fractions(column.fractions())
    assert whole.per is None
    return whole


def added(first: Column, second: Column, sign: int = 1) -> Column:
    """The sum of two columns, or with a `sign` of -1 their difference."""
    if first.per is None and second.per is None:
        try:
            one, two = _on_one_scale(first, second)
            if largest(one.values) + largest(two.values) < SAFE:
                return Column(one.values + sign * two.values, one.digits)
        except OverflowError:
            pass
    return _slowly(lambda a, b: a + sign * b, first, second)


def multiplied(first: Column, second: Column) -> Column:
    """The product of two columns."""
    per = _times(first.per, second.per)
    values = _times(first.values, second.values)
    if values is None or (per is None and not (first.per is None and second.per is None)):
        return _slowly(lambda a, b: a * b, first, second)
    return Column(values, first.digits + second.digits, per)


def divided(first: Column, second: Column, times: int, absent: Fraction) -> Column:
    """`times` the quotient of two columns, and `absent` where the divisor is zero."""
    upper = _times(first.values, second.per)
    lower = _times(second.values, first.per)
    zero = second.values == 0
    scale = second.digits - first.digits
    if upper is not None and lower is not None:
        upper, lower = _scaled(upper, times * 10 ** max(scale, 0)), _scaled(lower, 10 ** max(-scale, 0))
    if upper is None or lower is None or max(abs(absent.numerator), absent.denominator) >= SAFE:
        return _slowly(lambda a, b: times * a / b if b else absent, first, second)
    upper = np.where(zero, absent.numerator, np.where(lower < 0, -upper, upper))
    lower = np.where(zero, absent.denominator, np.abs(lower))
    return reduced(Column(upper, 0, lower))


def reduced(column: Column) -> Column:
    """The same values in lowest terms; without denominators where none is needed."""
    if column.per is None:
        return column
    shared = np.gcd(column.values, column.per)
    values, per = column.values // shared, column.per // shared
    return Column(values, column.digits, None if bool(np.all(per == 1)) else per)


def lesser(first: Column, second: Column) -> Column:
    """The lesser of two values, each by itself."""
    return _chosen(first, second, smaller=True)


def greater(first: Column, second: Column) -> Column:
    """The greater of two values, each by itself."""
    return _chosen(first, second, smaller=False)


def looked_up(
    column: Column, bounds: Sequence[Fraction], values: Sequence[Fraction], absent: Fraction
) -> Column:
    """The value beside the last bound at or below each figure; `absent` below the first one."""
    try:
        fine, whole = on_scale_of(column, bounds)
        reached = rows_reached(fine, whole)
    except OverflowError:
        reached = checked([sum(bound <= one for bound in bounds) - 1 for one in column.fractions()])
    known = Column.from_fractions([absent, *values])
    return known.of(reached + 1)


def rounded(column: Column, digits: int, mode: Mode) -> Column:
    """Each value rounded to so many decimals, symmetric around zero; then there are no denominators."""
    shift = column.digits - digits
    if column.per is None and shift <= 0:
        return column
    if column.per is None and largest(column.values) < SAFE:
        return Column(round_all(column.values, 10**shift, mode), digits)
    column = (
        column
        if column.per is not None
        else Column(column.values, column.digits, np.ones_like(column.values))
    )
    assert column.per is not None
    up, down = 10 ** max(-shift, 0), 10 ** max(shift, 0)
    if 2 * largest(column.values) * up >= SAFE or 2 * largest(column.per) * down >= SAFE:
        pairs = zip(column.values.tolist(), column.per.tolist(), strict=True)
        return Column(checked([round_one(value * up, per * down, mode) for value, per in pairs]), digits)
    size, bottom = np.abs(column.values) * up, column.per * down
    quotient = size // bottom
    if mode != "down":
        tie = 2 * (size - quotient * bottom) - bottom
        even = mode == "half_even"
        quotient = quotient + ((tie > 0) | ((tie == 0) & ((quotient & 1 == 1) if even else True)))
    return Column(np.where(column.values < 0, -quotient, quotient), digits)


def whole_numbers(column: Column) -> tuple[Integers, int, int]:
    """Numerators over one denominator, and the digits: int64, or Python's integers (dtype object)."""
    if column.per is None:
        return column.values, 1, column.digits
    common = math.lcm(*np.unique(column.per).tolist())
    wide: Integers = column.values.astype(object) * (common // column.per.astype(object))
    return wide, common, column.digits


def over_one_denominator(values: Integers, denominator: int, digits: int) -> Column:
    """Whole numbers over one denominator as a column. Raises OverflowError where int64 cannot hold one."""
    if denominator == 1:
        return Column(values if values.dtype == np.int64 else checked(values.tolist()), digits)
    scale = denominator * 10**digits
    return Column.from_fractions([Fraction(int(one), scale) for one in values.tolist()])


def _full(value: int, size: int) -> Integers:
    return np.repeat(checked([value]), size)


def _on_one_scale(first: Column, second: Column) -> tuple[Column, Column]:
    digits = max(first.digits, second.digits)
    return first.finer(digits), second.finer(digits)


def _times(first: Integers | None, second: Integers | None) -> Integers | None:
    """The product; an absent factor is one, and absent is the answer where int64 cannot hold it or both are."""
    if first is None or second is None:
        return second if first is None else first
    return first * second if largest(first) * largest(second) < SAFE else None


def _scaled(values: Integers, factor: int) -> Integers | None:
    return values * factor if largest(values) * factor < SAFE else None


def _chosen(first: Column, second: Column, *, smaller: bool) -> Column:
    if first.per is None and second.per is None:
        try:
            one, two = _on_one_scale(first, second)
        except OverflowError:
            pass
        else:
            join = np.minimum if smaller else np.maximum
            return Column(join(one.values, two.values), one.digits)
    return _slowly(min if smaller else max, first, second)


def _slowly(join: Callable[[Fraction, Fraction], Fraction], first: Column, second: Column) -> Column:
    """Partner by partner. Raises OverflowError where int64 cannot hold a result."""
    pairs = list(zip(first.fractions(), second.fractions(), strict=True))
    known = {pair: join(*pair) for pair in set(pairs)}
    return Column.from_fractions([known[pair] for pair in pairs])


def flags_as_column(flags: Flags) -> Column:
    """1 where a flag stands, else 0."""
    return Column(flags.astype(np.int64), 0)
