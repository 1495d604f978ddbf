"""Records out of a database and under a preset: the audit reads the same rows as the engine, each under its key."""

import csv
import sqlite3
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.audit.book import raw_files, read_records
from generator.audit.records import RawTable
from generator.book import Book, read_book
from tests.book.making import write
from tests.workflow.projects import SMALL, SMALL_DAY, copy

ZONE = "Europe/Moscow"
STEP = 10


def moved_into_a_database(root: Path) -> Path:
    """Load the files of the small programme into a database, each row under a key of its own, and read them there."""
    data = root / "partners_data"
    with sqlite3.connect(data / "crm.db") as db:
        for table in ("partners", "sales"):
            with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                header, *lines = csv.reader(file)
            db.execute(f"create table {table} (id integer primary key, {', '.join(header)})")
            marks = ", ".join("?" * (len(header) + 1))
            numbered = [[at * STEP, *(cell or None for cell in line)] for at, line in enumerate(lines, 1)]
            db.executemany(f"insert into {table} values ({marks})", numbered)
            (data / f"{table}.csv").unlink()
    db.close()
    path = data / "sources.yaml"
    text = path.read_text("utf-8")
    for table in ("partners", "sales"):
        text = text.replace(
            f"files: {table}.csv", f"database: sqlite:///crm.db\n  from_table: {table}\n  key: id"
        )
    path.write_text(text, "utf-8")
    return root


def engine(data: Path, on: date) -> Book:
    return read_book(data, on=on, time_zone=ZONE, languages=("en", "ru"))


def audited(data: Path, on: date) -> dict[str, RawTable]:
    text = (data / "sources.yaml").read_text("utf-8")
    return dict(read_records(text, data, ZoneInfo(ZONE), on, {}).tables)


def test_both_read_what_is_kept(tmp_path: Path) -> None:
    data = moved_into_a_database(copy(SMALL, tmp_path)) / "partners_data"
    with engine(data, SMALL_DAY) as book:
        told = book.con.execute(
            "SELECT source_row, sale, partner, date, amount FROM sales ORDER BY 1"
        ).fetchall()
        left = book.con.execute('SELECT file, "row", reason FROM rejects').fetchall()
    tables = audited(data, SMALL_DAY)
    rows = tables["sales"].counted()
    places = [tables["sales"].place(name) for name in ("sale", "partner", "date", "amount")]
    assert [(row.number, *(row.cells[at] for at in places)) for row in rows] == told
    assert {row.file for row in rows} == {"database/sales.parquet"}
    assert [(row.file, row.number, row.reason) for row in tables["sales"].rows if row.reason] == left
    in_files = audited(SMALL / "partners_data", SMALL_DAY)
    assert [row.cells for row in in_files["sales"].rows] == [row.cells for row in tables["sales"].rows]
    assert [row.number for row in tables["partners"].rows] == [STEP * at for at in range(1, 6)]
    text = (data / "sources.yaml").read_text("utf-8")
    assert [path.name for path in raw_files(text, data)] == ["partners.parquet", "sales.parquet"]


@pytest.mark.parametrize(
    "cell", ["1772312400000", "1772312399999", "", "1.5", "-1", "999999999999999999", " 0 "]
)
def test_presets_and_moments_since_1970(tmp_path: Path, cell: str) -> None:
    sources = """
- table: partners
  preset: partnerstack
  files: partnerships.csv
- table: sales
  preset: partnerstack
  files: transactions.csv
  columns: {product: {column: product_key, type: text}}
  reject:
  - {reason: bad-date, ceiling: 9, words: {en: No day., ru: Нет дня.}}
  - {reason: missing-date, ceiling: 9, words: {en: No day., ru: Нет дня.}}
"""
    write(
        tmp_path,
        sources,
        partnerships_csv="partner_key,first_name,joined_at,email\nanna,Anna,0,a@example.org\n",
        transactions_csv="key,partner_key,customer_key,created_at,currency,amount,product_key\n"
        f"t-1,anna,c-1,{cell},,1050,p-1\n",
    )
    on = date(2026, 3, 1)
    with engine(tmp_path, on) as book:
        told = book.con.execute(
            'SELECT sale, date, "at"::TIME::VARCHAR, amount, product FROM sales'
        ).fetchall()
        left = book.con.execute("SELECT reason FROM rejects").fetchall()
    sales = audited(tmp_path, on)["sales"]
    places = [sales.place(name) for name in ("sale", "date", "amount", "product")]
    (row,) = sales.rows
    assert [(row.reason,)] == (left or [("",)])
    if told:
        (sale, day, time, amount, product) = told[0]
        assert tuple(row.cells[at] for at in places) == (sale, day, amount, product)
        assert (row.time or "00:00:00") == (time if "." not in time else time.ljust(15, "0"))
