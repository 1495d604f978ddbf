"""Winners of contests as others may see them: who won which place, of those who agreed to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from generator.rules import contest
from generator.settlement.boards import Standing, may_be_seen, windows_of
from generator.settlement.settle import PeriodResult, Settlement
from generator.terms.calendar import Span
from generator.terms.recognition import Winners
from generator.terms.version import in_force


def winners_of(settlement: Settlement, on: date) -> Mapping[str, Standing | None]:
    """What others see on a day of each contest: the newest window that has ended; None before the first."""
    boards = settlement.programme.recognition.winners
    return {f"winners/{name}": _newest(one, settlement, on) for name, one in boards.items()}


def _newest(board: Winners, settlement: Settlement, on: date) -> Standing | None:
    programme = settlement.programme
    for result in reversed(settlement.results):
        ended: dict[tuple[date, date], tuple[str, Span]] = {}
        for clause in dict.fromkeys(version.contest for version in board.versions):
            rules = programme.clauses[clause].versions
            for _, window in windows_of(rules, programme, result.period.span):
                shown = in_force(board.versions, window.first)
                if shown is not None and shown.contest == clause and window.last < on:
                    ended[window.last, window.first] = clause, window
        if ended:
            clause, window = ended[max(ended)]
            period = result.period if window == result.period.span else None
            return Standing(window, period, None, _rows(board, clause, window, result, settlement, on))
    return None


def _rows(
    board: Winners, clause: str, window: Span, result: PeriodResult, settlement: Settlement, on: date
) -> tuple[tuple[int, str, None], ...]:
    """The rows that others see, by place, then in the order of the book; none where too few were ranked."""
    figures = result.figures
    at = figures if window == figures.span else figures.over(window, window.first)
    rules = in_force(settlement.programme.clauses[clause].versions, window.first)
    shown = in_force(board.versions, window.first)
    assert isinstance(rules, contest.ContestVersion)
    assert shown is not None
    if len(contest.ranking(rules, at).who) < shown.at_least:
        return ()
    places: dict[int, int] = {}
    for one in result.clauses:
        if one.clause == clause and one.window == window:
            assert isinstance(one.version, contest.ContestVersion)
            ranked = contest.won(one.version, at).ranking
            place = dict(zip(ranked.who.tolist(), ranked.place.tolist(), strict=True))
            won = one.lines.who[(one.lines.who >= 0) & (one.lines.amount > 0)]
            places |= {row: place[row] for row in np.unique(won).tolist()}
    names = may_be_seen(figures.book, "winners", on)
    return tuple(
        (place, names[row], None) for place, row in sorted((p, r) for r, p in places.items()) if row in names
    )
