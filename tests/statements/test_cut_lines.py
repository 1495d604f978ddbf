"""A line that a limit over a window or a shared ceiling cut says which one it was, and what was left of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.settlement.test_carried import METRICS, SOLD, UNDER, Book, ceiling, per_sale, share
from tests.statements.test_workings import cells, line_of, statements

JANUARY = date(2026, 1, 31)
Clauses = Mapping[str, tuple[str, list[dict[str, Any]]]]
EVERYBODY = METRICS | {"everybody": [{"sum": "plain", "window": "period", "scope": "programme"}]}


def foot(
    folder: Path, sold: Sequence[Any], who: str, line: str, clauses: Clauses, **more: Any
) -> list[list[str]]:
    """The footer of a line of January; every money amount without its sign."""
    with Book(folder, *sold, **more).project(**clauses).settled(JANUARY) as settlement:
        one = statements(settlement, JANUARY)[f"{who}/2026-01"]
        return [[cell.replace("€", "") for cell in row] for row in cells(line_of(one, line), "tfoot")]


TOGETHER = {
    ("pro_rata", "partner"): ("Ceiling Ceiling", "Your lines under it, altogether"),
    ("pro_rata", "programme"): ("Ceiling Ceiling", "Lines of all partners under it, altogether"),
    ("in_order", "partner"): ("Left of the ceiling Ceiling", "Your lines by this rule, altogether"),
    ("in_order", "programme"): (
        "Left of the ceiling Ceiling",
        "Lines of all partners by this rule, altogether",
    ),
}


@pytest.mark.parametrize(
    ("shared", "of", "amount", "line", "shown"),
    [
        # Boris's lines are 40.00 and 20.00, Anna's 10.00 and 20.00.
        ("pro_rata", "partner", "31", "one", ("40.00", "31.00", "60.00", "20.66")),
        ("in_order", "partner", "41", "two", ("20.00", "1.00", "20.00", "1.00")),
        (
            "pro_rata",
            "programme",
            {"rate": "9 %", "of": "everybody"},
            "one",
            ("40.00", "45.00", "90.00", "20.00"),
        ),
        ("in_order", "programme", "66", "two", ("20.00", "16.00", "40.00", "8.00")),
        # A third of the cent that the ceiling ends with is no figure with decimals.
        ("pro_rata", "partner", {"metric": "third"}, "two", ("20.00", "≈\xa033.3333", "60.00", "11.11")),
    ],
)
def test_a_ceiling_is_named_with_what_it_leaves(
    tmp_path: Path, shared: str, of: str, amount: object, line: str, shown: tuple[str, ...]
) -> None:
    third = {"quotient": ["everybody", "15"]}
    declared = ceiling(amount=amount, shared=shared, of=of)
    clauses = {name: UNDER[name] for name in ("one", "two")}
    metrics = EVERYBODY | {"third": [third]}
    rows = foot(tmp_path, SOLD, "b", line, clauses, declared=declared, metrics=metrics)
    left, together = TOGETHER[shared, of]
    assert rows[0][0] == "Exact sum"
    assert [tuple(row) for row in rows[1:]] == [
        ("Rounded", shown[0]),
        (left, shown[1]),
        (together, shown[2]),
        ("In the proportion of the last two, rounded down", shown[3]),
    ]


def test_a_line_of_which_nothing_was_taken_says_nothing_of_ceilings(tmp_path: Path) -> None:
    declared = ceiling(amount="31", shared="pro_rata")
    assert foot(tmp_path, SOLD, "a", "one", UNDER, declared=declared)[1:] == [["Rounded", "10.00"]]


def test_a_limit_is_named_with_what_the_lines_before_left_of_it(tmp_path: Path) -> None:
    sold = [("a", "2026-01-05", 130), ("a", "2026-01-06", 50)]
    clauses = {"q": per_sale(cap={"amount": "15", "per": "year"})}
    assert foot(tmp_path, sold, "a", "q:1", clauses) == [["Exact sum", "13.00"], ["Rounded", "13.00"]]
    assert foot(tmp_path / "again", sold, "a", "q:2", clauses) == [
        ["Exact sum", "5.00"],
        ["Rounded", "5.00"],
        ["Left of 15.00 for a year", "2.00"],
        ["No more than is left", "2.00"],
    ]


def test_a_limit_and_then_a_ceiling(tmp_path: Path) -> None:
    clauses = {"q": share(cap={"amount": "30", "per": "quarter"}, ceiling="all-bonuses")}
    declared = ceiling(amount="12", shared="pro_rata")
    assert foot(tmp_path, SOLD, "b", "q", clauses, declared=declared) == [
        ["Exact sum", "40.00"],
        ["Rounded", "40.00"],
        ["Left of 30.00 for a quarter", "30.00"],
        ["No more than is left", "30.00"],
        ["Ceiling Ceiling", "12.00"],
        ["Your lines under it, altogether", "30.00"],
        ["In the proportion of the last two, rounded down", "12.00"],
    ]


def test_a_fixed_amount_has_workings_once_something_was_taken_of_it(tmp_path: Path) -> None:
    declared = ceiling(amount="5", shared="pro_rata")
    bonus = {
        "amount": "20",
        "earns": {"volume": {"more_than": "0"}},
        "as_of": "window_end",
        "ceiling": "all-bonuses",
    }
    with (
        Book(tmp_path, *SOLD, declared=declared)
        .project(q=("fixed_bonus", [bonus]))
        .settled(JANUARY) as settlement
    ):
        one = statements(settlement, JANUARY)["b/2026-01"]
    assert cells(line_of(one, "q"), "tbody") == [["Amount", "–", "–", "€20.00"]]
    assert "a fixed amount of the rule" not in one.html
