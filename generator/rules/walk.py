"""The walk up a tree: who takes up each depth above a partner, who earns there, and by which row of the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from generator.rules.contract import Figures
from generator.rules.exact import Flags, Integers
from generator.rules.tree import Tree
from generator.terms.depth_table import DepthTable
from generator.terms.walking import WalkingVersion


def as_judged(version: WalkingVersion, figures: Figures) -> Figures:
    """The figures by which conditions and tiers are judged: with `as_of: window_start` those of the period before."""
    return figures.earlier(1) if version.as_of == "window_start" else figures


@dataclass(frozen=True)
class Walk:
    """`up` is the nearest person strictly above who takes up a depth, -1 for none; `counted` takes up a depth;
    `due` also earns and belongs to the programme; `rank` is the tier held, where the table goes by tier.
    """

    table: DepthTable
    up: Integers
    counted: Flags
    due: Flags
    rank: Integers | None
    ranks_of_rows: tuple[int, ...]

    @staticmethod
    def of(version: WalkingVersion, figures: Figures) -> Walk:
        """The walk of one clause version and window."""
        tree: Tree = figures.tree(version.tree)
        present = figures.present
        figures = as_judged(version, figures)
        counted = np.ones(figures.size, dtype=np.bool_)
        if version.counted is not None:
            counted = figures.holds(version.counted)
        due = present & counted
        if version.earns is not None:
            due &= figures.holds(version.earns)
        up = tree.sponsor if version.counted is None else tree.nearest_above(counted)
        rank: Integers | None = None
        ranks: tuple[int, ...] = ()
        if version.table.by_tier:
            rank = figures.tier_rank(str(version.table.rows[0].tier))
            ranks = tuple(figures.rank_of(str(row.tier)) for row in version.table.rows)
        return Walk(version.table, up, counted, due, rank, ranks)

    def depths(self) -> Iterator[int]:
        """The depths at which somebody may stand, from 0 to the deepest of the table."""
        last = self.table.last_depth
        depth = 0
        while last is None or depth <= last:
            yield depth
            depth += 1

    def row(self, who: Integers, depth: int) -> Integers:
        """The row of the table that applies to each of these people at a depth; -1 where none does."""
        rows = self._rising(depth)
        if self.rank is None:
            return np.full(len(who), rows[0] if rows else -1, dtype=np.int64)
        starts = np.array([self.ranks_of_rows[row] for row in rows], dtype=np.int64)
        places = np.searchsorted(starts, self.rank[who], side="right") - 1
        return np.array([*rows, -1], dtype=np.int64)[places]

    def rates_at(self, depth: int) -> list[Fraction]:
        """The rate of each row at a depth, 0 of the others; with `slice` those of lower tiers are added."""
        rates = [Fraction(0)] * len(self.table.rows)
        total = Fraction(0)
        for row in self._rising(depth):
            own = self.table.rows[row].ratio
            total += own
            rates[row] = total if self.table.applies_to == "slice" else own
        return rates

    def _rising(self, depth: int) -> list[int]:
        rows = self.table.at(depth)
        return sorted(rows, key=lambda row: self.ranks_of_rows[row]) if self.rank is not None else rows

    def heirs(self) -> Integers:
        """The nearest person strictly above each one who takes up a depth and earns; -1 where there is none."""
        size = len(self.up)
        found = np.append(np.where(self.up >= 0, self.up, size), size)
        earns = np.append(self.due, True)
        while True:
            # Whoever does not earn hands on to where his own line leads.
            further = np.where(earns[found], found, found[found])
            if np.array_equal(further, found):
                break
            found = further
        heirs = found[:size]
        return np.where(heirs == size, -1, heirs)
