"""Every case of every rule kind comes to what was worked out by hand, in settlement and in the audit."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.rules import KINDS
from generator.terms.programme import Programme
from generator.terms.quantity import parse_quantity
from tests.plain import plain
from tests.rules.readings import Audited, Person, Readings

HERE = Path(__file__).parent
HALF_UP = {"mode": "half_up", "digits": "2"}


@dataclass(frozen=True)
class Case:
    """One case of the file of a kind; `clause` is its name in the programme made of all of them."""

    kind: str
    clause: str
    name: str
    rounding: tuple[tuple[str, str], ...]
    fields: dict[str, Any]
    person: Person
    then: Fraction


def figure(written: str) -> Fraction:
    return parse_quantity(written).value


def setting(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = plain(HERE / f"{kind}.yaml")["setting"]
    return found


def lettered(number: int) -> str:
    """A name without digits, since titles are made of names and hold none."""
    return "case-" + chr(ord("a") + number // 26) + chr(ord("a") + number % 26)


def cases(kind: str) -> list[Case]:
    found = []
    for number, row in enumerate(plain(HERE / f"{kind}.yaml")["cases"]):
        assert set(row) <= {"name", "rounding", "clause", "given", "then"}, row
        given = dict(row["given"])
        person = Person(tier=given.pop("tier", ""), courses=tuple(given.pop("course", ())), given={})
        person.given.update({metric: figure(value) for metric, value in given.items()})  # type: ignore[attr-defined]
        rounding = tuple(sorted(row.get("rounding", HALF_UP).items()))
        fields = dict(row["clause"])
        found.append(Case(kind, lettered(number), row["name"], rounding, fields, person, figure(row["then"])))
    return found


NETWORK = {"level_commission", "differential", "matching", "pool", "binary"}
"""Kinds whose cases are teams; `test_network_cases` runs them."""
JOINT = {"contest"}
"""Kinds whose cases are several partners together; tests of their own run them."""
OF_LINES = {"guarantee", "deduction"}
"""Kinds whose cases need lines or several periods; `test_money_cases` runs them."""
ALONE = [kind for kind in KINDS if kind not in NETWORK | OF_LINES | JOINT]
CASES = [case for kind in ALONE for case in cases(kind)]
GROUPS = sorted({(case.kind, case.rounding) for case in CASES})


@dataclass(frozen=True)
class Read:
    """All cases of a kind that are rounded alike, as one programme and one book."""

    cases: list[Case]
    readings: Readings
    programme: Programme
    settled: dict[tuple[int, str], Fraction]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, tuple[tuple[str, str], ...]], Read]:
    return {group: _read(tmp_path_factory.mktemp("cases"), *group) for group in GROUPS}


def _read(folder: Path, kind: str, rounding: tuple[tuple[str, str], ...]) -> Read:
    mine = [case for case in CASES if (case.kind, case.rounding) == (kind, rounding)]
    common = setting(kind)
    readings = Readings(
        folder,
        {case.clause: (kind, case.fields) for case in mine},
        [case.person for case in mine],
        common["metrics"],
        common["tiers"],
        common["courses"],
        common["currency"],
        dict(rounding),
    )
    settled = readings.settled()
    return Read(mine, readings, readings.project.write_programme(), settled)


def test_there_are_cases_of_every_kind() -> None:
    for kind in ALONE:
        names = [case.name for case in CASES if case.kind == kind]
        assert len(names) > 30
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.name}")
def test_settlement(case: Case, read: dict[Any, Read]) -> None:
    group = read[case.kind, case.rounding]
    number = group.cases.index(case)
    assert group.settled[number, case.clause] == case.then
    assert group.readings.as_example(group.programme, number, case.clause) == case.then


@pytest.fixture(scope="module")
def audited(read: dict[Any, Read]) -> dict[tuple[str, Any], list[Audited]]:
    return {key: list(group.readings.audited(group.programme)) for key, group in read.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.name}")
def test_audit(case: Case, read: dict[Any, Read], audited: dict[tuple[str, Any], list[Audited]]) -> None:
    number = read[case.kind, case.rounding].cases.index(case)
    both = audited[case.kind, case.rounding]
    assert [one.language for one in both] == ["en", "ru"]
    for one in both:
        assert not [said for said in one.findings if f"#{case.clause}/" in said]
        assert one.amounts[number, case.clause] == case.then


def test_both_readings_agree_on_every_person_under_every_clause(
    read: dict[Any, Read], audited: dict[tuple[str, Any], list[Audited]]
) -> None:
    """Far more than the cases: each person of a file meets each clause of it."""
    compared = 0
    for key, group in read.items():
        for one in audited[key]:
            assert not one.findings
            differs = {
                at: (paid, one.amounts[at]) for at, paid in group.settled.items() if paid != one.amounts[at]
            }
            assert not differs, one.language
            compared += len(one.amounts)
    assert compared > 5000
