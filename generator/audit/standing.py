"""Whether conditions hold for a partner at the end of a window, and which tiers follow from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Protocol

from generator.audit.amounts import value_of
from generator.audit.calendar import good_through
from generator.audit.conditions import (
    AllOf,
    AnyOf,
    Condition,
    CoursePassed,
    EventIs,
    Joined,
    JoinedWithin,
    LineIs,
    MetricIs,
    Not,
    RegionIs,
    SegmentIs,
    Shift,
    TierAtLeast,
    TierIs,
)
from generator.audit.promise import Edition, Ladder
from generator.audit.records import Partner, compare


class NoSuchThing(ValueError):
    """A condition names something that the edition does not have."""


class Life(Protocol):
    """What else is known of a partner at the end of a window: who it is, what was before, what was agreed."""

    @property
    def partner(self) -> Partner:
        """Who it is."""
        ...

    @property
    def end(self) -> date:
        """The last day of the window."""
        ...

    def earlier(self, periods: int) -> Standing:
        """The standing in the period so many before the one in which the window ends."""
        ...

    def own(self, term: str) -> Fraction | None:
        """What is agreed with the partner on the last day of the window."""
        ...

    def has_event(self, event: EventIs) -> bool:
        """Whether there is a counted row as a condition says."""
        ...

    def capped_lines(self, clause: str) -> Sequence[bool]:
        """For each line of a clause in the period in which the window ends whether its cap limited it."""
        ...


@dataclass
class Standing:
    """The facts of one partner at the end of a window, on which conditions are judged.

    Without a `life`, as in a worked example, whatever only a life can tell holds.
    """

    metrics: Mapping[str, Fraction]
    courses: Mapping[str, bool]
    tiers: Mapping[str, str] = field(default_factory=dict)  # ladder -> tier paid
    achieved: Mapping[str, str] = field(default_factory=dict)  # where it may differ from the tier paid
    life: Life | None = None
    unsaid: Callable[[Condition], bool] | None = None  # of which facts an example says nothing: those hold


@dataclass(frozen=True)
class View:
    """A standing as amounts look at it."""

    standing: Standing
    edition: Edition

    def metric(self, name: str) -> Fraction:
        """A metric; NoSuchThing if the edition does not define it."""
        if name not in self.standing.metrics:
            raise NoSuchThing(f"the metric {name!r}")
        return self.standing.metrics[name]

    def unit(self, metric: str) -> str:
        """The unit of a metric."""
        if metric not in self.edition.metrics:
            raise NoSuchThing(f"the metric {metric!r}")
        return self.edition.metrics[metric].unit

    def own(self, term: str) -> Fraction | None:
        """What is agreed with the partner."""
        return self.standing.life.own(term) if self.standing.life is not None else None


def holds(condition: Condition, standing: Standing, edition: Edition) -> bool:
    """Whether a condition holds; NoSuchThing if it names what the edition or the standing lacks."""
    if isinstance(condition, AllOf):
        return all(holds(part, standing, edition) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, standing, edition) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, standing, edition)
    if isinstance(condition, MetricIs | TierAtLeast | TierIs | LineIs) and condition.shift is not None:
        return _shifted(condition, condition.shift, standing, edition)
    if standing.unsaid is not None and standing.unsaid(condition):
        return True
    if isinstance(condition, MetricIs):
        return _metric(condition, View(standing, edition))
    if isinstance(condition, CoursePassed):
        if condition.course not in edition.courses:
            raise NoSuchThing(f"the course {condition.course!r}")
        return standing.courses.get(condition.course, False)
    if isinstance(condition, TierAtLeast):
        ladder = ladder_of(condition.tier, edition)
        order = [tier.id for tier in ladder.tiers]
        return order.index(_tier(standing, ladder, condition.achieved)) >= order.index(condition.tier)
    if isinstance(condition, TierIs):
        ladder = ladder_of(condition.tiers[0], edition)
        return _tier(standing, ladder, condition.achieved) in condition.tiers
    return standing.life is None or _known(condition, standing.life, edition)


def _shifted(
    condition: MetricIs | TierAtLeast | TierIs | LineIs, shift: Shift, standing: Standing, edition: Edition
) -> bool:
    life = standing.life
    if life is None:
        return True
    here = replace(condition, shift=None)
    back = range(shift.nearest, shift.farthest + 1)
    return sum(1 for periods in back if holds(here, life.earlier(periods), edition)) >= shift.needed


def _metric(condition: MetricIs, view: View) -> bool:
    value = view.metric(condition.metric)
    if condition.relation == "one_of":
        return value in condition.values
    bound = condition.bound if condition.amount is None else value_of(condition.amount, view)
    return compare(value, condition.relation, bound)


def _tier(standing: Standing, ladder: Ladder, achieved: bool) -> str:
    held = standing.tiers[ladder.id]
    return standing.achieved.get(ladder.id, held) if achieved else held


def _known(
    condition: SegmentIs | RegionIs | Joined | JoinedWithin | EventIs | LineIs, life: Life, edition: Edition
) -> bool:
    """What is judged by the partner's row, by events and by lines."""
    partner = life.partner
    if isinstance(condition, SegmentIs):
        return edition.segments.get(partner.segment, "") in condition.segments
    if isinstance(condition, RegionIs):
        return partner.region in condition.regions
    if isinstance(condition, Joined):
        return (
            partner.joined < condition.day
            if condition.relation == "before"
            else partner.joined > condition.day
        )
    if isinstance(condition, JoinedWithin):
        last = good_through(partner.joined, condition.length, condition.unit)
        return partner.joined <= life.end <= last
    if isinstance(condition, EventIs):
        return life.has_event(condition)
    return any(condition.capped in (None, capped) for capped in life.capped_lines(condition.clause))


def ladder_of(tier: str, edition: Edition) -> Ladder:
    """The ladder that a tier stands on."""
    for ladder in edition.ladders.values():
        if any(one.id == tier for one in ladder.tiers):
            return ladder
    raise NoSuchThing(f"the tier {tier!r}")


def highest(ladder: Ladder, standing: Standing, edition: Edition) -> str:
    """The highest tier of a ladder of which the requirements hold; the first has none."""
    found = ladder.tiers[0].id
    for tier in ladder.tiers[1:]:
        if tier.reach is not None and holds(tier.reach, standing, edition):
            found = tier.id
    return found


def climb(standing: Standing, edition: Edition) -> None:
    """Set the tier on every ladder to the one achieved, as where nothing is remembered."""
    found = {ladder.id: ladder.tiers[0].id for ladder in edition.ladders.values()}
    standing.tiers = found
    # A condition may name a tier of another ladder, so the ladders are gone over until nothing moves.
    for _ in range(len(edition.ladders) + 1):
        before = dict(found)
        for ladder in edition.ladders.values():
            found[ladder.id] = highest(ladder, standing, edition)
        if before == found:
            return
