"""Cuts: what a limit over a window or a shared ceiling had left for a line from which it took something."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Cuts = npt.NDArray[np.object_]
"""A `Cut` or None for each line."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit over a window: what it is for the partner, and what the lines before had left of it."""

    most: int
    left: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a ceiling: what it had left for some lines, and what these came to before."""

    left: Fraction
    together: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A line before and after it was cut, in minor units.

    `rounded` is the line as it was rounded, and `capped` whether the cap of the line itself took something of it.
    """

    rounded: int
    capped: bool
    limit: Limit | None = None
    share: Share | None = None


def uncut(size: int) -> Cuts:
    """So many lines of which none was cut."""
    return np.full(size, None, dtype=np.object_)
