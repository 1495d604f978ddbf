"""Cases of a pool whose remainder stands in the fund of the next window come to what was worked out by hand, twice.

All cases are one programme: the people of a case are a segment of their own, and its metrics count sales of its own.
"""

from calendar import monthrange
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.terms.quantity import parse_quantity
from tests.plain import plain
from tests.rules.joined import Both, lines_of, read_both
from tests.rules.readings import POINTS
from tests.rules.test_pool_cases import LANGUAGES, SETTING, name_of, named, own
from tests.settlement.projects import Project

CASES: list[dict[str, Any]] = plain(Path(__file__).parent / "handed_on" / "pool.yaml")["cases"]
MONTHS = [date(2026, month, monthrange(2026, month)[1]) for month in range(1, 5)]


def project(folder: Path) -> Project:
    """All cases as one programme and one book."""
    metrics: dict[str, Any] = {}
    clauses: dict[str, Any] = {}
    names = [name_of(at) for at in range(len(CASES))]
    segments = {"segments": {name: {"title": dict.fromkeys(LANGUAGES, name)} for name in names}}
    made = Project(
        folder,
        metrics,
        clauses,
        measures={"money": "amount"},
        known=("segment",),
        declared=segments | POINTS,
    )
    for number, told in enumerate(CASES):
        assert set(told) == {"name", "versions", "people", "then"}, told
        case = names[number]
        for name in sorted(named(told["versions"])):
            metrics[f"{name}-{case}"] = [own(SETTING["metrics"][name], case)]
        mine = {"segment": case}
        versions: list[dict[str, Any]] = [
            # Points are a unit of pay and a metric.
            {"remainder": "next_window"}
            | own(one, case)
            | ({"pays_in": "points"} if "pays_in" in one else {})
            for one in told["versions"]
        ]
        for one in versions:
            one["earns"] = {"all": [mine, one["earns"]]} if "earns" in one else mine
        clauses[case] = ("pool", versions)
        for person, given in told["people"].items():
            facts = dict(given)
            partner = f"{person}-{case}"
            made.partners.append([partner, person, "2025-12-01", facts.pop("left", ""), case])
            for status, sold in facts.items():
                for day, figure in zip(MONTHS, sold if isinstance(sold, list) else [sold], strict=False):
                    row = ["", f"{status}-{case}", figure.replace(" ", ""), "0", "0"]
                    made.sales.append([f"s{len(made.sales):04}", partner, str(day), *row])
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("windows")), MONTHS[-1])


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number]["name"])
def test_a_case(number: int, both: Both) -> None:
    assert sorted(both.audited) == LANGUAGES, both.findings
    wanted = {
        (f"2026-{month:02}", who): parse_quantity(value).value
        for month, lines in enumerate(CASES[number]["then"], 1)
        for who, value in lines.items()
    }
    for lines in (both.settled, *both.audited.values()):
        found: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for (period, partner, clause, paid, *_), times in lines.items():
            if clause == name_of(number):
                found[period, partner.removesuffix(f"-{clause}")] += paid * times
        assert found == wanted


def test_both_readings_agree(both: Both) -> None:
    assert not both.findings
    assert not both.differences()


@pytest.mark.parametrize(("on", "house"), [(date(2026, 2, 15), False), (date(2026, 2, 20), True)])
def test_a_version_that_is_not_announced_yet_decides_nothing(tmp_path: Path, on: date, house: bool) -> None:
    fields = {"fund": "10", "shared": {"by": "own"}}
    later = {"announced": "2026-02-20", "from": "2026-03-01", "remainder": "house"}
    made = Project(
        tmp_path,
        {"own": [{"count": "sales", "window": "period", "scope": "own"}]},
        {"some": ("pool", [fields | {"remainder": "next_window"}, fields | later])},
    )
    made.partners = [["anna", "Anna", "2025-12-01", ""]]
    with made.settled(on) as settlement:
        found = dict(lines_of(settlement))
    assert found == ({("2026-02", "house", "some", Fraction(20), False, ""): 1} if house else {})
