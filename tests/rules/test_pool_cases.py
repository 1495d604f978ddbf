"""Every case of a pool comes to what was worked out by hand, in settlement and in the audit.

All cases are one programme: the people of a case are a segment of their own, and its metrics count sales of its own.
"""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.terms.quantity import parse_quantity
from tests.plain import plain
from tests.rules.joined import Both, read_both
from tests.settlement.projects import Project

READ: dict[str, Any] = plain(Path(__file__).parent / "pool.yaml")
SETTING, CASES = READ["setting"], READ["cases"]
DAY = date(2026, 1, 31)
RANK = "rank"
LANGUAGES = ["en", "ru"]


def name_of(number: int) -> str:
    """The name of a case's clause, and of the segment of its people; titles hold no digits."""
    return f"case-{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}"


def own(written: Any, case: str) -> Any:
    """The same with the metrics and the statuses of one case."""
    if isinstance(written, dict):
        return {
            own(key, case): f"{value}-{case}" if key == "status" else own(value, case)
            for key, value in written.items()
        }
    if isinstance(written, list):
        return [own(one, case) for one in written]
    return f"{written}-{case}" if written in SETTING["metrics"] else written


def named(written: Any) -> set[str]:
    """The metrics that stand somewhere in what is written, and those of which they are made."""
    if isinstance(written, dict):
        return {name for pair in written.items() for one in pair for name in named(one)}
    if isinstance(written, list):
        return {name for one in written for name in named(one)}
    found: dict[str, Any] = SETTING["metrics"]
    return {written, *named(found[written])} if written in found else set()


def project(folder: Path) -> Project:
    """All cases as one programme and one book."""
    tiers = SETTING["tiers"]
    metrics: dict[str, Any] = {
        RANK: [{"count": "sales", "where": {"status": RANK}, "window": "period", "scope": "own"}]
    }
    clauses: dict[str, Any] = {}
    made = Project(
        folder,
        metrics,
        clauses,
        measures={"money": "amount"},
        tiers=[
            {"tier": tier} | ({"reach": {RANK: {"at_least": str(number)}}} if number else {})
            for number, tier in enumerate(tiers)
        ],
        known=("segment",),
        declared={
            "segments": {
                name_of(at): {"title": {code: name_of(at) for code in LANGUAGES}} for at in range(len(CASES))
            }
        },
    )
    for number, told in enumerate(CASES):
        assert set(told) <= {"name", "clause", "people", "then"}, told
        case = name_of(number)
        for name in sorted(named(told["clause"])):
            metrics[f"{name}-{case}"] = [own(SETTING["metrics"][name], case)]
        clause = own(told["clause"], case)
        mine = {"segment": case}
        clause["earns"] = {"all": [mine, clause["earns"]]} if "earns" in clause else mine
        clauses[case] = ("pool", [clause])
        for person, given in told["people"].items():
            facts = dict(given)
            partner, joined = f"{person}-{case}", facts.pop("joined", "2025-12-01")
            made.partners.append([partner, person, joined, facts.pop("left", ""), case])
            for _ in range(tiers.index(facts.pop("tier", tiers[0]))):
                made.sales.append(sale(made, partner, RANK, "0"))
            for status, sold in facts.items():
                for figure in sold if isinstance(sold, list) else [sold]:
                    made.sales.append(sale(made, partner, f"{status}-{case}", figure.replace(" ", "")))
    return made


def sale(made: Project, partner: str, status: str, value: str) -> list[str]:
    return [f"s{len(made.sales):04}", partner, "2026-01-31", "", status, value, "0", "0"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("pool")), DAY)


def test_names_differ() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) > 20


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number]["name"])
def test_a_case(number: int, both: Both) -> None:
    assert sorted(both.audited) == LANGUAGES, both.findings
    then = {who: parse_quantity(value).value for who, value in CASES[number]["then"].items()}
    for lines in (both.settled, *both.audited.values()):
        found: dict[str, Fraction] = defaultdict(Fraction)
        for (_, partner, clause, paid, *_), times in lines.items():
            if clause == name_of(number):
                found[partner.removesuffix(f"-{clause}")] += paid * times
        assert found == then


def test_both_readings_agree(both: Both) -> None:
    assert not both.findings
    assert not both.differences()
