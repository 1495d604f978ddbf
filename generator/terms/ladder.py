"""Ladders of tiers: what a partner's status is, what reaches it and what it opens."""

from __future__ import annotations

from pydantic import Field, model_validator

from generator.source import Fault, Frozen
from generator.terms.condition import AnyCondition, condition_sentence
from generator.terms.names import check_once
from generator.terms.quantity import Slug
from generator.terms.saying import Listing, Sayings, SayingsBuilder, Sentence
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates


class Privilege(Frozen):
    """Something that a tier opens and that is not money."""

    title: Wording


class Tier(Frozen):
    """One rung; the first has no `reach`, everyone holds it."""

    tier: Slug
    title: Wording
    reach: AnyCondition | None = None
    privileges: tuple[Slug, ...] = ()


class LadderVersion(Version):
    """One dated form of a ladder, lowest tier first."""

    tiers: tuple[Tier, ...]

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


_HIGHEST = Text.of(
    en=(
        "A partner's tier for a period on the ladder {ladder} is the highest tier "
        "of which the requirements hold at the end of the period."
    ),
    ru=(
        "Статус партнёра за период на лестнице «{ladder}» — самый высокий статус, "
        "требования которого выполнены в конце периода."
    ),
)
_ORDER = Text.of(en="The tiers rise in this order: {tiers}.", ru="Статусы по возрастанию: {tiers}.")
_EVERYONE = Text.of(en="Every partner holds the tier {tier}.", ru="Статус «{tier}» есть у каждого партнёра.")
_REACH = Text.of(en="The tier {tier} requires this:", ru="Для статуса «{tier}» требуется:")
_OPENS = Text.of(en="The tier {tier} opens: {privileges}.", ru="Статус «{tier}» открывает: {privileges}.")


def ladder_sayings(name: str, version: LadderVersion, titles: Titles) -> Sayings:
    """What the page of a ladder says."""
    builder = SayingsBuilder(f"ladder/{name}/{version.starts}")
    say_dates(builder, version)
    builder.say("highest", _HIGHEST, ladder=titles.ref(f"ladder/{name}"))
    order = Listing(tuple(titles.ref(f"tier/{t.tier}") for t in version.tiers))
    builder.say("order", _ORDER, tiers=order)
    for tier in version.tiers:
        ref = titles.ref(f"tier/{tier.tier}")
        if tier.reach is None:
            builder.say(f"{tier.tier}.reach", _EVERYONE, tier=ref)
        else:
            inner = condition_sentence(builder, f"{tier.tier}.reach.1", tier.reach, titles)
            sentence = Sentence(f"{builder.prefix}/{tier.tier}.reach", _REACH, {"tier": ref}, (inner,))
            builder.add(f"{tier.tier}.reach", sentence)
        if tier.privileges:
            opened = Listing(tuple(titles.ref(f"privilege/{p}") for p in tier.privileges))
            builder.say(f"{tier.tier}.opens", _OPENS, tier=ref, privileges=opened)
    return builder.done()
