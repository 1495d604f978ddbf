"""CSV as exact texts: any delimiter and encoding, the physical line of each row, no row skipped in silence.

Two readers agree on every file. The quick one (Arrow, several cores) takes only files in which each line is
one row and each quote opens or closes a whole cell, so that there is one way to read them; all else goes to
the careful one (Python's csv), which knows quoted line ends and gives back the lines that it cannot split.
"""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from generator.book.files import DataFile, TextTable, unreadable
from generator.source import Diagnosed, Place

_CHUNK = 1 << 24
_BOM = codecs.BOM_UTF8
_LF, _CR, _QUOTE = 10, 13, 34


def read_csv(file: DataFile, delimiter: str, encoding: str, place: Place) -> TextTable:
    """Read one file.

    Raises Diagnosed: wrong-encoding, empty-file.
    """
    with TemporaryDirectory(prefix="partnerbook-") as folder:
        path = file.path
        if codecs.lookup(encoding).name not in ("utf-8", "utf-8-sig", "ascii"):
            path = Path(folder) / "as-utf-8.csv"
            _transcode(file, encoding, path, place)
        try:
            table = _quick(path, delimiter)
            return table if table is not None else _careful(path, delimiter, file, place)
        except UnicodeDecodeError:
            raise _wrong_encoding(file, encoding, place) from None


def _transcode(file: DataFile, encoding: str, target: Path, place: Place) -> None:
    """The same text in UTF-8, its line ends untouched."""
    try:
        with (
            file.path.open(encoding=encoding, newline="") as old,
            target.open("w", encoding="utf-8", newline="") as new,
        ):
            while text := old.read(_CHUNK):
                new.write(text)
    except UnicodeDecodeError:
        raise _wrong_encoding(file, encoding, place) from None


def _quick(path: Path, delimiter: str) -> TextTable | None:
    """All rows by Arrow, or None where the file could be read in more than one way."""
    if len(delimiter.encode()) != 1:
        return None
    lines = _plain_lines(path, ord(delimiter))
    if lines is None or lines < 1:
        return None
    with path.open("rb") as stream:
        first = stream.readline().removeprefix(_BOM)
    try:
        header = next(csv.reader([first.decode("utf-8")], delimiter=delimiter, strict=True), [])
        names = [f"c{n}" for n in range(len(header))]
        if not names:
            return None
        if lines == 1:
            return _table(header, [pa.array([], pa.string()) for _ in header], pa.array([], pa.int64()), {})
        table = pa_csv.read_csv(
            path,
            read_options=pa_csv.ReadOptions(column_names=names, skip_rows=1, block_size=1 << 23),
            parse_options=pa_csv.ParseOptions(delimiter=delimiter, quote_char='"', double_quote=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, null_values=[]
            ),
        )
    except (pa.ArrowInvalid, csv.Error):
        return None
    # A blank line is no row, so a file with blank lines has fewer rows than lines: the careful reader counts.
    if len(table) != lines - 1:
        return None
    return _table(header, table.columns, pa.array(np.arange(2, lines + 1)), {})


def _plain_lines(path: Path, delimiter: int) -> int | None:
    """The number of lines, where each is a row of its own; None where quotes or line ends allow doubt."""
    lines = 0
    with path.open("rb") as stream:
        rest = stream.read(_CHUNK).removeprefix(_BOM)
        while rest:
            more = stream.read(_CHUNK)
            if more:
                cut = rest.rfind(b"\n") + 1
                if not cut:
                    return None
            else:
                cut = len(rest)
            piece = rest[:cut]
            if not _is_plain(np.frombuffer(piece, np.uint8), delimiter):
                return None
            lines += piece.count(b"\n") + (not piece.endswith(b"\n"))
            rest = rest[cut:] + more
    return lines


def _is_plain(piece: npt.NDArray[np.uint8], delimiter: int) -> bool:
    """Whether each quote opens or closes a whole cell within its line, and each CR stands before an LF."""
    returns = np.flatnonzero(piece == _CR)
    if len(returns) and (returns[-1] == len(piece) - 1 or (piece[returns + 1] != _LF).any()):
        return False
    quotes = np.flatnonzero(piece == _QUOTE)
    if not len(quotes):
        return True
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before = piece[opening[opening > 0] - 1]
    after = piece[closing[closing < len(piece) - 1] + 1]
    ends = np.flatnonzero(piece == _LF)
    return bool(
        ((before == delimiter) | (before == _LF)).all()
        and ((after == delimiter) | (after == _LF) | (after == _CR)).all()
        and (np.searchsorted(ends, opening) == np.searchsorted(ends, closing)).all()
    )


class _Lines:
    """Physical lines that can be given back, with their numbers."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._returned: deque[str] = deque()
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._stream)
        self.number += 1
        self.taken.append(line)
        return line

    def keep_one(self) -> str:
        """Give back all lines of the present row but its first."""
        first, *others = self.taken
        self._returned.extendleft(reversed(others))
        self.number -= len(others)
        return first


def _records(stream: TextIO, delimiter: str) -> Iterator[tuple[int, list[str] | None, str]]:
    """Each row as (line of its start, its cells or None, its text); blank lines are no rows."""
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        first = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # A quote that is never closed would swallow every row after it: only its own line is lost.
            yield first, None, lines.keep_one()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if cells:
            yield first, cells, "".join(lines.taken)


def _careful(path: Path, delimiter: str, file: DataFile, place: Place) -> TextTable:
    """All rows by Python's csv."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        records = _records(stream, delimiter)
        header = next((cells for _, cells, _ in records if cells is not None), None)
        if header is None:
            raise unreadable(
                "empty-file",
                place,
                file,
                "it has no header",
                "Write the names of the columns in its first line.",
            )
        width = len(header)
        columns: list[list[str | None]] = [[] for _ in header]
        rows: list[int] = []
        broken: dict[int, str] = {}
        for first, cells, text in records:
            if cells is None or len(cells) != width:
                broken[len(rows)] = text.rstrip("\r\n")
                for column in columns:
                    column.append(None)
            else:
                for column, cell in zip(columns, cells, strict=True):
                    column.append(cell)
            rows.append(first)
    return _table(
        header, [pa.array(column, pa.string()) for column in columns], pa.array(rows, pa.int64()), broken
    )


def _table(header: list[str], columns: list[object], rows: object, broken: dict[int, str]) -> TextTable:
    return TextTable(tuple(cell.strip() for cell in header), tuple(columns), rows, broken)


def _wrong_encoding(file: DataFile, encoding: str, place: Place) -> Diagnosed:
    line = _line_of(file.path, encoding)
    return unreadable(
        "wrong-encoding",
        place,
        file,
        f"line {line} is not text in {encoding}",
        "Say how the file is written: `encoding: cp1251`, `latin-1`, `utf-16`; or save it as UTF-8.",
    )


def _line_of(path: Path, encoding: str) -> int:
    """The first line that cannot be decoded."""
    line = 1
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        for raw in stream:
            try:
                decoder.decode(raw)
            except UnicodeDecodeError:
                return line
            line += 1
    return line
