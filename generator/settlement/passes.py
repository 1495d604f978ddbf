"""Passes: one scan of a table for all its aggregates, by partner and bucket, as whole numbers only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.book.book import Book, TableColumns
from generator.rules.exact import Integers
from generator.settlement.buckets import Buckets
from generator.settlement.plan import DATE_OF, Aggregate

NONE = 2**63 - 1
"""Stands for no value in the columns of min, max, first and last."""
FAILED = NONE - 1
"""Stands for an earliest row that does not pass its test."""
VALUED = ("min", "max", "first", "last")


class ForbiddenRow(ValueError):
    """A row that a measure declares to be an error occurs; `measure` names the measure."""

    def __init__(self, measure: str) -> None:
        super().__init__(measure)
        self.measure = measure


@dataclass(frozen=True, slots=True)
class Slices:
    """One aggregate by bucket and partner: rows `starts[b]` to `starts[b + 1]` are those of the bucket b.

    In each bucket a partner stands once. Rows of buckets before `since` were not looked at.
    """

    since: int
    starts: npt.NDArray[np.int64]
    who: Integers
    values: Integers

    def each(self, buckets: range) -> Iterator[tuple[Integers, Integers]]:
        """Partner rows and values of some buckets, one bucket after the other."""
        for bucket in buckets:
            part = slice(self.starts[bucket], self.starts[bucket + 1])
            yield self.who[part], self.values[part]


@dataclass(frozen=True, slots=True)
class Where:
    """Where the rows of a pass come from: a relation, its conditions and the SQL of the bucket."""

    relation: str
    bucket: str
    count: int
    since: int = 0
    conditions: tuple[str, ...] = ()


def within(table: str, buckets: Buckets, since: int) -> Where:
    """All rows of a table from the bucket `since` on."""
    after = (f"{DATE_OF[table]} >= date '{buckets.starts(since)}'",) if since else ()
    return Where(table, buckets.sql(DATE_OF[table]), buckets.count, since, after)


def run_pass(book: Book, wanted: Sequence[Aggregate], where: Where) -> dict[Aggregate, Slices]:
    """One scan for all the aggregates, which are of one table.

    Raises OverflowError, also from DuckDB's `::bigint`, where int64 cannot hold a sum; ForbiddenRow.
    """
    tests = {a.test for a in wanted}
    shared = wanted[0].test if len(tests) == 1 else ""
    any_of = "" if shared or "" in tests else " or ".join(f"({t})" for t in sorted(tests))
    conditions = [f"({shared or any_of})"] if shared or any_of else []
    conditions += where.conditions
    columns: list[str] = []
    outer: list[str] = []
    for number, one in enumerate(wanted):
        inner, shown = _column(one, number, "" if shared else one.test, book.tables[one.table])
        columns += inner
        outer += shown
    filtered = f"where {' and '.join(conditions)}" if conditions else ""
    rows = book.con.execute(
        f"""select p.row, g.bucket, {", ".join(outer)} from (
            select partner, {where.bucket} as bucket, {", ".join(columns)}
            from {where.relation} {filtered} group by all
        ) g join partners p on p.partner_key = g.partner"""
    ).fetchnumpy()
    for number, one in enumerate(wanted):
        if one.forbidden and np.any(rows[f"z{number}"]):
            raise ForbiddenRow(one.reader)
    at = np.asarray(rows["bucket"], dtype=np.int64)
    inside = np.flatnonzero(at < where.count)  # a partner may be registered for a day after the last period
    at = at[inside].astype(np.uint16 if where.count < 2**16 else np.int64)
    order = inside[np.argsort(at, kind="stable")]
    starts = np.concatenate([[0], np.cumsum(np.bincount(at, minlength=where.count))]).astype(np.int64)
    who = np.asarray(rows["row"], dtype=np.int64)[order]
    return {
        one: Slices(where.since, starts, who, _integers(rows[f"a{number}"], one)[order])
        for number, one in enumerate(wanted)
    }


def _integers(found: object, one: Aggregate) -> Integers:
    values = np.asarray(found)
    if values.dtype != np.int64:
        raise TypeError(f"{one.table}: expected int64, got {values.dtype}")
    return values


def _column(one: Aggregate, number: int, test: str, table: TableColumns) -> tuple[list[str], list[str]]:
    """Columns of the inner query and of the outer one; of a row that is taken, its moment orders first."""
    tests = [f"({test})"] if test else []
    if one.how in VALUED:
        tests.append(f"{one.value} is not null")
    only = f" filter (where {' and '.join(tests)})" if tests else ""
    name = f"a{number}"
    match one.how:
        case "count":
            inner = [f"coalesce(count(*){only}, 0)::bigint as {name}"]
        case "values":
            inner = [f"coalesce(count({one.value}){only}, 0)::bigint as {name}"]
        case "distinct":
            inner = [f"coalesce(count(distinct {one.value}){only}, 0)::bigint as {name}"]
        case "sum":
            inner = [f"coalesce(sum({one.value}){only}, 0)::bigint as {name}"]
        case "min" | "max":
            inner = [f"coalesce({one.how}({one.value}){only}, {NONE})::bigint as {name}"]
        case "first" | "last":
            best = "min" if one.how == "first" else "max"
            failed = f"case when {one.must} then 0 else 1 end" if one.must else "0"
            taken = f"{{'m': {moment(one.table, table)}, 'v': {one.value}, 'f': {failed}}}"
            inner = [f"{best}({taken}){only} as {name}"]
    outer = [f"g.{name}"]
    if one.how in ("first", "last"):
        found = (
            f"case when g.{name} is null then {NONE} when g.{name}.f = 1 then {FAILED} else g.{name}.v end"
        )
        outer = [f"({found})::bigint as {name}"]
    if one.forbidden:
        test = f"({one.test}) and ({one.forbidden})" if one.test else one.forbidden
        inner.append(f"count(*) filter (where {test}) as z{number}")
        outer.append(f"g.z{number}")
    return inner, outer


def moment(table: str, columns: TableColumns) -> str:
    """When a row happened: with the time of day where the table knows it, else at midnight."""
    day = f'"{DATE_OF[table]}"'
    return f'coalesce("at", {day}::timestamp)' if "at" in columns.columns else day
