"""Leaderboards: who is ranked over each window, and which places others may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeVar

import numpy as np

from generator.book.agreements import Agreements
from generator.book.book import Book
from generator.book.partners import PartnerTable
from generator.rules.exact import Integers
from generator.settlement.figures import PeriodFigures
from generator.settlement.plan import Asked
from generator.terms.calendar import Period, Span
from generator.terms.clause import ClauseVersion
from generator.terms.programme import Programme
from generator.terms.recognition import LeaderboardVersion
from generator.terms.version import in_force
from generator.terms.window import Window, windows_ending_in


@dataclass(frozen=True)
class Ranking:
    """Who is ranked over one window: rows of partners, their places and their figures, the best first."""

    version: LeaderboardVersion
    window: Span
    who: Integers
    place: Integers
    values: Sequence[Fraction]

    @property
    def open(self) -> bool:
        """Whether enough are ranked for places to be told."""
        return len(self.who) >= self.version.at_least


@dataclass(frozen=True)
class Standing:
    """What others see for one window: place, chosen name and figure of each who may be shown; of winners no figures."""

    window: Span
    period: Period | None
    metric: str | None
    rows: tuple[tuple[int, str, Fraction | None], ...]


V = TypeVar("V", LeaderboardVersion, ClauseVersion)


def windows_of(versions: Sequence[V], programme: Programme, within: Span) -> Iterator[tuple[V, Span]]:
    """The windows that end within some days, each with the version that rules it, the newest last."""
    found: dict[tuple[date, date], tuple[V, Span]] = {}
    for kind in dict.fromkeys(version.per for version in versions):
        for window in windows_ending_in(Window(kind), within, programme.cycle):
            version = in_force(versions, window.first)
            if version is not None and version.per == kind and window.first >= programme.file.starts:
                found[window.last, window.first] = version, window
    yield from (found[key] for key in sorted(found))


def asked_by_boards(programme: Programme, periods: Sequence[Period]) -> Iterator[Asked]:
    """The windows other than periods over which partners are ranked."""
    for board in programme.recognition.leaderboards.values():
        for period in periods:
            for version, window in windows_of(board.versions, programme, period.span):
                if version.per != "period":
                    yield Asked(window, window.first)


def ranking(version: LeaderboardVersion, window: Span, figures: PeriodFigures) -> Ranking:
    """Who is ranked over a window that ends in the period of some figures."""
    at = figures if window == figures.span else figures.over(window, window.first)
    left = figures.book.partners.left_on
    belongs = at.joined & (np.isnat(left) | (left > np.datetime64(window.last)))
    if version.segments:
        belongs &= np.isin(at.segments, version.segments)
    if version.entry is not None:
        belongs &= at.holds(version.entry)
    column = at.metric(version.metric)
    who = np.flatnonzero(belongs & (column.values > 0))
    values = column.of(who).fractions()
    order = sorted(range(len(who)), key=lambda one: (-values[one], one))
    place = np.zeros(len(who), dtype=np.int64)
    for rank, one in enumerate(order):
        before = order[rank - 1] if rank else one
        place[rank] = place[rank - 1] if rank and values[one] == values[before] else rank + 1
    return Ranking(version, window, who[order], place, [values[one] for one in order])


def rankings_of(programme: Programme, figures: PeriodFigures) -> dict[str, Ranking]:
    """For each leaderboard the ranking of the last window that ends in a period."""
    found: dict[str, Ranking] = {}
    for name, board in programme.recognition.leaderboards.items():
        for version, window in windows_of(board.versions, programme, figures.period.span):
            found[name] = ranking(version, window, figures)
    return found


def standings_of(
    programme: Programme, figures: Sequence[PeriodFigures], on: date
) -> Mapping[str, Standing | None]:
    """What others see on a day of each leaderboard: the newest window that has ended; None before the first.

    `figures` are those of all settled periods, oldest first.
    """
    found: dict[str, Standing | None] = {}
    for name, board in programme.recognition.leaderboards.items():
        found[f"leaderboard/{name}"] = None
        for one in reversed(figures):
            ended = [
                pair for pair in windows_of(board.versions, programme, one.period.span) if pair[1].last < on
            ]
            if ended:
                version, window = ended[-1]
                period = one.period if window == one.period.span else None
                rows = _shown(ranking(version, window, one), one, on)
                found[f"leaderboard/{name}"] = Standing(window, period, version.metric, tuple(rows))
                break
    return found


def _shown(ranked: Ranking, figures: PeriodFigures, on: date) -> Iterator[tuple[int, str, Fraction]]:
    """The rows that others see: enough are ranked, the place is among the best and not the last, and they agreed."""
    if not ranked.open:
        return
    names = may_be_seen(figures.book, "leaderboards", on)
    last = ranked.values[-1]
    rows = zip(ranked.who.tolist(), ranked.place.tolist(), ranked.values, strict=True)
    for row, place, value in rows:
        if place <= ranked.version.best and value > last and row in names:
            yield place, names[row], value


def may_be_seen(book: Book, purpose: str, on: date) -> dict[int, str]:
    """The names of those who agreed to a purpose and have not left by a day, by row."""
    left = book.partners.left_on
    gone = set(np.flatnonzero(left <= np.datetime64(on)).tolist())
    names = shown_names(book.partners, book.agreements, purpose, on)
    return {row: name for row, name in names.items() if row not in gone}


def shown_names(partners: PartnerTable, agreements: Agreements, purpose: str, on: date) -> dict[int, str]:
    """Under which name each partner who agreed to a purpose is shown on a day, by row."""
    return {partners.row_of[one.partner]: one.name for one in agreements.consents if one.holds(purpose, on)}


class Placed(NamedTuple):
    """A place on a leaderboard, of how many, and the name under which others may see it."""

    board: str
    place: int
    ranked: int
    name: str | None


def placed_of(programme: Programme, figures: PeriodFigures) -> dict[int, list[Placed]]:
    """The places that statements of an ended period show, by partner row."""
    out: dict[int, list[Placed]] = {}
    book = figures.book
    names = shown_names(book.partners, book.agreements, "leaderboards", figures.period.last)
    for board, ranking in rankings_of(programme, figures).items():
        if ranking.open:
            for row, place in zip(ranking.who.tolist(), ranking.place.tolist(), strict=True):
                placed = Placed(board, place, len(ranking.who), names.get(row))
                out.setdefault(row, []).append(placed)
    return out
