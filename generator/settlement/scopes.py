"""Scopes at work: figures of many people added up over a tree, and counts of legs, recruits and members."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt

from generator.rules.arithmetic import divided, flags_as_column, over_one_denominator, rounded, whole_numbers
from generator.rules.exact import Column, Flags, Integers, compared
from generator.rules.tree import Tree
from generator.terms.condition import Condition, MetricIs
from generator.terms.derived import Counted
from generator.terms.metric import MetricVersion
from generator.terms.people import OfLegs
from generator.terms.quantity import Quantity
from generator.terms.scope import Scope, TreeName

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


class People(Protocol):
    """What scopes ask of the figures of a window; every array has one value a partner."""

    @property
    def size(self) -> int:
        """The number of partners."""
        ...

    @property
    def present(self) -> Flags:
        """Who had joined by the window's end and not left before it began."""
        ...

    @property
    def joined(self) -> Flags:
        """Who had joined by the window's end."""
        ...

    def metric(self, name: str) -> Column:
        """A metric for the window."""
        ...

    def holds(self, condition: Condition) -> Flags:
        """For whom a condition holds at the window's end."""
        ...

    def tree(self, name: TreeName) -> Tree:
        """The tree of that name over all partners."""
        ...

    @property
    def positions(self) -> npt.NDArray[np.object_]:
        """At which position of the placement tree each partner stands, None for none."""
        ...


def scoped_column(version: MetricVersion, own: Column, counts: Column | None, people: People) -> Column:
    """A metric of rows over its scope, from everybody's own sums and, of a mean, the numbers of values.

    Raises OverflowError where a sum leaves int64.
    """
    column = over_scope(own, version.scope, people)
    if counts is not None:
        absent = version.when_absent.value if version.when_absent is not None else Fraction(0)
        column = divided(column, over_scope(counts, version.scope, people), 1, absent)
    return column if version.round is None else rounded(column, version.round.digits, version.round.mode)


def over_scope(own: Column, scope: Scope, people: People) -> Column:
    """The sum of everybody's own figure over the scope of each partner.

    Raises OverflowError where a sum leaves int64.
    """
    if scope.kind == "own":
        return own
    numbers, denominator, digits = whole_numbers(own)
    numbers = np.where(_counted(scope, people), numbers, 0)
    return over_one_denominator(_summed(numbers, scope, people), denominator, digits)


def _counted(scope: Scope, people: People) -> Flags:
    if scope.active_only is True:
        return people.present
    if scope.active_only is None:
        return people.joined
    return people.joined & people.holds(scope.active_only)


def _summed(numbers: Integers, scope: Scope, people: People) -> Integers:
    if scope.kind == "programme":
        total = sum(numbers.tolist())
        return np.full(people.size, total, dtype=np.int64 if abs(total) < 2**63 else object)
    tree = people.tree(scope.tree)
    away = (
        None if scope.without_broken_away is None else people.holds(scope.without_broken_away) & people.joined
    )
    if scope.kind == "downline":
        if away is None:
            return tree.in_depths(numbers, scope.first, scope.last)
        if scope.last is None and scope.first == 0:
            return tree.cut(numbers, away)
        # Whoever is away stands at the top of a tree of his own, so nobody above has him in a downline.
        return Tree(np.where(away, -1, tree.sponsor)).in_depths(numbers, scope.first, scope.last)
    groups = tree.rolled_up(numbers) if away is None else tree.cut(numbers, away)
    legs = np.ones(people.size, dtype=np.bool_) if away is None else ~away
    if scope.kind == "leg":
        return tree.of_recruits(np.where(legs & (people.positions == scope.position), groups, 0))
    return _extreme_leg(groups, legs & people.joined, scope, tree, people)


def _extreme_leg(groups: Integers, legs: Flags, scope: Scope, tree: Tree, people: People) -> Integers:
    join = np.maximum if scope.kind == "largest_leg" else np.minimum
    if scope.positions:
        where = people.positions
        each = [tree.of_recruits(np.where(legs & (where == one), groups, 0)) for one in scope.positions]
        return np.asarray(join.reduce(each))
    if scope.kind == "largest_leg":
        found = tree.largest_leg(np.where(legs, groups, _LOWEST))
    else:
        found = tree.smallest_leg(np.where(legs, groups, _HIGHEST))
    return np.where(tree.of_recruits(legs.astype(np.int64)) > 0, found, 0)


def counted_people(counted: Counted, scope: Scope, people: People) -> Column:
    """How many legs, direct recruits or members of a scope each partner has."""
    having = counted.having
    if isinstance(having, OfLegs) or counted.what == "legs":
        legs = people.joined.copy()
        tree = people.tree(counted.tree)
        if isinstance(having, OfLegs):
            legs &= _legs_having(having, tree, people)
        return Column(tree.of_recruits(legs.astype(np.int64)), 0)
    meeting = people.joined if having is None else people.joined & people.holds(having)
    if counted.what == "recruits":
        return Column(people.tree(counted.tree).of_recruits(meeting.astype(np.int64)), 0)
    return over_scope(flags_as_column(meeting), scope, people)


def _legs_having(having: OfLegs, tree: Tree, people: People) -> Flags:
    """Of which direct recruits the legs are such."""
    flags = np.ones(people.size, dtype=np.bool_)
    if having.some_member is not None:
        meeting = people.joined & people.holds(having.some_member)
        flags &= tree.rolled_up(meeting.astype(np.int64)) > 0
    if having.first_member is not None:
        flags &= people.holds(having.first_member)
    if having.together is not None:
        flags &= _together(having.together, tree, people)
    return flags


def _together(test: MetricIs, tree: Tree, people: People) -> Flags:
    assert isinstance(test.bound, Quantity)  # reading it refuses everything else
    numbers, denominator, digits = whole_numbers(people.metric(test.metric))
    groups = tree.rolled_up(np.where(people.joined, numbers, 0))
    return compared(over_one_denominator(groups, denominator, digits), test.compare, test.bound.value)
