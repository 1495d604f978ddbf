"""Every case of a rule that pays once alone comes to what was worked out by hand, in settlement and in the audit."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.terms.quantity import parse_quantity
from tests.plain import plain
from tests.rules.joined import Both, read_both
from tests.settlement.projects import Project

CASES: list[dict[str, Any]] = plain(Path(__file__).parent / "once" / "cases.yaml")["cases"]
NAMES = [f"case-{chr(ord('a') + number)}" for number in range(len(CASES))]
STARTS = "2025-11-01"
SPONSORS = {"lisa": "", "megan": "lisa", "nora": "megan"}
TABLE = {"by": "depth", "rows": [{"depth": "1", "rate": "10 %"}, {"depth": "2", "rate": "5 %"}]}


def project(folder: Path) -> Project:
    """All cases as one programme and one book; sales have the name of their case as their status."""
    clauses: dict[str, Any] = {}
    made = Project(
        folder,
        {},
        clauses,
        measures={"money": "amount"},
        starts=STARTS,
        announced="2025-10-01",
        known=("sponsor",),
    )
    for case, told in zip(NAMES, CASES, strict=True):
        assert set(told) == {"name", "versions", "sales", "then"}, told
        fixed = {"per": "sale", "source": {"sales": {"status": case}}, "base": "money", "table": TABLE}
        clauses[case] = "level_commission", [{"from": STARTS} | fixed | one for one in told["versions"]]
        for person, sponsor in SPONSORS.items():
            row = [f"{person}-{case}", person, STARTS, "", sponsor and f"{sponsor}-{case}"]
            made.partners.append(row)
        for seller, day, customer, amount, *number in told["sales"]:
            name = f"{number[0] if number else f's{len(made.sales):03}'}-{case}"
            buyer = "" if customer == "~" else f"{customer}-{case}"
            made.sales.append([name, f"{seller}-{case}", day, buyer, case, amount, "0", "0"])
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("once")), date(2026, 2, 28))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["name"] for case in CASES])
def test_a_case(number: int, both: Both) -> None:
    assert sorted(both.audited) == ["en", "ru"], both.findings
    wanted = {
        (month, who): sorted(parse_quantity(one).value for one in amounts)
        for month, lines in CASES[number]["then"].items()
        for who, amounts in lines.items()
    }
    for lines in (both.settled, *both.audited.values()):
        found: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
        for (period, partner, clause, amount, *_), times in lines.items():
            if clause == NAMES[number]:
                found[period, partner.removesuffix(f"-{clause}")] += [amount] * times
        assert {key: sorted(amounts) for key, amounts in found.items()} == wanted


def test_both_readings_agree(both: Both) -> None:
    assert not both.findings
    assert not both.differences()
