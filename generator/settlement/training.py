"""What a period's statements say of training: courses done, due and tried, webinars, the next course, mentoring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from generator.rules.exact import Flags
from generator.settlement.courses import Days, Try
from generator.settlement.figures import PeriodFigures
from generator.terms.atoms import CoursePassed, atoms
from generator.terms.calendar import good_through
from generator.terms.ladder import LadderVersion
from generator.terms.training import RENEWAL, CourseVersion, CurriculumVersion
from generator.terms.version import in_force
from generator.terms.webinar import Webinar


@dataclass(frozen=True, slots=True)
class CourseDone:
    """How a partner stands with one course: `state` is passed, valid, due, expired, tried or practised."""

    course: str
    state: str
    passed: date | None = None
    through: date | None = None
    tried: Try | None = None
    practice: date | None = None


@dataclass(frozen=True, slots=True)
class NextCourse:
    """The course to take next, in which path it stands, and which tiers above the partner's own ask for it."""

    course: str
    path: str
    tiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """What one statement says of training; `webinars` are names with the day of attending."""

    courses: tuple[CourseDone, ...] = ()
    webinars: tuple[tuple[str, date], ...] = ()
    next_course: NextCourse | None = None
    mentor: bool = False


def training_of(figures: PeriodFigures, webinars: Mapping[str, Webinar], on: date) -> dict[int, Training]:
    """By partner row, for those who have something to be told; whoever has left by the period's end has not.

    `webinars` count that are announced by the period's end and by the day `on`.
    """
    left = figures.book.partners.left_on
    here: Flags = figures.joined & ~(left <= np.datetime64(figures.span.last))
    known = {n: one for n, one in webinars.items() if one.announced <= min(on, figures.span.last)}
    courses, attended = _courses(figures), _attended(figures, known)
    asked = _Next(figures)
    mentors = np.zeros(figures.size, dtype=np.bool_)
    if asked.curriculum is not None and asked.curriculum.mentors is not None:
        mentors = figures.holds(asked.curriculum.mentors)
    told = cache(Training)
    out: dict[int, Training] = {}
    for row, mentor, following in zip(
        np.flatnonzero(here).tolist(), mentors[here].tolist(), asked.of(here), strict=True
    ):
        one = told(tuple(courses.get(row, ())), tuple(attended.get(row, ())), following, mentor)
        if one.courses or one.webinars or one.next_course or one.mentor:
            out[row] = one
    return out


def _courses_in_force(figures: PeriodFigures) -> Iterator[tuple[str, CourseVersion]]:
    for name, course in figures.programme.courses.items():
        version = in_force(course.versions, figures.edition)
        if version is not None:
            yield name, version


def _courses(figures: PeriodFigures) -> dict[int, list[CourseDone]]:
    """What is done of each course in force, by partner row and in the programme's order."""
    last = figures.span.last
    out: dict[int, list[CourseDone]] = {}
    for name, version in _courses_in_force(figures):
        passed = figures.passes.latest(name, last)
        practice = figures.passes.practice(name, last)
        if version.practice is None:
            practice = np.full_like(practice, np.datetime64("NaT"))
        tries = figures.passes.tries.get(name, {})
        some = set(np.flatnonzero(~np.isnat(passed) | ~np.isnat(practice)).tolist()) | set(tries)
        for row in sorted(some):
            tried = figures.passes.tried(name, row, last)
            done = _done(name, version, last, _day(passed, row), tried, _day(practice, row))
            if done is not None:
                out.setdefault(row, []).append(done)
    return out


def _day(days: Days, row: int) -> date | None:
    found: date | None = days[row].item()
    return found


def _done(
    name: str,
    version: CourseVersion,
    last: date,
    passed: date | None,
    tried: Try | None,
    practice: date | None,
) -> CourseDone | None:
    if passed is None:
        if tried is not None:
            return CourseDone(name, "tried", tried=tried, practice=practice)
        return None if practice is None else CourseDone(name, "practised", practice=practice)
    if version.valid_for is None:
        return CourseDone(name, "passed", passed, practice=practice)
    through = good_through(passed, version.valid_for)
    due = through <= last + timedelta(days=RENEWAL)
    state = "expired" if through < last else "due" if due else "valid"
    return CourseDone(name, state, passed, through, practice=practice)


def _attended(figures: PeriodFigures, known: Mapping[str, Webinar]) -> dict[int, list[tuple[str, date]]]:
    """The webinars attended in the period, by partner row and in the order of their names."""
    out: dict[int, list[tuple[str, date]]] = {}
    for name in sorted(known):
        days = figures.passes.webinar(name, figures.span.last)
        for row in np.flatnonzero(days >= np.datetime64(figures.span.first)).tolist():
            out.setdefault(row, []).append((name, days[row].item()))
    return out


class _Next:
    """Which course comes next: the first of the paths that is not valid and for which everything before it is."""

    def __init__(self, figures: PeriodFigures) -> None:
        self._figures = figures
        programme = figures.programme
        versions: Sequence[CurriculumVersion] = programme.curriculum.versions if programme.curriculum else ()
        self.curriculum = in_force(versions, figures.edition)

    def of(self, whom: Flags) -> Iterator[NextCourse | None]:
        """For each of some partners in the order of the book; None where there is none."""
        figures = self._figures
        version = dict(_courses_in_force(figures))
        steps: dict[str, str] = {}
        for path in self.curriculum.paths if self.curriculum else ():
            for course in path.courses:
                if course in version:
                    steps.setdefault(course, path.path)
        valid = {name: figures.course_valid(name)[whom] for name in figures.programme.courses}
        chosen = np.full(int(np.count_nonzero(whom)), -1, dtype=np.int64)
        for number, course in enumerate(steps):
            free = (chosen < 0) & ~valid[course]
            for before in version[course].requires:
                free &= valid[before]
            chosen[free] = number
        ladders = figures.ladder_versions
        ranks = [figures.tier_rank(name)[whom].tolist() for name in ladders]
        order = list(steps.items())

        @cache
        def following(number: int, *held: int) -> NextCourse | None:
            if number < 0:
                return None
            course, path = order[number]
            tiers = (_asks(ladder, course, rank) for ladder, rank in zip(ladders.values(), held, strict=True))
            return NextCourse(course, path, tuple(tier for tier in tiers if tier))

        return map(following, chosen.tolist(), *ranks)


def _asks(ladder: LadderVersion, course: str, rank: int) -> str:
    """The lowest tier above a rank whose condition names a course; empty where none does."""
    above = ladder.tiers[rank + 1 :]
    named = (tier.tier for tier in above if tier.reach and CoursePassed(course) in atoms(tier.reach))
    return next(named, "")
