"""The contract between a rule kind and the settlement that runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from generator.rules.cuts import Cuts
from generator.rules.exact import MINOR_DIGITS, Coins, Column, Flags, Integers
from generator.rules.owed import Owed
from generator.rules.tree import Tree
from generator.terms.condition import Condition
from generator.terms.quantity import Quantity
from generator.terms.recruit_fact import MeasureIs
from generator.terms.row_source import RowSource

Days = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]
HOUSE = -1
"""The row of the house, which takes what falls to nobody."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table of the book, in the order of day, time of day, sale, file and row.

    `who` are partner rows, `day` local dates, `record` numbers the row among all rows of the book; `values` hold the
    measures asked for, `texts` the columns asked for (None where nothing stands).
    """

    who: Integers
    day: Days
    record: Integers
    values: Mapping[str, Column]
    texts: Mapping[str, Texts] = field(default_factory=dict)

    def of(self, kept: Flags | Integers) -> Rows:
        """Some of them."""
        return Rows(
            self.who[kept],
            self.day[kept],
            self.record[kept],
            {name: column.of(kept) for name, column in self.values.items()},
            {name: texts[kept] for name, texts in self.texts.items()},
        )


class Judging(Protocol):
    """What conditions, tables and amounts ask; every array has one value a partner, or one a row judged by itself."""

    @property
    def size(self) -> int:
        """How many are judged."""
        ...

    @property
    def present(self) -> Flags:
        """Who belongs to the programme in this period."""
        ...

    @property
    def segments(self) -> Texts:
        """The segment of each, None for none."""
        ...

    @property
    def regions(self) -> Texts:
        """The region of each, likewise."""
        ...

    def metric(self, name: str) -> Column:
        """The metric's values for the window of this period."""
        ...

    def holds(self, condition: Condition) -> Flags:
        """For whom a condition holds at the window's end."""
        ...

    def individual(self, name: str) -> tuple[Column, Flags]:
        """What is agreed with each partner under a name, and with whom something is; in the term's printed unit."""
        ...

    def tier_rank(self, ladder: str) -> Integers:
        """The rank of the tier held on a ladder, 0 being the lowest."""
        ...

    def rank_of(self, tier: str) -> int:
        """The rank of a tier on its ladder in this period."""
        ...


