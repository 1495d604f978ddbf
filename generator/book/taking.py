"""Taking sources: each is typed, surveyed and judged, and becomes SQL of its counted rows with its control line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb

from generator.book.book import BookColumn, ColumnType, TableColumns
from generator.book.cells import NUMBER_TYPES, padded
from generator.book.control import ControlLine, control_line
from generator.book.judging import judge
from generator.book.known import NOTHING_LATER, AsOf
from generator.book.mapping import HAPPENED, RETURN_OF
from generator.book.opened import Opened
from generator.book.rejects import keep_rejects, over_the_ceiling
from generator.book.sources import Source
from generator.book.sql import one_row, quoted
from generator.book.survey import survey
from generator.book.typed import Typed, type_source
from generator.source import Diagnosed, Diagnostic, Place, Tree, find, raise_if

_HOLDING = ("partners", "rates")
"""Tables whose rows may be dated after the day of the run."""


@dataclass(frozen=True)
class Part:
    """A source, or a part of one, that was judged: its counted rows as SQL, and its control line.

    `added` are columns of `counted` that come from no file.
    """

    typed: Typed
    counted: str
    control: ControlLine
    added: Collection[str] = ()

    @property
    def table(self) -> str:
        """The table that it makes."""
        return self.typed.opened.source.table

    @property
    def number(self) -> int:
        """The place of its source in `sources.yaml`."""
        return self.typed.opened.number


@dataclass
class Taker:
    """Takes sources one after the other; `on` is the last day on which something can have happened."""

    con: duckdb.DuckDBPyConnection
    tree: Tree
    on: date
    time_zone: str
    as_of: AsOf | None = None
    _reasons: dict[int, dict[str, int]] = field(default_factory=dict)

    def take(
        self,
        opened: Sequence[Opened],
        key_type: str,
        ids: Sequence[str] | None = None,
        taken: Mapping[int, str] | None = None,
    ) -> list[Part]:
        """Judge sources; with `ids` their rows must be those of partners of the table `partners`.

        `taken` is SQL, by source, of ids that rows counted before have. Raises Diagnosed broken-rows for all of them.
        """
        parts: list[Part] = []
        wrong: list[Diagnostic] = []
        for one in opened:
            try:
                typed = type_source(self.con, one, key_type, self.time_zone)
            except Diagnosed as error:
                wrong += error.diagnostics
                continue
            part, reasons = self._judged(typed, key_type, ids is not None, (taken or {}).get(one.number, ""))
            parts.append(part)
            together = self._reasons.setdefault(one.number, {})
            for name, count in reasons.items():
                together[name] = together.get(name, 0) + count
            if reasons:
                wrong += over_the_ceiling(self.con, part.typed.opened, together, self.on, ids or ())
        raise_if(wrong)
        return parts

    def _judged(
        self, typed: Typed, key_type: str, membership: bool, taken: str
    ) -> tuple[Part, Mapping[str, int]]:
        later = NOTHING_LATER
        if self.as_of is not None:
            with self.undamaged(typed.opened.number, typed.opened.source):
                typed, later = self.as_of.set_aside(typed, key_type, self.time_zone, membership=membership)
        one = typed.opened
        on = None if one.source.table in _HOLDING else self.on
        with self.undamaged(one.number, one.source):
            found = survey(self.con, typed, on, membership=membership, taken=taken)
        text_ids = one.rescanned and "partner" in one.source.columns and one.raw("partner").is_text
        if text_ids and not (membership and found.sound) and self._padded_ids(typed):
            column = one.source.columns["partner"].column
            columns = {**one.columns, column: replace(one.columns[column], ends="spaces")}
            typed = type_source(self.con, replace(one, columns=columns), key_type, self.time_zone)
            found = survey(self.con, typed, on, membership=membership, taken=taken)
        reasons: dict[str, int] = {}
        counted = typed.sound() if one.rescanned else typed.kept()
        if not found.sound:
            reasons = judge(self.con, typed, on, membership=membership, taken=taken)
            if reasons and one.rescanned:
                counted = typed.remaining()
            elif reasons:
                typed.drop_judged(self.con)
            keep_rejects(self.con, typed.opened)
        return Part(typed, counted, control_line(self.con, typed, found, reasons, counted, later)), reasons

    def _padded_ids(self, typed: Typed) -> bool:
        """Whether ids in Parquet have spaces at their ends; one that has is unknown to the partner table."""
        query = f"SELECT count(*) FILTER (WHERE {padded('partner')}) FROM {typed.relation}"
        return bool(one_row(self.con, query)[0])

    @contextmanager
    def undamaged(self, number: int, source: Source) -> Iterator[None]:
        """Say in words that a file broke off while it was read; after that DuckDB may refuse all other work."""
        try:
            yield
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.InternalException):
            if source.kind != "parquet":
                raise
            place = find(self.tree, ("sources", number, source.said_in)).place
            raise Diagnosed([_damaged(str(source.files), place)]) from None


def columns_of(parts: Sequence[Part], table: str) -> TableColumns:
    """The columns of a table that its parts make together."""
    own = [part.typed for part in parts if part.table == table]
    columns: dict[str, BookColumn] = {}
    for name in dict.fromkeys(name for typed in own for name in typed.readings):
        having = [typed for typed in own if name in typed.readings]
        source = having[0].opened.source
        kind: ColumnType = source.kind_of(name)
        types = {typed.readings[name].type for typed in having}
        if len(types) > 1:
            types = {"BIGINT" if types <= NUMBER_TYPES else "VARCHAR"}
        columns[name] = BookColumn(kind, source.columns[name].digits or 0, types.pop())
    if any(typed.has_moment for typed in own):
        columns["at"] = BookColumn("timestamp", sql_type="TIMESTAMP")
    return TableColumns(columns, tuple(dict.fromkeys(typed.opened.number for typed in own)))


def make_view(
    con: duckdb.DuckDBPyConnection, name: str, parts: Sequence[Part], columns: TableColumns
) -> None:
    """The counted rows of some parts as one view."""
    selects = []
    for part in parts:
        shown = [_shown(part, one, column) for one, column in columns.columns.items()]
        shown += ['"#file" AS source_file', '"#row" AS source_row']
        selects.append(f"SELECT {', '.join(shown)} FROM ({part.counted})")
    con.execute(f"CREATE TEMP VIEW {name} AS {' UNION ALL '.join(selects)}")


def _shown(part: Part, name: str, column: BookColumn) -> str:
    quote, typed = quoted(name), part.typed
    if name in part.added:
        return quote
    if name not in typed.readings and not (name == "at" and typed.has_moment):
        return f"NULL::{column.sql_type} AS {quote}"
    if name == HAPPENED:  # the own day of a row that counts on its own day is its date
        return f"CASE WHEN {quoted(RETURN_OF)} IS NOT NULL THEN {quote} END AS {quote}"
    same = name == "at" or typed.readings[name].type == column.sql_type
    return quote if same else f"{quote}::{column.sql_type} AS {quote}"


def _damaged(files: str, place: Place) -> Diagnostic:
    return Diagnostic(
        "unreadable-file",
        place,
        f"`{files}` cannot be read to the end: a file is damaged.",
        consequence="Nothing is settled from a part of the data.",
        cure="Write it again.",
    )
