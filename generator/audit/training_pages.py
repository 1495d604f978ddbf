"""Reads courses and the curriculum from their binding sentences."""

from __future__ import annotations

from generator.audit.addresses import parted
from generator.audit.findings import Findings, Place
from generator.audit.public import Public
from generator.audit.said_figures import speaks_of
from generator.audit.sections import Section, sections
from generator.audit.sentences_training import COURSE, CURRICULUM, MENTORS
from generator.audit.shapes import NotUnderstood, Said
from generator.audit.skeleton import Skeleton
from generator.audit.terms_training import Course, Curriculum, Mark, Marks, MarkSince
from generator.audit.walk import one_of

EVENTS = ("events", "event", "subject")  # the table, and its columns
PASSED, DONE, SCORE = "course_passed", "practice_done", "score"


def read_course(section: Section) -> Course:
    """A course: which record passes it, and how long that is good for."""
    dates = section.dates()
    said = section.said(COURSE)
    thing, name = section.thing, section.thing.removeprefix("course/")
    if "lessons" not in said:
        raise NotUnderstood(f"{thing} does not say which lessons it has")
    speaks_of(said["lessons"], thing)
    passed = one_of(said, "passed", thing)
    _row(passed, PASSED, name, thing)
    mark = _mark(passed, thing) if passed.key == "passed.mark" else None
    if ("marks" in said) != (mark is not None):
        raise NotUnderstood(f"{thing} does not say by which version a row counts")
    practice = [one for key, one in said.items() if key.startswith("practice.")]
    if len(practice) > 1:
        raise NotUnderstood(f"{thing} says twice who checks its practice")
    for one in practice:
        _row(one, DONE, name, thing)
    valid = one_of(said, "valid", thing)
    always = valid.key == "valid.always"
    return Course(
        name,
        None if always else int(valid.number("term")),
        "" if always else valid.unit("term"),
        mark,
        _names(said, "lessons", "lessons", "lesson"),
        _names(said, "requires", "courses", "course"),
        tuple(said["teaches"].targets("rules")) if "teaches" in said else (),
        said["quiz"].number("quiz") if "quiz" in said else None,
        practice[0].key.partition(".")[2] if practice else "",
        dates.day("announced"),
    )


def _row(said: Said, event: str, name: str, thing: str) -> None:
    """The row is one of those that the audit looks for."""
    told = [said.code(slot) for slot in ("table", "column", "event", "where", "subject")]
    table, column, subject = EVENTS
    if told != [table, column, event, subject, name]:
        raise NotUnderstood(f"{thing} speaks of a record that the audit does not look for: {told}")


def _mark(said: Said, thing: str) -> Mark:
    if said.code("mark_column") != SCORE:
        raise NotUnderstood(f"{thing} is passed by the column {said.code('mark_column')}")
    return Mark(SCORE, said.number("mark"), said.unit("mark"))


def _names(said: dict[str, Said], key: str, slot: str, kind: str) -> tuple[str, ...]:
    return tuple(one.removeprefix(f"{kind}/") for one in said[key].targets(slot)) if key in said else ()


def read_curriculum(section: Section, ladders: dict[str, str]) -> Curriculum:
    """The paths with their courses, and what a mentor must meet."""
    paths: dict[str, tuple[str, ...]] = {}
    for _, said in section.say(CURRICULUM):
        path = said.target("path").removeprefix("path/")
        if path in paths:
            raise NotUnderstood(f"the curriculum speaks twice of the path {path}")
        paths[path] = tuple(one.removeprefix("course/") for one in said.targets("courses"))
    if not paths:
        raise NotUnderstood("the curriculum names no courses")
    asked = list(section.say(MENTORS))
    if len(asked) > 1:
        raise NotUnderstood("the curriculum says twice who may be a mentor")
    mentors = section.condition(asked[0][0], ladders) if asked else None
    return Curriculum(tuple(paths.items()), mentors)


def read_marks(public: Public, skeleton: Skeleton, findings: Findings) -> Marks:
    """The mark of every version of each course, from the course's own page.

    Rows are judged by the versions of their days, of which some may have been over before any edition began.
    """
    found: Marks = {}
    for thing in skeleton.of_kind("course"):
        name = thing.name.removeprefix("course/")
        pages = public.under(f"training/{name}", skeleton.languages)
        page = next((pages[one] for one in skeleton.languages if one in pages), None)
        if page is None:
            continue
        versions: list[MarkSince] = []
        for section in sections(page):
            if section.thing == thing.name and thing.at(section.version) is not None:
                start, revision = parted(section.version)
                try:
                    versions.append(MarkSince(start, revision, read_course(section).mark))
                except NotUnderstood as error:
                    where = Place(page.path, f"{section.thing}/{section.version}")
                    findings.add("sentence-not-understood", where, str(error))
        found[name] = tuple(sorted(versions, key=lambda one: (one.start, one.revision)))
    return found
