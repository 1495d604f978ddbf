"""Who holds which tier and course at a period's end, from the conditions that the edition prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from generator.audit.calendar import good_through
from generator.audit.promise import (
    AllOf,
    AnyOf,
    Condition,
    Course,
    CoursePassed,
    Edition,
    Ladder,
    MetricIs,
    Not,
    TierAtLeast,
)
from generator.audit.records import Records, compare


class NoSuchThing(ValueError):
    """A condition names something that the edition does not have."""


@dataclass
class Standing:
    """The facts of one partner at one period's end, on which conditions are judged."""

    metrics: dict[str, Fraction]
    courses: dict[str, bool]
    tiers: dict[str, str] = field(default_factory=dict)  # ladder -> tier held


def holds(condition: Condition, standing: Standing, edition: Edition) -> bool:
    """Whether a condition holds; NoSuchThing if it names what the edition or the standing lacks."""
    if isinstance(condition, AllOf):
        return all(holds(part, standing, edition) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, standing, edition) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, standing, edition)
    if isinstance(condition, MetricIs):
        if condition.metric not in standing.metrics:
            raise NoSuchThing(f"the metric {condition.metric!r}")
        return compare(standing.metrics[condition.metric], condition.relation, condition.bound)
    if isinstance(condition, CoursePassed):
        if condition.course not in edition.courses:
            raise NoSuchThing(f"the course {condition.course!r}")
        return standing.courses.get(condition.course, False)
    assert isinstance(condition, TierAtLeast)
    ladder = ladder_of(condition.tier, edition)
    order = [tier.id for tier in ladder.tiers]
    return order.index(standing.tiers[ladder.id]) >= order.index(condition.tier)


def ladder_of(tier: str, edition: Edition) -> Ladder:
    """The ladder that a tier stands on."""
    for ladder in edition.ladders.values():
        if any(one.id == tier for one in ladder.tiers):
            return ladder
    raise NoSuchThing(f"the tier {tier!r}")


def climb(standing: Standing, edition: Edition) -> None:
    """Set the tier held on every ladder: the highest one whose condition holds; the first needs none."""
    for ladder in edition.ladders.values():
        standing.tiers[ladder.id] = ladder.tiers[0].id
    # A condition may name a tier of another ladder, so the ladders are gone over until nothing moves.
    for _ in range(len(edition.ladders) + 1):
        before = dict(standing.tiers)
        for ladder in edition.ladders.values():
            held = ladder.tiers[0].id
            for tier in ladder.tiers[1:]:
                if tier.reach is not None and holds(tier.reach, standing, edition):
                    held = tier.id
            standing.tiers[ladder.id] = held
        if before == standing.tiers:
            return


@dataclass
class Passes:
    """Days on which each partner passed each course."""

    days: dict[tuple[str, str], list[date]]

    @classmethod
    def of(cls, records: Records) -> Passes:
        """Collect the counted events that say that a course was passed."""
        found: dict[tuple[str, str], list[date]] = {}
        table = records.tables.get("events")
        if table is not None and "subject" in table.columns and "event" in table.columns:
            event, subject = table.place("event"), table.place("subject")
            for row in table.rows:
                if not row.reason and row.day is not None and row.cells[event] == "course_passed":
                    found.setdefault((row.partner, str(row.cells[subject])), []).append(row.day)
        return cls({key: sorted(days) for key, days in found.items()})

    def until(self, partner: str, course: str, end: date) -> list[date]:
        """The days up to and including a day on which a partner passed a course."""
        return [day for day in self.days.get((partner, course), []) if day <= end]

    def valid(self, partner: str, courses: Iterable[Course], end: date) -> dict[str, bool]:
        """For each course whether a pass is still good on a day."""
        return {
            course.id: any(
                end <= good_through(day, course.term, course.unit)
                for day in self.until(partner, course.id, end)
            )
            for course in courses
        }
