"""Rows one by one: the counted rows of a table in a window, with partner, day and exact values of measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generator.book.book import Book, BookColumn
from generator.book.mapping import SHARE
from generator.rules.contract import Rows, Texts
from generator.rules.exact import Column, Integers
from generator.settlement.measured import RowSql, UnknownColumn, measured, test_of
from generator.settlement.plan import no_return
from generator.terms.calendar import Span
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity
from generator.terms.recruit_fact import MeasureIs
from generator.terms.row_source import RowSource
from generator.terms.window import Window

_SIGNS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<", "equals": "="}
_ASKED = "asked_records"
FILES = 2**40
"""So many rows a file may have in the number of a record: file x FILES + row."""


@dataclass(frozen=True)
class RowReader:
    """Reads rows for the clauses of one window; `span` are its days, `edition` the day whose measures hold."""

    programme: Programme
    book: Book
    span: Span
    edition: date

    def rows(self, source: RowSource, measures: Sequence[str], texts: Sequence[str] = ()) -> Rows:
        """The rows of a source dated in the window, in the order of day, time of day, sale, file and row.

        Rows without the value of a measure are left out, as in sums. Raises UnknownColumn and OverflowError.
        """
        values = self._values(measures)
        tests = [self._where(source), *(one.test for one in values)]
        tests += [f"t.date between date '{self.span.first}' and date '{self.span.last}'"]
        tests += [f"({one.value}) is not null" for one in values]
        where = " and ".join(f"({test})" for test in tests if test)
        return self._read(source, measures, values, texts, f"{source.table} t", where)

    def first_rows(self, source: RowSource, measures: Sequence[str], tests: Sequence[MeasureIs] = ()) -> Rows:
        """For each partner the earliest row of all time that passes, where it is dated in the window."""
        values = self._values(measures)
        inside = [self._where(source), f"date <= date '{self.span.last}'"]
        inside.append(no_return(source.table, self.book.tables))
        for test in tests:
            one = self._values([test.measure])[0]
            bound = test.bound.value * 10**one.digits
            inside += [
                one.test,
                f"({one.value}) * {bound.denominator} {_SIGNS[test.compare]} {bound.numerator}",
            ]
        passing = " and ".join(f"({test})" for test in inside if test)
        order = ", ".join(self._order(source.table, ""))
        earliest = (
            f"(select * from {source.table} where {passing} "
            f"qualify row_number() over (partition by partner order by {order}) = 1) t"
        )
        after = [f"t.date >= date '{self.span.first}'", *(one.test for one in values)]
        after += [f"({one.value}) is not null" for one in values]
        where = " and ".join(f"({test})" for test in after if test)
        return self._read(source, measures, values, (), earliest, where)

    def _values(self, measures: Sequence[str]) -> list[RowSql]:
        return [measured(self.programme, name, self.edition, self.book.tables) for name in measures]

    def _where(self, source: RowSource) -> str:
        return test_of(source.where, source.table, self.book.tables, ("clause", source.table))

    def _order(self, table: str, of: str) -> list[str]:
        known = self.book.tables[table].columns if table in self.book.tables else {}
        named = [f'{of}"at"'] if "at" in known else []  # a word of the database's own
        if "sale" in known:
            # The shorter id first: S-9 before S-10, as whole numbers go by their size.
            named += [f"length({of}sale)"] if known["sale"].sql_type == "VARCHAR" else []
            named.append(f"{of}sale")
        shares = [f"{of}partner"] if SHARE in known else []
        return [f"{of}date", *named, f"{of}source_file", f"{of}source_row", *shares]

    def _read(
        self,
        source: RowSource,
        measures: Sequence[str],
        values: Sequence[RowSql],
        texts: Sequence[str],
        rows_from: str,
        where: str,
    ) -> Rows:
        columns = self.book.tables[source.table].columns
        for name in texts:
            if name not in columns:
                raise UnknownColumn(source.table, name, list(columns), ("clause", source.table))
        asked = ["p.row as who", "t.date as day", f"t.source_file::bigint * {FILES} + t.source_row as record"]
        asked += [f"({one.value})::bigint as v{number}" for number, one in enumerate(values)]
        asked += [f"{self._told_apart(name, columns)} as c{number}" for number, name in enumerate(texts)]
        order = ", ".join(self._order(source.table, "t."))
        found = self.book.con.execute(
            f"select {', '.join(asked)} from {rows_from} join partners p on p.partner_key = t.partner "
            f"where {where} order by {order}"
        ).fetchnumpy()
        rows = Rows(
            np.asarray(found["who"], dtype=np.int64),
            np.asarray(found["day"]).astype("datetime64[D]"),
            np.asarray(found["record"], dtype=np.int64),
            {
                name: Column(np.asarray(found[f"v{number}"], dtype=np.int64), one.digits)
                for number, (name, one) in enumerate(zip(measures, values, strict=True))
            },
            {name: _texts(found[f"c{number}"]) for number, name in enumerate(texts)},
        )
        return rows if source.within is None else self.soon_after_joining(rows, source.within)

    def _told_apart(self, name: str, columns: Mapping[str, BookColumn]) -> str:
        """A text of a row; of a sale that is split each part is a sale of its own, so that each is paid once."""
        text = f't."{name}"::varchar'
        if name != "sale" or SHARE not in columns:
            return text
        return f"case when t.{SHARE} is null then {text} else {text} || chr(31) || p.id end"

    def soon_after_joining(self, rows: Rows, within: Quantity) -> Rows:
        """The rows dated within so long from their partner's joining; the day of joining is the first."""
        window = Window("from_joining", int(within.value), within.unit)
        first, last = window.personal_days(self.book.partners.joined_on, self.span.last)
        return rows.of((rows.day >= first[rows.who]) & (rows.day <= last[rows.who]))


