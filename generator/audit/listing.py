"""Holds the records on a statement against the raw rows: each once, in the right part, cell by cell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from generator.audit.columns import head_of
from generator.audit.definitions import Scope, Window
from generator.audit.findings import Findings
from generator.audit.measuring import tests_of
from generator.audit.numerals import Unreadable, day, number
from generator.audit.promise import Edition
from generator.audit.reckoning import Expected
from generator.audit.records import RawTable, Records, Row
from generator.audit.spans import days_of
from generator.audit.statement import ListedRecord, RecordTable, Statement
from generator.audit.wording import BOX, TABLES, Tongue

EMPTY = "\u2013"  # how a cell with nothing in it is shown

# A metric's title, the days of its window (None: none at all), and whether a row passes its filters.
Counting = tuple[str, "tuple[date, date] | None", Callable[[Row], bool]]


@dataclass
class Listing:
    """The raw tables, with testers of the metrics' filters made once each."""

    records: Records
    _testers: dict[tuple[date, str, str], list[tuple[str, Window, Callable[[Row], bool]]]] = field(
        default_factory=dict
    )
    _statement: Expected | None = None
    _days: dict[str, list[Counting]] = field(default_factory=dict)

    def check(self, statement: Statement, expected: Expected, findings: Findings) -> None:
        """Counted and rejected rows of the period, as the statement lists them."""
        counted = [table for table in statement.tables if table.part == "records"]
        rejected = [table for table in statement.tables if table.part == "not-counted"]
        if len(counted) + len(rejected) != len(statement.tables):
            findings.add("record-unexpected", statement.place(), "records stand outside of their parts")
        self._compare(statement, counted, expected, findings, True)
        self._compare(statement, rejected, expected, findings, False)
        tongue = Tongue(statement.language)
        self._words(statement, counted, rejected, tongue, findings)
        self._hash(statement, counted, findings)

    def name_of(self, table: str, row: Row) -> str:
        """How a line names the row that it is about: by its sale, or by its file and number."""
        raw = self.records.tables[table]
        sale = str(row.cells[raw.place("sale")] or "") if "sale" in raw.columns else ""
        return sale or f"{row.file}:{row.number}"

    def _compare(
        self,
        statement: Statement,
        tables: list[RecordTable],
        expected: Expected,
        findings: Findings,
        counted: bool,
    ) -> None:
        rows, others = expected.counted, expected.rejected
        if not counted:
            rows, others = others, rows
        wanted = {f"{table}:{row.file}:{row.number}": (table, row) for table, row in rows}
        elsewhere = {f"{table}:{row.file}:{row.number}" for table, row in others}
        seen: set[str] = set()
        for table in tables:
            if counted and table.name in self.records.tables:
                self._heads(statement, table, self.records.tables[table.name], findings)
            for record in table.records:
                place, key = statement.place(record.key), self._known(record.key)
                if key in seen:
                    findings.add("record-doubled", place, "the record is listed twice")
                elif key in elsewhere:
                    says = "the raw row is rejected" if counted else "the raw row is counted"
                    findings.add("record-wrongly-placed", place, says)
                elif key not in wanted:
                    findings.add("record-unexpected", place, "the raw data have no such record here")
                else:
                    name, row = wanted[key]
                    raw = self.records.tables[name]
                    if counted:
                        self._counted(statement, table, record, raw, row, expected, findings)
                    else:
                        self._rejected(statement, table, record, raw, row, findings)
                    findings.count("records")
                seen.add(key)
        for key in wanted.keys() - seen:
            part = "counted" if counted else "not counted"
            findings.add("record-missing", statement.place(key), f"the raw record is not listed as {part}")

    def _heads(self, statement: Statement, table: RecordTable, raw: RawTable, findings: Findings) -> None:
        """Each column is called as the mapping declares it, or as it is usual; the last head is no column's."""
        if not table.columns:
            return  # it has no heads at all, which each of its records objects to
        language = statement.language
        wanted = [head_of(name, raw.titles, language) for name in table.columns[:-1]]
        wanted.append(Tongue(language).say("source"))
        for shown, head in zip(table.headings, wanted, strict=True):
            if shown != head:
                says = f"a column of {table.name} is headed {shown!r}, it is called {head!r}"
                findings.add("text-differs", statement.place(table.name), says)

    def _known(self, key: str) -> str:
        """The key of a record with its file called as the rows call it."""
        name, _, source = key.partition(":")
        file, _, number = source.rpartition(":")
        table = self.records.tables.get(name)
        return f"{name}:{table.files.get(file, file)}:{number}" if table is not None else key

    def _counted(
        self,
        statement: Statement,
        table: RecordTable,
        record: ListedRecord,
        raw: RawTable,
        row: Row,
        expected: Expected,
        findings: Findings,
    ) -> None:
        place = statement.place(record.key)
        if table.name != raw.name or record.words:
            findings.add("record-differs", place, f"it stands among {table.name} and says {record.words}")
        tongue = Tongue(statement.language)
        names = (*(tag for tag, _ in record.cells[:-1]), "")
        if names != table.columns or record.cells[-1][0] != "source":
            findings.add("record-differs", place, f"its cells are {names}, the headings {table.columns}")
        for name, text in record.cells[:-1]:
            if name not in raw.columns or not same_cell(text, raw, row, name, statement.language):
                cell = row.cells[raw.columns.index(name)] if name in raw.columns else None
                findings.add("record-differs", place, f"{name} says {text!r}, the raw record {cell!r}")
        if record.cells[-1][1] != record.key.partition(":")[2]:
            findings.add("record-differs", place, f"its source is said to be {record.cells[-1][1]!r}")
        counts = [
            title
            for title, days, passes in self._counting(expected, raw, statement.language)
            if days is not None and row.day is not None and days[0] <= row.day <= days[1] and passes(row)
        ]
        told = tongue.say("counts", titles=", ".join(counts)) if counts else tongue.say("counts nowhere")
        if record.group != told:
            findings.add("record-differs", place, f"it is said: {record.group!r}; it should be: {told!r}")

    def _counting(self, expected: Expected, raw: RawTable, language: str) -> list[Counting]:
        """The same, with the days of each window for the partner and period of one statement."""
        if self._statement is not expected:
            self._statement, self._days = expected, {}
        if raw.name not in self._days:
            policy = expected.edition.policy
            rhythm = policy.period if policy is not None else "month"
            self._days[raw.name] = [
                (title, days_of(window, expected.period, expected.partner.joined, rhythm), passes)
                for title, window, passes in self._counts(expected.edition, raw, language)
            ]
        return self._days[raw.name]

    def _counts(
        self, edition: Edition, raw: RawTable, language: str
    ) -> list[tuple[str, Window, Callable[[Row], bool]]]:
        """The metrics that read a table, by title, each with its window and a tester of its filters."""
        key = (edition.start, raw.name, language)
        if key not in self._testers:
            titles = edition.titles.get(language, {})
            self._testers[key] = [
                (titles.get(f"metric/{name}", name), metric.window, tests_of(metric, edition.measures, raw))
                for name, metric in edition.metrics.items()
                if metric.table == raw.name and with_self(metric.scope)
            ]
        return self._testers[key]

    def _rejected(
        self,
        statement: Statement,
        table: RecordTable,
        record: ListedRecord,
        raw: RawTable,
        row: Row,
        findings: Findings,
    ) -> None:
        place = statement.place(record.key)
        cells = dict(record.cells)
        words = raw.words.get(row.reason, {}).get(statement.language, "")
        if not same_day(cells.get("date", ""), row.day, statement.language):
            findings.add("record-differs", place, f"its date is said to be {cells.get('date')!r}")
        if cells.get("source") != record.key.partition(":")[2] or len(record.cells) != 2:
            findings.add("record-differs", place, f"its source is said to be {cells.get('source')!r}")
        if record.words != (" ".join(words.split()),):
            findings.add(
                "record-differs", place, f"the reason is said to be {record.words}, it is {row.reason}"
            )

    def _words(
        self,
        statement: Statement,
        counted: list[RecordTable],
        rejected: list[RecordTable],
        tongue: Tongue,
        findings: Findings,
    ) -> None:
        """The words around the records: titles, headings and groups, none of them empty."""
        parts = [tongue.say("records")]
        for table in counted:
            parts += [tongue.say(table.name) if table.name in TABLES else table.name]
            parts += [*table.headings, *table.groups]
            filled = {record.group for record in table.records}
            if set(table.groups) != filled or len(table.groups) != len(filled):
                findings.add(
                    "text-differs", statement.place("records"), "a group is empty or stands there twice"
                )
        if not counted:
            parts.append(tongue.say("no records"))
        compare_words(statement, "records", " ".join(parts), findings)
        if rejected:
            compare_words(statement, "not-counted", tongue.say("not-counted"), findings)
            if " ".join(rejected[0].headings) not in tongue.say("not-counted") or len(rejected) > 1:
                findings.add("text-differs", statement.place("not-counted"), "its headings are others")
        elif "not-counted" in statement.parts:
            findings.add(
                "text-differs", statement.place("not-counted"), "the part is there and lists nothing"
            )

    def _hash(self, statement: Statement, counted: list[RecordTable], findings: Findings) -> None:
        lines = ["\t".join(text for _, text in record.cells) for table in counted for record in table.records]
        own = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
        shown = statement.marks.get("records-hash", "")
        if shown != own:
            says = f"it prints {shown!r} for the hash of the records, they give {own}"
            findings.add("input-hash-differs", statement.place("records-hash"), says)


