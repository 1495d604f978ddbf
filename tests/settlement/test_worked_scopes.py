"""Cases of scopes and derived metrics that were worked by hand come out."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.settlement.projects import Project, figures

CASES: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(Path(__file__).with_name("scopes.yaml"))
ON = date(2026, 1, 31)


def texts(value: Any) -> Any:
    """Plain YAML as managers' files are read: every figure is text."""
    if isinstance(value, dict):
        return {str(key): texts(one) for key, one in value.items()}
    return [texts(one) for one in value] if isinstance(value, list) else str(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_case_comes_out(case: dict[str, Any], tmp_path: Path) -> None:
    project = Project(
        tmp_path,
        {name: [made] for name, made in texts(case["metrics"]).items()},
        known=("sponsor", "placement", "position"),
    )
    for who, one in case["people"].items():
        known = [one.get(key, "") for key in project.known]
        project.partners.append([who, who, str(one.get("joined", "2024-01-01")), "", *known])
        for number, sale in enumerate(one.get("sales", ())):
            ((month, amount),) = sale.items() if isinstance(sale, dict) else ((1, sale),)
            day = f"{2025 if month == 12 else 2026}-{month:02}-10"
            worth = str(amount).replace(" ", "")
            project.sales.append([f"{who}-{number}", who, day, "", "paid", f"{worth}.00", "0", "1"])
    with project.settled(ON) as settlement:
        found = figures(settlement)
    for who, expected in case["then"].items():
        for metric, value in expected.items():
            assert found["2026-01", who, metric] == Fraction(str(value).replace(" ", "")), (who, metric)
