"""Who brought which value first is the same by bits, by comparison, and by a plain walk through the rows."""

from collections import Counter
from datetime import date
from types import SimpleNamespace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from generator.settlement import firsts
from generator.settlement.buckets import Buckets
from generator.settlement.plan import Firsts
from generator.terms.calendar import add_months

BUCKETS = Buckets(tuple(add_months(date(2025, 11, 1), month) for month in range(6)))
ROWS = 1_000


def book(low: int, high: int, sql_type: str) -> Any:
    """A book of sales over two years; few of the customers have many orders, one in twenty has no name."""
    rng = np.random.default_rng(5)
    customers = rng.choice(rng.integers(low, high, 400), ROWS)
    days = np.datetime64("2024-06-01") + rng.integers(0, 690, ROWS).astype("timedelta64[D]")
    rows = pa.table(
        {
            "partner": rng.integers(1, 30, ROWS),
            "date": pa.array(days).cast(pa.date32()),
            "customer": pa.array(customers, mask=rng.random(ROWS) < 0.05),
            "status": pa.array(["paid", "open"]).take(pa.array(rng.integers(0, 2, ROWS))),
        }
    )
    con = duckdb.connect()
    con.register("raw", rows)
    con.execute(f"create table sales as select * replace (customer::{sql_type} as customer) from raw")
    con.unregister("raw")
    con.execute(
        "create table partners as select range::integer - 1 as row, range as partner_key from range(1, 30)"
    )
    column = SimpleNamespace(sql_type=sql_type)
    return SimpleNamespace(con=con, tables={"sales": SimpleNamespace(columns={"customer": column})})


def walked(book: Any, since: int) -> Counter[tuple[int, int, int]]:
    """How often each (row, first bucket with anybody, first bucket with this partner) comes."""
    starts = [BUCKETS.starts(number) for number in range(1, BUCKETS.count + 1)]
    anybody: dict[object, int] = {}
    own: dict[tuple[int, object], int] = {}
    rows = book.con.execute("select partner, date, customer from sales where status = 'paid' order by date")
    for partner, day, customer in rows.fetchall():
        bucket = sum(day >= start for start in starts)
        if customer is not None:
            anybody.setdefault(customer, bucket)
            own.setdefault((partner - 1, customer), bucket)
    found = Counter((row, anybody[customer], bucket) for (row, customer), bucket in own.items())
    return Counter({key: count for key, count in found.items() if key[1] >= since})


@pytest.mark.parametrize("since", range(6))
@pytest.mark.parametrize(
    ("low", "high", "sql_type"),
    [
        (-40, 700, "BIGINT"),
        (0, 7, "INTEGER"),
        (10, 11, "BIGINT"),
        (-(2**62), 2**62, "BIGINT"),
        (0, 900, "VARCHAR"),
    ],
)
def test_firsts(low: int, high: int, sql_type: str, since: int) -> None:
    made = book(low, high, sql_type)
    wanted = Firsts("sales", "customer", "\"status\" = 'paid'")
    who, first, own, count = firsts.find_firsts(made, wanted, BUCKETS, since)
    keys = zip(who.tolist(), first.tolist(), own.tolist(), strict=True)
    assert dict(zip(keys, count.tolist(), strict=True)) == walked(made, since)
    assert not made.con.execute("select * from duckdb_views() where not internal").fetchall()


def test_bits_are_set_from_the_lowest_value_on() -> None:
    con = duckdb.connect()
    con.execute(
        "create table seen as select * from (values (5, true), (13, true), (6, true), (6, false)) t(v, d)"
    )
    assert firsts._marked(con, "v", "seen", "d", 5, 13).tolist() == [5, 13]


def test_buckets_are_halved_by_dates() -> None:
    con = duckdb.connect()
    con.execute(
        "create table days as select unnest(range(date '2025-08-01', date '2026-06-01', interval 1 day))::date d"
    )
    for day, bucket in con.execute(f"select d, {BUCKETS.sql('d')} from days").fetchall():
        months = day.year * 12 + day.month - (2025 * 12 + 10)
        assert bucket == min(max(months, 0), BUCKETS.count)
