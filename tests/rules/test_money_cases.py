"""Every case of a guarantee and of a deduction comes to what was worked out by hand, in settlement and in the audit."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.terms.quantity import parse_quantity
from tests.plain import plain
from tests.rules.joined import Both, read_both
from tests.settlement.projects import Project

HERE = Path(__file__).parent
MONTHS = [f"2026-{number:02}" for number in range(1, 8)]
ENDS = date(2026, 7, 31)
METRICS = {
    "volume": [{"sum": "order_value", "where": {"status": "paid"}, "window": "period", "scope": "own"}],
    "orders": [{"count": "sales", "where": {"status": "paid"}, "window": "period", "scope": "own"}],
    "share": [{"ratio": ["orders", "4"]}],
}


def commission(rate: str, **fields: Any) -> tuple[str, list[dict[str, Any]]]:
    """A share of everything sold, or of each sale, below zero, too."""
    rows = [{"at_least": "0", "rate": rate}]
    version = {"brackets": {"applies_to": "whole", "rows": rows}, "below_zero": "negative", **fields}
    return "commission", [version]


@dataclass(frozen=True)
class Case:
    """One partner, called after the clause of the case."""

    name: str
    clause: str
    told: dict[str, Any]


def read(kind: str) -> tuple[dict[str, Any], list[Case]]:
    """The setting and the cases of a file."""
    found: dict[str, Any] = plain(HERE / f"{kind}.yaml")
    cases = []
    for number, told in enumerate(found["cases"]):
        name = f"{kind}-{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}"
        cases.append(Case(told["name"], name, told))
    return found.get("setting", {}), cases


SETTING, GUARANTEES = read("guarantee")
_, DEDUCTIONS = read("deduction")


def amount(written: str) -> Fraction:
    """A figure as it is written."""
    return parse_quantity(written).value


def project(folder: Path) -> Project:
    """All cases of both kinds as one programme and one book."""
    per_sale = {"per": "sale", "source": {"sales": {"status": "paid"}}, "base": "order_value"}
    clauses: dict[str, Any] = {
        "own": commission("10 %", base="volume"),
        "whole": commission("100 %", base="volume"),
        "per-sale": commission("1 %", **per_sale),
        "fee": (
            "deduction",
            [{"source": {"lines": {"clauses": ["own"]}}, "rate": "1 %", "below_zero": "negative"}],
        ),
    }
    made = Project(
        folder,
        METRICS,
        clauses=clauses,
        measures={"order_value": "amount"},
        declared={
            "individual": {
                "draw": {"title": {"en": "Own draw", "ru": "Свой минимум"}, "unit": "money"},
                "withholding": {"title": {"en": "Own rate", "ru": "Своя ставка"}, "unit": "percent"},
            }
        },
    )
    for case in GUARANTEES:
        assert set(case.told) <= {"name", "clause", "earned", "left", "then", "debt"}, case.name
        lent = SETTING if case.told["clause"]["recoverable"] == "true" else {}
        counts = {"lines": {"clauses": ["whole"]}}
        clauses[case.clause] = ("guarantee", [{"counts": counts, **lent, **case.told["clause"]}])
        made.partners.append([case.clause, case.name, "2025-12-01", case.told.get("left", "")])
        for month, earned in zip(MONTHS, case.told["earned"], strict=False):
            if amount(earned):
                made.sales.append(sale(case.clause, len(made.sales), f"{month}-10", earned))
    for case in DEDUCTIONS:
        assert set(case.told) == {"name", "clause", "sold", "then"}, case.name
        clauses[case.clause] = ("deduction", [case.told["clause"]])
        made.partners.append([case.clause, case.name, "2025-12-01", ""])
        for sold in case.told["sold"]:
            made.sales.append(sale(case.clause, len(made.sales), "2026-01-10", sold))
    return made


def sale(partner: str, number: int, day: str, written: str) -> list[str]:
    """A paid sale."""
    return [f"s{number:04}", partner, day, "", "paid", written.replace(" ", ""), "0", "0"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("money")), ENDS)


def readings(both: Both, kind: str) -> list[Any]:
    """The lines of settlement, and those of the audit in each language."""
    assert sorted(both.audited) == ["en", "ru"]
    return [both.settled, *both.audited.values()]


def lines_of(lines: Any, case: Case) -> list[tuple[str, Fraction]]:
    """Month and amount of each line of the case's own clause, the earliest first."""
    return sorted(
        (period, paid)
        for (period, partner, clause, paid, *_), times in lines.items()
        for _ in range(times)
        if partner == case.clause == clause
    )


@pytest.mark.parametrize("case", GUARANTEES, ids=lambda case: case.name)
def test_a_guarantee(case: Case, both: Both) -> None:
    wanted = [(month, amount(one)) for month, one in zip(MONTHS, case.told["then"], strict=False)]
    for lines in readings(both, "guarantee"):
        found = [one for one in lines_of(lines, case) if one[0] <= MONTHS[len(wanted) - 1]]
        assert found == [(month, paid) for month, paid in wanted if paid]


@pytest.mark.parametrize("case", DEDUCTIONS, ids=lambda case: case.name)
def test_a_deduction(case: Case, both: Both) -> None:
    for lines in readings(both, "deduction"):
        found = [paid for month, paid in lines_of(lines, case) if month == MONTHS[0]]
        assert sorted(found) == sorted(amount(one) for one in case.told["then"])


@pytest.fixture(scope="module")
def closing(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Fraction]:
    """What the debt of each case closes with, by clause and month."""
    with project(tmp_path_factory.mktemp("carried")).settled(ENDS) as settlement:
        row_of = settlement.book.partners.row_of
        return {
            (clause, result.period.name): Fraction(int(one.closing[row_of[clause]]), 100)
            for result in settlement.results
            for (clause, state), one in result.carried.items()
            if state == "debt"
        }


@pytest.mark.parametrize(
    "case", [one for one in GUARANTEES if "debt" in one.told], ids=lambda case: case.name
)
def test_a_debt(case: Case, closing: dict[tuple[str, str], Fraction]) -> None:
    found = [closing[case.clause, month] for month, _ in zip(MONTHS, case.told["debt"], strict=False)]
    assert found == [amount(one) for one in case.told["debt"]]


def test_both_readings_agree_on_every_partner_under_every_clause(both: Both) -> None:
    """Far more than the cases: the sales of each case meet each clause."""
    assert not both.findings
    assert not both.differences()
