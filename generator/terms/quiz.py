"""The quiz of a course: questions that a reader answers alone, with options that may cite the values of rules."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator, TypeAdapter, ValidationInfo, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.numerals import Unprintable, shown
from generator.terms.quantity import COUNT, Rate, parse_quantity
from generator.terms.text import Text, Wording

_LEAST_OPTIONS = 2


def _no_bare_brace(written: object) -> None:
    if isinstance(written, dict) and len(written) == 1 and next(iter(written.values())) is None:
        raise Fault(
            "text-starts-with-brace",
            "A text that starts with `{` needs quotes.",
            consequence="Without them YAML takes the sign for one of its own, and the text would be lost.",
            cure=f'Write `"{{{next(iter(written))}}}"`.',
        )


def _option(written: object, info: ValidationInfo) -> Text:
    """A wording for each language, or one figure or `{reference}` for all of them."""
    _no_bare_brace(written)
    if not isinstance(written, str):
        text: Text = TypeAdapter(Wording).validate_python(written, context=info.context)
        return text
    context = info.context if isinstance(info.context, dict) else {}
    languages: tuple[str, ...] = tuple(context.get("languages", ()))
    if written.startswith("{"):
        return Text.same(written, languages)
    figure = parse_quantity(written).with_unit(COUNT)
    try:
        return Text(tuple((code, shown(figure.value, figure.unit, code)) for code in languages))
    except Unprintable:
        raise Fault(
            "wrong-unit",
            f"No page can show a figure in `{figure.unit}`.",
            consequence="Partners would choose between answers that they cannot read.",
            cure="Write the answer in words, for each language.",
        ) from None


def _right(written: object) -> str:
    """The number of the right option, or the `{reference}` whose value it shows."""
    if isinstance(written, str) and written.startswith("{"):
        return written
    _no_bare_brace(written)
    figure = parse_quantity(written) if isinstance(written, str) else None
    if figure is None or figure.unit or figure.value.denominator != 1:
        raise Fault(
            "wrong-type",
            "The right answer is the number of an option, or the value of a rule.",
            consequence="Nobody could say which answer is right.",
            cure='Write `2` for the second option, or a value such as `"{clause.growth.rows.1.rate}"`.',
        )
    return str(int(figure.value))


Option = Annotated[
    Text,
    PlainValidator(_option),
    WithJsonSchema(
        {
            "type": ["object", "string", "number"],
            "additionalProperties": {"type": "string"},
            "examples": ["{en: ..., ru: ...}", "7 %"],
        }
    ),
]
Right = Annotated[
    str, PlainValidator(_right), WithJsonSchema({"type": ["integer", "string"], "examples": [2]})
]


class Question(Frozen):
    """One question: the options, which of them is right (its number, or the value that it shows), and why."""

    ask: Wording
    options: tuple[Option, ...]
    right: Right
    because: Wording

    @property
    def reference(self) -> str | None:
        """The value which the right option shows; None where the right one is named by its number."""
        return self.right if self.right.startswith("{") else None

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        if len(self.options) < _LEAST_OPTIONS:
            raise Fault(
                "quiz-empty",
                "A question needs at least two options.",
                at=("options",),
                consequence="With one there is nothing to choose.",
                cure="Add an option that somebody might take for the right one.",
            )
        if self.reference is None and not 1 <= int(self.right) <= len(self.options):
            raise Fault(
                "quiz-answer-missing",
                f"The right answer is option {self.right}, and there are {len(self.options)}.",
                at=("right",),
                consequence="Whatever partners chose, they would be told that it is wrong.",
                cure=f"Write a number from 1 to {len(self.options)}: 1 is the first option.",
            )
        return self


class Quiz(Frozen):
    """The questions of a course, and which share of them must be answered right."""

    mark: Rate = Field(alias="pass")
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _asks(self) -> Quiz:
        if not self.questions:
            raise Fault(
                "quiz-empty",
                "A quiz needs at least one question.",
                at=("questions",),
                consequence="Partners would open a page that asks nothing.",
                cure="Write a question, or leave `quiz` out.",
            )
        if not 0 < self.mark.value <= 100:
            raise Fault(
                "mark-out-of-range",
                "The share of right answers lies above 0 % and is at most 100 %.",
                at=("pass",),
                consequence="The quiz would be passed without an answer, or never.",
                cure="Write it as `80 %`.",
            )
        return self
