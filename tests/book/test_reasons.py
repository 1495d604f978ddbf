"""Each row that is not counted has exactly one reason, within its declared ceiling, in the declared order."""

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from generator.book import write_rejects
from generator.book.reasons import NAMES as ALL
from generator.book.reasons import UNKNOWN_SALE
from generator.source import for_terminal
from tests.book.making import read, refused, reject, rows, write

NAMES = tuple(name for name in ALL if name != UNKNOWN_SALE)  # that one is of lines: test_lines_of_sales.py
PARTNERS = """partner,name,joined_on,left_on
P-1,Anna,2026-01-01,
P-2,Boris,2026-02-01,2026-06-30
P-3,Vera,2026-03-01,
"""
SOURCES = """
- table: partners
  files: partners.csv
  columns: {partner: partner, name: name, joined_on: joined_on, left_on: left_on}
- table: sales
  files: sales.csv
  columns:
    sale: id
    partner: dealer
    date: day
    amount: {column: amount, digits: 2}
    status: status
  unique: sale
  duplicates: reject
"""
HEADER = "id,dealer,day,amount,status\n"
GOOD = "1,P-1,2026-05-01,10.00,paid\n2,P-2,2026-06-30,-5.50,paid\n"
ONE_OF_EACH = {
    "unreadable-row": "3,P-1,2026-05-01\n",
    "missing-partner": "3,,2026-05-01,1,paid\n",
    "unknown-partner": "3,P-9,2026-05-01,1,paid\n",
    "missing-date": "3,P-1,,1,paid\n",
    "bad-date": "3,P-1,2026-02-30,1,paid\n",
    "missing-value": "3,P-1,2026-05-01,,paid\n",
    "bad-number": '3,P-1,2026-05-01,"1,5",paid\n',
    "too-many-decimals": "3,P-1,2026-05-01,1.005,paid\n",
    "duplicate-row": "2,P-2,2026-06-30,-5.50,paid\n",
    "duplicate-id": "2,P-2,2026-06-29,-5.50,paid\n",
    "before-joining": "3,P-2,2026-01-31,1,paid\n",
    "after-leaving": "3,P-2,2026-07-01,1,paid\n",
    "after-on": "3,P-1,2026-11-13,1,paid\n",
}


def folder(place: Path, sales: str, options: str = "") -> Path:
    return write(place, SOURCES + options, partners_csv=PARTNERS, sales_csv=HEADER + sales)


def test_every_built_in_reason_has_its_row_here() -> None:
    assert tuple(ONE_OF_EACH) == NAMES


@pytest.mark.parametrize("reason", ONE_OF_EACH)
def test_an_undeclared_reason_is_an_error_with_file_and_line(tmp_path: Path, reason: str) -> None:
    (found,) = refused(folder(tmp_path, GOOD + ONE_OF_EACH[reason]))
    assert found.slug == "broken-rows"
    assert f"`{reason}` is not declared" in found.says
    assert "sales.csv, line 4: " in found.consequence
    assert f"{{reason: {reason}, ceiling: 1, words: {{...}}}}" in found.cure
    assert "files: sales.csv" in for_terminal(found, tmp_path)


@pytest.mark.parametrize("reason", ONE_OF_EACH)
def test_a_declared_reason_leaves_the_row_out_and_says_so(tmp_path: Path, reason: str) -> None:
    place = folder(tmp_path, GOOD + ONE_OF_EACH[reason], reject(reason, ceiling=1))
    with read(place) as book:
        (line,) = (one for one in book.control if one.table == "sales")
        assert (line.read, line.counted, line.rejected, line.reasons) == (3, 2, 1, {reason: 1})
        assert line.holds
        assert line.sums["amount"].counted == Fraction(9, 2)
        assert rows(book, "select sale from sales order by 1") == [("1",), ("2",)]
        (kept,) = book.rejects.to_pylist()
        assert (kept["table"], kept["file"], kept["row"], kept["reason"]) == ("sales", "sales.csv", 4, reason)
        text = book.words("sales", reason)
        assert text is not None
        assert text["en"] == "left out"


