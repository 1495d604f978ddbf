"""Paying: one clause in one period, window by window and version by version, by whom each version holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from generator.rules import MODULES
from generator.rules.contract import Days, Lines
from generator.rules.exact import Coins, Flags
from generator.rules.finishing import Course, finish
from generator.rules.past import Past
from generator.settlement.figures import PeriodFigures
from generator.settlement.plan import Asked
from generator.terms.calendar import Cycle, Period, Span
from generator.terms.clause import ClauseVersion
from generator.terms.programme import Programme
from generator.terms.version import in_force
from generator.terms.window import Window, windows_ending_in


@dataclass(frozen=True)
class ClauseLines:
    """The lines of one clause and version over one window."""

    clause: str
    version: ClauseVersion
    lines: Lines
    window: Span


@dataclass(frozen=True, slots=True)
class _Part:
    """A version over a window, or over some days of it, for some partners (None: for all)."""

    version: ClauseVersion
    window: Span
    days: Span | None
    whom: Flags | None


def spans_asked(programme: Programme, periods: Sequence[Period]) -> Iterator[Asked]:
    """The windows other than periods that clauses read, so that they need no scan of their own."""
    kinds = {v.per for c in programme.clauses.values() for v in c.versions if not v.rowwise}
    for kind in sorted(kinds - {"period"}):
        for period in periods:
            for span in windows_ending_in(Window(kind), period.span, programme.cycle):
                yield Asked(span, span.first)


def pay(
    programme: Programme, name: str, figures: PeriodFigures, past: Past, coins: Coins
) -> list[ClauseLines]:
    """The lines of a clause in the period of `figures`, in the order of windows and versions; `past` learns them."""
    clause = programme.clauses[name]
    units = programme.metric_units()
    made: list[ClauseLines] = []
    past.begin()
    first_day = programme.cycle.period_of(programme.file.starts).first
    for part in _parts(clause.versions, figures, programme.cycle):
        if part.window.first < first_day:
            continue
        over = figures
        if part.window != figures.span:
            over = figures.over(part.window, part.window.first)
        drafts = MODULES[clause.kind].settle(name, part.version, over)
        if part.whom is not None:
            drafts = drafts.of(part.whom[drafts.who] | (drafts.who < 0))
        if part.days is not None and drafts.day is not None:
            inside = (drafts.day >= np.datetime64(part.days.first)) & (
                drafts.day <= np.datetime64(part.days.last)
            )
            drafts = drafts.of(inside)
        course = Course(part.window.last, past, programme.cycle)
        lines = finish(drafts, part.version, over, coins, course, units)
        past.add(lines, part.window.last)
        made.append(ClauseLines(name, part.version, lines, part.window))
    return made


def _parts(versions: Sequence[ClauseVersion], figures: PeriodFigures, cycle: Cycle) -> Iterator[_Part]:
    joined = figures.joined_on
    for kind in dict.fromkeys("period" if v.rowwise else v.per for v in versions):
        mine = [v for v in versions if (v.rowwise and kind == "period") or v.per == kind]
        windows: tuple[Span, ...] = (figures.span,)
        if kind != "period":
            windows = windows_ending_in(Window(kind), figures.span, cycle)
        for window in windows:
            days = _days_of_versions(mine, window)
            for number, first in enumerate(days):
                last = days[number + 1] - timedelta(days=1) if number + 1 < len(days) else window.last
                some = Span(first, last) if len(days) > 1 else None
                for version, whom in _in_force_for(versions, first, joined):
                    if version in mine:
                        yield _Part(version, window, some, whom)


def _days_of_versions(versions: Sequence[ClauseVersion], window: Span) -> list[date]:
    """The window's first day, and the days inside it on which versions begin or end that go by the sale's date."""
    days = {window.first}
    for version in versions:
        if version.picks_by == "sale_date":
            ends = None if version.ends is None else version.ends + timedelta(days=1)
            for day in (version.starts, version.existing_from, ends):
                if day is not None and window.first < day <= window.last:
                    days.add(day)
    return sorted(days)


def _in_force_for(
    versions: Sequence[ClauseVersion], on: date, joined: Days
) -> Iterator[tuple[ClauseVersion, Flags | None]]:
    """The versions in force on a day, each with those for whom it is; None where that is everybody."""
    rest: Flags | None = None
    while True:
        version = in_force(versions, on)
        if version is None:
            return
        if version.existing_from is None or on >= version.existing_from:
            yield version, rest
            return
        later: Flags = joined >= np.datetime64(version.starts)
        yield version, later if rest is None else later & rest
        rest = ~later if rest is None else rest & ~later
        versions = versions[: list(versions).index(version)]
