"""Training: the curriculum, its courses, and when a course counts as passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.condition import AnyCondition
from generator.terms.names import check_once
from generator.terms.quantity import COUNT, PERCENT, Amount, Day, Duration, Quantity, Slug
from generator.terms.quiz import Quiz
from generator.terms.text import Wording
from generator.terms.version import Version, check_versions

PASSED = "course_passed"
PRACTISED = "practice_done"
ATTENDED = "webinar_attended"
SCORE = "score"
RENEWAL = 60
"""So many days before a course lapses a statement asks for it again."""


class PassedAt(Frozen):
    """The result from which on a row passes the course: a share such as `80 %`, or points such as `16`."""

    score: Amount

    @property
    def mark(self) -> Quantity:
        """The mark with its unit: percent, or a count."""
        return self.score.with_unit(COUNT)

    @model_validator(mode="after")
    def _is_a_mark(self) -> PassedAt:
        if self.mark.unit not in (PERCENT, COUNT):
            raise Fault(
                "wrong-unit",
                f"A result is a share or a number of points, not `{self.mark.unit}`.",
                at=("score",),
                consequence="It could not be compared with the results of partners.",
                cure="Write it as `80 %` or as `16`.",
            )
        if not self.mark.value > 0 or (self.mark.unit == PERCENT and self.mark.value > 100):
            raise Fault(
                "mark-out-of-range",
                "The result that is needed lies above zero, and a share is at most 100 %.",
                at=("score",),
                consequence="Everybody would pass, or nobody.",
                cure="Write it as `80 %`.",
            )
        return self


class Practice(Frozen):
    """A task to be done outside of the book, and who looks at it."""

    task: Wording
    checked_by: Literal["mentor", "manager", "self"]


class CourseVersion(Version):
    """One dated form of a course; `valid_for` counts the day of passing as day 1."""

    goal: Wording
    lessons: tuple[Slug, ...]
    requires: tuple[Slug, ...] = ()
    valid_for: Duration | None = None
    teaches: tuple[Slug, ...] = ()
    passed_at: PassedAt | None = None
    quiz: Quiz | None = None
    practice: Practice | None = None

    @model_validator(mode="after")
    def _one_mark(self) -> CourseVersion:
        """A quiz and a result in percent ask for the same share, or partners would prepare for the wrong one."""
        asked = None if self.passed_at is None else self.passed_at.mark
        if self.quiz and asked and asked.unit == PERCENT and asked.value != self.quiz.mark.value:
            raise Fault(
                "marks-differ",
                "The quiz and the course ask for different results.",
                at=("quiz", "pass"),
                other=("passed_at", "score"),
                other_label="the course asks for this",
                consequence="Whoever passes the quiz could not tell whether it is enough for the course.",
                cure="Write the same share in both places.",
            )
        return self

    @model_validator(mode="after")
    def _has_lessons(self) -> CourseVersion:
        if not self.lessons:
            raise Fault(
                "course-empty",
                "A course needs at least one lesson.",
                at=("lessons",),
                consequence="Partners could be asked to pass a course that teaches nothing.",
                cure="List the names of its lessons: `lessons: [first-talk]`.",
            )
        for key, names in (("lessons", self.lessons), ("requires", self.requires), ("teaches", self.teaches)):
            check_once(names, (key,))
        return self


class Course(Frozen):
    """A file of training/courses; `reviewed` is the day on which a person last held its pages against the rules."""

    course: Slug
    title: Wording
    reviewed: Day | None = None
    versions: tuple[CourseVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Course:
        check_versions(self.versions)
        return self


def mark_on(versions: Sequence[CourseVersion], day: date) -> Quantity | None:
    """The result that a row of a day needs, by the version begun by then, else the first; None where none is needed."""
    started = [one for one in versions if one.starts <= max(day, versions[0].starts)]
    needed = started[-1].passed_at
    return None if needed is None else needed.mark


class Path(Frozen):
    """Courses in the order in which they are best taken."""

    path: Slug
    title: Wording
    words: Wording | None = None
    courses: tuple[Slug, ...]


class CurriculumVersion(Version):
    """One dated form of the curriculum; `mentors` says who may be a mentor of others."""

    paths: tuple[Path, ...]
    mentors: AnyCondition | None = None

    @model_validator(mode="after")
    def _each_once(self) -> CurriculumVersion:
        check_once([path.path for path in self.paths], ("paths",), ("path",))
        for number, path in enumerate(self.paths):
            check_once(path.courses, ("paths", number, "courses"))
        return self


class Curriculum(Frozen):
    """The paths of training with their dated versions."""

    title: Wording
    versions: tuple[CurriculumVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Curriculum:
        check_versions(self.versions)
        return self


class CurriculumFile(Frozen):
    """The file training/curriculum.yaml."""

    curriculum: Curriculum
