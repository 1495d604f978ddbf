"""Recomputation of one line of a statement, one module for each kind of clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.calendar import Period
from generator.audit.promise import Clause, Policy
from generator.audit.records import Row
from generator.audit.rounding import rounded_by

if TYPE_CHECKING:
    from generator.audit.standing import View


@dataclass(frozen=True)
class Part:
    """One step of a line's workings: its row, the stretch of the base that falls to it, its exact amount."""

    row: int
    portion: Fraction | None
    rate: Fraction | None
    amount: Fraction
    each: Fraction | None = None
    stretch: Fraction | None = None  # of what chooses the rows, where that is not the base
    what: str = ""  # own | leg | below | away | generation, in a sum over groups
    who: str = ""  # whose leg it is, or whose rate is subtracted
    less: Fraction = Fraction(0)  # what was subtracted to come to the rate
    kept: Fraction | None = None  # of a leg, whatever it brings
    generation: int = 0


@dataclass(frozen=True)
class Unit:
    """What a line is for besides its partner and rule: a window, and in it a row, a recruit or a depth."""

    window: Period
    day: date  # on which the line counts for limits: the window's last day, or that of the row
    table: str = ""
    row: Row | None = None
    recruit: str = ""
    depth: int | None = None
    source: str = ""  # the partner from whom it comes


@dataclass(frozen=True)
class Draft:
    """What a rule gives before what it carries: the exact amount and how it came about."""

    unit: Unit
    exact: Fraction
    parts: tuple[Part, ...]
    base: Fraction | None = None
    units: str = ""  # of the base
    chosen: Fraction | None = None  # what falls into the rows, where that is not the base
    figure: Fraction | None = None  # the metric of which the base is a part
    worth: Fraction | None = None  # of one unit of the base; the exact amount is in money already
    taken: bool = False  # whether the exact amount is taken: the line is below zero
    set_off: Fraction = Fraction(0)  # the shortfall of earlier windows, which is taken off the base
    paid_in: str = ""  # points | reward:ID, of the exact amount; nothing is money


@dataclass(frozen=True)
class Cut:
    """How a shared ceiling made a line smaller: what it had for some lines, and what these came to before."""

    ceiling: str
    most: Fraction
    together: Fraction
    programme: bool
    in_order: bool


@dataclass(frozen=True)
class Line:
    """A recomputed line: the exact sum, the amount after all that it carries and rounding, and how it came about.

    `exact` is what the table or amount gives; `factor` and `raised` say what multiplied it and what lifted it.
    """

    amount: Fraction
    exact: Fraction
    capped: bool
    parts: tuple[Part, ...]
    base: Fraction | None = None
    rule: Clause | None = None  # the version that gives it
    unit: Unit | None = None
    factor: Fraction | None = None
    raised: bool = False
    whole: Fraction = Fraction(0)  # as rounded, before anything that several lines share
    own_cap: bool = False  # whether the cap of one line took something
    limit: Fraction | None = None  # for its window, where there is one
    left: Fraction | None = None  # what the lines before it left of that
    cut: Cut | None = None  # by a ceiling that it shares
    draft: Draft | None = None  # of which it comes
    view: View | None = None  # what its amounts look at

    @property
    def paid_in(self) -> str:
        """In what it is paid: points | reward:ID; nothing is money."""
        return self.draft.paid_in if self.draft is not None else ""


def is_limited(line: Line) -> bool:
    """Whether what its window had left made a line smaller."""
    return line.left is not None and line.whole > line.left


def in_money(lines: Iterable[Line]) -> list[Line]:
    """Of some lines those that are money."""
    return [line for line in lines if not line.paid_in]


def rule_of(line: Line) -> Clause:
    """The version that gives a line."""
    if line.rule is None:
        raise ValueError("the line was worked out by itself")
    return line.rule


def rounded(value: Fraction, policy: Policy) -> Fraction:
    """Round to the policy's digits, alike for both signs."""
    return rounded_by(value, policy.rounding, policy.digits)
