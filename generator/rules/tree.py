"""Trees of partners: who stands above whom, and exact sums over everybody below, for a million at once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from generator.rules.exact import SAFE, Flags, Integers, largest

_NARROW = 100
"""Fewer people a depth than this on average: a loop over depths would cost more than doublings."""

_FEW = 2
"""So many figures are summed by doublings; for more it pays to put everybody in an order first."""


class Tree:
    """A tree over rows 0 to n - 1: `sponsor` is the row directly above each one, -1 at the top.

    Depths, groups and legs are those of the whole tree; a group is a person with everybody below. Sums take int64 or
    Python's integers (dtype object) and give int64 where each result fits, else Python's integers.
    Raises ValueError where somebody stands below himself.
    """

    def __init__(self, sponsor: Integers) -> None:
        self.size = len(sponsor)
        self.sponsor = np.asarray(sponsor, dtype=np.int64)
        self._asked = 0

    @cached_property
    def depth(self) -> Integers:
        """How many people stand above each one."""
        return self._along(np.ones(self.size, dtype=np.int64)) - 1

    @cached_property
    def _by_depth(self) -> Integers:
        """All rows, the top first."""
        depth = self.depth
        # Sixteen bits are sorted in linear time.
        return np.argsort(depth.astype(np.uint16) if largest(depth) <= 0xFFFF else depth, kind="stable")

    @cached_property
    def _depth_ends(self) -> list[int]:
        """Where each depth ends in `_by_depth`."""
        ends: list[int] = np.cumsum(np.bincount(self.depth)).tolist()
        return ends

    @cached_property
    def _narrow(self) -> bool:
        return len(self._depth_ends) * _NARROW > self.size

    @cached_property
    def _recruits(self) -> tuple[Integers, Integers, Integers]:
        """Everybody with a sponsor, sorted by him; where each sponsor's recruits begin; those sponsors."""
        rows = np.flatnonzero(self.sponsor >= 0)
        keys = (self.sponsor[rows] << 32) | rows  # sorting these is quicker than asking for an order
        keys.sort()
        above = keys >> 32
        starts = np.flatnonzero(np.diff(above, prepend=-1))
        return keys & 0xFFFFFFFF, starts, above[starts]

    @cached_property
    def group_size(self) -> Integers:
        """How many people each group has, the person included."""
        if self._narrow:
            return self._gathered(np.ones(self.size, dtype=np.int64))
        sizes = np.ones(self.size, dtype=np.int64)
        rows, ends = self._by_depth, self._depth_ends
        for depth in range(len(ends) - 1, 0, -1):
            here = rows[ends[depth - 1] : ends[depth]]
            np.add.at(sizes, self.sponsor[here], sizes[here])
        return sizes

    @cached_property
    def place(self) -> Integers:
        """The place of each row when everybody is followed at once by his whole group."""
        order, starts, _ = self._recruits
        tops = np.flatnonzero(self.sponsor < 0)
        offset = np.zeros(self.size, dtype=np.int64)
        offset[tops] = _before(self.group_size[tops])
        sizes = self.group_size[order]
        before = _before(sizes)
        lengths = np.diff(starts, append=len(order))
        offset[order] = before - np.repeat(before[starts], lengths) + 1
        if self._narrow:
            return self._along(offset)
        rows, ends = self._by_depth, self._depth_ends
        for depth in range(1, len(ends)):
            here = rows[ends[depth - 1] : ends[depth]]
            offset[here] += offset[self.sponsor[here]]
        return offset

    @cached_property
    def order(self) -> Integers:
        """All rows by their place: each group is one stretch, from `place` to `place + group_size`."""
        out = np.empty(self.size, dtype=np.int64)
        out[self.place] = np.arange(self.size, dtype=np.int64)
        return out

    @cached_property
    def recruit_count(self) -> Integers:
        """How many direct recruits each one has."""
        return np.bincount(self.sponsor[self.sponsor >= 0], minlength=self.size).astype(np.int64)

    def rolled_up(self, values: Integers, *, with_self: bool = True) -> Integers:
        """The sum over each group, with or without the person."""
        wide = roomy(values)
        self._asked += 1
        if self._asked <= _FEW and "place" not in self.__dict__:
            total = self._gathered(wide)
        else:
            sums = np.zeros(self.size + 1, dtype=wide.dtype)
            np.cumsum(wide[self.order], out=sums[1:])
            total = sums[self.place + self.group_size] - sums[self.place]
        return fitting(total if with_self else total - wide)

    def in_depths(self, values: Integers, first: int, last: int | None = None) -> Integers:
        """The sum over those `first` to `last` depths below each one; 0 is the person, no `last` means all below."""
        wide = roomy(values)
        sums = self.rolled_up(wide) if last is None else self._within(wide, last - first + 1)
        return fitting(self._pushed(roomy(sums), self.above(first)))

    def above(self, steps: int) -> Integers:
        """Who stands so many steps above each one; -1 where nobody does."""
        found = np.arange(self.size, dtype=np.int64)
        leap = self.sponsor
        while steps:
            if steps & 1:
                found = _follow(leap, found)
            steps >>= 1
            if steps:
                leap = _follow(leap, leap)
        return found

    def nearest(self, counted: Flags) -> Integers:
        """The nearest counted person at or above each one; -1 where there is none."""
        found = np.where(counted, np.arange(self.size, dtype=np.int64), self.sponsor)
        while True:
            further = _follow(found, found)
            if np.array_equal(further, found):
                return found
            found = further

    def nearest_above(self, counted: Flags) -> Integers:
        """The nearest counted person strictly above each one; -1 where there is none."""
        return _follow(self.nearest(counted), self.sponsor)

    def largest_leg(self, groups: Integers) -> Integers:
        """The largest value among direct recruits (their legs, where values are groups'); 0 without recruits."""
        return self._of_recruits(np.maximum, groups)

    def smallest_leg(self, groups: Integers) -> Integers:
        """The smallest value among direct recruits; 0 without recruits."""
        return self._of_recruits(np.minimum, groups)

    def of_recruits(self, values: Integers) -> Integers:
        """The sum over direct recruits."""
        return fitting(self._of_recruits(np.add, roomy(values)))

    def cut(self, values: Integers, away: Flags) -> Integers:
        """The sum over each group without the groups of those below who are `away`; one who is away keeps his own."""
        return self.cut_groups(self.rolled_up(values), away)

    def cut_groups(self, groups: Integers, away: Flags) -> Integers:
        """The same, of sums over whole groups."""
        whole = roomy(groups, times=2)
        rows = np.flatnonzero(away)
        above = self.nearest_above(away)[rows]
        own = np.zeros(self.size, dtype=whole.dtype)
        own[rows] = whole[rows]
        np.subtract.at(own, above[above >= 0], whole[rows[above >= 0]])
        # What is cut off a person are the cut groups of all below who are away, those further down included.
        return fitting(whole - roomy(self.rolled_up(fitting(own), with_self=False)))

    def pushed(self, values: Integers, onto: Integers) -> Integers:
        """Each value added up where `onto` says; -1 takes it nowhere."""
        return fitting(self._pushed(roomy(values), onto))

    def _of_recruits(self, join: np.ufunc, values: Integers) -> Integers:
        order, starts, sponsors = self._recruits
        out = np.zeros(self.size, dtype=values.dtype)
        if len(starts):
            out[sponsors] = join.reduceat(values[order], starts)
        return out

    def _within(self, values: Integers, depths: int) -> Integers:
        """The sum over everybody fewer than `depths` below each one, by halving: twice as far is one push."""
        sums = np.zeros_like(values)
        leap = np.arange(self.size, dtype=np.int64)  # as far as `sums` reach
        for digit in f"{max(depths, 0):b}":
            sums = sums + self._pushed(sums, leap)
            leap = _follow(leap, leap)
            if digit == "1":
                sums = sums + self._pushed(values, leap)
                leap = _follow(self.sponsor, leap)
        return sums

    def _pushed(self, values: Integers, onto: Integers) -> Integers:
        """Each value added up where `onto` says."""
        out = np.zeros_like(values)
        live = np.flatnonzero(onto >= 0)
        if len(live) == self.size and np.array_equal(onto, np.arange(self.size)):
            return values.copy()
        np.add.at(out, onto[live], values[live])
        return out

    def _along(self, values: Integers) -> Integers:
        """The sum from the top down to each one, by doubling."""
        sums = np.append(values, 0)
        leap = np.append(np.where(self.sponsor >= 0, self.sponsor, self.size), self.size).astype(np.int32)
        for _ in range(self.size.bit_length() + 1):
            if int(leap.min()) == self.size:
                return sums[:-1]
            sums += sums[leap]
            leap = leap[leap]
        raise ValueError("somebody stands below himself")

    def _gathered(self, values: Integers) -> Integers:
        """The sum over each group, by doubling."""
        sums = values.copy()
        leap = self.sponsor.copy()
        live = np.flatnonzero(leap >= 0)
        for _ in range(self.size.bit_length() + 1):
            if not len(live):
                return sums
            onto = leap[live]
            np.add.at(sums, onto, sums[live])
            leap[live] = further = leap[onto]
            live = live[further >= 0]
        raise ValueError("somebody stands below himself")


def _before(sizes: Integers) -> Integers:
    """How much stands before each one."""
    return np.cumsum(sizes) - sizes


def _follow(leap: Integers, start: Integers) -> Integers:
    """Where a leap leads from each start; nobody stays nobody."""
    out: npt.NDArray[np.int64] = np.where(start >= 0, leap[start], -1)
    return out


def roomy(values: Integers, *, times: int = 1) -> Integers:
    """Values whose sums, so many at once, cannot leave their type: int64, else Python's integers."""
    if values.dtype == np.object_:
        return values
    most = largest(values)
    if most * max(len(values), 1) * times < SAFE or int(np.abs(values.astype(object)).sum()) * times < SAFE:
        return values
    wide: Integers = values.astype(object)
    return wide


def fitting(values: Integers) -> Integers:
    """Values as int64 where each of them fits."""
    if values.dtype != np.object_ or largest(values) >= 2**63:
        return values
    return values.astype(np.int64)
