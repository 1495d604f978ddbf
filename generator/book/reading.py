"""Reading the book: from `sources.yaml` and its files to counted rows, or to what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import gettempdir

import duckdb

from generator.book.agreements import read_agreements
from generator.book.book import Book, BookColumn, ColumnType, TableColumns
from generator.book.cells import CANONICAL_ID, FLOAT_TYPES, NUMBER_TYPES, padded
from generator.book.control import ControlLine, control_line
from generator.book.judging import judge
from generator.book.lines_of_sales import beside, beside_their_sales
from generator.book.mapping import DATED
from generator.book.opened import Opened, open_source
from generator.book.partners import derive_partners, fetch_partners, list_partners
from generator.book.rejects import keep_rejects, make_rejects_table, over_the_ceiling
from generator.book.sources import Sources
from generator.book.sql import literal, one_row, quoted
from generator.book.survey import survey
from generator.book.typed import Typed, type_source
from generator.source import Diagnosed, Diagnostic, Mark, Place, Tree, find, load_yaml, raise_if, validate

SOURCES = "sources.yaml"
_DERIVED = TableColumns(
    {"partner": BookColumn("text"), "name": BookColumn("text"), "joined_on": BookColumn("date", 0, "DATE")},
    (),
)


def read_sources(data: Path, languages: Sequence[str]) -> Sources:
    """What `sources.yaml` says, without any record. Raises Diagnosed."""
    return _sources(data, languages)[1]


def _sources(data: Path, languages: Sequence[str]) -> tuple[Tree, Sources]:
    path = data / SOURCES
    if not path.is_file():
        raise Diagnosed([_no_sources(path)])
    tree = load_yaml(path)
    return tree, validate(Sources, tree, {"languages": tuple(languages)})


def read_book(data: Path, *, on: date, time_zone: str, languages: Sequence[str]) -> Book:
    """Read all records of a programme from the folder `data`.

    `on` is the last day on which something can have happened; `time_zone` is the programme's; the first of
    `languages` is that of partners who name none. Raises Diagnosed, with nothing written.
    """
    tree, sources = _sources(data, languages)
    con = duckdb.connect()
    try:
        con.execute("SET TimeZone = 'UTC'")  # offsets are resolved by the programme's zone, not the machine's
        con.execute(f"SET temp_directory = {literal(str(Path(gettempdir()) / 'partnerbook-spill'))}")
        return _Reader(con, data, tree, sources, on, time_zone, tuple(languages)).book()
    except BaseException:
        con.close()
        raise


@dataclass(frozen=True)
class _Part:
    """A source that was judged: its counted rows as SQL, and its control line."""

    typed: Typed
    counted: str
    control: ControlLine


@dataclass
class _Reader:
    con: duckdb.DuckDBPyConnection
    data: Path
    tree: Tree
    sources: Sources
    on: date
    time_zone: str
    languages: tuple[str, ...]

    def book(self) -> Book:
        opened = self._open()
        files = tuple(file for one in opened for file in one.files)
        make_rejects_table(self.con)
        listed = [one for one in opened if one.source.table == "partners"]
        others = [one for one in opened if one.source.table != "partners"]
        parts: list[_Part] = []
        if listed:
            parts = self._take(listed, "VARCHAR", membership=False, ids=())
            as_text = any(
                one.rescanned and "partner" in one.source.columns and one.raw("partner").is_text
                for one in others
            )
            list_partners(
                self.con,
                [(part.typed, part.counted) for part in parts],
                files,
                self.languages,
                keys_as_text=as_text,
            )
        else:
            key_type = self._derived_key_type(others)
            sales = [one for one in others if one.source.table == "sales"]
            others = [one for one in others if one.source.table != "sales"]
            parts = self._take(sales, key_type, membership=False, ids=())
            first_days = " UNION ALL ".join(
                f"SELECT partner, min(date) AS joined_on FROM ({part.counted}) GROUP BY partner"
                for part in parts
            )
            derive_partners(self.con, first_days, self.languages[0])
        partners = fetch_partners(self.con)
        key_type = str(
            one_row(self.con, "SELECT any_value(typeof(partner_key)) FROM partners")[0] or "BIGINT"
        )
        resting = [one for one in others if one.source.rests_on_sales]
        others = [one for one in others if not one.source.rests_on_sales]
        parts += self._take(others, key_type, membership=True, ids=partners.ids)
        tables = {"partners": self._columns("partners", parts) if listed else _DERIVED}
        for table in DATED:
            if table == "sale_lines" and resting:
                lines_of = [beside_their_sales(self.con, one, tables["sales"]) for one in resting]
                parts += self._take(lines_of, key_type, membership=True, ids=partners.ids)
            own = [part for part in parts if part.typed.opened.source.table == table]
            if own:
                tables[table] = self._columns(table, parts)
                self._view(table, own, tables[table])
        for one in opened:
            self.con.execute(f"DROP VIEW IF EXISTS told_{one.number}")
            if one.source.rests_on_sales and not one.rescanned:
                self.con.execute(f"DROP VIEW IF EXISTS {beside(one)}")
            if not one.rescanned:
                self.con.unregister(one.relation)
        lines = tuple(part.control for part in sorted(parts, key=lambda part: part.typed.opened.number))
        agreements = read_agreements(self.data, self.languages, partners.ids)
        return Book(self.con, self.sources, files, partners, tables, lines, agreements)

    def _open(self) -> list[Opened]:
        out: list[Opened] = []
        wrong: list[Diagnostic] = []
        first_file = 0
        for number, source in enumerate(self.sources.sources):
            if source.files is None:
                continue
            try:
                with self._undamaged(number):
                    out.append(open_source(self.con, self.data, self.tree, number, source, first_file))
                first_file += len(out[-1].files)
            except Diagnosed as found:
                wrong += found.diagnostics
        wrong += _read_twice(out)
        raise_if(wrong)
        return out

    @contextmanager
    def _undamaged(self, number: int) -> Iterator[None]:
        """Say in words that a file broke off while it was read; after that DuckDB may refuse all other work."""
        try:
            yield
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.InternalException):
            source = self.sources.sources[number]
            if source.kind != "parquet":
                raise
            raise Diagnosed(
                [_damaged(str(source.files), find(self.tree, ("sources", number, "files")).place)]
            ) from None

    def _take(
        self, opened: Sequence[Opened], key_type: str, *, membership: bool, ids: Sequence[str]
    ) -> list[_Part]:
        """Type, survey and judge sources. Raises Diagnosed broken-rows for all of them together."""
        parts: list[_Part] = []
        wrong: list[Diagnostic] = []
        for one in opened:
            try:
                typed = type_source(self.con, one, key_type, self.time_zone)
            except Diagnosed as error:
                wrong += error.diagnostics
                continue
            on = None if one.source.table == "partners" else self.on
            with self._undamaged(one.number):
                found = survey(self.con, typed, on, membership=membership)
            doubtful = one.rescanned and one.raw("partner").is_text and not (membership and found.sound)
            if doubtful and self._padded_ids(typed):
                column = one.source.columns["partner"].column
                columns = {**one.columns, column: replace(one.columns[column], ends="spaces")}
                typed = type_source(self.con, replace(one, columns=columns), key_type, self.time_zone)
                found = survey(self.con, typed, on, membership=membership)
            reasons: dict[str, int] = {}
            counted = typed.sound() if one.rescanned else typed.kept()
            if not found.sound:
                reasons = judge(self.con, typed, on, membership=membership)
                if reasons and one.rescanned:
                    counted = typed.remaining()
                elif reasons:
                    typed.drop_judged(self.con)
                keep_rejects(self.con, typed.opened)
                wrong += over_the_ceiling(self.con, typed.opened, reasons, self.on, ids)
            parts.append(_Part(typed, counted, control_line(self.con, typed, found, reasons, counted)))
        raise_if(wrong)
        return parts

    def _padded_ids(self, typed: Typed) -> bool:
        """Whether ids in Parquet have spaces at their ends; one that has is unknown to the partner table."""
        query = f"SELECT count(*) FILTER (WHERE {padded('partner')}) FROM {typed.relation}"
        return bool(one_row(self.con, query)[0])

    def _derived_key_type(self, opened: Sequence[Opened]) -> str:
        """The type of ids that only the sales know: whole numbers where all of them are."""
        for one in opened:
            if "partner" not in one.source.columns:
                continue
            raw = one.raw("partner")
            if raw.type in NUMBER_TYPES or raw.type in FLOAT_TYPES:
                continue
            if one.rescanned:
                return "VARCHAR"
            if one.source.table == "sales":
                test = f"{raw.text} IS NOT NULL AND NOT regexp_full_match({raw.text}, '{CANONICAL_ID}')"
                if one_row(self.con, f"SELECT count(*) FROM {one.relation} WHERE {test}")[0]:
                    return "VARCHAR"
        return "BIGINT"

    def _columns(self, table: str, parts: Sequence[_Part]) -> TableColumns:
        own = [part.typed for part in parts if part.typed.opened.source.table == table]
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
        return TableColumns(columns, tuple(typed.opened.number for typed in own))

    def _view(self, table: str, parts: Sequence[_Part], columns: TableColumns) -> None:
        selects = []
        for part in parts:
            typed = part.typed
            shown = []
            for name, column in columns.columns.items():
                if name in typed.readings or (name == "at" and typed.has_moment):
                    same = name == "at" or typed.readings[name].type == column.sql_type
                    shown.append(
                        quoted(name) if same else f"{quoted(name)}::{column.sql_type} AS {quoted(name)}"
                    )
                else:
                    shown.append(f"NULL::{column.sql_type} AS {quoted(name)}")
            shown += ['"#file" AS source_file', '"#row" AS source_row']
            selects.append(f"SELECT {', '.join(shown)} FROM ({part.counted})")
        self.con.execute(f"CREATE TEMP VIEW {table} AS {' UNION ALL '.join(selects)}")


def _read_twice(opened: Sequence[Opened]) -> list[Diagnostic]:
    """Files that two sources of one table read: each of their rows would count twice."""
    first: dict[tuple[str, Path], Opened] = {}
    out = []
    for one in opened:
        twice = [file for file in one.files if (one.source.table, file.path.resolve()) in first]
        for file in one.files:
            first.setdefault((one.source.table, file.path.resolve()), one)
        if twice:
            earlier = first[one.source.table, twice[0].path.resolve()]
            out.append(
                Diagnostic(
                    "file-twice",
                    one.place("files"),
                    f"`{twice[0].name}` is read by two sources of `{one.source.table}`.",
                    label="here too",
                    other=Mark(earlier.place("files"), "read here"),
                    consequence="Each of its sales would be paid twice.",
                    cure="Let the two patterns name different files.",
                )
            )
    return out


def _damaged(files: str, place: Place) -> Diagnostic:
    return Diagnostic(
        "unreadable-file",
        place,
        f"`{files}` cannot be read to the end: a file is damaged.",
        consequence="Nothing is settled from a part of the data.",
        cure="Write it again.",
    )


def _no_sources(path: Path) -> Diagnostic:
    return Diagnostic(
        "sources-missing",
        Place(str(path), 1, 1),
        "There is no `sources.yaml`, so nobody knows where the records are.",
        consequence="Without records there is nothing to settle and no statement to write.",
        cure="Write one; this maps a file of sales:\n"
        "  sources:\n"
        "  - {table: partners, derive_from: sales}\n"
        "  - table: sales\n"
        "    files: sales.csv\n"
        "    columns: {partner: dealer, date: date, amount: {column: amount, digits: 2}}",
    )
