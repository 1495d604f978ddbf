"""Synthetic sales and partners of any size for the benchmarks, written in chunks to keep memory flat."""

import secrets
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

CHUNK = 2_000_000
"""Rows made and written at a time."""

_SALES = pa.schema(
    [
        ("order_id", pa.int64()),
        ("partner_id", pa.int64()),
        ("customer_id", pa.int64()),
        ("product", pa.string()),
        ("date", pa.date32()),
        ("amount", pa.int64()),
        ("status", pa.string()),
    ]
)
# Made into arrays where they are used: the first array of Python values loads pandas, half a second for every verb.
_PRODUCTS = tuple(f"sku-{number:03d}" for number in range(200))
_STATUSES = ("paid", "returned")
_SOURCES = """\
# Written together with the data beside it. Amounts are whole minor units.
sources:
- table: partners
  files: partners.parquet
  columns:
    partner: partner_id
    name: partner_id
    joined_on: registered_on
    sponsor: sponsor_id
    segment: segment
    region: region

- table: sales
  files: sales.parquet
  columns:
    sale: order_id
    partner: partner_id
    customer: customer_id
    product: {column: product, type: text}
    date: date
    amount: {column: amount, digits: 2, in: minor}
    status: status
"""


def write_benchmark_data(
    out: Path, sales: int, partners: int, seed: int = 7, start: date = date(2026, 1, 1), days: int = 365
) -> Path:
    """Write `sales.parquet`, `partners.parquet` and the `sources.yaml` that maps them into the folder `out`.

    Sales: order_id, partner_id, customer_id (int64), product, date (date32, `days` days from `start`), amount
    (int64 minor units), status (nine in ten paid, the rest returned). Few partners make most sales, and a
    customer belongs mostly to one partner. Partners: partner_id, sponsor_id (null for the five roots),
    registered_on (always before `start`), segment, region. The same arguments give the same values. Returns
    the path of `sources.yaml`; raises ValueError with less than one sale or five partners.
    """
    if sales < 1 or partners < 5:
        raise ValueError(f"at least one sale and five partners are needed, not {sales} and {partners}")
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([seed, 0])
    with _Aside(out / "partners.parquet") as aside:
        pq.write_table(_partners(partners, start, rng), aside, compression="zstd")
    with (
        _Aside(out / "sales.parquet") as aside,
        pq.ParquetWriter(aside, _SALES, compression="zstd") as writer,
    ):
        for first in range(0, sales, CHUNK):
            chunk = np.random.default_rng([seed, 1, first])
            writer.write_table(
                _sales(first, min(CHUNK, sales - first), sales, partners, start, days, chunk),
                row_group_size=1_000_000,
            )
    with _Aside(out / "sources.yaml") as aside:
        aside.write_text(_SOURCES, encoding="utf-8")
    return out / "sources.yaml"


def _partners(count: int, start: date, rng: np.random.Generator) -> pa.Table:
    """A random recursive tree with five roots under shuffled ids: a sponsor's id may be the larger one."""
    inviting = np.full(count, -1, dtype=np.int64)
    inviting[5:] = (rng.random(count - 5) * np.arange(5, count)).astype(np.int64)
    shuffled = rng.permutation(count).astype(np.int64)
    sponsor = np.empty(count, dtype=np.int64)
    sponsor[shuffled] = np.where(inviting < 0, -1, shuffled[np.maximum(inviting, 0)])
    registered = np.datetime64(start, "D") - rng.integers(1, 731, count).astype("timedelta64[D]")
    return pa.table(
        {
            "partner_id": pa.array(np.arange(count, dtype=np.int64)),
            "sponsor_id": pa.array(sponsor, mask=sponsor < 0),
            "registered_on": pa.array(registered).cast(pa.date32()),
            "segment": _chosen(rng.integers(0, 3, count), ("retail", "pro", "vip")),
            "region": _chosen(rng.integers(0, 4, count), ("N", "S", "E", "W")),
        }
    )


def _sales(
    first: int, rows: int, sales: int, partners: int, start: date, days: int, rng: np.random.Generator
) -> pa.Table:
    customers = max(sales // 5, 1000)
    share = rng.random(rows)
    partner = (partners * share * share).astype(np.int64)
    loyalty = rng.random(rows)
    customer = partner * 10 % customers + (loyalty * np.sqrt(loyalty) * min(200, customers // 2)).astype(
        np.int64
    )
    day = np.datetime64(start, "D") + rng.integers(0, days, rows).astype("timedelta64[D]")
    amount = (np.exp(rng.normal(8.5, 1.1, rows)) + 1).astype(np.int64)
    columns = [
        pa.array(np.arange(first, first + rows, dtype=np.int64)),
        pa.array(partner),
        pa.array(customer),
        _chosen(rng.integers(0, len(_PRODUCTS), rows), _PRODUCTS),
        pa.array(day).cast(pa.date32()),
        pa.array(amount),
        _chosen((rng.random(rows) >= 0.9).astype(np.int64), _STATUSES),
    ]
    return pa.table(columns, schema=_SALES)


def _chosen(index: npt.NDArray[np.int64], words: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), pa.array(words)).cast(pa.string())


class _Aside:
    """A file written beside its place and moved there when the block ends well, removed when it does not."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")

    def __enter__(self) -> Path:
        return self._aside

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self._aside.replace(self._path)
        else:
            self._aside.unlink(missing_ok=True)
