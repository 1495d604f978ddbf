"""How periods follow one another, as a policy writes it and its page says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault
from generator.terms.calendar import MONTHS, Cycle
from generator.terms.quantity import parse_date, parse_quantity
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text

MOST_DAYS = 366


def _cycle(written: object) -> Cycle:
    if isinstance(written, Cycle):
        return written
    if written == "month":
        return MONTHS
    wrong = Fault(
        "period-unclear",
        "A period is a month, or so many weeks or days from a first day on.",
        consequence="Nobody could say on which day a period ends.",
        cure="Write `period: month`, or `period: {every: 2 weeks, from: 2026-01-05}`.",
    )
    if not isinstance(written, dict) or set(written) != {"every", "from"}:
        raise wrong
    try:
        length = parse_quantity(written["every"])
    except Fault as fault:
        raise fault.under("every") from None
    try:
        start = parse_date(written["from"])
    except Fault as fault:
        raise fault.under("from") from None
    days = length.value * {"days": 1, "weeks": 7}.get(length.unit, 0)
    if days.denominator != 1 or not 1 <= days <= MOST_DAYS:
        raise wrong.under("every")
    return Cycle(length, start)


AnyCycle = Annotated[
    Cycle, PlainValidator(_cycle), WithJsonSchema({"type": ["string", "object"], "examples": ["month"]})
]


_MONTH = Text.of(en="The period is the calendar month.", ru="Период — календарный месяц.")
_CYCLE = Text.of(
    en="A period lasts {length}; one of them begins on {anchor}, and each begins on the day after "
    "the one before it ends.",
    ru="Период длится {length}; один из них начинается {anchor}, и каждый следующий — "
    "на другой день после конца предыдущего.",
)


def say_cycle(builder: SayingsBuilder, cycle: Cycle) -> None:
    """Add the sentence that names the period."""
    if cycle.length is None:
        builder.say("period", _MONTH)
    else:
        length = builder.fact("period.length", cycle.length.unit, cycle.length.value)
        builder.say("period", _CYCLE, length=length, anchor=builder.fact("period.from", "date", cycle.start))
