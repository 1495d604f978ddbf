"""Every case of a binary bonus comes to what was worked out by hand: its lines, and what it carries of each leg.

Lines and what is carried are those of settlement and of the audit.
"""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.terms.quantity import parse_quantity
from tests.plain import plain
from tests.rules.joined import Both, read_both
from tests.settlement.projects import Project

READ: dict[str, Any] = plain(Path(__file__).parent / "binary.yaml")
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
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("binary")), ENDS)


def test_names_differ() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) >= 20


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number]["name"])
def test_a_case(number: int, both: Both) -> None:
    case, name = CASES[number], name_of(number)
    then = {month: figure(paid) for month, paid in zip(MONTHS, case["then"], strict=False) if figure(paid)}
    for lines in (both.settled, *both.audited.values()):
        mine = {key[0]: key[3] for key in lines.elements() if key[1] == key[2] == name}
        assert {month: paid for month, paid in mine.items() if month in MONTHS[: len(case["then"])]} == then
    for month, wanted in zip(MONTHS, case.get("closing", ()), strict=False):
        found = {leg: both.carried.get((month, name, name, leg), Fraction(0)) for leg in wanted}
        assert found == {leg: figure(value) for leg, value in wanted.items()}, month


def test_both_readings_agree(both: Both) -> None:
    assert sorted(both.audited) == ["en", "ru"]
    assert not both.findings
    assert not both.differences()


def test_what_is_carried_adds_up(tmp_path: Path) -> None:
    with project(tmp_path).settled(ENDS) as settlement:
        ids = settlement.book.partners.ids
        for month, result in zip(MONTHS, settlement.results, strict=True):
            for (name, leg), one in result.carried.items():
                assert (one.opening + one.into - one.out_of == one.closing).all()
                case = CASES[[name_of(at) for at in range(len(CASES))].index(name)]
                if MONTHS.index(month) < len(case["closing"]):
                    closing = Fraction(int(one.closing[ids.index(name)]), 10**one.digits)
                    assert closing == figure(case["closing"][MONTHS.index(month)][leg]), (name, month)
