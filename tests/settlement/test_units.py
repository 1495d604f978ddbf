"""Rates of a base in a declared unit pay what the unit is worth on the day that picks the rule's version."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.rules.contract import HOUSE
from generator.settlement.settle import Settlement
from tests.settlement.projects import Project, title

ROWS = [{"at_least": "0", "rate": "5 %"}, {"at_least": "10 PV", "rate": "8 %"}]
TEAM = {"by": "depth", "rows": [{"depth": "1", "rate": "8 %"}, {"depth": "2", "rate": "4 %"}]}
CASES: list[tuple[str, str, dict[str, Any], dict[tuple[str, str], str]]] = [
    (
        "slices, by the worth of the month's first day",
        "commission",
        {"base": "points", "brackets": {"applies_to": "slice", "rows": ROWS}},
        {("2026-01", "anna"): "35", ("2026-02", "anna"): "157.92"},  # 0.5 + 0.2 at 50; 0.5 + 2.508 at 52.50
    ),
    (
        "each sale, by the worth of its own day",
        "commission",
        {
            "per": "sale",
            "source": {"sales": {"status": "paid"}},
            "picks_by": "sale_date",
            "base": "of_sale",
            "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "1 %"}]},
        },
        {("2026-01", "anna"): "6.25", ("2026-02", "anna"): "20.53"},  # 20 at 52.50, 21.35 at 47
    ),
    (
        "each sale, by the worth of the month's first day",
        "commission",
        {
            "per": "sale",
            "source": {"sales": {"status": "paid"}},
            "base": "of_sale",
            "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "1 %"}]},
        },
        {("2026-01", "anna"): "6.25", ("2026-02", "anna"): "21.71"},
    ),
    (
        "an amount for each unit pays money as it is",
        "commission",
        {"base": "points", "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "each": "2"}]}},
        {("2026-01", "anna"): "25", ("2026-02", "anna"): "82.70"},
    ),
    (
        "floor and cap hold the money",
        "commission",
        {"base": "points", "brackets": {"applies_to": "slice", "rows": ROWS}, "floor": "36", "cap": "100"},
        {("2026-01", "anna"): "36", ("2026-02", "anna"): "100"},
    ),
    (
        "what goes to the house is money, too",
        "level_commission",
        {"base": "points", "table": TEAM},
        {("2026-01", "house"): "75", ("2026-02", "house"): "260.51"},  # 12 % of 12.5 at 50, of 41.35 at 52.50
    ),
    (
        "a differential",
        "differential",
        {"base": "points", "brackets": {"applies_to": "whole", "rows": ROWS}},
        {("2026-01", "anna"): "50", ("2026-02", "anna"): "173.67"},
    ),
]


def project(
    folder: Path, clauses: Mapping[str, Any], sales: list[tuple[str, str]], worths: Mapping[str, str]
) -> Project:
    """Anna's sales in points (days and amounts); a PV has each worth from its day on."""
    versions = [{"announced": "2025-12-01", "from": day, "equals": worth} for day, worth in worths.items()]
    return Project(
        folder,
        {"points": [{"sum": "of_sale", "window": "period"}]},
        clauses=clauses,
        measures={"of_sale": {"value": "amount", "unit": "PV"}},
        declared={"units": {"PV": {"title": title("points of volume"), "versions": versions}}},
        partners=[["anna", "Anna", "2026-01-01", ""]],
        sales=[
            [f"S-{at}", "anna", day, "c", "paid", points, "0", "1"] for at, (day, points) in enumerate(sales)
        ],
    )


def paid(settlement: Settlement) -> dict[tuple[str, str, str], Fraction]:
    """(period, partner or `house`, clause) -> the sum of its lines."""
    ids, out = settlement.book.partners.ids, Counter[tuple[str, str, str]]()
    for result in settlement.results:
        for one in result.clauses:
            for who, amount in zip(one.lines.who.tolist(), one.lines.amount.tolist(), strict=True):
                out[result.period.name, "house" if who == HOUSE else ids[who], one.clause] += amount
    return {at: Fraction(amount, 100) for at, amount in out.items()}


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Fraction]:
    """All cases as one programme."""
    clauses = {f"case-{chr(97 + at)}": (kind, [fields]) for at, (_, kind, fields, _) in enumerate(CASES)}
    made = project(
        tmp_path_factory.mktemp("units"),
        clauses,
        [("2026-01-10", "12.50"), ("2026-02-14", "20.00"), ("2026-02-15", "21.35")],
        {"2026-01-01": "50 EUR", "2026-02-01": "52.50", "2026-02-15": "47"},
    )
    with made.settled(date(2026, 2, 28)) as settlement:
        return paid(settlement)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[name for name, *_ in CASES])
def test_case(number: int, settled: dict[tuple[str, str, str], Fraction]) -> None:
    clause, wanted = f"case-{chr(97 + number)}", CASES[number][3]
    assert {at[:2]: amount for at, amount in settled.items() if at[2] == clause} == {
        at: Fraction(amount) for at, amount in wanted.items()
    }


@settings(max_examples=4, deadline=None, phases=[Phase.generate])
@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=4), st.integers(1, 20_000))
def test_a_worth_multiplies_the_exact_sum_and_is_rounded_once(
    tmp_path_factory: pytest.TempPathFactory, cents: list[int], worth: int
) -> None:
    made = project(
        tmp_path_factory.mktemp("law"),
        {"growth": ("commission", [{"base": "points", "brackets": {"applies_to": "slice", "rows": ROWS}}])},
        [("2026-01-10", f"{one / 100:.2f}") for one in cents],
        {"2026-01-01": f"{worth / 100:.2f}"},
    )
    total = Fraction(sum(cents), 100)
    exact = (min(total, Fraction(10)) * 5 + max(total - 10, Fraction(0)) * 8) / 100 * Fraction(worth, 100)
    with made.settled(date(2026, 1, 31)) as settlement:
        found = paid(settlement).get(("2026-01", "anna", "growth"), Fraction(0))
    assert found == Fraction(int(exact * 100 + Fraction(1, 2)), 100)
