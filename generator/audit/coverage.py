"""Which clauses and thresholds were really examined: a threshold counts when values lie on both of its sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from generator.audit.promise import Clause, Commission, Edition, MetricIs, thresholds
from generator.audit.standing import Standing


@dataclass
class Coverage:
    """Sides of thresholds on which a compared line or example lay, and clauses that were recomputed."""

    sides: dict[str, set[bool]] = field(default_factory=dict)
    clauses: set[str] = field(default_factory=set)

    def merge(self, other: Coverage) -> None:
        """Take over what another part of the audit covered."""
        self.clauses |= other.clauses
        for name, seen in other.sides.items():
            self.sides.setdefault(name, set()).update(seen)

    def expect(self, edition: Edition) -> None:
        """Note every threshold of an edition, so that one that is never met is known by name."""
        for clause in edition.clauses.values():
            for name, _, _ in bounds(clause):
                self.sides.setdefault(name, set())
        for ladder in edition.ladders.values():
            for tier in ladder.tiers:
                for number, one in enumerate(thresholds(tier.reach), start=1):
                    self.sides.setdefault(f"ladder/{ladder.id} {tier.id} {number} {one.metric}", set())

    def meet(self, clause: Clause, standing: Standing) -> None:
        """A clause was recomputed for a standing and compared with what is printed."""
        self.clauses.add(f"{clause.id}/{clause.version}")
        for name, metric, bound in bounds(clause):
            value = standing.metrics.get(metric)
            if value is not None:
                self.sides.setdefault(name, set()).add(value >= bound)

    def climb(self, edition: Edition, standing: Standing) -> None:
        """Tiers were recomputed for a standing and compared with what is printed."""
        for ladder in edition.ladders.values():
            for tier in ladder.tiers:
                for number, one in enumerate(thresholds(tier.reach), start=1):
                    value = standing.metrics.get(one.metric)
                    if value is not None:
                        name = f"ladder/{ladder.id} {tier.id} {number} {one.metric}"
                        self.sides.setdefault(name, set()).add(value >= one.bound)

    def examined(self) -> int:
        """How many thresholds had compared values on both sides."""
        return sum(1 for seen in self.sides.values() if len(seen) == 2)

    def unexamined(self) -> list[str]:
        """The thresholds that had not, with the side that is missing; the lowest row from 0 has only one side."""
        return sorted(
            f"{name}: nothing {'below' if True in seen else 'at or above' if seen else 'on either side'}"
            for name, seen in self.sides.items()
            if len(seen) < 2
        )


def bounds(clause: Clause) -> list[tuple[str, str, Fraction]]:
    """Each threshold of a clause: its name, the metric that is compared, and the bound."""
    found: list[tuple[str, str, Fraction]] = []
    terms = clause.terms
    start = f"{clause.id}/{clause.version}"
    if isinstance(terms, Commission):
        for number, row in enumerate(terms.rows, start=1):
            if row.at_least is not None:
                found.append((f"{start} row {number}", terms.chosen_by, row.at_least))
    if terms is not None:
        conditions: list[MetricIs] = thresholds(terms.earns)
        for number, one in enumerate(conditions, start=1):
            found.append((f"{start} condition {number} {one.metric}", one.metric, one.bound))
    return found
