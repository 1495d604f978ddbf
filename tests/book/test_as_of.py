"""As of a day the book holds what was known then: the rest is counted apart, and nothing is lost or rejected for it."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.book import Book, read_book
from tests.book.making import ON, read, reject, rows, write
from tests.strategies import examples

PEOPLE = """
- table: partners
  files: partners.csv
  columns: {partner: partner, name: name, joined_on: joined_on, sponsor: sponsor, recorded_at: recorded}
"""
SALES = """
- table: sales
  files: sales.csv
  columns:
    {sale: id, partner: dealer, date: day, recorded_at: recorded, return_of: of, amount: {column: amount, digits: 2}}
  unique: sale
"""
PARTNERS = (
    "partner,name,joined_on,sponsor,recorded\nP-1,Anna,2026-01-01,P-2,\nP-2,Boris,2026-02-01,,2026-05-01\n"
    "P-3,Vera,2026-01-01,,\n"
)
SALES_CSV = (
    "id,dealer,day,recorded,of,amount\n"
    "A1,P-1,2026-03-01,,,1.00\n"
    "A2,P-1,2026-03-02,2026-04-10 23:30:00+00:00,,2.00\n"
    "A3,P-2,2026-03-03,,,4.00\n"
    "A4,P-1,2026-06-01,2026-01-01,,8.00\n"
    "R1,,2026-04-20,,A1,-1.00\n"
    "R2,,2026-03-20,,A2,-2.00\n"
    "R3,,2026-04-20,2026-07-01,A1,-1.00\n"
)


def as_of(folder: Path, known: date | None) -> Book:
    return read_book(folder, on=ON, time_zone="Europe/Moscow", languages=("en",), known=known)


def folder(place: Path, more: str = "", partners: str = PARTNERS) -> Path:
    return write(place, PEOPLE + SALES + more, partners_csv=partners, sales_csv=SALES_CSV)


@pytest.mark.parametrize(
    ("known", "ids"),
    [
        ("2026-02-28", ""),
        ("2026-03-01", "A1"),
        ("2026-04-10", "A1"),  # half past two in the night of the 11th, in the programme's own zone
        ("2026-04-11", "A1 A2 R2"),  # a return is known no earlier than its sale
        ("2026-04-20", "A1 A2 R1 R2"),
        ("2026-05-01", "A1 A2 A3 R1 R2"),  # a sale is known no earlier than its partner
        ("2026-06-01", "A1 A2 A3 A4 R1 R2"),  # what is recorded beforehand is known on its own day
        ("2026-07-01", "A1 A2 A3 A4 R1 R2 R3"),
    ],
)
def test_what_was_known_on_a_day(tmp_path: Path, known: str, ids: str) -> None:
    with as_of(folder(tmp_path), date.fromisoformat(known)) as book:
        assert " ".join(str(row[0]) for row in rows(book, "select sale from sales order by sale")) == ids
        (line,) = [one for one in book.control if one.table == "sales"]
        assert (line.read, line.rejected) == (7, 0)
        assert line.not_known == 7 - len(ids.split())
        assert line.sums["amount"].read == line.sums["amount"].counted + line.sums["amount"].not_known == 11
        assert book.known == date.fromisoformat(known)


def test_without_a_day_all_of_it_is_read(tmp_path: Path) -> None:
    with read(folder(tmp_path)) as book:
        assert len(rows(book, "select 1 from sales")) == 7
        assert {one.not_known for one in book.control} == {0}
        found = rows(book, "select sale, recorded_at from sales where recorded_at is not null order by sale")
        assert found[0] == ("A2", date(2026, 4, 11))


def test_who_was_not_known_stands_above_nobody(tmp_path: Path) -> None:
    with as_of(folder(tmp_path), date(2026, 4, 30)) as book:
        assert book.partners.ids == ("P-1", "P-3")
        assert book.partners.sponsor_row.tolist() == [-1, -1]
        (line,) = [one for one in book.control if one.table == "partners"]
        assert (line.read, line.counted, line.not_known) == (3, 2, 1)
    with as_of(folder(tmp_path / "later"), date(2026, 5, 1)) as book:
        assert book.partners.sponsor_row.tolist() == [1, -1, -1]


def test_what_is_wrong_and_not_known_is_not_told_yet(tmp_path: Path) -> None:
    place = folder(tmp_path, reject("bad-date"))
    sales = place / "sales.csv"
    more = "A5,P-9,2026-08-01,,,1.00\nA6,P-1,2026-08-01,,,x\nA7,P-1,2026-03-01,soon,,1.00\nA1,P-1,2026-08-01,,,9.00\n"
    sales.write_text(sales.read_text("utf-8") + more, "utf-8")
    with as_of(place, date(2026, 7, 1)) as book:
        assert [(one["row"], one["reason"]) for one in book.rejects.to_pylist()] == [(11, "bad-date")]
        (line,) = [one for one in book.control if one.table == "sales"]
        assert (line.read, line.counted, line.rejected, line.not_known) == (11, 7, 1, 3)
        assert line.sums["amount"].unread == 1


def test_a_split_is_known_when_all_of_it_is(tmp_path: Path) -> None:
    splits = """
