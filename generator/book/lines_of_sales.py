"""Lines of sales: rows that take partner, date, customer and status from the counted sale that they name."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from generator.book.book import TableColumns
from generator.book.cells import RawColumn
from generator.book.mapping import SourceColumn
from generator.book.opened import SOLD, Opened
from generator.book.sql import one_row, quoted
from generator.source import Diagnosed, Diagnostic

_TAKEN = ("partner", "date", "customer", "status")


def beside(opened: Opened) -> str:
    """The name of the view of lines beside their sales."""
    return f"beside_{opened.number}"


def beside_their_sales(con: duckdb.DuckDBPyConnection, opened: Opened, sales: TableColumns) -> Opened:
    """The source with the columns that it takes from the view `sales`; `#sold` is empty where there is none.

    Raises Diagnosed lines-without-sale where two counted sales have one id.
    """
    twice = "SELECT sale FROM sales WHERE sale IS NOT NULL GROUP BY sale HAVING count(*) > 1"
    count, example = one_row(con, f"SELECT count(*), min(sale)::VARCHAR FROM ({twice})")
    if count:
        raise Diagnosed([_twice(opened, int(count), str(example))])
    taken = [name for name in _TAKEN if name not in opened.source.columns and name in sales.columns]
    columns = dict(opened.columns)
    mapped = dict(opened.source.columns)
    shown = [f"s.sale AS {quoted(SOLD)}"]
    for name in taken:
        known = sales.columns[name]
        sql, kind = quoted(f"#{name}"), known.sql_type
        if name == "partner":
            kind = str(one_row(con, "SELECT any_value(typeof(partner)) FROM sales")[0] or "VARCHAR")
        value = f"s.{quoted(name)}"
        if name == "date":
            timed = "at" in sales.columns
            value, kind = ('coalesce(s."at", s.date::TIMESTAMP)', "TIMESTAMP") if timed else (value, "DATE")
        shown.append(f"{value} AS {sql}")
        columns[f"#{name}"] = RawColumn(sql, kind, ends="none")
        mapped[name] = SourceColumn(
            column=f"#{name}", empty="allowed" if name in ("customer", "status") else None
        )
    columns[SOLD] = RawColumn(quoted(SOLD), sales.columns["sale"].sql_type, ends="none")
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {beside(opened)} AS SELECT l.*, {', '.join(shown)} "
        f"FROM {opened.relation} l LEFT JOIN sales s ON s.sale::VARCHAR = {opened.raw('sale').text}"
    )
    source = opened.source.model_copy(update={"columns": mapped})
    return replace(opened, source=source, columns=columns, relation=beside(opened))


def _twice(opened: Opened, count: int, example: str) -> Diagnostic:
    return Diagnostic(
        "lines-without-sale",
        opened.place("files"),
        "One id stands for two sales." if count == 1 else f"{count} ids stand for more than one sale each.",
        label=f"lines of `{example}` belong to both" if count == 1 else f"such as lines of `{example}`",
        consequence="A line could count for two partners.",
        cure="Give each sale an id of its own in all sources of `sales`.",
    )
