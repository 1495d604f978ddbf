"""The plan of metrics: which aggregates each table is scanned for, every definition once, one pass a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from generator.book.book import TableColumns
from generator.book.mapping import RETURN_OF
from generator.settlement.buckets import Buckets
from generator.settlement.measured import UnknownColumn, any_column, both, measured, test_of
from generator.terms.calendar import Period, Span
from generator.terms.metric import MetricVersion
from generator.terms.programme import Programme
from generator.terms.rounding import FigureRounding
from generator.terms.version import in_force
from generator.terms.window import Window

__all__ = ["DATE_OF", "Aggregate", "Asked", "Firsts", "Plan", "Recipe", "UnknownColumn", "make_plan"]
DATE_OF = {
    "sales": "date",
    "sale_lines": "date",
    "returns": "date",
    "events": "date",
    "targets": "date",
    "partners": "joined_on",
}
How = Literal["sum", "count", "values", "min", "max", "first", "last", "distinct"]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One column of a pass, over the rows passing `test`.

    `value` is scaled by `digits`; `count` counts rows, `values` those that have a value; of `distinct` it is a
    column. `must` tests the row that `first` takes; `forbidden` are rows that must not occur.
    """

    table: str
    how: How
    value: str
    digits: int
    test: str
    must: str = ""
    forbidden: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Firsts:
    """A pass of its own: for each partner and value of `column`, the first bucket with anybody and with him.

    Where there is `must`, only values of which a row at the earliest moment passes it.
    """

    table: str
    column: str
    test: str
    must: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one metric version is made: of which aggregate or firsts, over which window.

    `per` is what a mean is divided by; `absent` what holds without rows; `first_only` asks whether the earliest
    row of all lies in the window.
    """

    source: Aggregate | Firsts
    window: Window
    first_only: bool = False
    per: Aggregate | None = None
    absent: Fraction = Fraction(0)
    rounding: FigureRounding | None = None

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        """The columns of passes that it needs."""
        source = self.source if isinstance(self.source, Aggregate) else None
        return tuple(one for one in (source, self.per) if one is not None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What will be read besides the settled periods: `metrics` (None: all) over `over`, as defined on `edition`."""

    over: Span
    edition: date
    metrics: frozenset[str] | None = None


@dataclass(frozen=True)
class Plan:
    """Recipes by metric and number of the settled period, the passes they need, and the days they are cut at.

    `since` is the earliest day that a source is asked for, None where it is asked for all history.
    """

    programme: Programme
    tables: Mapping[str, TableColumns]
    recipes: Mapping[tuple[str, int], Recipe]
    buckets: Buckets
    aggregates: Mapping[str, tuple[Aggregate, ...]]
    firsts: tuple[Firsts, ...]
    since: Mapping[Aggregate | Firsts, date]
    _known: dict[tuple[str, date], Recipe | None] = field(default_factory=dict)

    def recipe(self, name: str, edition: date) -> Recipe:
        """How a metric is made by its definition in force on a day. Raises LookupError where there is none."""
        key = name, edition
        if key not in self._known:
            self._known[key] = recipe_on(self.programme, name, edition, self.tables)
        found = self._known[key]
        if found is None:
            raise LookupError(f"the metric {name} is not in force on {edition}")
        return found


def make_plan(
    programme: Programme,
    periods: Sequence[Period],
    tables: Mapping[str, TableColumns],
    asked: Iterable[Asked] = (),
) -> Plan:
    """Plan every metric of rows for every period, and for what else is asked. Raises UnknownColumn."""
    recipes: dict[tuple[str, int], Recipe] = {}
    known: dict[tuple[str, date], Recipe | None] = {}
    spans: set[Span] = {period.span for period in periods}
    since: dict[Aggregate | Firsts, date] = {}
    wanted: list[tuple[int | None, Asked]] = [
        (number, Asked(period.span, period.first)) for number, period in enumerate(periods)
    ]
    wanted += [(None, one) for one in asked]
    for number, one in wanted:
        for name in programme.metrics:
            if one.metrics is not None and name not in one.metrics:
                continue
            key = name, one.edition
            if key not in known:
                known[key] = recipe_on(programme, name, one.edition, tables)
            recipe = known[key]
            if recipe is None:
                continue
            if number is not None:
                recipes[name, number] = recipe
            if recipe.window.personal:
                continue
            span = recipe.window.days(one.over, programme.cycle)
            spans.add(span)
            first = date.min if recipe.first_only else span.first
            sources = recipe.aggregates or (recipe.source,)
            for source in sources:
                since[source] = min(first, since.get(source, first))
    aggregates: dict[str, list[Aggregate]] = {}
    for source in since:
        if isinstance(source, Aggregate):
            aggregates.setdefault(source.table, []).append(source)
    firsts = tuple(source for source in since if isinstance(source, Firsts))
    passes = {table: tuple(one) for table, one in aggregates.items()}
    return Plan(programme, tables, recipes, Buckets.around(spans), passes, firsts, since, known)


def no_return(table: str, tables: Mapping[str, TableColumns]) -> str:
    """SQL: whether a row stands for itself; a return that names its sale is neither a first row nor a last one."""
    known = tables[table].columns if table in tables else {}
    return f'"{RETURN_OF}" is null' if RETURN_OF in known else ""


def recipe_on(
    programme: Programme, name: str, edition: date, tables: Mapping[str, TableColumns]
) -> Recipe | None:
    """The recipe of the version in force on a day; None where there is none, or it is not made of rows."""
    version = in_force(programme.metrics[name].versions, edition)
    if version is None or not version.of_rows:
        return None
    return _recipe(programme, name, version, edition, tables)


def _recipe(
    programme: Programme,
    name: str,
    version: MetricVersion,
    edition: date,
    tables: Mapping[str, TableColumns],
) -> Recipe:
    reader = ("metric", name)
    kind = version.aggregate
    absent = version.when_absent.value if version.when_absent is not None else Fraction(0)
    if version.measure is not None:
        row = measured(programme, version.measure, edition, tables)
        test = both(row.test, test_of(version.where, row.table, tables, reader))
        if kind in ("first", "last"):
            test = both(test, no_return(row.table, tables))
        must = test_of(version.first_must, row.table, tables, reader)

        def aggregate(how: How) -> Aggregate:
            digits = 0 if how == "values" else row.digits
            return Aggregate(
                row.table, how, row.value, digits, test, must, row.forbidden, str(version.measure)
            )

        if kind == "mean":
            source, per = aggregate("sum"), aggregate("values")
        else:
            source, per = aggregate(kind), None  # type: ignore[arg-type]
        return Recipe(source, version.window, per=per, absent=absent, rounding=version.round)
    table = str(version.count or version.of)
    test = test_of(version.where, table, tables, reader)
    column = str(getattr(version, kind))
    if kind == "new":
        test = both(test, no_return(table, tables))
    counted = Aggregate(table, "count", "", 0, test)
    if kind == "count":
        return Recipe(counted, version.window)
    if kind == "new" and column == "partner" and not version.first_must:
        return Recipe(counted, version.window, first_only=True)
    any_column(table, column, tables, reader)
    if kind == "distinct":
        return Recipe(Aggregate(table, "distinct", f'"{column}"', 0, test), version.window)
    must = test_of(version.first_must, table, tables, reader)
    return Recipe(Firsts(table, column, test, must), version.window)
