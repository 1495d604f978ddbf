"""Returns that name their sale, shared sales, and what was known on a day, as the audit reads raw rows."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.audit.book import read_records
from generator.audit.rawfiles import RawUnreadable
from generator.audit.records import RawTable, Records
from generator.audit.splitting import portions

ON = date(2026, 3, 31)
SOURCES = """
sources:
- {table: partners, files: partners.csv, columns: {partner: id, joined_on: joined, recorded_at: seen}}
- table: sales
  files: sales.csv
  unique: sale
  columns:
    sale: id
    partner: who
    date: day
    return_of: of
    recorded_at: seen
    customer: buyer
    amount: {column: amount, digits: 2}
- table: returns
  files: returns.csv
  columns: {return_of: of, date: day, recorded_at: seen, amount: {column: amount, digits: 2}}
- table: splits
  files: splits.csv
  columns: {sale: id, partner: who, share: {column: share, digits: 1}, recorded_at: seen}
  divides: [amount]
"""
FILES = {
    "partners": "id,joined,seen\nA,2026-01-01,\nB,2026-01-01,2026-01-09\nC,2026-02-01,\n",
    "sales": "id,who,day,of,seen,buyer,amount\nS1,A,2026-01-10,,,north,100.01\n"
    "S2,B,2026-01-12,,2026-02-20,south,30.00\n",
    "returns": "of,day,seen,amount\nS1,2026-03-02,,-40.01\n",
    "splits": "id,who,share,seen\n",
}


def book(folder: Path, known: date | None = None, **files: str) -> Records:
    for name, text in (FILES | files).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_records(SOURCES, folder, ZoneInfo("Europe/Moscow"), ON, {}, known)


def told(table: RawTable, *columns: str) -> list[tuple[object, ...]]:
    """The counted rows: partner, day, and some of their cells."""
    return [
        (row.partner, str(row.day), *(row.cells[table.place(name)] for name in columns))
        for row in table.counted()
    ]


def test_a_return_counts_on_the_day_of_its_sale_with_its_partner(tmp_path: Path) -> None:
    table = book(tmp_path).tables["returns"]
    assert told(table, "happened", "customer", "amount") == [
        ("A", "2026-01-10", date(2026, 3, 2), "north", -4001)
    ]
    assert table.rows[0].linked


@pytest.mark.parametrize(
    ("row", "reason", "day"),
    [
        ("S9,2026-03-02,,-1.00", "unknown-sale", "2026-03-02"),
        ("S1,2026-04-02,,-1.00", "after-on", "2026-04-02"),
        ("S1,,,-1.00", "missing-date", "None"),
        ("S1,2026-03-02,,x", "bad-number", "2026-03-02"),
        ("S9,,,x", "unknown-sale", "None"),
    ],
)
def test_a_return_that_is_left_out_lies_on_its_own_day(
    row: str, reason: str, day: str, tmp_path: Path
) -> None:
    (rejected,) = book(tmp_path, returns=f"of,day,seen,amount\n{row}\n").tables["returns"].rows
    assert (rejected.reason, str(rejected.day)) == (reason, day)


def test_a_row_of_sales_may_take_another_back_and_have_particulars_of_its_own(tmp_path: Path) -> None:
    sales = (
        FILES["sales"]
        + "R1,,2026-02-03,S1,,,-5.00\nR2,B,2026-02-03,S1,,west,-6.00\nR3,,2026-02-03,R1,,,-7.00\n"
    )
    table = book(tmp_path, sales=sales).tables["sales"]
    assert told(table, "customer", "happened")[2:] == [
        ("A", "2026-01-10", "north", date(2026, 2, 3)),
        ("B", "2026-01-10", "west", date(2026, 2, 3)),
    ]
    assert [row.reason for row in table.rows] == ["", "", "", "", "unknown-sale"]


def test_a_row_that_takes_back_repeats_no_counted_id(tmp_path: Path) -> None:
    sales = (
        FILES["sales"] + "S2,,2026-02-03,S1,,,-5.00\nR1,,2026-02-03,S1,,,-5.00\nR1,,2026-02-04,S1,,,-5.00\n"
    )
    table = book(tmp_path, sales=sales).tables["sales"]
    assert [row.reason for row in table.rows] == ["", "", "duplicate-id", "", "duplicate-id"]


def test_parts_of_a_shared_sale_add_up(tmp_path: Path) -> None:
    splits = "id,who,share,seen\nS1,B,50,\nS1,A,50 %,\n"
    tables = book(tmp_path, splits=splits).tables
    # The odd cent goes to the partner whom the sale names.
    assert told(tables["sales"], "amount", "split_share") == [
        ("B", "2026-01-10", 5000, 500),
        ("A", "2026-01-10", 5001, 500),
        ("B", "2026-01-12", 3000, None),
    ]
    assert told(tables["returns"], "amount") == [("B", "2026-01-10", -2000), ("A", "2026-01-10", -2001)]


def test_a_share_of_somebody_who_had_not_joined_is_left_out_and_the_rest_is_no_whole(tmp_path: Path) -> None:
    with pytest.raises(RawUnreadable, match="100"):
        book(tmp_path, splits="id,who,share,seen\nS1,A,50,\nS1,C,50,\n")


@pytest.mark.parametrize(
    ("value", "shares", "first", "parts"),
    [
        (100, [("A", 1), ("B", 1), ("C", 1)], "B", [33, 34, 33]),
        (-100, [("A", 1), ("B", 1), ("C", 1)], "B", [-33, -34, -33]),
        (101, [("A", 1), ("B", 1), ("C", 1)], "C", [34, 33, 34]),
        (10, [("A", 25), ("B", 75)], "A", [3, 7]),
        (10, [("B", 75), ("A", 25)], "Z", [7, 3]),
        (1, [("A", 40), ("B", 60)], "A", [0, 1]),
        (0, [("A", 40), ("B", 60)], "A", [0, 0]),
    ],
)
def test_what_is_left_goes_to_the_largest_fractions(
    value: int, shares: list[tuple[str, int]], first: str, parts: list[int]
) -> None:
    assert portions(value, shares, first, {"A": 0, "B": 1, "C": 2}) == parts


def test_what_was_not_known_stands_apart(tmp_path: Path) -> None:
    tables = book(tmp_path, date(2026, 2, 10)).tables
    assert told(tables["sales"]) == [("A", "2026-01-10")]
    assert tables["sales"].later == 1
    # A return is not known before its own day, though it counts on that of its sale.
    assert (tables["returns"].rows, tables["returns"].later) == ([], 1)
    assert told(book(tmp_path, date(2026, 3, 2)).tables["returns"]) == [("A", "2026-01-10")]


def test_nothing_is_known_before_what_it_rests_on(tmp_path: Path) -> None:
    returns = "of,day,seen,amount\nS2,2026-01-15,,-1.00\n"
    splits = "id,who,share,seen\nS1,A,50,\nS1,B,50,2026-03-01\n"
    tables = book(tmp_path, date(2026, 2, 10), returns=returns, splits=splits).tables
    assert tables["returns"].later == 1  # S2 was recorded later
    assert told(tables["sales"], "split_share") == [("A", "2026-01-10", None)]  # half a split is none
    early = book(tmp_path, date(2026, 1, 8), returns=returns, splits=splits)
    assert set(early.partners) == {"A", "C"}
