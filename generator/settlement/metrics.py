"""The metrics kernel: few DuckDB passes into columns of whole numbers, windows by combining buckets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from generator.book.book import Book
from generator.rules import arithmetic
from generator.rules.exact import SAFE, Column, Flags, Integers, largest
from generator.settlement.buckets import Buckets
from generator.settlement.firsts import Quadruples, find_firsts, personal_firsts
from generator.settlement.passes import FAILED, NONE, VALUED, Slices, run_pass, within
from generator.settlement.personal import personal_rows
from generator.settlement.plan import Aggregate, Firsts, Plan, Recipe
from generator.terms.calendar import Span
from generator.terms.quantity import decimals
from generator.terms.rounding import FigureRounding

_LONG_AGO = np.datetime64("0001-01-01")


@dataclass
class Kernel:
    """What passes over the counted rows found; what was not planned is looked up when it is asked for."""

    book: Book
    plan: Plan
    _slices: dict[Aggregate, Slices] = field(default_factory=dict)
    _firsts: dict[Firsts, tuple[int, Quadruples]] = field(default_factory=dict)
    _unplanned: dict[tuple[Aggregate | Firsts, Span], Slices | Quadruples] = field(default_factory=dict)

    @staticmethod
    def of(book: Book, plan: Plan) -> Kernel:
        """Run the planned passes.

        Raises OverflowError (also from DuckDB's `::bigint`) where int64 cannot hold a sum; ForbiddenRow.
        """
        kernel = Kernel(book, plan)
        for table, wanted in plan.aggregates.items():
            since = min(kernel._bucket(plan.since[one]) for one in wanted)
            kernel._slices |= run_pass(book, wanted, within(table, plan.buckets, since))
        for one in plan.firsts:
            since = kernel._bucket(plan.since[one])
            kernel._firsts[one] = since, find_firsts(book, one, plan.buckets, since)
        return kernel

    @property
    def size(self) -> int:
        """The number of partners."""
        return len(self.book.partners.ids)

    def column(self, name: str, over: Span, edition: date) -> Column:
        """The metric as defined on `edition`, read over some days: every partner's own rows.

        Raises LookupError where no definition is in force then.
        """
        recipe = self.plan.recipe(name, edition)
        return self._finished(recipe, over)

    def parts(self, name: str, over: Span, edition: date) -> tuple[Column, Column | None]:
        """What may be added up over partners, not rounded: the sum (and the number of values of a mean), the count.

        Of another metric the finished column.
        """
        recipe = self.plan.recipe(name, edition)
        source = recipe.source
        if not isinstance(source, Aggregate) or source.how not in ("sum", "count") or recipe.first_only:
            return self._finished(replace(recipe, rounding=None), over), None
        sums = Column(self._values(recipe, source, over), source.digits)
        return sums, None if recipe.per is None else Column(self._values(recipe, recipe.per, over), 0)

    def _finished(self, recipe: Recipe, over: Span) -> Column:
        source = recipe.source
        if isinstance(source, Firsts):
            return Column(self._new(recipe, source, over), 0)
        if recipe.first_only:
            return Column(self._first_rows(recipe, source, over), 0)
        values = self._values(recipe, source, over)
        if recipe.per is not None:
            return self._mean(recipe, source, values, self._values(recipe, recipe.per, over))
        if source.how not in VALUED:
            return rounded(Column(values, source.digits), recipe.rounding)
        missing: Flags = (values == NONE) | (values == FAILED)
        column = rounded(Column(np.where(missing, 0, values), source.digits), recipe.rounding)
        return with_absent(column, missing, recipe.absent)

    def _mean(self, recipe: Recipe, source: Aggregate, sums: Integers, counts: Integers) -> Column:
        missing: Flags = counts == 0
        column = Column(np.where(missing, 0, sums), source.digits, np.where(missing, 1, counts))
        return with_absent(rounded(column, recipe.rounding), missing, recipe.absent)

    def _values(self, recipe: Recipe, source: Aggregate, over: Span) -> Integers:
        """One value a partner over the window; NONE and FAILED stand for what is absent."""
        if recipe.window.personal:
            first, last = recipe.window.personal_days(self.book.partners.joined_on, over.last)
            with personal_rows(self.book, source.table, first, last) as where:
                found = run_pass(self.book, [source], where)[source]
            return self._combined(source, found, range(1))
        span = recipe.window.days(over, self.plan.programme.cycle)
        return self._combined(source, *self._slices_of(source, span))

    def _slices_of(self, source: Aggregate, span: Span) -> tuple[Slices, range]:
        rows = self.plan.buckets.rows(span)
        slices = self._slices.get(source)
        single = source.how != "distinct" or (rows is not None and len(rows) == 1)
        if slices is not None and rows is not None and rows.start >= slices.since and single:
            return slices, rows
        buckets = Buckets.around([span])
        rows = buckets.rows(span)
        assert rows is not None
        found = self._unplanned.get((source, span))
        if not isinstance(found, Slices):
            found = run_pass(self.book, [source], within(source.table, buckets, rows.start))[source]
            self._unplanned[source, span] = found
        return found, rows

    def _combined(self, source: Aggregate, slices: Slices, rows: range) -> Integers:
        out = np.full(self.size, NONE if source.how in VALUED else 0, dtype=np.int64)
        if source.how not in VALUED:
            parts = list(slices.each(rows))
            if len(parts) > 1 and sum(largest(values) for _, values in parts) >= SAFE:
                raise OverflowError("a metric over several periods is too large")
            for who, values in parts:
                out[who] += values
            return out
        for who, values in slices.each(rows):
            held = out[who]
            match source.how:
                case "min":
                    out[who] = np.minimum(held, values)
                case "max":
                    out[who] = np.where(
                        held == NONE, values, np.where(values == NONE, held, np.maximum(held, values))
                    )
                case "first":
                    out[who] = np.where(held == NONE, values, held)
                case _:
                    out[who] = np.where(values == NONE, held, values)
        return out

    def _first_rows(self, recipe: Recipe, source: Aggregate, over: Span) -> Integers:
        """1 for each partner whose earliest row of all lies in the window."""
        if recipe.window.personal:
            first, last = recipe.window.personal_days(self.book.partners.joined_on, over.last)
            counts = []
            for end in (np.minimum(first - np.timedelta64(1, "D"), last), last):
                with personal_rows(self.book, source.table, np.full_like(first, _LONG_AGO), end) as where:
                    found = run_pass(self.book, [source], where)[source]
                counts.append(self._combined(source, found, range(1)))
            fresh: Flags = (counts[0] == 0) & (counts[1] > 0)
            return fresh.astype(np.int64)
        span = recipe.window.days(over, self.plan.programme.cycle)
        first_here: Flags = self._combined(source, *self._slices_of(source, span)) > 0
        if span.first != date.min:
            before = Span(date.min, span.first - timedelta(days=1))
            first_here &= self._combined(source, *self._slices_of(source, before)) == 0
        return first_here.astype(np.int64)

    def _new(self, recipe: Recipe, source: Firsts, over: Span) -> Integers:
        values = np.zeros(self.size, dtype=np.int64)
        if recipe.window.personal:
            first, last = recipe.window.personal_days(self.book.partners.joined_on, over.last)
            who, count = personal_firsts(self.book, source, first, last)
            values[who] = count
            return values
        span = recipe.window.days(over, self.plan.programme.cycle)
        rows = self.plan.buckets.rows(span)
        since, quadruples = self._firsts.get(source, (0, None))
        if quadruples is None or rows is None or rows.start < since:
            buckets = Buckets.around([span])
            rows = buckets.rows(span)
            assert rows is not None
            found = self._unplanned.get((source, span))
            if found is None or isinstance(found, Slices):
                found = self._unplanned[source, span] = find_firsts(self.book, source, buckets, rows.start)
            quadruples = found
        partner, earliest, own, count = quadruples
        inside: Flags = (earliest >= rows.start) & (own < rows.stop)
        np.add.at(values, partner[inside], count[inside])
        return values

    def _bucket(self, first: date) -> int:
        return 0 if first == date.min else self.plan.buckets.boundaries.index(first) + 1


def with_absent(column: Column, missing: Flags, absent: Fraction) -> Column:
    """The column with another value where there is none."""
    if not missing.any():
        return column
    digits = max(column.digits, decimals(absent) or 0)
    column = column.finer(digits)
    values = np.where(missing, int(absent * 10**digits), column.values)
    return Column(values, digits, column.per)


def rounded(column: Column, rounding: FigureRounding | None) -> Column:
    """The column rounded as its metric declares, if it does."""
    return column if rounding is None else arithmetic.rounded(column, rounding.digits, rounding.mode)
