"""CSV in the forms in which exports come: delimiters, encodings, decimal commas, quotes, broken lines."""

import codecs
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.book.making import PARTNERS, PARTNERS_SOURCE, read, refused, reject, rows, write

SALES = """
- table: sales
  files: sales.csv
  columns:
    sale: id
    partner: dealer
    date: day
    amount: {column: amount, digits: 2}
    note: {column: note, type: text}
"""
HEADER = "id,dealer,day,amount,note\n"
ALL = "select sale, partner, date, amount, note, source_row from sales order by source_row"


def book(
    folder: Path, sales: str | bytes, options: str = "", source: str = SALES
) -> list[tuple[object, ...]]:
    place = write(folder, PARTNERS_SOURCE + source + options, partners_csv=PARTNERS, sales_csv=sales)
    with read(place) as opened:
        return rows(opened, ALL)


def test_plain(tmp_path: Path) -> None:
    found = book(tmp_path, HEADER + "1,P-1,2026-05-01,12.50,x\n2,P-2,2026-05-02,-3,\n")
    assert found == [
        ("1", "P-1", date(2026, 5, 1), 1250, "x", 2),
        ("2", "P-2", date(2026, 5, 2), -300, None, 3),
    ]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16", "koi8-r"])
def test_encodings_semicolons_and_decimal_commas(tmp_path: Path, encoding: str) -> None:
    text = "id;dealer;day;amount;note\r\n1;P-1;01.05.2026;1234,5;скидка\r\n"
    source = SALES.replace("date: day", 'date: {column: day, format: "%d.%m.%Y"}')
    options = f'  delimiter: ";"\n  decimal: ","\n  encoding: {encoding}\n'
    assert book(tmp_path, text.encode(encoding), options, source) == [
        ("1", "P-1", date(2026, 5, 1), 123450, "скидка", 2)
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert len(book(tmp_path, codecs.BOM_UTF8 + (HEADER + "1,P-1,2026-05-01,1,x\n").encode())) == 1
    assert len(book(tmp_path, codecs.BOM_UTF8 + (HEADER + '1,P-1,2026-05-01,1,"a\nb"\n').encode())) == 1
    quoted = HEADER.replace("id,", '"id",')
    assert len(book(tmp_path, codecs.BOM_UTF8 + (quoted + "1,P-1,2026-05-01,1,x\n").encode())) == 1


def test_rows_keep_their_physical_lines(tmp_path: Path) -> None:
    text = HEADER + '1,P-1,2026-05-01,1,"two\nlines, ""quoted"""\n\n2,P-1,2026-05-02,2,x\n'
    assert [(row[0], row[4], row[5]) for row in book(tmp_path, text)] == [
        ("1", 'two\nlines, "quoted"', 2),
        ("2", "x", 5),
    ]


def test_quotes_around_whole_cells(tmp_path: Path) -> None:
    text = '"id","dealer","day","amount","note"\n"1","P-1","2026-05-01","1.10","a,b"\n"2","P-2","2026-05-02","2",""\n'
    assert [(row[0], row[3], row[4], row[5]) for row in book(tmp_path, text)] == [
        ("1", 110, "a,b", 2),
        ("2", 200, None, 3),
    ]


def test_a_quote_inside_a_cell_is_a_letter(tmp_path: Path) -> None:
    assert book(tmp_path, HEADER + '1,P-1,2026-05-01,1,5" pipe\n')[0][4] == '5" pipe'


def test_white_space_at_the_ends_of_a_cell_is_no_part_of_it(tmp_path: Path) -> None:
    assert book(tmp_path, HEADER + " 1 , P-1\u00a0, 2026-05-01 , 1.5 ,\t\n")[0] == (
        "1", "P-1", date(2026, 5, 1), 150, None, 2,
    )  # fmt: skip


def test_other_columns_in_another_order_in_the_second_file(tmp_path: Path) -> None:
    source = SALES.replace("files: sales.csv", "files: s-*.csv")
    write(tmp_path, PARTNERS_SOURCE + source, partners_csv=PARTNERS)
    (tmp_path / "s-1.csv").write_text(HEADER + "1,P-1,2026-05-01,1,x\n")
    (tmp_path / "s-2.csv").write_text("new,note,amount,day,dealer,id\n?,y,2,2026-05-02,P-2,2\n")
    with read(tmp_path) as opened:
        found = rows(opened, "select sale, note, source_file, source_row from sales order by all")
        assert [file.name for file in opened.files] == ["partners.csv", "s-1.csv", "s-2.csv"]
    assert found == [("1", "x", 1, 2), ("2", "y", 2, 2)]


BROKEN = [
    ("too few cells", "2,P-1,2026-05-02,2\n", 3),
    ("too many cells", "2,P-1,2026-05-02,2,x,y\n", 3),
    ("an empty cell too many", "2,P-1,2026-05-02,2,x,\n", 3),
    ("letters after a quote", '2,P-1,2026-05-02,2,"x"y\n', 3),
    ("only white space", "   \n", 3),
]


@pytest.mark.parametrize(("what", "line", "number"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_row_that_cannot_be_split_is_never_skipped(
    tmp_path: Path, what: str, line: str, number: int
) -> None:
    text = HEADER + "1,P-1,2026-05-01,1,x\n" + line + "3,P-2,2026-05-03,3,z\n"
    place = write(tmp_path, PARTNERS_SOURCE + SALES, partners_csv=PARTNERS, sales_csv=text)
    (found,) = refused(place)
    assert found.slug == "broken-rows"
    assert f"sales.csv, line {number}:" in found.consequence
    write(tmp_path, PARTNERS_SOURCE + SALES + reject("unreadable-row"))
    with read(tmp_path) as opened:
        assert [row[0] for row in rows(opened, ALL)] == ["1", "3"]
        (line_of_sales,) = (c for c in opened.control if c.table == "sales")
        assert (line_of_sales.read, line_of_sales.counted, line_of_sales.rejected) == (3, 2, 1)


def test_a_quote_that_is_never_closed_takes_only_its_own_line(tmp_path: Path) -> None:
    text = HEADER + '1,P-1,2026-05-01,1,"x\n2,P-1,2026-05-02,2,y\n3,P-2,2026-05-03,3,z\n'
    assert [row[0] for row in book(tmp_path, text, reject("unreadable-row"))] == ["2", "3"]


def test_the_wrong_encoding_is_said_with_the_line(tmp_path: Path) -> None:
    text = HEADER.encode() + b"1,P-1,2026-05-01,1,x\n" + "2,P-1,2026-05-01,1,скидка\n".encode("cp1251")
    (found,) = refused(write(tmp_path, PARTNERS_SOURCE + SALES, partners_csv=PARTNERS, sales_csv=text))
    assert found.slug == "wrong-encoding"
    assert "line 3" in found.says


def test_an_empty_file_has_no_header(tmp_path: Path) -> None:
    (found,) = refused(write(tmp_path, PARTNERS_SOURCE + SALES, partners_csv=PARTNERS, sales_csv=""))
    assert found.slug == "empty-file"


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    assert book(tmp_path, HEADER) == []


def test_moments_with_an_offset_are_taken_to_the_programmes_day(tmp_path: Path) -> None:
    text = HEADER + "1,P-1,2026-05-31T22:30:00Z,1,x\n2,P-1,2026-05-31 23:59:59,1,x\n3,P-1,2026-06-01,1,x\n"
    write(tmp_path, PARTNERS_SOURCE + SALES, partners_csv=PARTNERS, sales_csv=text)
    with read(tmp_path) as opened:
        assert rows(opened, 'select date, "at" from sales order by sale') == [
            (date(2026, 6, 1), datetime(2026, 6, 1, 1, 30)),  # noqa: DTZ001 - local time of the programme
            (date(2026, 5, 31), datetime(2026, 5, 31, 23, 59, 59)),  # noqa: DTZ001
            (date(2026, 6, 1), datetime(2026, 6, 1)),  # noqa: DTZ001
        ]
        assert opened.tables["sales"].columns["at"].type == "timestamp"


def test_days_alone_make_no_moment(tmp_path: Path) -> None:
    write(
        tmp_path, PARTNERS_SOURCE + SALES, partners_csv=PARTNERS, sales_csv=HEADER + "1,P-1,2026-05-01,1,x\n"
    )
    with read(tmp_path) as opened:
        assert "at" not in opened.tables["sales"].columns
