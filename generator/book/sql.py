"""SQL in small: names, texts, and queries that answer with one row."""

from __future__ import annotations

from typing import Any

import duckdb


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def one_row(con: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """The only row of an answer, fetched to its end: a connection with half an answer refuses other work."""
    (row,) = con.execute(query).fetchall()
    return tuple(row)
