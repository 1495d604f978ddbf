"""What the figures of all windows of one settlement share: agreements, standings, events, and the lines made so far."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from generator.book.book import Book
from generator.rules.contract import Lines, Texts
from generator.rules.exact import Flags, Integers
from generator.settlement.agreed import Agreed
from generator.settlement.carrying import CarriedStates
from generator.settlement.funds import Funds
from generator.settlement.standing import Standings
from generator.terms.calendar import Span
from generator.terms.condition import EventPresent
from generator.terms.programme import Programme

Days = npt.NDArray[np.datetime64]
Made = tuple[str, Integers, Integers]
"""Lines as rules read them that come later: the kind, whom, and how much in minor units, a deduction's above zero."""


class Around:
    """What surrounds every window of one settlement. Raises Diagnosed where an agreement does not fit the programme."""

    def __init__(self, programme: Programme, book: Book, funds: Funds) -> None:
        self._programme = programme
        self._book = book
        self._size = len(book.partners.ids)
        self.units = programme.metric_units()
        self.agreed = Agreed(programme, book)
        self.states = CarriedStates(self._size)
        self.funds = funds
        self.standings = Standings(programme.ladders, book.partners.joined_on, self.agreed.tiers)
        self._lines: dict[tuple[str, date], Lines] = {}
        self._made: dict[date, dict[tuple[str, str], Made]] = {}
        self._events: dict[tuple[str, str | None], tuple[Integers, Days]] = {}
        self._texts: dict[str, Texts] = {}

    def texts(self, column: str) -> Texts:
        """The segment, the region or the position of each partner, None where there is none."""
        if column not in self._texts:
            partners = self._book.partners
            cells = {
                "segment": partners.segment,
                "region": partners.region,
                "position": partners.position,
            }[column]
            self._texts[column] = np.array(cells, dtype=np.object_)
        return self._texts[column]

    def made_in(self, first: date) -> dict[tuple[str, str], Made]:
        """The lines of each clause and unit of pay of the period that begins on `first`, as rules read them."""
        return self._made.setdefault(first, {})

    def post(self, clause: str, first: date, lines: Lines) -> None:
        """Keep the lines of a clause for the period that begins on `first`."""
        self._lines[clause, first] = lines

    def has_line(self, clause: str, on: date, capped: bool | None) -> Flags:
        """Who has a line of a clause in the period in which a day lies, whatever its cap did unless `capped` asks."""
        flags = np.zeros(self._size, dtype=np.bool_)
        lines = self._lines.get((clause, self._programme.cycle.period_of(on).first))
        if lines is not None:
            asked = lines.who >= 0
            if capped is not None:
                asked &= lines.capped == capped
            flags[lines.who[asked]] = True
        return flags

    def event_present(self, event: EventPresent, over: Span) -> Flags:
        """Who has a row of an event in its window, taken at the end of some days."""
        who, days = self._rows(event.event, event.subject)
        window = event.window
        if window.personal:
            first, last = window.personal_days(self._book.partners.joined_on[who], over.last)
            inside = (days >= first) & (days <= last)
        else:
            span = window.days(over, self._programme.cycle)
            inside = (days >= np.datetime64(span.first)) & (days <= np.datetime64(span.last))
        flags = np.zeros(self._size, dtype=np.bool_)
        flags[who[inside]] = True
        return flags

    def _rows(self, event: str, subject: str | None) -> tuple[Integers, Days]:
        """Partner row and day of each counted row of an event."""
        key = event, subject
        if key not in self._events:
            self._events[key] = self._read(event, subject)
        return self._events[key]

    def _read(self, event: str, subject: str | None) -> tuple[Integers, Days]:
        known = self._book.tables["events"].columns if "events" in self._book.tables else {}
        if not known or (subject is not None and "subject" not in known):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype="datetime64[D]")
        more, values = ("", [event]) if subject is None else (" and e.subject::varchar = ?", [event, subject])
        found = self._book.con.execute(
            "select p.row::bigint as who, e.date as day from events e join partners p on p.partner_key = e.partner "
            f"where e.event::varchar = ?{more} order by who, day",
            values,
        ).fetchnumpy()
        return (
            np.asarray(found["who"], dtype=np.int64),
            np.ma.filled(np.ma.asarray(found["day"], dtype="datetime64[D]"), np.datetime64("NaT")),
        )
