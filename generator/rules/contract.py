"""The contract between a rule kind and the settlement that runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from generator.rules.exact import Coins, Column, Flags, Integers
from generator.terms.clause import ClauseVersion
from generator.terms.condition import Condition
from generator.terms.saying import Sayings
from generator.terms.titles import Titles


class Figures(Protocol):
    """What a kind may read of one period; every array has one value a partner, in the book's order."""

    @property
    def size(self) -> int:
        """The number of partners."""
        ...

    @property
    def present(self) -> Flags:
        """Who belongs to the programme in this period."""
        ...

    def metric(self, name: str) -> Column:
        """The metric's values for the window of this period."""
        ...

    def holds(self, condition: Condition) -> Flags:
        """For whom a condition holds at the window's end."""
        ...

    def tier_rank(self, ladder: str) -> Integers:
        """The rank of the tier held on a ladder, 0 being the lowest."""
        ...

    def rank_of(self, tier: str) -> int:
        """The rank of a tier on its ladder in this period."""
        ...

    def paid_before(self, clause: str) -> Flags:
        """Who has a line of this clause in an earlier period."""
        ...


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one clause and period, one a partner.

    `who` are partner rows; `base` on the scale `base_digits`; `row` counts from 1, 0 where no table took part;
    `capped` where a cap took something away; `amount` in minor units, never 0.
    """

    who: Integers
    base: Integers
    base_digits: int
    row: Integers
    capped: Flags
    amount: Integers

    @staticmethod
    def of_nonzero(who: Integers, base: Column, row: Integers, capped: Flags, amount: Integers) -> Lines:
        """Lines from aligned arrays; a line that comes to zero is not made."""
        kept = np.flatnonzero(amount)
        return Lines(who[kept], base.values[kept], base.digits, row[kept], capped[kept], amount[kept])


class Kind(Protocol):
    """The module of a rule kind."""

    def settle(self, clause: str, version: ClauseVersion, figures: Figures, coins: Coins) -> Lines:
        """The lines of one clause version for one period."""
        ...

    def sayings(self, clause: str, version: ClauseVersion, titles: Titles) -> Sayings:
        """What the page of the version says: facts and binding sentences."""
        ...
