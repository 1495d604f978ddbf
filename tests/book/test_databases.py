"""Records from a database: read as they were at one moment, kept in a file, and counted like those of any file."""

import hashlib
import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.book.database_cells import NoText, as_text
from generator.source import for_terminal
from tests.book.making import PARTNERS, PARTNERS_SOURCE, read, refused, reject, rows, write

ORDERS = """
create table orders (id integer primary key, order_no text, dealer text, sold_at text, amount numeric, note blob);
insert into orders values
  (30, 'O-3', 'P-2', '2026-03-05 10:30:00', 12.5, x'00'),
  (10, 'O-1', 'P-1', '2026-03-01', 100, null),
  (20, 'O-2', 'P-1', '2026-03-02', 99.99, null),
  (41, 'O-4', 'P-9', '2026-03-06', 1, null),
  (42, 'O-5', 'P-1', '2026-03-06', 1.005, null),
  (43, 'O-1', 'P-1', '2026-03-07', 7, null);
"""
COLUMNS = (
    "  columns: {sale: order_no, partner: dealer, date: sold_at, amount: {column: amount, digits: 2}}\n"
    "  unique: sale\n" + reject("unknown-partner", "too-many-decimals", "duplicate-id")
)
FROM_TABLE = PARTNERS_SOURCE + (
    "- table: sales\n  database: sqlite:///crm.db\n  from_table: orders\n  key: id\n" + COLUMNS
)
SALES = 'SELECT sale, partner, CAST("at" AS VARCHAR), amount, source_row FROM sales ORDER BY source_row'
KEPT = "database/orders.parquet"


def project(folder: Path, sources: str, sql: str = ORDERS) -> Path:
    """A folder of data with a database of SQLite beside `sources.yaml`."""
    write(folder, sources, partners_csv=PARTNERS)
    with sqlite3.connect(folder / "crm.db") as db:
        db.executescript(sql)
    db.close()
    return folder


def test_rows_are_told_by_their_key(tmp_path: Path) -> None:
    with read(project(tmp_path, FROM_TABLE)) as book:
        assert rows(book, SALES) == [
            ("O-1", "P-1", "2026-03-01 00:00:00", 10000, 10),
            ("O-2", "P-1", "2026-03-02 00:00:00", 9999, 20),
            ("O-3", "P-2", "2026-03-05 10:30:00", 1250, 30),
        ]
        assert rows(book, 'SELECT file, "row", reason FROM rejects ORDER BY "row"') == [
            (KEPT, 41, "unknown-partner"),
            (KEPT, 42, "too-many-decimals"),
            (KEPT, 43, "duplicate-id"),
        ]
        line = next(one for one in book.control if one.table == "sales")
        assert (line.files, line.read, line.counted, line.rejected) == (KEPT, 6, 3, 3)
        assert line.sums["amount"].counted == Fraction("212.49")
    kept = pq.read_table(tmp_path / KEPT)
    assert kept.column_names == ["id", "order_no", "dealer", "sold_at", "amount"], (
        "only what is mapped is kept"
    )
    assert kept["amount"].to_pylist() == ["100", "99.99", "12.5", "1", "1.005", "7"]


def test_a_query_gives_the_same(tmp_path: Path) -> None:
    query = "  query: |\n    select *, '10:45' as hour, ':no' as no from orders where id % 100 < 50 -- all\n    ;\n"
    sources = FROM_TABLE.replace("  from_table: orders\n", "  name: orders\n" + query)
    with (
        read(project(tmp_path / "query", sources)) as asked,
        read(project(tmp_path / "table", FROM_TABLE)) as taken,
    ):
        assert rows(asked, SALES) == rows(taken, SALES)
    assert (tmp_path / "query" / KEPT).read_bytes() == (tmp_path / "table" / KEPT).read_bytes()


