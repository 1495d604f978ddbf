"""Files of a source: found by its pattern, sorted, and named to people by their path in the data folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from generator.source import Diagnosed, Diagnostic, Place, did_you_mean


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of data; `name` is its path below the data folder, `word` what a row number counts in it."""

    path: Path
    name: str
    word: str = "row"

    def at(self, row: int) -> str:
        """`sales/may.csv, line 17`."""
        return f"{self.name}, {self.word} {row}"


@dataclass(frozen=True, slots=True)
class TextTable:
    """A file whose cells are texts: its header, its columns, and where each row stands.

    `columns` are Arrow arrays of text (NULL in rows that could not be split), `rows` is an Arrow array of row
    numbers, `broken` maps positions to the text of such rows.
    """

    header: tuple[str, ...]
    columns: tuple[pa.Array | pa.ChunkedArray, ...]
    rows: pa.Array
    broken: dict[int, str]


def find_files(data: Path, pattern: str, word: str, place: Place) -> tuple[DataFile, ...]:
    """All files that `pattern` names, sorted by path.

    Raises Diagnosed no-source-files.
    """
    start, rest = Path(os.path.abspath(data)), pattern  # noqa: PTH100 - symbolic links keep their names
    if Path(pattern).is_absolute():
        start, rest = Path(Path(pattern).anchor), pattern.lstrip("/")
    while rest.startswith("../"):
        start, rest = start.parent, rest[3:]
    found = sorted(path for path in start.glob(rest) if path.is_file()) if rest else []
    if not found:
        raise Diagnosed([_none(data, pattern, place)])
    return tuple(DataFile(path, shown(data, path, pattern), word) for path in found)


def shown(data: Path, path: Path, pattern: str = "") -> str:
    """The name of a file as people read it: as far as possible the same on every machine."""
    return path.as_posix() if Path(pattern).is_absolute() else Path(os.path.relpath(path, data)).as_posix()


def unreadable(slug: str, place: Place, file: DataFile, why: str, cure: str) -> Diagnosed:
    """A whole file that cannot be read: nothing of its source is taken."""
    return Diagnosed(
        [
            Diagnostic(
                slug,
                place,
                f"`{file.name}` cannot be read: {why}.",
                consequence="Nothing is settled from a part of the data.",
                cure=cure,
            )
        ]
    )


def check_header(file: DataFile, header: Sequence[str], wanted: Sequence[tuple[str, str, Place]]) -> None:
    """Each mapped column stands in the header once; `wanted` holds (column of the book, of the file, place).

    Raises Diagnosed: missing-column, column-twice.
    """
    out: list[Diagnostic] = []
    for name, column, place in wanted:
        times = list(header).count(column)
        if times == 1:
            continue
        if times > 1:
            out.append(
                Diagnostic(
                    "column-twice",
                    place,
                    f"`{file.name}` has {times} columns `{column}`.",
                    consequence=f"Nobody could tell which of them is `{name}`.",
                    cure="Give each column of the file a name of its own.",
                )
            )
            continue
        near = did_you_mean(column, header)
        cure = f"Did you mean `{near}`?\n" if near else ""
        out.append(
            Diagnostic(
                "missing-column",
                place,
                f"`{file.name}` has no column `{column}`.",
                consequence=f"Without it no row has its `{name}`.",
                cure=f"{cure}Columns of the file: " + ", ".join(f"`{one}`" for one in header) + ".",
            )
        )
    if out:
        raise Diagnosed(out)


def _none(data: Path, pattern: str, place: Place) -> Diagnostic:
    existing = [shown(data, path) for path in sorted(data.rglob("*")) if path.is_file()]
    near = did_you_mean(pattern, existing)
    cure = f"Did you mean `{near}`?" if near else "Paths start at `partners_data/`."
    return Diagnostic(
        "no-source-files",
        place,
        f"No file matches `{pattern}`.",
        consequence="An empty table would look like a month without sales.",
        cure=cure,
    )
