"""Rows of records as HTML: columns become texts, texts become rows, and rows one text for each partner."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.rules.exact import Flags, Integers
from generator.statements.figure_columns import decimals
from generator.terms.currencies import GIVEN
from generator.terms.numerals import day, scaled
from generator.terms.text import Text
from generator.terms.titles import Titles

TEXT, DECIMAL, DATE = range(3)
_EPOCH = date(1970, 1, 1).toordinal()
_KEPT = 50_000
"""So many different values of a column are remembered with their cells."""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column that statements show; a date is held as days since 1970, a decimal in units of its last digit."""

    name: str
    kind: int
    digits: int


@dataclass(frozen=True)
class TableRecords:
    """Rows of one table and period, sorted by partner row and then by date.

    `values` has an array for each of `columns`, `flags` one for each different test; `metrics` names a metric and
    the place of its test. `file` is a place in `files`.
    """

    table: str
    columns: tuple[ShownColumn, ...]
    files: tuple[str, ...]
    metrics: tuple[tuple[str, int], ...]
    who: Integers
    file: npt.NDArray[Any]
    number: npt.NDArray[Any]
    values: tuple[npt.NDArray[Any], ...]
    flags: tuple[Flags, ...]

    def taken(self, which: Integers | Flags) -> TableRecords:
        """Some of the rows."""
        return TableRecords(
            self.table,
            self.columns,
            self.files,
            self.metrics,
            self.who[which],
            self.file[which],
            self.number[which],
            tuple(one[which] for one in self.values),
            tuple(one[which] for one in self.flags),
        )


@dataclass(frozen=True, slots=True)
class ShownRecords:
    """One partner's rows of one table: bodies of HTML headed by figures, and the lines that are hashed."""

    html: str
    lines: str


def hash_of(tables: Mapping[str, ShownRecords]) -> str:
    """SHA-256 over the shown cells, one record a line, cells joined by TAB, LF after each line."""
    digest = hashlib.sha256()
    for one in tables.values():
        digest.update(one.lines.encode())
    return digest.hexdigest()


