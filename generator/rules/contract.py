"""The contract between a rule kind and the settlement that runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from generator.rules.exact import Column, Flags, Integers
from generator.rules.owed import Owed
from generator.terms.clause import ClauseVersion
from generator.terms.condition import Condition
from generator.terms.saying import Sayings
from generator.terms.titles import Titles

HOUSE = -1
"""The row of the house, which takes what falls to nobody."""


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
class Drafts:
    """What a kind finds, before anything that every clause may carry is applied and before it is rounded.

    `who` are partner rows, `HOUSE` for the house; `base` the basis; `row` counts from 1, 0 where no table took part;
    `owed` the exact amounts. Where a line goes on about another partner or about a depth, `source` (partner rows)
    and `depth` say so; `record` numbers the sale or event of a clause per sale or event.
    """

    who: Integers
    base: Column
    row: Integers
    owed: Owed
    source: Integers | None = None
    depth: Integers | None = None
    record: Integers | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one clause and period.

    `who` are partner rows, `HOUSE` for the house; `base` on the scale `base_digits`, divided by `base_per` where
    there is one; `row` counts from 1, 0 where no table took part; `capped` where a cap took something away;
    `amount` in minor units, never 0; the others as in `Drafts`.
    """

    who: Integers
    base: Integers
    base_digits: int
    row: Integers
    capped: Flags
    amount: Integers
    base_per: Integers | None = None
    source: Integers | None = None
    depth: Integers | None = None
    record: Integers | None = None

    @staticmethod
    def of_nonzero(drafts: Drafts, capped: Flags, amount: Integers) -> Lines:
        """Lines from rounded drafts; a line that comes to zero is not made."""
        kept = np.flatnonzero(amount)

        def some(values: Integers | None) -> Integers | None:
            return None if values is None else values[kept]

        return Lines(
            drafts.who[kept],
            drafts.base.values[kept],
            drafts.base.digits,
            drafts.row[kept],
            capped[kept],
            amount[kept],
            some(drafts.base.per),
            some(drafts.source),
            some(drafts.depth),
            some(drafts.record),
        )


class Kind(Protocol):
    """The module of a rule kind."""

    def settle(self, clause: str, version: ClauseVersion, figures: Figures) -> Drafts:
        """What one clause version gives for one period."""
        ...

    def sayings(self, clause: str, version: ClauseVersion, titles: Titles) -> Sayings:
        """What the page of the version says: facts and binding sentences."""
        ...
