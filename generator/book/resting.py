"""What rests on sales: lines, returns and splits take what they do not say themselves from the sale that they name."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from generator.book.book import TableColumns
from generator.book.cells import NUMBER_TYPES, RawColumn, Reading, Unreadable, read_date
from generator.book.mapping import CURRENCY, HAPPENED, RETURN_OF, SourceColumn
from generator.book.opened import SOLD, Opened
from generator.book.sql import one_row, quoted
from generator.book.typed import unfit
from generator.source import Diagnosed, Diagnostic

_TAKEN = {"sale_lines": ("partner", "date", "customer", "status", CURRENCY), "splits": ("date",)}
"""What lines and splits take where their source does not map it; a return takes the day and every text."""


LINKED = "_linked"
"""What the part of a source is called whose rows name another sale."""


def beside(opened: Opened) -> str:
    """The name of the view of rows beside their sales."""
    return f"beside_{opened.key}"


def check_told_apart(con: duckdb.DuckDBPyConnection, opened: Opened, sales: str) -> None:
    """Raises Diagnosed lines-without-sale where two rows of the view `sales` have one id."""
    twice = f"SELECT sale FROM {sales} WHERE sale IS NOT NULL GROUP BY sale HAVING count(*) > 1"
    count, example = one_row(con, f"SELECT count(*), min(sale)::VARCHAR FROM ({twice})")
    if count:
        raise Diagnosed([_twice(opened, int(count), str(example))])


def beside_their_sales(
    con: duckdb.DuckDBPyConnection, opened: Opened, sales: str, known: TableColumns, time_zone: str
) -> Opened:
    """The source with the columns that it takes from the view `sales`; `#sold` is empty where there is none.

    Raises Diagnosed wrong-column-type where a column of dates holds none.
    """
    taking = _Taking(con, opened, sales, known, time_zone)
    source = opened.source
    if source.sale_column == RETURN_OF:
        taking.of_returns()
    else:
        for name in _TAKEN[source.table]:
            if name == "date" and name not in source.columns:
                taking.take("date", *taking.day_of_sale)
            elif name in known.columns and name not in source.columns:
                taking.take(name, _sold(name), taking.type_of(name))
    key = opened.raw(str(source.sale_column)).text
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {beside(opened)} AS SELECT l.*, {', '.join(taking.shown)} "
        f"FROM {opened.relation} l LEFT JOIN {_renamed(sales, known)} ON {_sold('sale')}::VARCHAR = {key}"
    )
    named_in = str(source.sale_column)
    source = source.model_copy(update={"columns": taking.mapped})
    columns = taking.columns | {SOLD: RawColumn(quoted(SOLD), "VARCHAR", ends="none")}
    return replace(opened, source=source, columns=columns, relation=beside(opened), named_in=named_in)


def parted(con: duckdb.DuckDBPyConnection, opened: Opened) -> tuple[Opened, Opened]:
    """The rows of a source of sales that name no other sale, and those that do."""
    given = f"{opened.raw(RETURN_OF).text} IS NOT NULL"
    count = int(one_row(con, f"SELECT count(*) FROM {opened.relation} WHERE NOT ({given})")[0])
    parts = []
    for part, test, rows in (("", f"NOT ({given})", count), (LINKED, given, opened.rows - count)):
        view = f"part_{opened.key}{part}"
        con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS FROM {opened.relation} WHERE {test}")
        parts.append(replace(opened, relation=view, rows=rows, part=part))
    return parts[0], parts[1]


def _sold(name: str) -> str:
    """A column of the sale under a name that no file has."""
    return quoted(f"#sold.{name}")


def _renamed(sales: str, known: TableColumns) -> str:
    return f"(SELECT {', '.join(f'{quoted(name)} AS {_sold(name)}' for name in known.columns)} FROM {sales})"


class _Taking:
    """The columns of a source, with those that come from the sale under names of their own."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        opened: Opened,
        sales: str,
        known: TableColumns,
        time_zone: str,
    ) -> None:
        self.opened = opened
        self.known = known
        self.columns = dict(opened.columns)
        self.mapped = dict(opened.source.columns)
        self.shown = [f"{_sold('sale')}::VARCHAR AS {quoted(SOLD)}"]
        self._time_zone = time_zone
        self._id_type = str(one_row(con, f"SELECT any_value(typeof(partner)) FROM {sales}")[0] or "VARCHAR")

    @property
    def day_of_sale(self) -> tuple[str, str]:
        """SQL of the day of the sale, with the time of day where the sales know it, and its type."""
        if "at" in self.known.columns:
            return f"coalesce({_sold('at')}, {_sold('date')}::TIMESTAMP)", "TIMESTAMP"
        return _sold("date"), "DATE"

    def type_of(self, name: str) -> str:
        """The type of a text of the sale; ids of partners have one that all tables share."""
        return self._id_type if name == "partner" else self.known.columns[name].sql_type

    def take(self, name: str, value: str, kind: str) -> None:
        """One column of the book, made of SQL over the row and its sale."""
        self.shown.append(f"{value} AS {quoted(f'#{name}')}")
        self.columns[f"#{name}"] = RawColumn(quoted(f"#{name}"), kind, ends="none")
        needed = name == "partner" or (name == "date" and self.opened.source.sale_column != RETURN_OF)
        self.mapped[name] = SourceColumn(column=f"#{name}", empty=None if needed else "allowed")

    def of_returns(self) -> None:
        """The day of the sale, the own day besides it, and every text of the sale that the row does not say."""
        linked = f"{self.opened.raw(RETURN_OF).text} IS NOT NULL"
        self.shown[0] = f"CASE WHEN {linked} THEN {_sold('sale')}::VARCHAR ELSE '' END AS {quoted(SOLD)}"
        written = self.opened.source.columns["date"]
        own = self._own_day(written)
        sold, kind = self.day_of_sale
        day = own.value
        if own.moment or kind == "TIMESTAMP":
            sold, day, kind = f"({sold})::TIMESTAMP", own.moment or f"({day})::TIMESTAMP", "TIMESTAMP"
        self.take("date", f"CASE WHEN {linked} THEN {sold} ELSE {day} END", kind)
        self.mapped[HAPPENED] = written
        for name, column in self.known.columns.items():
            if column.type != "text" or name in ("sale", RETURN_OF):
                continue
            if name not in self.opened.source.columns:
                self.take(name, _sold(name), self.type_of(name))
                continue
            raw = self.opened.raw(name)
            if raw.type in NUMBER_TYPES and self.type_of(name) in NUMBER_TYPES:
                self.take(name, f"coalesce({raw.sql}, {_sold(name)})::BIGINT", "BIGINT")
            else:
                self.take(name, f"coalesce({raw.text}, {_sold(name)}::VARCHAR)", "VARCHAR")

    def _own_day(self, written: SourceColumn) -> Reading:
        raw = self.opened.raw("date")
        try:
            return read_date("date", raw, written, self._time_zone)
        except Unreadable as needed:
            raise Diagnosed([unfit(self.opened, "date", raw, needed)]) from None


def _twice(opened: Opened, count: int, example: str) -> Diagnostic:
    return Diagnostic(
        "lines-without-sale",
        opened.place("files"),
        "One id stands for two sales." if count == 1 else f"{count} ids stand for more than one sale each.",
        label=f"rows that name `{example}` belong to both"
        if count == 1
        else f"such as rows that name `{example}`",
        consequence="A row could count for two partners.",
        cure="Give each sale an id of its own in all sources of `sales`.",
    )
