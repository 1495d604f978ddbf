"""A sale that is split is credited to several partners, and the parts of every divided figure make up the whole."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.book.making import PARTNERS_SOURCE, read, refused, reject, rows, write
from tests.strategies import examples

PARTNERS = "partner,name,joined_on\n" + "".join(f"{who},{who},2026-01-01\n" for who in ("P-1", "P-2", "P-3"))
SALES = """
- table: sales
  files: sales.csv
  columns:
    sale: id
    partner: dealer
    date: day
    return_of: of
    amount: {column: amount, digits: 2}
    pieces: {column: pieces, digits: 0}
  unique: sale
"""
SPLITS = """
- table: splits
  files: splits.csv
  columns: {sale: id, partner: dealer, share: {column: share, digits: 2}}
  divides: [amount]
"""
LINES = """
- table: sale_lines
  files: lines.csv
  columns: {sale: id, partner: dealer, amount: {column: amount, digits: 2}}
"""
SALES_CSV = (
    "id,dealer,day,of,amount,pieces\nA1,P-2,2026-03-01,,10.01,3\nA2,P-1,2026-03-02,,7.00,1\n"
    "R1,,2026-05-01,A1,-10.01,-3\nR2,P-3,2026-05-02,A1,-1.00,-1\n"
)
SPLITS_CSV = "id,dealer,share\nA1,P-1,50\nA1,P-2,50 %\n"
SHOWN = "select sale, partner, date, amount, pieces, split_share from sales order by source_row, partner"
DAY = date(2026, 3, 1)


def folder(place: Path, splits: str = SPLITS_CSV, more: str = "", sales: str = SALES_CSV) -> Path:
    text = PARTNERS_SOURCE + SALES + SPLITS + more
    return write(place, text, partners_csv=PARTNERS, sales_csv=sales, splits_csv=splits)


def test_a_split_sale_is_credited_to_each_in_their_share(tmp_path: Path) -> None:
    with read(folder(tmp_path)) as book:
        assert rows(book, SHOWN) == [
            ("A1", "P-1", DAY, 500, 3, 5000),
            ("A1", "P-2", DAY, 501, 3, 5000),  # the odd cent is for the partner whom the sale names
            ("A2", "P-1", date(2026, 3, 2), 700, 1, None),
            ("R1", "P-1", DAY, -500, -3, 5000),  # a return follows the split of its sale
            ("R1", "P-2", DAY, -501, -3, 5000),
            ("R2", "P-3", DAY, -100, -1, None),  # unless it names somebody else
        ]
        (line,) = [one for one in book.control if one.table == "sales"]
        assert (line.read, line.counted) == (4, 4)
        assert line.sums["amount"].counted == Fraction("6")
        assert book.tables["sales"].columns["split_share"].digits == 2


def test_lines_follow_the_split_of_their_sale(tmp_path: Path) -> None:
    place = folder(tmp_path, more=LINES)
    (place / "lines.csv").write_text(
        "id,dealer,amount\nA1,P-2,0.03\nA1,P-2,5.00\nA1,P-3,5.00\nA2,P-1,1.00\n", "utf-8"
    )
    with read(place) as book:
        shown = "select sale, partner, amount, split_share from sale_lines order by source_row, partner"
        assert rows(book, shown) == [
            ("A1", "P-1", 1, 5000),
            ("A1", "P-2", 2, 5000),
            ("A1", "P-1", 250, 5000),
            ("A1", "P-2", 250, 5000),
            ("A1", "P-3", 500, None),
            ("A2", "P-1", 100, None),
        ]


def test_returns_in_their_own_table_follow_too(tmp_path: Path) -> None:
    returns = """
- table: returns
  files: returns.csv
  columns: {return_of: of, date: day, amount: {column: amount, digits: 2}}
