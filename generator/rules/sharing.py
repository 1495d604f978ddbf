"""Sharing: a sum divided in proportion to weights, each part cut to coins, and what becomes of what the cuts leave."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from generator.rules.exact import SAFE, Flags, Integers, largest

Remainder = Literal["largest_fraction", "house", "next_window"]


@dataclass(frozen=True, slots=True)
class Divided:
    """Parts in whole coins, what of them comes of the remainder (0 or 1 each), and what is left in whole coins."""

    parts: Integers
    added: Flags
    left: int


def divided(total: Fraction, weights: Integers, remainder: Remainder) -> Divided:
    """`total` coins, which may be a fraction, in proportion to whole weights above zero.

    With `largest_fraction` the coins that the cuts leave go to the parts that lost most, those that lost equally much
    together or not at all; once some could not be served, nobody after them is. With the others all of it is left.
    Raises OverflowError where a part is too large.
    """
    whole = total.numerator // total.denominator
    if not len(weights):
        nobody = np.zeros(0, dtype=np.int64)
        return Divided(nobody, nobody.astype(np.bool_), whole)
    together = sum(weights.tolist())
    over = total.denominator * together
    if largest(weights) * total.numerator >= SAFE or over >= SAFE:
        weights = weights.astype(object)
    products = weights * total.numerator
    parts, lost = products // over, products % over  # divmod knows no integers of Python
    left = whole - sum(parts.tolist())
    added: Flags = np.zeros(len(weights), dtype=np.bool_)
    if remainder == "largest_fraction":
        fractions, kind, counts = np.unique(lost, return_inverse=True, return_counts=True)
        # The largest first; a part that lost nothing is served by nothing.
        together_up_to = np.cumsum(counts[::-1][: np.count_nonzero(fractions)])
        served = int(np.searchsorted(together_up_to, left, side="right"))
        added = np.asarray(kind >= len(fractions) - served, dtype=np.bool_)
        left -= int(added.sum())
    if largest(parts) >= SAFE:
        raise OverflowError("a part of a fund is too large")
    return Divided(parts.astype(np.int64) + added, added, left)
