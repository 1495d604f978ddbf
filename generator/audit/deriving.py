"""Metrics made of other metrics: sums, quotients, lookups and weights of figures that are known already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from generator.audit.definitions import Metric, Operand, looked_up
from generator.audit.measuring import NotComputable
from generator.audit.spans import age

Figures = Callable[[Operand], Fraction]
Units = Callable[[Operand], str]


def derived(metric: Metric, figure: Figures, unit: Units) -> Fraction:
    """What a metric makes of its operands, before rounding, or the figure that stands where nothing can be made."""
    values = [figure(one) for one in metric.operands]
    match metric.kind, values:
        case "plus", [_, *_]:
            return sum(values, Fraction(0))
        case "difference", [one, other]:
            return one - other
        case "capped", [one, other]:
            return min(one, other)
        case "floored", [one, other]:
            return max(one, other)
        case "ratio", [one, other]:
            return _absent(metric) if other == 0 else 100 * one / other
        case (("product" | "quotient"), [_, other]):
            if metric.kind == "quotient" and other == 0:
                return _absent(metric)
            return _with_shares(metric, values, unit)
        case "weighted", _ if len(values) == len(metric.weights):
            pairs = zip(values, metric.weights, strict=True)
            return sum((value * weight / 100 for value, weight in pairs), Fraction(0))
        case "lookup", [only]:
            found = looked_up(metric.steps, only)
            return metric.absent if found is None else found
        case _:
            raise NotComputable(f"the metric {metric.id} is made by {metric.kind!r} of {len(values)}")


def _absent(metric: Metric) -> Fraction:
    if metric.when_zero is None:
        raise NotComputable(f"the metric {metric.id} does not say what it is where it would divide by zero")
    return metric.when_zero


def _with_shares(metric: Metric, values: list[Fraction], unit: Units) -> Fraction:
    """A product or quotient; where a hundred percent count as one, each percentage is taken as such a share."""
    one, other = (
        value / 100 if metric.percent_is_share and unit(operand) == "percent" else value
        for value, operand in zip(values, metric.operands, strict=True)
    )
    result = one * other if metric.kind == "product" else one / other
    return result * 100 if metric.percent_is_share and metric.unit == "percent" else result


def age_of(metric: Metric, joined: date, first: date, last: date) -> Fraction:
    """Whole years, months or days since joining, on the first or last day of a window."""
    day = first if metric.as_of == "first" else last
    return metric.absent if joined > day else Fraction(age(joined, day, metric.unit))
