"""Funds: what windows leave in the funds of pools, which the next window adds to its own, or else the house has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from generator.rules.contract import Drafts, Figures
from generator.rules.editions import edition_on
from generator.rules.pool import PoolVersion, drafts_of, parts_of
from generator.terms.calendar import Span
from generator.terms.edition import Edition
from generator.terms.programme import Programme


class Funds:
    """What is left in the fund of each pool that hands it on; windows are shared out in their order.

    What follows a window is known from the editions, as those know it who read the pages. In an example, which is no
    time of the programme (`endless`), every window has a next one.
    """

    def __init__(self, programme: Programme, all_editions: Sequence[Edition], *, endless: bool) -> None:
        self._programme = programme
        self._editions = tuple(all_editions)
        self._endless = endless
        self._left: dict[str, Fraction] = {}

    def left(self, clause: str) -> Fraction:
        """What the window before left, exact."""
        return self._left.get(clause, Fraction(0))

    def share(self, clause: str, version: PoolVersion, window: Span, figures: Figures) -> Drafts:
        """The drafts of one window of a version that hands on; the house has one only of the last window."""
        found = parts_of(version, figures, self.left(clause))
        drafts = drafts_of(version, figures, found)
        if self._endless or self._goes_on(clause, window):
            self._left[clause] = found.rest
            return drafts.of(drafts.who >= 0)
        self._left[clause] = Fraction(0)
        return drafts

    def _goes_on(self, clause: str, window: Span) -> bool:
        """Whether the version that is in force after a window adds what was left."""
        after = window.last + timedelta(days=1)
        part = edition_on(self._editions, after).part(clause)
        versions = {one.address: one for one in self._programme.clauses[clause].versions}
        following = None if part is None else versions[part.address]
        return isinstance(following, PoolVersion) and following.hands_on
