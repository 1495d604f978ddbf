"""Lines of sales take partner, date, customer and status from the sale that they name, or are left out."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.book.making import PARTNERS, PARTNERS_SOURCE, read, refused, reject, rows, write

SALES = """
- table: sales
  files: sales.csv
  columns: {sale: id, partner: dealer, date: day, customer: who, status: status}
  unique: sale
"""
LINES = """
- table: sale_lines
  files: lines.csv
  columns: {sale: id, product: {column: product, type: text}, pieces: {column: pieces, digits: 0}}
"""
SALES_CSV = (
    "id,dealer,day,who,status\nA1,P-1,2026-03-01,c1,paid\nA2,P-2,2026-03-02,c2,open\n7,P-2,2026-03-03,,paid\n"
)
LINES_CSV = "id,product,pieces\nA1,shirt,2\n A2 ,shirt,3\nA1,scarf,1\n7,scarf,5\n"
SHOWN = "select sale, partner, date, customer, status, product, pieces from sale_lines order by source_row"
TAKEN = [
    ("A1", "P-1", date(2026, 3, 1), "c1", "paid", "shirt", 2),
    ("A2", "P-2", date(2026, 3, 2), "c2", "open", "shirt", 3),
    ("A1", "P-1", date(2026, 3, 1), "c1", "paid", "scarf", 1),
    ("7", "P-2", date(2026, 3, 3), None, "paid", "scarf", 5),
]


def folder(place: Path, lines: str = LINES_CSV, sales: str = SALES_CSV, options: str = "") -> Path:
    text = PARTNERS_SOURCE + SALES + LINES + options
    return write(place, text, partners_csv=PARTNERS, sales_csv=sales, lines_csv=lines)


def test_a_line_is_where_its_sale_is(tmp_path: Path) -> None:
    with read(folder(tmp_path)) as book:
        assert rows(book, SHOWN) == TAKEN
        control = next(one for one in book.control if one.table == "sale_lines")
        assert (control.read, control.counted) == (4, 4)
        assert control.sums["pieces"].counted == Fraction(11)


def test_lines_in_parquet(tmp_path: Path) -> None:
    place = folder(tmp_path)
    table = pa.table(
        {
            "id": ["A1", "A2", "A1", "7"],
            "product": ["shirt", "shirt", "scarf", "scarf"],
            "pieces": pa.array([2, 3, 1, 5], pa.int32()),
        }
    )
    pq.write_table(table, place / "lines.parquet")
    sources = place / "sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace("lines.csv", "lines.parquet"), "utf-8")
    with read(place) as book:
        assert rows(book, SHOWN) == TAKEN


def test_a_line_whose_sale_is_not_counted_is_not_counted(tmp_path: Path) -> None:
    lines = LINES_CSV + "A9,hat,1\n,hat,1\n"
    (found,) = refused(folder(tmp_path / "undeclared", lines))
    assert found.slug == "broken-rows"
    assert "`unknown-sale` is not declared" in found.says
    assert "lines.csv, line 6: `id` holds `A9`" in found.consequence
    with read(folder(tmp_path / "declared", lines, options=reject("unknown-sale", ceiling=2))) as book:
        assert rows(book, SHOWN) == TAKEN
        left = book.rejects.to_pylist()
        assert [(one["row"], one["reason"]) for one in left] == [(6, "unknown-sale"), (7, "unknown-sale")]
        assert left[0]["raw"] == '{"id":"A9","product":"hat","pieces":"1"}'


def test_a_rejected_sale_takes_its_lines_with_it(tmp_path: Path) -> None:
    left_out = reject("unknown-sale", ceiling=2)
    place = folder(tmp_path, sales=SALES_CSV.replace("A1,P-1", "A1,"), options=left_out)
    sources = place / "sources.yaml"
    text = sources.read_text("utf-8").replace("unique: sale\n", "unique: sale\n" + reject("missing-partner"))
    sources.write_text(text, "utf-8")
    with read(place) as book:
        assert [row[0] for row in rows(book, SHOWN)] == ["A2", "7"]


def test_a_line_with_columns_of_its_own_keeps_them(tmp_path: Path) -> None:
    text = PARTNERS_SOURCE + LINES.replace("{sale: id,", "{sale: id, partner: dealer, date: day,")
    lines = "id,dealer,day,product,pieces\nA1,P-2,2026-04-01,shirt,2\nA8,P-1,2026-04-02,shirt,1\n"
    with read(write(tmp_path, text, partners_csv=PARTNERS, lines_csv=lines)) as book:
        found = rows(book, "select sale, partner, date from sale_lines order by source_row")
        assert found == [("A1", "P-2", date(2026, 4, 1)), ("A8", "P-1", date(2026, 4, 2))]


def test_the_time_of_day_of_a_sale_is_that_of_its_lines(tmp_path: Path) -> None:
    sales = SALES_CSV.replace("2026-03-01", "2026-03-01 09:30:00")
    with read(folder(tmp_path, sales=sales)) as book:
        found = rows(book, 'select "at"::varchar, date from sale_lines order by source_row limit 2')
        assert found == [("2026-03-01 09:30:00", date(2026, 3, 1)), ("2026-03-02 00:00:00", date(2026, 3, 2))]


@pytest.mark.parametrize("change", ["unique: sale", "sales"])
def test_sales_must_be_told_apart(tmp_path: Path, change: str) -> None:
    text = PARTNERS_SOURCE + (SALES.replace("  unique: sale\n", "") if change != "sales" else "") + LINES
    files = {"partners_csv": PARTNERS, "sales_csv": SALES_CSV, "lines_csv": LINES_CSV}
    (found,) = refused(write(tmp_path, text, **files))
    assert found.slug == "lines-without-sale"


def test_one_id_of_two_sources_of_sales(tmp_path: Path) -> None:
    text = PARTNERS_SOURCE + SALES + SALES.replace("sales.csv", "more.csv") + LINES
    files = {"partners_csv": PARTNERS, "sales_csv": SALES_CSV, "lines_csv": LINES_CSV}
    (found,) = refused(
        write(tmp_path, text, **files, more_csv="id,dealer,day,who,status\nA2,P-1,2026-03-09,c,paid\n")
    )
    assert found.slug == "lines-without-sale"
    assert found.says == "One id stands for two sales."


def test_returns_and_targets_are_tables_like_events(tmp_path: Path) -> None:
    text = PARTNERS_SOURCE + (
        "\n- table: returns\n  files: returns.csv\n"
        "  columns: {partner: dealer, date: day, amount: {column: amount, digits: 2}}\n"
        "- table: targets\n  files: targets.csv\n"
        "  columns: {partner: dealer, date: day, target: what, value: {column: value, digits: 0}}\n"
    )
    files = {
        "partners_csv": PARTNERS,
        "returns_csv": "dealer,day,amount\nP-1,2026-04-01,10.50\n",
        "targets_csv": "dealer,day,what,value\nP-2,2026-04-01,volume,100000\n",
    }
    with read(write(tmp_path, text, **files)) as book:
        assert rows(book, "select partner, amount from returns") == [("P-1", 1050)]
        assert rows(book, "select partner, target, value from targets") == [("P-2", "volume", 100000)]
