"""Worked examples: what a person wrote beside the words, run through the same settlement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from generator.rules import MODULES, TAKING
from generator.rules.coins import coins_in
from generator.rules.contract import Rows, Texts
from generator.rules.exact import MINOR_DIGITS, Coins, Column, Flags, Integers, compared
from generator.rules.finishing import finish
from generator.rules.tree import Tree
from generator.settlement.conditions import metric_holds
from generator.settlement.followed import unit_in
from generator.settlement.paying import worth_on
from generator.source import Diagnostic, find
from generator.terms.clause import ClauseVersion, Example
from generator.terms.condition import AllOf, AnyOf, Condition, CoursePassed, MetricIs, NotSo, TierIs, atoms
from generator.terms.numerals import shown
from generator.terms.pay import MONEY, pay_unit
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity, decimals
from generator.terms.recruit_fact import MeasureIs
from generator.terms.row_source import RowSource
from generator.terms.version import in_force


@dataclass(frozen=True)
class GivenFigures:
    """The figures of one invented partner: metrics given outright, the others zero; courses are passed unless
    denied by `but`, and a tier asked for is held unless another is given. So are the lines of clauses, of which
    `kinds` has the kind, and `unit_of` says in what they are. `coins_of` says how lines in a unit of pay are rounded.
    """

    example: Example
    tiers: tuple[str, ...]
    kinds: Mapping[str, str]
    coins_of: Callable[[str], Coins]
    unit_of: Callable[[str, Quantity], str]

    @property
    def coins(self) -> Coins:
        """How lines in money are rounded."""
        return self.coins_of(MONEY)

    def coins_in(self, unit: str) -> Coins:
        """How lines in a unit of pay are rounded."""
        return self.coins_of(unit)

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

    def earned_by(self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str) -> Column:
        """What the lines given come to."""
        return Column.from_fractions([sum(self._lines(clauses, kinds, but, unit), Fraction(0))])

    def lines_above_zero(self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str) -> Integers:
        """What a clause is given counts as one line."""
        return np.array([sum(one > 0 for one in self._lines(clauses, kinds, but, unit))], dtype=np.int64)

    def _lines(self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str) -> list[Fraction]:
        return [
            -given.value if self.kinds[name] in TAKING else given.value
            for name, given in self.example.given.items()
            if name in self.kinds and name != but and (name in clauses or self.kinds[name] in kinds)
            if self.unit_of(name, given) == unit
        ]

    def carried(self, clause: str, state: str) -> tuple[Column, Flags]:
        """Nothing is carried yet."""
        return Column(np.zeros(1, dtype=np.int64), 0), np.zeros(1, dtype=np.bool_)

    @property
    def leaving(self) -> Flags:
        """He stays."""
        return np.zeros(1, dtype=np.bool_)

    def ends(self, window: str) -> bool:
        """Nothing ends with this period."""
        return False

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
            case MetricIs(shift=None):
                return bool(metric_holds(condition, self)[0])
            case CoursePassed(course):
                return course not in self.example.but
            case TierIs(shift=None):
                return self.example.tier is None or self._tier(condition, self.example.tier)
        return True

    def _tier(self, test: TierIs, held: str) -> bool:
        if test.compare == "at_least":
            return self.rank_of(held) >= self.rank_of(test.tier)
        return held in test.named

    def individual(self, name: str) -> tuple[Column, Flags]:
        """Nothing is agreed with him."""
        return Column(np.zeros(1, dtype=np.int64), 0), np.zeros(1, dtype=np.bool_)

    def tier_rank(self, ladder: str) -> Integers:
        """The rank of the tier given; the highest where none is given."""
        tier = self.example.tier
        return np.array([self.rank_of(tier) if tier else len(self.tiers) - 1], dtype=np.int64)

    def rank_of(self, tier: str) -> int:
        """The rank of a tier. Raises LookupError where it does not exist."""
        if tier not in self.tiers:
            raise LookupError(tier)
        return self.tiers.index(tier)

    def earlier(self, count: int) -> GivenFigures:
        """What is given held before, too."""
        return self

    @property
    def segments(self) -> Texts:
        """No segment is given."""
        return np.array([None], dtype=object)

    @property
    def regions(self) -> Texts:
        """No region is given."""
        return np.array([None], dtype=object)

    @property
    def sponsors(self) -> Integers:
        """He stands for sponsor and recruit alike."""
        return np.zeros(1, dtype=np.int64)

    def rows(self, source: RowSource, measures: Sequence[str], texts: Sequence[str] = ()) -> Rows:
        """One row, with measures as given, or zero."""
        one = np.zeros(1, dtype=np.int64)
        day = np.array(["2000-01-01"], dtype="datetime64[D]")
        nothing = {name: np.array([None], dtype=object) for name in texts}
        return Rows(one, day, one, {name: self.metric(name) for name in measures}, nothing)

    def at_sales(self, rows: Rows, table: str, as_of: str) -> GivenFigures:
        """What is given holds at each sale."""
        return self

    def first_rows(self, source: RowSource, measures: Sequence[str], tests: Sequence[MeasureIs] = ()) -> Rows:
        """The same row where it passes."""
        rows = self.rows(source, measures)
        for test in tests:
            value = self.metric(test.measure).of(np.zeros(len(rows.who), dtype=np.int64))
            rows = rows.of(compared(value, test.compare, test.bound.value))
        return rows

    def soon_after_joining(self, rows: Rows, within: Quantity) -> Rows:
        """The row is dated soon enough."""
        return rows


def tiers_for(programme: Programme, version: ClauseVersion) -> tuple[str, ...]:
    """The tiers of the ladder that a clause version speaks of, lowest first; empty where it speaks of none."""
    table = getattr(version, "table", None)
    named = [row.tier for row in table.rows if getattr(row, "tier", None)] if table else []
    if version.earns is not None:
        named += [one for atom in atoms(version.earns) if isinstance(atom, TierIs) for one in atom.named]
    for ladder in programme.ladders.values():
        found = in_force(ladder.versions, version.starts)
        tiers = tuple(t.tier for t in found.tiers) if found else ()
        if named and set(named) <= set(tiers):
            return tiers
    return ()


def run_example(programme: Programme, name: str, version: ClauseVersion, example: Example) -> Fraction:
    """The amount that settlement gives for an example, in what the rule pays in."""
    day = max(version.starts, programme.file.starts)
    kinds = {one: clause.kind for one, clause in programme.clauses.items() if one not in programme.metrics}
    figures = GivenFigures(
        example,
        tiers_for(programme, version),
        kinds,
        partial(coins_in, programme, on=day),
        partial(unit_in, programme, name, version),
    )
    drafts = MODULES[programme.clauses[name].kind].settle(name, version, figures)
    worth = worth_on(programme, version, version.starts)
    if worth is not None:
        drafts = replace(drafts, owed=drafts.owed.times(worth))
    coins = figures.coins_in(version.pays_in)
    lines = finish(drafts, version, figures, coins, units=programme.metric_units())
    return Fraction(int(lines.amount.sum()), 10**MINOR_DIGITS)


def check_examples(programme: Programme) -> Iterator[Diagnostic]:
    """A diagnostic for each example whose amount is not what the rule gives."""
    currency = programme.file.currency
    for name, clause in programme.clauses.items():
        tree = programme.trees[programme.clause_files[name]]
        for number, version in enumerate(clause.versions):
            for at, example in version.short_examples:
                place = find(tree, ("versions", number, "examples", at, "then")).place
                try:
                    paid = run_example(programme.beside(clause.versions, version), name, version, example)
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
                    unit = pay_unit(version.pays_in, currency)
                    yield Diagnostic(
                        "example-disagrees",
                        place,
                        f"This example says {shown(example.then.value, unit, 'en')}, "
                        f"but the rule pays {shown(paid, unit, 'en')}.",
                        consequence="Either the example or the rule does not say what was meant, "
                        "and partners would read both.",
                        cure="Work the example by hand again; then correct it or the rule.",
                    )
