"""How long the book takes for a million sales in Parquet; printed, not judged, since machines differ."""

import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from generator.workflow.benchmark_data import write_benchmark_data
from tests.book.making import read, rows

METRIC = """select partner, sum(amount)::bigint from {}
where status = 'paid' and date >= '2026-06-01' and date < '2026-07-01' group by 1"""
BY_HAND = METRIC.replace("partner", "partner_id")


def test_a_million_sales(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_benchmark_data(tmp_path, 1_000_000, 10_000)
    start = time.perf_counter()
    by_hand = duckdb.sql(BY_HAND.format(f"'{tmp_path / 'sales.parquet'}'")).fetchall()
    hand = time.perf_counter() - start
    start = time.perf_counter()
    with read(tmp_path, date(2026, 12, 31)) as book:
        opened = time.perf_counter() - start
        metric = rows(book, METRIC.format("sales"))
        whole = time.perf_counter() - start
        assert sorted(metric) == sorted(by_hand)
        assert book.control[-1].counted == 1_000_000
    with capsys.disabled():
        print(
            f"\n1M sales: one metric by hand {hand:.2f} s, book {opened:.2f} s, book and metric {whole:.2f} s"
        )
