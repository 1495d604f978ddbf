"""Parts: bases and rates whose products make what a line is owed, where its base and row alone do not say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.rules.exact import SAFE, Flags, Integers, largest

OWN, LEG, KEPT, BELOW, AWAY, OTHERS, GENERATION, ROW, LESS = range(9)
"""What a part is: the own group; a leg, one of which a part is kept, one below the first row, one broken away; others
together; a generation; a row of the table, and one from whose rate that of somebody in between is taken.
"""
_MOST, _SHOWN = 12, 10
"""Of more parts than the first only as many as the second stand by themselves."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of the lines of one clause and window, whole numbers each.

    `line` is the place of the line and rises; `row` counts from 1, 0 for none; `base` is over `over`, `rate` over
    `common`, `product` over both; `less` (over `common`) is what is kept of a rate or taken from it; `other` is a
    partner row, -1 for none; `number` counts the others, or generations. `beside` has for each line what was left
    out of its base.
    """

    line: Integers
    what: Integers
    row: Integers
    base: Integers
    rate: Integers
    less: Integers
    product: Integers
    other: Integers
    number: Integers
    over: int
    common: int
    beside: Integers | None = None

    @staticmethod
    def of_columns(
        what: int | Integers,
        line: Integers,
        row: Integers,
        base: Integers,
        rate: Integers | int,
        scale: tuple[int, int],
        *,
        less: Integers | int = 0,
        other: Integers | int = -1,
        number: Integers | int = 0,
    ) -> Parts:
        """Parts whose products are base x rate; `scale` is `over` and `common`, a figure alone is that of all parts."""

        def column(value: Integers | int) -> Integers:
            return np.full(len(line), value, dtype=np.int64) if isinstance(value, int) else value

        rates = column(rate)
        return Parts(
            line,
            column(what),
            row,
            base,
            rates,
            column(less),
            _product(base, rates),
            column(other),
            column(number),
            *scale,
        )

    def at(self, places: Integers | Flags) -> Parts:
        """Some of the parts, as they stand."""
        return replace(
            self,
            line=self.line[places],
            what=self.what[places],
            row=self.row[places],
            base=self.base[places],
            rate=self.rate[places],
            less=self.less[places],
            product=self.product[places],
            other=self.other[places],
            number=self.number[places],
        )

    def of_lines(self, lines: Integers) -> Parts:
        """The parts of some lines, which are counted from 0 then."""
        first = np.searchsorted(self.line, lines, side="left")
        counts = np.searchsorted(self.line, lines, side="right") - first
        before = np.cumsum(counts) - counts
        places = np.repeat(first - before, counts) + np.arange(int(counts.sum()))
        beside = None if self.beside is None else self.beside[lines]
        return replace(
            self.at(places), line=np.repeat(np.arange(len(lines), dtype=np.int64), counts), beside=beside
        )

    def shortened(self, keys: Sequence[Integers]) -> Parts:
        """Line by line in the order of `keys`; where there are many, all but the first as one part.

        The lowest stands first, and the first of the keys weighs most.
        """
        parts = self.at(np.lexsort([*(_ranks(key) for key in reversed(keys)), self.line]))
        starts = np.flatnonzero(np.diff(parts.line, prepend=-1))
        sizes = np.repeat(np.diff(starts, append=len(parts.line)), np.diff(starts, append=len(parts.line)))
        place = np.arange(len(parts.line)) - np.repeat(starts, sizes[starts])
        rest = (sizes > _MOST) & (place >= _SHOWN)
        if not rest.any():
            return parts
        lines, at = np.unique(parts.line[rest], return_inverse=True)
        nothing = np.zeros(len(lines), dtype=np.int64)
        base, product = np.zeros((2, len(lines)), dtype=parts.product.dtype)
        np.add.at(base, at, parts.base[rest])
        np.add.at(product, at, parts.product[rest])
        others = replace(
            Parts.of_columns(
                OTHERS, lines, nothing, base, 0, (self.over, self.common), number=np.bincount(at)
            ),
            product=product,
        )
        return together([parts.at(~rest), others])


def together(some: Sequence[Parts]) -> Parts:
    """Parts of the same lines, those of the first before those of the second and so on."""
    whole = replace(
        some[0],
        line=np.concatenate([one.line for one in some]),
        what=np.concatenate([one.what for one in some]),
        row=np.concatenate([one.row for one in some]),
        base=np.concatenate([one.base for one in some]),
        rate=np.concatenate([one.rate for one in some]),
        less=np.concatenate([one.less for one in some]),
        product=np.concatenate([one.product for one in some]),
        other=np.concatenate([one.other for one in some]),
        number=np.concatenate([one.number for one in some]),
    )
    return whole.at(np.argsort(whole.line, kind="stable"))


def _product(left: Integers, right: Integers) -> Integers:
    if np.object_ not in (left.dtype, right.dtype) and largest(left) * largest(right) < SAFE // max(
        len(left), 1
    ):
        return left * right
    wide: Integers = left.astype(object) * right.astype(object)
    return wide


def _ranks(key: Integers) -> Integers:
    """Whole numbers in the same order, which a sort of several columns takes."""
    return np.unique(key, return_inverse=True)[1] if key.dtype == np.object_ else key
