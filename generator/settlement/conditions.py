"""Conditions tested on the figures of a window, for all partners at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from generator.rules.amounts import amount_values
from generator.rules.contract import Judging
from generator.rules.exact import SAFE, Column, Flags, Integers, compared, held, largest
from generator.terms.calendar import good_through
from generator.terms.condition import (
    AllOf,
    AnyOf,
    Atom,
    Condition,
    CoursePassed,
    EventPresent,
    Joined,
    LineIs,
    MetricIs,
    NotSo,
    PartnerIs,
    TierIs,
    shift_of,
)
from generator.terms.quantity import Quantity

Days = npt.NDArray[np.datetime64]


class Tested(Judging, Protocol):
    """What a condition asks."""

    @property
    def joined_on(self) -> Days:
        """The day on which each partner joined."""
        ...

    @property
    def segments(self) -> npt.NDArray[np.object_]:
        """The segment of each partner; None where there is none."""
        ...

    @property
    def regions(self) -> npt.NDArray[np.object_]:
        """The region of each partner; None where there is none."""
        ...

    def earlier(self, count: int) -> Tested:
        """The figures of a whole period that lies so many earlier."""
        ...

    def course_valid(self, course: str) -> Flags:
        """For whom the course is passed and valid at the window's end."""
        ...

    def tier_names(self, ladder: str) -> tuple[str, ...]:
        """The tiers of a ladder as it was when the window ended, the lowest first."""
        ...

    def tier_achieved(self, ladder: str) -> Integers:
        """The rank of the tier achieved, whatever is paid."""
        ...

    def event_present(self, event: EventPresent) -> Flags:
        """Who has a row of the events in a window."""
        ...

    def soon_joined(self, within: Quantity) -> Flags:
        """Of whom the window ends so soon after joining."""
        ...

    def has_line(self, clause: str, capped: bool | None) -> Flags:
        """Who has a line of a clause in the period in which the window ends."""
        ...


def holds(condition: Condition, figures: Tested) -> Flags:
    """For whom a condition holds at the window's end."""
    match condition:
        case AllOf(inner):
            flags = np.ones(figures.size, dtype=np.bool_)
            for one in inner:
                flags &= holds(one, figures)
            return flags
        case AnyOf(inner):
            flags = np.zeros(figures.size, dtype=np.bool_)
            for one in inner:
                flags |= holds(one, figures)
            return flags
        case NotSo((inner_one,)):
            return ~holds(inner_one, figures)
    return _shifted(condition, figures)


def _shifted(atom: Atom, figures: Tested) -> Flags:
    """An atom tested now, or in the earlier periods that it names."""
    shift = shift_of(atom)
    if shift is None or not isinstance(atom, MetricIs | TierIs | LineIs):
        return _now(atom, figures)
    now = replace(atom, shift=None)
    if shift.kind == "before":
        return _now(now, figures.earlier(shift.span))
    needed = shift.span if shift.kind == "each" else shift.needed
    count = np.zeros(figures.size, dtype=np.int64)
    for back in range(1, shift.span + 1):
        count += _now(now, figures.earlier(back))
    return count >= needed


def _now(atom: Atom, figures: Tested) -> Flags:
    match atom:
        case MetricIs():
            return metric_holds(atom, figures)
        case CoursePassed(course):
            return figures.course_valid(course)
        case TierIs():
            return _tier(atom, figures)
        case PartnerIs(column, values):
            cells = figures.segments if column == "segment" else figures.regions
            flags = np.zeros(figures.size, dtype=np.bool_)
            for value in values:
                flags |= cells == value
            return flags
        case Joined(relation, day, duration):
            return _joined(relation, day, duration, figures)
        case EventPresent():
            return figures.event_present(atom)
        case LineIs(clause, capped):
            return figures.has_line(clause, capped)


def metric_holds(atom: MetricIs, figures: Judging) -> Flags:
    """For whom a metric stands to its bound as asked, in the window of the figures."""
    column = figures.metric(atom.metric)
    if atom.values:
        flags = np.zeros(figures.size, dtype=np.bool_)
        for value in atom.values:
            flags |= compared(column, "equals", value.value)
        return flags
    if isinstance(atom.bound, Quantity):
        return compared(column, atom.compare, atom.bound.value)
    return compared_with(column, atom.compare, amount_values(atom.bound, figures))


def compared_with(column: Column, compare: str, other: Column) -> Flags:
    """An exact comparison of two figures of each partner."""
    left, right = _on_one_scale(column, other)
    return held(compare, left, right)


def _on_one_scale(one: Column, other: Column) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Whole numbers that stand to one another as the figures do; Python's integers where int64 could overflow."""
    digits = max(one.digits, other.digits)
    out = []
    for mine, per in ((one, other.per), (other, one.per)):
        factor = 10 ** (digits - mine.digits)
        if per is None and largest(mine.values) * factor < SAFE:
            out.append(mine.values * factor)
        else:
            values = mine.values.astype(object) * factor
            out.append(values if per is None else values * per.astype(object))
    return out[0], out[1]


def _tier(atom: TierIs, figures: Tested) -> Flags:
    names = figures.tier_names(atom.tier)
    rank = figures.tier_achieved(atom.tier) if atom.achieved else figures.tier_rank(atom.tier)
    if atom.compare == "at_least":
        fits = [atom.tier in names[: number + 1] for number in range(len(names))]
    else:
        fits = [name in atom.named for name in names]
    return np.array(fits, dtype=np.bool_)[rank]


def _joined(relation: str, day: date | None, duration: Quantity | None, figures: Tested) -> Flags:
    joined = figures.joined_on
    if day is not None:
        bound = np.datetime64(day)
        return np.asarray(joined < bound if relation == "before" else joined > bound, dtype=np.bool_)
    assert duration is not None
    return figures.soon_joined(duration)


def joined_within(joined: Days, last: date, duration: Quantity) -> Flags:
    """Of whom a day lies so soon after joining; the day of joining is the first."""
    end = np.datetime64(last)
    days, place = np.unique(joined, return_inverse=True)
    near = np.array(
        [one <= end and good_through(one.item(), duration) >= last for one in days], dtype=np.bool_
    )
    return near[place]
