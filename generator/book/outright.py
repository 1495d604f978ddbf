"""Books outright: a small book of rows that are at hand as texts, made in memory without a file.

It holds what `read_book` reads of the same rows. Rows of which anything must be told or judged are left to
`read_book`, which says what is wrong with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from generator.book.book import Book, BookColumn, TableColumns
from generator.book.cells import CANONICAL_ID
from generator.book.partners import FIRST_KEY_EPOCH, UNLISTED, PartnerTable
from generator.book.sources import Source, Sources
from generator.book.sponsors import loops
from generator.book.sql import literal, quoted

Row = Mapping[str, str]
Value = str | int | date | None
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIGURE = re.compile("([+-]?[0-9]+)(?:[.]([0-9]+))?")
_ID = re.compile(CANONICAL_ID)
_LARGEST = 10**15
"""Figures below it are taken: what comes of a few of them is far from the ends of int64."""
_BELOW_HEADER = 2
_TYPES = {"text": "VARCHAR", "date": "DATE", "decimal": "BIGINT"}
_ORIGIN = {"source_file": "INTEGER", "source_row": "BIGINT"}


class _NotPlain(Exception):
    """A row that only `read_book` judges."""


def book_outright(
    con: duckdb.DuckDBPyConnection,
    written: object,
    rows: Mapping[str, Sequence[Row]],
    *,
    on: date,
    languages: Sequence[str],
) -> Book | None:
    """The book of `rows` by table under the mapping `written`; None where it is for `read_book` to read them.

    Its tables are temporary ones of `con`, which is closed with the book.
    """
    try:
        sources = Sources.model_validate(written, context={"languages": tuple(languages)})
        values = {source.table: _values(source, rows[source.table]) for source in sources.sources}
        if len(values) < len(sources.sources):
            return None
        people, whole = _people(values.pop("partners"))
        for table in values.values():
            for row in table:
                _check_membership(row, people, on)
    except (_NotPlain, ValidationError):
        return None
    key = "BIGINT" if whole else "VARCHAR"
    columns: dict[str, TableColumns] = {}
    for number, source in enumerate(sources.sources):
        own = {name: _column(source, name, key) for name in source.columns}
        columns[source.table] = TableColumns(own, (number,))
        if source.table == "partners":
            partners = _partners(people, languages[0])
            _make_partners(con, list(people.values()), partners, key, number)
        else:
            types = {name: column.sql_type for name, column in own.items()} | _ORIGIN
            _make(con, source.table, types, [row | {"source_file": number} for row in values[source.table]])
    return Book(con, sources, (), partners, columns, ())


def _values(source: Source, rows: Sequence[Row]) -> list[dict[str, Value]]:
    """The rows of a table as values of the book. Raises _NotPlain."""
    special = (
        source.reject,
        source.unique,
        source.duplicates != "keep",
        source.decimal,
        source.derive_from,
        source.converts,
    )
    if any(special) or source.sale_column or source.table in ("splits", "rates"):
        raise _NotPlain
    return [
        {name: _value(source, name, row) for name in source.columns} | {"source_row": line}
        for line, row in enumerate(rows, _BELOW_HEADER)
    ]


def _value(source: Source, name: str, row: Row) -> Value:
    column = source.columns[name]
    cell = row.get(column.column, "")
    if column.in_ or column.format or not cell.isprintable() or cell != cell.strip():
        raise _NotPlain
    if not cell:
        if source.required(name):
            raise _NotPlain
        return None
    match source.kind_of(name):
        case "text":
            return cell
        case "date":
            if not _DAY.fullmatch(cell):
                raise _NotPlain
            try:
                return date.fromisoformat(cell)
            except ValueError:
                raise _NotPlain from None
    found = _FIGURE.fullmatch(cell)
    digits = column.digits or 0
    if found is None or len(found[2] or "") > digits:
        raise _NotPlain
    value = int(found[1] + (found[2] or "").ljust(digits, "0"))
    if abs(value) >= _LARGEST:
        raise _NotPlain
    return value


def _people(rows: Sequence[Mapping[str, Value]]) -> tuple[dict[str, Mapping[str, Value]], bool]:
    """The partners by id in the order of the book, and whether their ids are whole numbers. Raises _NotPlain."""
    ids = [str(row["partner"]) for row in rows]
    if len(set(ids)) < len(ids):
        raise _NotPlain
    whole = all(_ID.fullmatch(one) for one in ids)
    people = {str(row["partner"]): row for row in rows}
    ordered = {one: people[one] for one in (sorted(ids, key=int) if whole else sorted(ids))}
    places = [
        (row["placement"], row["position"]) for row in rows if row.get("placement") and row.get("position")
    ]
    told = ("language", *UNLISTED)  # what may be wrong with them is for the reading to say
    sound = len(set(places)) == len(places) and not any(row.get(name) for row in rows for name in told)
    for tree in ("sponsor", "placement"):
        sound = sound and all(row.get(tree) is None or row[tree] in people for row in rows)
        sound = sound and not loops(_above(ordered, tree))
    for row in rows:
        left = row.get("left_on")
        sound = sound and (left is None or _day(left) >= _day(row["joined_on"]))
    if not sound:
        raise _NotPlain
    return ordered, whole


def _check_membership(row: Mapping[str, Value], people: Mapping[str, Mapping[str, Value]], on: date) -> None:
    """Raise _NotPlain where a row is outside its partner's time, or after the day of the run."""
    person = people.get(str(row["partner"]))
    if person is None:
        raise _NotPlain
    day, left = _day(row["date"]), person.get("left_on")
    if not _day(person["joined_on"]) <= day <= min(on, on if left is None else _day(left)):
        raise _NotPlain


