"""Reads the policy and declared units from their binding sentences."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from generator.audit.calendar import Cycle, Rhythm
from generator.audit.exchange import exchanges
from generator.audit.pages import Sentence
from generator.audit.promise import Policy, TreeColumns, Unit
from generator.audit.sections import Section
from generator.audit.sentences import PARTNERS, POLICY, UNIT
from generator.audit.shapes import NotUnderstood, Said


def _check_records(said: dict[str, Said]) -> None:
    """What the policy says of records is what the audit does: from when, on which day, for whom they count."""
    for key, slot, name in (
        ("known", "column", "recorded_at"),
        ("returned", "column", "return_of"),
        ("split", "table", "splits"),
    ):
        if key not in said or said[key].code(slot) != name:
            raise NotUnderstood(f"the policy does not say of records: {key}")


def _of(said: dict[str, Said], start: str, thing: str) -> Said:
    """The one sentence of a group of wordings."""
    found = [one for key, one in said.items() if key.partition(".")[0] == start]
    if len(found) != 1:
        raise NotUnderstood(f"{thing} says {len(found)} things about its {start}")
    return found[0]


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
    everyone = _of(said, "statements", "the policy").key == "statements.everyone"
    if ("statements_after" in said) != everyone:
        raise NotUnderstood("the policy does not say who receives a statement after leaving")
    _check_records(said)
    segments, individual, rating = _partners(section)
    minimum = _of(said, "minimum", "the policy")
    closing = _of(said, "closing", "the policy")
    late = _of(said, "late", "the policy")
    return (
        Policy(
            _rhythm(_of(said, "period", "the policy")),
            rounding.key.removeprefix("rounding."),
            int(digits),
            everyone,
            int(within.number("within")),
            within.unit("within"),
            said["starts"].day("day"),
            segments,
            individual,
            rating,
            _minimum(minimum, said["currency"].code("code")),
            (int(closing.number("within")), closing.unit("within"))
            if "within" in closing.parts
            else (0, "days"),
            late.key == "late.forgive",
            _beyond(said),
            *exchanges(section, said["currency"].code("code")),
        ),
        said["currency"].code("code"),
        said["zone"].code("zone"),
    )


def _minimum(said: Said, currency: str) -> Fraction:
    """The least balance that is paid: any above zero where the policy names none."""
    if "minimum" not in said.parts:
        return Fraction(0)
    if said.unit("minimum") != currency or said.number("minimum") < 0:
        raise NotUnderstood(
            f"the least balance that is paid is {said.number('minimum')} {said.unit('minimum')}"
        )
    return said.number("minimum")


def _beyond(said: dict[str, Said]) -> int | None:
    """How many periods back the difference of a late change is still booked; None: without end."""
    if "late_within" not in said:
        return None
    periods = said["late_within"].number("periods")
    if "late.adjust" not in said or periods.denominator != 1 or periods < 0:
        raise NotUnderstood("the policy says of late changes what does not go together")
    return int(periods)


def trees(section: Section) -> dict[str, TreeColumns]:
    """Where each tree stands that the policy names."""
    found: dict[str, TreeColumns] = {}
    said = section.said(POLICY)
    # A policy that was announced before any rule read the placement tree says nothing of its columns.
    if "tree" in said and "tree.placement" not in said:
        found["placement"] = TreeColumns("partners", "placement", "position")
    for name, key in (("sponsor", "tree"), ("placement", "tree.placement")):
        if key in said:
            found[name] = TreeColumns(said[key].code("table"), said[key].code("column"))
    position = said.get("tree.position")
    if position is not None:
        placed = found.get("placement")
        if placed is None or position.code("table") != placed.table:
            raise NotUnderstood("the policy speaks of positions in a tree that it does not name")
        found["placement"] = replace(placed, position=position.code("column"))
    return found


def _partners(section: Section) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], str]:
    """The segments by the value that stands for each, the terms that may be agreed, and the rating's metric."""
    segments: dict[str, str] = {}
    terms: list[str] = []
    rating = ""
    for _, said in section.say(PARTNERS):
        if said.key == "segment":
            if [said.code("table"), said.code("column")] != ["partners", "segment"] or said.code(
                "value"
            ) in segments:
                raise NotUnderstood(
                    f"the policy says of {said.code('value')} what the audit does not look for"
                )
            segments[said.code("value")] = said.target("segment").removeprefix("segment/")
        elif said.key == "individual":
            name = said.target("term").removeprefix("individual/")
            if said.code("name") != name or name in terms:
                raise NotUnderstood(
                    f"the policy speaks of the term {name} under the name {said.code('name')}"
                )
            terms.append(name)
        elif rating:
            raise NotUnderstood("the policy names two ratings")
        else:
            rating = said.target("metric").removeprefix("metric/")
    return tuple(segments.items()), tuple(terms), rating


def _rhythm(said: Said) -> Rhythm:
    """The periods of the programme: calendar months, or so many days from an anchor on."""
    if said.key != "period.cycle":
        return said.key.removeprefix("period.")
    days = said.number("length") * (7 if said.unit("length") == "weeks" else 1)
    if days.denominator != 1 or days < 1:
        raise NotUnderstood(f"a period lasts {days} days")
    return Cycle(int(days), said.day("anchor"))


def unit(section: Section, currency: str) -> Unit:
    """A declared unit: what one of it is worth where a rule pays a share, or that it is worth nothing."""
    said = section.said(UNIT)
    name = section.thing.removeprefix("unit/")
    if {one.code("unit") for key, one in said.items() if key != "picked"} != {name}:
        raise NotUnderstood(f"{section.thing} does not speak of {name}")
    if set(said) == {"plain"}:
        return Unit(name)
    worth = said.get("worth")
    if worth is None or set(said) != {"worth", "picked"} or worth.code("each") != name:
        raise NotUnderstood(f"{section.thing} does not say what {name} is worth, and by which day")
    if worth.unit("worth") != currency or worth.number("worth") <= 0:
        raise NotUnderstood(f"{section.thing} is worth {worth.number('worth')} {worth.unit('worth')}")
    return Unit(name, worth.number("worth"))


def leftover(section: Section) -> list[Sentence]:
    """The sentences of a section that nobody has understood."""
    return section.not_understood()
