"""Workbooks: dates, figures at Excel's own precision, texts, sheets."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.book.making import PARTNERS, PARTNERS_SOURCE, read, refused, reject, rows, write

SALES = """
- table: sales
  files: sales.xlsx
  columns:
    sale: id
    partner: dealer
    date: day
    amount: {column: amount, digits: 2}
"""


def folder(
    place: Path, lines: list[list[object]], options: str = "", source: str = SALES, sheet: str = ""
) -> Path:
    write(place, PARTNERS_SOURCE + source + options, partners_csv=PARTNERS)
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    if sheet:
        page.title = "Other"
        page.append(["nothing"])
        page = workbook.create_sheet(sheet)
    for line in [["id", "dealer", "day", "amount"], *lines]:
        page.append(line)
    workbook.save(place / "sales.xlsx")
    return place


def test_cells_of_every_kind(tmp_path: Path) -> None:
    lines: list[list[object]] = [
        [1, "P-1", date(2026, 5, 1), 12.5],
        ["A7", "P-2 ", datetime(2026, 5, 2, 18, 30), 0.1 + 0.2],  # noqa: DTZ001
        [3.0, "P-1", "2026-05-03", "-7.10"],
        [10**12, "P-1", "2026-05-04 08:00", 1000000],
    ]
    with read(folder(tmp_path, lines)) as book:
        assert rows(
            book, "select sale, partner, date, amount, source_row from sales order by source_row"
        ) == [
            ("1", "P-1", date(2026, 5, 1), 1250, 1),
            ("A7", "P-2", date(2026, 5, 2), 30, 2),
            ("3", "P-1", date(2026, 5, 3), -710, 3),
            ("1000000000000", "P-1", date(2026, 5, 4), 100000000, 4),
        ]


def test_dates_in_two_forms_in_one_column(tmp_path: Path) -> None:
    source = SALES.replace("date: day", 'date: {column: day, format: "%d.%m.%Y"}')
    lines: list[list[object]] = [[1, "P-1", date(2026, 5, 1), 1], [2, "P-1", "02.05.2026", 1]]
    with read(folder(tmp_path, lines, source=source)) as book:
        assert [r[0] for r in rows(book, "select date from sales order by 1")] == [
            date(2026, 5, 1),
            date(2026, 5, 2),
        ]
        assert "at" not in book.tables["sales"].columns


@pytest.mark.parametrize(
    ("amount", "reason"),
    [(1.005, "too-many-decimals"), ("1,5", "bad-number"), (None, "missing-value"), (1e300, "bad-number")],
)
def test_what_is_not_exact_is_refused(tmp_path: Path, amount: object, reason: str) -> None:
    lines: list[list[object]] = [[1, "P-1", date(2026, 5, 1), 1], [2, "P-1", date(2026, 5, 1), amount]]
    (found,) = refused(folder(tmp_path, lines))
    assert reason in found.cure
    assert "sales.xlsx, row 2" in found.consequence
    with read(folder(tmp_path, lines, reject(reason))) as book:
        assert book.control[-1].reasons == {reason: 1}


def test_empty_rows_are_no_rows_and_keep_their_numbers(tmp_path: Path) -> None:
    lines: list[list[object]] = [[1, "P-1", date(2026, 5, 1), 1], [], [2, "P-1", date(2026, 5, 1), 1]]
    with read(folder(tmp_path, lines)) as book:
        assert rows(book, "select sale, source_row from sales order by 2") == [("1", 1), ("2", 3)]


def test_a_sheet_by_name(tmp_path: Path) -> None:
    lines: list[list[object]] = [[1, "P-1", date(2026, 5, 1), 1]]
    with read(folder(tmp_path, lines, "  sheet: Orders\n", sheet="Orders")) as book:
        assert book.control[-1].counted == 1
    (found,) = refused(folder(tmp_path, lines, "  sheet: Order\n", sheet="Orders"))
    assert (found.slug, found.cure) == ("unknown-sheet", "Did you mean `Orders`?")


def test_what_is_no_workbook_is_said(tmp_path: Path) -> None:
    place = folder(tmp_path, [])
    (place / "sales.xlsx").write_text("id;dealer")
    (found,) = refused(place)
    assert found.slug == "unreadable-file"
