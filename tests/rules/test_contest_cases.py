"""Every case of a contest comes to what was worked out by hand, in settlement and in the audit."""

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
JANUARY = "2026-01"
ENDS = date(2026, 1, 31)


@dataclass(frozen=True)
class Case:
    """A contest with people of its own, who alone have figures in its metrics."""

    clause: str
    told: dict[str, Any]

    def metric(self, name: str) -> str:
        """The case's own volume or orders."""
        return f"{name}_{self.clause.removeprefix('contest-')}"


def read() -> list[Case]:
    told = plain(HERE / "contest.yaml")["cases"]
    return [
        Case(f"contest-{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}", one)
        for number, one in enumerate(told)
    ]


CASES = read()


def project(folder: Path) -> Project:
    """All cases as one programme and one book."""
    metrics: dict[str, Any] = {}
    clauses: dict[str, Any] = {}
    segments = {name: {"title": {"en": name, "ru": f"Сегмент {name}"}} for name in ("dealer", "network")}
    made = Project(
        folder,
        metrics,
        clauses=clauses,
        measures={"order_value": "amount"},
        declared={"segments": segments},
        known=("segment", "region"),
    )
    for case in CASES:
        assert set(case.told) == {"name", "clause", "people", "then"}, case.told
        of_case = {"where": {"status": case.clause}, "window": "period", "scope": "own"}
        metrics[case.metric("volume")] = [{"sum": "order_value", **of_case}]
        metrics[case.metric("orders")] = [{"count": "sales", **of_case}]
        clauses[case.clause] = ("contest", [fields(case)])
        for name, given in case.told["people"].items():
            facts = dict(given) if isinstance(given, dict) else {"sold": given}
            person = f"{case.clause}-{name}"
            joined, left = facts.get("joined", "2025-12-01"), facts.get("left", "")
            made.partners.append(
                [person, person, joined, left, facts.get("segment", ""), facts.get("region", "")]
            )
            for sold in facts["sold"]:
                row = [f"s{len(made.sales):04}", person, "2026-01-10", "", case.clause, sold, "0", "0"]
                made.sales.append(row)
    return made


def fields(case: Case) -> dict[str, Any]:
    """The version of a case, by its own metrics."""
    version = {"ranked_by": case.metric("volume"), "ties": {"still_tied": "share"}, **case.told["clause"]}
    if "then" in version["ties"]:
        version["ties"] = {**version["ties"], "then": case.metric(version["ties"]["then"])}
    if "earns" in version:
        version["earns"] = {case.metric(name): test for name, test in version["earns"].items()}
    return version


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("contests")), ENDS)


def paid(lines: Any, case: Case) -> dict[str, Fraction]:
    """Who is paid what by the case's own clause."""
    return {
        partner.removeprefix(f"{case.clause}-"): amount
        for (period, partner, clause, amount, *_), times in lines.items()
        for _ in range(times)
        if clause == case.clause and period == JANUARY
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.told["name"])
def test_a_contest(case: Case, both: Both) -> None:
    wanted = {name: parse_quantity(one).value for name, one in case.told["then"].items()}
    assert sorted(both.audited) == ["en", "ru"]
    for lines in (both.settled, *both.audited.values()):
        assert paid(lines, case) == wanted


def test_both_readings_agree_on_every_line(both: Both) -> None:
    assert not both.findings
    assert not both.differences()
