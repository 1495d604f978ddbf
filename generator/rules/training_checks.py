"""Checks of training: words that cite values, quizzes that can be answered, courses that lag behind their rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.rules.corrections import home_of
from generator.rules.editions import sayings_of
from generator.rules.prose_checks import latest_sayings, word_faults
from generator.rules.quizzes import alike, options_read, right_option
from generator.source import ADVICE, Diagnostic, Mark, Step, find
from generator.terms.programme import Programme
from generator.terms.quiz import Question
from generator.terms.saying import Sayings
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.training import Course, CourseVersion
from generator.terms.version import Version

QUIZ, WEBINARS = "quiz", "webinars"
"""Pages that the book puts below a course and beside the courses."""


def training_faults(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    """What is wrong in the words of training, and advice on courses whose rules have changed."""
    for name, course in programme.courses.items():
        file, _ = home_of(programme, f"course/{name}")
        if name == WEBINARS:
            yield _taken(programme, file, ("course",), f"The course `{name}`")
        for number, version in enumerate(course.versions):
            yield from _version(programme, titles, name, file, number, version)
        yield from _stale(programme, name, file, course)
    for number, curriculum in enumerate(programme.curriculum.versions if programme.curriculum else ()):
        above: tuple[Step, ...] = ("curriculum", "versions", number)
        if curriculum.why is not None:
            here: tuple[Step, ...] = (*above, "why")
            yield from word_faults(programme, "training/curriculum.yaml", here, curriculum.why, None, titles)
        for at, one in enumerate(curriculum.paths):
            if one.words is not None:
                here = (*above, "paths", at, "words")
                yield from word_faults(programme, "training/curriculum.yaml", here, one.words, None, titles)
    for name, webinar in programme.webinars.items():
        if webinar.about is not None:
            path = ("webinars", name, "about")
            yield from word_faults(
                programme, "training/webinars.yaml", path, webinar.about, None, titles, figures_allowed=True
            )


def _version(
    programme: Programme, titles: Titles, name: str, file: str, number: int, version: CourseVersion
) -> Iterator[Diagnostic]:
    above: tuple[Step, ...] = ("versions", number)
    yield from word_faults(programme, file, (*above, "goal"), version.goal, None, titles)
    sayings = sayings_of(programme, f"course/{name}", version, titles)
    if version.practice is not None:
        here = (*above, "practice", "task")
        task = version.practice.task
        yield from word_faults(programme, file, here, task, sayings, titles, figures_allowed=True)
    if version.quiz is None:
        return
    if QUIZ in version.lessons:
        place = (*above, "lessons", version.lessons.index(QUIZ))
        yield _taken(programme, file, place, f"The lesson `{QUIZ}`")
    others = latest_sayings(programme, titles)
    for at, question in enumerate(version.quiz.questions):
        path = (*above, "quiz", "questions", at)
        told = list(_words(programme, titles, file, path, question, sayings))
        yield from told or _answers(programme, titles, file, path, question, sayings, others)


def _words(
    programme: Programme,
    titles: Titles,
    file: str,
    path: tuple[Step, ...],
    question: Question,
    sayings: Sayings,
) -> Iterator[Diagnostic]:
    """References that lead nowhere."""
    parts: list[tuple[tuple[Step, ...], Text]] = [(("ask",), question.ask), (("because",), question.because)]
    parts += [(("options", at), option) for at, option in enumerate(question.options)]
    if question.reference is not None:
        parts.append((("right",), Text.same(question.reference, programme.languages)))
    for at, words in parts:
        yield from word_faults(programme, file, (*path, *at), words, sayings, titles, figures_allowed=True)


def _answers(
    programme: Programme,
    titles: Titles,
    file: str,
    path: tuple[Step, ...],
    question: Question,
    sayings: Sayings,
    others: Mapping[str, Sayings],
) -> Iterator[Diagnostic]:
    """Options that look alike, and a value that none of them shows, as rules will be in their latest versions."""
    tree = programme.trees[file]
    for language in programme.languages:
        read = options_read(question, language, sayings, others, titles)
        same = alike(read)
        if same is not None:
            yield Diagnostic(
                "quiz-options-alike",
                find(tree, (*path, "options", same[1])).place,
                f"Two options of this question read alike in `{language}`: {read[same[1]]}.",
                other=Mark(find(tree, (*path, "options", same[0])).place, "the first of them"),
                consequence="Of two answers that say the same, one would be called wrong.",
                cure="Change one of them.",
            )
            return
        if right_option(question, language, sayings, others, titles) is None:
            yield Diagnostic(
                "quiz-answer-missing",
                find(tree, (*path, "right")).place,
                f"No option of this question shows the value of `{question.right}` in `{language}`.",
                consequence="Whatever partners chose, they would be told that it is wrong.",
                cure=f"Let one of the options be `{question.right}`, so that it follows the rule.",
            )
            return


def _taken(programme: Programme, file: str, path: tuple[Step, ...], what: str) -> Diagnostic:
    return Diagnostic(
        "duplicate-name",
        find(programme.trees[file], path).place,
        f"{what} would stand where the book puts a page of its own.",
        consequence="One of the two would silently vanish from the site.",
        cure="Rename it.",
    )


def reviewed_on(course: Course, version: CourseVersion, on: date) -> date:
    """The day on which the pages of a course were last held against the rules: a version is written for its first."""
    later = [] if course.reviewed is None or course.reviewed > on else [course.reviewed]
    return max([version.starts, *later])


def changed_on(version: Version) -> date:
    """The day on which a rule changed with a version: its first, of a correction that of its announcement."""
    return version.starts if version.correction is None else version.announced


def _stale(programme: Programme, name: str, file: str, course: Course) -> Iterator[Diagnostic]:
    """Advice where a rule that a course teaches has changed since somebody looked at it."""
    number = len(course.versions) - 1
    version = course.versions[number]
    reviewed = reviewed_on(course, version, date.max)
    for at, taught in enumerate(version.teaches):
        changed = changed_on(programme.clauses[taught].versions[-1])
        if changed > reviewed:
            where: tuple[Step, ...] = ("versions", number, "teaches", at)
            yield Diagnostic(
                "course-stale",
                find(programme.trees[file], where).place,
                f"The rule `{taught}` changes on {changed}, and the course `{name}` was last reviewed on {reviewed}.",
                consequence="From that day on its pages say that they may lag behind the rule.",
                cure=f"Read its lessons and quiz again, correct them, and write `reviewed: {changed}` "
                "below its title.",
                weight=ADVICE,
            )
