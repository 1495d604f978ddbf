"""A rule is worked out after those whose lines it reads, also where one of these ends before the period does."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.rules.joined import Both, read_both
from tests.settlement.projects import Project

STARTS = "2026-01-01"
FIXED: dict[str, Any] = {
    "per": "week",
    "base": "sold",
    "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "10 %"}]},
}


@pytest.mark.parametrize("ends", ["2026-02-15", "2026-02-01"], ids=["within the period", "on its first day"])
def test_a_rule_that_ends(ends: str, tmp_path: Path) -> None:
    """A fee on all commissions stands before them in the list; the week in which January ends is paid in February."""
    clauses: dict[str, Any] = {
        "a-fee": (
            "deduction",
            [
                {
                    "from": STARTS,
                    "per": "period",
                    "rate": "50 %",
                    "source": {"lines": {"kinds": ["commission"]}},
                }
            ],
        ),
        "b-commission": ("commission", [{"from": "2026-01-05", "ends": ends} | FIXED]),
    }
    made = Project(
        tmp_path,
        {"sold": [{"sum": "money", "window": "period"}]},
        clauses,
        measures={"money": "amount"},
        starts=STARTS,
        announced="2025-12-01",
    )
    made.partners.append(["nora", "Nora", STARTS, ""])
    made.sales.append(["s1", "nora", "2026-01-31", "", "paid", "100", "0", "0"])
    both: Both = read_both(made, date(2026, 2, 28))
    assert not both.findings
    february = {
        clause: amount for (month, _, clause, amount, *_), _ in both.settled.items() if month == "2026-02"
    }
    assert {name: float(amount) for name, amount in february.items()} == {"b-commission": 10, "a-fee": -5}
    assert all(lines == both.settled for lines in both.audited.values())