def _texts(found: Any) -> Texts:
    cells = np.ma.asanyarray(found)
    texts: Texts = np.ma.getdata(cells).astype(object)
    texts[np.ma.getmaskarray(cells)] = None
    return texts


def record_place(record: int) -> tuple[int, int]:
    """File and row of the number of a record."""
    return divmod(record, FILES)


def record_numbers(file: Integers, row: Integers) -> Integers:
    """The numbers of records by file and row."""
    return file * FILES + row


def record_names(book: Book, table: str, records: Integers) -> list[str]:
    """How people call rows by their numbers: the sale's own name where there is one, else file and row."""
    named: dict[int, str] = {}
    if "sale" in book.tables[table].columns:
        book.con.register(_ASKED, pa.table({"record": records}))
        try:
            named = dict(
                book.con.execute(
                    f"select a.record, t.sale::varchar from {_ASKED} a join {table} t "
                    f"on a.record // {FILES} = t.source_file and a.record % {FILES} = t.source_row"
                ).fetchall()
            )
        finally:
            book.con.unregister(_ASKED)
    return [named.get(record) or _file_and_row(book, record) for record in records.tolist()]


def record_dates(book: Book, table: str, records: Integers) -> npt.NDArray[np.datetime64]:
    """The day of each row by its number: that on which it counts."""
    asked = pa.table({"place": np.arange(len(records)), "record": records})
    book.con.register(_ASKED, asked)
    try:
        found = book.con.sql(
            f"select a.place, any_value(t.date)::date as date from {_ASKED} a join {table} t "
            f"on a.record // {FILES} = t.source_file and a.record % {FILES} = t.source_row "
            "group by a.place order by a.place"
        ).to_arrow_table()
    finally:
        book.con.unregister(_ASKED)
    days: npt.NDArray[np.datetime64] = found["date"].to_numpy().astype("datetime64[D]")
    assert len(days) == len(records)
    return days


def _file_and_row(book: Book, record: int) -> str:
    file, row = record_place(record)
    return f"{book.files[file].name}:{row}"
