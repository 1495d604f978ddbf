"""Standing: which tier of a ladder each partner holds in a period."""

from __future__ import annotations

import numpy as np

from generator.rules.contract import Figures
from generator.rules.exact import Integers
from generator.terms.ladder import LadderVersion


def ranks(version: LadderVersion, figures: Figures) -> Integers:
    """The highest rank of which the requirements hold, 0 being the lowest."""
    rank = np.zeros(figures.size, dtype=np.int64)
    for number, tier in enumerate(version.tiers):
        if tier.reach is not None:
            rank[figures.holds(tier.reach)] = number
    return rank
