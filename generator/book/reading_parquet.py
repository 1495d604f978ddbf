"""Parquet as a relation of DuckDB: read where it lies, no row passes through Python."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from generator.book.files import DataFile, unreadable
from generator.book.sql import literal, quoted
from generator.source import Place

_VIRTUAL = ("file_index", "file_row_number")


def open_parquet(
    con: duckdb.DuckDBPyConnection, files: Sequence[DataFile], name: str, place: Place, key: str | None = None
) -> tuple[dict[str, tuple[str, ...]], dict[str, str], int]:
    """Make the view `name` over all files, with `#file` (from 0) and `#row` (from 1) besides their columns.

    The number of a row is the figure in the column `key` where there is one, since rows of a database have no order.
    Returns the columns of each file by its name, the DuckDB type of each column, and the number of rows that
    the files' own footers declare. Raises Diagnosed: unreadable-file, column-name-unusable.
    """
    headers: dict[str, tuple[str, ...]] = {}
    schemas: list[object] = []
    rows = 0
    for file in files:
        try:
            with pq.ParquetFile(file.path) as parquet:
                schemas.append(parquet.schema_arrow.remove_metadata())
                headers[file.name] = tuple(parquet.schema_arrow.names)
                rows += parquet.metadata.num_rows
        except (pa.ArrowException, OSError):
            why = "it is no Parquet file, or only a part of one"
            raise unreadable(
                "unreadable-file", place, file, why, "Write it again, or correct `format`."
            ) from None
        taken = [column for column in headers[file.name] if column.lower() in _VIRTUAL]
        if taken:
            why = f"its column `{taken[0]}` has a name that the reader needs for itself"
            raise unreadable("column-name-unusable", place, file, why, "Rename the column in the file.")
    listed = ", ".join(literal(str(file.path)) for file in files)
    united = ", union_by_name = true" if any(schema != schemas[0] for schema in schemas) else ""
    try:
        con.execute(
            f'CREATE TEMP VIEW {quoted(name)} AS SELECT *, CAST(file_index AS INTEGER) AS "#file", '
            f'{quoted(key) if key else "file_row_number + 1"} AS "#row" FROM read_parquet([{listed}]{united})'
        )
    except duckdb.Error:
        why = "a column of it has another type than in the other files of this source"
        raise unreadable(
            "unreadable-file", place, files[-1], why, "Write the files alike, or make two sources of them."
        ) from None
    described = con.execute(f"DESCRIBE {name}").fetchall()
    return headers, {str(row[0]): str(row[1]) for row in described if not str(row[0]).startswith("#")}, rows
