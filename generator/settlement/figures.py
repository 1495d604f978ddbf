"""The figures of one period: what rule kinds and tiers read, each value computed once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np

from generator.book.agreements import AgreedTerm
from generator.book.book import Book
from generator.rules.coins import coins_in
from generator.rules.contract import Carried, Rows, Texts
from generator.rules.exact import MINOR_DIGITS, SAFE, Coins, Column, Flags, Integers, largest
from generator.rules.tree import Tree
from generator.settlement.around import Around
from generator.settlement.at_sales import FiguresAtSales
from generator.settlement.conditions import holds, joined_within
from generator.settlement.courses import CoursePasses, Days
from generator.settlement.derived import derived_column, whole_units
from generator.settlement.metrics import Kernel
from generator.settlement.rows import RowReader
from generator.settlement.scopes import scoped_column
from generator.settlement.standing import Standing
from generator.settlement.trees import tree_of
from generator.terms.calendar import Period, Span
from generator.terms.condition import Condition, EventPresent
from generator.terms.derived import AgeUnit
from generator.terms.ladder import LadderVersion
from generator.terms.pay import MONEY, reward_of
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity
from generator.terms.recruit_fact import MeasureIs
from generator.terms.row_source import RowSource
from generator.terms.text import Text
from generator.terms.version import in_force
from generator.terms.window import Window, windows_ending_in


class PeriodFigures:
    """The figures of one settled period, or of other days of the same programme, in the book's order of partners.

    `span` are the days that `window: period` stands for, `period` is the one in which they end, and `edition` the day
    whose definitions hold.
    """

    def __init__(
        self,
        programme: Programme,
        book: Book,
        period: Period,
        kernel: Kernel,
        passes: CoursePasses,
        around: Around,
        span: Span | None = None,
        edition: date | None = None,
    ) -> None:
        self.period = period
        self.span = span or period.span
        self.edition = edition or self.span.first
        self.programme = programme
        self.book = book
        self.kernel = kernel
        self.around = around
        self._passes = passes
        self._others: dict[tuple[Span, date], PeriodFigures] = {}
        self._size = len(book.partners.ids)
        left = book.partners.left_on
        self._joined: Flags = book.partners.joined_on <= np.datetime64(self.span.last)
        self._present: Flags = self._joined & (np.isnat(left) | (left >= np.datetime64(self.span.first)))
        self._columns: dict[str, Column] = {}
        self._ladders: dict[str, LadderVersion] = {}
        for name, ladder in programme.ladders.items():
            version = in_force(ladder.versions, self.edition)
            if version is not None:
                self._ladders[name] = version

    @property
    def size(self) -> int:
        """The number of partners in the book."""
        return self._size

    @property
    def present(self) -> Flags:
        """Who had joined by the period's end and not left before its start."""
        return self._present

    @property
    def joined(self) -> Flags:
        """Who had joined by the period's end."""
        return self._joined

    def tree(self, name: str) -> Tree:
        """The tree `sponsor` or `placement`. Raises LookupError where the book has none."""
        return tree_of(self.book, name)

    def settled(self, clause: str, unit: str, kind: str, who: Integers, amount: Integers) -> None:
        """Keep the lines of a clause in a unit of pay as those read them that come later.

        They are in minor units, those of a deduction above zero.
        """
        self.around.made_in(self.period.first)[clause, unit] = (kind, who, amount)

    def earned_by(self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str) -> Column:
        """What each partner has of clauses and of kinds in this window; raises OverflowError as columns do."""
        total = np.zeros(self._size, dtype=np.int64)
        for who, amount in self._lines(clauses, kinds, but, unit):
            own = who >= 0
            if largest(amount) * max(len(amount), 1) >= SAFE - largest(total):
                raise OverflowError("lines of a window come to too much")
            np.add.at(total, who[own], amount[own])
        return Column(total, MINOR_DIGITS)

    def lines_above_zero(self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str) -> Integers:
        """How many lines above zero each partner has of clauses and of kinds in this window."""
        count = np.zeros(self._size, dtype=np.int64)
        for who, amount in self._lines(clauses, kinds, but, unit):
            np.add.at(count, who[(who >= 0) & (amount > 0)], 1)
        return count

    def _lines(
        self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str
    ) -> Iterator[tuple[Integers, Integers]]:
        """Whom and how much: lines paid with the periods whose last day lies in this window."""
        for period in self.programme.cycle.between(self.span.first, self.span.last):
            if period.last <= self.span.last:
                for (name, own), (kind, who, amount) in self.around.made_in(period.first).items():
                    if name != but and own == unit and (name in clauses or kind in kinds):
                        yield who, amount

    @property
    def coins(self) -> Coins:
        """How lines of the period in money are rounded."""
        return self.coins_in(MONEY)

    def coins_in(self, unit: str) -> Coins:
        """How lines in a unit of pay are rounded."""
        return coins_in(self.programme, unit, self.span.first if reward_of(unit) else self.period.first)

    def carried(self, clause: str, state: str) -> tuple[Column, Flags]:
        """What a clause has carried so far, and for whom it has opened."""
        return self.around.states.so_far(clause, state)

    def keep(self, clause: str, moved: Mapping[str, Carried], whom: Flags) -> None:
        """Keep how what a clause carries of some partners moved in this period."""
        self.around.states.move(clause, moved, whom)

    @property
    def leaving(self) -> Flags:
        """Who leaves in this window."""
        left = self.book.partners.left_on
        last: Flags = self._present & (left <= np.datetime64(self.span.last))
        return last

    def ends(self, window: str) -> bool:
        """Whether a quarter, half-year or year ends in this window."""
        return bool(windows_ending_in(Window(window), self.span, self.programme.cycle))  # type: ignore[arg-type]

    @cached_property
    def metric_names(self) -> list[str]:
        """Metrics in force in this period."""
        metrics = self.programme.metrics.items()
        return [name for name, metric in metrics if in_force(metric.versions, self.edition) is not None]

    def over(self, span: Span, edition: date | None = None) -> PeriodFigures:
        """The figures of other days: `window: period` reads them, other windows end with their last day.

        Definitions are those of `edition`, by default of the first of these days.
        """
        key = span, edition or span.first
        if key not in self._others:
            other = type(self)(
                self.programme,
                self.book,
                self.programme.cycle.period_of(span.last),
                self.kernel,
                self._passes,
                self.around,
                span,
                key[1],
            )
            other._others = self._others
            self._others[key] = other
        return self._others[key]

    def earlier(self, count: int) -> PeriodFigures:
        """The figures of the period so many periods before, by the definitions of this one."""
        return self.over(self.period.shifted(-count).span, self.edition)

    @property
    def ladder_versions(self) -> dict[str, LadderVersion]:
        """Ladders in force in this period."""
        return self._ladders

    def metric(self, name: str) -> Column:
        """The metric for the window that ends with this period."""
        if name not in self._columns:
            self._columns[name] = self._computed(name)
        return self._columns[name]

    def _computed(self, name: str) -> Column:
        version = in_force(self.programme.metrics[name].versions, self.edition)
        if version is not None and version.derived is not None:
            return derived_column(version, self.around.units, self)
        if version is not None and version.scope.kind != "own":
            return scoped_column(version, *self.parts(name), self)
        return self.metric_own(name)

    def metric_own(self, name: str) -> Column:
        """The metric of each partner's own rows, whatever its scope."""
        return self.kernel.column(name, self.span, self.edition)

    def parts(self, name: str) -> tuple[Column, Column | None]:
        """Own sums and numbers of values of a mean, the column alone of another metric; neither is rounded."""
        return self.kernel.parts(name, self.span, self.edition)

    def course_valid(self, course: str) -> Flags:
        """For whom the course is passed and valid at the period's end."""
        return self.course_valid_on(course, self.span.last)

    def course_valid_on(self, course: str, day: date) -> Flags:
        """For whom the course is passed and valid on a day."""
        version = in_force(self.programme.courses[course].versions, self.edition)
        if version is None:
            return np.zeros(self._size, dtype=np.bool_)
        return self._passes.valid(course, version, day)

    def course_passed_on(self, course: str, row: int) -> date | None:
        """The latest day on which one partner passed the course."""
        passed_on: date | None = self._passes.latest(course, self.span.last)[row].item()
        return passed_on

    @property
    def passes(self) -> CoursePasses:
        """What the records say of training, of all days."""
        return self._passes

    def holds(self, condition: Condition) -> Flags:
        """For whom a condition holds at the period's end."""
        return holds(condition, self)

    def standing(self, tier_or_ladder: str) -> Standing | None:
        """The standing on a ladder, named by itself or by a tier, when the window ended; None before the start."""
        return self.around.standings.of(self._ladder(tier_or_ladder), self.span.last)

    def tier_rank(self, tier_or_ladder: str) -> Integers:
        """The rank of the tier paid on a ladder, which may be named by one of its tiers."""
        found = self.standing(tier_or_ladder)
        return np.zeros(self._size, dtype=np.int64) if found is None else found.paid

    def tier_achieved(self, tier_or_ladder: str) -> Integers:
        """The rank of the tier achieved, whatever is paid."""
        found = self.standing(tier_or_ladder)
        return np.zeros(self._size, dtype=np.int64) if found is None else found.achieved

    def tier_names(self, tier_or_ladder: str) -> tuple[str, ...]:
        """The tiers of a ladder as it was when the window ended, the lowest first."""
        found = self.standing(tier_or_ladder)
        version = self._ladders[self._ladder(tier_or_ladder)] if found is None else found.version
        return tuple(one.tier for one in version.tiers)

    def rank_of(self, tier: str) -> int:
        """The rank of a tier on its ladder. Raises LookupError where it is not in force."""
        names = self.tier_names(tier)
        if tier not in names:
            raise LookupError(f"the tier {tier} is on no ladder on {self.edition}")
        return names.index(tier)

    def individual(self, name: str) -> tuple[Column, Flags]:
        """What is agreed with each partner under a name on the last day, and with whom something is."""
        return self.around.agreed.term(name, self.span.last)

    def terms_agreed(self) -> Iterator[tuple[int, AgreedTerm]]:
        """Each individual term in force on the last day, with the row of its partner."""
        return self.around.agreed.on(self.span.last)

    def tier_set(self, number: int) -> tuple[Text, date]:
        """Why and until when a person set a tier."""
        one = self.book.agreements.overrides[number]
        return one.reason, one.until

    def event_present(self, event: EventPresent) -> Flags:
        """Who has a row of the events in a window."""
        return self.around.event_present(event, self.span)

    def has_line(self, clause: str, capped: bool | None) -> Flags:
        """Who has a line of a clause in the period in which the window ends."""
        return self.around.has_line(clause, self.span.last, capped)

    def soon_joined(self, within: Quantity) -> Flags:
        """Of whom the window ends so soon after joining."""
        return joined_within(self.joined_on, self.span.last, within)

    def ages(self, unit: AgeUnit, as_of: str) -> Integers:
        """Whole units since joining, up to the window's last or first day."""
        return whole_units(self.joined_on, self.span.last if as_of == "window_end" else self.span.first, unit)

    @property
    def joined_on(self) -> Days:
        """The day on which each partner joined."""
        return self.book.partners.joined_on

    @property
    def positions(self) -> Texts:
        """At which position of the placement tree each partner stands, None for none."""
        return self.around.texts("position")

    @property
    def segments(self) -> Texts:
        """The segment of each partner, None for none."""
        return self.around.texts("segment")

    @property
    def regions(self) -> Texts:
        """The region of each partner, None for none."""
        return self.around.texts("region")

    @cached_property
    def _reader(self) -> RowReader:
        return RowReader(self.programme, self.book, self.span, self.edition)

    def rows(self, source: RowSource, measures: Sequence[str], texts: Sequence[str] = ()) -> Rows:
        """The counted rows of a source dated in this window."""
        return self._reader.rows(source, measures, texts)

    def first_rows(self, source: RowSource, measures: Sequence[str], tests: Sequence[MeasureIs] = ()) -> Rows:
        """For each partner the earliest row of all time that passes, where it is dated in this window."""
        return self._reader.first_rows(source, measures, tests)

    def at_sales(self, rows: Rows, table: str, as_of: str) -> FiguresAtSales:
        """The figures as they stood just before or just after each of some rows."""
        return FiguresAtSales(self, rows, table, as_of)

    def soon_after_joining(self, rows: Rows, within: Quantity) -> Rows:
        """The rows dated within so long from their partner's joining."""
        return self._reader.soon_after_joining(rows, within)

    @property
    def sponsors(self) -> Integers:
        """The row of each partner's sponsor, -1 for none."""
        return self.book.partners.sponsor_row

    def _ladder(self, tier: str) -> str:
        if tier in self._ladders:
            return tier
        for name, version in self._ladders.items():
            if any(one.tier == tier for one in version.tiers):
                return name
        raise LookupError(f"the tier {tier} is on no ladder on {self.edition}")
