"""The limit of settlement: the rules of `programme/` written by hand in DuckDB and numpy, for them alone.

It checks nothing and knows every figure of the programme. Each query, each array and the file that it writes
are as fast as was found possible; what the product takes longer is the price of reading any programme from
YAML, of judging every row, and of proving that none was lost.

`python -m benchmarks.limit_settlement DATA OUT` settles December 2026 from DATA/*.parquet into a ledger.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas  # noqa: F401, see product_settlement
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from benchmarks.measured import Watch

MONTH, BACK, LAST = "2026-12-01", "2026-10-01", "2026-12-31"
VERSION = np.datetime64(MONTH)
EDITION = f"{MONTH}#{'0' * 64}"
MILLION = 1_000_000
SLICES = np.array([0, 500_00, 1_500_00, 4_000_00]), np.array([20_000, 30_000, 45_000, 60_000])
BELOW = np.concatenate([[0], np.cumsum(np.diff(SLICES[0]) * SLICES[1][:-1])])
TIER_RATES, TIER_CAP = np.array([0, 5_000, 12_500]), 400_00
ORDERS = np.array([5, 10, 40]), np.array([0, 5_00, 12_00, 60_00])
CUSTOMERS = np.array([1, 3]), np.array([0, 10_00, 40_00])
REPEATING = ["period", "clause", "version", "edition", "base_digits", "row"]

PARTNERS = "select partner_id, registered_on from '{data}/partners.parquet' order by partner_id"
VOLUMES = f"""
select partner_id,
    sum(amount) filter (date >= date '{MONTH}')::bigint as volume,
    sum(amount) filter (date >= date '{BACK}')::bigint as rolling,
    count(*) filter (date >= date '{MONTH}') as orders, min(date) >= date '{MONTH}' as first
from '{{data}}/sales.parquet' where status = 'paid' group by partner_id
"""
SEEN = f"""
select (bitstring_agg(customer_id, 0, {{last}}) filter (where date >= date '{MONTH}'))::blob as recent,
    (bitstring_agg(customer_id, 0, {{last}}) filter (where date < date '{MONTH}'))::blob as older
from '{{data}}/sales.parquet' where status = 'paid'
"""
BROUGHT = f"""
select partner_id, customer_id from '{{data}}/sales.parquet'
where status = 'paid' and date >= date '{MONTH}' and customer_id in (select * from fresh)
"""


def rounded(numerators: Any) -> Any:
    """Millionths rounded half to even; none is below zero."""
    quotient = numerators // MILLION
    rest = numerators - quotient * MILLION
    return quotient + ((rest > MILLION // 2) | ((rest == MILLION // 2) & (quotient & 1 == 1)))


def new_customers(con: duckdb.DuckDBPyConnection, data: Path, ids: Any) -> Any:
    """For each partner how many customers bought in the month who had never bought before."""
    ((most,),) = con.execute(f"select max(customer_id) from '{data}/sales.parquet'").fetchall()
    ((recent, older),) = con.execute(SEEN.format(data=data, last=most // 8 * 8 + 7)).fetchall()
    marks = np.frombuffer(recent, np.uint8) & ~np.frombuffer(older, np.uint8)
    con.register("fresh", pa.table({"value": np.flatnonzero(np.unpackbits(marks))}))
    found = con.execute(BROUGHT.format(data=data)).fetchnumpy()
    pairs = np.unique(np.searchsorted(ids, found["partner_id"]) * (most + 1) + found["customer_id"])
    return np.bincount(pairs // (most + 1), minlength=len(ids)).astype(np.int64)


def settle(data: Path, out: Path) -> dict[str, list[int]]:
    """Settle and write; returns the sum of amounts and the number of lines by clause."""
    con = duckdb.connect()
    partners = con.execute(PARTNERS.format(data=data)).fetchnumpy()
    ids = partners["partner_id"]
    present = partners["registered_on"] <= np.datetime64(LAST)
    sums = con.execute(VOLUMES.format(data=data)).fetchnumpy()
    at = np.searchsorted(ids, sums["partner_id"])

    def column(name: str) -> Any:
        values = np.zeros(len(ids), dtype=np.int64)
        values[at] = np.ma.filled(sums[name], 0)
        return values

    volume, rolling, orders, first = (column(name) for name in ("volume", "rolling", "orders", "first"))
    customers = new_customers(con, data, ids)
    zero = np.zeros(len(ids), dtype=np.int64)
    slice_ = np.searchsorted(SLICES[0], volume, "right") - 1
    tier = np.where(rolling >= 1_500_00, 1, 0)
    tier[(rolling >= 5_000_00) & (orders >= 10)] = 2
    by_orders = np.searchsorted(ORDERS[0], orders, "right")
    by_customers = np.searchsorted(CUSTOMERS[0], customers, "right")
    supplement = rounded(volume * TIER_RATES[tier])
    lines = (
        ("first-order", zero, 0, zero, zero, np.where((first == 1) & (volume >= 50_00), 25_00, 0)),
        (
            "volume-commission",
            volume,
            2,
            slice_ + 1,
            zero,
            rounded(BELOW[slice_] + (volume - SLICES[0][slice_]) * SLICES[1][slice_]),
        ),
        ("tier-commission", volume, 2, tier, supplement > TIER_CAP, np.minimum(supplement, TIER_CAP)),
        ("order-bonus", orders, 0, by_orders, zero, ORDERS[1][by_orders]),
        ("new-customers", customers, 0, by_customers, zero, CUSTOMERS[1][by_customers]),
    )
    texts = pa.array(ids).cast(pa.string())
    tables, answer = [], {}
    for clause, base, digits, row, capped, amount in lines:
        who = np.flatnonzero((amount != 0) & present)
        count = len(who)
        paid = amount[who]
        tables.append(
            pa.table(
                {
                    "period": same("2026-12", count),
                    "partner": texts.take(pa.array(who)),
                    "clause": same(clause, count),
                    "version": pa.array(np.full(count, VERSION)),
                    "edition": same(EDITION, count),
                    "base": base[who],
                    "base_digits": np.full(count, digits, dtype=np.int8),
                    "row": row[who].astype(np.int16),
                    "capped": capped[who].astype(np.bool_),
                    "amount": paid,
                }
            )
        )
        answer[clause] = [int(paid.sum()), count]
    out.mkdir(parents=True, exist_ok=True)
    ledger = pa.concat_tables(tables).unify_dictionaries()
    pq.write_table(
        ledger, out / "2026-12.parquet", compression="zstd", compression_level=1, use_dictionary=REPEATING
    )
    return answer


def same(word: str, count: int) -> Any:
    """A column of one word."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, dtype=np.int32)), pa.array([word]))


def main() -> None:
    """Settle once and print the answer."""
    data, out = map(Path, sys.argv[1:])
    watch = Watch()
    sums = settle(data, out)
    print(json.dumps({**watch.answer(), "sums": sums}))


if __name__ == "__main__":
    main()
