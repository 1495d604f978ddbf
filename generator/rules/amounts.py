"""Amounts worked out: one exact value a partner for whatever stands where a figure is needed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from generator.rules.contract import Judging
from generator.rules.exact import SAFE, Column, largest
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
        case EachOf(figure, metric):
            return times(figures.metric(metric), figure.value)
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
