"""Finishing: what every clause may carry, applied to what its kind found, and the one rounding of a line."""

from __future__ import annotations

import numpy as np

from generator.rules.contract import Drafts, Figures, Lines
from generator.rules.exact import Coins
from generator.rules.owed import Owed
from generator.terms.clause import ClauseVersion


def finish(drafts: Drafts, version: ClauseVersion, figures: Figures, coins: Coins) -> Lines:
    """The lines of one clause and period. Raises OverflowError where int64 cannot hold an amount."""
    owed = drafts.owed
    size = len(drafts.who)
    capped = np.zeros(size, dtype=np.bool_)
    cap = getattr(version, "cap", None)
    if cap is not None:
        most = Owed.each([cap.value], np.zeros(size, dtype=np.int64))
        capped = owed.exceeds(most)
        owed = owed.where(~capped, most)
    return Lines.of_nonzero(drafts, capped, owed.rounded(coins))
