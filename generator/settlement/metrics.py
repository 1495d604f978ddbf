"""The metrics kernel: few DuckDB passes into dense integer matrices, windows by sums over buckets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.book.book import Book
from generator.rules.exact import Column, Flags, Integers, largest
from generator.settlement.buckets import Buckets
from generator.settlement.firsts import Quadruples, find_firsts
from generator.settlement.plan import DATE_OF, Aggregate, Firsts, Plan, Recipe

_SAFE = 2**62


@dataclass(frozen=True)
class Matrices:
    """Aggregates by bucket and partner (`Integers` of shape buckets x partners), and firsts as quadruples."""

    buckets: Buckets
    size: int
    sums: Mapping[Aggregate, Integers]
    firsts: Mapping[Firsts, Quadruples]


def aggregate(book: Book, plan: Plan, buckets: Buckets) -> Matrices:
    """Run the passes of a plan over the counted rows.

    Raises OverflowError (also from DuckDB's `::bigint`) where int64 cannot hold a sum.
    """
    size = len(book.partners.ids)
    since: dict[Aggregate | Firsts, int] = {}
    for (_, number), recipe in plan.recipes.items():
        low = 0 if recipe.first_only else _lowest(buckets, recipe, number)
        since[recipe.source] = min(low, since.get(recipe.source, low))
    sums: dict[Aggregate, Integers] = {}
    for table, wanted in plan.aggregates.items():
        sums.update(_pass(book, table, wanted, buckets, size, min(since[one] for one in wanted)))
    firsts = {wanted: find_firsts(book, wanted, buckets, since[wanted]) for wanted in plan.firsts}
    return Matrices(buckets, size, sums, firsts)


def _lowest(buckets: Buckets, recipe: Recipe, number: int) -> int:
    """The earliest bucket of a window that ends with the settled period `number`."""
    last = buckets.of_period(number)
    lowest: dict[str, int] = {"period": last, "rolling": last - recipe.window.periods + 1, "lifetime": 0}
    return lowest[recipe.window.kind]


def _pass(
    book: Book, table: str, wanted: tuple[Aggregate, ...], buckets: Buckets, size: int, since: int
) -> dict[Aggregate, Integers]:
    """One scan for all aggregates of a table; rows before the bucket `since` are not looked at."""
    tests = {a.test for a in wanted}
    shared = wanted[0].test if len(tests) == 1 else ""
    any_of = "" if shared or "" in tests else " or ".join(f"({t})" for t in sorted(tests))
    conditions = [f"({shared or any_of})"] if shared or any_of else []
    if since:
        conditions.append(f"{DATE_OF[table]} >= date '{buckets.starts(since)}'")
    where = f"where {' and '.join(conditions)}" if conditions else ""
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


def metric_column(matrices: Matrices, recipe: Recipe, number: int) -> Column:
    """The values of one metric for the settled period `number`."""
    last = matrices.buckets.of_period(number)
    low = _lowest(matrices.buckets, recipe, number)
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
    if len(window) > 1 and largest(window) > _SAFE // len(window):
        raise OverflowError("a metric over several periods is too large")
    values = window[0] if len(window) == 1 else window.sum(axis=0, dtype=np.int64)
    return Column(values, source.digits)
