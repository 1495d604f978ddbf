"""Distance: how far one partner is from a condition, test by test; what "why not" and "next step" are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from generator.rules.amounts import amount_values
from generator.settlement.conditions import Tested, holds
from generator.terms.condition import AllOf, AnyOf, Atom, Condition, LineIs, MetricIs, NotSo, TierIs, shift_of
from generator.terms.quantity import Quantity

_OPPOSITE = {
    "at_least": "less_than",
    "more_than": "at_most",
    "at_most": "more_than",
    "less_than": "at_least",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One test that must change for a condition to hold.

    `wanted` is whether it must hold, or must cease to hold (under `not`). For a metric `has` is its figure, `bound`
    what it is held against and `gap` how far it is from it, never negative; `beyond` says that reaching the bound is
    not enough. For a tier `gap` counts the tiers up to it, for a test of several earlier periods those still needed.
    All are None where nothing can be counted: a course, a segment, a day of joining, an event, a line.
    """

    atom: Atom
    wanted: bool = True
    has: Fraction | None = None
    bound: Fraction | None = None
    gap: Fraction | None = None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a partner is from a condition: met, or one of the `ways` to it, each a set of tests that must change.

    No way at all means that the partner cannot be told one (a metric that would have to be another than it is).
    """

    met: bool
    ways: tuple[tuple[Missing, ...], ...] = ()

    def each(self) -> Iterator[Missing]:
        """Every test that is missing on some way, once each, in the order of the condition."""
        seen: list[Missing] = []
        for way in self.ways:
            for one in way:
                if one not in seen:
                    seen.append(one)
                    yield one


_MOST_WAYS = 16
"""A condition with more ways than this is told by the first of them; nobody reads on."""


def distance(condition: Condition, figures: Tested, row: int) -> Distance:
    """How far the partner in a row is from a condition; reads figures and changes nothing."""
    return _distance(condition, figures, row, True)


def _distance(condition: Condition, figures: Tested, row: int, wanted: bool) -> Distance:
    if bool(holds(condition, figures)[row]) == wanted:
        return Distance(True)
    match condition:
        case NotSo((inner,)):
            return _distance(inner, figures, row, not wanted)
        case AllOf(parts) | AnyOf(parts):
            found = [_distance(one, figures, row, wanted) for one in parts]
            if isinstance(condition, AllOf) == wanted:
                return Distance(False, _together(found))
            ways = tuple(way for one in found for way in one.ways)
            return Distance(False, ways[:_MOST_WAYS])
    return Distance(False, ((_missing(condition, figures, row, wanted),),))


def _together(parts: list[Distance]) -> tuple[tuple[Missing, ...], ...]:
    """All parts must be met: one way of each, in every combination."""
    ways: list[tuple[Missing, ...]] = [()]
    for part in parts:
        if not part.met:
            ways = [(*way, *further) for way in ways for further in part.ways][:_MOST_WAYS]
    return tuple(ways)


def _missing(atom: Atom, figures: Tested, row: int, wanted: bool) -> Missing:
    shift = shift_of(atom)
    if shift is not None and isinstance(atom, MetricIs | TierIs | LineIs):
        if shift.kind == "before" or not wanted:
            return Missing(atom, wanted)
        now = replace(atom, shift=None)
        needed = shift.span if shift.kind == "each" else shift.needed
        done = sum(bool(holds(now, figures.earlier(back))[row]) for back in range(1, shift.span + 1))
        return Missing(atom, wanted, Fraction(done), Fraction(needed), Fraction(needed - done))
    if isinstance(atom, TierIs):
        return _tier(atom, figures, row, wanted)
    if isinstance(atom, MetricIs):
        return _metric(atom, figures, row, wanted)
    return Missing(atom, wanted)


def _tier(atom: TierIs, figures: Tested, row: int, wanted: bool) -> Missing:
    names = figures.tier_names(atom.tier)
    ranks = figures.tier_achieved(atom.tier) if atom.achieved else figures.tier_rank(atom.tier)
    has = int(ranks[row])
    above = [names.index(one) for one in atom.named if one in names and names.index(one) > has]
    if not wanted or not above:
        return Missing(atom, wanted)
    bound = min(above)
    return Missing(atom, wanted, Fraction(has), Fraction(bound), Fraction(bound - has))


def _metric(atom: MetricIs, figures: Tested, row: int, wanted: bool) -> Missing:
    here = np.array([row], dtype=np.int64)
    has = figures.metric(atom.metric).of(here).fractions()[0]
    if atom.values:
        if not wanted:
            return Missing(atom, wanted, has)
        bound = min((value.value for value in atom.values), key=lambda one: (abs(one - has), one))
        return Missing(atom, wanted, has, bound, abs(bound - has))
    if isinstance(atom.bound, Quantity):
        bound = atom.bound.value
    else:
        bound = amount_values(atom.bound, figures).of(here).fractions()[0]
    compare = atom.compare if wanted else _OPPOSITE.get(atom.compare, "other")
    beyond = compare in ("more_than", "less_than", "other")
    return Missing(atom, wanted, has, bound, abs(bound - has), beyond)
