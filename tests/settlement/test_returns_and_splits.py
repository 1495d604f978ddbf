"""Metrics and rules over returns that name their sale and over split sales: sums net out, firsts stay, parts count."""

from datetime import date
from pathlib import Path

import pytest

from generator.book import read_book
from generator.rules.editions import editions
from generator.settlement.settle import Settlement, settle
from generator.terms.programme import Programme
from tests.settlement.projects import Project

SOURCES = """
sources:
- {table: partners, files: partners.csv, columns: {partner: partner, name: name, joined_on: joined_on}}
- table: sales
  files: sales.csv
  columns:
    sale: sale
    partner: partner
    date: date
    return_of: of
    customer: {column: customer, type: text}
    amount: {column: amount, digits: 2}
  unique: sale
- table: splits
  files: splits.csv
  columns: {sale: sale, partner: partner, share: {column: share, digits: 0}}
  divides: [amount]
"""
SALES = """sale,partner,date,of,customer,amount
S-2,anna,2026-01-10,,c1,100
A-1,,2026-02-03,S-2,,-100
S-3,anna,2026-02-05,,c1,40
S-4,anna,2026-02-06,,c2,10.01
"""
ON = date(2026, 2, 28)
METRICS = {
    "total": {"sum": "plain"},
    "first_sale": {"first": "plain"},
    "last_sale": {"last": "plain"},
    "new_buyers": {"new": "customer", "of": "sales"},
    "started": {"new": "partner", "of": "sales"},
    "number": {"count": "sales"},
}


def settled(root: Path, splits: str = "", clause: dict[str, object] | None = None) -> Settlement:
    """A project of two partners, settled for January and February."""
    metrics = {
        name: [{"from": "2026-01-01", "window": "period", "scope": "own", **body}]
        for name, body in METRICS.items()
    }
    for name in ("first_sale", "last_sale"):
        metrics[name][0]["when_absent"] = "0"
    clauses = {"pay": ("commission", [{"from": "2026-01-01", **clause}])} if clause else {}
    programme: Programme = Project(root, metrics, clauses).write_programme()
    data = root / "partners_data"
    data.mkdir(exist_ok=True)
    (data / "sources.yaml").write_text(SOURCES, "utf-8")
    (data / "partners.csv").write_text(
        "partner,name,joined_on\nanna,A,2026-01-01\nboris,B,2026-01-01\n", "utf-8"
    )
    (data / "sales.csv").write_text(SALES, "utf-8")
    (data / "splits.csv").write_text("sale,partner,share\n" + splits, "utf-8")
    book = read_book(data, on=ON, time_zone="UTC", languages=programme.languages)
    return settle(programme, book, editions(programme, ON), ON)


def figures(settlement: Settlement, period: int, name: str) -> list[int]:
    """A metric of anna and boris."""
    return settlement.results[period].figures.metric(name).values.tolist()


@pytest.mark.parametrize(
    ("name", "january", "february"),
    [
        ("total", [0, 0], [5001, 0]),
        ("number", [2, 0], [2, 0]),  # a return is a row
        (
            "first_sale",
            [10000, 0],
            [4000, 0],
        ),  # and never the first or the last one, though A-1 stands before S-2
        ("last_sale", [10000, 0], [1001, 0]),
        ("new_buyers", [1, 0], [1, 0]),  # c1 stays a customer of January
        ("started", [1, 0], [0, 0]),
    ],
)
def test_a_return_nets_out_and_is_never_first(
    tmp_path: Path, name: str, january: list[int], february: list[int]
) -> None:
    settlement = settled(tmp_path)
    assert figures(settlement, 0, name) == january
    assert figures(settlement, 1, name) == february


def test_every_part_of_a_split_sale_is_a_sale(tmp_path: Path) -> None:
    settlement = settled(tmp_path, "S-2,anna,50\nS-2,boris,50\nS-4,anna,50\nS-4,boris,50\n")
    assert figures(settlement, 0, "total") == [0, 0]
    assert figures(settlement, 0, "number") == [2, 2]
    assert figures(settlement, 0, "new_buyers") == [1, 1]
    assert figures(settlement, 1, "total") == [4501, 500]


@pytest.mark.parametrize("as_of", ["", "after_the_sale"])
def test_parts_are_paid_by_themselves(tmp_path: Path, as_of: str) -> None:
    clause: dict[str, object] = {
        "per": "sale",
        "base": "plain",
        "source": {"sales": {}},
        "once": "sale",
        "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "10 %"}]},
    }
    if as_of:  # judged at the part of each partner: boris has sold 5.00 with S-4, and nothing before
        clause |= {"earns": {"number": {"at_least": "1"}, "total": {"at_least": "5"}}, "as_of": as_of}
        clause["earns"] = {"all": [{"number": {"at_least": "1"}}, {"total": {"at_least": "5"}}]}
    settlement = settled(tmp_path, "S-4,anna,50\nS-4,boris,50\n", clause)
    (lines,) = [one.lines for one in settlement.results[1].clauses]
    assert sorted(zip(lines.who.tolist(), lines.amount.tolist(), strict=True)) == [(0, 50), (0, 400), (1, 50)]
