"""The metrics kernel: few DuckDB passes into dense integer matrices, windows by sums over buckets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.book.book import Book
from generator.rules.exact import Column, Flags, Integers
from generator.settlement.buckets import Buckets
from generator.settlement.plan import DATE_OF, Aggregate, Firsts, Plan, Recipe

_SAFE = 2**62


@dataclass(frozen=True)
class Matrices:
    """Aggregates by bucket and partner (`Integers` of shape buckets x partners), and firsts as quadruples."""

    buckets: Buckets
    size: int
    sums: Mapping[Aggregate, Integers]
    firsts: Mapping[Firsts, tuple[Integers, Integers, Integers, Integers]]


def aggregate(book: Book, plan: Plan, buckets: Buckets) -> Matrices:
    """Run the passes of a plan over the counted rows.

    Raises OverflowError (also from DuckDB's `::bigint`) where int64 cannot hold a sum.
    """
    size = len(book.partners.ids)
    sums: dict[Aggregate, Integers] = {}
    for table, wanted in plan.aggregates.items():
        sums.update(_pass(book, table, wanted, buckets, size))
    firsts = {wanted: _firsts(book, wanted, buckets) for wanted in plan.firsts}
    return Matrices(buckets, size, sums, firsts)


def _pass(
    book: Book, table: str, wanted: tuple[Aggregate, ...], buckets: Buckets, size: int
) -> dict[Aggregate, Integers]:
    tests = {a.test for a in wanted}
    shared = wanted[0].test if len(tests) == 1 else ""
    any_of = "" if shared or "" in tests else " or ".join(f"({t})" for t in sorted(tests))
    where = f"where {shared or any_of}" if shared or any_of else ""
    columns = []
    for number, one in enumerate(wanted):
        only = f" filter (where {one.test})" if one.test and not shared else ""
        what = f"sum({one.value})" if one.value else "count(*)"
        columns.append(f"coalesce({what}{only}, 0)::bigint as a{number}")
    bucket = f"{buckets.sql(DATE_OF[table])} as bucket"
    inner = f"select partner, {bucket}, {', '.join(columns)} from {table} {where} group by all"
    names = ", ".join(f"a{number}" for number in range(len(wanted)))
    rows = book.con.execute(
        f"select p.row, g.bucket, {names} from ({inner}) g join partners p on p.partner_key = g.partner"
    ).fetchnumpy()
    who = np.asarray(rows["row"], dtype=np.int64)
    at = np.asarray(rows["bucket"], dtype=np.int64)
    inside = at < buckets.count  # a partner may be registered for a day after the last period
    out: dict[Aggregate, Integers] = {}
    for number, one in enumerate(wanted):
        values = rows[f"a{number}"]
        if values.dtype != np.int64:
            raise TypeError(f"{table}: expected int64, got {values.dtype}")
        matrix = np.zeros((buckets.count, size), dtype=np.int64)
        matrix[at[inside], who[inside]] = values[inside]
        out[one] = matrix
    return out


def _firsts(book: Book, wanted: Firsts, buckets: Buckets) -> tuple[Integers, Integers, Integers, Integers]:
    """For each partner: how many values of the column came first in bucket f with anybody, in bucket b with him."""
    test = f"where {wanted.test} and" if wanted.test else "where"
    column = f'"{wanted.column}"'
    rows = book.con.execute(
        f"""
        with own as (
            select partner, {column} as value, min({buckets.sql(DATE_OF[wanted.table])}) as b
            from {wanted.table} {test} {column} is not null group by all
        ), anybody as (select value, min(b) as f from own group by value)
        select p.row, anybody.f, own.b, count(*)::bigint as n
        from own join anybody using (value) join partners p on p.partner_key = own.partner
        group by all
        """
    ).fetchnumpy()
    who, first, own, count = (np.asarray(rows[c], dtype=np.int64) for c in ("row", "f", "b", "n"))
    return who, first, own, count


def metric_column(matrices: Matrices, recipe: Recipe, number: int) -> Column:
    """The values of one metric for the settled period `number`."""
    last = matrices.buckets.of_period(number)
    low = {"period": last, "rolling": last - recipe.window.periods + 1, "lifetime": 0}[recipe.window.kind]
    source = recipe.source
    if isinstance(source, Firsts):
        who, first, own, count = matrices.firsts[source]
        values = np.zeros(matrices.size, dtype=np.int64)
        inside: Flags = (first >= low) & (own <= last)
        np.add.at(values, who[inside], count[inside])
        return Column(values, 0)
    matrix = matrices.sums[source]
    if recipe.first_only:
        seen = matrix > 0
        earliest = seen & (np.cumsum(seen, axis=0) == 1)
        return Column(earliest[low : last + 1].sum(axis=0, dtype=np.int64), 0)
    window = matrix[low : last + 1]
    if len(window) > 1 and window.size and int(np.abs(window).max()) > _SAFE // len(window):
        raise OverflowError("a metric over several periods is too large")
    values = window[0] if len(window) == 1 else window.sum(axis=0, dtype=np.int64)
    return Column(values, source.digits)
