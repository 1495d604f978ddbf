"""Settles a programme over a book: every clause in force, for every period, for every partner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from generator.book.book import Book
from generator.rules import MODULES
from generator.rules.contract import Lines
from generator.rules.editions import edition_on
from generator.rules.exact import Coins, Flags
from generator.rules.finishing import finish
from generator.settlement.courses import CoursePasses
from generator.settlement.figures import PeriodFigures
from generator.settlement.metrics import Kernel
from generator.settlement.plan import Plan, make_plan
from generator.terms.calendar import Period
from generator.terms.clause import ClauseVersion
from generator.terms.edition import Edition
from generator.terms.programme import Programme
from generator.terms.version import in_force


@dataclass(frozen=True)
class ClauseLines:
    """The lines of one clause in one period."""

    clause: str
    version: ClauseVersion
    lines: Lines


@dataclass(frozen=True)
class PeriodResult:
    """One settled period: its edition, its figures and its lines in the order of the clauses."""

    period: Period
    edition: Edition
    figures: PeriodFigures
    clauses: tuple[ClauseLines, ...]

    def earned(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The sum of lines of each partner, in minor units."""
        total = np.zeros(self.figures.size, dtype=np.int64)
        for one in self.clauses:
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
) -> Settlement:
    """Settle every period from the programme's start to the one in which `on` lies.

    Raises OverflowError where exact integers leave int64, UnknownColumn where a measure has no source.
    """
    periods = programme.cycle.between(programme.file.starts, on)
    plan = make_plan(programme, periods, book.tables)
    kernel = Kernel.of(book, plan)
    passes = CoursePasses.of(book)
    paid: dict[str, Flags] = {}
    results: list[PeriodResult] = []
    for period in periods:
        progress(period.name)
        figures = PeriodFigures(programme, book, period, kernel, passes, dict(paid))
        policy = programme.policy(period.first)
        coins = Coins(policy.rounding.mode, policy.rounding.digits)
        made: list[ClauseLines] = []
        for name, clause in programme.clauses.items():
            version = in_force(clause.versions, period.first)
            if version is None:
                continue
            lines = finish(MODULES[clause.kind].settle(name, version, figures), version, figures, coins)
            made.append(ClauseLines(name, version, lines))
            figures.settled(name, clause.kind, lines.who, lines.amount)
            flags = paid.get(name, np.zeros(figures.size, dtype=np.bool_)).copy()
            flags[lines.who[lines.who >= 0]] = True
            paid[name] = flags
        results.append(
            PeriodResult(period, edition_on(tuple(all_editions), period.first), figures, tuple(made))
        )
    return Settlement(programme, book, plan, tuple(results))
