"""Parquet read where it lies: types of columns, ids in their native type, figures exact or refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.book.making import PARTNERS, PARTNERS_SOURCE, read, refused, reject, rows, write

SALES = """
- table: sales
  files: sales*.parquet
  columns:
    partner: dealer
    date: day
    amount: {column: amount, digits: 2}
"""
DAYS = [date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)]


def folder(place: Path, columns: dict[str, object], options: str = "", source: str = SALES) -> Path:
    given = {"dealer": ["P-1", "P-2", "P-1"], "day": DAYS, "amount": pa.array([100, 200, 300])} | columns
    write(place, PARTNERS_SOURCE + source + options, partners_csv=PARTNERS)
    pq.write_table(pa.table(given), place / "sales.parquet")
    return place


def amounts(place: Path) -> list[object]:
    with read(place) as book:
        return [row[0] for row in rows(book, "select amount from sales order by source_row")]


@pytest.mark.parametrize(
    ("cells", "exact"),
    [
        (pa.array([1, -2, 0], pa.int64()), [100, -200, 0]),
        (pa.array([1, 2, 3], pa.uint8()), [100, 200, 300]),
        (pa.array([1, 2, 3], pa.uint64()), [100, 200, 300]),
        (pa.array([0.1, -2.675 + 0.005, 1e9 + 0.01]), [10, -267, 100000000001]),
        (pa.array([1.1, 2.0, -0.25], pa.float32()), [110, 200, -25]),
        (pa.array([Decimal("1.10"), Decimal("-2.05"), Decimal("0")], pa.decimal128(9, 2)), [110, -205, 0]),
        (pa.array([Decimal("1.1000"), Decimal("2"), Decimal("3")], pa.decimal128(38, 4)), [110, 200, 300]),
        (pa.array([Decimal("1"), Decimal("2"), Decimal("3")], pa.decimal128(38, 17)), [100, 200, 300]),
        (pa.array([Decimal(10) ** 14, Decimal(2), Decimal(3)], pa.decimal128(19, 4)), [10**16, 200, 300]),
        (pa.array([Decimal(10) ** 16, Decimal(2), Decimal(3)], pa.decimal128(18, 1)), [10**18, 200, 300]),
        (pa.array([Decimal(10) ** 12, Decimal(2), Decimal(3)], pa.decimal128(30, 17)), [10**14, 200, 300]),
        (pa.array(["1.10", "+2", "-3.000"]), [110, 200, -300]),
    ],
)
def test_figures_are_exact_in_every_type(tmp_path: Path, cells: pa.Array, exact: list[int]) -> None:
    assert amounts(folder(tmp_path, {"amount": cells})) == exact


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (pa.array([0.1 + 0.2, 1.0, 1.0]), "too-many-decimals"),
        (pa.array([1.005, 1.0, 1.0]), "too-many-decimals"),
        (pa.array([1e15, 1.0, 1.0]), "bad-number"),
        (pa.array([float("inf"), 1.0, 1.0]), "bad-number"),
        (pa.array([float("nan"), 1.0, 1.0]), "missing-value"),
        (pa.array([None, 1.0, 1.0]), "missing-value"),
        (pa.array([2**62, 1, 1]), "bad-number"),
        (pa.array([2**63, 1, 1], pa.uint64()), "bad-number"),
        (pa.array([1.1, 12345678.9, 1.0], pa.float32()), "bad-number"),
        (pa.array([Decimal("1.005"), Decimal(1), Decimal(1)], pa.decimal128(18, 3)), "too-many-decimals"),
        (pa.array([Decimal(10) ** 30, Decimal(1), Decimal(1)], pa.decimal128(38, 2)), "bad-number"),
        (pa.array([Decimal(10) ** 30, Decimal(1), Decimal(1)], pa.decimal128(38, 4)), "bad-number"),
        (pa.array(["1,10", "1", "1"]), "bad-number"),
        (pa.array(["1e2", "1", "1"]), "bad-number"),
        (pa.array(["99999999999999999.00", "1", "1"]), "bad-number"),
        (pa.array(["", "1", "1"]), "missing-value"),
    ],
)
def test_what_is_not_exact_is_refused(tmp_path: Path, cells: pa.Array, reason: str) -> None:
    place = folder(tmp_path, {"amount": cells})
    (found,) = refused(place)
    assert (found.slug, f"{{reason: {reason}," in found.cure) == ("broken-rows", True), found
    assert "sales.parquet, row" in found.consequence
    folder(place, {"amount": cells}, reject(reason))
    with read(place) as book:
        line = book.control[-1]
        assert (line.read, line.counted, line.rejected, line.sums["amount"].unread) == (3, 2, 1, 1)
        assert rows(book, "select count(*) from sales") == [(2,)]


def test_minor_units(tmp_path: Path) -> None:
    source = SALES.replace("digits: 2", "digits: 2, in: minor")
    assert amounts(folder(tmp_path, {}, source=source)) == [100, 200, 300]
    text = pa.array(["1", "2.0", "-3"])
    assert amounts(folder(tmp_path, {"amount": text}, source=source)) == [1, 2, -3]
    (found,) = refused(folder(tmp_path, {"amount": pa.array([1.0, 2.5, 3.0])}, source=source))
    assert "too-many-decimals" in found.cure


NUMBERED = "partner,name,joined_on\n10,Ten,2026-01-01\n9,Nine,2026-01-01\n"


@pytest.mark.parametrize(
    ("ids", "kind"),
    [
        (pa.array([10, 9, 10], pa.int32()), "BIGINT"),
        (pa.array([10.0, 9.0, 10.0]), "BIGINT"),
        (pa.array([Decimal(10), Decimal(9), Decimal(10)], pa.decimal128(10, 0)), "BIGINT"),
        (pa.array(["10", "9", "10"]), "VARCHAR"),
        (pa.array(["10 ", " 9", "10"]), "VARCHAR"),
    ],
)
def test_ids_keep_their_type_and_sort_as_numbers(tmp_path: Path, ids: pa.Array, kind: str) -> None:
    place = folder(tmp_path, {"dealer": ids})
    (place / "partners.csv").write_text(NUMBERED)
    with read(place) as book:
        assert book.partners.ids == ("9", "10")
        assert rows(book, "select distinct typeof(partner) from sales") == [(kind,)]
        joined = "select p.row, count(*) from sales s join partners p on s.partner = p.partner_key group by 1 order by 1"  # noqa: E501
        assert rows(book, joined) == [(0, 1), (1, 2)]


def test_leading_zeros_make_another_partner(tmp_path: Path) -> None:
    place = folder(tmp_path, {"dealer": pa.array(["10", "09", "9"])})
    (place / "partners.csv").write_text(NUMBERED)
    (found,) = refused(place)
    assert "`09`" in found.consequence


def test_half_an_id_is_nobody(tmp_path: Path) -> None:
    place = folder(
        tmp_path, {"dealer": pa.array([10.0, 9.5, None])}, reject("unknown-partner", "missing-partner")
    )
    (place / "partners.csv").write_text(NUMBERED)
    with read(place) as book:
        assert book.control[-1].reasons == {"missing-partner": 1, "unknown-partner": 1}
        assert book.rejects.column("partner").to_pylist() == ["9.5", None]


def test_moments_are_local(tmp_path: Path) -> None:
    naive = pa.array([datetime(2026, 5, 31, 23, 59)] * 3, pa.timestamp("us"))  # noqa: DTZ001
    aware = pa.array([datetime(2026, 5, 31, 22, 30, tzinfo=UTC)] * 3, pa.timestamp("ms", "UTC"))
    for cells, local in ((naive, date(2026, 5, 31)), (aware, date(2026, 6, 1))):
        with read(folder(tmp_path, {"day": cells})) as book:
            assert rows(book, 'select distinct date, "at"::DATE from sales') == [(local, local)]


def test_dates_as_text_and_as_numbers(tmp_path: Path) -> None:
    texts = pa.array(["2026-05-01", "2026-05-02", "2026-05-03"])
    numbers = pa.array([20260501, 20260502, 20260503])
    by_format = SALES.replace("date: day", 'date: {column: day, format: "%Y%m%d"}')
    for cells, source in ((texts, SALES), (numbers, by_format)):
        with read(folder(tmp_path, {"day": cells}, source=source)) as book:
            assert [row[0] for row in rows(book, "select date from sales order by 1")] == DAYS


def test_columns_of_the_wrong_type(tmp_path: Path) -> None:
    found = refused(folder(tmp_path, {"day": pa.array([1, 2, 3]), "amount": pa.array(DAYS)}))
    assert [one.slug for one in found] == ["wrong-column-type"] * 2
    assert {"`day` holds whole numbers" in one.says for one in found} == {True, False}


def test_files_may_differ_in_other_columns_and_widths(tmp_path: Path) -> None:
    place = folder(tmp_path, {"amount": pa.array([1, 2, 3], pa.int32()), "extra": [1, 2, 3]})
    more = {"amount": pa.array([4], pa.int64()), "day": [DAYS[0]], "dealer": ["P-2"]}
    pq.write_table(pa.table(more), place / "sales2.parquet")
    with read(place) as book:
        assert rows(book, "select amount, source_file, source_row from sales order by all") == [
            (100, 1, 1), (200, 1, 2), (300, 1, 3), (400, 2, 1),
        ]  # fmt: skip


def test_what_is_no_parquet_is_said(tmp_path: Path) -> None:
    place = folder(tmp_path, {})
    (place / "sales.parquet").write_bytes(b"PK\x03\x04 not Parquet at all")
    (found,) = refused(place)
    assert found.slug == "unreadable-file"


@pytest.mark.parametrize("ids", [[3, 1, 2], [1, 2, 3], [10**15, 5, -7], ["b", "a", "c"]])
def test_unique_ids_pass_and_repeats_are_found(tmp_path: Path, ids: list[object]) -> None:
    source = SALES.replace("    partner:", "    sale: id\n    partner:") + "  unique: sale\n"
    with read(folder(tmp_path, {"id": ids}, source=source)) as book:
        assert book.control[-1].counted == 3
    place = folder(tmp_path, {"id": [ids[0], ids[1], ids[0]]}, source=source)
    (found,) = refused(place)
    assert "duplicate-id" in found.cure
    assert "row 3" in found.consequence


def test_two_columns_as_one_id(tmp_path: Path) -> None:
    source = SALES.replace("    partner:", "    sale: id\n    partner:") + "  unique: [sale, partner]\n"
    with read(folder(tmp_path, {"id": [1, 1, 2]}, source=source)) as book:
        assert book.control[-1].counted == 3
    (found,) = refused(folder(tmp_path, {"id": [1, 2, 1]}, source=source))
    assert "duplicate-id" in found.cure


def test_sums_beyond_int64_are_exact_in_the_control_line_and_raise_in_a_cast(tmp_path: Path) -> None:
    source = SALES.replace("digits: 2", "digits: 0")
    place = folder(tmp_path, {"amount": pa.array(np.full(3, 2**62))}, source=source)
    with read(place) as book:
        assert book.control[-1].sums["amount"].read == 3 * 2**62
        with pytest.raises(Exception, match=r"(?i)out of range"):
            rows(book, "select sum(amount)::bigint from sales")


@pytest.mark.parametrize("text", [False, True])
def test_a_damaged_page_is_said(tmp_path: Path, text: bool) -> None:
    numbers = [str(n) for n in range(50_000)] if text else list(range(50_000))
    source = SALES + "    note: {column: note, type: text}\n"
    columns = {"amount": [1] * 50_000, "dealer": ["P-1"] * 50_000, "day": DAYS[:1] * 50_000, "note": numbers}
    if not text:
        columns |= {"amount": numbers, "note": ["x"] * 50_000}
    place = folder(tmp_path, columns, source=source)
    content = bytearray((place / "sales.parquet").read_bytes())
    content[20_000:60_000] = bytes(40_000)
    (place / "sales.parquet").write_bytes(content)
    (found,) = refused(place)
    assert found.slug == "unreadable-file"


def test_files_that_do_not_fit_together(tmp_path: Path) -> None:
    place = folder(tmp_path, {})
    other = {"amount": pa.array([[1], [2]]), "day": DAYS[:2], "dealer": ["P-1", "P-2"]}
    pq.write_table(pa.table(other), place / "sales2.parquet")
    (found,) = refused(place)
    assert found.slug in ("unreadable-file", "wrong-column-type")


def test_the_same_orders_in_every_format_make_the_same_book(tmp_path: Path) -> None:
    """Texts, floats, fixed decimals and a workbook: one table, four ways."""
    cells = ["12.50", "-0.10", "1000000.00"]
    texts = [day.isoformat() for day in DAYS]
    found = []
    for kind in ("text", "float", "fixed", "csv", "xlsx"):
        place = folder(tmp_path / kind, {})
        if kind == "xlsx":
            workbook = openpyxl.Workbook()
            sheet = workbook.worksheets[0]
            for line in [
                ["dealer", "day", "amount"],
                *zip(["P-1", "P-2", "P-1"], DAYS, map(float, cells), strict=True),
            ]:
                sheet.append(line)
            workbook.save(place / "sales.xlsx")
        elif kind == "csv":
            lines = [
                "dealer,day,amount",
                *map(",".join, zip(["P-1", "P-2", "P-1"], texts, cells, strict=True)),
            ]
            (place / "sales.csv").write_text("\n".join(lines))
        else:
            amounts_ = {
                "text": pa.array(cells),
                "float": pa.array(map(float, cells)),
                "fixed": pa.array(map(Decimal, cells)),
            }
            folder(place, {"amount": amounts_[kind]})
        if kind in ("csv", "xlsx"):
            (place / "sources.yaml").write_text(
                (place / "sources.yaml").read_text().replace("sales*.parquet", f"sales.{kind}")
            )
        with read(place) as book:
            line = book.control[-1]
            query = "select partner, date, amount from sales order by all"
            found.append((rows(book, query), line.read, line.sums, book.tables["sales"].columns))
    assert found.count(found[0]) == 5
