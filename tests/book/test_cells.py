"""Cells read by SQL come to what Python's own numbers and dates make of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.book.cells import RawColumn, Reading, read_date, read_decimal
from generator.book.dates import pattern_of
from generator.book.mapping import SourceColumn
from generator.source import Fault

CON = duckdb.connect()


@contextmanager
def cells(array: pa.Array) -> Iterator[duckdb.DuckDBPyConnection]:
    CON.register("raw", pa.table({"n": range(len(array)), "c": array}))
    yield CON
    CON.unregister("raw")


def values(reading: Reading, array: pa.Array) -> list[tuple[object, bool, bool]]:
    with cells(array) as con:
        query = f"SELECT {reading.value}, {reading.given}, coalesce({reading.too_many}, false) FROM raw ORDER BY n"
        return [tuple(row) for row in con.execute(query).fetchall()]


def declared(digits: int) -> SourceColumn:
    return SourceColumn.model_validate({"column": "c", "digits": str(digits)})


NUMBERS = st.from_regex(r"[+-]?[0-9]{0,20}([.,][0-9]{0,8})?", fullmatch=True)


def expected(text: str, sign: str, digits: int) -> tuple[int | None, bool]:
    """The exact value in units of the last digit, and whether it failed for its decimals."""
    if not re.fullmatch(rf"[+-]?[0-9]+([{sign}][0-9]+)?", text, re.ASCII):
        return None, False
    scaled = Decimal(text.replace(sign, ".")).scaleb(digits)
    if scaled != scaled.to_integral_value():
        return None, True
    return (int(scaled), False) if -(2**63) <= scaled < 2**63 else (None, False)


@settings(max_examples=60, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=40), st.sampled_from(".,"), st.integers(0, 4))
def test_written_figures(texts: list[str], sign: str, digits: int) -> None:
    reading = read_decimal("x", RawColumn("c", "VARCHAR"), declared(digits), sign)
    found = values(reading, pa.array(texts, pa.string()))
    assert found == [
        (value, bool(t), many)
        for t, (value, many) in zip(texts, (expected(t, sign, digits) for t in texts), strict=True)
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=50), st.integers(0, 6), st.booleans())
def test_floats_that_stand_for_decimals(wholes: list[int], digits: int, nudged: bool) -> None:
    floats = [float(Decimal(n).scaleb(-digits)) for n in wholes]
    if nudged:  # the neighbour of such a float stands for no decimal of 15 digits
        floats = [f + abs(f) * 2.0**-52 for f in floats]
    reading = read_decimal("x", RawColumn("c", "DOUBLE"), declared(digits), ".")
    found = [value for value, _, _ in values(reading, pa.array(floats, pa.float64()))]
    assert found == [
        int(Decimal(repr(f)).scaleb(digits))
        if abs(f) < 10.0 ** (15 - digits) and Decimal(repr(f)).scaleb(digits) % 1 == 0
        else None
        for f in floats
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4),
        min_size=1,
    ),
    st.integers(0, 6),
)
def test_fixed_decimals(written: list[Decimal], digits: int) -> None:
    for precision in (18, 38):
        reading = read_decimal("x", RawColumn("c", f"DECIMAL({precision},4)"), declared(digits), ".")
        found = values(reading, pa.array(written, pa.decimal128(precision, 4)))
        scaled = [one.scaleb(digits) for one in written]
        assert [row[0] for row in found] == [int(s) if s % 1 == 0 else None for s in scaled]
        assert [row[2] for row in found] == [s % 1 != 0 for s in scaled]


FORMATS = [
    "%d.%m.%Y",
    "%Y-%m-%d",
    "%m/%d/%y",
    "%d %b %Y",
    "%d.%m.%Y %H:%M",
    "%Y%m%d",
    "%B %d, %Y",
    "%d/%m/%Y %I:%M:%S %p",
]
LETTERS = st.text("0123456789./- :,APMJanFebMarch", max_size=14)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(FORMATS),
    st.datetimes(datetime(1970, 1, 2), datetime(2060, 12, 31)),  # noqa: DTZ001 - local time
    LETTERS,
    st.booleans(),
)
def test_dates_are_those_of_strptime(written: str, moment: datetime, noise: str, broken: bool) -> None:
    text = noise.strip() if broken else moment.strftime(written)
    try:
        day = datetime.strptime(text, written).date()  # noqa: DTZ007 - a local day
    except ValueError:
        day = None
    if day is not None and broken and not re.fullmatch(pattern_of(written), text):
        day = None  # strptime lets letters and spaces vary, the book does not
    column = SourceColumn(column="c", format=written)
    ((found, given_, _),) = values(
        read_date("date", RawColumn("c", "VARCHAR"), column, "UTC"), pa.array([text])
    )
    assert (found, given_) == (day, bool(text))


@pytest.mark.parametrize(
    "text", ["26-05-01", "2026-5-1", "infinity", "epoch", "2026-02-30", "20260501", "2026-05-01T25:00", "now"]
)
def test_texts_that_look_like_iso_dates(text: str) -> None:
    reading = read_date("date", RawColumn("c", "VARCHAR"), SourceColumn(column="c"), "UTC")
    assert values(reading, pa.array([text])) == [(None, True, False)]


def test_a_short_year_is_not_taken_for_a_long_one() -> None:
    reading = read_date("date", RawColumn("c", "VARCHAR"), SourceColumn(column="c", format="%d.%m.%Y"), "UTC")
    assert values(reading, pa.array(["01.05.26"])) == [(None, True, False)]


@pytest.mark.parametrize(
    "written", ["%d.%m", "%Y", "%d.%m.%Y %z", "%A %d.%m.%Y", "%d.%m.%Y %I", "%d.%m.%Y%", "%d.%d.%m.%Y"]
)
def test_formats_that_name_no_day(written: str) -> None:
    with pytest.raises(Fault) as found:
        pattern_of(written)
    assert found.value.slug == "unknown-date-format"
