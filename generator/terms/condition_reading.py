"""Reading conditions: from plain YAML values to atoms and their joints, or to what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, Step, did_you_mean
from generator.terms.agreed import OfMetric
from generator.terms.amount import parse_amount
from generator.terms.atoms import (
    TIER_TESTS,
    AllOf,
    AnyOf,
    Condition,
    CoursePassed,
    EventPresent,
    Joined,
    LineIs,
    MetricIs,
    NotSo,
    PartnerIs,
    Shift,
    TierIs,
)
from generator.terms.filters import COMPARISONS
from generator.terms.quantity import Quantity, parse_date, parse_duration, parse_quantity
from generator.terms.window import Window, parse_window

_Path = tuple[Step, ...]
_MOST_PERIODS = 120
_EVENT_WINDOWS = ("period", "rolling", "lifetime", "from_joining")
_UNCLEAR = "A partner could not tell from which figure on the condition holds."
_SHIFT = re.compile(
    r"(?P<before>[1-9]\d{0,2}) periods? before|each_of_last (?P<each>[1-9]\d{0,2}) periods?|"
    r"any (?P<needed>[1-9]\d{0,2}) of_last (?P<any>[1-9]\d{0,2}) periods?"
)


def parse_condition(written: object, at: _Path = ()) -> Condition:
    """Read `{all: [...]}`, `{personal_volume: {at_least: 10}}`, `{course: x}`, `{tier: {at_least: y}}` and the others.

    Raises Fault: wrong-type, unknown-key, unknown-window, and those of quantities, dates and durations.
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
    read = _FACTS.get(key)
    if read is None and isinstance(value, list):
        near = did_you_mean(key, ("all", "any"))
        raise Fault(
            "unknown-key",
            f"`{key}` takes no list.",
            at=here,
            on_key=True,
            consequence="Two tests side by side could mean both or either of them.",
            cure=f"Did you mean `{near}`?" if near else "A list stands under `all:` or `any:`.",
        )
    return read(key, value, here) if read is not None else _metric_is(key, value, here)


def _course(key: str, value: object, here: _Path) -> Condition:
    if not isinstance(value, str):
        raise Fault(
            "wrong-type",
            "`course` names one course.",
            at=here,
            consequence="Two names side by side could mean both courses or either of them.",
            cure="Join several with `all:` or `any:` and a list of `{course: ...}`.",
        )
    return CoursePassed(value, here)


def _tier(key: str, value: object, here: _Path) -> Condition:
    achieved = key == "tier_achieved"
    if isinstance(value, dict):
        test, shift = _without_shift(value, here)
        compare = next(iter(test), "")
        named = test.get(compare)
        at = (*here, compare)
        if len(test) == 1 and compare in ("at_least", "equals") and isinstance(named, str):
            kind: Literal["at_least", "equals"] = "at_least" if compare == "at_least" else "equals"
            return TierIs(named, at, kind, (), achieved, shift)
        if len(test) == 1 and compare == "one_of" and (names := _names(named)):
            return TierIs(names[0], at, "one_of", names, achieved, shift)
        if len(test) == 1 and compare not in TIER_TESTS:
            raise _unknown_key(compare, TIER_TESTS, here, "a test of a tier")
    raise Fault(
        "wrong-type",
        "A tier is tested by `at_least`.",
        at=here,
        consequence="The tier itself and all above it are meant, and the words must say so.",
        cure=f"Write `{key}: {{at_least: {value if isinstance(value, str) else 'gold'}}}`.",
    )


def _partner_is(key: str, value: object, here: _Path) -> Condition:
    column: Literal["segment", "region"] = "segment" if key == "segment" else "region"
    if isinstance(value, str):
        return PartnerIs(column, (value,), here)
    if isinstance(value, dict) and list(value) == ["one_of"] and (names := _names(value["one_of"])):
        return PartnerIs(column, names, here)
    raise Fault(
        "wrong-type",
        f"`{key}` names one {key}, or several under `one_of`.",
        at=here,
        consequence="Nobody could tell which partners are meant.",
        cure=f"Write `{key}: dealer`, or `{key}: {{one_of: [dealer, network]}}`.",
    )


def _joined(key: str, value: object, here: _Path) -> Condition:
    if isinstance(value, dict) and len(value) == 1:
        relation, written = next(iter(value.items()))
        at = (*here, relation)
        try:
            if relation == "within":
                return Joined("within", None, parse_duration(written), at)
            if relation in ("before", "after"):
                return Joined("before" if relation == "before" else "after", parse_date(written), None, at)
        except Fault as fault:
            raise fault.under(*at) from None
        raise _unknown_key(relation, ("before", "after", "within"), here, "a test of the day of joining")
    raise Fault(
        "wrong-type",
        "`joined` has one of `before`, `after` and `within`.",
        at=here,
        consequence="Nobody could tell which partners are meant.",
        cure="Write `joined: {before: 2026-07-01}`, or `joined: {within: 60 days}`.",
    )


def _event(key: str, value: object, here: _Path) -> Condition:
    if isinstance(value, str):
        return EventPresent(value, None, Window("period"), here)
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise Fault(
            "wrong-type",
            "`event` names an event of the table of events.",
            at=here,
            consequence="Nobody could tell what must have happened.",
            cure="Write `event: webinar_attended`, or `event: {name: webinar_attended, window: last 3 periods}`.",
        )
    for word in value:
        if word not in ("name", "subject", "window"):
            raise _unknown_key(word, ("name", "subject", "window"), here, "known of an event")
    subject = value.get("subject")
    if subject is not None and not isinstance(subject, str):
        raise Fault(
            "wrong-type",
            "`subject` is one text.",
            at=(*here, "subject"),
            consequence="Nobody could tell what must have happened.",
            cure="Join several with `any:` and a list of `{event: ...}`.",
        )
    try:
        window = _event_window(value.get("window", "period"))
    except Fault as fault:
        raise fault.under(*here, "window") from None
    return EventPresent(value["name"], subject, window, here)


