"""Firsts: who brought which value first, found with a look at all history and work on the fresh values alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generator.book.book import Book
from generator.rules.exact import Integers
from generator.settlement.buckets import Buckets
from generator.settlement.passes import moment
from generator.settlement.personal import FIRST, LAST, personal_rows
from generator.settlement.plan import DATE_OF, Firsts
from generator.terms.window import Days

Quadruples = tuple[Integers, Integers, Integers, Integers]
_FRESH = "fresh_values"
_WIDEST = 2**27
"""So many whole numbers are marked by a bit each; it takes 16 MiB for each thread."""


def find_firsts(book: Book, wanted: Firsts, buckets: Buckets, since: int) -> Quadruples:
    """Rows of partners, first bucket f with anybody, first bucket b with this partner, and how many values.

    Values that anybody had before the bucket `since` are left out: no window asks for them.
    """
    tests = tests_of(wanted)
    if not since:
        return _count(book, wanted, buckets, tests)
    day = f"\"{DATE_OF[wanted.table]}\" >= date '{buckets.starts(since)}'"
    with _fresh(book, wanted, " and ".join(tests), day):
        return _count(
            book, wanted, buckets, [*tests, day, f'"{wanted.column}" in (select value from {_FRESH})']
        )


def personal_firsts(book: Book, wanted: Firsts, first: Days, last: Days) -> tuple[Integers, Integers]:
    """Rows of partners, and how many values have their first row with anybody, and one with him, in his days."""
    day, tests = DATE_OF[wanted.table], tests_of(wanted)
    with personal_rows(book, wanted.table, first, last) as where:
        found = book.con.execute(
            f"""
            with anybody as ({anybody_first(book, wanted, f'min("{day}")', tests)}),
            own as (
                select distinct partner, "{wanted.column}" as value, {FIRST}, {LAST} from {where.relation}
                where {" and ".join([*tests, *where.conditions])}
            )
            select p.row, count(*)::bigint as n from own join anybody using (value)
            join partners p on p.partner_key = own.partner where f between {FIRST} and {LAST} group by all
            """
        ).fetchnumpy()
    return np.asarray(found["row"], dtype=np.int64), np.asarray(found["n"], dtype=np.int64)


def tests_of(wanted: Firsts) -> list[str]:
    """What rows must pass to be looked at."""
    return [f'"{wanted.column}" is not null', *([f"({wanted.test})"] if wanted.test else [])]


def anybody_first(book: Book, wanted: Firsts, first: str, tests: list[str]) -> str:
    """Each value with its first bucket or day `f`; of those only that pass, where something must hold of the first."""
    grouped = f'select "{wanted.column}" as value, {first} as f'
    rows = f"from {wanted.table} where {' and '.join(tests)} group by all"
    if not wanted.must:
        return f"{grouped} {rows}"
    failed = f"case when {wanted.must} then 0 else 1 end"
    at = moment(wanted.table, book.tables[wanted.table])
    return f"select value, f from ({grouped}, min({{'m': {at}, 'x': {failed}}}) as taken {rows}) where taken.x = 0"


def _count(book: Book, wanted: Firsts, buckets: Buckets, tests: list[str]) -> Quadruples:
    bucket = f"min({buckets.sql(DATE_OF[wanted.table])})"
    anybody = (
        anybody_first(book, wanted, bucket, tests)
        if wanted.must
        else ("select value, min(b) as f from own group by value")
    )
    rows = book.con.execute(
        f"""
        with own as (
            select partner, "{wanted.column}" as value, {bucket} as b
            from {wanted.table} where {" and ".join(tests)} group by all
        ), anybody as ({anybody})
        select p.row, anybody.f, own.b, count(*)::bigint as n
        from own join anybody using (value) join partners p on p.partner_key = own.partner
        group by all
        """
    ).fetchnumpy()
    who, first, own, count = (np.asarray(rows[c], dtype=np.int64) for c in ("row", "f", "b", "n"))
    return who, first, own, count


@contextmanager
def _fresh(book: Book, wanted: Firsts, test: str, day: str) -> Iterator[None]:
    """The relation of values that have rows for which `day` holds, and none for which it does not."""
    con, column = book.con, f'"{wanted.column}"'
    values = None
    if book.tables[wanted.table].columns[wanted.column].sql_type != "VARCHAR":
        query = f"select min({column})::bigint, max({column})::bigint from {wanted.table}"
        ((low, high),) = con.execute(query).fetchall()
        if low is not None and high - low < _WIDEST:
            values = _marked(con, f"{column}::bigint", f"{wanted.table} where {test}", day, low, high)
    if values is None:
        rows = f"select {column} as value from {wanted.table} where {test}"
        con.execute(
            f"create temp view {_FRESH} as select distinct value from ({rows} and {day}) "
            f"anti join ({rows} and not {day}) using (value)"
        )
    else:
        con.register(_FRESH, pa.table({"value": values}))
    try:
        yield
    finally:
        con.execute(f"drop view {_FRESH}")


def _marked(
    con: duckdb.DuckDBPyConnection, value: str, rows: str, day: str, low: int, high: int
) -> npt.NDArray[np.int64]:
    """The fresh values between `low` and `high`, by one scan that sets a bit for each value seen."""
    last = low + (high - low) // 8 * 8 + 7  # whole bytes
    bits = f"bitstring_agg({value}, {low}, {last})"
    query = f"select ({bits} filter (where {day}))::blob, ({bits} filter (where not {day}))::blob from {rows}"
    ((recent, older),) = con.execute(query).fetchall()
    if recent is None:
        return np.zeros(0, dtype=np.int64)
    marks = np.frombuffer(recent, dtype=np.uint8)
    if older is not None:
        marks = marks & ~np.frombuffer(older, dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(marks)) + low
