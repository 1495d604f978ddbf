"""Projects to measure: the programme of this package with invented records, written below build/bench/."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measured import ROOT
from generator.workflow import benchmark_data

PROGRAMME = ROOT / "benchmarks" / "programme" / "program"
FOLDER = ROOT / "build" / "bench"
ORDERS = 12
"""Orders of each partner in a project of statements: with them a statement shows about 140 numbers."""

_SOURCES = """\
sources:
- table: partners
  files: partners.parquet
  columns: {partner: partner_id, name: name, joined_on: joined_on}

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


def settlement_project(sales: int, partners: int) -> Path:
    """A year of sales of which December is settled; few partners make most of them."""
    project = _programme(f"settlement-{sales}-{partners}")
    data = project / "partners_data"
    if not (data / "sources.yaml").exists():
        benchmark_data.write_benchmark_data(data, sales, partners)
    return project


def statement_project(partners: int) -> Path:
    """A month in which every partner has the same number of orders."""
    project = _programme(f"statements-{partners}")
    # Their pages are compared with pages of others, which have stayed as they were.
    for name in ("080-order-points", "090-gold-pool"):
        (project / "program" / "clauses" / f"{name}.yaml").unlink()
    file = project / "program" / "programme.yaml"
    file.write_text(file.read_text("utf-8").partition("\npoints:")[0] + "\n", "utf-8")
    data = project / "partners_data"
    if (data / "sources.yaml").exists():
        return project
    data.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    ids = np.arange(1, partners + 1)
    rows = partners * ORDERS
    joined = np.full(partners, np.datetime64("2026-01-15"))
    names = [f"Partner {number:06}" for number in ids.tolist()]
    pq.write_table(
        pa.table({"partner_id": ids, "name": names, "joined_on": joined}), data / "partners.parquet"
    )
    products = pa.array([f"sku-{number:03}" for number in range(200)])
    pq.write_table(
        pa.table(
            {
                "order_id": np.arange(1, rows + 1),
                "partner_id": np.repeat(ids, ORDERS),
                "customer_id": rng.integers(1, rows, rows),
                "product": products.take(pa.array(rng.integers(0, 200, rows))),
                "date": np.datetime64("2026-12-01") + rng.integers(0, 31, rows).astype("timedelta64[D]"),
                "amount": np.exp(rng.normal(9.5, 1.1, rows)).astype(np.int64) + 1,
                "status": pa.array(["paid", "returned"]).take(
                    pa.array((rng.random(rows) > 0.9).astype(np.int8))
                ),
            }
        ),
        data / "sales.parquet",
        row_group_size=1_000_000,
    )
    (data / "sources.yaml").write_text(_SOURCES, "utf-8")
    return project


def _programme(name: str) -> Path:
    """A project folder with the programme as it is now; other code that invents records gets another folder."""
    made_by = hashlib.sha256()
    for module in (__file__, benchmark_data.__file__):
        made_by.update(Path(str(module)).read_bytes())
    project = FOLDER / f"{name}-{made_by.hexdigest()[:8]}"
    shutil.rmtree(project / "program", ignore_errors=True)
    shutil.copytree(PROGRAMME, project / "program")
    return project
