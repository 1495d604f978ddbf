"""Closing: when a period may be closed, and what becomes of what changes in it later."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from generator.source import Fault, Frozen
from generator.terms.quantity import COUNT, Duration, parse_quantity
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text


class LateChanges(Frozen):
    """What becomes of a change in a closed period: forgiven always, or from so many periods back on, or never."""

    forgiven: bool = False
    within: int | None = None


def _late_changes(written: object) -> LateChanges:
    if written == "adjust":
        return LateChanges()
    if written == "forgive":
        return LateChanges(forgiven=True)
    if isinstance(written, dict) and set(written) == {"adjust"} and isinstance(written["adjust"], dict):
        inner = written["adjust"]
        if set(inner) == {"within"}:
            try:
                within = parse_quantity(inner["within"])
            except Fault as fault:
                raise fault.under("adjust", "within") from None
            if (
                within.unit in ("periods", "period", "")
                and within.value.denominator == 1
                and within.value >= 1
            ):
                return LateChanges(within=int(within.value))
    raise Fault(
        "late-changes-unclear",
        "`late_changes` is `adjust`, `forgive` or `{adjust: {within: 3 periods}}`.",
        consequence="Nobody could say what becomes of a return in a closed period.",
        cure="Write `late_changes: adjust`.",
    )


AnyLateChanges = Annotated[
    LateChanges,
    PlainValidator(_late_changes),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": ["adjust", "forgive"]},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "adjust": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {"within": {"type": ["string", "integer"]}},
                        }
                    },
                },
            ]
        }
    ),
]


class Closing(Frozen):
    """How periods are closed; `closes_to_changes` is counted from the first day after the period."""

    closes_to_changes: Duration | None = None
    late_changes: AnyLateChanges = Field(default_factory=LateChanges)


_AFTER_ITS_END = Text.of(
    en="A period may be closed from the day after its end.",
    ru="Период может быть закрыт начиная со дня после его окончания.",
)
_AFTER_A_WHILE = Text.of(
    en="What becomes known within {within} after a period's end counts in it; after that it may be closed.",
    ru="Что стало известно в течение {within} после окончания периода, учитывается в нём; "
    "после этого он может быть закрыт.",
)
_ADJUSTED = Text.of(
    en="A closed period is never changed. If something in it changes later, it is computed anew by its own rules, "
    "and the difference is booked in the period that is then open, with the line that it concerns.",
    ru="Закрытый период не меняется. Если позже в нём что-то изменилось, он пересчитывается по своим же правилам, "
    "а разница проводится в открытом в это время периоде с указанием строки, которой она касается.",
)
_FORGIVEN = Text.of(
    en="A closed period is never changed. What changes in it later is forgiven, in either direction: the difference "
    "is shown and changes no balance.",
    ru="Закрытый период не меняется. Что изменилось в нём позже, прощается в любую сторону: "
    "разница показывается и остатка не меняет.",
)
_WITHIN = Text.of(
    en="Of a period that lies more than {periods} periods before the open one the difference is forgiven, in either "
    "direction: it is shown and changes no balance.",
    ru="Если от периода до открытого больше периодов, чем {periods}, разница прощается в любую сторону: "
    "она показывается и остатка не меняет.",
)


def say_closing(builder: SayingsBuilder, closing: Closing) -> None:
    """Add the sentences on closing and on late changes."""
    wait = closing.closes_to_changes
    if wait is None:
        builder.say("closing", _AFTER_ITS_END)
    else:
        builder.say("closing", _AFTER_A_WHILE, within=builder.fact("closing.within", wait.unit, wait.value))
    if closing.late_changes.forgiven:
        builder.say("late", _FORGIVEN)
        return
    builder.say("late", _ADJUSTED)
    if closing.late_changes.within is not None:
        periods = builder.fact("closing.late_within", COUNT, Fraction(closing.late_changes.within))
        builder.say("late_within", _WITHIN, periods=periods)
