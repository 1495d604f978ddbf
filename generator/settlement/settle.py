"""Settles a programme over a book: every clause in force, for every period, for every partner."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from generator.book.book import Book
from generator.rules import TAKING
from generator.rules.contract import Carried, all_lines
from generator.rules.editions import edition_on
from generator.rules.order import clause_order
from generator.rules.past import Past
from generator.settlement.around import Around
from generator.settlement.boards import asked_by_boards
from generator.settlement.ceilings import ceiling_members, under_ceiling
from generator.settlement.courses import CoursePasses
from generator.settlement.figures import PeriodFigures
from generator.settlement.foresight import asked_by_conditions, asked_by_metrics, check_placement
from generator.settlement.funds import Funds
from generator.settlement.goals import asked_by_goals
from generator.settlement.groups import group_members, only_the_largest
from generator.settlement.metrics import Kernel
from generator.settlement.paying import ClauseLines, pay, spans_asked
from generator.settlement.plan import Plan, make_plan
from generator.terms.calendar import Period, Span
from generator.terms.edition import Edition
from generator.terms.pay import MONEY
from generator.terms.programme import Programme
from generator.terms.version import boundaries, in_force
from generator.terms.window import Window, windows_ending_in


@dataclass(frozen=True)
class PeriodResult:
    """One settled period: its edition, its figures and its lines in the order of the clauses and their windows.

    `carried` says, by clause and name, how what clauses remember of each partner moved in it.
    """

    period: Period
    edition: Edition
    figures: PeriodFigures
    clauses: tuple[ClauseLines, ...]
    carried: Mapping[tuple[str, str], Carried]

    def earned(self, unit: str = MONEY) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The sum of lines of each partner in a unit of pay, in minor units."""
        total = np.zeros(self.figures.size, dtype=np.int64)
        for one in self.clauses:
            if one.unit != unit:
                continue
            own = one.lines.who >= 0
            np.add.at(total, one.lines.who[own], one.lines.amount[own])
        return total


@dataclass(frozen=True)
class Settlement:
    """All settled periods of a programme, oldest first."""

    programme: Programme
    book: Book
    plan: Plan
    results: tuple[PeriodResult, ...]

    @property
    def line_count(self) -> int:
        """How many lines the ledger has."""
        return sum(len(one.lines.amount) for result in self.results for one in result.clauses)


def settle(
    programme: Programme,
    book: Book,
    all_editions: Sequence[Edition],
    on: date,
    progress: Callable[[str], None] = lambda _: None,
    *,
    make: type[PeriodFigures] = PeriodFigures,
    endless: bool = False,
) -> Settlement:
    """Settle every period from the programme's start to the one in which `on` lies; `make` are the figures read.

    `endless` where no window is the last one, as in examples.

    Raises OverflowError where exact integers leave int64, UnknownColumn where a measure has no source.
    """
    periods, plan = plan_of(programme, book, on)
    kernel = Kernel.of(book, plan)
    passes = CoursePasses.of(book, programme)
    around = Around(programme, book, Funds(programme, all_editions, endless=endless))
    size = len(book.partners.ids)
    past = {name: Past(size) for name in programme.clauses}
    results: list[PeriodResult] = []
    for period in periods:
        progress(period.name)
        figures = make(programme, book, period, kernel, passes, around)
        around.standings.enter(figures)
        around.states.enter()
        made = _period(programme, figures, around, past)
        edition = edition_on(tuple(all_editions), period.first)
        results.append(PeriodResult(period, edition, figures, made, around.states.now()))
    return Settlement(programme, book, plan, tuple(results))


def plan_of(programme: Programme, book: Book, on: date) -> tuple[tuple[Period, ...], Plan]:
    """The periods from the programme's start to the one of `on`, and the plan of their metrics.

    Raises UnknownColumn.
    """
    periods = programme.cycle.between(programme.file.starts, on)
    asked = [
        *spans_asked(programme, periods),
        *asked_by_metrics(programme, periods),
        *asked_by_conditions(programme, periods),
        *asked_by_boards(programme, periods),
        *asked_by_goals(book, periods, programme.cycle),
    ]
    check_placement(programme, book.tables)
    return periods, make_plan(programme, periods, book.tables, asked)


def _period(
    programme: Programme, figures: PeriodFigures, around: Around, past: dict[str, Past]
) -> tuple[ClauseLines, ...]:
    """All lines of a period: clauses run in the order of what they read, and stand in the order of pages."""
    groups, ceilings = group_members(programme), ceiling_members(programme)
    made: dict[str, list[ClauseLines]] = {}
    coins = figures.coins
    for name in run_order(programme, figures.span):
        made[name] = pay(programme, name, figures, past[name])
        ready = [name]
        for group, members in groups.items():
            if name in members and all(one in made for one in members):
                made |= only_the_largest(group, {one: made[one] for one in members})
                ready += members
        done = {one for one in made if all(m in made for g in groups.values() if one in g for m in g)}
        for ceiling, members in ceilings.items():
            if set(ready) & set(members) and done >= set(members):
                version = in_force(programme.file.ceilings[ceiling].versions, figures.span.first)
                if version is not None:
                    among = {one: made[one] for one in members}
                    made |= under_ceiling(ceiling, version, among, figures, coins)
                    ready += members
        for one in dict.fromkeys(ready):
            past[one].settled((part.lines, part.window.last, part.unit) for part in made[one])
            around.post(one, figures.span.first, all_lines([part.lines for part in made[one]]))
            clause = programme.clauses[one]
            for unit in dict.fromkeys(unit for version in clause.versions for unit in version.units):
                lines = all_lines([part.lines for part in made[one] if part.unit == unit])
                amount = -lines.amount if clause.kind in TAKING else lines.amount
                figures.settled(one, unit, clause.kind, lines.who, amount)
    return tuple(part for name in programme.clauses for part in made[name])


def run_order(programme: Programme, span: Span) -> tuple[str, ...]:
    """Every clause once, after those that it reads by a version that may be paid with a period.

    These are in force within the period, or on the first day of a longer window, or of a week, that ends in it.
    """
    versions = [one for clause in programme.clauses.values() for one in clause.versions]
    begun = {
        min(
            (window.first for window in windows_ending_in(Window(per), span, programme.cycle)),
            default=span.first,
        )
        for per in {one.per for one in versions if not one.rowwise and one.per not in ("day", "period")}
    }
    within = {day for day in boundaries(versions) if span.first < day < span.last}
    days = [span.last, *sorted(within, reverse=True), span.first, *sorted(begun, reverse=True)]
    return clause_order(programme, dict.fromkeys(days))
