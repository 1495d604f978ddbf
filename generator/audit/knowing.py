"""What was known on a day: rows that were recorded later stand apart before anything else is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

RECORDED = "recorded_at"
UNDATED = ("partners", "rates", "splits")  # known always, where nothing is recorded


@dataclass
class Named:
    """Ids that rows give themselves, in rows that were known and in rows that were not."""

    known: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)

    def note(self, name: str, *, later: bool) -> None:
        """Note an id of a row."""
        (self.later if later else self.known).add(name)

    def unknown(self, name: str) -> bool:
        """Whether there is such an id, and none of its rows was known."""
        return name in self.later and name not in self.known


@dataclass
class Knowing:
    """What was known on a day; partners are read first, then sales, then what rests on them."""

    day: date
    partners: Named = field(default_factory=Named)
    sales: Named = field(default_factory=Named)
    splits: Named = field(default_factory=Named)  # by the sale that they divide

    def later(self, table: str, cells: Mapping[str, object]) -> bool:
        """Whether a row was not known yet; what it is called is noted for the rows that name it."""
        found = self._later(table, cells)
        if table == "partners":
            self.partners.note(_text(cells, "partner"), later=found)
        if table == "sales" and not _text(cells, "return_of"):
            self.sales.note(_text(cells, "sale"), later=found)
        if table == "splits":
            self.splits.note(_text(cells, "sale"), later=found)
        return found

    def _later(self, table: str, cells: Mapping[str, object]) -> bool:
        recorded, own = cells.get(RECORDED), cells.get("date")
        dated = table not in UNDATED and "date" in cells
        if dated and not isinstance(own, date):
            return False  # a row whose date cannot be read is known, and rejected
        if recorded is not None and not isinstance(recorded, date):
            return False
        days = [one for one in (recorded, own if dated else None) if isinstance(one, date)]
        if days and max(days) > self.day:
            return True
        if table != "partners" and self.partners.unknown(_text(cells, "partner")):
            return True
        return any(self.sales.unknown(sale) for sale in _rests_on(table, cells))


def _rests_on(table: str, cells: Mapping[str, object]) -> list[str]:
    """The sales that a row takes something from."""
    if table in ("sales", "returns"):
        return [_text(cells, "return_of")]
    if table == "splits" or (table == "sale_lines" and not {"partner", "date"} <= set(cells)):
        return [_text(cells, "sale")]
    return []


def _text(cells: Mapping[str, object], column: str) -> str:
    cell = cells.get(column)
    return cell if isinstance(cell, str) else ""


def known_agreements(loaded: object, day: date | None) -> object:
    """What people agreed, without what was written down after a day."""
    if day is None or not isinstance(loaded, dict):
        return loaded
    return {
        key: [one for one in entries if not _after(one, day)] if isinstance(entries, list) else entries
        for key, entries in loaded.items()
    }


def decided(loaded: object, day: date) -> object:
    """What people booked by hand, without what was written down, or is dated where nothing says when, after a day."""
    if not isinstance(loaded, dict):
        return loaded
    dated = {
        key: [
            {**one, RECORDED: one.get("date")} if isinstance(one, dict) and not one.get(RECORDED) else one
            for one in entries
        ]
        for key, entries in loaded.items()
        if isinstance(entries, list)
    }
    return known_agreements({**loaded, **dated}, day)


def _after(entry: object, day: date) -> bool:
    recorded = entry.get(RECORDED) if isinstance(entry, dict) else None
    return isinstance(recorded, str) and date.fromisoformat(recorded) > day
