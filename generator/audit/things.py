"""Reads policy, measures, metrics, ladders and courses from their binding sentences."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.pages import Sentence
from generator.audit.promise import Course, Ladder, Measure, Metric, Policy, Tier
from generator.audit.records import Filter
from generator.audit.sections import Section
from generator.audit.sentences import COURSE, CURRICULUM, LADDER, MEASURE, METRIC, POLICY
from generator.audit.shapes import NotUnderstood, Said


def _of(said: dict[str, Said], start: str, thing: str) -> Said:
    """The one sentence of a group of wordings."""
    found = [one for key, one in said.items() if key.partition(".")[0] == start]
    if len(found) != 1:
        raise NotUnderstood(f"{thing} says {len(found)} things about its {start}")
    return found[0]


def _self(said: Said, thing: str) -> None:
    if said.target("self") != thing:
        raise NotUnderstood(f"{thing} speaks of {said.target('self')}")


def policy(section: Section) -> tuple[Policy, str, str]:
    """The policy, the currency and the time zone."""
    said = section.said(POLICY)
    for needed in ("starts", "sums", "zero", "currency", "zone"):
        if needed not in said:
            raise NotUnderstood(f"the policy does not say: {needed}")
    rounding = _of(said, "rounding", "the policy")
    digits = rounding.number("digits")
    if digits.denominator != 1 or digits < 0:
        raise NotUnderstood(f"the policy rounds to {digits} digits")
    within = _of(said, "payout", "the policy")
    return (
        Policy(
            _of(said, "period", "the policy").key.removeprefix("period."),
            rounding.key.removeprefix("rounding."),
            int(digits),
            _of(said, "statements", "the policy").key == "statements.everyone",
            int(within.number("within")),
            within.unit("within"),
            said["starts"].day("day"),
        ),
        said["currency"].code("code"),
        said["zone"].code("zone"),
    )


def measure(section: Section) -> Measure:
    """One value a row."""
    said = section.said(MEASURE)
    value = _of(said, "value", section.thing)
    _self(value, section.thing)
    unit = _of(said, "unit", section.thing)
    if "rounding" not in said:
        raise NotUnderstood(f"{section.thing} does not say how it is rounded")
    columns = tuple(value.code(name) for name in ("first", "second") if name in value.parts)
    operation = value.key.removeprefix("value.")
    code = unit.code("code") if unit.key == "unit.money" else "count"
    return Measure(section.thing.removeprefix("measure/"), value.code("table"), operation, columns, code)


def metric(section: Section, measures: dict[str, Measure]) -> Metric:
    """One figure a partner and window."""
    where: list[Filter] = []
    said: dict[str, Said] = {}
    for _, one in section.say(METRIC):
        if one.key.startswith("where."):
            where += _filter(one)
            said["where"] = one
        elif one.key in said:
            raise NotUnderstood(f"{section.thing} says {one.key} twice")
        else:
            said[one.key] = one
    value = _of(said, "value", section.thing)
    _self(value, section.thing)
    window, unit = _of(said, "window", section.thing), _of(said, "unit", section.thing)
    for needed in ("where", "scope", "absent", "rounding"):
        if needed not in said:
            raise NotUnderstood(f"{section.thing} does not say: {needed}")
    if said["absent"].number("value") != 0:
        raise NotUnderstood(f"{section.thing} without rows is {said['absent'].number('value')}, not zero")
    code = unit.code("code") if unit.key == "unit.money" else "count"
    source = value.target("measure").removeprefix("measure/") if value.key == "value.sum" else ""
    if value.key == "value.sum":
        if source not in measures:
            raise NotUnderstood(f"{section.thing} sums {source}, which the edition does not define")
        table = measures[source].table
        if measures[source].unit != code:
            raise NotUnderstood(f"{section.thing} is {code}, what it sums is {measures[source].unit}")
    else:
        table = value.code("table")
    return Metric(
        section.thing.removeprefix("metric/"),
        value.key.removeprefix("value."),
        table,
        window.key.removeprefix("window."),
        int(window.number("length")) if window.key == "window.last" else 1,
        source,
        value.code("column") if value.key == "value.new" else "",
        tuple(where),
        False,  # "the earliest counted row": only rows that pass the filters are counted
        code,
    )


def _filter(said: Said) -> list[Filter]:
    relation = said.key.removeprefix("where.")
    if relation == "all":
        return []
    column = said.code("column")
    if relation == "one":
        return [Filter(column, "one_of", frozenset({said.code("value")}))]
    if relation == "several":
        return [Filter(column, "one_of", frozenset(said.codes("values")))]
    return [Filter(column, relation, bound=Fraction(said.number("bound")))]


def tiers_of(section: Section) -> list[str]:
    """The tiers of a ladder from the lowest to the highest."""
    for _, said in section.say(LADDER):
        if said.key == "order":
            return [target.removeprefix("tier/") for target in said.targets("tiers")]
    raise NotUnderstood(f"{section.thing} does not name its tiers in order")


def ladder(section: Section, ladders: dict[str, str]) -> Ladder:
    """A ladder with the condition of each tier."""
    order = tiers_of(section)
    found: dict[str, Tier] = {}
    keys: set[str] = set()
    for at, said in section.say(LADDER):
        keys.add(said.key)
        if said.key == "highest":
            _self(said, section.thing)
        if said.key not in ("reach", "reach.everyone"):
            continue
        tier = said.target("tier").removeprefix("tier/")
        if tier in found:
            raise NotUnderstood(f"{section.thing} tells of the tier {tier} twice")
        reach = section.condition(at, ladders) if said.key == "reach" else None
        found[tier] = Tier(tier, reach)
    if "highest" not in keys or list(found) != order or found[order[0]].reach is not None:
        raise NotUnderstood(f"{section.thing} does not tell how each of its tiers is reached, in order")
    if any(found[tier].reach is None for tier in order[1:]):
        raise NotUnderstood(f"{section.thing}: more than the lowest tier is everybody's")
    return Ladder(section.thing.removeprefix("ladder/"), tuple(found[tier] for tier in order))


def course(section: Section) -> Course:
    """A course: which record passes it, and how long that is good for."""
    said = section.said(COURSE)
    for needed in ("lessons", "passed"):
        if needed not in said:
            raise NotUnderstood(f"{section.thing} does not say: {needed}")
    _self(said["lessons"], section.thing)
    passed = said["passed"]
    names = [passed.code(name) for name in ("table", "column", "event", "where", "subject")]
    name = section.thing.removeprefix("course/")
    if names != ["events", "event", "course_passed", "subject", name]:
        raise NotUnderstood(
            f"{section.thing} is passed by a record that the audit does not look for: {names}"
        )
    valid = _of(said, "valid", section.thing)
    if valid.key == "valid.always":
        return Course(name)
    return Course(name, int(valid.number("term")), valid.unit("term"))


def curriculum(section: Section) -> None:
    """The curriculum says which path holds which courses; nothing is reckoned from it."""
    if not list(section.say(CURRICULUM)):
        raise NotUnderstood("the curriculum names no courses")


def leftover(section: Section) -> list[Sentence]:
    """The sentences of a section that nobody has understood."""
    return section.not_understood()
