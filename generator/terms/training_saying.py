"""What the pages of training say: when a course counts as passed, what it has, and which courses make a path."""

from __future__ import annotations

from generator.terms.quantity import PERCENT
from generator.terms.saying import Code, Listing, Sayings, SayingsBuilder, Slot
from generator.terms.scope_words import say_condition
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.training import PASSED, PRACTISED, SCORE, CourseVersion, CurriculumVersion
from generator.terms.version import say_dates

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
_PASSED_AT = Text.of(
    en=(
        "It is passed when a row of the table {table} has {event} in the column {event_column}, "
        "{subject} in the column {subject_column} and at least {mark} in the column {mark_column}."
    ),
    ru=(
        "Курс пройден, если в таблице {table} есть строка, где в столбце {event_column} стоит {event}, "
        "в столбце {subject_column} — {subject}, а в столбце {mark_column} — не меньше {mark}."
    ),
)
_MARKS = Text.of(
    en=(
        "A row counts by the version of the course in force on its day; one dated before the first version "
        "counts by that one."
    ),
    ru=(
        "Строка засчитывается по редакции курса, действующей в её день; строка с датой раньше первой редакции — "
        "по первой."
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
_QUIZ = Text.of(
    en=(
        "Its quiz counts as passed when at least {mark} of the answers are right; only whoever answers sees "
        "the result."
    ),
    ru=(
        "Тест к курсу считается пройденным, если верных ответов не меньше {mark}; результат видит только тот, "
        "кто отвечает."
    ),
)
_DONE_EN = (
    "is done when a row of the table {table} has {event} in the column {event_column} and {subject} in the "
    "column {subject_column}."
)
_DONE_RU = (
    "оно выполнено, если в таблице {table} есть строка, где в столбце {event_column} стоит {event}, "
    "а в столбце {subject_column} — {subject}."
)
_PRACTICE = {
    "mentor": Text.of(
        en=f"Its practice task is checked by the mentor; it {_DONE_EN}",
        ru=f"Практическое задание проверяет наставник; {_DONE_RU}",
    ),
    "manager": Text.of(
        en=f"Its practice task is checked by a manager of the programme; it {_DONE_EN}",
        ru=f"Практическое задание проверяет менеджер программы; {_DONE_RU}",
    ),
    "self": Text.of(
        en=f"Partners check its practice task themselves; it {_DONE_EN}",
        ru=f"Практическое задание партнёр проверяет сам; {_DONE_RU}",
    ),
}
_MENTORS = Text.of(
    en="This must hold at the end of a period for a partner to be a mentor in the next one:",
    ru="Чтобы быть наставником в следующем периоде, партнёр в конце периода должен выполнить условие:",
)
_PATH = Text.of(
    en="The path {path} holds the courses {courses}.", ru="Программа «{path}» состоит из курсов: {courses}."
)


def course_sayings(name: str, version: CourseVersion, titles: Titles) -> Sayings:
    """What the page of a course says with binding force."""
    builder = SayingsBuilder(f"course/{name}/{version.address}")
    say_dates(builder, version)
    lessons = Listing(tuple(titles.ref(f"lesson/{lesson}") for lesson in version.lessons))
    builder.say("lessons", _LESSONS, course=titles.ref(f"course/{name}"), lessons=lessons)
    if version.passed_at is None:
        builder.say("passed", _PASSED, **_row(PASSED, name))
    else:
        mark = builder.fact("passed_at", version.passed_at.mark.unit, version.passed_at.mark.value)
        builder.say("passed", _PASSED_AT, **_row(PASSED, name), mark=mark, mark_column=Code(SCORE))
        builder.say("marks", _MARKS)
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
    if version.quiz is not None:
        builder.say("quiz", _QUIZ, mark=builder.fact("quiz_pass", PERCENT, version.quiz.mark.value))
    if version.practice is not None:
        builder.say("practice", _PRACTICE[version.practice.checked_by], **_row(PRACTISED, name))
    return builder.done()


def _row(event: str, subject: str) -> dict[str, Slot]:
    """The slots that name a row of the events."""
    return {
        "table": Code("events"),
        "event": Code(event),
        "event_column": Code("event"),
        "subject": Code(subject),
        "subject_column": Code("subject"),
    }


def curriculum_sayings(version: CurriculumVersion, titles: Titles) -> Sayings:
    """What the curriculum says with binding force."""
    builder = SayingsBuilder(f"curriculum/{version.address}")
    say_dates(builder, version)
    for path in version.paths:
        courses = Listing(tuple(titles.ref(f"course/{c}") for c in path.courses))
        builder.say(f"{path.path}.courses", _PATH, path=titles.ref(f"path/{path.path}"), courses=courses)
    if version.mentors is not None:
        say_condition(builder, "mentors", _MENTORS, version.mentors, titles)
    return builder.done()
