"""The mapping of the real orders: exact ceilings, so that every row is counted or rejected for one reason."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from ruamel.yaml import YAML

pytestmark = pytest.mark.real

MAPPING = Path(__file__).parent / "partners_data" / "sources.yaml"


@pytest.fixture(scope="module")
def source() -> dict[str, Any]:
    sources: list[dict[str, Any]] = YAML(typ="base").load(MAPPING)["sources"]
    return next(source for source in sources if source["table"] == "sales")


def reason_of(row: dict[str, Any], words: dict[str, list[str]]) -> str:
    """A second reading of the mapping, row by row, in the declared order."""
    if row["CustomerID"] is None:
        return "missing-partner"
    if row["UnitPrice"] < 0:
        return "negative-price"
    return next((reason for reason, said in words.items() if row["Description"].strip() in said), "counted")


def test_the_file_lies_where_the_mapping_says(source: dict[str, Any], real_orders: Path) -> None:
    assert (MAPPING.parent / source["files"]).resolve() == real_orders.resolve()


def test_ceilings_are_exact(source: dict[str, Any], real_orders: Path) -> None:
    declared = {row["reason"]: int(row["ceiling"].replace(" ", "")) for row in source["reject"]}
    words = {
        row["reason"]: row["where"]["description"]["one_of"]
        for row in source["reject"]
        if "description" in row.get("where", {})
    }
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
