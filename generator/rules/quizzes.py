"""Quizzes as they are read: the options of a question with the values that they cite, and which of them is right."""

from __future__ import annotations

from collections.abc import Mapping

from generator.rules.wording import spoken
from generator.terms.quiz import Question
from generator.terms.saying import Sayings
from generator.terms.titles import Titles


def options_read(
    question: Question, language: str, sayings: Sayings, others: Mapping[str, Sayings], titles: Titles
) -> list[str]:
    """The options as a reader sees them. Raises UnknownReference."""
    return [spoken(option[language], language, sayings, others, titles) for option in question.options]


def right_option(
    question: Question, language: str, sayings: Sayings, others: Mapping[str, Sayings], titles: Titles
) -> int | None:
    """The place of the right option, counted from 0; None where none shows the value. Raises UnknownReference."""
    if question.reference is None:
        return int(question.right) - 1
    value = spoken(question.reference, language, sayings, others, titles)
    read = options_read(question, language, sayings, others, titles)
    return read.index(value) if value in read else None


def alike(read: list[str]) -> tuple[int, int] | None:
    """The first two options between which a reader sees no difference."""
    first: dict[str, int] = {}
    for place, text in enumerate(" ".join(one.split()).casefold() for one in read):
        if first.setdefault(text, place) != place:
            return first[text], place
    return None


def answerable(
    question: Question,
    languages: tuple[str, ...],
    sayings: Sayings,
    others: Mapping[str, Sayings],
    titles: Titles,
) -> bool:
    """Whether in each language exactly one option is right."""
    return all(
        right_option(question, language, sayings, others, titles) is not None
        and alike(options_read(question, language, sayings, others, titles)) is None
        for language in languages
    )
