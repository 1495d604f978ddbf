"""What a partner has learned up to the end of a period: courses with their state, webinars, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from generator.audit.calendar import Period
from generator.audit.conditions import Condition, CoursePassed, conditions_of
from generator.audit.passing import Try
from generator.audit.promise import Edition, Ladder
from generator.audit.standing import Standing, holds
from generator.audit.terms_training import Course

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning

SOON = timedelta(days=60)  # before the last day of a pass, from when on it is to be renewed


@dataclass(frozen=True)
class Webinar:
    """A webinar as its page shows it: from when on it is announced, and what it is called."""

    announced: date
    titles: Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """How far a partner is with one course."""

    course: str
    state: str  # passed | valid | due | expired | tried | practised
    passed: date | None = None
    through: date | None = None
    fell: Try | None = None
    practised: date | None = None


@dataclass(frozen=True)
class Next:
    """The course that comes next, the path on which it is, and the tiers that ask for it."""

    course: str
    path: str
    tiers: tuple[str, ...]


@dataclass(frozen=True)
class Learning:
    """Everything that a statement says of training."""

    taken: tuple[Taken, ...] = ()
    attended: tuple[tuple[str, date], ...] = ()  # webinars with the latest day
    next: Next | None = None
    mentor: bool = False


def learning_of(reckoning: Reckoning, account: Account, period: Period, edition: Edition) -> Learning:
    """What a partner has learned, as of the last day of a period; nothing for who leaves by then."""
    left, end = account.partner.left, period.last
    if left is not None and left <= end:
        return Learning()
    standing = account.standing(period, edition)
    who = account.partner.id
    found = (_taken(reckoning, who, course, end) for course in edition.courses.values())
    attended = reckoning.passes.attended_in(who, period.first, end)
    known = min(end, reckoning.last)
    shown = (
        (name, attended[name])
        for name, webinar in sorted(reckoning.webinars.items())
        if webinar.announced <= known and name in attended
    )
    mentors = edition.curriculum.mentors if edition.curriculum is not None else None
    return Learning(
        tuple(one for one in found if one is not None),
        tuple(shown),
        _next(standing, edition),
        mentors is not None and holds(mentors, standing, edition),
    )


def _taken(reckoning: Reckoning, who: str, course: Course, end: date) -> Taken | None:
    passes = reckoning.passes
    practised = passes.practised(who, course.id, end) if course.practice else None
    days = passes.until(who, course.id, end)
    if days:
        passed = days[-1]
        if course.term is None:
            return Taken(course.id, "passed", passed, None, None, practised)
        through = course.through(passed)
        state = "expired" if through < end else "due" if through <= end + SOON else "valid"
        return Taken(course.id, state, passed, through, None, practised)
    fell = passes.last_try(who, course.id, end)
    if fell is not None:
        return Taken(course.id, "tried", fell=fell, practised=practised)
    return Taken(course.id, "practised", practised=practised) if practised is not None else None


def _next(standing: Standing, edition: Edition) -> Next | None:
    """The first course of the curriculum that is not passed and valid, while all that it requires are."""
    if edition.curriculum is None:
        return None
    for path, courses in edition.curriculum.paths:
        for name in courses:
            course = edition.courses.get(name)
            if course is None or standing.courses[name]:
                continue
            if all(standing.courses.get(one, False) for one in course.requires):
                tiers = (_asking(ladder, name, standing) for ladder in edition.ladders.values())
                return Next(name, path, tuple(one for one in tiers if one))
    return None


def _asking(ladder: Ladder, course: str, standing: Standing) -> str:
    """The lowest tier above the partner's of which the requirements name a course."""
    order = [tier.id for tier in ladder.tiers]
    above = ladder.tiers[order.index(standing.tiers[ladder.id]) + 1 :]
    return next((tier.id for tier in above if names_course(tier.reach, course)), "")


def names_course(condition: Condition | None, course: str) -> bool:
    """Whether a condition speaks of a course anywhere in it."""
    return any(isinstance(one, CoursePassed) and one.course == course for one in conditions_of(condition))
