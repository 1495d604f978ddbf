"""Programmes with debts, deductions, returns and shared sales, built whole: the audit notices what is changed."""

from datetime import date
from pathlib import Path

import pytest

from generator.audit.money_mutants import MONEY_OPERATORS
from generator.audit.mutation import mutate
from generator.workflow.build import build
from generator.workflow.places import Places

TESTS = Path(__file__).resolve().parents[1]
RAW = {"return-renamed", "shares-exchanged"}


@pytest.mark.parametrize(
    ("project", "on", "operators", "kinds"),
    [
        ("programmes/money", date(2026, 4, 30), set(MONEY_OPERATORS) - RAW, 6),
        ("cases/29-returns-and-splits", date(2026, 2, 28), RAW, 1),
    ],
)
def test_notices_what_is_changed(
    project: str, on: date, operators: set[str], kinds: int, tmp_path: Path
) -> None:
    root = TESTS / project
    summary = build(Places.of(root, tmp_path), on, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    answer = mutate(root, on=on, build=tmp_path, tries=24, seed=5, full=1, operators=sorted(operators))
    assert answer["killed"] == answer["tried"], answer["survivors"]
    assert len(answer["by_operator"]) >= kinds
    assert not answer["unequal"]
