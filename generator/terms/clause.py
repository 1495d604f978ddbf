"""What every clause carries, whatever its kind: name, title, dated versions, words and worked examples."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.calendar import add_months
from generator.terms.condition import AnyCondition
from generator.terms.quantity import Quantity, Slug, parse_quantity
from generator.terms.text import Wording
from generator.terms.version import Version, check_versions

GIVEN_FACTS = ("tier", "course", "but")


class Example(Frozen):
    """A worked example typed by a person: metrics given outright, the tier, courses, and the amount that follows.

    Facts that are not given hold, except those under `but`; metrics that are not given are zero.
    """

    given: dict[str, Quantity]
    tier: Slug | None = None
    course: tuple[Slug, ...] | None = None
    but: tuple[Slug, ...] = ()
    then: Quantity


def _example(written: object) -> Example:
    if (
        not isinstance(written, dict)
        or set(written) - {"given", "then"}
        or not isinstance(written.get("given"), dict)
    ):
        raise Fault(
            "wrong-type",
            "An example has `given:` with its facts and `then:` with the amount.",
            consequence="An example that cannot be worked witnesses nothing.",
            cure="Write `- {given: {personal_volume: 600 000}, then: 43 000}`.",
        )
    if "then" not in written:
        raise Fault(
            "missing-key",
            "The key `then` is missing here.",
            consequence="Without it the example does not say what is paid.",
            cure="Add `then:` with the amount that you worked out by hand: `then: 43 000`.",
        )
    given: dict[str, Quantity] = {}
    facts: dict[str, object] = {}
    for key, value in written["given"].items():
        if key in GIVEN_FACTS:
            facts[key] = _fact(key, value)
            continue
        try:
            given[key] = parse_quantity(value)
        except Fault as fault:
            raise fault.under("given", key) from None
    try:
        then = parse_quantity(written["then"])
    except Fault as fault:
        raise fault.under("then") from None
    return Example.model_construct(
        given=given,
        tier=facts.get("tier"),  # type: ignore[arg-type]
        course=tuple(facts["course"]) if "course" in facts else None,  # type: ignore[arg-type]
        but=tuple(facts.get("but", ())),  # type: ignore[arg-type]
        then=then,
    )


def _fact(key: str, value: object) -> object:
    """A tier as text, courses as a list of texts."""
    if key == "tier" and not isinstance(value, str):
        raise Fault(
            "wrong-type",
            "`tier` names one tier.",
            at=("given", key),
            consequence="A partner holds one tier of a ladder.",
            cure="Write `tier: silver`.",
        )
    if key != "tier" and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
        written = value if isinstance(value, str) else "..."
        raise Fault(
            "wrong-type",
            f"`{key}` needs a list of courses.",
            at=("given", key),
            consequence="Several courses may hold or not hold at once.",
            cure=f"Write `{key}: [{written}]`.",
        )
    return value


AnyExample = Annotated[Example, PlainValidator(_example), WithJsonSchema({"type": "object"})]


class ClauseVersion(Version):
    """The part of a version that all kinds share."""

    per: Literal["period"]
    earns: AnyCondition | None = None
    words: Wording | None = None
    examples: tuple[AnyExample, ...] = ()


class Clause(Frozen):
    """A file of clauses/: one clause with its dated versions; each kind narrows `kind` and `versions`."""

    clause: Slug
    title: Wording
    kind: str
    versions: tuple[ClauseVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Clause:
        check_versions(self.versions)
        for number, version in enumerate(self.versions):
            if version.starts.day != 1:
                raise Fault(
                    "version-starts-inside-window",
                    "A clause over a period changes only when a period begins.",
                    at=("versions", number, "from"),
                    consequence="One period would be paid by two rules at once.",
                    cure=f"Write `from: {add_months(version.starts.replace(day=1), 1)}`, "
                    f"or `from: {version.starts.replace(day=1)}`.",
                )
            if version.ends is not None and (version.ends + timedelta(days=1)).day != 1:
                month_end = add_months(version.ends.replace(day=1), 1) - timedelta(days=1)
                before = version.ends.replace(day=1) - timedelta(days=1)
                raise Fault(
                    "version-ends-inside-window",
                    "A clause over a period ends only when a period ends.",
                    at=("versions", number, "ends"),
                    consequence="The page names a last day, and the rest of that period would be paid all the same.",
                    cure=f"Write `ends: {month_end}`, or `ends: {before}`.",
                )
        return self
