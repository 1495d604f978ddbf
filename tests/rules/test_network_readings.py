"""The cases of the network kinds in the audit's reading: from the page and the raw rows it comes to the same lines."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.rules.joined import Both, read_both
from tests.rules.test_network_cases import CASES, DAY, Case, as_figures, project_of
from tests.settlement.projects import Project


def told(both: Both, language: str, kind: str) -> dict[str, Any]:
    """What the audit gives by the clause of the case, in the shape in which a case tells it."""
    out: dict[str, Any] = {}
    for (_, person, clause, amount, _, where), count in sorted(both.audited[language].items()):
        if clause != "the-case":
            continue
        depth, _, source = where.partition(" ")
        if not where:
            out[person] = amount
        else:
            out.setdefault(person, {}).setdefault(source or depth, []).extend([amount] * count)
    return out


def plain(figures: Any) -> Any:
    """Figures without the order of the lines of one depth."""
    if isinstance(figures, dict):
        return {key: plain(value) for key, value in figures.items()}
    return sorted(figures) if isinstance(figures, list) else figures


def nested(figures: dict[str, Any]) -> dict[str, Any]:
    """What a case says, with every line of a depth or source in a list."""
    return {
        person: {key: value if isinstance(value, list) else [value] for key, value in lines.items()}
        if isinstance(lines, dict)
        else lines
        for person, lines in figures.items()
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.row['name']}")
def test_audit(case: Case, tmp_path: Path) -> None:
    both = read_both(project_of(case, tmp_path), DAY)
    assert not both.findings
    assert set(both.audited) == {"en", "ru"}
    assert not both.differences()
    for language in both.audited:
        assert plain(told(both, language, case.kind)) == plain(nested(as_figures(case.row["then"])))


def test_a_rule_that_begins_later_rests_on_figures_that_begin_with_it(tmp_path: Path) -> None:
    """And one whose figures end with it: each version is judged only where it can hold for somebody."""
    early, late = {"from": "2026-01-01"}, {"from": "2026-03-01"}
    volume = {"sum": "plain", "window": "period"}
    first_rate, second_rate = (
        {"by": "depth", "rows": [{"depth": "1", "rate": one}]} for one in ("10 %", "20 %")
    )
    matching = {"source": {"lines": {"clauses": ["own"]}}, "table": first_rate}
    project = Project(
        tmp_path,
        metrics={
            "volume": [early | volume],
            "old-orders": [early | {"count": "sales", "window": "period", "ends": "2026-02-28"}],
            "sellers": [late | {"count": "recruits", "having": {"volume": {"more_than": "0"}}}],
        },
        clauses={
            "own": (
                "commission",
                [
                    early
                    | {
                        "base": "volume",
                        "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "10 %"}]},
                    }
                ],
            ),
            "match": (
                "matching",
                [
                    early | matching | {"earns": {"old-orders": {"at_least": "0"}}},
                    late | matching | {"table": second_rate, "earns": {"sellers": {"at_least": "1"}}},
                ],
            ),
        },
        partners=[["anna", "Anna", "2026-01-01", "", ""], ["boris", "Boris", "2026-01-01", "", "anna"]],
        known=("sponsor",),
        sales=[
            [f"{month}", "boris", f"2026-{month:02}-10", "", "paid", "1000.00", "0", "1"] for month in (1, 3)
        ],
    )
    both = read_both(project, date(2026, 3, 31))
    assert not both.findings
    assert not both.differences()
    paid = {(period, who, amount) for period, who, clause, amount, *_ in both.settled if clause == "match"}
    assert paid == {("2026-01", "anna", 10), ("2026-03", "anna", 20)}
