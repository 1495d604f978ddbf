"""Everybody in one window: what conditions hold for whom, who stands above whom, and what figures all of them have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.calendar import Period
from generator.audit.conditions import Condition
from generator.audit.promise import Edition
from generator.audit.standing import NoSuchThing, Standing, holds

if TYPE_CHECKING:
    from generator.audit.reckoning import Reckoning


@dataclass
class Everybody:
    """Everybody in one window, judged by one edition and by the figures of that window or of the one before."""

    reckoning: Reckoning
    window: Period
    edition: Edition
    judged: Period  # the window by whose figures conditions and tiers are judged
    _held: dict[tuple[int, str], bool] = field(default_factory=dict)
    _ranks: dict[tuple[str, str], int] = field(default_factory=dict)

    def above(self, tree: str, person: str) -> str:
        """Who stands directly above somebody; nothing for nobody."""
        found = self.reckoning.bench.woods.tree(tree, self.edition).above.get(person, "")
        return found if found in self.reckoning.records.partners else ""

    def holds(self, condition: Condition, person: str) -> bool:
        """Whether a condition holds for somebody."""
        key = (id(condition), person)
        if key not in self._held:
            self._held[key] = holds(condition, self._standing(person), self.edition)
        return self._held[key]

    def rank(self, ladder: str, person: str) -> int:
        """How high somebody stands on a ladder, counted from 0."""
        if (ladder, person) not in self._ranks:
            self._ranks[ladder, person] = self.rank_of(ladder, self._standing(person).tiers[ladder])
        return self._ranks[ladder, person]

    def _standing(self, person: str) -> Standing:
        return self.reckoning.account(person).standing(self.judged, self.edition)

    def rank_of(self, ladder: str, tier: str) -> int:
        """How high a tier stands on its ladder."""
        if ladder not in self.edition.ladders:
            raise NoSuchThing(f"the ladder {ladder!r}")
        return [one.id for one in self.edition.ladders[ladder].tiers].index(tier)

    def belongs(self, person: str) -> bool:
        """Whether somebody belongs to the programme in the window."""
        return self.reckoning.account(person).is_present(self.window)

    def joined(self) -> Iterator[str]:
        """Everybody who had joined by the end of the window, those who left among them."""
        for name, partner in self.reckoning.records.partners.items():
            if partner.joined <= self.window.last:
                yield name

    def figures(self, metric: str) -> dict[str, Fraction]:
        """A metric of everybody who had joined."""
        bench = self.reckoning.bench
        return {name: bench.named(metric, self.edition, name, self.window) for name in self.joined()}
