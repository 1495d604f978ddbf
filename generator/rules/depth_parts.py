"""Parts of lines by depth: the rows of the table that took part, and whose rate in between was taken from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from generator.rules.by_depth import Scales
from generator.rules.contract import Figures, Lines
from generator.rules.exact import Column, Flags, Integers, over_one
from generator.rules.level_commission import LevelCommissionVersion, bases_of_people, rows_of
from generator.rules.parts import LESS, ROW, Parts
from generator.rules.walk import Walk, as_judged
from generator.terms.walking import WalkingVersion


def depth_parts(
    version: WalkingVersion, figures: Figures, lines: Lines, before: Column | None = None
) -> Parts | None:
    """What each line is made of; None where base x rate of its row says it. `before` is what was carried below zero."""
    if isinstance(version, LevelCommissionVersion):
        mixed = version.unearned == "passes_up" and version.table.by_tier
        if version.less is not None or mixed:
            return _walked_parts(version, figures, lines, before)
    return _one_each(version, figures, lines) if version.table.applies_to == "slice" else None


def _one_each(version: WalkingVersion, figures: Figures, lines: Lines) -> Parts:
    """Base x rate, where the rate is more than that of the row alone."""
    scales = Scales(Walk.of(version, figures), Column(lines.base, lines.base_digits, lines.base_per))
    depths = _depths(lines)
    rates = np.zeros(len(lines.who), dtype=np.int64)
    for depth in np.unique(depths).tolist():
        here = depths == depth
        rates[here] = scales.rates(depth)[lines.row[here] - 1]
    values, over = over_one(Column(lines.base, lines.base_digits, lines.base_per))
    places = np.arange(len(lines.who), dtype=np.int64)
    return Parts.of_columns(ROW, places, lines.row, values, rates, (over, scales.common))


class _Step(NamedTuple):
    """Sources at one depth: who takes what is owed, of which source, by which row, less what and whose."""

    depth: int
    taker: Integers
    source: Integers
    row: Integers
    rate: Integers
    best: Integers
    holder: Integers


@dataclass(frozen=True)
class _Sources:
    """Each source walks up by itself: a partner, or a row of the records."""

    walk: Walk
    scales: Scales
    who: Integers
    between: Flags | None
    heirs: Integers | None

    def steps(self) -> Iterator[_Step]:
        walk, most = self.walk, self.scales.most
        at = self.who
        live = np.arange(len(at), dtype=np.int64)
        best = np.zeros(len(at), dtype=np.int64)
        holder = np.full(len(at), -1, dtype=np.int64)
        for depth in walk.depths():
            rates = self.scales.rates(depth)
            if depth:
                if self.between is not None and depth > 1:
                    before = self.scales.rates(depth - 1)
                    own = np.where(self.between[at], before[walk.row(at, depth - 1)], 0)
                    # Of equal rates that of whoever stands nearest to the source is the one that is named.
                    holder = np.where(own > best, at, holder)
                    best = np.maximum(own, best)
                at = walk.up[at]
                kept = at >= 0 if self.between is None else (at >= 0) & (best < most)
                at, live, best, holder = at[kept], live[kept], best[kept], holder[kept]
                if not len(at):
                    return
            row = walk.row(at, depth)
            pays = row >= 0 if self.between is None else rates[row] > best
            heir = np.full(len(at), -1, dtype=np.int64) if self.heirs is None else self.heirs[at]
            taker = np.where(walk.due[at], at, heir)
            pays &= taker >= 0
            yield _Step(depth, taker[pays], live[pays], row[pays], rates[row[pays]], best[pays], holder[pays])


def _walked_parts(
    version: LevelCommissionVersion, figures: Figures, lines: Lines, before: Column | None
) -> Parts:
    walk = Walk.of(version, figures)
    between = None if version.less is None else as_judged(version, figures).holds(version.less.best_between)
    heirs = walk.heirs() if version.unearned == "passes_up" else None
    if version.rowwise:
        rows = rows_of(version, figures)
        who, base = rows.who, rows.values[version.base]
        order = np.argsort(rows.record)
        assert lines.record is not None
        about = order[np.searchsorted(rows.record, lines.record, sorter=order)]
    else:
        base = bases_of_people(version, figures, before)
        who = np.flatnonzero(base.values != 0)
        base = base.of(who)
        about = lines.who
    scales = Scales(walk, base)
    depths = _depths(lines)
    # A line is known by whom (or by which row) and at which depth it is; none is known twice.
    width = int(depths.max(initial=0)) + 1
    keys = np.where(lines.who >= 0, about * width + depths, -1)
    by_key = np.argsort(keys, kind="stable")
    found: list[tuple[Integers, _Step]] = []
    for step in _Sources(walk, scales, who, between, heirs).steps():
        if step.depth >= width:
            break
        mine = (step.source if version.rowwise else step.taker) * width + step.depth
        at = np.minimum(np.searchsorted(keys, mine, sorter=by_key), max(len(keys) - 1, 0))
        if not len(keys):
            break
        known = keys[by_key[at]] == mine
        found.append((by_key[at[known]], _Step(step.depth, *(one[known] for one in step[1:]))))
    return _summed(found, scales)


def _summed(found: list[tuple[Integers, _Step]], scales: Scales) -> Parts:
    """One part for each line, row, and what is taken with whose it is."""

    def joined(columns: list[Integers]) -> Integers:
        return np.concatenate([np.zeros(0, dtype=np.int64), *columns])

    line = joined([at for at, _ in found])
    source, row, rate, best, holder = (
        joined([getattr(step, name) for _, step in found])
        for name in ("source", "row", "rate", "best", "holder")
    )
    order = np.lexsort([holder, best, row, line])
    keys = np.stack([line, row, best, holder])[:, order]
    first: Flags = np.ones(len(order), dtype=np.bool_)
    first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    starts = np.flatnonzero(first)
    values = scales.values[source[order]]
    base = np.add.reduceat(values, starts) if len(starts) else values
    kept = base != 0
    at = order[starts][kept]
    parts = Parts.of_columns(
        np.where(holder[at] >= 0, LESS, ROW),
        line[at],
        row[at] + 1,
        base[kept],
        rate[at] - best[at],
        (scales.per, scales.common),
        less=best[at],
        other=holder[at],
    )
    return parts.shortened([-parts.product, parts.row, parts.less, parts.other])


def _depths(lines: Lines) -> Integers:
    assert lines.depth is not None
    return lines.depth
