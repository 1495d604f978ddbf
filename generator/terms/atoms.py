"""Atoms of conditions: the single tests of which conditions are made, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from generator.source import Step
from generator.terms.amount import Amount
from generator.terms.quantity import Quantity
from generator.terms.window import Window

TIER_TESTS = ("at_least", "equals", "one_of")
FACT_KEYS = ("course", "tier", "tier_achieved", "segment", "region", "joined", "event", "line")
JOINT_KEYS = ("all", "any", "not")


@dataclass(frozen=True, slots=True)
class Shift:
    """In which earlier periods a test is made, the current one excluded.

    `before` means the period `span` periods ago; `each` all of the last `span`; `any` at least `needed` of them.
    """

    kind: Literal["before", "each", "any"]
    span: int
    needed: int = 1


@dataclass(frozen=True, slots=True)
class MetricIs:
    """A metric compared with a bound; with `one_of`, equal to one of `values`, the first of which is `bound`."""

    metric: str
    compare: str
    bound: Amount
    at: tuple[Step, ...] = field(default=(), compare=False)
    values: tuple[Quantity, ...] = ()
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class CoursePassed:
    """A course passed and still valid at the window's end."""

    course: str
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class TierIs:
    """The tier paid for the period (or achieved in it) is this one or higher, this one, or one of `tiers`."""

    tier: str
    at: tuple[Step, ...] = field(default=(), compare=False)
    compare: Literal["at_least", "equals", "one_of"] = "at_least"
    tiers: tuple[str, ...] = ()
    achieved: bool = False
    shift: Shift | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """Every tier that is named."""
        return self.tiers or (self.tier,)


@dataclass(frozen=True, slots=True)
class PartnerIs:
    """The partner's segment or region is one of these."""

    column: Literal["segment", "region"]
    values: tuple[str, ...]
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """The partner joined before a day, after it, or so lately that the window ends within a duration."""

    relation: Literal["before", "after", "within"]
    day: date | None
    duration: Quantity | None
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class EventPresent:
    """A row of the table `events` of the partner is dated in a window, up to the end of the period."""

    event: str
    subject: str | None
    window: Window
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class LineIs:
    """Another clause has a line for the partner in the same window; `capped` asks whether its cap took something."""

    clause: str
    capped: bool | None
    at: tuple[Step, ...] = field(default=(), compare=False)
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """All inner conditions hold."""

    inner: tuple[Condition, ...]
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one inner condition holds."""

    inner: tuple[Condition, ...]
    at: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class NotSo:
    """The inner condition does not hold."""

    inner: tuple[Condition]
    at: tuple[Step, ...] = field(default=(), compare=False)


Atom = MetricIs | CoursePassed | TierIs | PartnerIs | Joined | EventPresent | LineIs
Condition = Atom | AllOf | AnyOf | NotSo


def atoms(condition: Condition) -> Iterator[Atom]:
    """The tests inside a condition, in the order written."""
    if isinstance(condition, AllOf | AnyOf | NotSo):
        for inner in condition.inner:
            yield from atoms(inner)
    else:
        yield condition


def shift_of(atom: Atom) -> Shift | None:
    """In which earlier periods an atom is tested; None for the current one."""
    return atom.shift if isinstance(atom, MetricIs | TierIs | LineIs) else None
