"""Every case of a rule per row comes to what was worked out by hand, in settlement and in the audit."""

import csv
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.terms.quantity import parse_quantity
from tests.plain import plain
from tests.rules.joined import Both, Lines, read_both
from tests.settlement.projects import Project

READ: dict[str, Any] = plain(Path(__file__).parent / "rows" / "cases.yaml")
CASES: list[dict[str, Any]] = READ["cases"]
NAMES = [f"case-{chr(ord('a') + number)}" for number in range(len(CASES))]
DAY = date(2026, 1, 31)
FREE = {"type": "text", "empty": "allowed"}


@dataclass
class WithLines(Project):
    """A project whose sales have lines, and each perhaps one product."""

    lines: list[list[str]] = field(default_factory=list)

    def write_records(self) -> None:
        super().write_records()
        folder = self.root / "partners_data"
        read = json.loads((folder / "sources.yaml").read_text("utf-8"))
        sales = next(one for one in read["sources"] if one["table"] == "sales")
        sales["columns"]["product"] = {"column": "product", **FREE}
        sales["unique"] = "sale"
        columns = {"sale": "sale", "product": {"column": "product", "type": "text"}}
        figures = {
            name: {"column": name, "digits": digits} for name, digits in (("amount", "2"), ("pieces", "0"))
        }
        read["sources"].append(
            {"table": "sale_lines", "files": "sale_lines.csv", "columns": {**columns, **figures}}
        )
        for name, rows in (("sales", self.sales), ("sale_lines", self.lines)):
            heads = list(next(one["columns"] for one in read["sources"] if one["table"] == name))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([heads, *rows])
        (folder / "sources.yaml").write_text(json.dumps(read), "utf-8")


def project(folder: Path) -> WithLines:
    """All cases as one programme and one book; people and sales are called after their case."""
    made = WithLines(
        folder,
        {"volume": [{"sum": "order_value", "where": {"status": "paid"}, "window": "period", "scope": "own"}]},
        clauses={name: ("commission", [case["clause"]]) for name, case in zip(NAMES, CASES, strict=True)},
        measures={
            "order_value": "amount",
            "line_value": {"of": "sale_lines", "value": "amount", "unit": "money"},
            "pieces": {"of": "sale_lines", "value": "pieces", "unit": "count"},
        },
        tiers=[
            {"tier": tier} | ({"reach": {"volume": {"at_least": volume}}} if number else {})
            for number, (tier, volume) in enumerate(READ["setting"]["tiers"].items())
        ],
    )
    for name, case in zip(NAMES, CASES, strict=True):
        assert set(case) == {"name", "clause", "sales", "then"}, case["name"]
        for person in dict.fromkeys(sale["of"] for sale in case["sales"].values()):
            made.partners.append([f"{name}-{person}", person, "2025-12-01", ""])
        for sale, written in case["sales"].items():
            told = {
                "status": "paid",
                "customer": "",
                "day": "10",
                "product": "",
                "amount": "0",
                "lines": [],
                **written,
            }
            assert set(told) <= {"of", "status", "customer", "day", "product", "amount", "lines"}, case[
                "name"
            ]
            customer = told["customer"] and f"{name}-{told['customer']}"
            day = f"2026-01-{told['day']:0>2}"
            cells = [f"{name}-{sale}", f"{name}-{told['of']}", day, customer, told["status"]]
            made.sales.append([*cells, told["amount"], "0", "0", told["product"]])
            for product, amount, *pieces in told["lines"]:
                made.lines.append([f"{name}-{sale}", product, amount, *(pieces or ["1"])])
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("rows")), DAY)


def paid(lines: Lines, clause: str) -> dict[str, list[Fraction]]:
    """The amounts of a clause to the people of its case, the least first."""
    found: dict[str, list[Fraction]] = {}
    for (_, partner, of, amount, *_), times in lines.items():
        if of == clause and partner.startswith(f"{clause}-"):
            found.setdefault(partner.removeprefix(f"{clause}-"), []).extend([amount] * times)
    return {partner: sorted(amounts) for partner, amounts in found.items()}


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["name"] for case in CASES])
def test_a_case(number: int, both: Both) -> None:
    then = CASES[number]["then"]
    wanted = {
        partner: sorted(parse_quantity(one).value for one in amounts) for partner, amounts in then.items()
    }
    assert paid(both.settled, NAMES[number]) == wanted
    assert sorted(both.audited) == ["en", "ru"]
    for lines in both.audited.values():
        assert paid(lines, NAMES[number]) == wanted


def test_both_readings_agree_on_every_row_under_every_clause(both: Both) -> None:
    """Far more than the cases: the rows of each case meet each clause."""
    assert not both.findings
    assert not both.differences()
    assert Counter(both.settled).total() > 300
