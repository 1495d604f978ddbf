"""Counted records of a close: what came and what went since the close before, so that each state can be had again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb
import pyarrow as pa

SIGN = "sign"


def records_since(
    con: duckdb.DuckDBPyConnection, query: str, earlier: Sequence[pa.Table], last: date | None
) -> pa.Table:
    """The rows of `query` dated `last` or before (None: all) that earlier closes do not hold, with the sign 1; and
    those that they hold and that are gone, with the sign -1. A row that changed is one of each.

    `earlier` are the answers for the closes before, oldest first. Columns may differ between them.
    """
    now = query if last is None else f"select * from ({query}) where date <= date '{last.isoformat()}'"
    if not earlier:
        return con.sql(f"select *, 1::bigint as {SIGN} from ({now})").to_arrow_table()
    held = _register(con, earlier)
    try:
        names = (
            con.sql(
                f"select * from (select *, 1::bigint as {SIGN} from ({now}) limit 0) union all by name "
                f"select * from ({held}) limit 0"
            )
            .to_arrow_table()
            .column_names
        )
        row = ", ".join(f'"{name}"' for name in names if name != SIGN)
        return con.sql(
            f"select {row}, sum({SIGN})::bigint as {SIGN} from ("
            f"select *, 1::bigint as {SIGN} from ({now}) union all by name "
            f"select * replace (-{SIGN} as {SIGN}) from ({held})) "
            f"group by {row} having sum({SIGN}) <> 0 order by all"
        ).to_arrow_table()
    finally:
        _forget(con, earlier)


def records_of(con: duckdb.DuckDBPyConnection, closes: Sequence[pa.Table]) -> pa.Table:
    """The rows as they were known with the last of some closes, each as often as it stood there."""
    held = _register(con, closes)
    try:
        names = con.sql(f"select * from ({held}) limit 0").to_arrow_table().column_names
        row = ", ".join(f'"{name}"' for name in names if name != SIGN)
        return con.sql(
            f"select {row} from (select {row}, sum({SIGN})::bigint as times from ({held}) group by {row}), "
            "range(0, times) order by all"
        ).to_arrow_table()
    finally:
        _forget(con, closes)


def _register(con: duckdb.DuckDBPyConnection, tables: Sequence[pa.Table]) -> str:
    for number, table in enumerate(tables):
        con.register(f"held_{number}", table)
    return " union all by name ".join(f"select * from held_{number}" for number in range(len(tables)))


def _forget(con: duckdb.DuckDBPyConnection, tables: Sequence[pa.Table]) -> None:
    for number in range(len(tables)):
        con.unregister(f"held_{number}")
