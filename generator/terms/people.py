"""Counts of people: legs, direct recruits or partners of a scope, and what must hold of those who are counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, Step, did_you_mean
from generator.terms.condition import Condition, MetricIs, condition_sentence, parse_condition
from generator.terms.quantity import Quantity
from generator.terms.saying import SayingsBuilder, Sentence
from generator.terms.scope import TreeName
from generator.terms.scope_words import say_condition, say_legs, say_who, tree_word
from generator.terms.text import Text
from generator.terms.titles import Titles

People = Literal["legs", "recruits", "members"]
PEOPLE: tuple[People, ...] = ("legs", "recruits", "members")
_OF_LEGS = ("some_member", "first_member", "together")


@dataclass(frozen=True, slots=True)
class OfLegs:
    """What must hold of a leg: of somebody in it, of its direct recruit, of a metric's sum over it."""

    some_member: Condition | None = None
    first_member: Condition | None = None
    together: MetricIs | None = None
    at: tuple[Step, ...] = field(default=(), compare=False)


Having = OfLegs | Condition


def parse_having(written: object) -> Having:
    """Read a condition, or what must hold of a leg. Raises Fault: those of conditions, unknown-key, wrong-type."""
    if not isinstance(written, dict) or not set(written) & set(_OF_LEGS):
        if isinstance(written, dict):
            for key in written:
                near = did_you_mean(key, _OF_LEGS)
                if near:
                    raise _unknown(key, near)
        return parse_condition(written)
    made: dict[str, Condition] = {}
    for key, value in written.items():
        if key not in _OF_LEGS:
            raise _unknown(key, did_you_mean(key, _OF_LEGS))
        made[key] = parse_condition(value, (key,))
    together = made.pop("together", None)
    if together is not None and not (isinstance(together, MetricIs) and isinstance(together.bound, Quantity)):
        raise Fault(
            "wrong-type",
            "`together` compares one metric, summed over the leg, with a figure.",
            at=("together",),
            consequence="Nobody could tell which legs are counted.",
            cure="Write `together: {personal_volume: {at_least: 10 000}}`.",
        )
    return OfLegs(made.get("some_member"), made.get("first_member"), together)


def _unknown(key: str, near: str) -> Fault:
    return Fault(
        "unknown-key",
        f"`{key}` does not say what must hold of a leg.",
        at=(key,),
        on_key=True,
        consequence="Nobody could tell which legs are counted.",
        cure=f"Did you mean `{near}`?" if near else "Known: " + ", ".join(_OF_LEGS) + ".",
    )


AnyHaving = Annotated[
    Having,
    PlainValidator(lambda written: written if isinstance(written, Having) else parse_having(written)),
    WithJsonSchema({"type": "object", "examples": ["{some_member: {personal_volume: {at_least: 10 000}}}"]}),
]


def conditions_of(having: Having | None) -> tuple[Condition, ...]:
    """All conditions in it; their `at` is relative to `having`."""
    if having is None:
        return ()
    if isinstance(having, OfLegs):
        told = (having.some_member, having.first_member, having.together)
        return tuple(one for one in told if one is not None)
    return (having,)


COUNTS: dict[str, Text] = {
    "legs": Text.of(
        en="{metric} is the number of legs counted, in the {tree}.",
        ru="«{metric}» — количество учтённых ветвей, если смотреть по {tree}.",
    ),
    "recruits": Text.of(
        en="{metric} is the number of direct recruits counted, in the {tree}.",
        ru="«{metric}» — количество учтённых лично приглашённых, если смотреть по {tree}.",
    ),
    "members": Text.of(
        en="{metric} is the number of partners counted.", ru="«{metric}» — количество учтённых партнёров."
    ),
}
_SOME = Text.of(
    en="Only legs are counted in which somebody meets this:",
    ru="Учитываются только ветви, в которых хотя бы кто-то отвечает условию:",
)
_FIRST = Text.of(
    en="Only legs are counted whose direct recruit meets this:",
    ru="Учитываются только ветви, в которых условию отвечает сам лично приглашённый:",
)
_EVERY = Text.of(en="Every leg is counted.", ru="Учитываются все ветви.")
_MEETS = Text.of(
    en="Only partners are counted who meet this:",
    ru="Учитываются только партнёры, которые отвечают условию:",
)
_SUMS = {
    "at_least": ("at least", "не меньше"),
    "more_than": ("more than", "больше"),
    "at_most": ("at most", "не больше"),
    "less_than": ("less than", "меньше"),
    "equals": ("exactly", "ровно"),
}
_TOGETHER = {
    compare: Text.of(
        en=f"Only legs are counted in which the sum of {{metric}} over the whole leg is {en} {{bound}}.",
        ru=f"Учитываются только ветви, в которых сумма «{{metric}}» по всей ветви — {ru} {{bound}}.",
    )
    for compare, (en, ru) in _SUMS.items()
}


def say_people(
    builder: SayingsBuilder, metric: str, what: People, tree: TreeName, having: Having | None, titles: Titles
) -> None:
    """Add the sentences of a count of people; who is counted for members is said with the scope."""
    slots = {} if what == "members" else {"tree": tree_word(tree)}
    builder.say("value", COUNTS[what], metric=titles.ref(f"metric/{metric}"), **slots)
    if what == "legs":
        say_legs(builder)
    if what != "members":
        say_who(builder)
    if isinstance(having, OfLegs):
        _say_of_legs(builder, having, titles)
    elif having is not None:
        inner = condition_sentence(builder, "having.1", having, titles)
        builder.add("having", Sentence(f"{builder.prefix}/having", _MEETS, {}, (inner,)))
    elif what == "legs":
        builder.say("having", _EVERY)


def _say_of_legs(builder: SayingsBuilder, having: OfLegs, titles: Titles) -> None:
    if having.some_member is not None:
        say_condition(builder, "having.some", _SOME, having.some_member, titles)
    if having.first_member is not None:
        say_condition(builder, "having.first", _FIRST, having.first_member, titles)
    if having.together is not None:
        bound = having.together.bound
        assert isinstance(bound, Quantity)  # `parse_having` sees to it
        bound = titles.bound(having.together.metric, bound)
        builder.say(
            "having.together",
            _TOGETHER[having.together.compare],
            metric=titles.ref(f"metric/{having.together.metric}"),
            bound=builder.fact("having.together.bound", bound.unit, bound.value),
        )
