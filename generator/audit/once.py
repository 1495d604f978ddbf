"""What a rule has paid for already, where it pays only for the earliest of its like, whoever has its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.audit.calendar import Period, period_of
from generator.audit.kinds import Unit
from generator.audit.terms import OF_ROWS

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning

Key = tuple[object, ...]
Paid = dict[Key, Key]  # what has been paid for, each with the row that it was paid for
What = tuple[str, str]  # partner | recruit | customer | sale | event; the window in which it is paid once


def row_of(unit: Unit) -> Key:
    """The row for which a line is; nothing for a line over a window."""
    return () if unit.row is None else (unit.table, unit.row.file, unit.row.number)


def span_of(reckoning: Reckoning, window: str, unit: Unit, place: int) -> Period | None:
    """The stretch of days in which a line of a settled period lies; None for all time."""
    if window in ("", "lifetime"):
        return None
    return reckoning.settled[place] if window == "period" else period_of(unit.day, window)


class Once:
    """What the lines of earlier periods have paid for, by rule; all versions of it count."""

    def __init__(self, reckoning: Reckoning) -> None:
        self.reckoning = reckoning
        self._whats: dict[str, tuple[What, ...]] = {}
        self._before: dict[tuple[str, int, What], Paid] = {}

    def whats(self, clause: str) -> tuple[What, ...]:
        """What the versions of a rule pay once."""
        if clause not in self._whats:
            all_terms = (one.terms for one in self.reckoning.versions.get(clause, []))
            carried = (terms.carriers for terms in all_terms if terms is not None)
            self._whats[clause] = tuple(
                dict.fromkeys((one.once, one.once_within) for one in carried if one.once)
            )
        return self._whats[clause]

    def is_shared(self, clause: str) -> bool:
        """Whether some version pays once for what belongs to no partner: lines of others then count, too."""
        return any(each in OF_ROWS for each, _ in self.whats(clause))

    def mark(self, who: str, what: What, unit: Unit, place: int) -> Key | None:
        """What a line of a settled period is the only one of, and in which stretch of days; None if of nothing."""
        mark = self._mark(who, what[0], unit)
        span = span_of(self.reckoning, what[1], unit, place)
        return mark if mark is None or span is None else (*mark, span.first)

    def _mark(self, who: str, each: str, unit: Unit) -> Key | None:
        """Whom or what a line is for; an empty customer or sale is nobody else's."""
        if each == "partner":
            return (who,) if who else None  # what goes to the house is of no partner
        if each == "recruit":
            return (unit.recruit,)
        if unit.row is None:
            return None  # an earlier version paid for a window, which is no row
        table, row = self.reckoning.table(unit.table), unit.row

        def cell(name: str) -> str:
            return str(row.cells[table.place(name)] or "") if name in table.columns else ""

        if each == "event":
            return (row.partner, cell("event"), cell("subject"))
        name = cell(each)
        if each == "sale" and row.part:
            return (name, row.partner)  # each part of a sale is a sale of its own
        return (name,) if name else row_of(unit)

    def before(self, account: Account | None, clause: str, what: What, place: int) -> Paid:
        """What a rule has paid for in earlier periods: to everybody and the house, or of one partner alone."""
        if what[0] not in OF_ROWS:
            found: Paid = {}
            for earlier in range(place if account is not None else 0):
                assert account is not None
                self._add(found, account, clause, what, earlier)
            return found
        key = (clause, place, what)
        if key not in self._before:
            found = self._before[key] = {}
            if place:
                found |= self.before(None, clause, what, place - 1)
                for one in self.reckoning.accounts():
                    self._add(found, one, clause, what, place - 1)
                for _, draft, _ in self.reckoning.network.house(place - 1, clause):
                    self._note(found, "", what, draft.unit, place - 1)
        return self._before[key]

    def _add(self, found: Paid, account: Account, clause: str, what: What, place: int) -> None:
        for line in self.reckoning.paying.lines(account, clause, place):
            if line.unit is not None:
                self._note(found, account.partner.id, what, line.unit, place)

    def _note(self, found: Paid, who: str, what: What, unit: Unit, place: int) -> None:
        mark = self.mark(who, what, unit, place)
        if mark is not None:
            found.setdefault(mark, row_of(unit))
