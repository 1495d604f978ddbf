"""The project of real orders: whole, or with some of the customers, so that a run of all tests stays short."""

import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.plain import plain

HERE = Path(__file__).parent
MAPPING = HERE / "partners_data" / "sources.yaml"
ALL = os.environ.get("PARTNERBOOK_ORDERS") == "all"
"""Whether a build holds every customer, as `make proof` demands."""
EVERY = 8
"""Else this many customers give one."""


def source_of_sales() -> dict[str, Any]:
    """How the orders are mapped."""
    sources: list[dict[str, Any]] = plain(MAPPING)["sources"]
    return next(source for source in sources if source["table"] == "sales")


def words_of(source: dict[str, Any]) -> dict[str, list[str]]:
    """The descriptions that each reason rejects."""
    return {
        row["reason"]: row["where"]["description"]["one_of"]
        for row in source["reject"]
        if "description" in row.get("where", {})
    }


def reason_of(row: dict[str, Any], words: dict[str, list[str]]) -> str:
    """A second reading of the mapping, row by row, in the declared order."""
    if row["CustomerID"] is None:
        return "missing-partner"
    if row["UnitPrice"] < 0:
        return "negative-price"
    return next((reason for reason, said in words.items() if row["Description"].strip() in said), "counted")


def some_orders(path: Path) -> pa.Table:
    """The orders of one customer in `EVERY`, and those of nobody."""
    table = pq.read_table(path)
    customer = pc.fill_null(pc.cast(table["CustomerID"], pa.int64()), 0)
    rest = pc.subtract(customer, pc.multiply(pc.divide(customer, EVERY), EVERY))
    return table.filter(pc.equal(rest, 0))


def project_of(orders: Path, folder: Path) -> tuple[Path, pa.Table]:
    """The root of the project that is built, and the orders in it."""
    if ALL:
        return HERE, pq.read_table(orders)
    table = some_orders(orders)
    source = source_of_sales()
    words = words_of(source)
    found = Counter(
        reason_of(row, words) for row in table.select(["CustomerID", "UnitPrice", "Description"]).to_pylist()
    )
    root = folder / "project"
    shutil.copytree(HERE / "program", root / "program")
    (root / "partners_data").mkdir()
    pq.write_table(table, root / "partners_data" / "orders.parquet")
    text = MAPPING.read_text("utf-8").replace(source["files"], "orders.parquet")
    for row in source["reject"]:
        before, after = text.split(f"- reason: {row['reason']}\n", 1)
        after = after.replace(f"ceiling: {row['ceiling']}\n", f"ceiling: {found[row['reason']]}\n", 1)
        text = f"{before}- reason: {row['reason']}\n{after}"
    (root / "partners_data" / "sources.yaml").write_text(text, "utf-8")
    return root, table
