"""What a measure is in one raw row, and which raw rows of a partner a metric looks at, in order of time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import accumulate
from math import lcm

from generator.audit.definitions import Cell, Measure, Metric, looked_up
from generator.audit.records import RawTable, Records, Row, tester

Valued = Callable[[Row], Fraction | None]
Tested = Callable[[Row], bool]

ALONE = ("first", "last", "new")  # metrics that leave out rows which take a sale back


class NotComputable(ValueError):
    """A definition names something that the raw data do not have, or says nothing for what they have."""


def row_value(measure: Measure, table: RawTable, measures: Mapping[str, Measure]) -> Valued:
    """A measure as a function of a row of its table; a row that lacks a needed cell gives None."""
    if measure.table != table.name:
        raise NotComputable(
            f"the measure {measure.id} is one of {measure.table}, asked for a row of {table.name}"
        )
    parts = [_cell(measure, cell, table, measures) for cell in measure.cells]
    if measure.percent_is_share:
        parts = [_share(part, cell, measures) for part, cell in zip(parts, measure.cells, strict=True)]

    def value(row: Row) -> Fraction | None:
        got = [part(row) for part in parts]
        if measure.operation == "lookup":
            found = looked_up(measure.steps, got[0]) if got[0] is not None else None
            found = measure.absent if found is None else found
            if found is None:
                raise NotComputable(f"{measure.id} has no row for a value of {got[0]}")
            return found if measure.rounding is None else measure.rounding.of(found)
        numbers = [one for one in got if one is not None]
        if len(numbers) < len(got):
            return None
        return _reckoned(measure, numbers, row)

    return value


def _reckoned(measure: Measure, numbers: list[Fraction], row: Row) -> Fraction:
    whole = 100 if measure.percent_is_share and measure.unit == "percent" else 1
    match measure.operation, numbers:
        case "value", [only]:
            result = only
        case "sum", [one, other]:
            result = one + other
        case "difference", [one, other]:
            result = one - other
        case "product", [one, other]:
            result = one * other * whole
        case (("quotient" | "ratio"), [one, other]):
            if other == 0:
                if measure.when_zero is None:
                    raise NotComputable(
                        f"{measure.id} divides by zero in {row.file}:{row.number}, which is an error"
                    )
                return measure.when_zero
            result = one / other * (100 if measure.operation == "ratio" else whole)
        case "capped", [one, other]:
            result = min(one, other)
        case "floored", [one, other]:
            result = max(one, other)
        case _:
            raise NotComputable(f"the measure {measure.id} is made by {measure.operation!r}")
    return result if measure.rounding is None else measure.rounding.of(result)


def _share(part: Valued, cell: Cell, measures: Mapping[str, Measure]) -> Valued:
    """A percentage as the share that it is; whatever is none stays as it is."""
    if not cell.measure or measures[cell.measure].unit != "percent":
        return part

    def share(row: Row) -> Fraction | None:
        value = part(row)
        return value / 100 if value is not None else None

    return share


def _cell(measure: Measure, cell: Cell, table: RawTable, measures: Mapping[str, Measure]) -> Valued:
    if cell.figure is not None:
        figure = cell.figure
        return lambda row: figure
    if cell.measure:
        if cell.measure not in measures:
            raise NotComputable(f"the measure {measure.id} is made of {cell.measure}, which nothing defines")
        return row_value(measures[cell.measure], table, measures)
    if cell.column not in table.digits:
        raise NotComputable(
            f"the measure {measure.id} needs the value column {cell.column!r} of {table.name}"
        )
    at, scale = table.place(cell.column), 10 ** table.digits[cell.column]
    known: dict[int, Fraction] = {}  # prices and quantities come again and again

    def value(row: Row) -> Fraction | None:
        found = row.cells[at]
        if not isinstance(found, int):
            return None
        if found not in known:
            known[found] = Fraction(found, scale)
        return known[found]

    return value


def tests_of(metric: Metric, measures: Mapping[str, Measure], table: RawTable) -> Tested:
    """Whether a row is counted: all filters of the metric and all of the measure that it sums must hold."""
    try:
        own = tester(table, metric.where)
        further = tester(table, measures[metric.measure].where if metric.measure else ())
    except KeyError as error:
        raise NotComputable(str(error)) from error
    if metric.kind in ALONE:
        # What takes a sale back is never the first or the last row, and makes nobody new.
        return lambda row: not row.linked and own(row) and further(row)
    return lambda row: own(row) and further(row)


@dataclass
class Rows:
    """The counted rows of one partner in the order of their days, with what they add up to from the first on."""

    rows: list[Row] = field(default_factory=list)
    values: list[Fraction | None] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    sums: list[int] = field(
        default_factory=list
    )  # before each row, and after the last one, in units of `unit`
    unit: int = 1

    def close(self) -> None:
        """Bring the rows into the order of time, and add their values up."""
        order = sorted(range(len(self.rows)), key=lambda at: moment(self.rows[at]))
        self.rows = [self.rows[at] for at in order]
        self.values = [self.values[at] for at in order]
        self.days = [row.day for row in self.rows if row.day is not None]
        self.unit = lcm(*{value.denominator for value in self.values if value is not None})
        whole = [
            0 if value is None else value.numerator * (self.unit // value.denominator)
            for value in self.values
        ]
        self.sums = list(accumulate(whole, initial=0))

    def sum(self, low: int, high: int) -> Fraction:
        """What the values of some rows in a stretch add up to."""
        return Fraction(self.sums[high] - self.sums[low], self.unit)

    def between(self, first: date, last: date) -> tuple[int, int]:
        """Where the rows of some days begin and end."""
        return bisect_left(self.days, first), bisect_right(self.days, last)

    def only(self, keeps: Tested) -> Rows:
        """Those of the rows that pass a further test."""
        kept = [(row, value) for row, value in zip(self.rows, self.values, strict=True) if keeps(row)]
        found = Rows([row for row, _ in kept], [value for _, value in kept])
        found.close()
        return found


def _counted(table: RawTable, passes: Tested, value: Valued) -> dict[str, Rows]:
    """The rows of each partner that are counted, in the order of time."""
    found: dict[str, Rows] = {}
    for row in table.rows:
        if not row.reason and row.day is not None and passes(row):
            mine = found.setdefault(row.partner, Rows())
            mine.rows.append(row)
            mine.values.append(value(row))
    for rows in found.values():
        rows.close()
    return found


def moment(row: Row) -> tuple[date, str]:
    """Day and time of day of a row; without a time it is at midnight."""
    assert row.day is not None
    return row.day, row.time


@dataclass
class Ledger:
    """The counted rows of one metric by partner, and of each value of its column the earliest moment ever."""

    metric: Metric
    table: RawTable
    value: Valued
    by_partner: dict[str, Rows] = field(default_factory=dict)
    earliest: dict[object, tuple[date, str]] = field(default_factory=dict)
    good: dict[object, bool] = field(default_factory=dict)  # whether one of the earliest rows passes `must`

    @classmethod
    def of(
        cls,
        metric: Metric,
        measures: Mapping[str, Measure],
        records: Records,
        counted: dict[object, dict[str, Rows]] | None = None,
    ) -> Ledger:
        """Go over a table once; NotComputable where the definition does not fit it.

        `counted` keeps the rows of metrics that differ in their windows alone, so that they are counted once.
        """
        table = records.tables.get(metric.table)
        if table is None:
            raise NotComputable(
                f"the metric {metric.id} reads a table {metric.table!r} that the raw data lack"
            )
        value: Valued = lambda row: None  # noqa: E731
        if metric.measure:
            if metric.measure not in measures:
                raise NotComputable(
                    f"the metric {metric.id} is made of a measure that the page does not define"
                )
            value = row_value(measures[metric.measure], table, measures)
        ledger = cls(metric, table, value)
        alone = metric.kind in ALONE
        key = metric.table, metric.where, metric.measure, alone, tuple(measures.values())
        known = counted.get(key) if counted is not None else None
        if known is None:
            known = _counted(table, tests_of(metric, measures, table), value)
            if counted is not None:
                counted[key] = known
        ledger.by_partner = known
        ledger._names()
        return ledger

    def _names(self) -> None:
        """For a metric of the values of a column: when each was first there, with anybody."""
        if self.metric.kind not in ("new", "distinct"):
            return
        passes = self.taken()
        for rows in self.by_partner.values():
            for row in rows.rows:
                name, when = self.name(row), moment(row)
                if name in ("", None):
                    continue
                known = self.earliest.get(name)
                if known is None or when < known:
                    self.earliest[name], self.good[name] = when, passes(row)
                elif when == known:
                    self.good[name] = self.good[name] or passes(row)

    def rows_of(self, partner: str, keeps: Tested | None) -> Rows | None:
        """The rows of a partner, or those of them that pass a further test."""
        rows = self.by_partner.get(partner)
        return rows if rows is None or keeps is None else rows.only(keeps)

    def name(self, row: Row) -> object:
        """The value of the metric's column in a row."""
        try:
            return row.cells[self.table.place(self.metric.column)]
        except KeyError as error:
            raise NotComputable(str(error)) from error

    def taken(self) -> Tested:
        """Whether a row taken as the earliest counts."""
        try:
            return tester(self.table, self.metric.must or ())
        except KeyError as error:
            raise NotComputable(str(error)) from error