def _day(value: Value) -> date:
    if not isinstance(value, date):
        raise _NotPlain
    return value


def _above(people: Mapping[str, Mapping[str, Value]], tree: str) -> npt.NDArray[np.int64]:
    row_of = {one: number for number, one in enumerate(people)}
    above = [row_of.get(str(person.get(tree)), -1) for person in people.values()]
    return np.array(above, dtype=np.int64)


def _column(source: Source, name: str, key: str) -> BookColumn:
    if name == "partner" and source.table != "partners":
        return BookColumn("text", 0, key)
    kind = source.kind_of(name)
    return BookColumn(kind, source.columns[name].digits or 0, _TYPES[kind])


def _partners(people: Mapping[str, Mapping[str, Value]], language: str) -> PartnerTable:
    size = len(people)

    def texts(name: str) -> tuple[Any, ...]:
        return tuple(person.get(name) for person in people.values())

    def days(name: str) -> npt.NDArray[np.datetime64]:
        return np.array(texts(name), dtype="datetime64[D]")

    return PartnerTable(
        ids=tuple(people),
        names=tuple(str(person.get("name") or one) for one, person in people.items()),
        joined_on=days("joined_on"),
        left_on=days("left_on"),
        sponsor_row=_above(people, "sponsor"),
        language=(language,) * size,
        key_epoch=np.array(
            [FIRST_KEY_EPOCH if epoch is None else epoch for epoch in texts("key_epoch")], dtype=np.int64
        ),
        segment=texts("segment"),
        region=texts("region"),
        email=texts("email"),
        placement_row=_above(people, "placement"),
        position=texts("position"),
        **{name: texts(name) for name in UNLISTED},
    )


def _make_partners(
    con: duckdb.DuckDBPyConnection,
    people: Sequence[Mapping[str, Value]],
    partners: PartnerTable,
    key: str,
    number: int,
) -> None:
    types = {"row": "INTEGER", "partner_key": key, "partner": key, "id": "VARCHAR", "name": "VARCHAR"}
    types |= {"joined_on": "DATE", "left_on": "DATE", "sponsor_row": "INTEGER", "sponsor": "VARCHAR"}
    types |= {
        "placement_row": "INTEGER",
        "placement": "VARCHAR",
        "position": "VARCHAR",
        "language": "VARCHAR",
    }
    types |= {"segment": "VARCHAR", "region": "VARCHAR", "email": "VARCHAR"}
    types |= dict.fromkeys(UNLISTED, "VARCHAR") | {"key_epoch": "BIGINT"}
    listed = [
        {
            **person,
            "row": row,
            "partner_key": partners.ids[row],
            "id": partners.ids[row],
            "name": partners.names[row],
            "sponsor_row": int(partners.sponsor_row[row]),
            "placement_row": int(partners.placement_row[row]),
            "language": partners.language[row],
            "key_epoch": int(partners.key_epoch[row]),
            "source_file": number,
        }
        for row, person in enumerate(people)
    ]
    _make(con, "partners", types | _ORIGIN, listed)


def _make(
    con: duckdb.DuckDBPyConnection,
    table: str,
    types: Mapping[str, str],
    rows: Sequence[Mapping[str, Value]],
) -> None:
    """A temporary table of rows; what a row does not have is NULL."""
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in types.items())
    con.execute(f"CREATE TEMP TABLE {table} ({columns})")
    if rows:
        listed = ", ".join(f"({', '.join(_written(row.get(name)) for name in types)})" for row in rows)
        con.execute(f"INSERT INTO {table} VALUES {listed}")


def _written(value: Value) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else literal(str(value))
