"""Reading the book: from `sources.yaml` and its files to counted rows, or to what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import gettempdir

import duckdb

from generator.book.agreements import read_agreements
from generator.book.book import Book, BookColumn, TableColumns
from generator.book.cells import CANONICAL_ID, FLOAT_TYPES, NUMBER_TYPES
from generator.book.control import control_lines
from generator.book.converting import NO_CONVERSIONS, Converting
from generator.book.extracting import Databases
from generator.book.files import DataFile
from generator.book.known import NOT_KNOWN, AsOf
from generator.book.mapping import DATED, DIVIDED
from generator.book.opened import Opened, open_source
from generator.book.partners import derive_partners, fetch_partners, list_partners
from generator.book.rates import read_rates
from generator.book.rejects import make_rejects_table
from generator.book.resting import LINKED, beside_their_sales, check_told_apart, parted
from generator.book.sources import Sources
from generator.book.splitting import Splitting
from generator.book.sql import literal, one_row
from generator.book.taking import Part, Taker, columns_of, make_view
from generator.source import Diagnosed, Diagnostic, Mark, Place, Tree, load_yaml, raise_if, validate
from generator.terms.currencies import Conversions

SOLD_VIEW = "sold"
"""The counted sales that lines, returns and splits can name: those that are no returns themselves."""
SOURCES = "sources.yaml"
_SMALL = 2**20
"""Up to so many bytes of all files together a book is read, and settled, by one thread."""
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


def read_book(
    data: Path,
    *,
    on: date,
    time_zone: str,
    languages: Sequence[str],
    known: date | None = None,
    conversions: Conversions = NO_CONVERSIONS,
) -> Book:
    """Read all records of a programme from the folder `data`.

    `on` is the last day on which something can have happened; `time_zone` is the programme's; the first of
    `languages` is that of partners who name none. With `known` only what was known on that day is read, and the rest is
    counted. `conversions` say how figures in other currencies are converted. Raises Diagnosed, with nothing written.
    """
    tree, sources = _sources(data, languages)
    con = duckdb.connect()
    try:
        con.execute("SET TimeZone = 'UTC'")  # offsets are resolved by the programme's zone, not the machine's
        con.execute(f"SET temp_directory = {literal(str(Path(gettempdir()) / 'partnerbook-spill'))}")
        taker = Taker(con, tree, on, time_zone, AsOf(con, known) if known is not None else None)
        return _Reader(con, data, tree, sources, tuple(languages), taker, conversions).book()
    except BaseException:
        con.close()
        raise


@dataclass
class _Reader:
    con: duckdb.DuckDBPyConnection
    data: Path
    tree: Tree
    sources: Sources
    languages: tuple[str, ...]
    taker: Taker
    conversions: Conversions

    def book(self) -> Book:
        opened = self._open()
        files = tuple(file for one in opened for file in one.files)
        if sum(file.path.stat().st_size for file in files) <= _SMALL:
            self.con.execute(
                "SET threads = 1"
            )  # so few rows are read before threads have come to an understanding
        make_rejects_table(self.con)
        parts, key_type = self._partners(opened, files)
        partners = fetch_partners(self.con)
        ids = partners.ids
        by_table: dict[str, list[Opened]] = {}
        for one in opened:
            by_table.setdefault(one.source.table, []).append(one)
        sales = by_table.get("sales", []) if "partners" in by_table else []
        plain = [one for table in DATED[1:] for one in by_table.get(table, []) if not one.source.sale_column]
        parts += self._sales(sales, key_type, ids, plain)
        tables = {"partners": columns_of(parts, "partners") if "partners" in by_table else _DERIVED}
        rates = self.taker.take(by_table.get("rates", []), "VARCHAR")
        exchange = read_rates(self.con, rates, files, Place(str(self.data / SOURCES), 1, 1))
        converting = Converting(self.con, exchange, self.conversions, files, self.sources)
        name_of = {table: f"whole_{table}" if "splits" in by_table else table for table in DIVIDED}
        for table in DATED:
            lending = None
            if table == "sale_lines" and "sales" in tables:  # a line may belong to a return among the sales
                lending = name_of["sales"], tables["sales"]
            resting = [one for one in by_table.get(table, []) if table != "sales" and one.source.sale_column]
            parts += self._resting(resting, parts, key_type, ids, lending)
            own = [part for part in parts if part.table == table]
            if own:
                own, added = converting.converted(own)
                tables[table] = columns_of(parts, table).with_more(added)
                make_view(self.con, name_of.get(table, table), own, tables[table])
        if "splits" in by_table:
            split = self._resting(by_table["splits"], parts, key_type, ids)
            divide = Splitting(self.con, split, files, SOLD_VIEW).divided
            tables |= {name: divide(name, tables[name]) for name in DIVIDED if name in tables}
            parts += split
        self._forget_files(opened)
        as_of = self.taker.as_of
        known, strangers = (as_of.known, as_of.strangers()) if as_of else (None, frozenset())
        return Book(
            self.con,
            self.sources,
            files,
            partners,
            tables,
            control_lines([*parts, *rates]),
            read_agreements(self.data, self.languages, ids, known, strangers),
            exchange,
            known,
        )

    def _partners(self, opened: Sequence[Opened], files: Sequence[DataFile]) -> tuple[list[Part], str]:
        """The table of partners; what was taken for it, and the type in which all tables hold ids."""
        listed = [one for one in opened if one.source.table == "partners"]
        others = [one for one in opened if one.source.table != "partners"]
        if listed:
            parts = self.taker.take(listed, "VARCHAR")
            as_of = self.taker.as_of
            as_text = as_of is not None and as_of.some_id_is_text()
            as_text |= any(
                one.rescanned and "partner" in one.source.columns and one.raw("partner").is_text
                for one in others
            )
            sources = [(part.typed, part.counted) for part in parts]
            later = None if as_of is None else NOT_KNOWN
            list_partners(self.con, sources, files, self.languages, keys_as_text=as_text, later=later)
        else:
            as_text = False
            sales = [one for one in others if one.source.table == "sales"]
            parts = self._sales(sales, self._derived_key_type(others), None)
            first_days = " UNION ALL ".join(
                f"SELECT partner, min(date) AS joined_on FROM ({part.counted}) GROUP BY partner"
                for part in parts
            )
            derive_partners(self.con, first_days, self.languages[0])
        kind = one_row(self.con, "SELECT any_value(typeof(partner_key)) FROM partners")[0]
        return parts, str(kind or ("VARCHAR" if as_text else "BIGINT"))

    def _sales(
        self, opened: Sequence[Opened], key_type: str, ids: Sequence[str] | None, plain: Sequence[Opened] = ()
    ) -> list[Part]:
        """The sales and what rests on none, then what of the sales names another one of them."""
        linked = []
        firsts = list(opened)
        for at, one in enumerate(opened):
            if one.source.sale_column is not None:
                firsts[at], other = parted(self.con, one)
                linked.append(other)
        parts = self.taker.take([*firsts, *plain], key_type, ids)
        sold = [part for part in parts if part.table == "sales"]
        if sold and any(one.sale_column for one in self.sources.sources):
            make_view(self.con, SOLD_VIEW, sold, columns_of(sold, "sales"))
        taken = {part.number: f"SELECT sale FROM ({part.counted})" for part in sold}
        return parts + self._resting(linked, parts, key_type, ids, taken=taken)

    def _resting(
        self,
        opened: Sequence[Opened],
        parts: Sequence[Part],
        key_type: str,
        ids: Sequence[str] | None,
        lending: tuple[str, TableColumns] | None = None,
        taken: Mapping[int, str] | None = None,
    ) -> list[Part]:
        """What takes something from the sale that it names: one that is no return, but `lending` may be all sales."""
        if not opened:
            return []
        if lending is None:
            lending = SOLD_VIEW, columns_of([part for part in parts if not part.typed.opened.part], "sales")
        check_told_apart(self.con, opened[0], lending[0])
        beside = [beside_their_sales(self.con, one, *lending, self.taker.time_zone) for one in opened]
        return self.taker.take(beside, key_type, ids, taken)

    def _forget_files(self, opened: Sequence[Opened]) -> None:
        """Drop what was needed only for judging, and the texts that are tables by now."""
        for one in opened:
            for key in (one.key, f"{one.key}{LINKED}"):
                self.con.execute(f"DROP VIEW IF EXISTS told_{key}")
                for view in () if one.rescanned else ("beside", "part"):
                    self.con.execute(f"DROP VIEW IF EXISTS {view}_{key}")
            if not one.rescanned:
                self.con.unregister(one.relation)

    def _open(self) -> list[Opened]:
        out: list[Opened] = []
        wrong: list[Diagnostic] = []
        first_file = 0
        with Databases(self.data, self.tree) as databases:
            for number, source in enumerate(self.sources.sources):
                if source.files is None:
                    continue
                try:
                    if source.database is not None:
                        databases.extract(number, source)
                    with self.taker.undamaged(number, source):
                        out.append(open_source(self.con, self.data, self.tree, number, source, first_file))
                    first_file += len(out[-1].files)
                except Diagnosed as found:
                    wrong += found.diagnostics
        wrong += _read_twice(out)
        raise_if(wrong)
        return out

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
