"""Fresh values are the same whether numbers are marked by bits or compared as any value."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator.settlement import firsts
from tests.settlement.projects import Project, figures

SOURCES = """\
sources:
- {table: partners, derive_from: sales}
- table: sales
  files: sales.parquet
  columns:
    partner: partner
    date: date
    customer: {column: customer, type: text, empty: allowed}
    amount: {column: amount, digits: 2}
"""
ROWS = 4_000


@pytest.fixture(params=[(-40, 700), (0, 7), (-(2**62), 2**62), (10, 11)])
def project(tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    """Sales from before the programme's start on, whose customers are whole numbers in the given range."""
    low, high = request.param
    rng = np.random.default_rng(5)
    few = rng.integers(low, high, 300)
    customers = pa.array(rng.choice(few, ROWS), mask=rng.random(ROWS) < 0.05)
    days = np.datetime64("2025-08-01") + rng.integers(0, 270, ROWS).astype("timedelta64[D]")
    project = Project(
        tmp_path,
        {
            f"new-{words.replace(' ', '-')}": [{"new": "customer", "of": "sales", "window": words}]
            for words in ("period", "last 2 periods", "lifetime")
        },
    )
    project.write_programme()
    data = tmp_path / "partners_data"
    data.mkdir(exist_ok=True)
    (data / "sources.yaml").write_text(SOURCES, "utf-8")
    pq.write_table(
        pa.table(
            {
                "partner": rng.integers(1, 30, ROWS),
                "date": pa.array(days).cast(pa.date32()),
                "customer": customers,
                "amount": np.ones(ROWS),
            }
        ),
        data / "sales.parquet",
    )
    return project
