"""The partner table: sorted, complete, with sponsors as rows and without circles; or derived from sales."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.book.sponsors import loops
from tests.book.making import read, refused, reject, rows, write

SOURCES = """
- table: partners
  files: partners*.csv
  columns: {partner: id, name: name, joined_on: joined, left_on: left, sponsor: sponsor, language: lang}
"""
HEADER = "id,name,joined,left,sponsor,lang\n"


def folder(place: Path, partners: str, options: str = "") -> Path:
    return write(place, SOURCES + options, partners_csv=HEADER + partners)


def test_the_table_by_row(tmp_path: Path) -> None:
    lines = "b,Boris,2026-02-01,2026-06-30,a,\na,Anna,2026-01-01,,,en\nc,,2026-03-01,,b,en\n"
    with read(folder(tmp_path, lines)) as book:
        table = book.partners
        assert table.ids == ("a", "b", "c")
        assert table.names == ("Anna", "Boris", "c")
        assert table.joined_on.dtype == np.dtype("datetime64[D]")
        assert table.joined_on.tolist() == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
        assert table.left_on.tolist() == [None, date(2026, 6, 30), None]
        assert table.sponsor_row.dtype == np.int64
        assert table.sponsor_row.tolist() == [-1, 0, 1]
        assert table.language == ("en", "en", "en")
        assert table.key_epoch.tolist() == [1, 1, 1]
        assert table.row_of == {"a": 0, "b": 1, "c": 2}
        assert table.arrow_ids().to_pylist() == ["a", "b", "c"]
        assert rows(book, 'select "row", id, source_row from partners order by 1') == [
            (0, "a", 3),
            (1, "b", 2),
            (2, "c", 4),
        ]


def test_text_ids_sort_by_code_point_and_numbers_by_value(tmp_path: Path) -> None:
    lines = "".join(f"{one},N,2026-01-01,,,\n" for one in ("10", "9", "-1"))
    with read(folder(tmp_path, lines)) as book:
        assert book.partners.ids == ("-1", "9", "10")
    lines = "".join(f"{one},N,2026-01-01,,,\n" for one in ("я", "Z", "a", "10", "9", "09"))
    with read(folder(tmp_path, lines)) as book:
        assert book.partners.ids == tuple(sorted(["я", "Z", "a", "10", "9", "09"]))


def one(place: Path, partners: str, options: str = "") -> tuple[str, str, str]:
    (found,) = refused(folder(place, partners, options))
    return found.slug, found.says, found.consequence


def test_a_circle_of_sponsors_is_printed(tmp_path: Path) -> None:
    lines = "a,A,2026-01-01,,c,\nb,B,2026-01-01,,a,\nc,C,2026-01-01,,b,\nd,D,2026-01-01,,a,\n"
    slug, says, consequence = one(tmp_path, lines)
    assert slug == "sponsor-cycle"
    assert "`a` <- `c` <- `b` <- `a`" in says
    assert "partners.csv, line 2: partner `a`" in consequence
    assert one(tmp_path, "a,A,2026-01-01,,a,\n")[0] == "sponsor-cycle"


def test_an_unknown_sponsor_has_a_nearest(tmp_path: Path) -> None:
    slug, says, consequence = one(tmp_path, "P-100,A,2026-01-01,,,\nP-200,B,2026-01-01,,P-10,\n")
    assert (slug, says) == ("unknown-sponsor", "1 partner names a sponsor who is not in the partner table.")
    assert "partners.csv, line 3: partner `P-200`, sponsor `P-10` (nearest: `P-100`)" in consequence


def test_leaving_before_joining(tmp_path: Path) -> None:
    assert one(tmp_path, "a,A,2026-01-02,2026-01-01,,\n")[0] == "left-before-joining"


def test_a_language_that_nobody_writes(tmp_path: Path) -> None:
    assert one(tmp_path, "a,A,2026-01-02,,,de\n")[0] == "partner-language-unknown"


def test_the_same_partner_twice_in_one_file_is_a_reason(tmp_path: Path) -> None:
    lines = "a,A,2026-01-01,,,\na,B,2026-01-01,,,\n"
    slug, says, _ = one(tmp_path, lines)
    assert slug == "broken-rows"
    assert "`duplicate-id` is not declared" in says
    with read(folder(tmp_path, lines, reject("duplicate-id"))) as book:
        assert book.partners.names == ("A",)
        assert book.control[0].reasons == {"duplicate-id": 1}


def test_the_same_partner_in_two_sources_is_an_error(tmp_path: Path) -> None:
    second = SOURCES.replace("partners*.csv", "more.csv")
    place = write(
        tmp_path,
        SOURCES + second,
        partners_csv=HEADER + "a,A,2026-01-01,,,\n",
        more_csv=HEADER + "a,B,2026-01-01,,,\n",
    )
    (found,) = refused(place)
    assert found.slug == "duplicate-partner"
    assert "`a`: partners.csv, line 2, more.csv, line 2" in found.consequence


DERIVED = """
- {table: partners, derive_from: sales}
- table: sales
  files: sales.csv
  columns: {partner: who, date: day, amount: {column: amount, digits: 0}}
  reject:
  - {reason: bad-number, ceiling: 9, words: {en: unreadable}}
