"""The mapping of the real orders: exact ceilings, so that every row is counted or rejected for one reason."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.real.orders import MAPPING, reason_of, source_of_sales, words_of

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def source() -> dict[str, Any]:
    return source_of_sales()


def test_the_file_lies_where_the_mapping_says(source: dict[str, Any], real_orders: Path) -> None:
    assert (MAPPING.parent / source["files"]).resolve() == real_orders.resolve()


def test_ceilings_are_exact(source: dict[str, Any], real_orders: Path) -> None:
    declared = {row["reason"]: int(row["ceiling"].replace(" ", "")) for row in source["reject"]}
    words = words_of(source)
    found: Counter[str] = Counter()
    worth: Counter[str] = Counter()
    columns = ["CustomerID", "UnitPrice", "Quantity", "Description"]
    for batch in pq.ParquetFile(real_orders).iter_batches(columns=columns):
        for row in batch.to_pylist():
            reason = reason_of(row, words)
            found[reason] += 1
            worth[reason] += round(row["UnitPrice"] * 1000) * row["Quantity"]
    assert found.total() == 541_909
    assert found.pop("counted") == 405_375
    assert {reason: found[reason] for reason in declared} == declared
    # pounds, as added up by hand in SQL
    assert {reason: Decimal(sum_) / 1000 for reason, sum_ in worth.items()} == {
        "counted": Decimal("8221396.643"),
        "missing-partner": Decimal("1447682.120"),
        "carriage": Decimal("86437.600"),
        "charges": Decimal("-7768.429"),
    }
