"""A source opened: its files as one relation of DuckDB under the columns of the files, nothing judged yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from generator.book.cells import FLOAT_TYPES, RawColumn, padded
from generator.book.files import DataFile, TextTable, check_header, find_files
from generator.book.reading_csv import read_csv
from generator.book.reading_excel import read_excel
from generator.book.reading_parquet import open_parquet
from generator.book.sources import Source
from generator.book.sql import one_row, quoted
from generator.source import Place, Step, Tree, find

_SAMPLE = 40_000
SOLD = "#sold"
"""Of what rests on sales: the column that is empty where the sale is not counted."""


@dataclass(frozen=True)
class Opened:
    """One source with its files.

    `relation` names a temporary view of DuckDB that holds the raw cells, `#file` (position in the book's list
    of files), `#row` (data row from 1; physical line for CSV) and, for texts, `#line`: a row that could not
    be split. `columns` maps columns of the file to their SQL in it. `rows` was counted while reading the
    files, apart from any query. `rescanned` means that the relation is read from its files by each query.
    `part` names a part of a source that is judged by itself, `named_in` the column that names the sale on which rows
    rest.
    """

    number: int
    source: Source
    tree: Tree
    files: tuple[DataFile, ...]
    first_file: int
    relation: str
    columns: Mapping[str, RawColumn]
    rows: int
    rescanned: bool
    part: str = ""
    named_in: str = ""

    @property
    def key(self) -> str:
        """What its temporary tables are called by; a source that is judged in two parts has two of each."""
        return f"{self.number}{self.part}"

    def place(self, *path: Step) -> Place:
        """The place of something inside this source's entry of `sources.yaml`; of `files` where a database stands."""
        if path == ("files",):
            path = (self.source.said_in,)
        return find(self.tree, ("sources", self.number, *path)).place

    def raw(self, name: str) -> RawColumn:
        """The column of the file from which a column of the book is made."""
        return self.columns[self.source.columns[name].column]


def open_source(
    con: duckdb.DuckDBPyConnection, data: Path, tree: Tree, number: int, source: Source, first_file: int
) -> Opened:
    """Find and open the files of one source.

    Raises Diagnosed: no-source-files, missing-column, column-twice, wrong-encoding, unreadable-file, ...
    """
    assert source.files is not None
    place = find(tree, ("sources", number, source.said_in)).place
    files = find_files(data, source.files, "line" if source.kind == "csv" else "row", place)
    wanted = [
        (name, column.column, find(tree, ("sources", number, "columns", name, "column")).place)
        for name, column in source.columns.items()
    ]
    relation = f"raw_{number}"
    if source.kind == "parquet":
        headers, types, rows = open_parquet(con, files, f"{relation}_files", place, source.key)
        for file in files:
            check_header(file, headers[file.name], wanted)
        con.execute(
            f'CREATE TEMP VIEW {relation} AS SELECT * REPLACE ("#file" + {first_file} AS "#file") '
            f"FROM {relation}_files"
        )
        columns = {name: RawColumn(quoted(name), kind, ends="spaces") for name, kind in types.items()}
        opened = Opened(number, source, tree, files, first_file, relation, columns, rows, rescanned=True)
        return _look(con, opened)
    tables = []
    for file in files:
        if source.kind == "csv":
            table = read_csv(file, source.delimiter or ",", source.encoding or "utf-8", place)
        else:
            table = read_excel(file, source.sheet, find(tree, ("sources", number, "sheet")).place)
        check_header(file, table.header, wanted)
        tables.append(table)
    names = list(dict.fromkeys(name for table in tables for name in table.header))
    united = _unite(tables, names, first_file)
    con.register(relation, united)
    columns = {
        name: RawColumn(f"c{at}", "VARCHAR", loose=source.kind == "xlsx") for at, name in enumerate(names)
    }
    opened = Opened(
        number, source, tree, files, first_file, relation, columns, united.num_rows, rescanned=False
    )
    return _look(con, opened)


def _unite(tables: list[TextTable], names: list[str], first_file: int) -> pa.Table:
    """All files of a source under one set of columns; a column that a file does not have is NULL there."""
    parts = []
    for at, table in enumerate(tables):
        rows = table.rows
        given = dict(zip(table.header, table.columns, strict=True))
        arrays: dict[str, object] = {
            f"c{n}": given.get(name, pa.nulls(len(rows), pa.string())) for n, name in enumerate(names)
        }
        lines: list[str | None] = [None] * len(rows) if table.broken else []
        for position, text in table.broken.items():
            lines[position] = text
        arrays["#file"] = pa.repeat(pa.scalar(first_file + at, pa.int32()), len(rows))
        arrays["#row"] = rows
        arrays["#line"] = pa.array(lines, pa.string()) if lines else pa.nulls(len(rows), pa.string())
        parts.append(pa.table(arrays))
    return pa.concat_tables(parts)


def _look(con: duckdb.DuckDBPyConnection, opened: Opened) -> Opened:
    """Find out which texts need no trimming, which floats are whole and which dates have a time of day.

    The ids of partners are looked at later, together with everything else about them.
    """
    columns = dict(opened.columns)
    source = opened.source

    def found(what: str) -> bool:
        return bool(one_row(con, f"SELECT {what} FROM {opened.relation}")[0])

    for name in source.columns:
        column = source.columns[name].column
        raw = columns[column]
        if raw.type in FLOAT_TYPES and source.kind_of(name) == "text":
            broken = f"isfinite({raw.sql}) AND (round({raw.sql}) <> {raw.sql} OR abs({raw.sql}) >= 9e18)"
            columns[column] = replace(raw, whole=not found(f"count(*) FILTER (WHERE {broken})"))
        elif raw.is_text and source.kind_of(name) == "date":
            longer = f"strlen(trim({raw.sql})) > {len('2026-07-01')}"
            columns[column] = replace(raw, timed=found(f"count(*) FILTER (WHERE {longer})"))
        elif raw.is_text and opened.rescanned and source.kind_of(name) == "text" and name != "partner":
            columns[column] = replace(raw, ends="spaces" if _any_padded(con, opened, raw) else "none")
    if opened.rescanned and "partner" in source.columns:
        partner = source.columns["partner"].column
        columns[partner] = replace(columns[partner], ends="none")  # looked at again where ids are unknown
    return replace(opened, columns=columns)


def _any_padded(con: duckdb.DuckDBPyConnection, opened: Opened, raw: RawColumn) -> bool:
    """Whether a text of a column needs trimming: looked at once for each text where texts repeat, else by row."""
    texts = f"SELECT {raw.sql} AS x FROM {opened.relation}"
    different = one_row(con, f"SELECT count(DISTINCT x) FROM ({texts} LIMIT {_SAMPLE})")[0]
    if different * 20 < _SAMPLE:
        texts = f"SELECT DISTINCT x FROM ({texts})"
    # A FILTER is judged after DISTINCT; a WHERE would be moved before it.
    return bool(one_row(con, f"SELECT count(*) FILTER (WHERE {padded('x')}) FROM ({texts})")[0])
