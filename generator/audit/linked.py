"""Rows that name the sale which they take back: they count on its day, with its partner and its particulars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.audit.rawfiles import RawUnreadable
from generator.audit.records import DATES, Partner, RawTable, Row

HAPPENED = "happened"
LINK = "return_of"
NOT_TAKEN = ("sale", LINK)


def counted_sales(sales: RawTable | None) -> dict[str, Row]:
    """The counted sales by their ids, without what takes others back."""
    if sales is None or "sale" not in sales.columns:
        raise RawUnreadable("rows name a sale, and there is no table of sales with the column sale")
    place = sales.place("sale")
    found: dict[str, Row] = {}
    for row in sales.counted():
        if not row.linked:
            found.setdefault(str(row.cells[place]), row)
    return found


@dataclass
class Linked:
    """Rows that took something from their sales, with the cells that they have themselves."""

    table: RawTable
    own: dict[int, tuple[object, ...]]
    rows: list[Row]

    def undo(self) -> None:
        """A row that is rejected after all stands in the lists as it was written, on its own day."""
        at = self.table.place("date")
        for row in self.rows:
            own = self.own.get(id(row))
            if row.reason and own is not None:
                day = own[at]
                row.cells = (*own, *(None for _ in row.cells[len(own) :]))
                row.day = day if isinstance(day, date) else None


def link(table: RawTable, sales: RawTable, partners: Mapping[str, Partner], on: date) -> Linked:
    """Judge the rows of a table that name their sale; they take from it what they lack."""
    counted = counted_sales(sales)
    taken = [name for name in sales.columns if is_text(sales, name) and name not in NOT_TAKEN]
    own_columns = list(table.columns)
    further = [name for name in taken if name not in own_columns]
    for one in table.rows:
        one.cells = (*one.cells, None, *("" for _ in further)) if one.cells else one.cells
    table.columns = [*own_columns, HAPPENED, *further]
    linked = Linked(table, {}, [])
    for waiting in table.waiting:
        found = waiting.row(counted)
        if found is None:
            table.later += 1
            continue
        row = found
        linked.rows.append(row)
        linked.own[id(row)] = row.cells
        happened = row.day
        if row.reason or happened is None:
            continue
        sale = counted[str(row.cells[own_columns.index(LINK)])]
        _take(row, sale, sales, own_columns, further)
        assert row.day is not None
        partner = partners.get(row.partner)
        if partner is not None and row.day < partner.joined:
            row.reason = "before-joining"
        elif partner is not None and partner.left is not None and row.day > partner.left:
            row.reason = "after-leaving"
        elif happened > on:
            row.reason = "after-on"
    table.rows += linked.rows
    table.waiting = []
    return linked


def _take(row: Row, sale: Row, sales: RawTable, columns: list[str], further: list[str]) -> None:
    """Fill a row with what its sale lends it; the day on which it happened stands beside."""
    cells = list(row.cells)
    for at, name in enumerate(columns):
        if name in sales.columns and is_text(sales, name) and name not in NOT_TAKEN and not cells[at]:
            cells[at] = sale.cells[sales.place(name)]
    cells[columns.index("date")] = sale.day
    row.cells = (*cells, row.day, *(sale.cells[sales.place(name)] for name in further))
    row.day, row.time = sale.day, sale.time


def is_text(table: RawTable, name: str) -> bool:
    """Whether a column holds texts."""
    return name not in table.digits and name not in DATES and name != HAPPENED
