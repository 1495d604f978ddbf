"""Worked examples in which returns and splits name their sales come to what was worked out by hand."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.settlement.scenarios import check_scenarios
from generator.source import Diagnosed
from generator.terms.programme import Programme
from tests.settlement.projects import Project

METRICS = {
    "volume": [{"sum": "order_value", "where": {"status": "paid"}, "window": "period", "scope": "own"}],
    "returned": [{"sum": "return_value", "window": "period", "scope": "own"}],
    "net": [{"difference": ["volume", "returned"]}],
    "orders": [{"count": "sales", "where": {"status": "paid"}, "window": "period"}],
}
MEASURES = {
    "order_value": "amount",
    "return_value": {"of": "returns", "value": "worth", "unit": "money"},
}
RATE = {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "10 %"}]}


def programme(folder: Path, example: str) -> Programme:
    """A tenth of what is sold and not returned, 5 for each order, and 1 % of each sale, with one example."""
    told = YAML(typ="base").load(example)
    clauses: dict[str, Any] = {
        "growth": ("commission", [{"base": "net", "brackets": RATE, "examples": [told]}]),
        "each": (
            "commission",
            [
                {
                    "per": "sale",
                    "source": {"sales": {"status": "paid"}},
                    "base": "order_value",
                    "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "1 %"}]},
                    "below_zero": "negative",
                }
            ],
        ),
        "orders-paid": (
            "fixed_bonus",
            [{"amount": {"amount": "5", "each": "orders"}, "earns": {"orders": {"at_least": "1"}}}],
        ),
    }
    return Project(folder, METRICS, clauses=clauses, measures=MEASURES).write_programme()


SOUND = {
    "a return among the sales": """
      given:
        partners: {anna: {}, boris: {}}
        sales:
        - {sale: A, partner: anna, amount: 1 000, date: 2026-01-20}
        - {return_of: A, amount: -400, date: 2026-01-25}
        - {partner: boris, amount: 50}
      then: {anna: {growth: 60, each: 6, orders-paid: 10}, boris: {growth: 5, each: 0.50, orders-paid: 5}}
    """,
    "a return in a table of its own": """
      given:
        partners: {anna: {}}
        sales: [{sale: A, partner: anna, amount: 1 000}]
        returns: [{return_of: A, worth: 250.50}]
      then: {anna: {growth: 74.95, orders-paid: 5}}
    """,
    "a sale made together": """
      given:
        partners: {anna: {}, boris: {}}
        sales: [{sale: A, partner: anna, amount: 100.01}, {return_of: A, amount: -50}]
        splits: [{sale: A, partner: anna, share: 33.33 %}, {sale: A, partner: boris, share: 66.67 %}]
        divides: [amount]
      then: {anna: {growth: 1.67, orders-paid: 10}, boris: {growth: 3.34, orders-paid: 10}}
    """,
    "each window has its own": """
      steps:
      - given: {partners: {anna: {}}, sales: [{sale: A, partner: anna, amount: 100}]}
        then: {anna: {growth: 10}}
      - given: {partners: {anna: {}}, sales: [{sale: B, partner: anna, amount: 90}, {return_of: B, amount: -90}]}
        then: {anna: {growth: 0, each: 0}}
    """,
}
# 33.33 % of 100.01 is 33.333333, rounded down 33.33; 66.67 % is 66.676667, so 66.67, and the cent that is left goes to
# the larger fraction: 66.68. Of -50 it is -16.66 (16.665, down) and -33.33 (33.335, down); fractions being equal, the
# cent goes to Anna, whom the sale names: -16.67. She has 16.66 left, Boris 33.35, and 10 % are 1.666 and 3.335.


@pytest.mark.parametrize("name", SOUND)
def test_it_comes_out(name: str, tmp_path: Path) -> None:
    assert [one.says for one in check_scenarios(programme(tmp_path, SOUND[name]))] == []


def test_another_amount_is_told(tmp_path: Path) -> None:
    wrong = SOUND["a return among the sales"].replace("growth: 60", "growth: 100")
    (told,) = check_scenarios(programme(tmp_path, wrong))
    assert told.slug == "example-disagrees"
    assert "€60" in told.says


UNSOUND = {
    "no such sale": ("return_of: A", "return_of: B", "unknown-sale"),
    "a split of no such sale": (
        "{sale: A, partner: anna, share",
        "{sale: B, partner: anna, share",
        "unknown-sale",
    ),
    "nothing is divided": ("divides: [amount]", "divides: []", "missing-key"),
    "no share": (", share: 33.33 %", "", "missing-key"),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_what_is_missing_is_told(name: str, tmp_path: Path) -> None:
    old, new, slug = UNSOUND[name]
    example = SOUND["a sale made together"]
    assert old in example
    with pytest.raises(Diagnosed) as told:
        programme(tmp_path, example.replace(old, new))
    assert slug in {one.slug for one in told.value.diagnostics}


def test_shares_that_are_not_the_whole_are_told(tmp_path: Path) -> None:
    example = SOUND["a sale made together"].replace("66.67 %", "66 %")
    (told,) = check_scenarios(programme(tmp_path, example))
    assert told.slug == "example-unreadable"
    assert "not split as a whole" in told.says
