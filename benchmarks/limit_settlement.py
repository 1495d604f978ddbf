"""The limit of settlement: the rules of `programme/` written by hand in DuckDB and numpy, for them alone.

It checks nothing and knows every figure of the programme. Each query, each array and the file that it writes
are as fast as was found possible; what the product takes longer is the price of reading any programme from
YAML, of judging every row, and of proving that none was lost.

`python -m benchmarks.limit_settlement DATA OUT` settles December 2026 from DATA/*.parquet into a ledger.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
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
DEPTHS, ENOUGH = (50_000, 30_000, 20_000, 10_000, 10_000, 5_000, 2_500), 100_00
GROUPS = np.array([1_000_00, 5_000_00, 20_000_00, 100_000_00]), np.array([0, 30_000, 50_000, 80_000, 120_000])
POINTS = np.array([0, 10, 50]), np.array([100, 150, 200])  # hundredths of a point an order
POOL = 50  # the fund is a fiftieth of all sales
REPEATING = ["period", "clause", "version", "edition", "base_digits", "row", "depth", "unit"]

PARTNERS = "select partner_id, sponsor_id, registered_on from '{data}/partners.parquet' order by partner_id"
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


@dataclass(frozen=True)
class Made:
    """The lines of one rule: who (-1 is the house), of which base, how much, and the row of the table."""

    clause: str
    who: Any
    base: Any
    amount: Any
    row: Any = None
    digits: int = 2
    depth: Any = None
    capped: Any = None
    unit: str = "money"


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


def team(sponsor: Any, volume: Any) -> tuple[Any, Any, Any, Any]:
    """Who earns at each of seven depths on which sum, what that pays, and the depth; -1 is the house."""
    up = np.append(sponsor, -1)
    counted = np.append(volume >= ENOUGH, True)
    while not (done := counted[up]).all():
        up = np.where(done, up, up[up])
    waiting, gone, nobody = np.append(volume, 0), 0, np.array([-1])
    who, base, depth = [], [], []
    for number in range(1, len(DEPTHS) + 1):
        moved = np.zeros_like(waiting)
        np.add.at(moved, up[:-1], waiting[:-1])
        gone += int(moved[-1])
        moved[-1] = 0
        waiting = moved
        earners = np.flatnonzero(waiting)
        who += [nobody, earners]
        base += [np.array([gone]), waiting[earners]]
        depth.append(np.full(len(earners) + 1, number))
    who, base, depth = np.concatenate(who), np.concatenate(base), np.concatenate(depth)
    order = np.argsort(who, kind="stable")
    who, base, depth = who[order], base[order], depth[order]
    return who, base, depth, rounded(base * np.array((0, *DEPTHS))[depth])


def groups(sponsor: Any, volume: Any) -> tuple[Any, Any, Any]:
    """The volume of each group, its row, and what it brings less what the groups of recruits bring."""
    size = len(sponsor)
    depth, above = np.zeros(size, dtype=np.int64), sponsor
    while (above >= 0).any():
        depth += above >= 0
        above = np.where(above >= 0, sponsor[above], -1)
    order = np.argsort(-depth, kind="stable")
    ends = np.cumsum(np.bincount(depth)[::-1])
    group = volume.copy()
    for first, last in zip([0, *ends[:-2]], ends[:-1], strict=True):
        rows = order[first:last]
        np.add.at(group, sponsor[rows], group[rows])
    row = np.searchsorted(GROUPS[0], group, "right")
    gross = group * GROUPS[1][row]
    below = np.zeros(size, dtype=np.int64)
    recruits = np.flatnonzero(sponsor >= 0)
    np.add.at(below, sponsor[recruits], gross[recruits])
    return group, row, rounded(np.where(row > 0, np.maximum(gross - below, 0), 0))


def shared(volume: Any, earns: Any) -> tuple[Any, Any, Any]:
    """Who shares the fund by which volume, and what each gets; -1 is the house, which has what nobody gets."""
    total = int(volume.sum())
    who = np.flatnonzero(earns & (volume > 0))
    weights = volume[who]
    assert int(weights.max(initial=0)) * total < 2**63
    over = POOL * int(weights.sum())
    parts, lost = weights * total // over, weights * total % over
    left = total // POOL - int(parts.sum())
    _, kind, counts = np.unique(-lost, return_inverse=True, return_counts=True)
    served = np.searchsorted(np.cumsum(counts), left, "right")
    parts += (kind < served) & (lost > 0)
    rest = total // POOL - int(parts.sum())
    return np.append(-1, who), np.append(0, weights), np.append(rest, parts)


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
    sponsor = np.ma.filled(np.ma.asarray(partners["sponsor_id"]), -1)  # an id is its own row here
    everybody = np.arange(len(ids))
    by_points = np.searchsorted(POINTS[0], orders, "right") - 1
    points = np.concatenate([[0], np.cumsum(np.diff(POINTS[0]) * POINTS[1][:-1])])[by_points]
    points = (points + (orders - POINTS[0][by_points]) * POINTS[1][by_points]) // 100 * 100
    earners, sums_below, depths, from_team = team(sponsor, np.where(present, volume, 0))
    group, by_group, from_group = groups(sponsor, np.where(present, volume, 0))
    sharers, shares, from_pool = shared(np.where(present, volume, 0), tier == 2)
    lines = (
        Made("first-order", everybody, zero, np.where((first == 1) & (volume >= 50_00), 25_00, 0), digits=0),
        Made(
            "volume-commission",
            everybody,
            volume,
            rounded(BELOW[slice_] + (volume - SLICES[0][slice_]) * SLICES[1][slice_]),
            slice_ + 1,
        ),
        Made(
            "tier-commission",
            everybody,
            volume,
            np.minimum(supplement, TIER_CAP),
            tier,
            capped=supplement > TIER_CAP,
        ),
        Made("order-bonus", everybody, orders, ORDERS[1][by_orders], by_orders, digits=0),
        Made("new-customers", everybody, customers, CUSTOMERS[1][by_customers], by_customers, digits=0),
        Made("team-commission", earners, sums_below, from_team, depths, depth=depths),
        Made("group-bonus", everybody, group, from_group, by_group),
        Made("order-points", everybody, orders, points, by_points + 1, digits=0, unit="points"),
        Made("gold-pool", sharers, shares, from_pool),
    )
    texts = pa.concat_arrays([pa.array(ids).cast(pa.string()), pa.array(["house"])])
    tables, answer = [], {}
    for one in lines:
        at = np.flatnonzero((one.amount != 0) & ((one.who < 0) | present[one.who]))
        count, who, paid = len(at), one.who[at], one.amount[at]
        row = np.zeros(count) if one.row is None else one.row[at]
        tables.append(
            pa.table(
                {
                    "period": same("2026-12", count),
                    "partner": texts.take(pa.array(np.where(who < 0, len(ids), who))),
                    "clause": same(one.clause, count),
                    "version": pa.array(np.full(count, VERSION)),
                    "edition": same(EDITION, count),
                    "base": one.base[at],
                    "base_digits": np.full(count, one.digits, dtype=np.int8),
                    "row": row.astype(np.int16),
                    "capped": np.zeros(count, np.bool_) if one.capped is None else one.capped[at],
                    "amount": paid,
                    "depth": pa.nulls(count, pa.int16())
                    if one.depth is None
                    else pa.array(one.depth[at].astype(np.int16)),
                    "unit": same(one.unit, count),
                }
            )
        )
        answer[one.clause] = [int(paid.sum()), count]
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
