"""A book made outright of rows holds what reading the same rows from files gives, or it is left to the reading."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.book import Book, read_book
from generator.book.outright import book_outright
from generator.source import Diagnosed
from tests.strategies import examples

ON = date(2026, 3, 31)
PEOPLE = [
    {
        "partner": "9",
        "name": "",
        "joined_on": "2026-01-01",
        "sponsor": "10",
        "position": "left",
        "placement": "10",
    },
    {"partner": "10", "name": "Зоя", "joined_on": "2026-01-05", "left_on": "2026-02-28", "segment": "pro"},
]
SALES = [
    {"sale": "1", "partner": "9", "date": "2026-01-01", "amount": "12.5", "status": "paid"},
    {"sale": "2", "partner": "10", "date": "2026-02-28", "amount": "-0.05", "status": ""},
]
EVENTS = [{"partner": "9", "date": "2026-03-31", "event": "course_passed", "subject": "basics"}]
MAPPED: dict[str, dict[str, Any]] = {
    "partners": {
        name: name
        for name in ("partner", "name", "joined_on", "left_on", "sponsor", "placement", "position", "segment")
    },
    "sales": {
        **{name: name for name in ("sale", "partner", "date")},
        "amount": {"column": "amount", "digits": "2"},
        "status": {"column": "status", "type": "text", "empty": "allowed"},
    },
    "events": {name: name for name in ("partner", "date", "event", "subject")},
}
Rows = dict[str, list[dict[str, str]]]


def mapping() -> dict[str, Any]:
    return {
        "sources": [{"table": t, "files": f"{t}.csv", "columns": columns} for t, columns in MAPPED.items()]
    }


def outright(rows: Rows) -> Book | None:
    return book_outright(duckdb.connect(), mapping(), rows, on=ON, languages=("ru", "en"))


def read(rows: Rows, folder: Path) -> Book:
    for table, columns in MAPPED.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(columns), restval="")
            writer.writeheader()
            writer.writerows(rows[table])
    (folder / "sources.yaml").write_text(json.dumps(mapping()), "utf-8")
    return read_book(folder, on=ON, time_zone="Europe/Moscow", languages=("ru", "en"))


def content(book: Book) -> dict[str, Any]:
    """All that a settlement can look at."""
    people = {name: list(getattr(book.partners, name)) for name in book.partners.__dataclass_fields__}
    people["left_on"] = [str(day) for day in people["left_on"]]  # NaT is not equal to itself
    found: dict[str, Any] = {"partners of": people, "columns": dict(book.tables)}
    for table in book.tables:
        listed = book.con.sql(f"select * from {table} order by source_row").to_arrow_table()
        found[table] = (listed.schema, listed.to_pylist())
    return found


def rows(**changed: list[dict[str, str]]) -> Rows:
    return {"partners": PEOPLE, "sales": SALES, "events": EVENTS} | changed


@pytest.mark.parametrize("ids", [("9", "10"), ("a", "Я"), ("9", "b"), ("-3", "0"), ("007", "8")])
def test_it_is_what_would_be_read(tmp_path: Path, ids: tuple[str, str]) -> None:
    named = dict(zip(("9", "10"), ids, strict=True))
    renamed = {
        table: [
            {k: named.get(v, v) if k in ("partner", "sponsor", "placement") else v for k, v in row.items()}
            for row in listed
        ]
        for table, listed in rows().items()
    }
    made = outright(renamed)
    assert made is not None
    with made, read(renamed, tmp_path) as book:
        assert content(made) == content(book)


NOT_PLAIN = {
    "a stranger": rows(events=[EVENTS[0] | {"partner": "11"}]),
    "a day before joining": rows(sales=[SALES[1] | {"date": "2026-01-04"}]),
    "a day after leaving": rows(sales=[SALES[1] | {"date": "2026-03-01"}]),
    "a day after the run": rows(sales=[SALES[0] | {"date": "2026-04-01"}]),
    "no such day": rows(sales=[SALES[0] | {"date": "2026-02-30"}]),
    "no figure": rows(sales=[SALES[0] | {"amount": "12,5"}]),
    "too many decimals": rows(sales=[SALES[0] | {"amount": "0.125"}]),
    "no event": rows(events=[EVENTS[0] | {"event": ""}]),
    "an unknown sponsor": rows(partners=[PEOPLE[0] | {"sponsor": "11"}, PEOPLE[1]]),
    "a loop": rows(partners=[PEOPLE[0], PEOPLE[1] | {"sponsor": "9"}]),
    "one position twice": rows(
        partners=[*PEOPLE, PEOPLE[0] | {"partner": "11"}],
    ),
    "one partner twice": rows(partners=[*PEOPLE, PEOPLE[1]]),
    "who left before joining": rows(partners=[PEOPLE[0], PEOPLE[1] | {"left_on": "2026-01-04"}], sales=[]),
}


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_what_is_wrong_is_left_to_the_reading(tmp_path: Path, case: str) -> None:
    assert outright(NOT_PLAIN[case]) is None
    with pytest.raises(Diagnosed):
        read(NOT_PLAIN[case], tmp_path)


def test_a_time_of_day_is_left_to_the_reading(tmp_path: Path) -> None:
    timed = rows(sales=[SALES[0] | {"date": "2026-01-01 10:00"}])
    assert outright(timed) is None
    with read(timed, tmp_path) as book:
        assert "at" in book.tables["sales"].columns


@st.composite
def drawn(draw: st.DrawFn) -> Rows:
    cell = st.sampled_from(
        ["", "a", " a", "1", "0", "2026-01-31", "2026-03-31", "1.50", "+7", "1e3", "\u00a0", "x\ny"]
    )
    wild = st.sampled_from(["amount", "status", "date", "sale", "partner"])
    made = [SALES[0] | draw(st.dictionaries(wild, cell, max_size=1)) for _ in range(draw(st.integers(0, 3)))]
    return rows(sales=made)


@given(case=drawn())
@examples(12)
def test_whatever_stands_in_a_row(case: Rows, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = outright(case)
    if made is not None:
        with made, read(case, tmp_path_factory.mktemp("read")) as book:
            assert content(made) == content(book)
