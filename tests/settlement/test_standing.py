"""Tiers and courses: what holds on the last day of a period decides, that day included."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.settlement.courses import CoursePasses
from generator.settlement.settle import Settlement
from generator.terms.quantity import Quantity
from generator.terms.training import CourseVersion
from tests import strategies as draw
from tests.settlement import slowly
from tests.settlement.projects import Project, ledger
from tests.strategies import FIRST, ON, Member, Pass, Rows, Sale

OLD = Member("old", date(2015, 1, 1))
VOLUME = {"sum": "plain", "window": "period", "scope": "own"}
TIERS: list[dict[str, Any]] = [
    {"tier": "start"},
    {"tier": "silver", "reach": {"volume": {"at_least": "100"}}},
    {"tier": "gold", "reach": {"all": [{"volume": {"at_least": "200"}}, {"course": "basics"}]}},
    {
        "tier": "lace",
        "reach": {"any": [{"volume": {"at_least": "300"}}, {"not": {"volume": {"more_than": "-50"}}}]},
    },
]


def project(folder: Path, rows: Rows, valid_for: str = "", **more: Any) -> Project:
    course = {"valid_for": valid_for} if valid_for else {}
    made = Project(folder, {"volume": [VOLUME]}, tiers=TIERS, courses={"basics": course}, **more)
    rows.into(made)
    return made


def tiers(settlement: Settlement) -> dict[tuple[str, str], str]:
    """(period, partner) -> the tier held on the only ladder."""
    out: dict[tuple[str, str], str] = {}
    for result in settlement.results:
        names = [t.tier for t in result.figures.ladder_versions["status"].tiers]
        ranks = result.figures.tier_rank("status").tolist()
        for partner, rank in zip(settlement.book.partners.ids, ranks, strict=True):
            out[result.period.name, partner] = names[rank]
    return out


def sale(cents: int, day: str = "2026-01-15") -> Sale:
    return Sale("old", date.fromisoformat(day), None, "paid", cents, 0, 1)


@pytest.mark.parametrize(
    ("cents", "passed", "tier"),
    [
        (9_999, True, "start"),
        (10_000, True, "silver"),
        (19_999, True, "silver"),
        (20_000, True, "gold"),
        (20_000, False, "silver"),
        (29_999, False, "silver"),
        (30_000, False, "lace"),  # the highest whose requirements hold, whether or not those between do
        (-4_999, False, "start"),
        (-5_000, False, "lace"),
    ],
)
def test_the_highest_tier_whose_requirements_hold(
    tmp_path: Path, cents: int, passed: bool, tier: str
) -> None:
    rows = Rows([OLD], [sale(cents)], [Pass("old", date(2026, 1, 31), "basics")] if passed else [])
    with project(tmp_path, rows).settled(date(2026, 1, 31)) as settlement:
        assert tiers(settlement) == {("2026-01", "old"): tier}


@pytest.mark.parametrize(
    ("passed", "valid_for", "held"),
    [
        ("2026-01-31", "", "yyyy"),  # on the last day of January
        ("2026-02-01", "", "nyyy"),
        ("2025-02-01", "12 months", "ynnn"),  # good through 31 January
        ("2025-01-31", "12 months", "nnnn"),  # good through 30 January
        ("2025-11-01", "3 months", "ynnn"),
        ("2025-11-03", "90 days", "ynnn"),  # day 90 is 31 January
        ("2025-11-02", "90 days", "nnnn"),
        ("2025-12-01", "3 months", "yynn"),  # good through 28 February
        ("2026-04-18", "1 year", "nnnn"),  # April ends after the day on which the book is read
    ],
)
def test_a_course_is_valid_through_its_last_day(
    tmp_path: Path, passed: str, valid_for: str, held: str
) -> None:
    rows = Rows([OLD], [sale(0)], [Pass("old", date.fromisoformat(passed), "basics")])
    with project(tmp_path, rows, valid_for).settled(ON) as settlement:
        found = "".join("ny"[int(r.figures.course_valid("basics")[0])] for r in settlement.results)
    april = "y" if passed == "2026-04-18" else held[3]
    assert found == held[:3] + april


def test_passing_again_starts_anew(tmp_path: Path) -> None:
    days = [date(2025, 10, 15), date(2026, 2, 20)]
    rows = Rows([OLD], [sale(0)], [Pass("old", day, "basics") for day in days])
    with project(tmp_path, rows, "3 months").settled(ON) as settlement:
        valid = [bool(r.figures.course_valid("basics")[0]) for r in settlement.results]
        latest = [r.figures.course_passed_on("basics", 0) for r in settlement.results]
    assert valid == [False, True, True, True]
    assert latest == [days[0], days[1], days[1], days[1]]


def test_an_event_of_another_kind_passes_nothing(tmp_path: Path) -> None:
    made = project(tmp_path, Rows([OLD], [sale(0)]))
    made.events = [
        ["old", "2026-01-05", "webinar_attended", "basics"],
        ["old", "2026-01-05", "course_passed", "other"],
    ]
    with made.settled(ON) as settlement:
        assert not any(r.figures.course_valid("basics")[0] for r in settlement.results)


@draw.examples(150)
@given(
    st.lists(st.tuples(st.integers(0, 3), draw.dates), max_size=10),
    st.none() | st.tuples(st.integers(1, 40), draw.duration_units),
    draw.dates,
)
def test_validity_day_by_day(passed: list[tuple[int, date]], lasts: tuple[int, str] | None, on: date) -> None:
    """Counted by walking forward from each pass: a month is over one day before the same day of the next."""
    who = np.array([row for row, _ in passed], dtype=np.int64)
    days = np.array([day for _, day in passed], dtype="datetime64[D]")
    version = CourseVersion.model_construct(
        valid_for=None if lasts is None else Quantity(Fraction(lasts[0]), lasts[1])
    )
    wanted = [False] * 4
    for row, day in passed:
        wanted[row] |= day <= on <= last_day(day, lasts)
    assert CoursePasses(4, {"basics": (who, days)}).valid("basics", version, on).tolist() == wanted


def last_day(day: date, lasts: tuple[int, str] | None) -> date:
    if lasts is None:
        return date.max
    count, unit = lasts
    if unit in ("days", "weeks"):
        return day + timedelta(days=count * (7 if unit == "weeks" else 1) - 1)
    return slowly.later(day, count * (12 if unit == "years" else 1)) - timedelta(days=1)


@draw.examples(8, costly=True)
@given(rows=draw.books())
def test_tiers_of_drawn_books(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> None:
    with project(tmp_path_factory.mktemp("book"), rows, "2 months").settled(ON) as settlement:
        found = tiers(settlement)
    members = {m.id: m for m in rows.members}
    for first, last in slowly.months(FIRST, ON):
        for member in rows.members:
            volume = slowly.metric(rows, VOLUME, member.id, first, last)
            course = any(
                p.partner == member.id
                and members[p.partner].joined <= p.day <= min(ON, member.left or date.max)
                and p.day <= last <= last_day(p.day, (2, "months"))
                for p in rows.passes
            )
            tier = "start"
            if volume >= 100:
                tier = "silver"
            if volume >= 200 and course:
                tier = "gold"
            if volume >= 300 or not volume > -50:
                tier = "lace"
            assert found[f"{first:%Y-%m}", member.id] == tier


def test_a_bonus_is_paid_once_over_all_versions_and_only_to_members(tmp_path: Path) -> None:
    early, late = Member("early", date(2026, 1, 1), date(2026, 2, 10)), Member("late", date(2026, 3, 31))
    rows = Rows(
        [early, late, OLD],
        [
            Sale("early", date(2026, 1, 5), None, "paid", 100, 0, 1),
            Sale("early", date(2026, 2, 5), None, "paid", 100, 0, 1),
            Sale("late", date(2026, 3, 31), None, "paid", 100, 0, 1),
            sale(100, "2026-02-15"),
            sale(100, "2026-04-15"),
        ],
    )
    earns = {"volume": {"more_than": "0"}}
    versions = [
        {"amount": "10", "earns": earns, "once": "partner", "ends": "2026-02-28"},
        {"amount": "15", "earns": earns, "once": "partner", "from": "2026-03-01"},
    ]
    with project(tmp_path, rows, clauses={"welcome": ("fixed_bonus", versions)}).settled(ON) as settlement:
        assert ledger(settlement) == {
            ("2026-01", "early", "welcome"): 1000,
            ("2026-02", "old", "welcome"): 1000,
            ("2026-03", "late", "welcome"): 1500,
        }


def test_who_left_is_present_to_the_period_of_the_last_day(tmp_path: Path) -> None:
    members = [
        Member("a", date(2026, 1, 31), date(2026, 2, 1)),
        Member("b", date(2026, 2, 1), date(2026, 2, 28)),
        Member("c", date(2015, 1, 1), date(2025, 12, 31)),
    ]
    with project(tmp_path, Rows(members, [])).settled(ON) as settlement:
        present = [r.figures.present.tolist() for r in settlement.results]
    assert present == [[True, False, False], [True, True, False], [False] * 3, [False] * 3]
