"""The book: everything that happened, as exact tables of counted rows, with what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Literal

import duckdb
import pyarrow as pa

from generator.book import rejects
from generator.book.agreements import Agreements
from generator.book.by_hand import Adjustment
from generator.book.control import ControlLine
from generator.book.control_totals import ControlTotal
from generator.book.files import DataFile
from generator.book.partners import PartnerTable
from generator.book.rates import Rates
from generator.book.sources import Sources
from generator.source import Place
from generator.terms.text import Text

ColumnType = Literal["decimal", "text", "date", "timestamp"]


@dataclass(frozen=True, slots=True)
class BookColumn:
    """One column of a table of the book.

    A decimal is a BIGINT that counts units of its last digit: 12.50 with two `digits` is 1250. A text has the
    DuckDB type `sql_type`: BIGINT where every source holds whole numbers, else VARCHAR.
    """

    type: ColumnType
    digits: int = 0
    sql_type: str = "VARCHAR"


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of one table, and the numbers of its entries in `sources.yaml`."""

    columns: Mapping[str, BookColumn]
    sources: tuple[int, ...]

    def with_more(self, columns: Mapping[str, BookColumn]) -> TableColumns:
        """These columns and some more behind them."""
        return TableColumns({**self.columns, **columns}, self.sources)


@dataclass(frozen=True)
class Book:
    """All counted rows, in the DuckDB connection `con`, with the partners and the proof that no row vanished.

    Views `sales` and `events` (where they have a source) and the table `partners` hold the mapped columns:
    `partner` in the type of `partners.partner_key`, `date` (DATE) and, where a source knows the time of day,
    `at` (local TIMESTAMP); besides them `source_file` (position in `files`) and `source_row` (data row from
    1, physical line for CSV). `partners` adds `row` (0 to n - 1, sorted by id), `partner_key`, `id` (text)
    and `sponsor_row`. The table `rejects` holds the rows left out. A row that counts on the day of the sale that it
    names has its own day in `happened`; a sale that is split stands once for each of its partners, with `split_share`.
    A figure that was converted from another currency has what was given in `<figure>.given`; `currency.rate` and
    `currency.day` are the rate and its day.

    `known` is the day as of which the book was read, if it was; what came later is counted in `control`.
    """

    con: duckdb.DuckDBPyConnection
    sources: Sources
    files: tuple[DataFile, ...]
    partners: PartnerTable
    tables: Mapping[str, TableColumns]
    control: tuple[ControlLine, ...]
    agreements: Agreements = field(default_factory=Agreements)
    rates: Rates = field(default_factory=lambda: Rates(Place("sources.yaml", 1, 1)))
    known: date | None = None

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """What a person added to or took from single accounts, in the order of the file."""
        return self.agreements.adjustments

    @property
    def control_totals(self) -> tuple[ControlTotal, ...]:
        """What somebody says that totals come to."""
        return self.agreements.control_totals

    @cached_property
    def rejects(self) -> pa.Table:
        """All rejected rows: table, file, row, reason, partner, date, raw (the cells of the file as JSON).

        `date` is text as the file has it, `day` the local date where it can be read.
        """
        columns = ", ".join(f'"{name}"' for name in (*rejects.COLUMNS, "day"))
        query = f'SELECT {columns} FROM rejects ORDER BY source, source_file, "row"'
        return self.con.sql(query).to_arrow_table()

    def words(self, table: str, reason: str) -> Text | None:
        """What partners are told about a declared reason; None where it is not declared."""
        for source in self.sources.sources:
            for row in source.reject:
                if source.table == table and row.reason == reason:
                    return row.words
        return None

    def column_title(self, table: str, column: str) -> Text | None:
        """What partners call a column; None where no source says it."""
        found = (
            s.columns[column].title for s in self.sources.sources if s.table == table and column in s.columns
        )
        return next((title for title in found if title is not None), None)

    def close(self) -> None:
        """Give back the memory of the tables."""
        self.con.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def write_rejects(book: Book, path: Path) -> int:
    """Write all rejected rows to a CSV file that only its owner can read; returns how many there are."""
    return rejects.write_rejects(book.con, path)
