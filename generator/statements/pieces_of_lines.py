"""Pieces of lines that are no plain shares: rows with their base, rate and product, as exact values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from generator.rules.amounts import whole_times_of
from generator.statements.amounts_asked import reads_metric
from generator.terms.amount import Amount, EachOf, RateOf
from generator.terms.clause import ClauseVersion
from generator.terms.pay import MONEY
from generator.terms.quantity import COUNT, PERCENT, Quantity
from generator.terms.titles import Titles

Values = Callable[[str], Fraction]
"""The value of an amount or metric of one line, by its name."""


class Figure(NamedTuple):
    """A value with its unit."""

    value: Fraction
    unit: str


class Piece(NamedTuple):
    """One row of workings: base x rate = product; `row` counts from 1, 0 for none; `title` is a metric's.

    `what` says what the base is where no table has a row for it: `lines`, or `measure` with its title. Where the base
    is how often `every` goes in full into the metric, or with `full` into lines, `of` is the value of that.
    """

    row: int
    base: Figure | None
    rate: Figure | None
    product: Figure
    title: str = ""
    what: str = ""
    of: Figure | None = None
    every: Figure | None = None


class Worked(NamedTuple):
    """The pieces of a line and what they come to; where a base was divided, by what, and the sum of the pieces."""

    pieces: Sequence[Piece]
    exact: Fraction
    weighted: Figure | None = None
    chosen: Figure | None = None


class PieceMaker:
    """Makes the pieces of the lines of one version whose table chooses them by row and base."""

    def __init__(self, kind: str, version: ClauseVersion, titles: Titles) -> None:
        self._kind = kind
        self._version: Any = version
        self._titles = titles
        self._pay = titles.pay_unit
        self._in_money = titles.pays_in == MONEY
        base = getattr(version, "base", None)
        thing = base and str(getattr(version, "base_thing", f"metric/{base}"))
        self._unit = titles.unit_of(thing) if thing else self._pay

    def work(self, base: Fraction, row: int, value: Values) -> Worked:
        """The pieces of a line with this base and row."""
        version = self._version
        if self._kind == "fixed_bonus":
            return self._of_amount(0, version.amount, value)
        if self._kind == "deduction":
            return self._taken(base, value)
        if self._kind != "commission":
            if version.table.in_points:
                return self._of_full_sums(row, base)
            rate = version.table.rows[row - 1].rate
            return _summed([self._share(row, base, rate.value, PERCENT, self._unit)])
        terms = version.rows[max(row, 1) - 1]
        if terms.pays == "amount":
            return self._of_amount(row, terms.figure, value)
        if not isinstance(terms.figure, Quantity):
            unit = PERCENT if terms.pays == "rate" else self._pay
            return _summed([self._share(row, base, value(f"row.{row}"), unit, self._unit)])
        if version.brackets is None or version.brackets.applies_to == "whole" or base < 0:
            number = max(row, 1)
            return _summed([self._share(number, base, terms.figure.value, self._rate_unit, self._unit)])
        if not version.divided:
            return _summed(self._slices(base, self._unit))
        chosen = value("chosen")
        if chosen <= 0:
            return Worked((), Fraction(0))
        unit = self._titles.unit_of(version.chooser_thing)
        pieces = self._slices(chosen, unit)
        weighted = sum((piece.product.value for piece in pieces), Fraction(0))
        own = self._pay if self._rate_unit != PERCENT or not self._in_money else unit
        return Worked(pieces, base * weighted / chosen, Figure(weighted, own), Figure(chosen, unit))

    def _of_full_sums(self, row: int, lines: Fraction) -> Worked:
        """Points for every sum that is full in what lines in money come to."""
        points, every = self._version.table.rows[row - 1].for_each_sum
        times = whole_times_of(lines, every)
        of, full = Figure(lines, self._titles.currency), Figure(every, self._titles.currency)
        product = Figure(times * points, self._pay)
        piece = Piece(
            row, Figure(times, COUNT), Figure(points, self._pay), product, what="full", of=of, every=full
        )
        return _summed([piece])

    def _taken(self, base: Fraction, value: Values) -> Worked:
        """What a deduction takes: of lines, of a measure of a row, or an amount by itself."""
        version = self._version
        figure = version.figure
        by_rate = version.rate is not None
        if version.of_lines is None and version.base is None:
            return self._of_amount(0, figure, value)
        each = figure.value if isinstance(figure, Quantity) else value("row.1")
        unit, what = self._unit, "measure"
        if version.of_lines is not None:
            unit, what = self._pay if by_rate else COUNT, "lines"
        rate = Figure(each, PERCENT if by_rate else self._pay)
        product = Figure(base * (each / 100 if by_rate else each), self._pay)
        title = str(version.base_thing) if version.base else ""
        return _summed([Piece(0, Figure(base, unit), rate, product, title, what)])

    @property
    def _rate_unit(self) -> str:
        return PERCENT if self._version.rows[0].pays == "rate" else self._pay

    def _slices(self, whole: Fraction, unit: str) -> list[Piece]:
        rows = self._version.brackets.rows
        pieces: list[Piece] = []
        for number, row in enumerate(rows, 1):
            start = row.at_least.value
            if whole <= start:
                break
            end = min(whole, rows[number].at_least.value) if number < len(rows) else whole
            pieces.append(self._share(number, end - start, row.figure.value, self._rate_unit, unit))
        return pieces

    def _share(self, row: int, base: Fraction, rate: Fraction, rate_unit: str, unit: str) -> Piece:
        ratio = rate / 100 if rate_unit == PERCENT else rate
        gives = unit if rate_unit == PERCENT and self._in_money else self._pay
        return Piece(row, Figure(base, unit), Figure(rate, rate_unit), Figure(base * ratio, gives))

    def _of_amount(self, row: int, amount: Amount, value: Values) -> Worked:
        name = f"row.{max(row, 1)}"
        metric = reads_metric(amount)
        title = f"metric/{metric}" if metric else ""
        worth = amount.value if isinstance(amount, Quantity) else value(name)
        product = Figure(worth, self._pay)
        if not isinstance(amount, RateOf | EachOf):
            return Worked([Piece(row, None, None, product, title)], worth)
        base = Figure(value(f"{name}.of"), self._titles.unit_of(title))
        by_rate = isinstance(amount, RateOf)
        figure = amount.rate if isinstance(amount, RateOf) else amount.amount
        rate = Figure(figure.value, PERCENT if by_rate else self._pay)
        every = amount.every if isinstance(amount, EachOf) else None
        if every is None:
            return Worked([Piece(row, base, rate, product, title)], worth)
        full = Figure(every.value, base.unit)
        times = Figure(whole_times_of(base.value, every.value), COUNT)
        return Worked([Piece(row, times, rate, product, title, of=base, every=full)], worth)


def _summed(pieces: Sequence[Piece]) -> Worked:
    return Worked(pieces, sum((piece.product.value for piece in pieces), Fraction(0)))
