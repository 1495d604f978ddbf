"""Groups of a differential: what each brings, and what is taken from it for the legs, in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol

import numpy as np

from generator.rules.contract import Figures
from generator.rules.exact import Column, Flags, Integers, on_scale_of, over_one, rows_reached
from generator.rules.tree import Tree, roomy
from generator.terms.bracket import BracketRow
from generator.terms.depth_table import TreeName
from generator.terms.quantity import Quantity


class Away(Protocol):
    """Who breaks away."""

    @property
    def at(self) -> Quantity:
        """The rate of the row from which on a group breaks away."""
        ...

    @property
    def rates(self) -> tuple[Fraction, ...]:
        """What is paid on groups of the first generation, of the second and so on."""
        ...


class GroupTerms(Protocol):
    """The part of a differential by which groups are worked out."""

    @property
    def base(self) -> str:
        """The volume of a group that is multiplied."""
        ...

    @property
    def chosen_by(self) -> str | None:
        """What picks the row of a group, if that is another metric."""
        ...

    @property
    def tree(self) -> TreeName:
        """Who stands above whom."""
        ...

    @property
    def same_bracket_floor(self) -> Quantity | None:
        """What a partner keeps of a leg in the own row or a later one."""
        ...

    @property
    def breakaway(self) -> Away | None:
        """Who breaks away, and what is paid on their groups."""
        ...

    @property
    def rows(self) -> tuple[BracketRow, ...]:
        """The rows of the table."""
        ...


@dataclass(frozen=True)
class Groups:
    """The groups of one window, by partner row.

    `row` counts from 0, -1 below the first one; `values` are bases over `per`, those of groups broken away left out;
    `rates` are over `common`, with 0 at the end for no row; `floor` and `extra` (the rates of generations) likewise.
    """

    tree: Tree
    base: Column
    row: Integers
    values: Integers
    per: int
    rates: Integers
    common: int
    away: Flags
    floor: int | None
    extra: tuple[int, ...]

    @staticmethod
    def of(version: GroupTerms, figures: Figures) -> Groups:
        """The groups of a version and window."""
        tree = figures.tree(version.tree)
        chooser, bounds = on_scale_of(
            figures.metric(version.chosen_by or version.base), [row.at_least.value for row in version.rows]
        )
        row = np.where(figures.joined, rows_reached(chooser, bounds), -1)
        base = figures.metric(version.base)
        values, per = over_one(Column(np.where(figures.joined, base.values, 0), base.digits, base.per))
        rates = [rate_of(one) for one in version.rows]
        floor = version.same_bracket_floor.ratio if version.same_bracket_floor else Fraction(0)
        extra = version.breakaway.rates if version.breakaway else ()
        common = math.lcm(1, *(rate.denominator for rate in (*rates, floor, *extra)))
        most = int((max(rates) + floor + sum(extra)) * common)
        values = roomy(values, times=4 * max(1, most))
        away: Flags = np.zeros(figures.size, dtype=np.bool_)
        if version.breakaway is not None:
            away = row >= rates.index(version.breakaway.at.ratio)
            values = roomy(tree.cut_groups(values, away), times=4 * max(1, most))
        return Groups(
            tree,
            base,
            row,
            values,
            per,
            np.array([*(int(rate * common) for rate in rates), 0], dtype=np.int64),
            common,
            away,
            None if version.same_bracket_floor is None else int(floor * common),
            tuple(int(rate * common) for rate in extra),
        )

    @cached_property
    def alike(self) -> Flags:
        """Whose row is that of the one above or a later one, where a part of them is kept for that one."""
        if self.floor is None:
            return np.zeros(len(self.row), dtype=np.bool_)
        above = np.maximum(self.tree.sponsor, 0)
        flags: Flags = (self.tree.sponsor >= 0) & (self.row[above] >= 0) & (self.row >= self.row[above])
        return flags

    @cached_property
    def taken_rates(self) -> Integers:
        """By which rate each group is taken from that of the one above."""
        above = np.maximum(self.tree.sponsor, 0)
        rates = np.where(self.alike, self.rates[self.row[above]] - (self.floor or 0), self.rates[self.row])
        return np.where(self.away, 0, rates)

    def net(self) -> Integers:
        """What each group brings less what is taken for the legs, over `per` and `common`."""
        gross = self.values * self.rates[self.row]
        net = gross - self.tree.of_recruits(self.values * self.taken_rates)
        for rate, reached in self.generations():
            net = net + reached * rate
        return net

    def generations(self) -> Iterator[tuple[int, Integers]]:
        """For each generation its rate, and the groups broken away that each one broken away has there."""
        if not self.extra:
            return
        onto = np.where(self.away, self.tree.nearest_above(self.away), -1)
        reached = np.where(self.away, self.values, 0)
        for rate in self.extra:
            reached = roomy(self.tree.pushed(reached, onto), times=max(1, rate))
            yield rate, reached


def rate_of(row: BracketRow) -> Fraction:
    """The plain rate of a row."""
    assert isinstance(row.rate, Quantity)
    return row.rate.ratio
