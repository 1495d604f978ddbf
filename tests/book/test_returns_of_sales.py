"""Returns that name their sale count on its day, with what it lends them; those that name none count as they stand."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.book.making import PARTNERS, PARTNERS_SOURCE, read, refused, reject, rows, write

SALES = """
- table: sales
  files: sales.csv
  columns:
    sale: id
    partner: dealer
    date: day
    customer: who
    product: {column: product, type: text}
    amount: {column: amount, digits: 2}
  unique: sale
"""
RETURNS = """
- table: returns
  files: returns.csv
  columns: {return_of: of, date: day, amount: {column: amount, digits: 2}}
"""
SALES_CSV = (
    "id,dealer,day,who,product,amount\n"
    "A1,P-1,2026-03-01,c1,shirt,10.00\nA2,P-2,2026-03-02,c2,hat,20.00\nA3,,2026-03-02,c2,hat,20.00\n"
)
RETURNS_CSV = "of,day,amount\nA1,2026-05-07,4.00\nA2,2026-05-08,20.00\n"
SHOWN = (
    "select return_of, date, amount, happened, partner, customer, product from returns order by source_row"
)
TAKEN = [
    ("A1", date(2026, 3, 1), 400, date(2026, 5, 7), "P-1", "c1", "shirt"),
    ("A2", date(2026, 3, 2), 2000, date(2026, 5, 8), "P-2", "c2", "hat"),
]
# Sales and what undoes them in one table, one file.
BOTH = SALES.replace("    customer", "    return_of: of\n    customer") + reject("missing-partner")
BOTH_CSV = (
    "id,of,dealer,day,who,product,amount\n"
    "R1,A1,,2026-05-07,,,-4.00\nA1,,P-1,2026-03-01,c1,shirt,10.00\n"
    "A2,,P-2,2026-03-02,c2,hat,20.00\nR2,A2,P-1,2026-05-08,,scarf,-20.00\n"
)


def folder(place: Path, returns: str = RETURNS_CSV, more: str = "", mapped: str = RETURNS) -> Path:
    text = PARTNERS_SOURCE + SALES + reject("missing-partner") + mapped + more
    return write(place, text, partners_csv=PARTNERS, sales_csv=SALES_CSV, returns_csv=returns)


def both(place: Path, content: str = BOTH_CSV, more: str = "", mapped: str = BOTH) -> Path:
    return write(place, PARTNERS_SOURCE + mapped + more, partners_csv=PARTNERS, sales_csv=content)


def test_a_return_counts_on_the_day_of_its_sale(tmp_path: Path) -> None:
    with read(folder(tmp_path)) as book:
        assert rows(book, SHOWN) == TAKEN
        assert list(book.tables["returns"].columns) == [
            *("return_of", "date", "amount", "happened", "partner", "customer", "product")
        ]


def test_a_return_in_parquet(tmp_path: Path) -> None:
    place = folder(tmp_path)
    table = pa.table(
        {
            "of": ["A1", "A2"],
            "day": [date(2026, 5, 7), date(2026, 5, 8)],
            "amount": pa.array([4.0, 20.0]),
            "sale": ["a column that", "happens to be"],
        }
    )
    pq.write_table(table, place / "returns.parquet")
    sources = place / "sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace("returns.csv", "returns.parquet"), "utf-8")
    with read(place) as book:
        assert rows(book, SHOWN) == TAKEN


def test_what_a_return_says_itself_is_kept_cell_by_cell(tmp_path: Path) -> None:
    mapped = RETURNS.replace(
        "date: day,", "date: day, partner: dealer, product: {column: product, type: text},"
    )
    returns = "of,day,dealer,product,amount\nA1,2026-05-07,P-2,,4.00\nA2,2026-05-08,,scarf,1.00\n"
    with read(folder(tmp_path, returns, mapped=mapped)) as book:
        assert rows(book, "select partner, customer, product from returns order by source_row") == [
            ("P-2", "c1", "shirt"),
            ("P-2", "c2", "scarf"),
        ]


def test_a_return_that_names_no_sale_counts_on_its_own_day(tmp_path: Path) -> None:
    mapped = RETURNS.replace("date: day,", "date: day, partner: dealer,")
    returns = "of,day,dealer,amount\n,2026-05-07,P-2,4.00\nA2,2026-05-08,,1.00\n,2026-05-09,,1.00\n"
    place = folder(tmp_path, returns, reject("missing-partner"), mapped)
    with read(place) as book:
        assert rows(book, "select date, happened, partner from returns order by source_row") == [
            (date(2026, 5, 7), None, "P-2"),
            (date(2026, 3, 2), date(2026, 5, 8), "P-2"),
        ]
        assert [
            (one["row"], one["reason"]) for one in book.rejects.to_pylist() if one["table"] == "returns"
        ] == [(4, "missing-partner")]


def test_a_return_of_no_counted_sale_is_left_out(tmp_path: Path) -> None:
    returns = RETURNS_CSV + "A3,2026-05-09,1.00\nA9,2026-05-09,1.00\n"
    (found,) = refused(folder(tmp_path / "undeclared", returns))
    assert found.slug == "broken-rows"
    assert "2 rows of `returns.csv` name sales that are not counted" in found.says
    assert "returns.csv, line 4: `of` holds `A3`" in found.consequence
    with read(folder(tmp_path / "declared", returns, reject("unknown-sale", ceiling=2))) as book:
        assert rows(book, SHOWN) == TAKEN
        left = [one for one in book.rejects.to_pylist() if one["table"] == "returns"]
        assert [(one["row"], one["reason"], one["date"]) for one in left] == [
            (4, "unknown-sale", "2026-05-09"),
            (5, "unknown-sale", "2026-05-09"),
        ]


def test_joining_and_leaving_go_by_the_sale_and_the_run_by_the_own_day(tmp_path: Path) -> None:
    people = PARTNERS.replace("joined_on\n", "joined_on,left_on\n").replace("01-01\n", "01-01,2026-04-01\n")
    people = people.replace("02-01\n", "02-01,\n")
    text = PARTNERS_SOURCE.replace("joined_on}", "joined_on, left_on: left_on}") + SALES
    text += reject("missing-partner") + RETURNS + reject("after-on", "bad-date")
    returns = RETURNS_CSV + "A1,2026-12-01,1.00\nA1,soon,1.00\n"
    files = {"partners_csv": people, "sales_csv": SALES_CSV, "returns_csv": returns}
    with read(write(tmp_path, text, **files)) as book:
        assert rows(book, SHOWN) == TAKEN
        left = [one for one in book.rejects.to_pylist() if one["table"] == "returns"]
        assert [(one["row"], one["reason"]) for one in left] == [(4, "after-on"), (5, "bad-date")]


def test_rows_of_sales_that_undo_others(tmp_path: Path) -> None:
    with read(both(tmp_path)) as book:
        shown = "sale, return_of, partner, date, happened, customer, product, amount"
        assert rows(book, f"select {shown} from sales order by source_row") == [
            ("R1", "A1", "P-1", date(2026, 3, 1), date(2026, 5, 7), "c1", "shirt", -400),
            ("A1", None, "P-1", date(2026, 3, 1), None, "c1", "shirt", 1000),
            ("A2", None, "P-2", date(2026, 3, 2), None, "c2", "hat", 2000),
            ("R2", "A2", "P-1", date(2026, 3, 2), date(2026, 5, 8), "c2", "scarf", -2000),
        ]
        (line,) = [one for one in book.control if one.table == "sales"]
        assert (line.read, line.counted, line.rejected) == (4, 4, 0)
        assert line.sums["amount"].counted == line.sums["amount"].read == Fraction(6)


def test_a_sale_that_cannot_be_named(tmp_path: Path) -> None:
    """A return of a return, of a rejected sale, of none: each is left out, and ids never repeat across both."""
    content = BOTH_CSV + (
        "R3,R2,P-1,2026-05-09,,hat,1.00\nA4,,,2026-03-03,c,hat,1.00\nR4,A4,P-1,2026-05-09,,,-1.00\n"
        "A1,A2,,2026-05-09,,,-1.00\nR2,A2,,2026-05-10,,,-1.00\n"
    )
    mapped = BOTH.replace(reject("missing-partner"), "")
    left_out = reject("missing-partner", "unknown-sale", "duplicate-id")
    with read(both(tmp_path, content, left_out, mapped)) as book:
        assert [(one["row"], one["reason"]) for one in book.rejects.to_pylist()] == [
            (6, "unknown-sale"),
            (7, "missing-partner"),
            (8, "unknown-sale"),
            (9, "duplicate-id"),
            (10, "duplicate-id"),
        ]
        (line,) = [one for one in book.control if one.table == "sales"]
        assert (line.read, line.counted, line.rejected) == (9, 4, 5)
        assert line.reasons == {"missing-partner": 1, "unknown-sale": 2, "duplicate-id": 2}


def test_a_ceiling_is_that_of_both_parts_together(tmp_path: Path) -> None:
    content = BOTH_CSV + "A6,,P-1,2026-12-03,c,hat,1.00\nR5,A1,P-2,2026-12-09,,,1.00\n"
    mapped = BOTH.replace(reject("missing-partner"), "")
    (found,) = refused(both(tmp_path, content, reject("after-on", ceiling=1), mapped))
    assert found.says == "2 rows of `sales.csv` are dated after 12 November 2026: at most 1 may."


def test_lines_of_a_row_that_undoes_a_sale_are_where_it_is(tmp_path: Path) -> None:
    lines = """
