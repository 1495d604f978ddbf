"""The records of one period as columns, sorted by partner, with the figures in which each row counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generator.book.book import Book
from generator.book.partners import UNLISTED
from generator.settlement.plan import DATE_OF, Aggregate, Firsts
from generator.settlement.settle import Settlement
from generator.statements.rows import DATE, DECIMAL, TEXT, ShownColumn, TableRecords
from generator.terms.numerals import day
from generator.terms.titles import Titles
from generator.terms.version import in_force
from generator.terms.window import Window

_HIDDEN = {"partner", "source_file", "source_row", "name", "language", "key_epoch", "email", "at", "left_on"}
_TABLES = ("partners", "sales", "sale_lines", "returns", "events", "targets")
_AT_ONCE = 500_000
"""So many records are held at a time."""
_PEOPLE = '(select "row", partner_key as "#key" from partners)'
"""Partners under names that no column of another table has: tests of rows name their columns bare."""


@dataclass(frozen=True)
class RecordBlock:
    """The records of the partner rows `first` to `last` (exclusive), by table."""

    first: int
    last: int
    tables: tuple[TableRecords, ...]


class RecordReader:
    """Reads the records of one period after the other."""

    def __init__(
        self, settlement: Settlement, titles: Titles, words: Mapping[str, Mapping[str, object]]
    ) -> None:
        self.settlement = settlement
        self.book: Book = settlement.book
        self.titles = titles
        self.words = words
        self.languages = tuple(words)
        self._tables = [t for t in _TABLES if t in self.book.tables and self.book.tables[t].sources]
        self._rejected = self._read_rejected()

    def read(self, number: int) -> Iterator[RecordBlock]:
        """The records of the settled period `number`, in blocks of partners that fit into memory."""
        size = len(self.book.partners.ids)
        counts = {table: self._count(table, number) for table in self._tables}
        if sum(counts.values()) <= _AT_ONCE:
            yield self._block(number, 0, size, [t for t, count in counts.items() if count])
            return
        each = np.zeros(size, dtype=np.int64)
        for table in self._tables:
            rows = self._query(table, number, "p.row, count(*) as n", "group by p.row")
            each[rows["row"]] += rows["n"]
        block = np.cumsum(each) // _AT_ONCE
        starts = np.flatnonzero(np.diff(block, prepend=-1)).tolist()
        for first, last in zip(starts, [*starts[1:], size], strict=True):
            yield self._block(number, first, last, self._tables)

    def rejected(self, number: int) -> dict[int, list[str]]:
        """Rows of HTML about rejected records of the settled period `number`, by partner row."""
        period = self.settlement.results[number].period
        out: dict[int, list[str]] = {}
        for row, when, html in self._rejected:
            if period.first <= when <= period.last:
                out.setdefault(row, []).append(html)
        return out

    def _block(self, number: int, first: int, last: int, tables: Sequence[str]) -> RecordBlock:
        return RecordBlock(first, last, tuple(self._records(t, number, first, last) for t in tables))

    def _query(self, table: str, number: int, what: str, rest: str) -> dict[str, npt.NDArray[Any]]:
        """Columns of the rows of one period; NULL stands as a masked value."""
        period = self.settlement.results[number].period
        key = "partner_key" if table == "partners" else "partner"
        when = f't."{DATE_OF[table]}"'
        found = self.book.con.execute(
            f"""select {what} from {table} t join {_PEOPLE} p on p."#key" = t.{key}
            where {when} >= date '{period.first}' and {when} < date '{period.shifted(1).first}' {rest}"""
        ).fetchnumpy()
        return {name: np.ma.asanyarray(values) for name, values in found.items()}

    def _count(self, table: str, number: int) -> int:
        return int(self._query(table, number, "count(*) as n", "")["n"][0])

    def _records(self, table: str, number: int, first: int, last: int) -> TableRecords:
        columns = self._columns(table)
        tests, metrics = self._tests(table, number)
        shown = [
            f"""(t."{c.name}"::date - date '1970-01-01')::integer""" if c.kind == DATE else f't."{c.name}"'
            for c in columns
        ]
        asked = ["p.row as who", "t.source_file as file", "t.source_row as number"]
        asked += [f"{sql} as c{at}" for at, sql in enumerate(shown)]
        asked += [f"coalesce({test}, false) as f{at}" for at, (test, _) in enumerate(tests)]
        some = (
            f"and p.row >= {first} and p.row < {last}" if last - first < len(self.book.partners.ids) else ""
        )
        order = f'order by p.row, t."{DATE_OF[table]}", t.source_file, t.source_row'
        found = self._query(table, number, ", ".join(asked), f"{some} {order}")
        who = np.asarray(found["who"], dtype=np.int64)
        flags = [np.asarray(found[f"f{at}"], dtype=np.bool_) for at in range(len(tests))]
        for at, (_, window) in enumerate(tests):
            if window is not None:
                flags[at] &= self._in_own_days(window, number, who, found["c0"])
        return TableRecords(
            table,
            columns,
            tuple(file.name for file in self.book.files),
            tuple(metrics),
            who,
            found["file"],
            found["number"],
            tuple(found[f"c{at}"] for at in range(len(columns))),
            tuple(flags),
        )

    def _in_own_days(
        self, window: Window, number: int, who: npt.NDArray[np.int64], days: npt.NDArray[Any]
    ) -> npt.NDArray[np.bool_]:
        """Which rows lie in the window that their partner has for himself."""
        last = self.settlement.results[number].period.last
        begins, ends = window.personal_days(self.book.partners.joined_on[who], last)
        when = np.asarray(days, dtype=np.int64).astype("datetime64[D]")
        inside: npt.NDArray[np.bool_] = (begins <= when) & (when <= ends)
        return inside

    def _columns(self, table: str) -> tuple[ShownColumn, ...]:
        """The columns of a table that a statement shows, the date first."""
        known = self.book.tables[table].columns
        hidden = {*_HIDDEN, *UNLISTED} if table == "partners" else _HIDDEN
        names = [DATE_OF[table], *(c for c in known if c not in hidden and c != DATE_OF[table])]
        kinds = {"decimal": DECIMAL, "date": DATE, "text": TEXT}
        return tuple(ShownColumn(name, kinds[known[name].type], known[name].digits) for name in names)

    def _tests(
        self, table: str, number: int
    ) -> tuple[list[tuple[str, Window | None]], list[tuple[str, int]]]:
        """The different tests of metrics over this table, and for each metric the place of its test.

        A test is SQL, with the window where that is a partner's own.
        """
        tests: list[tuple[str, Window | None]] = []
        metrics: list[tuple[str, int]] = []
        for (name, at), recipe in self.settlement.plan.recipes.items():
            source: Aggregate | Firsts = recipe.source
            if at != number or source.table != table or not self._counts_own(name, number):
                continue
            personal = recipe.window if recipe.window.personal else None
            test = (self._test(table, source.test, recipe.window, number), personal)
            if test not in tests:
                tests.append(test)
            metrics.append((name, tests.index(test)))
        return tests, metrics

    def _test(self, table: str, test: str, window: Window, number: int) -> str:
        """A test of a metric together with the part of the period that its window takes in."""
        period = self.settlement.results[number].period
        if window.personal:
            return test or "true"
        days = window.days(period.span, self.settlement.programme.cycle)
        if days.last < period.first:
            return "false"
        if days.first <= period.first:
            return test or "true"
        inside = f"\"{DATE_OF[table]}\" >= date '{days.first}'"
        return f"({test}) and {inside}" if test else inside

    def _counts_own(self, metric: str, number: int) -> bool:
        """Whether the partner's own rows are among those that a metric counts."""
        versions = self.settlement.programme.metrics[metric].versions
        version = in_force(versions, self.settlement.results[number].period.first)
        return version is not None and version.scope.has_self

    def _read_rejected(self) -> list[tuple[int, date, str]]:
        """Rejected rows that name a known partner and a readable date, with their cells."""
        out: list[tuple[int, date, str]] = []
        rows = self.book.partners.row_of
        default = self.languages[0]
        for table, file, number, why, partner, written in self._rejects():
            row = rows.get(partner)
            when = self._date_of(table, written)
            if row is None or when is None:
                continue
            language = self.book.partners.language[row]
            language = language if language in self.languages else default
            declared = self.book.words(table, why)
            reason = declared[language] if declared else self._reason(why, language)
            source = f"{file}:{number}"
            html = (
                f'<tr data-row="{escape(f"{table}:{source}")}">'
                f'<td data-record="date">{escape(day(when, language))}</td>'
                f'<td data-record="source">{escape(source)}</td><td>{escape(reason)}</td></tr>\n'
            )
            out.append((row, when, html))
        return out

    def _rejects(self) -> list[tuple[str, str, int, str, str, str]]:
        names = ("table", "file", "row", "reason", "partner", "date")
        known = self.book.partners.row_of
        partners = self.book.rejects.column("partner").to_pylist()
        rows = [at for at, partner in enumerate(partners) if partner in known]
        kept = self.book.rejects.take(pa.array(rows, pa.int64()))
        return list(zip(*(kept.column(name).to_pylist() for name in names), strict=True))

    def _date_of(self, table: str, written: str | None) -> date | None:
        """The date of a rejected row, read by the mapping's own format; None where it cannot be read."""
        for source in self.book.sources.sources:
            column = source.columns.get(DATE_OF[table])
            if written is None or source.table != table or column is None:
                continue
            try:
                if column.format is None:
                    return datetime.fromisoformat(written).date()
                return datetime.strptime(written, column.format).date()  # noqa: DTZ007, local by definition
            except ValueError:
                continue
        return None

    def _reason(self, reason: str, language: str) -> str:
        reasons = self.words[language]["reasons"]
        assert isinstance(reasons, dict)
        return str(reasons.get(reason, reason))
