"""Reads quizzes, and holds them together: every question has its options, one of which is the right answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit.findings import Findings, Place
from generator.audit.outputs import Memo, Outputs
from generator.audit.page_elements import article_of, having, of_class, text_of
from generator.audit.promise import Edition
from generator.audit.public import Public

QUIZ = "data-quiz"


@dataclass(frozen=True)
class Question:
    """One question, its options, and of the key its answer with the reason."""

    ask: str
    options: tuple[str, ...]
    right: str
    because: str


@dataclass(frozen=True)
class Quiz:
    """One quiz as its page shows it; `answers` counts the answers of its key."""

    course: str
    questions: tuple[Question, ...]
    answers: int
    explanation: str
    sentences: tuple[str, ...]


def read_quizzes(content: bytes) -> list[Quiz]:
    """The quizzes of a page."""
    article = article_of(content)
    if article is None:
        return []
    sentences = tuple(one.get("data-sentence") or "" for one in having(article, "data-sentence"))
    found: list[Quiz] = []
    for one in having(article, QUIZ):
        asked = of_class(one, "pb-question")
        rights = [text_of(right) for right in of_class(one, "pb-right")]
        reasons = [text_of(reason) for reason in of_class(one, "pb-because")]
        questions = [
            Question(
                " ".join(text_of(legend) for legend in question.iter("legend")),
                tuple(text_of(option) for option in of_class(question, "pb-option")),
                rights[at] if at < len(rights) else "",
                reasons[at] if at < len(reasons) else "",
            )
            for at, question in enumerate(asked)
        ]
        found.append(
            Quiz(
                one.get(QUIZ) or "",
                tuple(questions),
                len(rights),
                one.get("data-explanation") or "",
                sentences,
            )
        )
    return found


def check_quizzes(
    outputs: Outputs,
    public: Public,
    languages: tuple[str, ...],
    editions: list[Edition],
    edition: Edition,
    memo: Memo,
    findings: Findings,
) -> None:
    """There is a quiz page for each course that has a quiz, and no other; each can be answered, in each language."""
    courses = {name for one in editions for name in one.courses}
    for name in sorted(courses):
        course = edition.courses.get(name)
        pages = public.under(f"training/{name}/quiz", languages)
        asked = course is not None and course.quiz is not None
        if set(pages) != (set(languages) if asked else set()):
            says = f"its quiz is shown in {sorted(pages)}, the course has one: {asked}"
            findings.add("training-differs", Place(f"training/{name}/quiz"), says)
        shapes: set[tuple[int, ...]] = set()
        for page in pages.values():
            path = page.path
            key = ("quiz", path, outputs.digest(path))
            quizzes = memo.get(key, lambda path=path: read_quizzes(outputs.read(path)))  # type: ignore[misc]
            version = next(
                one for thing, one in _versions(public, languages, edition) if thing == f"course/{name}"
            )
            for says in wrong_in(quizzes, name, version):
                findings.add("training-differs", Place(path), says)
            shapes |= {tuple(len(question.options) for question in one.questions) for one in quizzes}
            findings.count("quiz questions", sum(len(one.questions) for one in quizzes))
        if len(shapes) > 1:
            findings.add("languages-differ", Place(f"training/{name}/quiz"), "its questions are not as many")


def _versions(public: Public, languages: tuple[str, ...], edition: Edition) -> list[tuple[str, str]]:
    pages = public.under(f"editions/{edition.address}", languages)
    return [key for page in pages.values() for key in page.things]


def wrong_in(quizzes: list[Quiz], course: str, version: str) -> Iterator[str]:
    """What is wrong with the quiz of a course."""
    if [one.course for one in quizzes] != [course]:
        yield f"its quizzes are those of {[one.course for one in quizzes]}"
        return
    (quiz,) = quizzes
    if quiz.explanation != f"course/{course}/{version}/questions":
        yield f"its questions are pinned as {quiz.explanation!r}"
    if f"course/{course}/{version}/quiz" not in quiz.sentences:
        yield "the page does not say when the quiz is passed"
    if not quiz.questions or quiz.answers != len(quiz.questions):
        yield f"there are {len(quiz.questions)} questions and {quiz.answers} answers"
    for number, one in enumerate(quiz.questions, start=1):
        if len(one.options) < 2 or len(set(one.options)) != len(one.options) or not one.ask:
            yield f"question {number} is {one.ask!r}, its options are {one.options}"
        if one.options.count(one.right) != 1 or not one.because:
            yield f"the answer of question {number} is {one.right!r}, because {one.because!r}"
