"""The moment of a sale: a window that ends with it, which records come before it, and in which order rows are paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from generator.audit.calendar import Period
from generator.audit.records import RawTable, Row

if TYPE_CHECKING:
    from generator.audit.kinds import Unit
    from generator.audit.reckoning import Reckoning

# Sales are told apart within a day; other records count by their day alone.
SALES = ("sales", "sale_lines")

Key = tuple[date, str, int, str, str, int]


def key_of(table: RawTable, row: Row) -> Key:
    """Where a sale stands among all sales: date, time of day, then its name, the shorter first.

    Rows of one name at one time are one sale; where records have no name, file and row tell them apart.
    """
    assert row.day is not None
    if "sale" in table.columns:
        sale = str(row.cells[table.place("sale")] or "")
        return (row.day, row.time, len(sale), sale, "", 0)
    return (row.day, row.time, 0, "", row.file, row.number)


@dataclass(frozen=True)
class Cut(Period):
    """A window whose last day is that of a sale, with the sale that ends it, counted or not."""

    until: Key
    counted: bool

    def keeps(self, table: RawTable, row: Row) -> bool:
        """Whether a record counts that lies in the days of a window."""
        if table.name not in SALES:
            return True
        key = key_of(table, row)
        return key < self.until or (self.counted and key == self.until)


def at_sale(window: Period, table: RawTable, row: Row, *, after: bool) -> Cut:
    """The window of somebody who is judged at a sale: as far as the sale, and with it if asked for."""
    assert row.day is not None
    return Cut(window.first, row.day, "", key_of(table, row), after)


def row_order(table: RawTable, row: Row) -> tuple[object, ...]:
    """Rows by date, time of day, sale (the shorter text first), source file and row."""
    sale = str(row.cells[table.place("sale")]) if "sale" in table.columns else ""
    return (row.day, row.time, len(sale), sale, row.file, row.number)


def order_of(reckoning: Reckoning, unit: Unit) -> tuple[object, ...]:
    """Where a line over a tree stands among the lines of its rule: by its row, or by the end of its window."""
    if unit.row is None:
        return (unit.window.last,)
    return row_order(reckoning.table(unit.table), unit.row)
