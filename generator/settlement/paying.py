"""Paying: one clause in one period, window by window and version by version, by whom each version holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from generator.rules import MODULES
from generator.rules.coins import coins_in
from generator.rules.contract import Carried, Days, Drafts, Lines
from generator.rules.exact import Column, Flags
from generator.rules.finishing import Course, finish
from generator.rules.past import Past
from generator.rules.pool import PoolVersion
from generator.rules.worth import unit_of_rates
from generator.settlement.figures import PeriodFigures
from generator.settlement.plan import Asked
from generator.terms.calendar import Cycle, Period, Span
from generator.terms.carried import states_of
from generator.terms.clause import ClauseVersion
from generator.terms.pay import MONEY, reward_of
from generator.terms.programme import Programme
from generator.terms.version import boundaries, in_force
from generator.terms.window import Window, windows_ending_in


@dataclass(frozen=True)
class ClauseLines:
    """The lines of one clause and version over one window, all in one `unit`: money, points, or a reward.

    `worth` turned what the rates gave into money; `before` is what the clause had carried of each partner when the
    window began, by the name of the state; `left` is what the window before left in the fund of a pool.
    """

    clause: str
    version: ClauseVersion
    lines: Lines
    window: Span
    worth: Fraction | None = None
    before: Mapping[str, Column] = field(default_factory=dict)
    unit: str = MONEY
    left: Fraction = Fraction(0)


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


def pay(programme: Programme, name: str, figures: PeriodFigures, past: Past) -> list[ClauseLines]:
    """The lines of a clause in the period of `figures`, in the order of windows and versions; `past` learns them."""
    clause = programme.clauses[name]
    units = programme.metric_units()
    made: list[ClauseLines] = []
    past.begin()
    first_day = programme.cycle.period_of(programme.file.starts).first
    counted_in = {_unit(programme, version) for version in clause.versions} - {""}
    changes = {day for unit in counted_in for day in boundaries(programme.file.units[unit].versions)}
    rewards = {reward_of(unit) for version in clause.versions for unit in version.units} & {
        *programme.rewards
    }
    changes |= {day for reward in rewards for day in boundaries(programme.rewards[reward].versions)}
    moves: list[tuple[Mapping[str, Carried], Flags]] = []
    moved = figures.span
    for part in _parts(clause.versions, figures, programme.cycle, changes):
        if part.window.first < first_day:
            continue
        if part.window != moved:  # what is carried moves when all versions of a window are done
            _move(name, moves, figures)
            moved = part.window
        over = figures
        if part.window != figures.span:
            over = figures.over(part.window, part.window.first)
        left = figures.around.funds.left(name)
        if isinstance(part.version, PoolVersion) and part.version.hands_on:
            drafts = figures.around.funds.share(name, part.version, part.window, over)
        else:
            drafts = MODULES[clause.kind].settle(name, part.version, over)
        if part.whom is not None:
            drafts = drafts.of(part.whom[drafts.who] | (drafts.who < 0))
        if part.days is not None and drafts.day is not None:
            inside = (drafts.day >= np.datetime64(part.days.first)) & (
                drafts.day <= np.datetime64(part.days.last)
            )
            drafts = drafts.of(inside)
        worth = worth_on(programme, part.version, (part.days or part.window).first)
        if worth is not None:
            drafts = replace(drafts, owed=drafts.owed.times(worth))
        states = states_of(part.version)
        before = {state: figures.carried(name, state)[0] for state in states}
        for unit, some in _by_unit(part.version, drafts):
            course = Course(part.window.last, past, programme.cycle, unit)
            day = (part.days or part.window).first if reward_of(unit) else figures.period.first
            lines = finish(some, part.version, over, coins_in(programme, unit, day), course, units)
            past.add(lines, part.window.last, unit)
            made.append(ClauseLines(name, part.version, lines, part.window, worth, before, unit, left))
            if states:
                whom = np.ones(figures.size, dtype=np.bool_) if part.whom is None else part.whom
                moves.append((MODULES[clause.kind].carry(name, part.version, over, lines, whom), whom))
    _move(name, moves, figures)
    return made


def _by_unit(version: ClauseVersion, drafts: Drafts) -> Iterator[tuple[str, Drafts]]:
    """Drafts by what they are paid in, which the row of the table says where a version pays in several units."""
    if len(version.units) == 1:
        yield version.units[0], drafts
        return
    each = [version.unit_of_row(row) for row in drafts.row.tolist()]
    for unit in version.units:
        yield unit, drafts.of(np.array([one == unit for one in each], dtype=np.bool_))


def _move(name: str, moves: list[tuple[Mapping[str, Carried], Flags]], figures: PeriodFigures) -> None:
    for moved, whom in moves:
        figures.keep(name, moved, whom)
    moves.clear()


def _unit(programme: Programme, version: ClauseVersion) -> str:
    """The unit in which its rates pay; empty for money, and where the programme declares no unit."""
    return unit_of_rates(version, programme.titles()) if programme.file.units else ""


def worth_on(programme: Programme, version: ClauseVersion, on: date) -> Fraction | None:
    """By what the gain of its rates is multiplied; None for money. Raises LookupError where a unit is worth nothing."""
    unit = _unit(programme, version)
    if not unit:
        return None
    worth = programme.worth(unit, on)
    if worth is None:
        raise LookupError(f"the unit {unit} is worth nothing on {on}")
    return worth


def _parts(
    versions: Sequence[ClauseVersion], figures: PeriodFigures, cycle: Cycle, changes: Set[date]
) -> Iterator[_Part]:
    """`changes` are days on which the worth of a unit changes."""
    joined = figures.joined_on
    for kind in dict.fromkeys("period" if v.rowwise else v.per for v in versions):
        mine = [v for v in versions if (v.rowwise and kind == "period") or v.per == kind]
        windows: tuple[Span, ...] = (figures.span,)
        if kind != "period":
            windows = windows_ending_in(Window(kind), figures.span, cycle)
        for window in windows:
            days = _days_of_versions(mine, window, changes)
            for number, first in enumerate(days):
                last = days[number + 1] - timedelta(days=1) if number + 1 < len(days) else window.last
                some = Span(first, last) if len(days) > 1 else None
                for version, whom in _in_force_for(versions, first, joined):
                    if version in mine:
                        yield _Part(version, window, some, whom)


def _days_of_versions(versions: Sequence[ClauseVersion], window: Span, changes: Set[date]) -> list[date]:
    """The window's first day, and the days inside it on which something begins or ends that goes by the sale's date."""
    days = {window.first}
    for version in versions:
        if version.picks_by == "sale_date":
            days |= {day for day in changes if window.first < day <= window.last}
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
