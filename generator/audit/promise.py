"""What an edition promises, as read from its page: measures, metrics, tiers, courses, policy and clauses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from generator.audit.records import Filter


@dataclass(frozen=True)
class Measure:
    """One value a row: a column, or two columns added, subtracted or multiplied."""

    id: str
    table: str
    operation: str  # column | sum | difference | product
    columns: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True)
class Metric:
    """One figure a partner and window: a sum of a measure, a count of rows, or how many values are new."""

    id: str
    kind: str  # sum | count | new
    table: str
    window: str = "period"  # period | last | lifetime
    last: int = 1
    measure: str = ""
    column: str = ""
    where: tuple[Filter, ...] = ()
    first_among_all: bool = (
        True  # new: the first row ever is sought among all rows, not only those that pass `where`
    )
    unit: str = "count"


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
    """A metric of the earner compared with a bound."""

    metric: str
    relation: str
    bound: Fraction
    unit: str = "count"


@dataclass(frozen=True)
class CoursePassed:
    """A course passed and still valid at the period's end."""

    course: str


@dataclass(frozen=True)
class TierAtLeast:
    """The earner holds a tier or a higher one of its ladder."""

    tier: str


Condition = AllOf | AnyOf | Not | MetricIs | CoursePassed | TierAtLeast


@dataclass(frozen=True)
class Tier:
    """One rung of a ladder; the first has no condition."""

    id: str
    reach: Condition | None


@dataclass(frozen=True)
class Ladder:
    """Tiers from the lowest to the highest."""

    id: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True)
class Course:
    """A course and how long a pass is good for; None means for ever."""

    id: str
    term: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class Policy:
    """Period, rounding, who gets a statement, and when is paid."""

    period: str = "month"
    rounding: str = "half_up"
    digits: int = 2
    everyone: bool = True
    within: int = 0
    within_unit: str = "days"
    starts: date | None = None


@dataclass(frozen=True)
class Bracket:
    """A row of a table: from which value or tier on, and a rate in percent or an amount."""

    at_least: Fraction | None
    tier: str | None
    rate: Fraction | None
    amount: Fraction | None


@dataclass(frozen=True)
class FixedBonus:
    """An amount for whoever meets a condition, each period or once a partner."""

    amount: Fraction
    earns: Condition | None
    once: bool = False


@dataclass(frozen=True)
class Commission:
    """Rates or amounts on a metric by brackets or by tier."""

    base: str
    chosen_by: str
    mode: str  # slice | whole | tier
    rows: tuple[Bracket, ...]
    earns: Condition | None = None
    cap: Fraction | None = None
    below_zero: str = "zero"
    units: tuple[str, ...] = ()  # of the bounds of the rows


Terms = FixedBonus | Commission


@dataclass(frozen=True)
class Clause:
    """One clause in force in an edition: its version, its titles and its terms (None: could not be read)."""

    id: str
    version: str
    terms: Terms | None


@dataclass
class Edition:
    """Everything in force from a day on, as its public page says."""

    start: date
    hash: str = ""
    currency: str = ""
    zone: str = ""
    clauses: dict[str, Clause] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    ladders: dict[str, Ladder] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    policy: Policy | None = None
    titles: dict[str, dict[str, str]] = field(default_factory=dict)  # language -> thing -> title


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
    """Every bound that a condition compares a metric with."""
    return [one for one in conditions_of(condition) if isinstance(one, MetricIs)]
