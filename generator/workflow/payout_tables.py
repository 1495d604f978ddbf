"""Payouts as tables for people: CSV and a workbook, in which no cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

import xlsxwriter

from generator.terms.currencies import coin_digits
from generator.terms.numerals import MINOR_DIGITS

HEAD = (
    *("key", "period", "partner", "name", "payee", "amount", "currency", "method", "iban", "bic"),
    *("owed", "rate", "rate_date"),
)
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTHS = (32, 10, 14, 24, 24, 14, 9, 12, 28, 14, 14, 12, 12)
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""A workbook says when it was made; the same payouts make the same bytes, so it says a day that means nothing."""
_EXACT = 10**15
"""Below this the number of a cell holds every cent; what is larger is written as text."""


class Paid(Protocol):
    """What a table says of one payment; the names are those of `HEAD`."""

    @property
    def currency(self) -> str:
        """In what it is paid."""
        ...

    @property
    def amount(self) -> int:
        """In the smallest unit of that currency."""
        ...

    @property
    def owed(self) -> int:
        """What it settles, in minor units of the programme's currency."""
        ...


def decimal(minor: int, digits: int = MINOR_DIGITS) -> str:
    """Units of the last digit as a figure with so many decimals."""
    sign, size = "-" if minor < 0 else "", str(abs(minor)).rjust(digits + 1, "0")
    return f"{sign}{size[:-digits]}.{size[-digits:]}" if digits else f"{sign}{size}"


def totals_of(payouts: Sequence[Paid]) -> dict[str, int]:
    """What payments come to in each currency, in its smallest unit."""
    found: dict[str, int] = {}
    for one in sorted(payouts, key=lambda one: one.currency):
        found[one.currency] = found.get(one.currency, 0) + one.amount
    return found


def _figures(one: Paid) -> dict[str, tuple[int, int]]:
    """The cells that are figures: units of the last digit, and how many decimals they have."""
    return {"amount": (one.amount, coin_digits(one.currency)), "owed": (one.owed, MINOR_DIGITS)}


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


def csv_bytes(payouts: Sequence[Paid]) -> bytes:
    """UTF-8, a comma between cells, one row a payment below the head."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEAD)
    for one in payouts:
        told = {name: decimal(*figure) for name, figure in _figures(one).items()}
        rows.writerow([told[name] if name in told else safe(str(getattr(one, name))) for name in HEAD])
    return out.getvalue().encode()


def workbook_bytes(payouts: Sequence[Paid], digest: str) -> bytes:
    """One sheet of payments and one with their number, their sum in each currency and the digest of the close."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _MADE})
    bold = book.add_format({"bold": True})
    money = {
        digits: book.add_format({"num_format": f"#,##0{'.' if digits else ''}{'0' * digits}"})
        for digits in sorted({MINOR_DIGITS, *(coin_digits(one.currency) for one in payouts)})
    }
    sheet = book.add_worksheet("payouts")
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(HEAD, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    for row, one in enumerate(payouts, 1):
        figures = _figures(one)
        for column, name in enumerate(HEAD):
            if name in figures:
                minor, digits = figures[name]
                _write_money(sheet, row, column, minor, digits, money[digits])
            else:
                sheet.write_string(row, column, str(getattr(one, name)))
    summary = book.add_worksheet("total")
    summary.set_column(0, 1, 24)
    summary.write_string(0, 0, "payouts", bold)
    summary.write_number(0, 1, len(payouts))
    for row, (currency, total) in enumerate(totals_of(payouts).items(), 1):
        digits = coin_digits(currency)
        summary.write_string(row, 0, f"amount {currency}", bold)
        _write_money(summary, row, 1, total, digits, money[digits])
    last = len(totals_of(payouts)) + 1
    summary.write_string(last, 0, "owed", bold)
    owed = sum(one.owed for one in payouts)
    _write_money(summary, last, 1, owed, MINOR_DIGITS, money[MINOR_DIGITS])
    summary.write_string(last + 1, 0, "close", bold)
    summary.write_string(last + 1, 1, digest)
    book.close()
    return out.getvalue()


def _write_money(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    minor: int,
    digits: int,
    form: xlsxwriter.format.Format,
) -> None:
    if abs(minor) < _EXACT:
        sheet.write_number(row, column, minor / 10**digits, form)
    else:
        sheet.write_string(row, column, decimal(minor, digits))
