"""Conditions as pages state them: comparisons, tiers, courses, segments, joining, events and lines of other rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from generator.audit.amounts import Amount


@dataclass(frozen=True)
class Shift:
    """The periods before the current one in which a test is made, and in how many of them it must hold."""

    nearest: int
    farthest: int
    needed: int


@dataclass(frozen=True)
class AllOf:
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """Holds when its part does not."""

    part: Condition


@dataclass(frozen=True)
class MetricIs:
    """A metric of the earner compared with a bound, with an amount that is none, or with several figures."""

    metric: str
    relation: str  # at_least | more_than | at_most | less_than | equals | one_of
    bound: Fraction
    unit: str = "count"
    amount: Amount | None = None  # in place of the bound, where the bound is not a bare figure
    values: tuple[Fraction, ...] = ()
    shift: Shift | None = None


@dataclass(frozen=True)
class CoursePassed:
    """A course passed and still valid at the period's end."""

    course: str


@dataclass(frozen=True)
class TierAtLeast:
    """The earner holds, or has achieved, a tier or a higher one of its ladder."""

    tier: str
    achieved: bool = False
    shift: Shift | None = None


@dataclass(frozen=True)
class TierIs:
    """The earner holds, or has achieved, exactly one of some tiers of a ladder."""

    tiers: tuple[str, ...]
    achieved: bool = False
    shift: Shift | None = None


@dataclass(frozen=True)
class SegmentIs:
    """The earner belongs to one of some segments."""

    segments: tuple[str, ...]


@dataclass(frozen=True)
class RegionIs:
    """The earner's region is one of some."""

    regions: tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """The earner joined before or after a day, that day itself not counted."""

    relation: str  # before | after
    day: date


@dataclass(frozen=True)
class JoinedWithin:
    """The window ends within some time from joining, the joining day included."""

    length: int
    unit: str


@dataclass(frozen=True)
class EventIs:
    """A counted row of the earner in a table, by its event and subject, dated in some stretch of days."""

    table: str
    column: str
    event: str
    subject_column: str = ""
    subject: str = ""
    dated: str = "period"  # period | last | lifetime | joining
    length: int = 1
    unit: str = "periods"


@dataclass(frozen=True)
class LineIs:
    """Another rule gives the earner a line, limited by its cap or not where that is said."""

    clause: str
    capped: bool | None = None
    shift: Shift | None = None


Atom = (
    MetricIs
    | CoursePassed
    | TierAtLeast
    | TierIs
    | SegmentIs
    | RegionIs
    | Joined
    | JoinedWithin
    | EventIs
    | LineIs
)
Condition = AllOf | AnyOf | Not | Atom


def conditions_of(condition: Condition | None) -> list[Condition]:
    """A condition and everything in it."""
    if condition is None:
        return []
    if isinstance(condition, AllOf | AnyOf):
        return [condition, *(one for part in condition.parts for one in conditions_of(part))]
    if isinstance(condition, Not):
        return [condition, *conditions_of(condition.part)]
    return [condition]


def thresholds(condition: Condition | None) -> list[MetricIs]:
    """Every printed bound that a condition compares a metric of the same window with."""
    return [
        one
        for one in conditions_of(condition)
        if isinstance(one, MetricIs) and one.amount is None and not one.values and one.shift is None
    ]
