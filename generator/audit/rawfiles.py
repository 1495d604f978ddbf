"""Plain reading of the raw files: CSV in any encoding, Parquet row by row, and workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

RawRow = tuple[int, "list[object] | None"]


class RawUnreadable(ValueError):
    """A raw file cannot be opened, or lacks a column that the mapping names."""


@dataclass(frozen=True)
class RawFormat:
    """How the files of one source are written."""

    format: str
    delimiter: str = ","
    encoding: str = "utf-8"
    sheet: str = ""


def find_files(folder: Path, pattern: str) -> list[Path]:
    """The files of a glob under a folder, or of an absolute or climbing path, sorted by name."""
    start, rest = (Path("/"), pattern.lstrip("/")) if pattern.startswith("/") else (folder, pattern)
    while rest.startswith("../"):
        start, rest = start.parent, rest[3:]
    return sorted(path for path in start.glob(rest) if path.is_file())


def raw_rows(path: Path, content: bytes | None, how: RawFormat, wanted: list[str]) -> Iterator[RawRow]:
    """Rows of one file as (row number, cells of the wanted columns in order, then all cells as one key).

    A row that does not have the header's number of cells comes as None. Row numbers are physical lines
    for CSV and data rows from 1 otherwise. `content` replaces the file's bytes where it is given.
    """
    readers = {"csv": _csv_rows, "parquet": _parquet_rows, "xlsx": _sheet_rows}
    if how.format not in readers:
        raise RawUnreadable(f"{path.name}: the format {how.format!r} is not known")
    return readers[how.format](path, content, how, wanted)


def _places(header: list[str], wanted: list[str], path: Path) -> list[int]:
    missing = [name for name in wanted if name not in header]
    if missing:
        raise RawUnreadable(f"{path.name}: no column {missing[0]!r}")
    return [header.index(name) for name in wanted]


def _csv_rows(path: Path, content: bytes | None, how: RawFormat, wanted: list[str]) -> Iterator[RawRow]:
    data = path.read_bytes() if content is None else content
    try:
        text = data.decode(how.encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise RawUnreadable(f"{path.name}: {error}") from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=how.delimiter)
    header: list[str] | None = None
    places: list[int] = []
    line = 0
    for cells in reader:
        first, line = line + 1, reader.line_num
        if header is None:
            header = [cell.strip() for cell in cells]
            places = _places(header, wanted, path)
        elif not cells:
            continue
        elif len(cells) != len(header):
            yield first, None
        else:
            row: list[object] = [cells[at] for at in places]
            row.append(tuple(cells))
            yield first, row
    if header is None:
        raise RawUnreadable(f"{path.name}: the file is empty")


def _parquet_rows(path: Path, content: bytes | None, how: RawFormat, wanted: list[str]) -> Iterator[RawRow]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = pa.BufferReader(content) if content is not None else str(path)
    try:
        file = pq.ParquetFile(source)
    except (pa.ArrowInvalid, OSError) as error:
        raise RawUnreadable(f"{path.name}: {error}") from error
    header = list(file.schema_arrow.names)
    places = _places(header, wanted, path)
    number = 0
    for batch in file.iter_batches(batch_size=65536):
        columns: list[list[object]] = []
        for column in batch.columns:
            if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
                # Whole microseconds keep Python's own datetime; nothing finer decides the day.
                column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
            columns.append(column.to_pylist())
        for cells in zip(*columns, strict=True):
            number += 1
            row = [cells[at] for at in places]
            row.append(cells)
            yield number, row


def _sheet_rows(path: Path, content: bytes | None, how: RawFormat, wanted: list[str]) -> Iterator[RawRow]:
    import python_calamine

    try:
        stream = io.BytesIO(path.read_bytes() if content is None else content)
        book = python_calamine.CalamineWorkbook.from_filelike(stream)
        sheet = book.get_sheet_by_name(how.sheet) if how.sheet else book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, python_calamine.WorksheetNotFound, OSError) as error:
        raise RawUnreadable(f"{path.name}: {error}") from error
    if not rows:
        raise RawUnreadable(f"{path.name}: the sheet is empty")
    header = [str(cell).strip() for cell in rows[0]]
    places = _places(header, wanted, path)
    for number, cells in enumerate(rows[1:], start=1):
        if all(cell == "" for cell in cells):
            continue
        row: list[object] = [cells[at] for at in places]
        row.append(tuple(cells))
        yield number, row
