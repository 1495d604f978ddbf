"""The figures of one period: what rule kinds and tiers read, each value computed once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from generator.book.book import Book
from generator.rules.exact import MINOR_DIGITS, SAFE, Column, Flags, Integers, largest
from generator.rules.tree import Tree
from generator.settlement.conditions import holds
from generator.settlement.courses import CoursePasses, Days
from generator.settlement.metrics import Matrices, metric_column
from generator.settlement.plan import Plan
from generator.settlement.standing import ranks
from generator.settlement.trees import tree_of
from generator.terms.calendar import Period
from generator.terms.condition import Condition
from generator.terms.ladder import LadderVersion
from generator.terms.programme import Programme
from generator.terms.version import in_force


class PeriodFigures:
    """The figures of one settled period, in the book's order of partners."""

    def __init__(
        self,
        programme: Programme,
        book: Book,
        period: Period,
        number: int,
        plan: Plan,
        matrices: Matrices,
        passes: CoursePasses,
        paid: dict[str, Flags],
    ) -> None:
        self.period = period
        self._programme = programme
        self._number = number
        self._plan = plan
        self._matrices = matrices
        self._passes = passes
        self._paid = paid
        self._size = len(book.partners.ids)
        left = book.partners.left_on
        self._book = book
        self._joined: Flags = book.partners.joined_on <= np.datetime64(period.last)
        self._present: Flags = self._joined & (np.isnat(left) | (left >= np.datetime64(period.first)))
        self._made: dict[str, tuple[str, Integers, Integers]] = {}
        self._columns: dict[str, Column] = {}
        self._ladders: dict[str, LadderVersion] = {}
        for name, ladder in programme.ladders.items():
            version = in_force(ladder.versions, period.first)
            if version is not None:
                self._ladders[name] = version
        self._ranks: dict[str, Integers] = {}

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
        return tree_of(self._book, name)

    def settled(self, clause: str, kind: str, who: Integers, amount: Integers) -> None:
        """Keep the lines of a clause for the clauses that read them; amounts are in minor units."""
        self._made[clause] = (kind, who, amount)

    def earned_by(self, clauses: Sequence[str], kinds: Sequence[str], but: str) -> Column:
        """What each partner has of clauses and of kinds in this period; raises OverflowError as columns do."""
        total = np.zeros(self._size, dtype=np.int64)
        for name, (kind, who, amount) in self._made.items():
            if name != but and (name in clauses or kind in kinds):
                own = who >= 0
                if largest(amount) * max(len(amount), 1) >= SAFE - largest(total):
                    raise OverflowError("lines of a period come to too much")
                np.add.at(total, who[own], amount[own])
        return Column(total, MINOR_DIGITS)

    @property
    def metric_names(self) -> list[str]:
        """Metrics in force in this period."""
        return [name for name, number in self._plan.recipes if number == self._number]

    @property
    def ladder_versions(self) -> dict[str, LadderVersion]:
        """Ladders in force in this period."""
        return self._ladders

    def metric(self, name: str) -> Column:
        """The metric for the window that ends with this period."""
        if name not in self._columns:
            recipe = self._plan.recipes[name, self._number]
            self._columns[name] = metric_column(self._matrices, recipe, self._number)
        return self._columns[name]

    def course_valid(self, course: str) -> Flags:
        """For whom the course is passed and valid at the period's end."""
        version = in_force(self._programme.courses[course].versions, self.period.first)
        if version is None:
            return np.zeros(self._size, dtype=np.bool_)
        return self._passes.valid(course, version, self.period.last)

    def course_passed_on(self, course: str, row: int) -> date | None:
        """The latest day on which one partner passed the course."""
        passed_on: date | None = self._passes.latest(course, self.period.last)[row].item()
        return passed_on

    def course_days(self, course: str) -> Days:
        """The latest day on which each partner passed the course; NaT where it is not valid at the period's end."""
        return np.where(
            self.course_valid(course), self._passes.latest(course, self.period.last), np.datetime64("NaT")
        )

    def holds(self, condition: Condition) -> Flags:
        """For whom a condition holds at the period's end."""
        return holds(condition, self)

    def tier_rank(self, tier_or_ladder: str) -> Integers:
        """The rank held on a ladder, which may be named by one of its tiers."""
        name = tier_or_ladder if tier_or_ladder in self._ladders else self._ladder_of(tier_or_ladder)
        if name not in self._ranks:
            self._ranks[name] = ranks(self._ladders[name], self)
        return self._ranks[name]

    def rank_of(self, tier: str) -> int:
        """The rank of a tier on its ladder. Raises LookupError where it is not in force."""
        tiers = self._ladders[self._ladder_of(tier)].tiers
        return next(number for number, one in enumerate(tiers) if one.tier == tier)

    def paid_before(self, clause: str) -> Flags:
        """Who has a line of this clause in an earlier period."""
        return self._paid.get(clause, np.zeros(self._size, dtype=np.bool_))

    def _ladder_of(self, tier: str) -> str:
        for name, version in self._ladders.items():
            if any(one.tier == tier for one in version.tiers):
                return name
        raise LookupError(f"the tier {tier} is on no ladder in {self.period.name}")
