"""Which clauses, rows and tests were really examined: one counts when values lie on both of its sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from generator.audit.conditions import (
    AllOf,
    AnyOf,
    Atom,
    Condition,
    CoursePassed,
    LineIs,
    MetricIs,
    Not,
    TierAtLeast,
    TierIs,
    conditions_of,
)
from generator.audit.kinds import Line
from generator.audit.kinds.attainment import attained_by, score_of
from generator.audit.promise import Clause, Edition
from generator.audit.shortfalls import carries
from generator.audit.standing import Standing, View, holds
from generator.audit.terms import Attainment, Bracket, Commission
from generator.audit.terms_money import Deduction
from generator.audit.terms_network import Differential, LevelCommission, Matching


@dataclass
class Coverage:
    """Sides of thresholds on which a compared line or example lay, and clauses that were recomputed."""

    sides: dict[str, set[bool]] = field(default_factory=dict)
    clauses: set[str] = field(default_factory=set)
    two_sided: set[str] = field(
        default_factory=set
    )  # of those expected, all that can have values on both sides

    def merge(self, other: Coverage) -> None:
        """Take over what another part of the audit covered."""
        self.clauses |= other.clauses
        for name, seen in other.sides.items():
            self.sides.setdefault(name, set()).update(seen)

    def expect(self, edition: Edition) -> None:
        """Note every row and test of an edition, so that one that is never met is known by name."""
        for clause in edition.clauses.values():
            named = (*_rows(clause), *_tests(clause), *_gates(clause))
            for name in (*(name for name, _ in named), *_depth_rows(clause)):
                self.sides.setdefault(name, set())
            self._expect_sides(clause)
        for name, _ in _climbs(edition):
            self.sides.setdefault(name, set())
            self.two_sided.add(name)

    def _expect_sides(self, clause: Clause) -> None:
        """The lowest row from zero on, or a row that is the only one, has no other side to be seen on."""
        rows = list(_rows(clause))
        self.two_sided |= {
            name for name, row in rows if row.at_least or (row.at_least is None and len(rows) > 1)
        }
        self.two_sided |= {name for name, _ in (*_tests(clause), *_gates(clause))}
        depths = list(_depth_rows(clause))
        self.two_sided |= set(depths) if len(depths) > 1 else set()

    def meet(self, clause: Clause, standing: Standing, edition: Edition) -> None:
        """A clause was recomputed for a standing and compared with what is printed."""
        self.clauses.add(f"{clause.id}/{clause.version}")
        terms = clause.terms
        for name, row in _rows(clause):
            if isinstance(terms, Commission | Differential) and row.at_least is not None:
                value = standing.metrics.get(terms.chosen_by)
                # Where a shortfall is taken off it, the figure alone says only that a row is not reached.
                if value is not None and (value < row.at_least or not carries(terms)):
                    self._note(name, value >= row.at_least)
        if isinstance(terms, Attainment):
            self._attain(clause, terms, View(standing, edition))
        for name, atom in _tests(clause):
            self._test(name, atom, standing, edition)

    def _attain(self, clause: Clause, terms: Attainment, view: View) -> None:
        """On which side of each row and gate an attainment lies."""
        attained = attained_by(terms, view)
        if attained is None:
            return
        score = score_of(attained)
        for name, row in _rows(clause):
            self._note(name, row.at_least is not None and score >= row.at_least)
        lowest = min(one.percent for one in attained)
        values = {"each": lowest, "whole": score}
        for name, (what, bound) in _gates(clause):
            self._note(name, values[what] >= bound)

    def apply(self, clause: Clause, line: Line) -> None:
        """A line was recomputed and compared: each row of its rule was applied in it, or was not."""
        applied = {part.row for part in line.parts}
        terms = clause.terms
        if isinstance(terms, LevelCommission | Matching):
            for number, name in enumerate(_depth_rows(clause), start=1):
                self._note(name, number in applied)
        if not isinstance(terms, Commission):
            return
        for number, (name, row) in enumerate(_rows(clause), start=1):
            if row.at_least is None or terms.chosen_by.startswith("measure/"):
                self._note(name, number in applied)
            elif carries(terms) and line.draft is not None and line.draft.chosen is not None:
                self._note(name, line.draft.chosen >= row.at_least)

    def climb(self, edition: Edition, standing: Standing) -> None:
        """Tiers were recomputed for a standing and compared with what is printed."""
        for name, atom in _climbs(edition):
            self._test(name, atom, standing, edition)

    def _test(self, name: str, atom: Atom, standing: Standing, edition: Edition) -> None:
        if _is_plain(atom):
            assert isinstance(atom, MetricIs)
            value = standing.metrics.get(atom.metric)
            if value is not None:
                self._note(name, value >= atom.bound)
        elif standing.life is not None:
            # Without a life, as in an example, whatever only a life can tell holds by agreement.
            self._note(name, holds(atom, standing, edition))

    def _note(self, name: str, side: bool) -> None:
        self.sides.setdefault(name, set()).add(side)

    def examined(self) -> int:
        """How many rows and tests had compared values on both sides."""
        return sum(1 for seen in self.sides.values() if len(seen) == 2)

    @property
    def met(self) -> bool:
        """Whether any row or test had compared values at all."""
        return any(self.sides.values())

    def unexamined(self) -> list[str]:
        """Those that had not, with the side that is missing; the lowest row from 0 has only one side."""
        return sorted(
            f"{name}: nothing {'below' if True in seen else 'at or above' if seen else 'on either side'}"
            for name, seen in self.sides.items()
            if len(seen) < 2
        )


def _is_plain(atom: Atom) -> bool:
    """Whether a test compares a metric of the same window with a printed figure."""
    return isinstance(atom, MetricIs) and atom.amount is None and not atom.values and atom.shift is None


def _atoms(condition: Condition | None) -> Iterator[Atom]:
    for one in conditions_of(condition):
        if not isinstance(one, AllOf | AnyOf | Not):
            yield one


def _label(atom: Atom) -> str:
    if isinstance(atom, MetricIs):
        return atom.metric
    if isinstance(atom, TierAtLeast):
        return f"tier {atom.tier}"
    if isinstance(atom, TierIs):
        return f"tier {' '.join(atom.tiers)}"
    if isinstance(atom, CoursePassed):
        return f"course {atom.course}"
    if isinstance(atom, LineIs):
        return f"line {atom.clause}"
    return type(atom).__name__.lower()


def _named(start: str, conditions: list[Condition | None]) -> Iterator[tuple[str, Atom]]:
    """The metric comparisons first under the numbers that they always had, then every other test."""
    found = [atom for condition in conditions for atom in _atoms(condition)]
    for number, atom in enumerate((one for one in found if _is_plain(one)), start=1):
        yield f"{start} {number} {_label(atom)}", atom
    for number, atom in enumerate((one for one in found if not _is_plain(one)), start=1):
        yield f"{start} test {number} {_label(atom)}", atom


def _rows(clause: Clause) -> Iterator[tuple[str, Bracket]]:
    if isinstance(clause.terms, Commission | Differential | Attainment):
        for number, row in enumerate(clause.terms.rows, start=1):
            yield f"{clause.id}/{clause.version} row {number}", row


def _gates(clause: Clause) -> Iterator[tuple[str, tuple[str, Fraction]]]:
    """The least attainment with which anything is paid: of each figure, and overall."""
    if isinstance(clause.terms, Attainment):
        found = {"each": clause.terms.gate_each, "whole": clause.terms.gate_whole}
        for what, bound in found.items():
            if bound is not None:
                yield f"{clause.id}/{clause.version} gate {what}", (what, bound)


def _depth_rows(clause: Clause) -> Iterator[str]:
    if isinstance(clause.terms, LevelCommission | Matching):
        for number, _ in enumerate(clause.terms.walk.rows, start=1):
            yield f"{clause.id}/{clause.version} row {number}"


def _tests(clause: Clause) -> Iterator[tuple[str, Atom]]:
    terms = clause.terms
    if terms is None:
        return
    start = f"{clause.id}/{clause.version}"
    yield from _named(f"{start} condition", [terms.earns])
    if isinstance(terms, LevelCommission | Matching):
        yield from _named(f"{start} counted", [terms.walk.counted])
    if isinstance(terms, LevelCommission):
        yield from _named(f"{start} less", [terms.less])
    if isinstance(terms, Matching):
        yield from _named(f"{start} where", [terms.where])
    if isinstance(terms, Deduction):
        yield from _named(f"{start} whose", [terms.whose])
    if isinstance(terms, Commission):
        for number, row in enumerate(terms.rows, start=1):
            yield from _named(f"{start} row {number} when", [row.when])


def _climbs(edition: Edition) -> Iterator[tuple[str, Atom]]:
    for ladder in edition.ladders.values():
        for tier in ladder.tiers:
            yield from _named(f"ladder/{ladder.id} {tier.id}", [tier.reach])
            yield from _named(f"ladder/{ladder.id} {tier.id} kept", [tier.keep])
