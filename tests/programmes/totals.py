"""Reads hand-made expectations and settles a programme folder, for the tests that compare the two."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.book import read_book
from generator.rules.editions import editions
from generator.rules.folder import load_programme
from generator.settlement.settle import PeriodResult, Settlement, settle
from tests.plain import plain


def expected(path: Path) -> dict[str, Any]:
    """The file with scalars as text."""
    read: dict[str, Any] = plain(path)
    return read


def money(written: str) -> Decimal:
    """A figure as people write it, `1 234.50`."""
    return Decimal(written.replace(" ", ""))


def settled(root: Path, on: date) -> Settlement:
    """The programme in `root` settled over its records."""
    programme, _ = load_programme(root / "program")
    file = programme.file
    book = read_book(
        (root / "partners_data").resolve(), on=on, time_zone=file.time_zone, languages=programme.languages
    )
    return settle(programme, book, editions(programme, on), on)


def by_clause(result: PeriodResult) -> dict[str, Decimal]:
    """Lines of a period summed by clause; a clause without lines is left out."""
    sums = {one.clause: Decimal(int(one.lines.amount.sum())) / 100 for one in result.clauses}
    return {clause: total for clause, total in sums.items() if total}


def of_partner(settlement: Settlement, result: PeriodResult, partner: str) -> dict[str, Decimal]:
    """The lines of one partner summed by clause."""
    row = settlement.book.partners.row_of[partner]
    found = {one.clause: one.lines.amount[one.lines.who == row] for one in result.clauses}
    return {clause: Decimal(int(lines.sum())) / 100 for clause, lines in found.items() if len(lines)}