"""
    place = folder(tmp_path, more=returns)
    (place / "returns.csv").write_text("of,day,amount\nA1,2026-06-01,3.01\nA2,2026-06-01,3.01\n", "utf-8")
    with read(place) as book:
        shown = "select return_of, partner, amount, split_share from returns order by source_row, partner"
        assert rows(book, shown) == [
            ("A1", "P-1", 150, 5000),
            ("A1", "P-2", 151, 5000),
            ("A2", "P-1", 301, None),
        ]


@pytest.mark.parametrize(
    ("splits", "told"),
    [
        ("A1,P-1,50\nA1,P-2,40\n", "splits.csv, line 2 and splits.csv, line 3: sale `A1`, shares of 90%"),
        ("A1,P-1,120\nA1,P-2,-20\n", "sale `A1`, a share that is not above zero, or a partner twice"),
        ("A1,P-1,50\nA1,P-2,50\nA2,P-3,100.01\n", "splits.csv, line 4: sale `A2`, shares of 100.01%"),
    ],
)
def test_shares_make_up_the_whole(tmp_path: Path, splits: str, told: str) -> None:
    (found,) = refused(folder(tmp_path, "id,dealer,share\n" + splits))
    assert found.slug == "split-not-whole"
    assert told in found.consequence


def test_what_is_divided_is_a_figure(tmp_path: Path) -> None:
    place = folder(tmp_path)
    sources = place / "sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace("divides: [amount]", "divides: [amuont]"), "utf-8")
    (found,) = refused(place)
    assert (found.slug, found.cure) == ("column-unmapped", "Did you mean `amount`?")


def test_a_split_of_no_sale_is_left_out(tmp_path: Path) -> None:
    splits = SPLITS_CSV + "A9,P-1,100\nA1,P-2,1\nR1,P-1,100\nA2,P-9,100\n"
    left_out = reject("unknown-sale", "duplicate-id", "unknown-partner")
    with read(folder(tmp_path, splits, left_out)) as book:
        assert [(one["row"], one["reason"]) for one in book.rejects.to_pylist()] == [
            (4, "unknown-sale"),
            (5, "duplicate-id"),
            (6, "unknown-sale"),
            (7, "unknown-partner"),
        ]
        assert len(rows(book, SHOWN)) == 6


def test_nobody_is_credited_before_joining(tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "partners.csv").write_text(PARTNERS.replace("P-1,P-1,2026-01", "P-1,P-1,2026-04"), "utf-8")
    sales = place / "sales.csv"
    sales.write_text(sales.read_text("utf-8").replace("A2,P-1", "A2,P-3"), "utf-8")
    (found,) = refused(place)
    assert "`splits.csv` is dated before its partner joined" in found.says


@st.composite
def split_sales(draw: Any) -> tuple[int, int, list[tuple[str, int]]]:
    """A value, the digits of shares, and partners with shares that make up the whole."""
    digits = draw(st.integers(0, 2))
    count = draw(st.integers(1, 4))
    whole = 100 * 10**digits
    cuts = sorted(draw(st.sets(st.integers(1, whole - 1), min_size=count - 1, max_size=count - 1)))
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]
    value = draw(st.integers(-(10**12), 10**12) | st.integers(-7, 7))
    return value, digits, list(zip(["P-1", "P-2", "P-3", "P-4"], shares, strict=False))


@given(split_sales(), st.integers(0, 3))
@examples(10, costly=True)
def test_parts_make_up_the_whole_and_cancel(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[int, int, list[tuple[str, int]]], own: int
) -> None:
    value, digits, shares = drawn
    people = "partner,name,joined_on\n" + "".join(f"P-{n},P-{n},2026-01-01\n" for n in range(1, 5))
    named = f"P-{own + 1}"
    sales = f"id,dealer,day,of,amount,pieces\nA1,{named},2026-03-01,,{money(value)},1\n"
    sales += f"R1,,2026-04-01,A1,{money(-value)},1\n"
    splits = "id,dealer,share\n" + "".join(
        f"A1,{who},{share / 10**digits:.{digits}f}\n" for who, share in shares
    )
    text = PARTNERS_SOURCE + SALES + SPLITS.replace("digits: 2", f"digits: {digits}")
    files = {"partners_csv": people, "sales_csv": sales, "splits_csv": splits}
    with read(write(tmp_path_factory.mktemp("split"), text, **files)) as book:
        found = dict(duckdb_rows(book.con, "A1"))
        assert sum(found.values()) == value
        assert set(found) == {who for who, _ in shares}
        assert all(abs(found[who] - Fraction(value * share, 100 * 10**digits)) < 1 for who, share in shares)
        assert {who: -part for who, part in duckdb_rows(book.con, "R1")} == found
        assert found == by_hand(value, digits, shares, named)


def by_hand(value: int, digits: int, shares: list[tuple[str, int]], named: str) -> dict[str, int]:
    """The largest remainder as the manual says it."""
    exact = {who: Fraction(abs(value) * share, 100 * 10**digits) for who, share in shares}
    parts = {who: int(part) for who, part in exact.items()}
    left = abs(value) - sum(parts.values())
    for who in sorted(exact, key=lambda one: (parts[one] - exact[one], one != named, one))[:left]:
        parts[who] += 1
    return {who: part if value >= 0 else -part for who, part in parts.items()}


def duckdb_rows(con: duckdb.DuckDBPyConnection, sale: str) -> list[tuple[str, int]]:
    return con.execute("select partner, amount from sales where sale = ?", [sale]).fetchall()


def money(value: int) -> str:
    sign, size = "-" if value < 0 else "", abs(value)
    return f"{sign}{size // 100}.{size % 100:02}"
