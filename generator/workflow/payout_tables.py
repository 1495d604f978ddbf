"""Payouts as tables for people: CSV and a workbook, in which no cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

import xlsxwriter

HEAD = ("key", "period", "partner", "name", "payee", "amount", "currency", "method", "iban", "bic")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTHS = (32, 10, 14, 24, 24, 14, 9, 12, 28, 14)
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""A workbook says when it was made; the same payouts make the same bytes, so it says a day that means nothing."""
_EXACT = 10**15
"""Below this the number of a cell holds every cent; what is larger is written as text."""


class Paid(Protocol):
    """What a table says of one payment; the names are those of `HEAD`."""

    @property
    def amount(self) -> int:
        """Minor units."""
        ...


def decimal(minor: int) -> str:
    """Minor units as a figure with two decimals."""
    sign, size = "-" if minor < 0 else "", abs(minor)
    return f"{sign}{size // 100}.{size % 100:02}"


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


def csv_bytes(payouts: Sequence[Paid]) -> bytes:
    """UTF-8, a comma between cells, one row a payment below the head."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEAD)
    for one in payouts:
        told = {name: safe(str(getattr(one, name))) for name in HEAD if name != "amount"}
        rows.writerow([decimal(one.amount) if name == "amount" else told[name] for name in HEAD])
    return out.getvalue().encode()


def workbook_bytes(payouts: Sequence[Paid], total: int, digest: str) -> bytes:
    """One sheet of payments and one with their number, their sum and the digest of the close."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _MADE})
    money, bold = book.add_format({"num_format": "#,##0.00"}), book.add_format({"bold": True})
    sheet = book.add_worksheet("payouts")
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(HEAD, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    for row, one in enumerate(payouts, 1):
        for column, name in enumerate(HEAD):
            if name == "amount":
                _write_money(sheet, row, column, one.amount, money)
            else:
                sheet.write_string(row, column, str(getattr(one, name)))
    summary = book.add_worksheet("total")
    summary.set_column(0, 1, 24)
    summary.write_string(0, 0, "payouts", bold)
    summary.write_number(0, 1, len(payouts))
    summary.write_string(1, 0, "amount", bold)
    _write_money(summary, 1, 1, total, money)
    summary.write_string(2, 0, "close", bold)
    summary.write_string(2, 1, digest)
    book.close()
    return out.getvalue()


def _write_money(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, minor: int, form: xlsxwriter.format.Format
) -> None:
    if abs(minor) < _EXACT:
        sheet.write_number(row, column, minor / 100, form)
    else:
        sheet.write_string(row, column, decimal(minor))
