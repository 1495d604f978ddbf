"""Random tables with faults: every row is counted or rejected, as a plain reading in Python says."""

import csv
import io
import tempfile
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.book.reasons import NAMES, UNKNOWN_SALE
from tests.book.making import ON, read, reject, rows, write

JOINED = {"P-1": (date(2026, 1, 1), None), "P-2": (date(2026, 3, 1), date(2026, 6, 30))}
PARTNERS = "partner,name,joined_on,left_on\nP-1,A,2026-01-01,\nP-2,B,2026-03-01,2026-06-30\n"
SOURCES = """
- table: partners
  files: partners.csv
  columns: {partner: partner, name: name, joined_on: joined_on, left_on: left_on}
- table: sales
  files: sales-*.csv
  delimiter: ";"
  decimal: ","
  columns:
    sale: id
    partner: who
    date: {column: day, format: "%d.%m.%Y"}
    amount: {column: amount, digits: 2}
    pieces: {column: pieces, digits: 0}
    note: {column: note, type: text}
  unique: sale
  duplicates: reject
"""
HEADER = ["id", "who", "day", "amount", "pieces", "note"]
OWN = "  - {reason: refund, where: {amount: {less_than: -3}}, ceiling: 999, words: {en: elsewhere}}\n"

ROW = st.tuples(
    st.sampled_from(["1", "2", "3", "4", "5", "6", "7", "8", "9", ""]),
    st.sampled_from(["P-1", "P-1", "P-2", "P-2 ", "P-3", "", " "]),
    st.sampled_from(
        ["01.05.2026", "1.5.2026", "28.02.2026", "01.07.2026", "31.02.2026", "", "13.11.2026", "2026-05-01"]
    ),
    st.sampled_from(["1,00", "-2,5", "1000", "0,125", "1.5", "", "-3,01", "x", " 7,10 ", "1,500"]),
    st.sampled_from(["1", "2", "-1", "0,5", "", "3,0"]),
    st.sampled_from(["", "plain", 'a "quoted" one', "two\nlines", "semi;colon", "ж"]),
)
FILE = st.lists(st.one_of(ROW.map(list), st.sampled_from([["only"], ["a"] * 7])), max_size=12)


def plain_number(text: str, digits: int) -> Fraction | str:
    """A figure read by hand, or the reason why it is none."""
    text = text.strip()
    if not text:
        return "missing-value"
    body = text.lstrip("+-") if text[0] in "+-" else text
    whole, comma, part = body.partition(",")
    if not whole.isdigit() or (comma and not part.isdigit()):
        return "bad-number"
    if len(part.rstrip("0")) > digits:
        return "too-many-decimals"
    value = Fraction(int(whole + part), 10 ** len(part))
    return -value if text[0] == "-" else value


def plain_day(text: str) -> date | str:
    parts = text.strip().split(".")
    if not text.strip():
        return "missing-date"
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return "bad-date"


class PlainBook:
    """The same table, read row by row."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, ...]] = set()
        self.ids: set[str] = set()

    def reason(self, cells: list[str]) -> str:
        """The reason of one row, empty when it counts."""
        repeated = tuple(cells) in self.seen
        self.seen.add(tuple(cells))
        if len(cells) != len(HEADER):
            return "unreadable-row"
        one, who, day, amount, pieces = (cell.strip() for cell in cells[:5])
        when, worth, count = plain_day(day), plain_number(amount, 2), plain_number(pieces, 0)
        found = []
        if not who:
            found.append("missing-partner")
        elif who not in JOINED:
            found.append("unknown-partner")
        found += [x for x in (when, worth, count) if isinstance(x, str)]
        if not one:
            found.append("missing-value")
        if repeated:
            found.append("duplicate-row")
        if found:
            return min(found, key=NAMES.index)
        if one in self.ids:
            return "duplicate-id"
        self.ids.add(one)
        assert isinstance(when, date)
        assert isinstance(worth, Fraction)
        joined, left = JOINED[who]
        if when < joined:
            return "before-joining"
        if left and when > left:
            return "after-leaving"
        if when > ON:
            return "after-on"
        return "refund" if worth < -3 else ""


@settings(max_examples=50, deadline=None)
@given(st.lists(FILE, min_size=1, max_size=2))
def test_read_is_counted_and_rejected(files: list[list[list[str]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write(
            Path(name) / "data",
            SOURCES + reject(*(n for n in NAMES if n != UNKNOWN_SALE), ceiling=999) + OWN,
            partners_csv=PARTNERS,
        )
        plain = PlainBook()
        judged: list[tuple[str, int, str, list[str]]] = []
        for number, lines in enumerate(files, 1):
            out = io.StringIO()
            writer = csv.writer(out, delimiter=";", lineterminator="\n")
            writer.writerow(HEADER)
            for cells in lines:
                line = out.getvalue().count("\n") + 1
                writer.writerow(cells)
                judged.append((f"sales-{number}.csv", line, plain.reason(cells), cells))
            (folder / f"sales-{number}.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
        with read(folder) as book:
            line_of_sales = next(line for line in book.control if line.table == "sales")
            counted = rows(book, "select sale, source_file - 1, source_row from sales order by 2, 3")
            rejected = [(r["file"], r["row"], r["reason"]) for r in book.rejects.to_pylist()]
    kept = [one for one in judged if not one[2]]
    lost = [one for one in judged if one[2]]
    assert [(c, f"sales-{f + 1}.csv", r) for c, f, r in counted] == [
        (c[0].strip(), f, n) for f, n, _, c in kept
    ]
    assert rejected == [(f, n, reason) for f, n, reason, _ in lost]
    assert line_of_sales.holds
    assert (line_of_sales.read, line_of_sales.counted, line_of_sales.rejected) == (
        len(judged),
        len(kept),
        len(lost),
    )
    assert dict(line_of_sales.reasons) == dict(Counter(reason for _, _, reason, _ in lost))
    for name, place, digits in (("amount", 3, 2), ("pieces", 4, 0)):
        control = line_of_sales.sums[name]
        for found, side in ((control.read, judged), (control.counted, kept), (control.rejected, lost)):
            figures = [plain_number(c[place], digits) for _, _, _, c in side if len(c) == len(HEADER)]
            assert found == sum((f for f in figures if isinstance(f, Fraction)), Fraction(0))
        assert control.unread == sum(
            len(c) != len(HEADER) or isinstance(plain_number(c[place], digits), str) for _, _, _, c in judged
        )
