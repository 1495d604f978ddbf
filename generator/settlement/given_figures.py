"""Given figures: the figures of a scenario, in which what a person gave stands for what would be computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from generator.rules.exact import Column, Flags, Integers
from generator.settlement.conditions import holds
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
from generator.terms.scenario import Person

People = Callable[[Span], Mapping[str, Person]]
"""Who is given what for the window that ends with some days; empty before the first window of the scenario."""


class GivenFigures(PeriodFigures):
    """The figures of one window of a scenario.

    A metric that is given replaces its computation; a fact that is not given holds where a condition asks for it.
    """

    people: People = staticmethod(lambda _: {})

    def _person(self, row: int) -> Person:
        return self.people(self.span).get(self._book.partners.ids[row], Person())

    def _everybody(self) -> list[Person]:
        return [self._person(row) for row in range(self.size)]

    def _computed(self, name: str) -> Column:
        given = {
            row: person.metrics[name].value
            for row, person in enumerate(self._everybody())
            if name in person.metrics
        }
        if len(given) == self.size:
            return Column.from_fractions([given[row] for row in range(self.size)])
        column = super()._computed(name)
        if not given:
            return column
        values = column.fractions()
        for row, value in given.items():
            values[row] = Fraction(value)
        return Column.from_fractions(values)

    def holds(self, condition: Condition) -> Flags:
        """For whom a condition holds, or is asked of a fact that is not given."""
        if isinstance(condition, AllOf | AnyOf):
            parts = np.array([self.holds(one) for one in condition.inner], dtype=np.bool_)
            joined = np.all(parts, axis=0) if isinstance(condition, AllOf) else np.any(parts, axis=0)
            return np.asarray(joined, dtype=np.bool_)
        if isinstance(condition, NotSo):
            return ~self.holds(condition.inner[0])
        if isinstance(condition, CoursePassed):
            return self.course_valid(condition.course)
        not_given = np.array([self._is_open(condition, one) for one in self._everybody()], dtype=np.bool_)
        return not_given if not_given.all() else not_given | holds(condition, self)

    def _is_open(self, condition: Condition, person: Person) -> bool:
        """Whether the condition asks for a fact of which nothing is said."""
        if isinstance(condition, TierIs):
            return person.tier is None
        if isinstance(condition, PartnerIs):
            return condition.column not in person.facts
        if isinstance(condition, Joined):
            return person.joined is None
        return isinstance(condition, EventPresent) and "events" not in self._book.tables

    def course_valid(self, course: str) -> Flags:
        """Everyone has passed a course, save those of whom the opposite is said."""
        return np.array([course not in one.but for one in self._everybody()], dtype=np.bool_)

    def tier_rank(self, tier_or_ladder: str) -> Integers:
        """The rank of the tier given; the highest of the ladder where none is given."""
        names = self.tier_names(tier_or_ladder)
        held = [one.tier for one in self._everybody()]
        return np.array(
            [names.index(tier) if tier in names else len(names) - 1 for tier in held], dtype=np.int64
        )

    def tier_achieved(self, tier_or_ladder: str) -> Integers:
        """The tier given is achieved and paid."""
        return self.tier_rank(tier_or_ladder)
