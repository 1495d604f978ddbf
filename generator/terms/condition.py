"""Conditions: what must hold of a partner, said in every language and tested on exact figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, Step, did_you_mean
from generator.terms.filters import COMPARISONS
from generator.terms.quantity import Quantity, parse_quantity
from generator.terms.saying import SayingsBuilder, Sentence, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles


@dataclass(frozen=True, slots=True)
class MetricIs:
    """A metric compared with a bound."""

    metric: str
    compare: str
    bound: Quantity
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class CoursePassed:
    """A course passed and still valid at the window's end."""

    course: str
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class TierIs:
    """The tier paid for the period is this one or higher."""

    tier: str
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    """All inner conditions hold."""

    inner: tuple[Condition, ...]
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one inner condition holds."""

    inner: tuple[Condition, ...]
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class NotSo:
    """The inner condition does not hold."""

    inner: tuple[Condition]
    at: tuple[Step, ...] = field(default=(), compare=False)


Condition = MetricIs | CoursePassed | TierIs | AllOf | AnyOf | NotSo


def parse_condition(written: object, at: tuple[Step, ...] = ()) -> Condition:
    """Read `{all: [...]}`, `{personal_volume: {at_least: 10}}`, `{course: x}`, `{tier: {at_least: y}}`.

    Raises Fault: wrong-type, unknown-key, and those of quantities.
    """
    if not isinstance(written, dict) or len(written) != 1:
        raise Fault(
            "wrong-type",
            "A condition is one key with what it tests.",
            at=at,
            consequence="Two tests side by side could mean both or either of them.",
            cure="Join several with `all:` or `any:` and a list.",
        )
    key, value = next(iter(written.items()))
    here = (*at, key)
    if key in ("all", "any"):
        if not isinstance(value, list) or not value:
            raise Fault(
                "wrong-type",
                f"`{key}` needs a list of conditions.",
                at=here,
                consequence="A partner could not tell what is asked of them.",
                cure=f"Write `{key}: [{{course: sales-basics}}, {{tier: {{at_least: gold}}}}]`.",
            )
        inner = tuple(parse_condition(one, (*here, number)) for number, one in enumerate(value))
        return AllOf(inner, here) if key == "all" else AnyOf(inner, here)
    if key == "not":
        return NotSo((parse_condition(value, here),), here)
    if key == "course":
        if not isinstance(value, str):
            raise Fault(
                "wrong-type",
                "`course` names one course.",
                at=here,
                consequence="Two names side by side could mean both courses or either of them.",
                cure="Join several with `all:` or `any:` and a list of `{course: ...}`.",
            )
        return CoursePassed(value, here)
    if key == "tier":
        if isinstance(value, dict) and list(value) == ["at_least"] and isinstance(value["at_least"], str):
            return TierIs(value["at_least"], (*here, "at_least"))
        raise Fault(
            "wrong-type",
            "A tier is tested by `at_least`.",
            at=here,
            consequence="The tier itself and all above it are meant, and the words must say so.",
            cure=f"Write `tier: {{at_least: {value if isinstance(value, str) else 'gold'}}}`.",
        )
    return _metric_is(key, value, here)


def _metric_is(metric: str, test: object, here: tuple[Step, ...]) -> MetricIs:
    if not isinstance(test, dict) or len(test) != 1:
        raise Fault(
            "wrong-type",
            f"The metric `{metric}` needs one comparison.",
            at=here,
            consequence="A partner could not tell from which figure on the condition holds.",
            cure=f"Write `{metric}: {{at_least: 100 000}}`.",
        )
    compare, bound = next(iter(test.items()))
    if compare not in COMPARISONS:
        near = did_you_mean(compare, COMPARISONS)
        raise Fault(
            "unknown-key",
            f"`{compare}` is not a comparison.",
            at=(*here, compare),
            on_key=True,
            consequence="A partner could not tell from which figure on the condition holds.",
            cure=f"Did you mean `{near}`?" if near else "Comparisons: " + ", ".join(COMPARISONS) + ".",
        )
    try:
        return MetricIs(metric, compare, parse_quantity(bound), here)
    except Fault as fault:
        raise fault.under(*here, compare) from None


AnyCondition = Annotated[Condition, PlainValidator(parse_condition), WithJsonSchema({"type": "object"})]


def atoms(condition: Condition) -> Iterator[MetricIs | CoursePassed | TierIs]:
    """The tests inside a condition, in the order written."""
    if isinstance(condition, AllOf | AnyOf | NotSo):
        for inner in condition.inner:
            yield from atoms(inner)
    else:
        yield condition


_JOINTS = {
    AllOf: Text.of(en="All of these hold:", ru="Выполняется всё перечисленное:"),
    AnyOf: Text.of(en="Any of these holds:", ru="Выполняется хотя бы что-то из перечисленного:"),
    NotSo: Text.of(en="This does not hold:", ru="Не выполняется следующее:"),
}
_METRIC = {
    "at_least": Text.of(en="{metric} is at least {bound}", ru="«{metric}» — не меньше {bound}"),
    "more_than": Text.of(en="{metric} is more than {bound}", ru="«{metric}» — больше {bound}"),
    "at_most": Text.of(en="{metric} is at most {bound}", ru="«{metric}» — не больше {bound}"),
    "less_than": Text.of(en="{metric} is less than {bound}", ru="«{metric}» — меньше {bound}"),
    "equals": Text.of(en="{metric} equals {bound}", ru="«{metric}» — ровно {bound}"),
}
_COURSE = Text.of(
    en="the course {course} is passed and still valid at the end of the period",
    ru="курс «{course}» пройден и действует в конце периода",
)
_TIER = Text.of(
    en="the tier on the ladder {ladder} is {tier} or higher",
    ru="статус на лестнице «{ladder}» — «{tier}» или выше",
)


def condition_sentence(builder: SayingsBuilder, name: str, condition: Condition, titles: Titles) -> Sentence:
    """The condition as a sentence with those of its inner conditions below it."""
    id_ = f"{builder.prefix}/{name}"
    if isinstance(condition, AllOf | AnyOf | NotSo):
        inner = tuple(
            condition_sentence(builder, f"{name}.{number}", one, titles)
            for number, one in enumerate(condition.inner, 1)
        )
        return Sentence(id_, _JOINTS[type(condition)], {}, inner)
    slots: dict[str, Slot]
    if isinstance(condition, MetricIs):
        bound = titles.bound(condition.metric, condition.bound)
        slots = {
            "metric": titles.ref(f"metric/{condition.metric}"),
            "bound": builder.fact(f"{name}.bound", bound.unit, bound.value),
        }
        return Sentence(id_, _METRIC[condition.compare], slots)
    if isinstance(condition, CoursePassed):
        return Sentence(id_, _COURSE, {"course": titles.ref(f"course/{condition.course}")})
    slots = {
        "ladder": titles.ref(f"ladder/{titles.ladder_of[condition.tier]}"),
        "tier": titles.ref(f"tier/{condition.tier}"),
    }
    return Sentence(id_, _TIER, slots)


_EARNS = Text.of(en="It is earned when this holds:", ru="Начисляется, если выполнено условие:")
_EVERYONE = Text.of(en="Every partner can earn it.", ru="Получить может каждый партнёр.")


def say_earns(builder: SayingsBuilder, condition: Condition | None, titles: Titles) -> None:
    """Add the sentence that says who earns a clause."""
    if condition is None:
        builder.say("earns", _EVERYONE)
        return
    inner = condition_sentence(builder, "earns.1", condition, titles)
    builder.add("earns", Sentence(f"{builder.prefix}/earns", _EARNS, {}, (inner,)))
