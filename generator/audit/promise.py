"""What an edition promises, as read from its page: measures, metrics, tiers, courses, policy and clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from generator.audit.addresses import address_of, first_day
from generator.audit.calendar import Rhythm
from generator.audit.conditions import Condition
from generator.audit.definitions import Measure, Metric
from generator.audit.terms import Ceiling, Due
from generator.audit.terms_network import AnyTerms
from generator.audit.terms_recognition import Badge, Certificate, Channels, Leaderboard, Winners
from generator.audit.terms_training import Course, Curriculum, Marks


@dataclass(frozen=True)
class Tier:
    """One rung of a ladder; the first has no condition. What follows `reach` counts where a ladder remembers."""

    id: str
    reach: Condition | None
    keep: Condition | None = None
    lost_at: str = "period"  # the end of a period in which a period, quarter, half_year or year ends
    grace: int = 0  # periods
    falls: str = "met"  # met | one_step
    floor: str = ""  # the tier below which nobody falls who has once held this one
    opens: tuple[str, ...] = ()  # privileges


@dataclass(frozen=True)
class Ladder:
    """Tiers from the lowest to the highest."""

    id: str
    tiers: tuple[Tier, ...]
    remembers: bool = False
    overrides: bool = False


@dataclass(frozen=True)
class Unit:
    """A unit that the programme declares, and what one of it is worth in money; None for a plain one."""

    id: str
    worth: Fraction | None = None


@dataclass(frozen=True)
class PointsAccount:
    """What becomes of points: how lines are rounded, what is credited, what is spent first, what is lost and when."""

    rounding: str = "down"
    digits: int = 0
    at_most: Fraction | None = None  # credited for a period
    newest_first: bool = False  # spent
    expires: tuple[int, str] | None = None  # from the first day after the period of earning
    inactive: Condition | None = None  # at whose holding batches are cancelled
    cancels_all: bool = False  # else the newest batch alone
    kept: bool = False  # by those who leave


@dataclass(frozen=True)
class Reward:
    """A reward: what one costs in points, for whom, how many of it in which time, and how lines in it are rounded."""

    id: str
    type: str = ""
    price: Fraction | None = None  # None: only rules give it
    whose: Condition | None = None
    most: Fraction | None = None
    span: str = ""  # month | period | quarter | half_year | year | lifetime
    rounding: str = "down"


@dataclass(frozen=True)
class Exchange:
    """How a policy converts: by the rate of which day, how old it may be, and how the result is rounded."""

    rate_of: str  # day_of_sale | end_of_last_month | end_of_period
    rounding: str
    oldest: int = 0  # days before that day
    digits: int | None = None  # None: those of the currency

    def wanted(self, day: date) -> date:
        """The day whose rate is asked for."""
        return day.replace(day=1) - timedelta(days=1) if self.rate_of == "end_of_last_month" else day


@dataclass(frozen=True)
class Policy:
    """Period, rounding, who gets a statement, when what is paid, and what becomes of late changes."""

    period: Rhythm = "month"
    rounding: str = "half_up"
    digits: int = 2
    everyone: bool = True
    within: int = 0
    within_unit: str = "days"
    starts: date | None = None
    segments: tuple[tuple[str, str], ...] = ()  # value of the column -> segment
    individual: tuple[str, ...] = ()  # the terms that may be agreed with a partner
    rating: str = ""  # the metric at the head of a statement
    minimum: Fraction = Fraction(0)  # from which balance on it is paid
    counts_within: tuple[int, str] = (
        0,
        "days",
    )  # after a period's end, what becomes known still counts in it
    forgives: bool = False  # what changes in a closed period
    forgives_beyond: int | None = None  # so many periods before the open one
    converts: Exchange | None = None  # what records give in another currency
    pays_in: Exchange | None = None  # what is paid in another currency


@dataclass(frozen=True)
class Clause:
    """One clause in force in an edition: its version, its titles and its terms (None: could not be read)."""

    id: str
    version: str
    terms: AnyTerms | None
    existing_from: date | None = None  # for partners who joined before the version began
    ends: date | None = None
    dues: tuple[Due, ...] = ()  # the shares in which a line is due; none: all of it at once
    corrected: date | None = None  # the day on which it was announced, where it is a correction
    announced: date | None = None
    paid_in: str = (
        ""  # points | reward:ID; nothing is the money of the programme, and prizes say it themselves
    )

    @property
    def start(self) -> date:
        """The first day of its version."""
        return first_day(self.version)


@dataclass(frozen=True)
class TreeColumns:
    """Where a tree stands: whom each partner stands below, and at which position where any rule asks for it."""

    table: str
    above: str
    position: str = ""


@dataclass
class Edition:
    """Everything in force from a day on, as its public page says."""

    start: date
    hash: str = ""
    revision: int = 1
    corrected: date | None = None  # the day of the corrections that this revision brought
    currency: str = ""
    zone: str = ""
    clauses: dict[str, Clause] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    ladders: dict[str, Ladder] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    marks: Marks = field(default_factory=dict)  # of all versions of each course, whatever the edition
    curriculum: Curriculum | None = None
    badges: dict[str, Badge] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    leaderboards: dict[str, Leaderboard] = field(default_factory=dict)
    winners: dict[str, Winners] = field(default_factory=dict)
    channels: Channels | None = None
    ceilings: dict[str, Ceiling] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    trees: dict[str, TreeColumns] = field(default_factory=dict)
    points: PointsAccount | None = None
    rewards: dict[str, Reward] = field(default_factory=dict)
    policy: Policy | None = None
    titles: dict[str, dict[str, str]] = field(default_factory=dict)  # language -> thing -> title

    @property
    def address(self) -> str:
        """Its first day, and its revision from the second on."""
        return address_of(self.start, self.revision)

    @property
    def segments(self) -> dict[str, str]:
        """The segment that each value of the partners' column stands for."""
        return dict(self.policy.segments) if self.policy is not None else {}


def last_revisions(editions: Iterable[Edition]) -> list[Edition]:
    """Of each first day the last revision, which holds; in the order of their days."""
    found: dict[date, Edition] = {}
    for edition in editions:
        known = found.get(edition.start)
        if known is None or known.revision < edition.revision:
            found[edition.start] = edition
    return [found[day] for day in sorted(found)]


def versions_of(editions: Iterable[Edition]) -> dict[str, list[Clause]]:
    """All versions of every clause that an edition shows, in the order in which they begin."""
    found: dict[str, dict[str, Clause]] = {}
    for edition in editions:
        for name, clause in edition.clauses.items():
            found.setdefault(name, {})[clause.version] = clause
    return {name: [by_day[day] for day in sorted(by_day)] for name, by_day in found.items()}


def order_of(editions: Sequence[Edition]) -> list[str]:
    """All rules in the order of the list of rules: that of the latest edition, earlier ones at their places."""
    return _ordered(list(edition.clauses) for edition in reversed(editions))


def rewards_of(editions: Sequence[Edition]) -> list[str]:
    """All rewards in the order of their list, in the same way."""
    return _ordered(list(edition.rewards) for edition in reversed(editions))


def _ordered(lists: Iterable[list[str]]) -> list[str]:
    found: list[str] = []
    for names in lists:
        place = 0
        for name in names:
            if name not in found:
                found.insert(place, name)
            place = found.index(name) + 1
    return found
