"""The plan of metrics: which aggregates each table is scanned for, every definition once, one pass a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.book.book import TableColumns
from generator.terms.calendar import Period
from generator.terms.filters import Filter
from generator.terms.measure import ColumnValue
from generator.terms.metric import MetricVersion
from generator.terms.programme import Programme
from generator.terms.version import in_force
from generator.terms.window import Window

DATE_OF = {"sales": "date", "events": "date", "partners": "joined_on"}
_SIGNS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<", "equals": "="}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One column of a pass: the sum of `value` (scaled by `digits`) or the count of rows, for rows passing `test`."""

    table: str
    value: str
    digits: int
    test: str


@dataclass(frozen=True, slots=True)
class Firsts:
    """A pass of its own: for each partner and value of `column`, the first bucket with anybody and with him."""

    table: str
    column: str
    test: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one metric version is made: of which aggregate or firsts, over which window."""

    source: Aggregate | Firsts
    window: Window
    first_only: bool = False


@dataclass(frozen=True)
class Plan:
    """Recipes by metric and number of the settled period, and the passes they need."""

    recipes: Mapping[tuple[str, int], Recipe]
    aggregates: Mapping[str, tuple[Aggregate, ...]] = field(default_factory=dict)
    firsts: tuple[Firsts, ...] = ()
    back: int = 0


class UnknownColumn(LookupError):
    """A measure or filter names a column that the sources do not map."""

    def __init__(self, table: str, column: str, known: Sequence[str], reader: tuple[str, str]) -> None:
        super().__init__(column)
        self.kind, self.name = reader
        self.table = table
        self.column = column
        self.known = tuple(known)


def make_plan(programme: Programme, periods: Sequence[Period], tables: Mapping[str, TableColumns]) -> Plan:
    """Plan every metric for every period. Raises UnknownColumn."""
    recipes: dict[tuple[str, int], Recipe] = {}
    aggregates: dict[str, dict[Aggregate, None]] = {}
    firsts: dict[Firsts, None] = {}
    back = 0
    for name, metric in programme.metrics.items():
        for number, period in enumerate(periods):
            version = in_force(metric.versions, period.first)
            if version is None:
                continue
            recipe = _recipe(programme, name, version, period, tables)
            recipes[name, number] = recipe
            back = max(back, recipe.window.periods - 1)
            if isinstance(recipe.source, Firsts):
                firsts[recipe.source] = None
            else:
                aggregates.setdefault(recipe.source.table, {})[recipe.source] = None
    return Plan(recipes, {t: tuple(a) for t, a in aggregates.items()}, tuple(firsts), back)


def _recipe(
    programme: Programme,
    name: str,
    version: MetricVersion,
    period: Period,
    tables: Mapping[str, TableColumns],
) -> Recipe:
    where = ("metric", name)
    if version.sum is not None:
        measure = in_force(programme.measures[version.sum].versions, period.first)
        if measure is None:
            raise LookupError(f"the measure {version.sum} is not in force on {period.first}")
        value, digits = _value(measure.value, measure.of, tables, ("measure", version.sum))
        test = _test(version.where, measure.of, tables, where)
        return Recipe(Aggregate(measure.of, value, digits, test), version.window)
    if version.count is not None:
        return Recipe(
            Aggregate(version.count, "", 0, _test(version.where, version.count, tables, where)),
            version.window,
        )
    table = str(version.of)
    test = _test(version.where, table, tables, where)
    if version.new == "partner":
        return Recipe(Aggregate(table, "", 0, test), version.window, first_only=True)
    _column(table, str(version.new), tables, where)
    return Recipe(Firsts(table, str(version.new), test), version.window)


def _column(
    table: str, column: str, tables: Mapping[str, TableColumns], where: tuple[str, str]
) -> tuple[str, int]:
    """The type and the digits of a column."""
    known = tables[table].columns if table in tables else {}
    if column not in known:
        raise UnknownColumn(table, column, list(known), where)
    return known[column].type, known[column].digits


def _value(
    value: ColumnValue, table: str, tables: Mapping[str, TableColumns], where: tuple[str, str]
) -> tuple[str, int]:
    """A measure as SQL over scaled integers, and the digits of its result."""
    parts = [(column, *_column(table, column, tables, where)) for column in value.columns]
    for column, type_, _ in parts:
        if type_ != "decimal":
            raise UnknownColumn(
                table, column, [c for c, i in tables[table].columns.items() if i.type == "decimal"], where
            )
    quoted = [f'"{column}"' for column, _, _ in parts]
    digits = [d for _, _, d in parts]
    if not value.operation:
        return quoted[0], digits[0]
    if value.operation == "product":
        return f"({quoted[0]} * {quoted[1]})", sum(digits)
    finest = max(digits)
    scaled = [f"{q} * {10 ** (finest - d)}" if d < finest else q for q, d in zip(quoted, digits, strict=True)]
    sign = "+" if value.operation == "sum" else "-"
    return f"({scaled[0]} {sign} {scaled[1]})", finest


def _test(
    filters: Sequence[Filter], table: str, tables: Mapping[str, TableColumns], where: tuple[str, str]
) -> str:
    return " and ".join(_one_test(f, table, tables, where) for f in filters)


def _one_test(one: Filter, table: str, tables: Mapping[str, TableColumns], where: tuple[str, str]) -> str:
    type_, digits = _column(table, one.column, tables, where)
    column = f'"{one.column}"'
    if not one.compare:
        if type_ == "decimal":  # as text 100 would be held against the 10000 cents that the book keeps
            raise UnknownColumn(
                table, one.column, [c for c, i in tables[table].columns.items() if i.type != "decimal"], where
            )
        if tables[table].columns[one.column].sql_type != "VARCHAR":  # the book keeps whole numbers as such
            column = f"{column}::varchar"
        values = ", ".join("'" + text.replace("'", "''") + "'" for text in one.texts)
        return f"{column} = {values}" if len(one.texts) == 1 else f"{column} in ({values})"
    if type_ != "decimal":
        raise UnknownColumn(
            table, one.column, [c for c, i in tables[table].columns.items() if i.type == "decimal"], where
        )
    bound = one.bound * 10**digits
    if bound.denominator == 1:
        return f"{column} {_SIGNS[one.compare]} {bound.numerator}"
    return f"{column} * {bound.denominator} {_SIGNS[one.compare]} {bound.numerator}"
