"""Amounts worked out: one exact value a partner for whatever stands where a figure is needed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from generator.rules.contract import Judging
from generator.rules.exact import SAFE, Column, checked, largest
from generator.terms.agreed import Individual, OfMetric
from generator.terms.amount import Amount, EachOf, RateOf
from generator.terms.quantity import PERCENT, decimals


def amount_values(amount: Amount, figures: Judging) -> Column:
    """One value a partner, in the unit of the amount (percent as printed: 10 for 10 %).

    Raises OverflowError where int64 cannot hold one of them.
    """
    match amount:
        case OfMetric(metric):
            return figures.metric(metric)
        case RateOf(rate, metric):
            return times(figures.metric(metric), rate.ratio)
        case EachOf(figure, metric, every):
            column = figures.metric(metric)
            return times(column if every is None else whole_times(column, every.value), figure.value)
        case Individual(name, figure):
            own, given = figures.individual(name)
            default = _same(figure.value, figures.size)
            digits = max(own.digits, default.digits)
            own, default = own.finer(digits), default.finer(digits)
            return Column(np.where(given, own.values, default.values), digits)
    return _same(amount.value, figures.size)


def as_factors(amount: Amount, unit: str, figures: Judging) -> Column:
    """The values as factors: what is in percent is divided by a hundred."""
    values = amount_values(amount, figures)
    return Column(values.values, values.digits + 2, values.per) if unit == PERCENT else values


def whole_times(column: Column, every: Fraction) -> Column:
    """How often so much goes into each value, as whole numbers; none where a value is below zero.

    Raises OverflowError where int64 cannot hold what is divided.
    """
    over = every.numerator * 10**column.digits
    if largest(column.values) * every.denominator >= SAFE or over >= SAFE:
        counted = [int(value // every) for value in column.fractions()]
        return Column(np.maximum(checked(counted), 0), 0)
    whole = column.values * every.denominator // over
    # Floor of a floor: value / per / every is in full as often as the whole part says.
    return Column(np.maximum(whole if column.per is None else whole // column.per, 0), 0)


def whole_times_of(value: Fraction, every: Fraction) -> Fraction:
    """The same of one value."""
    return Fraction(max(value // every, 0))


def times(column: Column, factor: Fraction) -> Column:
    """Each value times an exact decimal. Raises OverflowError where int64 cannot hold a product."""
    digits = decimals(factor)
    if digits is None:
        raise ValueError(f"{factor} has no finite decimal form")
    whole = int(factor * 10**digits)
    if largest(column.values) * abs(whole) >= SAFE:
        raise OverflowError("an amount is too large")
    return Column(column.values * whole, column.digits + digits, column.per)


def _same(value: Fraction, size: int) -> Column:
    digits = decimals(value)
    if digits is None:
        raise ValueError(f"{value} has no finite decimal form")
    return Column(np.full(size, int(value * 10**digits), dtype=np.int64), digits)
