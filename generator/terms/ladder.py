"""Ladders of tiers: what a partner's status is, what reaches it and what it opens."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.condition import AnyCondition
from generator.terms.names import check_once
from generator.terms.quantity import Slug, parse_quantity
from generator.terms.text import Wording
from generator.terms.version import Version, check_versions


class Privilege(Frozen):
    """Something that a tier opens and that is not money."""

    title: Wording


def _periods(written: object) -> int:
    """A number of periods: `2 periods`."""
    if isinstance(written, int):
        return written
    quantity = parse_quantity(written).with_unit("periods")
    if quantity.unit != "periods" or quantity.value.denominator != 1 or not 0 <= quantity.value <= 120:
        raise Fault(
            "wrong-unit",
            "The grace is a whole number of periods.",
            consequence="Nobody could say in which period a tier is lost.",
            cure="Write it as `1 period` or `3 periods`.",
        )
    return int(quantity.value)


Periods = Annotated[
    int, PlainValidator(_periods), WithJsonSchema({"type": "string", "examples": ["1 period", "3 periods"]})
]


class Lose(Frozen):
    """When a tier that is not kept is lost, and where its holder then stands.

    It is lost at the end of a period (in which a quarter, a half-year or a year ends, if `at` says so) once it was
    not kept for more than `grace` periods in a row.
    """

    to: Literal["met", "one_step"]
    at: Literal["period_end", "quarter_end", "half_year_end", "year_end"] = "period_end"
    grace: Periods = 0


class Tier(Frozen):
    """One rung; the first has no `reach`, everyone holds it.

    Who holds it keeps it by `keep`, loses it as `lose` says, and having once held it never falls below `floor`.
    """

    tier: Slug
    title: Wording
    reach: AnyCondition | None = None
    keep: AnyCondition | None = None
    lose: Lose | None = None
    floor: Slug | None = None
    privileges: tuple[Slug, ...] = ()

    @property
    def losing(self) -> Lose:
        """How it is lost; at once where nothing is said."""
        return self.lose or Lose(to="met")


class LadderVersion(Version):
    """One dated form of a ladder, lowest tier first; `overrides: allowed` lets a person set a partner's tier."""

    tiers: tuple[Tier, ...]
    overrides: Literal["allowed"] | None = None

    @property
    def remembers(self) -> bool:
        """Whether the tier paid depends on earlier periods."""
        return any(one.keep or one.lose or one.floor for one in self.tiers)

    @model_validator(mode="after")
    def _ordered(self) -> LadderVersion:
        if not self.tiers:
            raise Fault(
                "tier-missing",
                "A ladder needs at least one tier.",
                at=("tiers",),
                consequence="Nobody could stand on a ladder without rungs.",
                cure="Write the first tier, which everyone holds: `- {tier: start, title: {...}}`.",
            )
        names = [t.tier for t in self.tiers]
        for rung, tier in enumerate(self.tiers):
            check_once(tier.privileges, ("tiers", rung, "privileges"))
        for number, tier in enumerate(self.tiers):
            if tier.tier in names[:number]:
                raise Fault(
                    "duplicate-name",
                    f"The tier `{tier.tier}` stands twice in this ladder.",
                    at=("tiers", number, "tier"),
                    other=("tiers", names.index(tier.tier), "tier"),
                    other_label="first here",
                    consequence="A partner could not know which of the two is meant.",
                    cure="Rename one of them.",
                )
            if number == 0 and tier.reach is not None:
                raise Fault(
                    "first-tier-reach",
                    "The first tier is held by everyone and has no `reach`.",
                    at=("tiers", 0, "reach"),
                    consequence="Partners who miss it would have no tier at all.",
                    cure="Put a tier without `reach` below it.",
                )
            if number == 0 and (tier.keep or tier.lose or tier.floor):
                key = "keep" if tier.keep else "lose" if tier.lose else "floor"
                raise Fault(
                    "first-tier-reach",
                    f"The first tier is held by everyone and has no `{key}`.",
                    at=("tiers", 0, key),
                    consequence="There is no tier below it to which anybody could fall.",
                    cure=f"Remove `{key}`, or put a tier below it.",
                )
            if tier.floor is not None and tier.floor not in names[: number + 1]:
                raise Fault(
                    "floor-not-below",
                    f"The floor of `{tier.tier}` is `{tier.floor}`, which is no tier at or below it on this ladder.",
                    at=("tiers", number, "floor"),
                    consequence="Nobody could say below which tier its holders never fall.",
                    cure="Floors of this tier: " + ", ".join(f"`{one}`" for one in names[: number + 1]) + ".",
                )
            if number and tier.reach is None:
                raise Fault(
                    "tier-without-reach",
                    f"Nothing says how the tier `{tier.tier}` is reached.",
                    at=("tiers", number),
                    consequence="Everyone would hold it from the first day.",
                    cure="Add `reach: {<metric>: {at_least: 100 000}}`.",
                )
        return self


class Ladder(Frozen):
    """A ladder with its dated versions."""

    title: Wording
    versions: tuple[LadderVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Ladder:
        check_versions(self.versions)
        return self


class TierFile(Frozen):
    """The file tiers.yaml."""

    privileges: dict[Slug, Privilege] = Field(default_factory=dict)
    ladders: dict[Slug, Ladder]