- table: splits
  files: splits.csv
  columns: {sale: id, partner: dealer, share: {column: share, digits: 0}, recorded_at: recorded}
  divides: [amount]
"""
    place = folder(tmp_path, splits)
    content = "id,dealer,share,recorded\nA1,P-1,50,\nA1,P-3,50,2026-04-01\nA3,P-3,100,\n"
    (place / "splits.csv").write_text(content, "utf-8")
    shown = "select partner, amount from sales where sale = 'A1' order by partner"
    with as_of(place, date(2026, 3, 31)) as book:
        assert rows(book, shown) == [("P-1", 100)]
        (line,) = [one for one in book.control if one.table == "splits"]
        assert (line.read, line.counted, line.not_known) == (3, 0, 3)
    with as_of(place, date(2026, 4, 1)) as book:
        assert rows(book, shown) == [("P-1", 50), ("P-3", 50)]


def test_lines_are_known_with_their_sale(tmp_path: Path) -> None:
    lines = """
- table: sale_lines
  files: lines.csv
  columns: {sale: id, pieces: {column: pieces, digits: 0}}
"""
    place = folder(tmp_path, lines)
    (place / "lines.csv").write_text("id,pieces\nA1,1\nA2,1\nR1,1\n", "utf-8")
    with as_of(place, date(2026, 4, 1)) as book:
        assert rows(book, "select sale from sale_lines") == [("A1",)]


def test_parquet_as_of_a_day(tmp_path: Path) -> None:
    place = folder(tmp_path)
    text = (place / "sources.yaml").read_text("utf-8").replace("sales.csv", "sales.parquet")
    (place / "sources.yaml").write_text(text, "utf-8")
    table = pa.table(
        {
            "id": [1, 2, 3],
            "dealer": ["P-1", "P-1", "P-3 "],
            "day": [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)],
            "recorded": [None, date(2026, 4, 1), None],
            "of": pa.array([None, None, 2], pa.int64()),
            "amount": [1.0, 2.0, -2.0],
        }
    )
    pq.write_table(table, place / "sales.parquet")
    with as_of(place, date(2026, 3, 31)) as book:
        assert rows(book, "select sale, amount from sales") == [(1, 100)]
        (line,) = [one for one in book.control if one.table == "sales"]
        assert (line.read, line.not_known, int(line.sums["amount"].not_known)) == (3, 2, 0)
    with as_of(place, date(2026, 4, 1)) as book:
        assert rows(book, "select sale, date, partner from sales order by sale")[1:] == [
            (2, date(2026, 3, 2), "P-1"),
            (3, date(2026, 3, 2), "P-3"),
        ]


def test_ids_that_are_no_numbers_may_be_known_later(tmp_path: Path) -> None:
    people = "partner,name,joined_on,sponsor,recorded\n7,Anna,2026-01-01,X,\nX,Boris,2026-01-01,,2026-05-01\n"
    sales = "id,dealer,day,recorded,of,amount\nA1,7,2026-03-01,,,1.00\nA2,X,2026-03-01,,,1.00\n"
    place = write(tmp_path, PEOPLE + SALES, partners_csv=people, sales_csv=sales)
    with as_of(place, date(2026, 4, 1)) as book:
        assert rows(book, "select sale, partner from sales") == [("A1", "7")]
        assert book.control[1].not_known == 1


def test_what_people_wrote_is_known_from_its_day(tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "terms.yaml").write_text(
        "terms:\n"
        "- {partner: P-1, term: rate, value: 7 %, from: 2026-01-01, reason: {en: x}, owner: A,"
        " recorded_at: 2026-06-01}\n"
        "- {partner: P-2, term: rate, value: 7 %, from: 2026-01-01, reason: {en: x}, owner: A}\n",
        "utf-8",
    )
    (place / "adjustments.yaml").write_text(
        "adjustments:\n"
        "- {reference: X-1, partner: P-1, amount: -500, date: 2026-03-01, reason: {en: x}, owner: A}\n"
        "- {reference: X-2, partner: P-1, amount: 0.5, date: 2026-04-01, reason: {en: x}, owner: A}\n",
        "utf-8",
    )
    with as_of(place, date(2026, 3, 31)) as book:
        assert book.agreements.terms == ()
        assert [(one.reference, one.minor) for one in book.adjustments] == [("X-1", -50000)]
        assert book.agreements.not_known == {"terms.yaml": 2, "adjustments.yaml": 1}
    with as_of(place, date(2026, 6, 1)) as book:
        assert len(book.agreements.terms) == 2
        assert [one.minor for one in book.adjustments] == [-50000, 50]


days = st.integers(0, 60).map(lambda n: date(2026, 3, 1) + timedelta(days=n))
some_sales = st.lists(st.tuples(days, st.none() | days, st.integers(0, 6), st.integers(1, 3)), max_size=7)


@given(some_sales, st.lists(st.none() | days, min_size=3, max_size=3), st.tuples(days, days))
@examples(5, costly=True)
def test_later_days_know_more(
    tmp_path_factory: pytest.TempPathFactory,
    sales: list[tuple[date, date | None, int, int]],
    people: list[date | None],
    asked: tuple[date, date],
) -> None:
    partners = "partner,name,joined_on,sponsor,recorded\n"
    partners += "".join(f"P-{n},x,2026-01-01,,{day or ''}\n" for n, day in enumerate(people, 1))
    content = "id,dealer,day,recorded,of,amount\n"
    for n, (day, recorded, of, who) in enumerate(sales):
        named = f"A{of}" if of < n else ""
        content += f"A{n},P-{who},{day},{recorded or ''},{named},1.00\n"
    left_out = reject("unknown-sale")
    place = write(
        tmp_path_factory.mktemp("known"), PEOPLE + SALES + left_out, partners_csv=partners, sales_csv=content
    )
    found = [known_rows(place, day) for day in (*sorted(asked), date(2026, 9, 1))]
    with read(place) as book:
        assert found[-1] == set(rows(book, "select sale, date, happened, partner, amount from sales"))
    assert found[0] <= found[1] <= found[2]


def known_rows(place: Path, day: date) -> set[tuple[Any, ...]]:
    with as_of(place, day) as book:
        (line,) = [one for one in book.control if one.table == "sales"]
        assert line.read == line.counted + line.rejected + line.not_known
        assert line.sums["amount"].read == Fraction(line.read)
        return set(rows(book, "select sale, date, happened, partner, amount from sales"))
