"""Workbooks as texts: one sheet, its first filled row as header, and figures as Excel itself shows them.

A workbook stores figures as binary floats and shows at most 15 significant digits of them. The text of a
figure is therefore its decimal at 15 significant digits: a cell that holds 0.1 + 0.2 reads 0.3, as it does on
the screen. Whether its decimals fit the declared digits is judged on that text, as for CSV.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import python_calamine as calamine

from generator.book.files import DataFile, TextTable, unreadable
from generator.source import Place, did_you_mean

SIGNIFICANT_DIGITS = 15


def read_excel(file: DataFile, sheet: str | None, place: Place) -> TextTable:
    """Read one sheet; row 1 is the row below the header, and empty rows are no rows.

    Raises Diagnosed: unreadable-file, unknown-sheet, empty-file.
    """
    try:
        workbook = calamine.CalamineWorkbook.from_path(str(file.path))
    except (calamine.CalamineError, OSError):
        raise unreadable(
            "unreadable-file", place, file, "it is no workbook, or has a password", "Save it as .xlsx again."
        ) from None
    names = workbook.sheet_names
    if sheet is not None and sheet not in names:
        near = did_you_mean(sheet, names)
        raise unreadable(
            "unknown-sheet",
            place,
            file,
            f"it has no sheet `{sheet}`",
            f"Did you mean `{near}`?" if near else "Sheets: " + ", ".join(f"`{n}`" for n in names) + ".",
        )
    cells = workbook.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    filled = [(number, row) for number, row in enumerate(cells) if any(cell != "" for cell in row)]
    if not filled:
        raise unreadable(
            "empty-file", place, file, "the sheet is empty", "Write the names of the columns in it."
        )
    start, titles = filled[0]
    header = tuple(as_text(cell).strip() for cell in titles)
    columns = tuple(
        pa.array([as_text(row[at]) for _, row in filled[1:]], pa.string()) for at in range(len(header))
    )
    return TextTable(header, columns, pa.array([number - start for number, _ in filled[1:]], pa.int64()), {})


def as_text(cell: object) -> str:
    """A cell as text: dates in ISO form, figures at 15 significant digits without an exponent."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return format(Decimal(f"{cell:.{SIGNIFICANT_DIGITS}g}"), "f")
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second or cell.microsecond)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
