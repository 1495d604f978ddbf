"""Derived metrics at work: exact figures made of other metrics, partner by partner in columns."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt

from generator.rules.arithmetic import (
    added,
    constant,
    divided,
    greater,
    lesser,
    looked_up,
    multiplied,
    rounded,
)
from generator.rules.exact import Column, Integers
from generator.settlement.scopes import People, counted_people, over_scope
from generator.terms.derived import Age, AgeUnit, Combined, Counted, Derived, LookedUp, Weighted
from generator.terms.metric import MetricVersion
from generator.terms.operand import Operand
from generator.terms.quantity import COUNT, PERCENT, Quantity

Days = npt.NDArray[np.datetime64]
_WHOLE = 100


class Reading(Protocol):
    """The figures of a window as derived metrics read them: who asks for one of an earlier period gets its figures."""

    def metric(self, name: str) -> Column:
        """A metric for the window."""
        ...


class Window(People, Protocol):
    """What derived metrics ask of the figures of a window."""

    def ages(self, unit: AgeUnit, as_of: str) -> Integers:
        """Whole units since joining, up to the window's last or first day."""
        ...

    def earlier(self, periods: int) -> Reading:
        """The figures of the period that lies so many before the one in which the window ends."""
        ...


def derived_column(version: MetricVersion, units: Mapping[str, str], window: Window) -> Column:
    """A derived metric for the window; `units` are those of all metrics.

    Raises OverflowError where int64 cannot hold an exact value.
    """
    made = version.derived
    assert made is not None
    absent = version.when_absent.value if version.when_absent is not None else Fraction(0)
    column = _Maker(units, window, absent).of(made, version)
    return column if version.round is None else rounded(column, version.round.digits, version.round.mode)


class _Maker:
    def __init__(self, units: Mapping[str, str], window: Window, absent: Fraction) -> None:
        self._units = units
        self._window = window
        self._absent = absent

    def of(self, made: Derived, version: MetricVersion) -> Column:
        """The column before it is rounded."""
        match made:
            case Combined(operation, operands):
                column = self._combined(operation, operands)
                return over_scope(column, version.scope, self._window)
            case LookedUp(of, rows):
                bounds = [row.at_least.value for row in rows]
                return looked_up(self._read(of), bounds, [row.value.value for row in rows], self._absent)
            case Weighted(parts):
                size = self._window.size
                weighed = [
                    multiplied(self._read(part.of), constant(part.weight.value / _WHOLE, size))
                    for part in parts
                ]
                return _total(weighed)
            case Age(unit, as_of):
                return Column(self._window.ages(unit, as_of), 0)
            case Counted():
                return counted_people(made, version.scope, self._window)

    def _combined(self, operation: str, operands: tuple[Operand, ...]) -> Column:
        columns = [self._read(one) for one in operands]
        match operation:
            case "sum":
                return _total(columns)
            case "difference":
                return added(columns[0], columns[1], -1)
            case "product":
                product = multiplied(columns[0], columns[1])
                if PERCENT not in map(self._unit, operands):
                    return product
                return multiplied(product, constant(Fraction(1, _WHOLE), self._window.size))
            case "quotient":
                units = [self._unit(one) for one in operands]
                times = _WHOLE if units[1] == PERCENT and units[0] != PERCENT else 1
                return divided(columns[0], columns[1], times, self._absent)
            case "ratio":
                return divided(columns[0], columns[1], _WHOLE, self._absent)
            case "capped":
                return lesser(columns[0], columns[1])
        return greater(columns[0], columns[1])

    def _read(self, operand: Operand) -> Column:
        if isinstance(operand, Quantity):
            return constant(operand.value, self._window.size)
        reading = self._window.earlier(operand.before) if operand.before else self._window
        return reading.metric(operand.metric)

    def _unit(self, operand: Operand) -> str:
        return operand.with_unit(COUNT).unit if isinstance(operand, Quantity) else self._units[operand.metric]


def _total(columns: list[Column]) -> Column:
    total = columns[0]
    for one in columns[1:]:
        total = added(total, one)
    return total


def whole_units(since: Days, until: date, unit: str) -> Integers:
    """Whole years, months or days from each day to `until`; 0 where it lies later."""
    days = since.astype("datetime64[D]")
    if unit == "days":
        count = (np.datetime64(until) - days).astype(np.int64)
        return np.maximum(count, 0)
    month = days.astype("datetime64[M]")
    day = (days - month.astype("datetime64[D]")).astype(np.int64) + 1
    months = (np.datetime64(until, "M") - month).astype(np.int64)
    last = calendar.monthrange(until.year, until.month)[1]
    months -= until.day < np.minimum(day, last)
    return np.maximum(months // (12 if unit == "years" else 1), 0)
