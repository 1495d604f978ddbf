"""Shards: the statements of some partners for one period as plain values, fit to be sent to another process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from generator.rules.cuts import Cut
from generator.rules.exact import Column, Flags, Integers
from generator.rules.parts import Parts
from generator.statements.abouts import About
from generator.statements.beside import Beside
from generator.statements.rows import TableRecords
from generator.terms.calendar import Period, Span
from generator.terms.ceiling import CeilingVersion
from generator.terms.ladder import LadderVersion
from generator.terms.text import Text
from generator.terms.titles import Titles


@dataclass(frozen=True)
class Terms:
    """What all statements of a programme have in common; `individual` has the unit of each individual term.

    `columns` are titles of columns of tables, where the sources give one.
    """

    currency: str
    titles: Titles
    words: Mapping[str, Mapping[str, Any]]
    individual: Mapping[str, str]
    columns: Mapping[tuple[str, str], Text]


@dataclass(frozen=True)
class PeriodTerms:
    """What all statements of one period have in common.

    `state` is open, ended or closed; `clauses` are name, kind and version; `metrics` are names with the digits of their
    values, `rating` is the one that stands at the head; `windows` has the days of clauses
    over another window than the period, `worths` what a unit is worth of clauses whose rates pay in one, `units` what
    each pays in: money, points, or a reward; `ceilings` are those in force.
    """

    period: Period
    state: str
    pay_by: date
    edition_starts: date
    edition_corrected: date | None
    edition_address: str
    edition_hash: str
    clauses: tuple[tuple[str, str, Any], ...]
    metrics: tuple[tuple[str, int], ...]
    ladders: Mapping[str, LadderVersion]
    rating: str | None
    windows: tuple[Span | None, ...]
    worths: tuple[Fraction | None, ...]
    units: tuple[str, ...]
    ceilings: Mapping[str, CeilingVersion]


@dataclass(frozen=True, slots=True)
class ShardLines:
    """The lines of one clause and window; `at` are places in the shard, the others are as in `Lines`.

    `about` tells lines apart where a clause may have several on one statement. `parts` name other partners by the
    numbers that they have on the statement; `columns` are amounts worked out for each line, by their names; `cuts` say
    what a limit or a ceiling took, None where nothing did.
    """

    at: Integers
    base: Integers
    base_digits: int
    row: Integers
    capped: Flags
    amount: Integers
    about: Sequence[About] | None = None
    base_per: Integers | None = None
    parts: Parts | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    cuts: Sequence[Cut | None] | None = None

    def cut(self, place: int) -> Cut | None:
        """What a limit or a ceiling took of one line."""
        return None if self.cuts is None else self.cuts[place]

    def only(self, place: int) -> ShardLines:
        """One line by itself; of lines without parts."""
        some = slice(place, place + 1)
        return ShardLines(
            self.at[some],
            self.base[some],
            self.base_digits,
            self.row[some],
            self.capped[some],
            self.amount[some],
            base_per=None if self.base_per is None else self.base_per[some],
            columns={name: column.of(np.array([place])) for name, column in self.columns.items()},
            cuts=[self.cut(place)],
        )


@dataclass(frozen=True)
class Shard:
    """The statements of some partners for one period in one language, as plain values; may be sent to another process.

    Every sequence has one value a partner, except `lines` (one a clause) and `records` (one a table, whose `who`
    are places in the shard). `pers` divide the values of `metrics` that have no finite decimals. `before` is what
    was earned in the period before, `rejected` rows of HTML; `personal` has
    what only some are shown, by place in the shard (`Personal`). `paid` is what is paid, `accounts` the accounts in
    the order of `SHOWN`, None where they need no words; `adjusted` the changes in closed periods by place; `carried`
    how states of clauses moved (`Moves`), `held` the shares on hold, `by_hand` what people booked, `exchanged` what is
    paid in another currency, `points` and `rewards` those accounts, by place; `beside` is not about money.
    """

    terms: PeriodTerms
    language: str
    rows: Sequence[int]
    partners: Sequence[str]
    names: Sequence[str]
    key_epochs: Sequence[int]
    before: Sequence[int | None]
    metrics: Sequence[Sequence[int]]
    pers: Sequence[Sequence[int] | None]
    ranks: Mapping[str, Sequence[int]]
    lines: Sequence[ShardLines]
    records: Sequence[TableRecords]
    rejected: Sequence[Sequence[str]]
    personal: Mapping[int, Any]
    paid: Sequence[int]
    accounts: Sequence[Sequence[int] | None]
    adjusted: Mapping[int, Sequence[Any]]
    carried: Mapping[tuple[str, str], Any]
    held: Mapping[int, Sequence[Any]]
    by_hand: Mapping[int, Sequence[Any]]
    exchanged: Mapping[int, Any]
    beside: Beside
    points: Mapping[int, Any]
    rewards: Mapping[int, Any]


@dataclass(frozen=True)
class IssuedShard:
    """Statements of a closed period as they were issued: for each partner the title and the payout as text, and HTML.

    `later` has the changes that later periods book, by place.
    """

    period: str
    language: str
    rows: Sequence[int]
    partners: Sequence[str]
    key_epochs: Sequence[int]
    titles: Sequence[str]
    payouts: Sequence[str]
    statements: Sequence[str]
    later: Mapping[int, Sequence[Any]]
