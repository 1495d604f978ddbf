"""Matching, deductions and guarantees in points: every case comes to what was worked out by hand, in both readings."""

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
MONTHS = [f"2026-{number:02}" for number in range(1, 5)]
ENDS = date(2026, 4, 30)
PAID = {"where": {"status": "paid"}, "window": "period", "scope": "own"}
METRICS = {"volume": [{"sum": "order_value", **PAID}], "unit_total": [{"sum": "unit_count", **PAID}]}
ACCOUNT = {"from": "2026-01-01", "announced": "2025-12-01", "spends": "oldest_first", "on_leaving": "kept"}
ALWAYS = {"matching": {}, "deduction": {}, "guarantee": {"recoverable": "false"}}


@dataclass(frozen=True)
class Case:
    """A team, called after the clause of the case."""

    name: str
    kind: str
    clause: str
    told: dict[str, Any]

    def wanted(self, key: str, person: str) -> list[Fraction]:
        """What is told of a person, month by month."""
        months = [amount(one) for one in self.told.get(key, {}).get(person, ())]
        return months + [Fraction(0)] * (len(MONTHS) - len(months))


def read(kind: str) -> list[Case]:
    """The cases of a file."""
    told = plain(HERE / "lines_in_points" / f"{kind}.yaml")["cases"]
    return [Case(one["name"], kind, f"{kind}-{chr(ord('a') + at)}", one) for at, one in enumerate(told)]


CASES = [case for kind in ALWAYS for case in read(kind)]


def amount(written: str) -> Fraction:
    """A figure as it is written."""
    return parse_quantity(written).value


def commission(rate: str, **fields: Any) -> tuple[str, list[dict[str, Any]]]:
    """A share of everything sold, below zero, too."""
    table = {"applies_to": "whole", "rows": [{"at_least": "0", "rate": rate}]}
    return "commission", [{"brackets": table, "below_zero": "negative", **fields}]


def project(folder: Path) -> Project:
    """All cases as one programme and one book."""
    in_points = {"pays_in": "points", "base": "unit_total"}
    third = {"rate": "33.4 %", "of": "unit_total"}
    clauses: dict[str, Any] = {
        "own": commission("10 %", base="volume"),
        "units": commission("100 %", **in_points),
        "third": (
            "fixed_bonus",
            [{"pays_in": "points", "amount": third, "earns": {"unit_total": {"at_least": "1"}}}],
        ),
    }
    made = Project(
        folder,
        METRICS,
        clauses=clauses,
        measures={
            "order_value": "amount",
            "unit_count": {"of": "sales", "value": "quantity", "unit": "count"},
        },
        declared={"points": {"title": {"en": "Points", "ru": "Баллы"}, "versions": [ACCOUNT]}},
        known=("sponsor",),
    )
    for case in CASES:
        assert set(case.told) <= {"name", "clause", "people", "then", "shortfall"}, case.name
        version = {"pays_in": "points", **ALWAYS[case.kind], **case.told["clause"]}
        clauses[case.clause] = (case.kind, [version])
        for name, given in case.told["people"].items():
            partner, sponsor = f"{case.clause}-{name}", given.get("sponsor", "")
            made.partners.append([partner, name, "2025-12-01", "", sponsor and f"{case.clause}-{sponsor}"])
            for column, key in (("sold", 0), ("units", 2)):
                for month, written in zip(MONTHS, given.get(column, ()), strict=False):
                    figures = ["0", "0", "0"]
                    figures[key] = written.replace(" ", "")
                    sale = [f"s{len(made.sales):04}", partner, f"{month}-10", "", "paid", *figures]
                    made.sales.append(sale)
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("points")), ENDS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.name}")
def test_a_case(case: Case, both: Both) -> None:
    for lines in (both.settled, *both.audited.values()):
        for name in case.told["people"]:
            found = [Fraction(0)] * len(MONTHS)
            for (month, partner, clause, paid, _, told), times in lines.items():
                if (partner, clause) == (f"{case.clause}-{name}", case.clause):
                    assert told.endswith("points"), told
                    found[MONTHS.index(month)] += paid * times
            assert found == case.wanted("then", name), name


@pytest.mark.parametrize(
    "case", [one for one in CASES if "shortfall" in one.told], ids=lambda case: case.name
)
def test_what_is_carried(case: Case, both: Both) -> None:
    key = f"{case.clause}-anna", case.clause, "shortfall"
    found = [both.carried.get((month, *key), Fraction(0)) for month in MONTHS]
    assert found == case.wanted("shortfall", "anna")


def test_both_readings_agree_on_every_partner_under_every_clause(both: Both) -> None:
    """Far more than the cases: the people of each case meet each clause."""
    assert not both.findings
    assert not both.differences()
