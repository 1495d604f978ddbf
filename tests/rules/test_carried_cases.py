"""Every case of a longer window and of a base that is carried below zero comes to what was worked out by hand."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.rules.editions import editions, sayings_of
from generator.site.pages import write_pages
from generator.terms.quantity import parse_quantity
from tests.plain import plain
from tests.rules.joined import Both, read_both
from tests.settlement.projects import Project

HERE = Path(__file__).parent
MONTHS = [f"2026-{number:02}" for number in range(1, 7)]
ENDS = date(2026, 6, 30)
METRICS = {
    "volume": [{"sum": "order_value", "where": {"status": "paid"}, "window": "period", "scope": "own"}]
}
WHOLE = {
    "base": "volume",
    "below_zero": "negative",
    "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "100 %"}]},
}


@dataclass(frozen=True)
class Case:
    """One partner, called after the clause of the case."""

    name: str
    clause: str
    told: dict[str, Any]

    @property
    def monthly(self) -> list[str]:
        """What is sold or earned each month."""
        written: list[str] = self.told.get("earned") or self.told["sold"]
        return written

    @property
    def state(self) -> str:
        """What is carried; empty for nothing."""
        return next((one for one in ("debt", "shortfall") if one in self.told), "")


def read(file: str) -> list[Case]:
    """The cases of a file."""
    found: dict[str, Any] = plain(HERE / "carried" / f"{file}.yaml")
    return [Case(one["name"], f"{file}-{chr(ord('a') + at)}", one) for at, one in enumerate(found["cases"])]


CASES = [*read("windows"), *read("shortfalls")]


def amount(written: str) -> Fraction:
    """A figure as it is written."""
    return parse_quantity(written).value


def project(folder: Path, cases: list[Case] = CASES) -> Project:
    """Some cases as one programme and one book."""
    clauses: dict[str, Any] = {"whole": ("commission", [WHOLE])}
    values = {"order_value": "amount"}
    made = Project(folder, METRICS, clauses=clauses, measures=values, known=("sponsor",))
    lines = {"lines": {"clauses": ["whole"]}}
    for case in cases:
        read_from = {}
        if "earned" in case.told:
            read_from = {{"guarantee": "counts", "deduction": "source"}[case.told["kind"]]: lines}
        clauses[case.clause] = (case.told["kind"], [{**read_from, **case.told["clause"]}])
        made.partners.append([case.clause, case.name, "2025-12-01", case.told.get("left", ""), ""])
        for month, written in zip(MONTHS, case.monthly, strict=False):
            if amount(written):
                row = [f"s{len(made.sales):04}", case.clause, f"{month}-10", "", "paid"]
                made.sales.append([*row, written.replace(" ", ""), "0", "0"])
    return made


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
    """By case and month: the sum of its lines, and what it closes with."""
    found: dict[tuple[str, str], tuple[Fraction, Fraction]] = {}
    with project(tmp_path_factory.mktemp("carried")).settled(ENDS) as settlement:
        row_of = settlement.book.partners.row_of
        for result in settlement.results:
            for case in CASES:
                row = row_of[case.clause]
                lines = [one.lines for one in result.clauses if one.clause == case.clause]
                paid = sum(int(one.amount[one.who == row].sum()) for one in lines)
                moved = result.carried.get((case.clause, case.state))
                closing = Fraction(0)
                if moved is not None:
                    opening, into, out_of, closes = (int(column[row]) for column in moved.columns)
                    assert opening + into - out_of == closes
                    closing = Fraction(closes, 10**moved.digits)
                found[case.clause, result.period.name] = Fraction(paid, 100), closing
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, settled: dict[tuple[str, str], tuple[Fraction, Fraction]]) -> None:
    months = MONTHS[: len(case.told["then"])]
    assert [settled[case.clause, month][0] for month in months] == [amount(one) for one in case.told["then"]]
    if case.state:
        wanted = [amount(one) for one in case.told[case.state]]
        assert [settled[case.clause, month][1] for month in months] == wanted


def test_every_sentence_stands_on_its_page(tmp_path: Path) -> None:
    programme = project(tmp_path).write_programme()
    pages = write_pages(
        programme, editions(programme, ENDS), {}, ENDS, "ru", HERE.parents[1] / "site_templates"
    )
    for name, clause in programme.clauses.items():
        sayings = sayings_of(programme, name, clause.versions[0], programme.titles())
        text = pages.files[f"rules/{name}/index.md"]
        missing = [one for one in sayings.sentences if f'="{sayings.prefix}/{one}"' not in text]
        assert not missing, name


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("both")), ENDS)


def test_both_readings_agree_on_every_partner_under_every_clause(both: Both) -> None:
    """Far more than the cases: the sales of each case meet each clause."""
    assert both.findings == []
    assert both.differences() == []
    assert set(both.audited) == {"en", "ru"}


@pytest.mark.parametrize("case", [one for one in CASES if one.state], ids=lambda case: case.name)
def test_the_audit_carries_the_same(case: Case, both: Both) -> None:
    wanted = dict(zip(MONTHS, map(amount, case.told[case.state]), strict=False))
    for month, closing in wanted.items():
        found = both.carried.get((month, case.clause, case.clause, case.state), Fraction(0))
        assert found == closing, month