def _event_window(written: object) -> Window:
    """A window that ends with the period, the same or another for each partner."""
    window = parse_window(written)
    if window.kind in _EVENT_WINDOWS and not window.before:
        return window
    raise Fault(
        "unknown-window",
        f"`{written}` is not a window of an event.",
        consequence="Without a window nobody can tell which rows are meant.",
        cure="Windows: `period`, `last 3 periods`, `lifetime`, `60 days from joining`.",
    )


def _line(key: str, value: object, here: _Path) -> Condition:
    if isinstance(value, dict) and isinstance(value.get("of"), str):
        for word in value:
            if word not in ("of", "capped", "in"):
                raise _unknown_key(word, ("of", "capped", "in"), here, "known of a line")
        test, shift = _without_shift(value, here)
        capped = test.get("capped")
        if capped in (None, "true", "false", True, False):
            return LineIs(test["of"], None if capped is None else capped in ("true", True), here, shift)
    raise Fault(
        "wrong-type",
        "`line` names a clause under `of`, and asks with `capped: true` or `false` whether its cap took something.",
        at=here,
        consequence="Nobody could tell which line is meant.",
        cure="Write `line: {of: growth-commission}`, or `line: {of: growth-commission, capped: true}`.",
    )


def _metric_is(metric: str, written: object, here: _Path) -> MetricIs:
    test, shift = _without_shift(written, here) if isinstance(written, dict) else ({}, None)
    if len(test) != 1:
        raise Fault(
            "wrong-type",
            f"The metric `{metric}` needs one comparison.",
            at=here,
            consequence=_UNCLEAR,
            cure=f"Write `{metric}: {{at_least: 100 000}}`.",
        )
    compare, bound = next(iter(test.items()))
    known = (*COMPARISONS, "one_of")
    if compare not in known:
        near = did_you_mean(compare, known)
        raise Fault(
            "unknown-key",
            f"`{compare}` is not a comparison.",
            at=(*here, compare),
            on_key=True,
            consequence=_UNCLEAR,
            cure=f"Did you mean `{near}`?" if near else "Comparisons: " + ", ".join(COMPARISONS) + ".",
        )
    try:
        if compare == "one_of":
            values = _several(bound)
            return MetricIs(metric, compare, values[0], here, values, shift)
        figure = parse_amount(bound)
    except Fault as fault:
        raise fault.under(*here, compare) from None
    if isinstance(figure, OfMetric) and figure.metric == metric:
        raise Fault(
            "wrong-type",
            f"The metric `{metric}` is compared with itself.",
            at=(*here, compare, "metric"),
            consequence="Such a condition says nothing about a partner.",
            cure="Name the metric that it is to be compared with.",
        )
    return MetricIs(metric, compare, figure, here, (), shift)


def _several(written: object) -> tuple[Quantity, ...]:
    if not isinstance(written, list) or not written:
        raise Fault(
            "wrong-type",
            "`one_of` needs a list of figures.",
            consequence=_UNCLEAR,
            cure="Write `one_of: [1, 2]`.",
        )
    out: list[Quantity] = []
    for number, one in enumerate(written):
        try:
            out.append(parse_quantity(one))
        except Fault as fault:
            raise fault.under(number) from None
    return tuple(out)


def _names(written: object) -> tuple[str, ...]:
    """A list of texts; empty where it is something else."""
    if isinstance(written, list) and all(isinstance(one, str) for one in written):
        return tuple(written)
    return ()


def _without_shift(written: dict[str, Any], here: _Path) -> tuple[dict[str, Any], Shift | None]:
    """A test without its `in:`, and what that says."""
    if "in" not in written:
        return written, None
    test = {key: value for key, value in written.items() if key != "in"}
    match = _SHIFT.fullmatch(written["in"]) if isinstance(written["in"], str) else None
    if match is not None:
        if match["before"]:
            shift = Shift("before", int(match["before"]))
        elif match["each"]:
            span = int(match["each"])
            shift = Shift("each", span) if span > 1 else Shift("before", 1)
        else:
            shift = Shift("any", int(match["any"]), int(match["needed"]))
        if shift.needed <= shift.span <= _MOST_PERIODS:
            return test, shift
    raise Fault(
        "unknown-window",
        f"`{written['in']}` does not say in which earlier periods.",
        at=(*here, "in"),
        consequence="Without it nobody can tell when the condition must have held.",
        cure="Write `1 period before`, `each_of_last 3 periods`, or `any 2 of_last 6 periods`.",
    )


def _unknown_key(key: str, known: Sequence[str], here: _Path, what: str) -> Fault:
    near = did_you_mean(key, known)
    return Fault(
        "unknown-key",
        f"`{key}` is not {what}.",
        at=(*here, key),
        on_key=True,
        consequence="A test that nobody knows would be left out in silence.",
        cure=f"Did you mean `{near}`?" if near else "Known here: " + ", ".join(known) + ".",
    )


_FACTS: dict[str, Callable[[str, object, _Path], Condition]] = {
    "course": _course,
    "tier": _tier,
    "tier_achieved": _tier,
    "segment": _partner_is,
    "region": _partner_is,
    "joined": _joined,
    "event": _event,
    "line": _line,
}

AnyCondition = Annotated[Condition, PlainValidator(parse_condition), WithJsonSchema({"type": "object"})]
