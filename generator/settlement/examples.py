"""Worked examples: what a person wrote beside the words, run through the same settlement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from generator.rules import MODULES
from generator.rules.exact import MINOR_DIGITS, Coins, Column, Flags, Integers, compared
from generator.rules.finishing import finish
from generator.rules.tree import Tree
from generator.source import Diagnostic, find
from generator.terms.clause import ClauseVersion, Example
from generator.terms.condition import AllOf, AnyOf, Condition, CoursePassed, MetricIs, NotSo, TierIs, atoms
from generator.terms.numerals import shown
from generator.terms.programme import Programme
from generator.terms.quantity import decimals
from generator.terms.version import in_force


@dataclass(frozen=True)
class GivenFigures:
    """The figures of one invented partner: metrics given outright, the others zero; courses are passed unless
    denied by `but`, and a tier asked for is held unless another is given.
    """

    example: Example
    tiers: tuple[str, ...]

    @property
    def size(self) -> int:
        """One partner."""
        return 1

    @property
    def present(self) -> Flags:
        """He belongs to the programme."""
        return np.ones(1, dtype=np.bool_)

    @property
    def joined(self) -> Flags:
        """He joined."""
        return np.ones(1, dtype=np.bool_)

    def tree(self, name: str) -> Tree:
        """He stands alone."""
        return Tree(np.array([-1], dtype=np.int64))

    def earned_by(self, clauses: Sequence[str], kinds: Sequence[str], but: str) -> Column:
        """Other lines are not given."""
        return Column(np.zeros(1, dtype=np.int64), MINOR_DIGITS)

    def metric(self, name: str) -> Column:
        """The metric as given, or zero."""
        value = self.example.given[name].value if name in self.example.given else Fraction(0)
        digits = decimals(value) or 0
        return Column(np.array([int(value * 10**digits)], dtype=np.int64), digits)

    def holds(self, condition: Condition) -> Flags:
        """Whether a condition holds of what is given."""
        return np.array([self._holds(condition)], dtype=np.bool_)

    def _holds(self, condition: Condition) -> bool:
        match condition:
            case AllOf(inner):
                return all(self._holds(one) for one in inner)
            case AnyOf(inner):
                return any(self._holds(one) for one in inner)
            case NotSo((one,)):
                return not self._holds(one)
            case MetricIs(metric, compare, bound):
                return bool(compared(self.metric(metric), compare, bound.value)[0])
            case CoursePassed(course):
                return course not in self.example.but
            case TierIs(tier):
                return self.example.tier is None or self.rank_of(self.example.tier) >= self.rank_of(tier)

    def tier_rank(self, ladder: str) -> Integers:
        """The rank of the tier given; the highest where none is given."""
        tier = self.example.tier
        return np.array([self.rank_of(tier) if tier else len(self.tiers) - 1], dtype=np.int64)

    def rank_of(self, tier: str) -> int:
        """The rank of a tier. Raises LookupError where it does not exist."""
        if tier not in self.tiers:
            raise LookupError(tier)
        return self.tiers.index(tier)

    def paid_before(self, clause: str) -> Flags:
        """Nothing was paid before."""
        return np.zeros(1, dtype=np.bool_)


def tiers_for(programme: Programme, version: ClauseVersion) -> tuple[str, ...]:
    """The tiers of the ladder that a clause version speaks of, lowest first; empty where it speaks of none."""
    table = getattr(version, "table", None)
    named = [row.tier for row in table.rows] if table else []
    if version.earns is not None:
        named += [atom.tier for atom in atoms(version.earns) if isinstance(atom, TierIs)]
    for ladder in programme.ladders.values():
        found = in_force(ladder.versions, version.starts)
        tiers = tuple(t.tier for t in found.tiers) if found else ()
        if named and set(named) <= set(tiers):
            return tiers
    return ()


def run_example(programme: Programme, name: str, version: ClauseVersion, example: Example) -> Fraction:
    """The amount that settlement gives for an example, in the currency's units."""
    policy = programme.policy(max(version.starts, programme.file.starts))
    coins = Coins(policy.rounding.mode, policy.rounding.digits)
    figures = GivenFigures(example, tiers_for(programme, version))
    drafts = MODULES[programme.clauses[name].kind].settle(name, version, figures)
    lines = finish(drafts, version, figures, coins)
    return Fraction(int(lines.amount.sum()), 10**MINOR_DIGITS)


def check_examples(programme: Programme) -> Iterator[Diagnostic]:
    """A diagnostic for each example whose amount is not what the rule gives."""
    currency = programme.file.currency
    for name, clause in programme.clauses.items():
        tree = programme.trees[programme.clause_files[name]]
        for number, version in enumerate(clause.versions):
            for at, example in enumerate(version.examples):
                place = find(tree, ("versions", number, "examples", at, "then")).place
                try:
                    paid = run_example(programme, name, version, example)
                except LookupError as unknown:
                    yield Diagnostic(
                        "unknown-tier",
                        find(tree, ("versions", number, "examples", at, "given", "tier")).place,
                        f"There is no tier `{unknown.args[0]}` on the ladder that this clause reads.",
                        consequence="The example speaks of a partner who cannot exist.",
                        cure="Use a tier of that ladder.",
                    )
                    continue
                if paid != example.then.value:
                    yield Diagnostic(
                        "example-disagrees",
                        place,
                        f"This example says {shown(example.then.value, currency, 'en')}, "
                        f"but the rule pays {shown(paid, currency, 'en')}.",
                        consequence="Either the example or the rule does not say what was meant, "
                        "and partners would read both.",
                        cure="Work the example by hand again; then correct it or the rule.",
                    )
