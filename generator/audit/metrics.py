"""Rebuilds measures and metrics of every partner and period from raw rows, exactly, with dictionaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from generator.audit.calendar import Period
from generator.audit.promise import Measure, Metric
from generator.audit.records import RawTable, Records, Row, tester


class NotComputable(ValueError):
    """A metric's definition names something that the raw data do not have."""


def _value(measure: Measure, table: RawTable) -> tuple[Callable[[Row], int], int]:
    """A measure as a function of a row that gives whole numbers of 10**-digits, and those digits."""
    for column in measure.columns:
        if column not in table.digits:
            raise NotComputable(f"the measure {measure.id} needs the value column {column!r} of {table.name}")
    at = [table.place(column) for column in measure.columns]
    digits = [table.digits[column] for column in measure.columns]
    if measure.operation == "column":
        (only,) = at
        return (lambda row: row.cells[only]), digits[0]
    left, right = at
    if measure.operation == "product":
        return (lambda row: row.cells[left] * row.cells[right]), sum(digits)
    most = max(digits)
    up, down = 10 ** (most - digits[0]), 10 ** (most - digits[1])
    if measure.operation == "sum":
        return (lambda row: row.cells[left] * up + row.cells[right] * down), most
    if measure.operation == "difference":
        return (lambda row: row.cells[left] * up - row.cells[right] * down), most
    raise NotComputable(f"the measure {measure.id} is made by {measure.operation!r}")


@dataclass
class Rebuilt:
    """Figures of one definition by partner and period, ready to be added up over a window."""

    metric: Metric
    scale: int = 1
    # partner -> index of the period -> whole number of 10**-digits
    sums: dict[str, dict[int, int]] = field(default_factory=dict)
    first_with_anybody: dict[object, date] = field(default_factory=dict)
    seen: dict[str, dict[int, set[object]]] = field(default_factory=dict)


class Workbench:
    """Rebuilds metrics over one book; `spans` begin with the first counted row or earlier, without gaps."""

    def __init__(self, records: Records, spans: list[Period]) -> None:
        self.records = records
        self.spans = spans
        self._done: dict[tuple[Metric, Measure | None], Rebuilt] = {}
        # Hashing a definition costs more than looking a figure up; what was asked for stays alive, so that
        # its identity stays its own.
        self._quick: dict[int, Rebuilt] = {}
        self._asked: list[Metric] = []
        self._rows: dict[str, list[tuple[Row, int]]] = {}

    def _counted(self, table: str) -> list[tuple[Row, int]]:
        """Counted rows of a table with the index of their period."""
        if table not in self._rows:
            if table not in self.records.tables:
                raise NotComputable(f"there is no table {table!r}")
            index: dict[date, int] = {}
            found: list[tuple[Row, int]] = []
            for row in self.records.tables[table].rows:
                if row.reason or row.day is None:
                    continue
                at = index.get(row.day)
                if at is None:
                    at = index.setdefault(row.day, self._index(row.day))
                found.append((row, at))
            self._rows[table] = found
        return self._rows[table]

    def _index(self, day: date) -> int:
        if not self.spans or day < self.spans[0].first:
            raise NotComputable(f"a counted row of {day} lies before the first period")
        for at, span in enumerate(self.spans):
            if span.holds(day):
                return at
        return len(self.spans)

    def _rebuild(self, metric: Metric, measure: Measure | None) -> Rebuilt:
        rebuilt = Rebuilt(metric)
        table = self.records.tables.get(metric.table)
        if table is None:
            raise NotComputable(
                f"the metric {metric.id} reads a table {metric.table!r} that the raw data lack"
            )
        try:
            passes = tester(table, metric.where)
            column = table.place(metric.column) if metric.kind == "new" else 0
        except KeyError as error:
            raise NotComputable(str(error)) from error
        value: Callable[[Row], int] = lambda row: 1  # noqa: E731
        if metric.kind == "sum":
            if measure is None:
                raise NotComputable(f"the metric {metric.id} sums a measure that the page does not define")
            value, digits = _value(measure, table)
            rebuilt.scale = 10**digits
        sums: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        seen: defaultdict[str, defaultdict[int, set[object]]] = defaultdict(lambda: defaultdict(set))
        first = rebuilt.first_with_anybody
        for row, at in self._counted(metric.table):
            passed = passes(row)
            if metric.kind == "new":
                name = row.cells[column]
                if name == "":
                    continue
                assert row.day is not None
                if (passed or metric.first_among_all) and row.day < first.get(name, date.max):
                    first[name] = row.day
                if passed:
                    seen[row.partner][at].add(name)
            elif passed:
                sums[row.partner][at] += value(row)
        rebuilt.sums = {partner: dict(by) for partner, by in sums.items()}
        rebuilt.seen = {partner: dict(by) for partner, by in seen.items()}
        return rebuilt

    def figure(self, metric: Metric, measures: dict[str, Measure], partner: str, at: int) -> Fraction:
        """The metric of a partner for the period with index `at`; no rows give 0."""
        rebuilt = self._quick.get(id(metric))
        if rebuilt is None:
            measure = measures.get(metric.measure)
            key = (metric, measure)
            if key not in self._done:
                self._done[key] = self._rebuild(metric, measure)
            rebuilt = self._quick[id(metric)] = self._done[key]
            self._asked.append(metric)
        if metric.window == "lifetime":
            lowest = 0
        elif metric.window == "last":
            lowest = max(
                at - metric.last + 1, 0
            )  # no row lies before the first period that the bench was given
        else:
            lowest = at
        if metric.kind == "new":
            by_period = rebuilt.seen.get(partner, {})
            names = set().union(*(who for when, who in by_period.items() if lowest <= when <= at))
            start, end = self.spans[lowest].first, self.spans[at].last
            return Fraction(sum(1 for name in names if start <= rebuilt.first_with_anybody[name] <= end))
        by = rebuilt.sums.get(partner)
        if not by:
            return Fraction(0)
        return Fraction(sum(what for when, what in by.items() if lowest <= when <= at), rebuilt.scale)