class Figures(Judging, Protocol):
    """What a kind may read of one period; every array has one value a partner, in the book's order."""

    @property
    def joined(self) -> Flags:
        """Who had joined by the window's end; whoever left stays in a downline."""
        ...

    @property
    def sponsors(self) -> Integers:
        """The row of each partner's sponsor, -1 for none."""
        ...

    def tree(self, name: str) -> Tree:
        """The tree `sponsor` or `placement`. Raises LookupError where the book has none."""
        ...

    def earned_by(self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str) -> Column:
        """What each partner has of clauses and of kinds in this window in a unit of pay; `but` is left out."""
        ...

    def lines_above_zero(self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str) -> Integers:
        """How many lines above zero each partner has of them in a unit of pay, the clause `but` left out."""
        ...

    @property
    def coins(self) -> Coins:
        """How lines in money paid with this window are rounded."""
        ...

    def coins_in(self, unit: str) -> Coins:
        """How lines in a unit of pay are rounded: money, points, or a reward."""
        ...

    def carried(self, clause: str, state: str) -> tuple[Column, Flags]:
        """What a clause has carried so far, and for whom it has opened."""
        ...

    @property
    def leaving(self) -> Flags:
        """Who leaves in this window."""
        ...

    def ends(self, window: str) -> bool:
        """Whether a quarter, half-year or year ends in this window."""
        ...

    def earlier(self, count: int) -> Figures:
        """The figures of so many periods before."""
        ...

    def at_sales(self, rows: Rows, table: str, as_of: str) -> Judging:
        """The figures as they stood just before or just after each of some rows of sales or of their lines."""
        ...

    def rows(self, source: RowSource, measures: Sequence[str], texts: Sequence[str] = ()) -> Rows:
        """The counted rows of a source dated in this window, with measures and columns of text."""
        ...

    def first_rows(self, source: RowSource, measures: Sequence[str], tests: Sequence[MeasureIs] = ()) -> Rows:
        """For each partner the earliest row of all time that passes, where it is dated in this window."""
        ...

    def soon_after_joining(self, rows: Rows, within: Quantity) -> Rows:
        """The rows dated within so long from their partner's joining."""
        ...


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a kind finds, before anything that every clause may carry is applied and before it is rounded.

    `who` are partner rows, `HOUSE` for the house; `base` the basis; `row` counts from 1, 0 where no table took part;
    `owed` the exact amounts. Where a line goes on about another partner or about a depth, `source` (partner rows)
    and `depth` say so; `record` numbers the sale or event of a clause per sale or event, and `day` is its date.
    `key` is what `once` counts (a customer, a sale, an event), None where a row has none. `chosen` is what picked the
    rows into whose proportions the base was divided.

    They stand in the order in which a limit is used up, and hold nobody to whom the rule does not speak.
    """

    who: Integers
    base: Column
    row: Integers
    owed: Owed
    source: Integers | None = None
    depth: Integers | None = None
    record: Integers | None = None
    day: Days | None = None
    key: Texts | None = None
    chosen: Column | None = None

    def of(self, kept: Flags | Integers) -> Drafts:
        """Some of them."""

        def some(values: Integers | None) -> Integers | None:
            return None if values is None else values[kept]

        return Drafts(
            self.who[kept],
            self.base.of(kept),
            self.row[kept],
            self.owed.of(kept),
            some(self.source),
            some(self.depth),
            some(self.record),
            None if self.day is None else self.day[kept],
            None if self.key is None else self.key[kept],
            None if self.chosen is None else self.chosen.of(kept),
        )


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one clause and period.

    `who` are partner rows, `HOUSE` for the house; `base` on the scale `base_digits`, divided by `base_per` where
    there is one; `row` counts from 1, 0 where no table took part; `capped` where a cap took something away;
    `amount` in minor units, never 0; `cuts` what a limit or a ceiling had left, where any took part; the others as in
    `Drafts`.
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
    day: Days | None = None
    key: Texts | None = None
    chosen: Column | None = None
    cuts: Cuts | None = None

    @staticmethod
    def of_nonzero(drafts: Drafts, capped: Flags, amount: Integers) -> Lines:
        """Lines from rounded drafts; a line that comes to zero is not made."""
        kept = np.flatnonzero(amount)
        some = drafts.of(kept)
        return Lines(
            some.who,
            some.base.values,
            some.base.digits,
            some.row,
            capped[kept],
            amount[kept],
            some.base.per,
            some.source,
            some.depth,
            some.record,
            some.day,
            some.key,
            some.chosen,
        )

    def of(self, kept: Flags | Integers) -> Lines:
        """Some of them."""

        def some(values: Integers | None) -> Integers | None:
            return None if values is None else values[kept]

        return Lines(
            self.who[kept],
            self.base[kept],
            self.base_digits,
            self.row[kept],
            self.capped[kept],
            self.amount[kept],
            some(self.base_per),
            some(self.source),
            some(self.depth),
            some(self.record),
            None if self.day is None else self.day[kept],
            None if self.key is None else self.key[kept],
            None if self.chosen is None else self.chosen.of(kept),
            None if self.cuts is None else self.cuts[kept],
        )

    def paying(self, amount: Integers, cuts: Cuts) -> Lines:
        """The same lines with lower amounts, marked where something was taken away; those at zero are not made."""
        lower = replace(self, amount=amount, capped=self.capped | (amount < self.amount), cuts=cuts)
        return lower.of(np.flatnonzero(amount))


def all_lines(parts: Sequence[Lines]) -> Lines:
    """Lines of several windows one after the other: whom, the base, the row, the cap and the amount.

    Raises OverflowError where bases cannot be brought to one scale.
    """
    if len(parts) == 1:
        return parts[0]
    digits = max((one.base_digits for one in parts), default=0)
    bases = [Column(one.base, one.base_digits).finer(digits).values for one in parts]

    def joined(columns: Sequence[Integers]) -> Integers:
        return np.concatenate([np.zeros(0, dtype=np.int64), *columns])

    return Lines(
        joined([one.who for one in parts]),
        joined(bases),
        digits,
        joined([one.row for one in parts]),
        np.concatenate([np.zeros(0, dtype=np.bool_), *(one.capped for one in parts)]),
        joined([one.amount for one in parts]),
    )


@dataclass(frozen=True, slots=True)
class Carried:
    """What a clause carries of each partner through one period: opening + into - out_of = closing.

    The figures are whole numbers of the last of `digits` decimals; `opened` is for whom the state has opened, now or
    before.
    """

    opening: Integers
    into: Integers
    out_of: Integers
    closing: Integers
    opened: Flags
    digits: int = MINOR_DIGITS

    @staticmethod
    def moved(
        opening: Integers, into: Integers, out_of: Integers, opened: Flags, digits: int = MINOR_DIGITS
    ) -> Carried:
        """The state that closes with what is left."""
        return Carried(opening, into, out_of, opening + into - out_of, opened, digits)

    @property
    def columns(self) -> tuple[Integers, Integers, Integers, Integers]:
        """Opening, in, out and closing."""
        return self.opening, self.into, self.out_of, self.closing

    def finer(self, digits: int) -> Carried:
        """The same on a finer scale. Raises OverflowError where int64 cannot hold it."""
        if digits <= self.digits:
            return self
        opening, into, out_of, closing = (
            Column(one, self.digits).finer(digits).values for one in self.columns
        )
        return Carried(opening, into, out_of, closing, self.opened, digits)