def test_all_reasons_at_once_in_one_book(tmp_path: Path) -> None:
    lines = [
        line.replace("3,", f"{n}00,", 1) if line.startswith("3,") else line
        for n, line in enumerate(ONE_OF_EACH.values(), 3)
    ]
    with read(folder(tmp_path, GOOD + "".join(lines), reject(*NAMES, ceiling=1))) as book:
        line = book.control[-1]
        assert list(line.reasons.items()) == [(name, 1) for name in NAMES]
        assert (line.read, line.counted) == (15, 2)
        assert write_rejects(book, tmp_path / "private" / "rejects.csv") == 13
    written = tmp_path / "private" / "rejects.csv"
    assert written.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in written.parent.iterdir()] == ["rejects.csv"]
    with written.open(newline="") as stream:
        found = list(csv.DictReader(stream))
    assert list(found[0]) == ["table", "file", "row", "reason", "partner", "date", "raw"]
    assert [row["reason"] for row in found] == list(NAMES)
    assert json.loads(found[0]["raw"]) == {"line": "300,P-1,2026-05-01"}
    assert json.loads(found[6]["raw"])["amount"] == "1,5"


def test_the_first_reason_in_the_order_wins(tmp_path: Path) -> None:
    both = "3,,2026-02-30,x,paid\n4,P-9,,1.005,paid\n5,P-1,,,paid\n6,P-1,2027-01-01,x,paid\n"
    with read(folder(tmp_path, GOOD + both, reject(*NAMES))) as book:
        assert book.control[-1].reasons == {
            "missing-partner": 1,
            "unknown-partner": 1,
            "missing-date": 1,
            "bad-number": 1,
        }


def test_a_row_left_out_earlier_does_not_make_a_later_one_a_repeat(tmp_path: Path) -> None:
    lines = "3,P-1,bad,1,paid\n3,P-1,2026-05-01,1,paid\n3,P-1,2026-05-02,1,paid\n"
    with read(folder(tmp_path, GOOD + lines, reject("bad-date", "duplicate-id"))) as book:
        assert rows(book, "select sale, source_row from sales where sale = '3'") == [("3", 5)]


OWN = """
  reject:
  - {reason: refund, where: {amount: {less_than: -5}}, ceiling: 1, words: {en: refunds are elsewhere}}
  - reason: test-order
    where: {status: {one_of: [test, trial]}, amount: {at_most: 1.5}}
    ceiling: 2
    words: {en: a trial}
"""


def test_own_reasons_come_last_and_in_their_order(tmp_path: Path) -> None:
    orders = ("3,P-1,2026-05-01,1.50,test", "4,P-1,2026-05-01,-1,trial")
    others = ("5,P-1,2026-05-01,1.51,test", "6,P-1,2026-05-01,-5.00,paid")
    lines = "\n".join([*orders, *others, ""])
    with read(folder(tmp_path, GOOD + lines, OWN)) as book:
        assert book.control[-1].reasons == {"refund": 1, "test-order": 2}
        assert rows(book, "select sale from sales order by 1") == [("1",), ("5",), ("6",)]


def test_an_exceeded_ceiling_names_both_numbers(tmp_path: Path) -> None:
    lines = "".join(f"{n},P-1,2026-05-01,1,test\n" for n in range(3, 12))
    (found,) = refused(folder(tmp_path, GOOD + lines, OWN))
    assert found.says == "9 rows of `sales.csv` fall under `where`: at most 2 may."
    assert "... and 4 more" in found.consequence
    assert found.cure.endswith("Or raise the ceiling: `ceiling: 9`.")
    assert "ceiling: 2" in for_terminal(found, tmp_path)


def test_a_declared_reason_that_never_occurs_is_fine(tmp_path: Path) -> None:
    with read(folder(tmp_path, GOOD, reject("missing-partner"))) as book:
        assert book.control[-1].reasons == {}


def test_all_broken_sources_are_told_at_once(tmp_path: Path) -> None:
    found = refused(folder(tmp_path, GOOD + ONE_OF_EACH["bad-date"] + ONE_OF_EACH["missing-value"]))
    assert len(found) == 2


def test_the_day_of_the_run_decides_what_has_happened(tmp_path: Path) -> None:
    place = folder(tmp_path, GOOD + ONE_OF_EACH["after-on"])
    assert "13 November" not in refused(place)[0].says
    assert "are dated after" in refused(place, date(2026, 5, 31))[0].says
    with read(place, date(2026, 11, 13)) as book:
        assert book.control[-1].counted == 3


def test_empty_allowed(tmp_path: Path) -> None:
    place = folder(tmp_path, GOOD + ONE_OF_EACH["missing-value"])
    written = (place / "sources.yaml").read_text().replace("digits: 2}", "digits: 2, empty: allowed}")
    (place / "sources.yaml").write_text(written)
    with read(place) as book:
        assert rows(book, "select amount from sales where sale = '3'") == [(None,)]
        assert book.control[-1].sums["amount"].unread == 1
