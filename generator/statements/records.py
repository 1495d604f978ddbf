"""The records of one period, partner by partner, as rows of HTML with the figures in which each counts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape

from generator.book.book import Book
from generator.settlement.plan import DATE_OF, Aggregate, Firsts
from generator.settlement.settle import Settlement
from generator.terms.numerals import NBSP, day, scaled
from generator.terms.titles import Titles

_HIDDEN = {"partner", "source_file", "source_row", "name", "language", "key_epoch", "email", "at", "left_on"}
_TEXT, _DECIMAL, _DATE = range(3)


@dataclass
class TableRows:
    """One partner's rows of one table in one period, grouped by the figures in which they count."""

    groups: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def html(self, width: int) -> str:
        """A body for each group, headed by the figures; `width` is the number of columns."""
        return "".join(
            f'<tbody><tr class="pb-group"><th colspan="{width}">{effect}</th></tr>\n'
            + "".join(row for row, _ in rows)
            + "</tbody>\n"
            for effect, rows in self.groups.items()
        )


@dataclass
class PartnerRecords:
    """One partner's records of one period: rows by table, rejected rows, and the hash of what is shown."""

    tables: dict[str, TableRows] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many records are counted."""
        return sum(len(rows) for t in self.tables.values() for rows in t.groups.values())

    def hash(self) -> str:
        """SHA-256 over the shown cells, one record a line, cells joined by TAB, LF after each line."""
        digest = hashlib.sha256()
        for table in self.tables.values():
            for rows in table.groups.values():
                digest.update("".join(f"{line}\n" for _, line in rows).encode())
        return digest.hexdigest()


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
        self._rejected = self._read_rejected()

    def columns(self, table: str) -> list[str]:
        """The columns of a table that a statement shows, the date first."""
        names = [c for c in self.book.tables[table].columns if c not in _HIDDEN and c != DATE_OF[table]]
        return [DATE_OF[table], *names]

    def head(self, table: str, language: str) -> str:
        """The head cells of a table of records."""
        words = self.words[language]
        cells = []
        for column in self.columns(table):
            number = ' class="num"' if self.book.tables[table].columns[column].type == "decimal" else ""
            cells.append(f"<th{number}><code>{escape(column)}</code></th>")
        cells.append(f"<th>{words['source']}</th>")
        return "".join(cells)

    def read(self, number: int, speaks: Sequence[str]) -> dict[int, PartnerRecords]:
        """The records of the settled period `number` by partner row; `speaks` is each partner's language."""
        out: dict[int, PartnerRecords] = {}
        for table in ("partners", "sales", "events"):
            if table in self.book.tables and self.book.tables[table].sources:
                self._read_table(table, number, speaks, out)
        bucket = self.settlement.results[number].period
        for row, when, html in self._rejected:
            if bucket.first <= when <= bucket.last:
                out.setdefault(row, PartnerRecords()).rejected.append(html)
        return out

    def _read_table(
        self, table: str, number: int, speaks: Sequence[str], out: dict[int, PartnerRecords]
    ) -> None:
        settlement = self.settlement
        columns = self.columns(table)
        kinds = [self._kind(table, c) for c in columns]
        digits = [self.book.tables[table].columns[c].digits for c in columns]
        tests, metrics = self._tests(table, number)
        period = settlement.results[number].period
        shown = ", ".join(f't."{c}"' for c in columns)
        flags = "".join(f", coalesce({test}, false)" for test in tests)
        key = "partner_key" if table == "partners" else "partner"
        when = f't."{DATE_OF[table]}"'
        rows = self.book.con.execute(
            f"""select p.row, t.source_file, t.source_row, {shown}{flags}
            from {table} t join partners p on p.partner_key = t.{key}
            where {when} >= date '{period.first}' and {when} < date '{period.shifted(1).first}'
            order by p.row, {when}, t.source_file, t.source_row"""
        )
        files = [file.name for file in self.book.files]
        effects: dict[tuple[str, tuple[bool, ...]], str] = {}
        width = len(columns)
        while batch := rows.fetchmany(20_000):
            for row in batch:
                who = row[0]
                language = speaks[who]
                cells: list[str] = []
                texts: list[str] = []
                for column, kind, places, value in zip(
                    columns, kinds, digits, row[3 : 3 + width], strict=True
                ):
                    text = _cell(value, kind, places, language)
                    texts.append(text)
                    number_class = ' class="num"' if kind == _DECIMAL else ""
                    cells.append(f'<td data-record="{column}"{number_class}>{escape(text)}</td>')
                source = f"{files[row[1]]}:{row[2]}"
                chosen = (language, tuple(row[3 + width :]))
                effect = effects.get(chosen)
                if effect is None:
                    effect = effects[chosen] = self._effect(chosen, metrics)
                key_ = f"{table}:{source}"
                mine = out.setdefault(who, PartnerRecords()).tables.setdefault(table, TableRows())
                html = f'<tr data-row="{escape(key_)}">{"".join(cells)}<td data-record="source">{escape(source)}</td></tr>\n'
                mine.groups.setdefault(effect, []).append((html, "\t".join([*texts, source])))

    def _kind(self, table: str, column: str) -> int:
        type_ = self.book.tables[table].columns[column].type
        return _DECIMAL if type_ == "decimal" else _DATE if type_ in ("date", "timestamp") else _TEXT

    def _tests(self, table: str, number: int) -> tuple[list[str], list[tuple[str, int]]]:
        """The different tests of metrics over this table, and for each metric the place of its test."""
        tests: list[str] = []
        metrics: list[tuple[str, int]] = []
        for (name, at), recipe in self.settlement.plan.recipes.items():
            source: Aggregate | Firsts = recipe.source
            if at != number or source.table != table:
                continue
            test = source.test or "true"
            if test not in tests:
                tests.append(test)
            metrics.append((name, tests.index(test)))
        return tests, metrics

    def _effect(self, chosen: tuple[str, tuple[bool, ...]], metrics: Sequence[tuple[str, int]]) -> str:
        language, flags = chosen
        titles = [escape(self.titles.titles[f"metric/{name}"][language]) for name, at in metrics if flags[at]]
        words = self.words[language]
        return f"{words['counts_as']}: {', '.join(titles)}" if titles else str(words["counts_nowhere"])

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
        columns = [self.book.rejects.column(name).to_pylist() for name in names]
        return list(zip(*columns, strict=True))

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


def _cell(value: object, kind: int, digits: int, language: str) -> str:
    if value is None:
        return "–"
    if kind == _DECIMAL:
        assert isinstance(value, int)
        return scaled(value, digits, language)
    if kind == _DATE:
        if isinstance(value, datetime):
            return f"{day(value.date(), language)}{NBSP}{value:%H:%M}"
        assert isinstance(value, date)
        return day(value, language)
    return str(value)
