"""The real orders of a wholesaler: 541 909 rows, each counted or left out for a declared reason."""

import os
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from generator.book.book import Book
from tests.book.making import read, refused, rows, write

pytestmark = pytest.mark.real

SOURCES = """
- {{table: partners, derive_from: sales}}
- table: sales
  files: {path}
  columns:
    partner: CustomerID
    date: InvoiceDate
    quantity: {{column: Quantity, digits: 0}}
    price: {{column: UnitPrice, digits: {digits}}}
    country: {{column: Country, type: text}}
  duplicates: {duplicates}
  reject:
  - {{reason: missing-partner, ceiling: {nobody}, words: {{en: nobody bought it}}}}
  - {{reason: duplicate-row, ceiling: 5 301, words: {{en: said twice}}}}
  - {{reason: adjustment, where: {{price: {{less_than: 0}}}}, ceiling: 2, words: {{en: a bad debt}}}}
"""


def folder(place: Path, orders: Path, **changes: object) -> Path:
    given = {"path": os.path.relpath(orders, place), "digits": 3, "nobody": "135 080", "duplicates": "reject"}
    text = SOURCES.format(**given | changes)
    return write(
        place,
        text if changes.get("duplicates") != "keep" else text.replace("  - {reason: duplicate-row", "# "),
    )


def test_every_row_is_counted_or_rejected(tmp_path: Path, real_orders: Path) -> None:
    with read(folder(tmp_path, real_orders, duplicates="keep")) as book:
        (line,) = book.control
        assert (line.read, line.counted, line.rejected) == (541_909, 406_829, 135_080)
        assert line.reasons == {"missing-partner": 135_080}
        assert len(book.partners) == 4_372
        check_sums(book, real_orders)
        returns = rows(book, "select count(*) from sales where quantity < 0")
        assert returns == [(8_905,)]


def check_sums(book: Book, orders: Path) -> None:
    """The sums of the control line, added up once more from the file in plain Python."""
    table = pq.read_table(orders, columns=["CustomerID", "Quantity", "UnitPrice"]).to_pydict()
    quantity: Counter[bool] = Counter()
    price: Counter[bool] = Counter()
    for who, pieces, each in zip(*table.values(), strict=True):
        quantity[who is None] += pieces
        price[who is None] += round(each * 1000)
    (line,) = book.control
    for name, sums, unit in (("quantity", quantity, 1), ("price", price, 1000)):
        assert line.sums[name].counted == Fraction(sums[False], unit)
        assert line.sums[name].rejected == Fraction(sums[True], unit)
        assert line.sums[name].read == Fraction(sums.total(), unit)
        assert line.sums[name].unread == 0


def test_exact_repeats_can_be_left_out(tmp_path: Path, real_orders: Path) -> None:
    with read(folder(tmp_path, real_orders)) as book:
        (line,) = book.control
        assert line.reasons == {"missing-partner": 135_080, "duplicate-row": 5_301}
        plain: Counter[tuple[object, ...]] = Counter()
        table = pq.read_table(real_orders)
        named = table.filter(table.column("CustomerID").is_valid())
        plain.update(zip(*(named.column(name).to_pylist() for name in named.column_names), strict=True))
        assert sum(times - 1 for times in plain.values()) == 5_301


def test_one_row_above_the_ceiling_refuses_the_file(tmp_path: Path, real_orders: Path) -> None:
    (found,) = refused(folder(tmp_path, real_orders, nobody="135 079"))
    assert "135 080 rows" in found.says
    assert "at most 135 079 may" in found.says


def test_prices_with_three_decimals_do_not_fit_two_digits(tmp_path: Path, real_orders: Path) -> None:
    (found,) = refused(folder(tmp_path, real_orders, digits=2))
    assert "4 rows" in found.says
    assert "more decimals" in found.says
