"""Winners of contests, as everybody may see them: who has a line of the newest window that is over, at which place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from generator.audit.calendar import Period, period_of
from generator.audit.everybody import Everybody
from generator.audit.kinds import contest
from generator.audit.kinds.contest import Placed
from generator.audit.promise import Clause
from generator.audit.terms_network import Contest

if TYPE_CHECKING:
    from generator.audit.reckoning import Reckoning


@dataclass(frozen=True)
class Won:
    """The newest window of a contest: how many were ranked, and the places of those who won something."""

    name: str
    window: Period | None = None
    per: str = "period"
    ranked: int = 0
    at_least: int = 0
    places: Mapping[str, int] = field(default_factory=dict)

    def rank(self) -> tuple[date, date]:
        """How new it is."""
        return (self.window.last, self.window.first) if self.window is not None else (date.min, date.min)


def contests_shown(reckoning: Reckoning) -> Iterator[Won]:
    """Every contest whose winners are published, in the order of the latest edition; earlier ones after them."""
    names: dict[str, None] = {}
    for edition in reversed(reckoning.editions):
        names |= dict.fromkeys(edition.winners)
    for name in names:
        found = (_won(reckoning, name, window, per) for window, per in _windows(reckoning, name))
        yield max((one for one in found if one is not None), key=Won.rank, default=Won(name))


def _contests(reckoning: Reckoning, clause: str) -> list[tuple[Clause, Contest]]:
    versions = reckoning.versions.get(clause, [])
    return [(one, one.terms) for one in versions if isinstance(one.terms, Contest)]


def _windows(reckoning: Reckoning, name: str) -> Iterator[tuple[Period, str]]:
    """Every window that is over, of each length that the contest had."""
    clauses = {one.winners[name].contest for one in reckoning.editions if name in one.winners}
    lengths = {terms.per for clause in clauses for _, terms in _contests(reckoning, clause)}
    start, on = reckoning.settled[0].first, reckoning.last
    for per in sorted(lengths):
        day = start
        while day <= on:
            window = _window(reckoning, day, per)
            if start <= window.first and window.last < on:
                yield window, per
            day = window.last + timedelta(days=1)


def _window(reckoning: Reckoning, day: date, per: str) -> Period:
    if per == "day":
        return Period(day, day, "")
    if per == "period":
        return period_of(day, reckoning.rhythm)
    one = period_of(day, per)
    return Period(one.first, one.last, "")


def _won(reckoning: Reckoning, name: str, window: Period, per: str) -> Won | None:
    """Who won in a window; None where winners were not published, or the contest was not on, on its first day."""
    edition = reckoning.edition_at(window.first)
    shown = edition.winners.get(name)
    if shown is None:
        return None
    on = [
        terms
        for version, terms in _contests(reckoning, shown.contest)
        if terms.per == per and reckoning.network.in_force(version, window.first)
    ]
    if not on:
        return None
    everybody = Everybody(reckoning, window, edition, window)
    rivals = {
        person
        for terms in on
        for people in contest.rivals_of(terms, everybody, everybody.figures(terms.base)).values()
        for person in people
    }
    return Won(
        name, window, per, len(rivals), shown.at_least, dict(_places(reckoning, shown.contest, window))
    )


def _places(reckoning: Reckoning, clause: str, window: Period) -> Iterator[tuple[str, int]]:
    """Everybody who has a line of a contest for a window, with the place."""
    period = period_of(window.last, reckoning.rhythm)
    for account in reckoning.accounts():
        for line in account.lines(clause, period):
            unit = line.unit
            if unit is None or (unit.window.first, unit.window.last) != (window.first, window.last):
                continue
            (placed,) = line.parts
            assert isinstance(placed, Placed)
            yield account.partner.id, placed.place
