"""What a walk owes at each depth: bases pushed up the tree step by step, and what falls to nobody."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from generator.rules.contract import HOUSE, Drafts
from generator.rules.exact import SAFE, Column, Flags, Integers, over_one
from generator.rules.owed import Owed
from generator.rules.tree import fitting, roomy
from generator.rules.walk import Walk

NOT_ONE = -1
"""In place of a row where several rows took part, or none."""


def depths_of_people(
    walk: Walk, base: Column, *, between: Flags | None = None, passes_up: bool = False
) -> Drafts:
    """Lines over the sum of `base` at each depth below each earner, and one of the house for each depth.

    `between` are those whose best rate is subtracted from the rates of people above them.
    """
    return _Depths(walk, base, between, passes_up).drafts()


def depths_of_rows(
    walk: Walk, who: Integers, base: Column, *, between: Flags | None = None, passes_up: bool = False
) -> Drafts:
    """Lines for each row and depth; `who` is the partner of each row, `record` numbers the rows in their order."""
    return _Rows(walk, who, base, between, passes_up).drafts()


class InScale(Protocol):
    """What knows of which scales whole numbers are, those of bases and those of what is owed."""

    def bases(self, values: Integers) -> Column:
        """Bases as a column."""
        ...

    def owed(self, numerators: Integers) -> Owed:
        """What is owed."""
        ...


class Scales:
    """Bases as whole numbers over one denominator, rates as whole numbers over another."""

    def __init__(self, walk: Walk, base: Column) -> None:
        self.walk = walk
        self.base = base
        values, self.per = over_one(base)
        rates = [row.ratio for row in walk.table.rows]
        self.common = math.lcm(1, *(rate.denominator for rate in rates))
        self.most = max(
            int(rate * self.common) for depth in self._depths_of_rows() for rate in walk.rates_at(depth)
        )
        self.values = roomy(values, times=max(1, int(sum(rates) * self.common)))

    def _depths_of_rows(self) -> set[int]:
        """Depths at which the rates may change."""
        rows = [row.depth for row in self.walk.table.rows]
        return {row.first for row in rows} | {row.last + 1 for row in rows if row.last is not None}

    def rates(self, depth: int) -> Integers:
        """The rate of each row at a depth, and 0 at the end for no row."""
        whole = [int(rate * self.common) for rate in self.walk.rates_at(depth)]
        kind = np.int64 if max(whole) < SAFE else np.object_
        return np.array([*whole, 0], dtype=kind)

    def gains(self, depth: int, source: Integers, row: Integers) -> Integers:
        """Base x rate of some sources at a depth, each by its row."""
        return self.values[source] * self.rates(depth)[row]

    def bases(self, values: Integers) -> Column:
        """Sums of bases as a column. Raises OverflowError where int64 cannot hold one."""
        held = fitting(values)
        if held.dtype == np.object_:
            raise OverflowError("a sum over a downline is too large")
        if self.base.per is None:
            return Column(held, self.base.digits)
        return Column(held, 0, np.full(len(held), self.per, dtype=np.int64))

    def owed(self, numerators: Integers) -> Owed:
        """Sums of base x rate as money."""
        return Owed(fitting(numerators), self.common * self.per)


def sum_by_partner(who: Integers, values: Column, size: int) -> Column:
    """The values of rows summed for each partner. Raises OverflowError where int64 cannot hold a sum."""
    numerators, per = over_one(values)
    wide = roomy(numerators)
    sums = np.zeros(size, dtype=wide.dtype)
    np.add.at(sums, who, wide)
    held = fitting(sums)
    if held.dtype == np.object_:
        raise OverflowError("a sum of rows is too large")
    return Column(held, values.digits) if values.per is None else Column(held, 0, np.full(size, per))


@dataclass
class Found:
    """Lines as they are found, depth by depth."""

    who: list[Integers] = field(default_factory=list)
    base: list[Integers] = field(default_factory=list)
    owed: list[Integers] = field(default_factory=list)
    row: list[Integers] = field(default_factory=list)
    depth: list[Integers] = field(default_factory=list)
    source: list[Integers] = field(default_factory=list)
    record: list[Integers] = field(default_factory=list)

    def add(
        self,
        depth: int,
        who: Integers,
        base: Integers,
        owed: Integers,
        row: Integers,
        *,
        source: Integers | None = None,
        record: Integers | None = None,
    ) -> None:
        """Lines of one depth; `row` is a place in the table, -1 where several took part."""
        self.who.append(who)
        self.base.append(base)
        self.owed.append(owed)
        self.row.append(row)
        self.depth.append(np.full(len(who), depth, dtype=np.int64))
        if source is not None:
            self.source.append(source)
        if record is not None:
            self.record.append(record)

    def drafts(self, scales: InScale) -> Drafts:
        """The lines over something, depth by depth."""
        base, owed = _joined(self.base), _joined(self.owed)
        kept = np.flatnonzero((base != 0) | (owed != 0))
        return Drafts(
            _joined(self.who)[kept],
            scales.bases(base[kept]),
            _joined(self.row)[kept] + 1,
            scales.owed(owed[kept]),
            source=_joined(self.source)[kept] if self.source else None,
            depth=_joined(self.depth)[kept],
            record=_joined(self.record)[kept] if self.record else None,
        )


def _joined(parts: Sequence[Integers]) -> Integers:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


class _Depths:
    """Bases wait at people, apart by the best rate that was between so far: `waiting[rate][person]`."""

    def __init__(self, walk: Walk, base: Column, between: Flags | None, passes_up: bool) -> None:
        self.walk = walk
        self.scales = Scales(walk, base)
        self.between = between
        self.size = len(walk.up)
        self.heirs = walk.heirs() if passes_up else None
        self.waiting: dict[int, Integers] = {0: self.scales.values}
        self.gone: dict[int, int] = {}

    def drafts(self) -> Drafts:
        found = Found()
        for depth in self.walk.depths():
            if depth:
                self._step(depth - 1)
            if not self.waiting and self.walk.table.last_depth is None:
                break  # nobody stands any further up, and by depth alone no row is without end
            self._lines(depth, found)
        return found.drafts(self.scales)

    def _step(self, depth: int) -> None:
        """Everything moves to the next person up; who stood at `depth` may raise the best rate."""
        moved: dict[int, Integers] = {}
        rates = self.scales.rates(depth)
        most = self.scales.most
        for best, values in self.waiting.items():
            who = np.flatnonzero(values)
            for rate, part in self._raised(best, who, depth, rates):
                if self.between is not None and rate >= most:
                    continue  # nobody further up has a higher rate
                onto = self.walk.up[part]
                stays = onto >= 0
                lost = values[part[~stays]]
                if len(lost):
                    self.gone[rate] = self.gone.get(rate, 0) + int(lost.sum())
                if stays.any():
                    target = moved.setdefault(rate, np.zeros(self.size, dtype=values.dtype))
                    np.add.at(target, onto[stays], values[part[stays]])
        self.waiting = moved

    def _raised(self, best: int, who: Integers, depth: int, rates: Integers) -> list[tuple[int, Integers]]:
        if self.between is None or depth == 0:
            return [(best, who)]
        own = np.where(self.between[who], rates[self.walk.row(who, depth)], 0)
        after = np.maximum(own, best)
        return [(int(rate), who[after == rate]) for rate in np.unique(after)]

    def _lines(self, depth: int, found: Found) -> None:
        rates = self.scales.rates(depth)
        kind = self.scales.values.dtype
        base = np.zeros(self.size + 1, dtype=kind)
        owed = np.zeros(self.size + 1, dtype=kind)
        low = np.full(self.size + 1, len(rates), dtype=np.int64)
        high = np.full(self.size + 1, NOT_ONE, dtype=np.int64)
        for best, values in self.waiting.items():
            who = np.flatnonzero(values)
            row = self.walk.row(who, depth)
            pays = row >= 0 if self.between is None else rates[row] > best
            who, row = who[pays], row[pays]
            taker = np.where(self.walk.due[who], who, self.size if self.heirs is None else self.heirs[who])
            taker = np.where(taker < 0, self.size, taker)
            self._post(base, owed, low, high, taker, values[who], np.maximum(rates[row] - best, 0), row)
        rows = self.walk.table.at(depth)
        if self.walk.rank is None and rows:
            for best, lost in self.gone.items():
                if self.between is not None and rates[rows[0]] <= best:
                    continue
                at = np.array([self.size])
                more = np.maximum(rates[rows] - best, 0)
                self._post(base, owed, low, high, at, np.array([lost], dtype=kind), more, np.array(rows))
        who = np.flatnonzero(high >= 0)
        row = np.where(low == high, high, NOT_ONE)[who]
        takers = np.where(who == self.size, HOUSE, who)
        found.add(depth, takers, base[who], owed[who], row)

    @staticmethod
    def _post(
        base: Integers,
        owed: Integers,
        low: Integers,
        high: Integers,
        taker: Integers,
        values: Integers,
        rates: Integers,
        row: Integers,
    ) -> None:
        np.add.at(base, taker, values)
        np.add.at(owed, taker, values * rates)
        np.minimum.at(low, taker, row)
        np.maximum.at(high, taker, row)


class _Rows:
    """Each row walks up by itself."""

    def __init__(
        self, walk: Walk, who: Integers, base: Column, between: Flags | None, passes_up: bool
    ) -> None:
        self.walk = walk
        self.who = who
        self.scales = Scales(walk, base)
        self.between = between
        self.heirs = np.append(walk.heirs(), HOUSE) if passes_up else None

    def drafts(self) -> Drafts:
        found = Found()
        walk, values = self.walk, self.scales.values
        at = self.who
        best = np.zeros(len(at), dtype=np.int64)
        up = np.append(walk.up, -1)
        due = np.append(walk.due, False)
        live = np.arange(len(at), dtype=np.int64)
        alone = walk.rank is None
        for depth in walk.depths():
            rates = self.scales.rates(depth)
            if depth:
                if self.between is not None and depth > 1:
                    own = np.where(np.append(self.between, False)[at], self._rates(at, depth - 1), 0)
                    best = np.maximum(best, own)
                at = up[at]
                if not alone:
                    # By tier nothing is owed where nobody stands, nor where those in between took the highest rate.
                    kept = (at >= 0) & (best < self.scales.most)
                    at, best, live = at[kept], best[kept], live[kept]
                    if not len(at) and walk.table.last_depth is None:
                        break
            rows = walk.table.at(depth)
            if not rows:
                continue
            row = walk.row(np.maximum(at, 0), depth)
            pays = row >= 0 if self.between is None else rates[row] > best
            who, row, record = at[pays], row[pays], live[pays]
            owed = values[record] * (rates[row] - best[pays])
            taker = np.where(due[who], who, HOUSE if self.heirs is None else self.heirs[who])
            found.add(depth, taker, values[record], owed, row, record=record)
        return found.drafts(self.scales)

    def _rates(self, at: Integers, depth: int) -> Integers:
        rates = self.scales.rates(depth)
        return np.where(at >= 0, rates[self.walk.row(np.maximum(at, 0), depth)], 0)
