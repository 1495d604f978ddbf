"""The book over the real orders: every row accounted for, a statement for each active partner, and the audit's word."""

import json
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from ruamel.yaml import YAML

from generator.audit.run import audit
from generator.workflow.build import Summary, build
from generator.workflow.places import Places

pytestmark = pytest.mark.real

HERE = Path(__file__).parent
ON = date(2011, 12, 31)
ROWS = 541_909

# No fewer than these must have been compared, or the audit has proved nothing: somewhat below what it compared when
# this was written.
FLOORS = {
    "clauses": 40_000,
    "thresholds": 12,
    "facts": 200_000,
    "statements": 13_660,
    "lines": 18_000,
    "records": 405_375,
}


@dataclass(frozen=True)
class Built:
    """The build, where it lies, and how long it took."""

    places: Places
    summary: Summary
    seconds: float


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One build for the whole module."""
    places = Places.of(HERE, tmp_path_factory.mktemp("real") / "build")
    began = time.perf_counter()
    summary = build(places, ON, bytes(range(32)), with_audit=False)
    return Built(places, summary, time.perf_counter() - began)


@pytest.fixture(scope="module")
def active(real_orders: Path) -> set[str]:
    """`partner/month` of every row that the mapping lets count, read apart from the book."""
    sources = YAML(typ="base").load(HERE / "partners_data" / "sources.yaml")["sources"]
    (sales,) = (source for source in sources if source["table"] == "sales")
    words = [
        word
        for row in sales["reject"]
        for word in row.get("where", {}).get("description", {}).get("one_of", [])
    ]
    table = pq.read_table(real_orders, columns=["CustomerID", "UnitPrice", "Description", "InvoiceDate"])
    assert table.num_rows == ROWS
    said = pc.utf8_trim_whitespace(pc.fill_null(table["Description"], ""))
    kept = pc.and_(pc.is_valid(table["CustomerID"]), pc.greater_equal(table["UnitPrice"], 0))
    kept = pc.and_(kept, pc.invert(pc.is_in(said, pa.array(words))))
    rows = table.filter(kept)
    assert rows.num_rows == 405_375
    months = pc.strftime(rows["InvoiceDate"], "%Y-%m").to_pylist()
    return {f"{int(who)}/{month}" for who, month in zip(rows["CustomerID"].to_pylist(), months, strict=True)}


def test_every_row_is_counted_or_rejected(built: Built) -> None:
    records = built.summary.records
    assert records["counted"] + records["rejected"] == records["read"] == ROWS
    assert records["counted"] == 405_375
    with (built.places.private / "rejects.csv").open(encoding="utf-8") as rows:
        assert sum(1 for _ in rows) == records["rejected"] + 1


def test_who_was_active_has_a_statement_and_nobody_else(built: Built, active: set[str]) -> None:
    folder = built.places.private / "statements"
    found = {f"{path.parent.name}/{path.stem}" for path in folder.glob("*/*.html")}
    assert len(active) > 10_000
    assert found == active
    assert built.summary.statements == len(active)
    assert built.summary.partners == len({one.split("/")[0] for one in active})
    layout = json.loads((built.places.site / "statements" / "layout.json").read_text("ascii"))
    assert layout["version"] == 1


def test_the_audit_agrees_with_all_of_it(built: Built) -> None:
    result = audit(HERE, on=ON, build=built.places.build)
    assert [f"{one.slug} {one.where} {one.says}" for one in result.findings[:10]] == []
    assert result.as_json()["verdict"] == "agrees"
    short = {what: (result.examined.get(what, 0), least) for what, least in FLOORS.items()}
    assert not {what: pair for what, pair in short.items() if pair[0] < pair[1]}
    assert result.examined["statements"] == built.summary.statements
    assert result.examined["lines"] == built.summary.ledger_lines