class RowWriter:
    """Writes rows in one language."""

    def __init__(
        self,
        language: str,
        titles: Titles,
        words: Mapping[str, Any],
        columns: Mapping[tuple[str, str], Text],
    ) -> None:
        """`columns` are titles that the sources give to columns of tables."""
        self.columns = columns
        self.language = language
        self.titles = titles
        self.words = words
        self._texts: dict[tuple[str, ShownColumn], _Texts] = {}

    def head(self, records: TableRecords) -> str:
        """The head cells of a table of records."""
        cells = [
            f'<th data-column="{escape(c.name)}"{_class(c)}>{self._title(records.table, c.name)}</th>'
            for c in records.columns
        ]
        return "".join([*cells, f"<th>{self.words['source']}</th>"])

    def _title(self, table: str, column: str) -> str:
        """What partners call a column: as its source says, else as is usual, else by its name."""
        if column.endswith(GIVEN):
            return f"{escape(self.words['given'])}: {self._title(table, column.removesuffix(GIVEN))}"
        declared = self.columns.get((table, column))
        if declared is not None:
            return escape(declared[self.language])
        usual = self.words["columns"].get(column)
        return f"<code>{escape(column)}</code>" if usual is None else escape(usual)

    def write(self, records: TableRecords) -> dict[int, ShownRecords]:
        """What each partner row is shown: records under the figures in which they count, whichever comes first."""
        effects, which = self._effects(records)
        # A group is known by the place of its first record, so groups keep the order of records.
        groups = records.who * len(effects) + which
        _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
        order = np.argsort(first[inverse], kind="stable")
        records, groups, which = records.taken(order), groups[order], which[order]
        rows, lines = self._rows(records)
        width = len(records.columns) + 1
        heads = [f'<tbody><tr class="pb-group"><th colspan="{width}">{one}</th></tr>\n' for one in effects]
        ends = _ends(groups)
        start = 0
        for effect, end in zip(which[ends - 1].tolist(), ends.tolist(), strict=True):
            rows[start] = heads[effect] + rows[start]
            rows[end - 1] += "</tbody>\n"
            start = end
        out: dict[int, ShownRecords] = {}
        ends = _ends(records.who)
        start = 0
        for who, end in zip(records.who[ends - 1].tolist(), ends.tolist(), strict=True):
            out[who] = ShownRecords("".join(rows[start:end]), "".join(lines[start:end]))
            start = end
        return out

    def _rows(self, records: TableRecords) -> tuple[list[str], list[str]]:
        """Each record as a row of HTML, and as its line of texts."""
        numbers = list(map(str, records.number.tolist()))
        files = [records.files[at] for at in records.file.tolist()]
        names = {name: escape(name) for name in set(files)}
        heads = {name: f'<tr data-row="{escape(records.table)}:{safe}:' for name, safe in names.items()}
        tails = {name: f'</td><td data-record="source">{safe}:' for name, safe in names.items()}
        texts: list[Sequence[str]] = []
        # What stands between the cells is repeated, so that rows are joined without a step of Python for each.
        parts: list[Iterable[str]] = [map(heads.__getitem__, files), numbers]
        end = '">'
        for column, values in zip(records.columns, records.values, strict=True):
            shown, safe = self._column(records.table, column, values)
            texts.append(shown)
            parts += repeat(f'{end}<td data-record="{column.name}"{_class(column)}>'), safe
            end = "</td>"
        parts += map(tails.__getitem__, files), numbers, repeat("</td></tr>\n")
        sources = map("{}:{}\n".format, files, numbers)
        return list(map("".join, zip(*parts, strict=False))), list(
            map("\t".join, zip(*texts, sources, strict=True))
        )

    def _column(
        self, table: str, column: ShownColumn, values: npt.NDArray[Any]
    ) -> tuple[Sequence[str], Sequence[str]]:
        """A text for each value, and the same fit for HTML."""
        if column.kind != DATE and values.dtype.kind in "iu" and not np.ma.is_masked(values):
            # Numbers hardly repeat, and nothing in them needs escaping.
            numbers = values.tolist()
            texts = (
                decimals(numbers, column.digits, self.language)
                if column.kind == DECIMAL
                else list(map(str, numbers))
            )
            return texts, texts
        known = self._texts.setdefault((table, column), _Texts(column, self.language))
        if len(known) > _KEPT:
            known.clear()
        pairs = list(map(known.__getitem__, values.tolist()))
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def _effects(self, records: TableRecords) -> tuple[list[str], Integers]:
        """The figures in which records count, and for each record its place among them."""
        which: Integers = np.zeros(len(records.who), dtype=np.int64)
        for one in records.flags:
            _, which = np.unique(2 * which + one, return_inverse=True)
        _, samples = np.unique(which, return_index=True)
        flags = [tuple(bool(one[at]) for one in records.flags) for at in samples.tolist()]
        return [self._effect(records.metrics, each) for each in flags], which

    def _effect(self, metrics: Sequence[tuple[str, int]], flags: tuple[bool, ...]) -> str:
        titles = [
            escape(self.titles.titles[f"metric/{name}"][self.language]) for name, at in metrics if flags[at]
        ]
        words = self.words
        return f"{words['counts_as']}: {', '.join(titles)}" if titles else str(words["counts_nowhere"])


def _ends(column: Integers) -> Integers:
    """After which rows the value of a column changes."""
    return np.flatnonzero(np.diff(column, append=-1)) + 1


class _Texts(dict[Any, tuple[str, str]]):
    """The text of each value of one column, plain and escaped; made when first asked for."""

    def __init__(self, column: ShownColumn, language: str) -> None:
        super().__init__()
        self._column = column
        self._language = language

    def __missing__(self, value: Any) -> tuple[str, str]:
        text = self._text(value)
        made = self[value] = (text, escape(text))
        return made

    def _text(self, value: Any) -> str:
        if value is None:
            return "–"
        if self._column.kind == DECIMAL:
            return scaled(value, self._column.digits, self._language)
        if self._column.kind == DATE:
            return day(date.fromordinal(_EPOCH + value), self._language)
        return str(value)


def _class(column: ShownColumn) -> str:
    return ' class="num"' if column.kind == DECIMAL else ""