def with_self(scope: Scope) -> bool:
    """Whether a partner's own rows are among those of the scope."""
    return scope.kind in ("own", "programme") or (scope.kind == "downline" and scope.first == 0)


def compare_words(statement: Statement, part: str, expected: str, findings: Findings) -> None:
    """Hold the words of a part against those that it must have."""
    shown = statement.parts.get(part)
    if shown is None:
        findings.add("text-differs", statement.place(part), "the part is missing")
    elif shown != " ".join(expected.split()):
        findings.add("text-differs", statement.place(part), difference(shown, " ".join(expected.split())))


def difference(shown: str, expected: str) -> str:
    """Where two texts part ways, in a few words."""
    at = next((i for i, (a, b) in enumerate(zip(shown, expected, strict=False)) if a != b), 0)
    if shown.startswith(expected) or expected.startswith(shown):
        at = min(len(shown), len(expected))
    start = max(0, at - 12)
    return f"it says {shown[start : at + 40]!r} where {expected[start : at + 40]!r} should stand".replace(
        BOX, "_"
    )


def same_day(text: str, value: date | None, language: str) -> bool:
    """Whether a cell shows a day."""
    try:
        return day(text, language).value == value
    except Unreadable:
        return False


def same_cell(text: str, table: RawTable, row: Row, name: str, language: str) -> bool:
    """Whether a cell shows what the raw record has in a column."""
    cell = row.cells[table.columns.index(name)]
    if text == EMPTY:
        return cell in (None, "")
    if isinstance(cell, date):
        return same_day(text, cell, language)
    if name in table.digits and isinstance(cell, int):
        try:
            figure = number(text, language)
        except Unreadable:
            return False
        value = figure.value
        assert isinstance(value, Fraction)
        scale: int = 10 ** table.digits[name]
        return value.numerator * scale == cell * value.denominator
    return text == str(cell)
