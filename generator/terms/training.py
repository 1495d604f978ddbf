"""Training: the curriculum, its courses, and when a course counts as passed."""

from __future__ import annotations

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.names import check_once
from generator.terms.quantity import Duration, Slug
from generator.terms.saying import Code, Listing, Sayings, SayingsBuilder
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates

PASSED = "course_passed"


class CourseVersion(Version):
    """One dated form of a course; `valid_for` counts the day of passing as day 1."""

    goal: Wording
    lessons: tuple[Slug, ...]
    requires: tuple[Slug, ...] = ()
    valid_for: Duration | None = None
    teaches: tuple[Slug, ...] = ()

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
    """A file of training/courses."""

    course: Slug
    title: Wording
    versions: tuple[CourseVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Course:
        check_versions(self.versions)
        return self


class Path(Frozen):
    """Courses in the order in which they are best taken."""

    path: Slug
    title: Wording
    words: Wording | None = None
    courses: tuple[Slug, ...]


class CurriculumVersion(Version):
    """One dated form of the curriculum."""

    paths: tuple[Path, ...]

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


_LESSONS = Text.of(
    en="The course {course} has the lessons {lessons}.", ru="Уроки курса «{course}»: {lessons}."
)
_PASSED = Text.of(
    en=(
        "It is passed when a row of the table {table} has {event} in the column {event_column} "
        "and {subject} in the column {subject_column}."
    ),
    ru=(
        "Курс пройден, если в таблице {table} есть строка, где в столбце {event_column} стоит {event}, "
        "а в столбце {subject_column} — {subject}."
    ),
)
_VALID = Text.of(
    en="Once passed it is valid for {duration}, the day of passing included; passing again starts this anew.",
    ru="Пройденный курс действует {duration}, считая день сдачи; повторная сдача начинает срок заново.",
)
_FOREVER = Text.of(en="Once passed it stays valid.", ru="Пройденный курс действует бессрочно.")
_REQUIRES = Text.of(
    en="Before it these courses are to be passed: {courses}.", ru="До него нужно пройти курсы: {courses}."
)
_TEACHES = Text.of(en="It teaches these rules: {clauses}.", ru="Курс объясняет правила: {clauses}.")
_PATH = Text.of(
    en="The path {path} holds the courses {courses}.", ru="Программа «{path}» состоит из курсов: {courses}."
)


def course_sayings(name: str, version: CourseVersion, titles: Titles) -> Sayings:
    """What the page of a course says with binding force."""
    builder = SayingsBuilder(f"course/{name}/{version.address}")
    say_dates(builder, version)
    lessons = Listing(tuple(titles.ref(f"lesson/{lesson}") for lesson in version.lessons))
    builder.say("lessons", _LESSONS, course=titles.ref(f"course/{name}"), lessons=lessons)
    builder.say(
        "passed",
        _PASSED,
        table=Code("events"),
        event=Code(PASSED),
        event_column=Code("event"),
        subject=Code(name),
        subject_column=Code("subject"),
    )
    if version.valid_for is None:
        builder.say("valid", _FOREVER)
    else:
        duration = builder.fact("valid_for", version.valid_for.unit, version.valid_for.value)
        builder.say("valid", _VALID, duration=duration)
    if version.requires:
        before = Listing(tuple(titles.ref(f"course/{c}") for c in version.requires))
        builder.say("requires", _REQUIRES, courses=before)
    if version.teaches:
        builder.say("teaches", _TEACHES, clauses=Listing(tuple(titles.ref(c) for c in version.teaches)))
    return builder.done()


def curriculum_sayings(version: CurriculumVersion, titles: Titles) -> Sayings:
    """What the curriculum says with binding force."""
    builder = SayingsBuilder(f"curriculum/{version.address}")
    say_dates(builder, version)
    for path in version.paths:
        courses = Listing(tuple(titles.ref(f"course/{c}") for c in path.courses))
        builder.say(f"{path.path}.courses", _PATH, path=titles.ref(f"path/{path.path}"), courses=courses)
    return builder.done()
