"""Evidence: the counted records and agreements of a close, kept so that its period can be settled again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from generator.accounts.records import records_of, records_since
from generator.accounts.tables import table_bytes, table_of_bytes
from generator.book.agreements import read_agreements
from generator.book.book import Book, BookColumn, TableColumns
from generator.book.cells import CANONICAL_ID
from generator.book.files import DataFile
from generator.book.partners import UNLISTED, fetch_partners
from generator.book.sources import Sources
from generator.book.sql import one_row, quoted

AGREEMENTS = ("terms.yaml", "overrides.yaml", "adjustments.yaml")
_COLUMNS = b"columns"
_PLACES = ("row", "partner_key", "sponsor_row", "placement_row")
"""Columns of partners that follow from the others, and change for everybody when somebody joins."""
_PRIVATE = ("email", *UNLISTED)
"""Columns of partners from which nothing is computed, and which need not be kept for ever."""
_FILES = "files_of_book"


def record_files(book: Book, last: date, earlier: Callable[[str], Sequence[bytes]]) -> dict[str, bytes]:
    """The files `records/...` of a close: what came and went since the closes before, of which `earlier` has files.

    `last` is the last day of the period: records dated later belong to later closes.
    """
    names = pa.table(
        {"number": list(range(len(book.files))), "file_name": [file.name for file in book.files]},
        schema=pa.schema([("number", pa.int64()), ("file_name", pa.string())]),
    )
    book.con.register(_FILES, names)
    found: dict[str, bytes] = {}
    try:
        for table, about in book.tables.items():
            name = f"records/{table}.parquet"
            before = [table_of_bytes(one) for one in earlier(name)]
            dated = last if "date" in about.columns and table != "partners" else None
            rows = records_since(book.con, _query(book, table), before, dated)
            told = json.dumps({name: asdict(column) for name, column in about.columns.items()})
            found[name] = table_bytes(rows.replace_schema_metadata({_COLUMNS: told.encode()}))
    finally:
        book.con.unregister(_FILES)
    for name, tree in book.agreements.trees.items():
        if name in AGREEMENTS:
            found[f"records/{name}"] = Path(tree.place.path).read_bytes()
    return found


def _query(book: Book, table: str) -> str:
    """SQL: the rows of a table of the book, with the names of files in place of their numbers."""
    known = [str(row[0]) for row in book.con.execute(f"describe {quoted(table)}").fetchall()]
    left_out = {"source_file", *(_PLACES if table == "partners" else ()), *_PRIVATE}
    kept = ", ".join(f"t.{quoted(name)}" for name in known if name not in left_out)
    return (
        f"select {kept}, f.file_name as source_file from {quoted(table)} t "
        f"left join {_FILES} f on f.number = t.source_file"
    )


def book_of(
    con: duckdb.DuckDBPyConnection,
    files: Mapping[str, Sequence[bytes]],
    sources: Sources,
    languages: Sequence[str],
    known: date,
) -> Book:
    """The book as it was known with the last of some closes, in the empty connection `con`.

    `files` holds for each name of `record_files` that the last close has what the closes have under it, oldest first.
    """
    tables: dict[str, pa.Table] = {}
    columns: dict[str, Mapping[str, Any]] = {}
    for name, written in files.items():
        if name.endswith(".parquet"):
            table = Path(name).stem
            parts = [table_of_bytes(one) for one in written]
            columns[table] = json.loads(parts[-1].schema.metadata[_COLUMNS])
            tables[table] = records_of(con, parts)
    names = sorted(
        {str(name) for one in tables.values() for name in one["source_file"].unique().to_pylist() if name}
    )
    con.execute("SET TimeZone = 'UTC'")
    con.register(
        _FILES, pa.table({"number": pa.array(range(len(names)), pa.int32()), "file_name": pa.array(names)})
    )
    for table, rows in tables.items():
        con.register("rows_of_table", rows)
        con.execute(
            f"create table {quoted(table)} as select t.* exclude (source_file), f.number as source_file "
            f"from rows_of_table t left join {_FILES} f on f.file_name = t.source_file"
        )
        con.unregister("rows_of_table")
    _place_partners(con)
    partners = fetch_partners(con)
    with tempfile.TemporaryDirectory() as folder:
        for name, written in files.items():
            if not name.endswith(".parquet"):
                Path(folder, Path(name).name).write_bytes(written[-1])
        agreements = read_agreements(Path(folder), languages, partners.ids)
    made = {
        table: TableColumns({name: BookColumn(**one) for name, one in about.items()}, (0,))
        for table, about in columns.items()
    }
    data_files = tuple(DataFile(Path(name), name) for name in names)
    return Book(con, sources, data_files, partners, made, (), agreements)


def _place_partners(con: duckdb.DuckDBPyConnection) -> None:
    """Give back to the table `partners` the columns that follow from the others."""
    whole = one_row(
        con, f"select count(*) from partners where not regexp_full_match(id, '{CANONICAL_ID}')"
    ) == (0,)
    order = "id::bigint" if whole else "id"
    private = "".join(f", null::varchar as {name}" for name in _PRIVATE)
    con.execute(
        f"""create or replace table partners as
        with numbered as (select (row_number() over (order by {order}) - 1)::integer as "row", * from partners)
        select n.*, n.partner as partner_key, coalesce(s."row", -1)::integer as sponsor_row,
            coalesce(a."row", -1)::integer as placement_row{private}
        from numbered n left join numbered s on s.id = n.sponsor left join numbered a on a.id = n.placement
        order by n."row" """
    )
