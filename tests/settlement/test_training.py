"""Training on statements: the worked cases of training.yaml, and laws that hold whatever partners do."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.settlement.settle import Settlement
from generator.settlement.training import Training, training_of
from generator.terms.calendar import Period
from generator.terms.quantity import parse_date
from tests import strategies as draw
from tests.plain import plain
from tests.settlement.projects import Project, title

CASES: list[dict[str, Any]] = plain(Path(__file__).with_name("training.yaml"))
METRICS = {"volume": [{"sum": "plain", "window": "period", "scope": "own"}]}
KEYS = {"name", "courses", "path", "tiers", "mentors", "webinars", "left", "events", "told"}


def project(folder: Path, case: Mapping[str, Any]) -> Project:
    assert set(case) <= KEYS
    made = Project(folder, METRICS, tiers=list(case.get("tiers", ())), scored=True)
    made.courses = {name: dict(versions[0]) for name, versions in case["courses"].items()}
    for name, versions in case["courses"].items():
        dated = [
            {"announced": "2025-12-01", "from": "2026-01-01", "goal": title("goal"), "lessons": [name], **one}
            for one in versions
        ]
        made.training[f"courses/{name}"] = {"course": name, "title": title(name), "versions": dated}
    if "path" in case:
        path = {"path": "start", "title": title("start"), "courses": case["path"]}
        version = {"announced": "2025-12-01", "from": "2026-01-01", "paths": [path]}
        if "mentors" in case:
            version["mentors"] = case["mentors"]
        made.training["curriculum"] = {"curriculum": {"title": title("training"), "versions": [version]}}
    if "webinars" in case:
        fixed = {
            "announced": "2026-01-01",
            "minutes": "60",
            "host": title("olga"),
            "link": "https://meet.example",
        }
        named = {name: {**fixed, "title": title(name), "starts": at} for name, at in case["webinars"].items()}
        made.training["webinars"] = {"webinars": named}
    made.partners = [["anna", "Anna", "2015-01-01", case.get("left", "")]]
    for row in case["events"]:
        day, event, subject, *score = row.split()
        made.events.append(["anna", day, event, subject, *(score or [""])])
    return made


def spoken(training: Training | None) -> Iterator[str]:
    """What a statement says, in words of the cases."""
    if training is None:
        return
    for one in training.courses:
        said = f"{one.course} {one.state}"
        if one.tried is not None:
            said += f" {one.tried.score} of {one.tried.mark.value} {one.tried.mark.unit} on {one.tried.day}"
        said += f" {one.passed}" if one.passed else ""
        said += f" through {one.through}" if one.through else ""
        if one.practice is not None:
            said += f" {one.practice}" if one.state == "practised" else f" practised {one.practice}"
        yield said
    yield from (f"attended {name} {day}" for name, day in training.webinars)
    if training.next_course is not None:
        following = training.next_course
        tiers = f" for {', '.join(following.tiers)}" if following.tiers else ""
        yield f"next {following.course} in {following.path}{tiers}"
    if training.mentor:
        yield "mentor"


def told(settlement: Settlement, on: date) -> dict[str, Training | None]:
    """What is told of anna, by period."""
    webinars = settlement.programme.webinars
    return {r.period.name: training_of(r.figures, webinars, on).get(0) for r in settlement.results}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case(tmp_path: Path, case: dict[str, Any]) -> None:
    on = max(Period(parse_date(f"{month}-01")).last for month in case["told"])
    with project(tmp_path, case).settled(on) as settlement:
        found = told(settlement, on)
    assert {month: list(spoken(found[month])) for month in case["told"]} == case["told"]


RESULTS = st.lists(
    st.tuples(st.integers(0, 120), st.sampled_from(["basics", "care"]), st.integers(0, 100)), max_size=6
)


@draw.examples(8)
@given(RESULTS, st.integers(1, 100), st.none() | st.integers(1, 5))
def test_what_is_told_agrees_with_conditions(
    tmp_path_factory: pytest.TempPathFactory,
    results: list[tuple[int, str, int]],
    mark: int,
    months: int | None,
) -> None:
    """A course is told as good exactly where conditions hold it for passed; what comes next is never so."""
    valid = {} if months is None else {"valid_for": f"{months} months"}
    case = {
        "courses": {
            "basics": [{"passed_at": {"score": str(mark)}, **valid}],
            "care": [{"requires": ["basics"]}],
        },
        "path": ["care", "basics"],
        "events": [
            f"{date(2025, 12, 1) + timedelta(days=day)} course_passed {course} {score}"
            for day, course, score in results
        ],
    }
    on = date(2026, 3, 31)
    with project(tmp_path_factory.mktemp("drawn"), case).settled(on) as settlement:
        for result, one in zip(settlement.results, told(settlement, on).values(), strict=True):
            holds = {name for name in ("basics", "care") if result.figures.course_valid(name)[0]}
            good = {c.course for c in one.courses if c.state in ("passed", "valid", "due")} if one else set()
            assert good == holds
            following = one.next_course.course if one and one.next_course else None
            wanted = "care" if "basics" in holds and "care" not in holds else "basics"
            assert following == (None if holds == {"basics", "care"} or wanted in holds else wanted)