def test_the_database_stays_and_equal_records_leave_the_file(tmp_path: Path) -> None:
    folder = project(tmp_path, FROM_TABLE)
    before = hashlib.sha256((folder / "crm.db").read_bytes()).digest()
    read(folder).close()
    first = (folder / KEPT).stat()
    read(folder).close()
    assert (folder / KEPT).stat().st_mtime_ns == first.st_mtime_ns
    assert (folder / KEPT).stat().st_ino == first.st_ino
    assert hashlib.sha256((folder / "crm.db").read_bytes()).digest() == before
    assert sorted(path.name for path in (folder / "database").iterdir()) == ["orders.parquet"]
    with sqlite3.connect(folder / "crm.db") as db:
        db.execute("delete from orders where id = 20")
    db.close()
    with read(folder) as book:
        assert [row[-1] for row in rows(book, SALES)] == [10, 30], "what remains keeps its number"


def test_a_table_without_rows(tmp_path: Path) -> None:
    with read(project(tmp_path, FROM_TABLE, ORDERS.split("insert")[0])) as book:
        assert rows(book, "SELECT count(*) FROM sales") == [(0,)]


@pytest.mark.parametrize(
    ("old", "new", "slug", "said"),
    [
        ("key: id", "key: amount", "row-key-unclear", "`1.005` in `amount`, which is no whole number"),
        ("key: id", "key: dealer", "row-key-unclear", "`P-1` in `dealer`"),
        ("from_table: orders", "from_table: order", "database-refuses", "no table `order`"),
        ("sold_at", "sold_on", "missing-column", "`orders` has no column `sold_on`"),
        ("partner: dealer", "partner: note", "value-without-text", "`note` of row 30 holds bytes"),
        ("from_table: orders", "{name: o, query: selec 1}", "database-refuses", "syntax error"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, old: str, new: str, slug: str, said: str) -> None:
    lines = new.strip("{}").replace(", ", "\n  ") if new.startswith("{") else new
    (found,) = refused(project(tmp_path, FROM_TABLE.replace(old, lines)))
    assert found.slug == slug
    assert said in found.sentence
    assert not (tmp_path / KEPT).exists(), "nothing is kept of what was not read to its end"


def test_no_message_holds_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_PASSWORD", "hush")
    sources = FROM_TABLE.replace(
        "sqlite:///crm.db", "postgresql+psycopg://reader@127.0.0.1:1/crm\n  password_from: CRM_PASSWORD"
    )
    (found,) = refused(project(tmp_path, sources))
    assert found.slug == "database-unreachable"
    assert "hush" not in for_terminal(found, tmp_path)


def test_a_password_is_found_wherever_it_stands(tmp_path: Path) -> None:
    sources = FROM_TABLE.replace("sqlite:///crm.db", "postgresql+psycopg:~//reader:hush@db.example.org/crm")
    (found,) = refused(project(tmp_path, sources.replace("~", "")))
    assert found.slug == "password-in-file"


def test_texts_of_values() -> None:
    east = timezone(timedelta(hours=3))
    assert as_text(datetime(2026, 7, 1, 18, 30, tzinfo=east)) == "2026-07-01 15:30:00+00:00"
    assert as_text(datetime(2026, 7, 1, 18, 30, 5, 250_000)) == "2026-07-01 18:30:05.250000"  # noqa: DTZ001
    assert as_text(date(2026, 7, 1)) == "2026-07-01"
    assert as_text(Decimal("1E+3")) == "1000"
    assert as_text(17.0) == "17"
    assert as_text(float("nan")) is None
    assert as_text(UUID(int=0)) == "00000000-0000-0000-0000-000000000000"
    assert (as_text(True), as_text(" a "), as_text(None)) == ("true", " a ", None)
    for value in (b"a", [1], {"a": 1}, timedelta(1)):
        with pytest.raises(NoText):
            as_text(value)


@settings(max_examples=40)
@given(st.decimals(allow_nan=False, allow_infinity=False) | st.floats(allow_nan=False, allow_infinity=False))
def test_a_figure_is_its_text(value: Decimal | float) -> None:
    text = as_text(value)
    assert text is not None
    assert "E" not in text.upper()
    assert type(value)(text) == value


@settings(max_examples=20)
@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_its_text(value: datetime) -> None:
    assert datetime.fromisoformat(str(as_text(value))) == value