- table: sale_lines
  files: lines.csv
  columns: {sale: id, pieces: {column: pieces, digits: 0}}
"""
    place = both(tmp_path, more=lines)
    (place / "lines.csv").write_text("id,pieces\nR1,-1\nA2,3\n", "utf-8")
    with read(place) as book:
        assert rows(book, "select sale, partner, date, pieces from sale_lines order by source_row") == [
            ("R1", "P-1", date(2026, 3, 1), -1),
            ("A2", "P-2", date(2026, 3, 2), 3),
        ]


def test_the_time_of_day_is_that_of_the_sale(tmp_path: Path) -> None:
    place = folder(tmp_path, RETURNS_CSV.replace("2026-05-07", "2026-05-07 12:00"))
    sales = place / "sales.csv"
    sales.write_text(sales.read_text("utf-8").replace("2026-03-01", "2026-03-01 09:30:00"), "utf-8")
    with read(place) as book:
        assert rows(book, 'select "at"::varchar, happened from returns order by source_row') == [
            ("2026-03-01 09:30:00", date(2026, 5, 7)),
            ("2026-03-02 00:00:00", date(2026, 5, 8)),
        ]


def test_partners_that_derive_from_sales(tmp_path: Path) -> None:
    text = "\n- {table: partners, derive_from: sales}" + BOTH
    with read(write(tmp_path, text, sales_csv=BOTH_CSV)) as book:
        assert book.partners.ids == ("P-1", "P-2")
        assert rows(book, "select partner, joined_on from partners") == [
            ("P-1", date(2026, 3, 1)),
            ("P-2", date(2026, 3, 2)),
        ]


def test_returns_need_sales_that_can_be_told_apart(tmp_path: Path) -> None:
    text = PARTNERS_SOURCE + SALES.replace("  unique: sale\n", "") + RETURNS
    files = {"partners_csv": PARTNERS, "sales_csv": SALES_CSV, "returns_csv": RETURNS_CSV}
    (found,) = refused(write(tmp_path, text, **files))
    assert found.slug == "lines-without-sale"
