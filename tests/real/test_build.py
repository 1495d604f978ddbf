"""The book over real orders: every row accounted for, a statement for each active partner, and the audit's word.

`make test` takes one customer in eight; with PARTNERBOOK_ORDERS=all, as in `make proof`, all of them.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from generator.audit.run import audit
from generator.workflow.build import Summary, build
from generator.workflow.places import Places
from tests.real.orders import ALL, EVERY, project_of, source_of_sales, words_of

pytestmark = pytest.mark.real

ON = date(2011, 12, 31)

# No fewer than these must have been compared, or the audit has proved nothing: somewhat below what it compared when
# this was written.
WHOLE = {"clauses": 40_000, "facts": 200_000, "statements": 13_660, "lines": 18_000, "records": 405_375}
FLOORS = {"thresholds": 12} | {
    what: least if ALL else least // EVERY * 9 // 10 for what, least in WHOLE.items()
}


@dataclass(frozen=True)
class Built:
    """The orders, the build of them, and where both lie."""

    orders: pa.Table
    places: Places
    summary: Summary


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, real_orders: Path) -> Built:
    """One build for the whole module."""
    folder = tmp_path_factory.mktemp("real")
    root, orders = project_of(real_orders, folder)
    places = Places.of(root, folder / "build")
    return Built(orders, places, build(places, ON, bytes(range(32)), with_audit=False))


@pytest.fixture(scope="module")
def active(built: Built) -> list[str]:
    """`partner/month` of every row that the mapping lets count, read apart from the book."""
    words = [word for said in words_of(source_of_sales()).values() for word in said]
    table = built.orders
    said = pc.utf8_trim_whitespace(pc.fill_null(table["Description"], ""))
    kept = pc.and_(pc.is_valid(table["CustomerID"]), pc.greater_equal(table["UnitPrice"], 0))
    rows = table.filter(pc.and_(kept, pc.invert(pc.is_in(said, pa.array(words)))))
    months = pc.strftime(rows["InvoiceDate"], "%Y-%m").to_pylist()
    return [f"{int(who)}/{month}" for who, month in zip(rows["CustomerID"].to_pylist(), months, strict=True)]


def test_every_row_is_counted_or_rejected(built: Built, active: list[str]) -> None:
    records = built.summary.records
    assert records["counted"] + records["rejected"] == records["read"] == built.orders.num_rows
    assert records["counted"] == len(active)
    assert not ALL or (built.orders.num_rows, len(active)) == (541_909, 405_375)
    with (built.places.private / "rejects.csv").open(encoding="utf-8") as rows:
        assert sum(1 for _ in rows) == records["rejected"] + 1


def test_who_was_active_has_a_statement_and_nobody_else(built: Built, active: list[str]) -> None:
    folder = built.places.private / "statements"
    found = {f"{path.parent.name}/{path.stem}" for path in folder.glob("*/*.html")}
    assert len(found) > 10_000 // EVERY
    assert found == set(active)
    assert built.summary.statements == len(found)
    assert built.summary.partners == len({one.split("/")[0] for one in active})
    layout = json.loads((built.places.site / "statements" / "layout.json").read_text("ascii"))
    assert layout["version"] == 1


def test_the_audit_agrees_with_all_of_it(built: Built) -> None:
    result = audit(built.places.root, on=ON, build=built.places.build)
    assert [f"{one.slug} {one.where} {one.says}" for one in result.findings[:10]] == []
    assert result.as_json()["verdict"] == "agrees"
    short = {what: (result.examined.get(what, 0), least) for what, least in FLOORS.items()}
    assert not {what: pair for what, pair in short.items() if pair[0] < pair[1]}
    assert result.examined["statements"] == built.summary.statements
    assert result.examined["lines"] == built.summary.ledger_lines