- table: events
  files: events.csv
  columns: {partner: who, date: day, event: what}
  reject:
  - {reason: unknown-partner, ceiling: 9, words: {en: nobody}}
  - {reason: before-joining, ceiling: 9, words: {en: too early}}
"""


def test_partners_derived_from_counted_sales(tmp_path: Path) -> None:
    sales = (
        "who,day,amount\n10,2026-03-05,1\n9,2026-02-01,1\n10,2026-03-01,1\n10,2026-01-01,x\n8,2026-01-01,x\n"
    )
    events = "who,day,what\n9,2026-02-01,webinar\n9,2026-01-31,webinar\n8,2026-05-01,webinar\n"
    with read(write(tmp_path, DERIVED, sales_csv=sales, events_csv=events)) as book:
        assert book.partners.ids == ("9", "10")
        assert book.partners.names == ("9", "10")
        assert book.partners.joined_on.tolist() == [date(2026, 2, 1), date(2026, 3, 1)]
        assert book.partners.sponsor_row.tolist() == [-1, -1]
        assert [line.reasons for line in book.control] == [
            {"bad-number": 2},
            {"unknown-partner": 1, "before-joining": 1},
        ]
        assert rows(book, "select distinct typeof(partner) from sales") == [("BIGINT",)]
        assert not book.tables["partners"].sources


def test_derived_ids_that_are_no_numbers(tmp_path: Path) -> None:
    sales = "who,day,amount\n10,2026-03-05,1\nx,2026-02-01,1\n"
    with read(write(tmp_path, DERIVED, sales_csv=sales, events_csv="who,day,what\n")) as book:
        assert book.partners.ids == ("10", "x")


@given(st.lists(st.integers(0, 30), max_size=30))
def test_loops_are_those_that_walking_finds(wish: list[int]) -> None:
    count = len(wish)
    sponsor = [w if w < count else -1 for w in wish]
    on_loops: set[int] = set()
    for start in range(count):
        seen: list[int] = []
        at = start
        while at >= 0 and at not in seen:
            seen.append(at)
            at = sponsor[at]
        if at >= 0:
            on_loops.update(seen[seen.index(at) :])
    found = loops(np.array(sponsor, dtype=np.int64))
    assert {row for loop in found for row in loop} == on_loops
    assert sum(len(loop) for loop in found) == len(on_loops)
    for loop in found:
        assert loop[0] == min(loop)
        assert all(sponsor[a] == b for a, b in zip(loop, [*loop[1:], loop[0]], strict=True))


def test_a_long_line_of_sponsors_is_no_loop() -> None:
    assert loops(np.arange(-1, 100_000, dtype=np.int64)) == []
    ring = np.roll(np.arange(100_000, dtype=np.int64), 1)
    assert [len(loop) for loop in loops(ring)] == [100_000]


@pytest.mark.parametrize("partners", ["", "a,A,2026-01-01,,,\n"])
def test_tables_without_rows(tmp_path: Path, partners: str) -> None:
    source = "- table: sales\n  files: sales.csv\n  columns: {partner: p, date: d}\n"
    place = write(tmp_path, SOURCES + source, partners_csv=HEADER + partners, sales_csv="p,d\n")
    with read(place) as book:
        assert len(book.partners) == (1 if partners else 0)
        assert rows(book, "select count(*) from sales") == [(0,)]
