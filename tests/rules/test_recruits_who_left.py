"""Every case of a bonus for recruits of whom some leave comes to what was worked out by hand, in both readings."""

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.plain import plain
from tests.rules.joined import Both, read_both
from tests.settlement.projects import Project

CASES: list[dict[str, Any]] = plain(Path(__file__).parent / "recruits" / "left.yaml")["cases"]
NAMES = [f"case-{chr(ord('a') + number)}" for number in range(len(CASES))]
STARTS = "2026-01-01"
PAID = {"sum": "money", "where": {"status": "paid"}, "scope": "own"}
METRICS = {"volume": [{**PAID, "window": "period"}], "all_time": [{**PAID, "window": "lifetime"}]}


def project(folder: Path) -> Project:
    """All cases as one programme and one book; each has a sponsor of its own."""
    clauses: dict[str, Any] = {}
    made = Project(folder, METRICS, clauses, measures={"money": "amount"}, known=("sponsor",))
    for case, told in zip(NAMES, CASES, strict=True):
        assert set(told) == {"name", "fields", "recruits", "sales", "then"}, told
        clauses[case] = "fixed_bonus", [{"amount": "20"} | told["fields"]]
        made.partners.append([f"lisa-{case}", "lisa", STARTS, "", ""])
        for name, (joined, left) in told["recruits"].items():
            row = [f"{name}-{case}", name, joined, "" if left == "~" else left, f"lisa-{case}"]
            made.partners.append(row)
        for seller, day, amount in told["sales"]:
            number = f"s{len(made.sales):03}"
            made.sales.append([number, f"{seller}-{case}", day, "", "paid", amount, "0", "0"])
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("left")), date(2026, 3, 31))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["name"] for case in CASES])
def test_a_case(number: int, both: Both) -> None:
    assert sorted(both.audited) == ["en", "ru"], both.findings
    case = NAMES[number]
    wanted = Counter(
        (month, f"lisa-{case}", Fraction(20), f"{name}-{case}")
        for month, names in CASES[number]["then"].items()
        for name in names
    )
    for lines in (both.settled, *both.audited.values()):
        found: Counter[tuple[str, str, Fraction, str]] = Counter()
        for (period, partner, clause, amount, _, recruit), times in lines.items():
            if (partner, clause) == (f"lisa-{case}", case):
                found[period, partner, amount, recruit] += times
        assert found == wanted


def test_both_readings_agree(both: Both) -> None:
    assert not both.findings
    assert not both.differences()
