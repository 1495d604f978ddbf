"""Own reading of raw records: each row counted or rejected for the first reason that applies."""

from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from generator.audit.book import judge_book, read_records
from generator.audit.findings import Findings
from generator.audit.rawfiles import RawUnreadable

ZONE = ZoneInfo("Europe/Moscow")
ON = date(2026, 11, 12)

SOURCES = """
sources:
- table: partners
  files: partners.csv
  unique: partner
  columns: {partner: id, joined_on: joined, left_on: left, name: name}
- table: sales
  files: sales/*.csv
  delimiter: ";"
  encoding: cp1251
  decimal: ","
  unique: sale
  columns:
    sale: order_id
    partner: dealer
    date: {column: date, format: "%d.%m.%Y"}
    amount: {column: amount, digits: 2}
    status: state
  reject:
  - {reason: missing-partner, ceiling: 1}
  - {reason: gift, where: {status: gift, amount: {less_than: 10}}, ceiling: 1 000}
"""
PARTNERS = "id,joined,left,name\nA,2026-05-01,,Anna\nB,2026-06-10,2026-08-31,Boris\n"
GOOD = "order_id;dealer;date;amount;state\n1;A;02.05.2026;1234,50;paid\n"


def book(tmp_path, sales, sources=SOURCES, partners=PARTNERS):
    (tmp_path / "sales").mkdir(exist_ok=True)
    (tmp_path / "partners.csv").write_text(partners, encoding="utf-8")
    (tmp_path / "sales" / "a.csv").write_bytes(sales.encode("cp1251"))
    return read_records(sources, tmp_path, ZONE, ON, {})


def test_exact_values(tmp_path):
    table = book(tmp_path, GOOD).tables["sales"]
    (row,) = table.rows
    assert (row.reason, row.partner, row.day) == ("", "A", date(2026, 5, 2))
    assert table.amount(row, "amount") == Fraction("1234.5")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2;A;03.05.2026;1", "unreadable-row"),
        ("2;;03.05.2026;x;paid", "missing-partner"),
        ("2;Z;;x;paid", "unknown-partner"),
        ("2;A;;x;paid", "missing-date"),
        ("2;A;31.06.2026;x;paid", "bad-date"),
        ("2;A;03.05.2026;;paid", "missing-value"),
        ("2;A;03.05.2026;1.5;paid", "bad-number"),
        ("2;A;03.05.2026;1 000;paid", "bad-number"),
        ("2;A;03.05.2026;1,505;paid", "too-many-decimals"),
        ("1;A;03.05.2026;1,5;paid", "duplicate-id"),
        ("2;A;30.04.2026;1,5;paid", "before-joining"),
        ("2;B;01.09.2026;1,5;paid", "after-leaving"),
        ("2;A;13.11.2026;1,5;gift", "after-on"),
        ("2;A;03.05.2026;9,99;gift", "gift"),
        ("2;A;03.05.2026;10;gift", ""),
        ("2;B;31.08.2026;-10;paid", ""),
    ],
)
def test_first_reason_that_applies(tmp_path, line, reason):
    table = book(tmp_path, GOOD + line + "\n").tables["sales"]
    assert table.rows[1].reason == reason
    assert table.rows[1].number == 3


def test_exact_repeats_are_kept_unless_the_mapping_says_otherwise(tmp_path):
    twice = GOOD + GOOD.splitlines()[1] + "\n"
    keep = SOURCES.replace("  unique: sale\n", "")
    assert [row.reason for row in book(tmp_path, twice, keep).tables["sales"].rows] == ["", ""]
    reject = SOURCES.replace("unique: sale", "duplicates: reject")
    assert [row.reason for row in book(tmp_path, twice, reject).tables["sales"].rows] == ["", "duplicate-row"]


def test_nobody_is_listed_twice_whatever_the_mapping_says(tmp_path):
    sources = SOURCES.replace("  unique: partner\n", "")
    records = book(tmp_path, GOOD, sources, PARTNERS + PARTNERS.splitlines()[1] + "\n")
    assert [row.reason for row in records.tables["partners"].rows] == ["", "", "duplicate-id"]
    findings = Findings()
    judge_book(records, findings)
    assert {one.slug for one in findings.found} == {"too-many-rejected"}


def test_ceilings(tmp_path):
    records = book(tmp_path, GOOD + "2;;03.05.2026;1;paid\n3;;03.05.2026;1;paid\n")
    findings = Findings()
    judge_book(records, findings)
    assert {one.slug for one in findings.found} == {"too-many-rejected"}


def test_derived_partners(tmp_path):
    derived = (
        SOURCES.partition("- table: partners")[0] + "- table: sales" + SOURCES.partition("- table: sales")[2]
    )
    derived += "- table: partners\n  derive_from: sales\n"
    records = book(
        tmp_path, GOOD + "2;C;01.05.2026;1;paid\n3;A;01.05.2026;1;paid\n4;D;13.11.2026;1;x\n", derived
    )
    assert {p.id: p.joined for p in records.partners.values()} == {
        "A": date(2026, 5, 1),
        "C": date(2026, 5, 1),
    }
    assert len(records.tables["partners"].rows) == 2


def test_a_missing_column_or_file_is_no_empty_table(tmp_path):
    with pytest.raises(RawUnreadable):
        book(tmp_path, "order_id;dealer\n1;A\n")
    with pytest.raises(RawUnreadable):
        read_records(SOURCES, tmp_path / "nowhere", ZONE, ON, {})


def test_parquet_rows_with_floats_and_moments(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    moments = pa.array([1_293_840_000_000_000_000, 1_293_926_399_999_999_999], pa.timestamp("ns"))
    table = pa.table({"who": [17850.0, None], "when": moments, "price": [2.55, 0.001]})
    pq.write_table(table, tmp_path / "x.parquet")
    sources = """
sources:
- table: sales
  files: x.parquet
  columns: {partner: who, date: when, price: {column: price, digits: 3}}
- {table: partners, derive_from: sales}
"""
    records = read_records(sources, tmp_path, ZONE, ON, {})
    rows = records.tables["sales"].rows
    assert [row.partner for row in rows] == ["17850", ""]
    assert [row.day for row in rows] == [date(2011, 1, 1), date(2011, 1, 1)]
    assert [row.cells[2] for row in rows] == [2550, 1]
