"""Given figures: the figures of a scenario, in which what a person gave stands for what would be computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from generator.book.book import Book
from generator.rules import TAKING
from generator.rules.contract import Rows
from generator.rules.exact import MINOR_DIGITS, Column, Flags, Integers
from generator.settlement.at_sales import FiguresAtSales
from generator.settlement.conditions import Tested, holds
from generator.settlement.figures import PeriodFigures
from generator.terms.calendar import Span
from generator.terms.condition import (
    AllOf,
    AnyOf,
    Condition,
    CoursePassed,
    EventPresent,
    Joined,
    NotSo,
    PartnerIs,
    TierIs,
)
from generator.terms.pay import unit_of_figure
from generator.terms.scenario import Person

People = Callable[[Span], Mapping[str, Person]]
"""Who is given what for the window that ends with some days; empty before the first window of the scenario."""


class GivenFigures(PeriodFigures):
    """The figures of one window of a scenario.

    A metric that is given replaces its computation; a fact that is not given holds where a condition asks for it.
    """

    people: People = staticmethod(lambda _: {})

    def everybody(self) -> list[Person]:
        """What is given of each partner for this window."""
        given = self.people(self.span)
        return [given.get(one, Person()) for one in self.book.partners.ids]

    def settled(self, clause: str, unit: str, kind: str, who: Integers, amount: Integers) -> None:
        """Keep the lines of a clause; lines that are given stand in the place of computed ones."""
        given = self._lines_given(clause, unit)
        if given:
            sign = -1 if kind in TAKING else 1
            kept = ~np.isin(who, list(given))
            who = np.concatenate([who[kept], np.array(list(given), dtype=np.int64)])
            outright = [sign * int(value * 10**MINOR_DIGITS) for value in given.values()]
            amount = np.concatenate([amount[kept], np.array(outright, dtype=np.int64)])
        super().settled(clause, unit, kind, who, amount)

    def has_line(self, clause: str, capped: bool | None) -> Flags:
        """Who has a line of a clause, given or computed; a line that is given was not capped."""
        flags = super().has_line(clause, capped)
        for unit in self.programme.clauses[clause].versions[-1].units:
            for row, value in self._lines_given(clause, unit).items():
                flags[row] = value != 0 and not capped
        return flags

    def _lines_given(self, clause: str, unit: str) -> Mapping[int, Fraction]:
        """What lines of a clause in a unit of pay are given to come to, by row of the partner."""
        metrics, currency = self.programme.metrics, self.programme.file.currency
        version = self.programme.clauses[clause].versions[-1]
        found = {row: one.lines_given(metrics).get(clause) for row, one in enumerate(self.everybody())}
        return {
            row: figure.value
            for row, figure in found.items()
            if figure is not None and unit_of_figure(figure, version, currency) == unit
        }

    def _computed(self, name: str) -> Column:
        return _metric(name, self.everybody(), super()._computed)

    def holds(self, condition: Condition) -> Flags:
        """For whom a condition holds, or is asked of a fact that is not given."""
        return _holds(condition, self, self.everybody(), self.book)

    def course_valid(self, course: str) -> Flags:
        """Everyone has passed a course, save those of whom the opposite is said."""
        return _passed(course, self.everybody())

    def tier_rank(self, tier_or_ladder: str) -> Integers:
        """The rank of the tier given; the highest of the ladder where none is given."""
        return _rank(self.tier_names(tier_or_ladder), self.everybody())

    def tier_achieved(self, tier_or_ladder: str) -> Integers:
        """The tier given is achieved and paid."""
        return self.tier_rank(tier_or_ladder)

    def at_sales(self, rows: Rows, table: str, as_of: str) -> FiguresAtSales:
        """What is given for the window holds at each moment of it."""
        return _GivenAtSales(self, rows, table, as_of)


class _GivenAtSales(FiguresAtSales):
    """The figures of a scenario at the moments of sales."""

    def __init__(self, figures: GivenFigures, rows: Rows, table: str, as_of: str) -> None:
        super().__init__(figures, rows, table, as_of)
        everybody = figures.everybody()
        self._given = [everybody[row] for row in rows.who.tolist()]

    def _computed(self, name: str) -> Column:
        return _metric(name, self._given, super()._computed)

    def holds(self, condition: Condition) -> Flags:
        """For which of them a condition holds, or is asked of a fact that is not given."""
        return _holds(condition, self, self._given, self._figures.book)

    def course_valid(self, course: str) -> Flags:
        """Everyone has passed a course, save those of whom the opposite is said."""
        return _passed(course, self._given)

    def tier_names(self, ladder: str) -> tuple[str, ...]:
        """The tiers of a ladder, the lowest first."""
        return self._figures.tier_names(ladder)

    def rank_of(self, tier: str) -> int:
        """The rank of a tier."""
        return self._figures.rank_of(tier)

    def tier_rank(self, ladder: str) -> Integers:
        """The rank of the tier given; the highest of the ladder where none is given."""
        return _rank(self.tier_names(ladder), self._given)

    def tier_achieved(self, ladder: str) -> Integers:
        """The tier given is achieved and paid."""
        return self.tier_rank(ladder)


def _metric(name: str, people: Sequence[Person], computed: Callable[[str], Column]) -> Column:
    """A metric of each of some people: as given, else as computed."""
    given = {at: person.metrics[name].value for at, person in enumerate(people) if name in person.metrics}
    if len(given) == len(people):
        return Column.from_fractions([given[at] for at in range(len(people))])
    column = computed(name)
    if not given:
        return column
    values = column.fractions()
    for at, value in given.items():
        values[at] = Fraction(value)
    return Column.from_fractions(values)


def _holds(condition: Condition, figures: Tested, people: Sequence[Person], book: Book) -> Flags:
    if isinstance(condition, AllOf | AnyOf):
        parts = np.array([_holds(one, figures, people, book) for one in condition.inner], dtype=np.bool_)
        joined = np.all(parts, axis=0) if isinstance(condition, AllOf) else np.any(parts, axis=0)
        return np.asarray(joined, dtype=np.bool_)
    if isinstance(condition, NotSo):
        return ~_holds(condition.inner[0], figures, people, book)
    if isinstance(condition, CoursePassed):
        return figures.course_valid(condition.course)
    not_given = np.array([_is_open(condition, one, book) for one in people], dtype=np.bool_)
    return not_given if not_given.all() else not_given | holds(condition, figures)


def _is_open(condition: Condition, person: Person, book: Book) -> bool:
    """Whether the condition asks for a fact of which nothing is said."""
    if isinstance(condition, TierIs):
        return person.tier is None
    if isinstance(condition, PartnerIs):
        return condition.column not in person.facts
    if isinstance(condition, Joined):
        return person.joined is None
    return isinstance(condition, EventPresent) and "events" not in book.tables


def _passed(course: str, people: Sequence[Person]) -> Flags:
    return np.array([course not in one.but for one in people], dtype=np.bool_)


def _rank(names: Sequence[str], people: Sequence[Person]) -> Integers:
    held = [one.tier for one in people]
    return np.array([names.index(tier) if tier in names else len(names) - 1 for tier in held], dtype=np.int64)
