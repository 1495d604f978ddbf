"""An amount as a page states it: a figure, a metric, a rate of one, so much for each unit, or a partner's own term."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Protocol


class Sight(Protocol):
    """Where amounts find the figures of the partner and window that they are asked for."""

    def metric(self, name: str) -> Fraction:
        """A metric, percentages as the printed number."""
        ...

    def unit(self, metric: str) -> str:
        """The unit of a metric."""
        ...

    def own(self, term: str) -> Fraction | None:
        """What is agreed with the partner, or None."""
        ...


@dataclass(frozen=True)
class Fixed:
    """The figure that is printed."""

    value: Fraction
    unit: str


@dataclass(frozen=True)
class OfMetric:
    """A metric of the partner."""

    metric: str


@dataclass(frozen=True)
class RateOf:
    """So many percent of a metric, not rounded."""

    rate: Fraction
    metric: str


@dataclass(frozen=True)
class ForEach:
    """So much for each unit of a metric, not rounded."""

    amount: Fraction
    unit: str
    metric: str


@dataclass(frozen=True)
class ForEvery:
    """So much for each whole time that a number goes into a metric; a metric below zero holds it no time."""

    amount: Fraction
    unit: str
    every: Fraction
    of: str  # the unit of that number
    metric: str

    def times(self, value: Fraction) -> Fraction:
        """How many whole times the number goes into a value."""
        return Fraction(max(value, Fraction(0)) // self.every)


@dataclass(frozen=True)
class OwnTerm:
    """What is agreed with the partner, or else a printed figure."""

    term: str
    default: Fraction
    unit: str


Amount = Fixed | OfMetric | RateOf | ForEach | ForEvery | OwnTerm


def value_of(amount: Amount, sight: Sight) -> Fraction:
    """The amount for one partner and window; a percentage counts percent, as it is printed."""
    if isinstance(amount, Fixed):
        return amount.value
    if isinstance(amount, OfMetric):
        return sight.metric(amount.metric)
    if isinstance(amount, RateOf):
        return amount.rate * sight.metric(amount.metric) / 100
    if isinstance(amount, ForEach):
        return amount.amount * sight.metric(amount.metric)
    if isinstance(amount, ForEvery):
        return amount.amount * amount.times(sight.metric(amount.metric))
    own = sight.own(amount.term)
    return amount.default if own is None else own


def factor_of(amount: Amount, sight: Sight) -> Fraction:
    """The amount as a factor: 110 % multiplies by 1.1, a plain number by itself."""
    value = value_of(amount, sight)
    return value / 100 if unit_of(amount, sight.unit) == "percent" else value


def unit_of(amount: Amount, unit: Callable[[str], str]) -> str:
    """The unit of an amount; `unit` knows those of metrics."""
    if isinstance(amount, OfMetric | RateOf):
        return unit(amount.metric)
    return amount.unit


def metrics_in(amount: Amount | None) -> list[str]:
    """The metrics that an amount reads."""
    return [amount.metric] if isinstance(amount, OfMetric | RateOf | ForEach | ForEvery) else []


def own_terms(thing: object) -> Iterator[OwnTerm]:
    """All that may be agreed with a partner, wherever it stands in what a rule states."""
    if isinstance(thing, OwnTerm):
        yield thing
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from own_terms(one)
    elif is_dataclass(thing):
        for name in fields(thing):
            yield from own_terms(getattr(thing, name.name))
