"""Rows of records as HTML: columns become texts, a row fills a pattern, and rows become one text for each partner."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.rules.exact import Flags, Integers
from generator.statements.figure_columns import decimals
from generator.terms.numerals import day, scaled
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

    def __init__(self, language: str, titles: Titles, words: Mapping[str, Any]) -> None:
        self.language = language
        self.titles = titles
        self.words = words
        self._texts: dict[tuple[str, ShownColumn], _Texts] = {}

    def head(self, records: TableRecords) -> str:
        """The head cells of a table of records."""
        cells = [f"<th{_class(c)}><code>{escape(c.name)}</code></th>" for c in records.columns]
        return "".join([*cells, f"<th>{self.words['source']}</th>"])

    def write(self, records: TableRecords) -> dict[int, ShownRecords]:
        """What each partner row is shown."""
        rows, lines = self._rows(records)
        effects = self._effects(records)
        ends = np.flatnonzero(np.diff(records.who, append=-1)) + 1
        out: dict[int, ShownRecords] = {}
        first = 0
        for who, last in zip(records.who[ends - 1].tolist(), ends.tolist(), strict=True):
            out[who] = self._grouped(
                rows[first:last], lines[first:last], effects[first:last], len(records.columns) + 1
            )
            first = last
        return out

    def _rows(self, records: TableRecords) -> tuple[list[str], list[str]]:
        """Each record as a row of HTML, and as its line of texts."""
        texts: list[Sequence[object]] = []
        cells: list[Sequence[object]] = []
        for column, values in zip(records.columns, records.values, strict=True):
            shown, safe = self._column(records.table, column, values)
            texts.append(shown)
            cells.append(safe)
        numbers = records.number.tolist()
        tags = "".join(f'<td data-record="{c.name}"{_class(c)}>%s</td>' for c in records.columns)
        rows: list[str] = []
        lines: list[str] = []
        for name in records.files:
            file, table = (text.replace("%", "%%") for text in (f"{name}:", f"{records.table}:{name}:"))
            rows.append(
                f'<tr data-row="{escape(table)}%d">{tags}<td data-record="source">{escape(file)}%d</td></tr>\n'
            )
            lines.append("%s\t" * len(texts) + f"{file}%d\n")
        where = records.file.tolist()
        return (
            [
                rows[at] % row
                for at, row in zip(where, zip(numbers, *cells, numbers, strict=True), strict=True)
            ],
            [lines[at] % row for at, row in zip(where, zip(*texts, numbers, strict=True), strict=True)],
        )

    def _column(
        self, table: str, column: ShownColumn, values: npt.NDArray[Any]
    ) -> tuple[Sequence[object], Sequence[object]]:
        """A text for each value, and the same fit for HTML."""
        if column.kind != DATE and values.dtype.kind in "iu" and not np.ma.is_masked(values):
            # Numbers hardly repeat, and nothing in them needs escaping.
            numbers = values.tolist()
            if column.kind == DECIMAL:
                numbers = decimals(numbers, column.digits, self.language)
            return numbers, numbers
        known = self._texts.setdefault((table, column), _Texts(column, self.language))
        if len(known) > _KEPT:
            known.clear()
        pairs = list(map(known.__getitem__, values.tolist()))
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def _effects(self, records: TableRecords) -> list[str]:
        """For each record the figures in which it counts."""
        if not records.flags:
            return [self._effect(records.metrics, ())] * len(records.who)
        known: dict[tuple[bool, ...], str] = {}
        out: list[str] = []
        for flags in zip(*(one.tolist() for one in records.flags), strict=True):
            effect = known.get(flags)
            if effect is None:
                effect = known[flags] = self._effect(records.metrics, flags)
            out.append(effect)
        return out

    def _effect(self, metrics: Sequence[tuple[str, int]], flags: tuple[bool, ...]) -> str:
        titles = [
            escape(self.titles.titles[f"metric/{name}"][self.language]) for name, at in metrics if flags[at]
        ]
        words = self.words
        return f"{words['counts_as']}: {', '.join(titles)}" if titles else str(words["counts_nowhere"])

    @staticmethod
    def _grouped(rows: list[str], lines: list[str], effects: list[str], width: int) -> ShownRecords:
        """Rows under the figures in which they count, in the order in which these come first."""
        bodies: list[str] = []
        texts: list[str] = []
        for effect in dict.fromkeys(effects):
            if effects.count(effect) == len(effects):
                mine, said = rows, lines
            else:
                mine = [row for row, own in zip(rows, effects, strict=True) if own == effect]
                said = [line for line, own in zip(lines, effects, strict=True) if own == effect]
            bodies.append(f'<tbody><tr class="pb-group"><th colspan="{width}">{effect}</th></tr>\n')
            bodies += mine
            bodies.append("</tbody>\n")
            texts += said
        return ShownRecords("".join(bodies), "".join(texts))


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
