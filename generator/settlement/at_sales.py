"""The figures at the moments of sales: one "partner" a row, judged by what stood just before or just after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from generator.rules.contract import Days, Rows, Texts
from generator.rules.exact import Column, Flags, Integers
from generator.rules.tree import Tree
from generator.settlement.conditions import holds, joined_within
from generator.settlement.derived import derived_column, whole_units
from generator.settlement.moments import AFTER, MomentKernel, Moments
from generator.terms.calendar import Span
from generator.terms.condition import Condition, EventPresent
from generator.terms.derived import AgeUnit
from generator.terms.quantity import Quantity
from generator.terms.version import in_force

if TYPE_CHECKING:
    from generator.settlement.figures import PeriodFigures


class TakenFigures:
    """The figures of a whole window, one for each of some rows instead of one a partner."""

    def __init__(self, figures: PeriodFigures, who: Integers) -> None:
        self._figures = figures
        self._who = who

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self._who)

    @property
    def present(self) -> Flags:
        """Of whom belongs to the programme in the window."""
        return self._figures.present[self._who]

    @property
    def joined(self) -> Flags:
        """Of whom had joined by the window's end."""
        return self._figures.joined[self._who]

    @property
    def joined_on(self) -> Days:
        """The day on which each one's partner joined."""
        return self._figures.joined_on[self._who]

    @property
    def segments(self) -> Texts:
        """The segment of each one's partner."""
        return self._figures.segments[self._who]

    @property
    def regions(self) -> Texts:
        """The region of each one's partner."""
        return self._figures.regions[self._who]

    def metric(self, name: str) -> Column:
        """The metric for the window."""
        return self._figures.metric(name).of(self._who)

    def holds(self, condition: Condition) -> Flags:
        """For which of them a condition holds."""
        return holds(condition, self)

    def earlier(self, count: int) -> TakenFigures:
        """The figures of so many periods before."""
        return TakenFigures(self._figures.earlier(count), self._who)

    def individual(self, name: str) -> tuple[Column, Flags]:
        """What is agreed with each one's partner."""
        column, given = self._figures.individual(name)
        return column.of(self._who), given[self._who]

    def tier_rank(self, ladder: str) -> Integers:
        """The rank of the tier paid."""
        return self._figures.tier_rank(ladder)[self._who]

    def tier_achieved(self, ladder: str) -> Integers:
        """The rank of the tier achieved."""
        return self._figures.tier_achieved(ladder)[self._who]

    def tier_names(self, ladder: str) -> tuple[str, ...]:
        """The tiers of a ladder, the lowest first."""
        return self._figures.tier_names(ladder)

    def rank_of(self, tier: str) -> int:
        """The rank of a tier."""
        return self._figures.rank_of(tier)

    def course_valid(self, course: str) -> Flags:
        """Of whom the course is passed and valid."""
        return self._figures.course_valid(course)[self._who]

    def event_present(self, event: EventPresent) -> Flags:
        """Of whom there is a row of the events."""
        return self._figures.event_present(event)[self._who]

    def soon_joined(self, within: Quantity) -> Flags:
        """Of whom the window ends so soon after joining."""
        return self._figures.soon_joined(within)[self._who]

    def has_line(self, clause: str, capped: bool | None) -> Flags:
        """Of whom there is a line of a clause."""
        return self._figures.has_line(clause, capped)[self._who]


class FiguresAtSales(TakenFigures):
    """The figures of the window of `figures` as they stood at the moment of each of some rows of sales or lines."""

    def __init__(self, figures: PeriodFigures, rows: Rows, table: str, as_of: str) -> None:
        super().__init__(figures, rows.who)
        book, programme = figures.book, figures.programme
        self._moments = Moments(book, rows, table, as_of == AFTER, figures.span, programme.cycle)
        whole = figures.kernel
        self._kernel = MomentKernel(book, whole.plan, moments=self._moments, whole=whole)
        self._columns: dict[str, Column] = {}

    def metric(self, name: str) -> Column:
        """The metric as it stood then."""
        if name not in self._columns:
            self._columns[name] = self._computed(name)
        return self._columns[name]

    def _computed(self, name: str) -> Column:
        figures = self._figures
        version = in_force(figures.programme.metrics[name].versions, figures.edition)
        if version is not None and version.derived is not None:
            return derived_column(version, figures.around.units, self)
        return self._kernel.column(name, figures.span, figures.edition)

    def ages(self, unit: AgeUnit, as_of: str) -> Integers:
        """Whole units since joining, up to the day of the sale or the first day of the period."""
        joined = self._figures.joined_on
        if as_of == "window_start":
            return whole_units(joined[self._who], self._figures.span.first, unit)
        return self._moments.per_day(lambda day, who: whole_units(joined[who], day, unit), np.int64)

    def individual(self, name: str) -> tuple[Column, Flags]:
        """What was agreed with each one's partner on the day of the sale."""
        days = np.unique(self._moments.rows.day).tolist()
        agreed = {day: self._figures.around.agreed.term(name, day) for day in days}
        digits = max((column.digits for column, _ in agreed.values()), default=0)
        values = self._moments.per_day(lambda day, who: agreed[day][0].finer(digits).values[who], np.int64)
        return Column(values, digits), self._moments.per_day(lambda day, who: agreed[day][1][who], np.bool_)

    def tier_rank(self, ladder: str) -> Integers:
        """The rank of the tier with which the period before ended."""
        return self._figures.earlier(1).tier_rank(ladder)[self._who]

    def tier_achieved(self, ladder: str) -> Integers:
        """The rank of the tier achieved in the period before."""
        return self._figures.earlier(1).tier_achieved(ladder)[self._who]

    def tier_names(self, ladder: str) -> tuple[str, ...]:
        """The tiers of a ladder as it was when the period before ended."""
        return self._figures.earlier(1).tier_names(ladder)

    def rank_of(self, tier: str) -> int:
        """The rank of a tier then."""
        return self._figures.earlier(1).rank_of(tier)

    def course_valid(self, course: str) -> Flags:
        """Of whom the course is passed and valid on the day of the sale."""
        return self._moments.per_day(
            lambda day, who: self._figures.course_valid_on(course, day)[who], np.bool_
        )

    def event_present(self, event: EventPresent) -> Flags:
        """Of whom there is a row of the events, up to the day of the sale."""
        first, around = self._figures.span.first, self._figures.around
        return self._moments.per_day(
            lambda day, who: around.event_present(event, Span(first, day))[who], np.bool_
        )

    def soon_joined(self, within: Quantity) -> Flags:
        """Of whom the day of the sale lies so soon after joining."""
        joined = self._figures.joined_on
        return self._moments.per_day(lambda day, who: joined_within(joined[who], day, within), np.bool_)

    def has_line(self, clause: str, capped: bool | None) -> Flags:
        """Refused by the checks: lines are made when the period has ended."""
        raise LookupError(f"whether there is a line of {clause} is not known at a sale")

    def tree(self, name: str) -> Tree:
        """Refused by the checks: figures at a sale are those of its own partner."""
        raise LookupError(f"the tree {name} is not read at a sale")

    @property
    def positions(self) -> Texts:
        """Refused by the checks, too."""
        raise LookupError("positions are not read at a sale")
