"""Who has earned which badge, holds which certificate and takes which place, period after period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.calendar import Period, period_of
from generator.audit.everybody import Everybody
from generator.audit.promise import Edition
from generator.audit.standing import holds
from generator.audit.terms_recognition import Leaderboard
from generator.audit.windows import windows_ending_in

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning

PURPOSE = "leaderboards"


@dataclass(frozen=True)
class Badged:
    """A badge that a statement shows: since when, or how often."""

    badge: str
    since: date | None = None
    times: int = 0


@dataclass(frozen=True)
class Certified:
    """A certificate that a statement shows."""

    certificate: str
    course: str
    number: str
    issued: date
    through: date | None


@dataclass(frozen=True)
class Ranked:
    """The place that a statement shows, among how many, and under which name others see it, if they do."""

    board: str
    place: int
    among: int
    name: str | None


@dataclass(frozen=True)
class Ranking:
    """Everybody who is ranked in a window, with the figure and the place of each."""

    board: Leaderboard
    window: Period
    edition: Edition
    figures: Mapping[str, Fraction]

    def place(self, person: str) -> int:
        """The place of somebody, counted from one."""
        mine = self.figures[person]
        return 1 + sum(1 for one in self.figures.values() if one > mine)

    def shown(self, person: str) -> bool:
        """Whether the place of somebody is one of those that may be shown."""
        return self.place(person) <= self.board.best and self.figures[person] > min(self.figures.values())


@dataclass
class Merits:
    """What badges, certificates and leaderboards come to, each worked out once."""

    reckoning: Reckoning
    _held: dict[tuple[str, str, Period], bool] = field(default_factory=dict)
    _rankings: dict[tuple[str, str, Period], Ranking | None] = field(default_factory=dict)

    def badges(self, account: Account, period: Period, edition: Edition) -> Iterator[Badged]:
        """The badges that a statement of a period shows, in the order of the edition."""
        until = [one for one in self.reckoning.settled if one.last <= period.last]
        for name, badge in edition.badges.items():
            held = [one for one in until if self._holds(account, name, one)]
            if badge.lifetime and held:
                yield Badged(name, since=held[0].last)
            elif not badge.lifetime and held and held[-1] == period:
                yield Badged(name, times=len(held))

    def _holds(self, account: Account, name: str, period: Period) -> bool:
        """Whether a badge is earned in a period, by the version and the definitions of its first day."""
        key = (account.partner.id, name, period)
        if key not in self._held:
            edition = self.reckoning.edition_of(period)
            badge = edition.badges.get(name)
            self._held[key] = (
                badge is not None
                and account.is_present(period)
                and holds(badge.earns, account.standing(period, edition), edition)
            )
        return self._held[key]

    def certificates(self, account: Account, period: Period, edition: Edition) -> Iterator[Certified]:
        """The certificates that a statement of a period shows."""
        standing, partner = account.standing(period, edition), account.partner.id
        for name, one in edition.certificates.items():
            if not standing.courses[one.course]:
                continue
            issued = self.reckoning.passes.until(partner, one.course, period.last)[-1]
            course = edition.courses[one.course]
            through = course.through(issued) if course.term is not None else None
            yield Certified(name, one.course, f"{one.prefix}-{partner}-{issued:%Y%m%d}", issued, through)

    def places(self, account: Account, period: Period) -> Iterator[Ranked]:
        """The places that a statement of a period which has ended shows, of each list the last one."""
        partner = account.partner.id
        for name in self.boards():
            ending = (
                self.ranking(name, per, window)
                for per in self._spans_of(name)
                for window in windows_ending_in(per, period, "")
            )
            last = max(
                (one for one in ending if one is not None),
                key=lambda one: (one.window.last, one.window.first),
                default=None,
            )
            if last is None or partner not in last.figures or len(last.figures) < last.board.at_least:
                continue
            shown = self.reckoning.records.personal.name_for(partner, PURPOSE, period.last)
            yield Ranked(name, last.place(partner), len(last.figures), shown)

    def boards(self) -> list[str]:
        """All leaderboards, in the order of the latest edition; earlier ones after them."""
        found: dict[str, None] = {}
        for edition in reversed(self.reckoning.editions):
            found |= dict.fromkeys(edition.leaderboards)
        return list(found)

    def _spans_of(self, name: str) -> list[str]:
        boards = (edition.leaderboards.get(name) for edition in self.reckoning.editions)
        return sorted({one.per for one in boards if one is not None})

    def newest(self, name: str) -> Ranking | None:
        """The ranking of the newest window that is over; None where there is none yet."""
        start, on = self.reckoning.settled[0].first, self.reckoning.last
        found: list[Ranking] = []
        for per in self._spans_of(name):
            day = start
            while day <= on:
                window = period_of(day, self.reckoning.rhythm if per == "period" else per)
                if per != "period":
                    window = Period(window.first, window.last, "")
                one = self.ranking(name, per, window) if window.last < on else None
                if one is not None:
                    found.append(one)
                day = window.last + timedelta(days=1)
        return max(found, key=lambda one: (one.window.last, one.window.first), default=None)

    def ranking(self, name: str, per: str, window: Period) -> Ranking | None:
        """Who is ranked in a window; None where no version of its length was in force on the first day."""
        key = (name, per, window)
        if key not in self._rankings:
            self._rankings[key] = self._ranking(name, per, window)
        return self._rankings[key]

    def _ranking(self, name: str, per: str, window: Period) -> Ranking | None:
        reckoning = self.reckoning
        edition = reckoning.edition_at(window.first)
        board = edition.leaderboards.get(name)
        if board is None or board.per != per or window.first < reckoning.settled[0].first:
            return None
        everybody = Everybody(reckoning, window, edition, window)
        figures = {
            person: figure
            for person, figure in everybody.figures(board.metric).items()
            if figure > 0 and self._takes_part(board, everybody, person)
        }
        return Ranking(board, window, edition, figures)

    def _takes_part(self, board: Leaderboard, everybody: Everybody, person: str) -> bool:
        partner = self.reckoning.records.partners[person]
        if partner.left is not None and partner.left <= everybody.window.last:
            return False
        segment = everybody.edition.segments.get(partner.segment, "")
        if board.segments and segment not in board.segments:
            return False
        return board.entry is None or everybody.holds(board.entry, person)
