"""Every case of a binary bonus comes to what was worked out by hand: its lines, and what it carries of each leg."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.settlement.settle import Settlement
from generator.terms.quantity import parse_quantity
from tests.settlement.projects import Project

READ: dict[str, Any] = YAML(typ="base").load(Path(__file__).parent / "binary.yaml")
CASES: list[dict[str, Any]] = READ["cases"]
MONTHS = ("2026-01", "2026-02", "2026-03")
ENDS = date(2026, 3, 31)


def name_of(number: int) -> str:
    """The name of a case's clause and of its partner; titles hold no digits."""
    return f"case-{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}"


def figure(written: str) -> Fraction:
    """A figure as it is written."""
    return parse_quantity(written).value


def project(folder: Path) -> Project:
    """All cases as one programme and one book."""
    setting = READ["setting"]
    made = Project(
        folder,
        {name: [version] for name, version in setting["metrics"].items()},
        clauses={
            name_of(number): ("binary", [{**setting["clause"], **case["clause"]}])
            for number, case in enumerate(CASES)
        },
        measures={"order_value": "amount"},
        known=("placement", "position"),
    )
    for number, case in enumerate(CASES):
        assert set(case) <= {"name", "clause", "left", "right", "leaves", "then", "closing"}, case["name"]
        name = name_of(number)
        made.partners.append([name, case["name"], "2025-12-01", case.get("leaves", ""), "", ""])
        for leg in ("left", "right"):
            made.partners.append([f"{name}-{leg}", leg, "2025-12-01", "", name, leg])
            for month, sold in zip(MONTHS, case[leg], strict=False):
                if figure(sold):
                    sale = [f"s{len(made.sales):04}", f"{name}-{leg}", f"{month}-10", "", "paid"]
                    made.sales.append([*sale, sold.replace(" ", ""), "0", "0"])
    return made


@pytest.fixture(scope="module")
def settlement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settlement]:
    with project(tmp_path_factory.mktemp("binary")).settled(ENDS) as found:
        yield found


def test_names_differ() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) >= 20


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number]["name"])
def test_a_case(number: int, settlement: Settlement) -> None:
    case, clause = CASES[number], name_of(number)
    me = settlement.book.partners.ids.index(clause)
    for at, (result, then) in enumerate(zip(settlement.results, case["then"], strict=False)):
        (lines,) = (one.lines for one in result.clauses if one.clause == clause)
        paid = sum(lines.amount[lines.who == me].tolist())
        assert Fraction(paid, 100) == figure(then), MONTHS[at]
        closing = {
            state: Fraction(int(one.closing[me]), 10**one.digits)
            for (name, state), one in result.carried.items()
            if name == clause
        }
        wanted = case.get("closing", [{}] * (at + 1))[at]
        assert closing == {state: figure(value) for state, value in wanted.items()}, MONTHS[at]
        for (name, _), one in result.carried.items():
            if name == clause:
                assert (one.opening + one.into - one.out_of == one.closing).all()
