"""Sales that several partners share: each has a row of its own, and the parts of a figure add up to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from generator.audit.linked import LINK, counted_sales
from generator.audit.rawfiles import RawUnreadable
from generator.audit.records import Partner, RawTable, Row

SPLITS = "splits"
SHARE = "split_share"
DIVIDED = ("sales", "sale_lines", "returns")

Shares = list[tuple[str, int]]  # partner and share, in units of the column's last digit


def judge_splits(splits: RawTable, sales: RawTable | None, partners: Mapping[str, Partner]) -> None:
    """A row of a split is one of a counted sale, and of somebody who belongs to the programme on its day."""
    counted, at = counted_sales(sales), splits.place("sale")
    for row in splits.rows:
        if row.reason == "unreadable-row":
            continue
        sale = counted.get(str(row.cells[at]))
        if sale is None:
            row.reason = "unknown-sale"
        elif not row.reason and sale.day is not None and row.partner in partners:
            row.reason = _membership(sale.day, partners[row.partner])


def _membership(day: date, partner: Partner) -> str:
    if day < partner.joined:
        return "before-joining"
    return "after-leaving" if partner.left is not None and day > partner.left else ""


def split(tables: Mapping[str, RawTable], divides: Iterable[str], partners: Iterable[str]) -> None:
    """Divide the sales, their lines and what takes them back among the partners who share them."""
    splits, sales = tables[SPLITS], tables.get("sales")
    counted = counted_sales(sales)
    assert sales is not None
    shared = _shares(splits)
    whole = 100 * 10 ** splits.digits["share"]
    for name, shares in shared.items():
        if any(share <= 0 for _, share in shares) or sum(share for _, share in shares) != whole:
            raise RawUnreadable(f"the shares of the sale {name} do not come to 100 %")
    named = {name: row.partner for name, row in counted.items()}
    columns = set(divides)
    order = _order(partners)
    for table in (tables[name] for name in DIVIDED if name in tables):
        column = "sale" if table.name == "sale_lines" else LINK
        if table.name == "sales" or column in table.columns:
            _divide(table, shared, named, columns, splits.digits["share"], order)


def _order(partners: Iterable[str]) -> dict[str, int]:
    """Partners in their order: as numbers where all of them are whole numbers, else as texts."""
    ids = list(partners)
    numbers = all(one.isdecimal() for one in ids)
    ids.sort(key=lambda one: (int(one), one) if numbers else (0, one))
    return {one: at for at, one in enumerate(ids)}


def _shares(splits: RawTable) -> dict[str, Shares]:
    sale, share = splits.place("sale"), splits.place("share")
    found: dict[str, Shares] = {}
    for row in splits.counted():
        cell = row.cells[share]
        assert isinstance(cell, int)
        found.setdefault(str(row.cells[sale]), []).append((row.partner, cell))
    return found


def _divide(
    table: RawTable,
    shared: Mapping[str, Shares],
    named: Mapping[str, str],
    divides: set[str],
    digits: int,
    order: Mapping[str, int],
) -> None:
    rows: list[Row] = []
    own = table.columns.index("partner") if "partner" in table.columns else None
    divided = [at for at, name in enumerate(table.columns) if name in divides and name in table.digits]
    for row in table.rows:
        sale = _sale_of(table, row)
        shares = shared.get(sale)
        if not row.cells:
            rows.append(row)
        elif row.reason or shares is None or row.partner != named.get(sale):
            row.cells = (*row.cells, None)
            rows.append(row)
        else:
            rows += _parts(row, shares, own, divided, order)
    table.rows = rows
    table.columns = [*table.columns, SHARE]
    table.digits = {**table.digits, SHARE: digits}


def _sale_of(table: RawTable, row: Row) -> str:
    """The sale of which a row is, or nothing."""
    if not row.cells:
        return ""
    column = "sale" if table.name == "sale_lines" or (table.name == "sales" and not row.linked) else LINK
    return str(row.cells[table.place(column)] or "") if column in table.columns else ""


def _parts(
    row: Row, shares: Shares, own: int | None, divided: Sequence[int], order: Mapping[str, int]
) -> list[Row]:
    """The parts of one row, one for each partner."""
    values = {at: portions(row.cells[at], shares, row.partner, order) for at in divided}
    found: list[Row] = []
    for number, (partner, share) in enumerate(shares):
        cells = [values[at][number] if at in values else cell for at, cell in enumerate(row.cells)]
        if own is not None:
            cells[own] = partner
        part = Row(row.file, row.number, (*cells, share))
        part.partner, part.day, part.time, part.linked, part.part = (
            partner,
            row.day,
            row.time,
            row.linked,
            True,
        )
        found.append(part)
    return found


def portions(value: object, shares: Shares, first: str, order: Mapping[str, int]) -> list[object]:
    """A whole number by shares: each rounded down, the rest to the largest fractions, of equal ones first to one."""
    if not isinstance(value, int):
        return [value for _ in shares]
    whole = sum(share for _, share in shares)
    exact = [Fraction(abs(value) * share, whole) for _, share in shares]
    found = [one.numerator // one.denominator for one in exact]

    def rank(at: int) -> tuple[Fraction, bool, int]:
        partner = shares[at][0]
        return found[at] - exact[at], partner != first, order.get(partner, 0)

    for at in sorted(range(len(shares)), key=rank)[: abs(value) - sum(found)]:
        found[at] += 1
    return [-one if value < 0 else one for one in found]
