"""Control totals: what somebody said that a period comes to, held against what would be closed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pyarrow.compute as pc

from generator.accounts.kept import Accounts, PeriodAccount
from generator.accounts.keyed import in_money
from generator.book.book import Book
from generator.book.control_totals import CONTROL_TOTALS, TotalOf
from generator.book.sql import one_row, quoted
from generator.source import Diagnosed, Diagnostic, find
from generator.terms.calendar import Period
from generator.terms.numerals import MINOR_DIGITS, plain


def check_totals(accounts: Accounts, period: Period) -> None:
    """Raise Diagnosed control-total-differs for each total of a period that is another one than was said."""
    told = list(_differences(accounts, accounts.of(period)))
    if told:
        raise Diagnosed(told)


def _differences(accounts: Accounts, account: PeriodAccount) -> Iterator[Diagnostic]:
    book = accounts.settlement.book
    for number, one in enumerate(book.control_totals):
        if one.period != account.period.name:
            continue
        found = _total(book, account, one.of)
        if found != one.equals.value:
            yield Diagnostic(
                "control-total-differs",
                find(book.agreements.trees[CONTROL_TOTALS], ("control_totals", number, "equals")).place,
                f"{_called(one.of)} for {one.period} comes to {plain(found, 'en')}, "
                f"and {one.owner} says {plain(one.equals.value, 'en')}.",
                consequence=f"The difference is {plain(found - one.equals.value, 'en')}. "
                "Something was counted that should not have been, or is missing.",
                cure="Find out which of the two is right, before the period is closed.",
            )


def _called(of: TotalOf) -> str:
    if of.what == "sum":
        return f"The sum of `{of.column}` in `{of.table}`"
    if of.what == "count":
        return f"The number of rows of `{of.table}`"
    if of.what == "payouts":
        return "The sum of payouts"
    return "The sum of lines" if of.clause is None else f"The sum of lines of `{of.clause}`"


def _total(book: Book, account: PeriodAccount, of: TotalOf) -> Fraction:
    """What it comes to: rows as they are counted, dated in the period; lines and payouts of the period."""
    if of.table:
        period = account.period
        digits = book.tables[of.table].columns[of.column].digits if of.column else 0
        asked = (
            f"coalesce(sum({quoted(of.column)}), 0)::bigint"
            if of.column
            else "count(distinct (source_file, source_row))"
        )
        days = f"date '{period.first}' and date '{period.last}'"
        value = one_row(book.con, f"select {asked} from {quoted(of.table)} where date between {days}")[0]
        return Fraction(int(value), 10**digits)
    minor = 10**MINOR_DIGITS
    if of.what == "payouts":
        return Fraction(int(account.movements.paid.sum()), minor)
    lines = in_money(account.lines)
    if of.clause is not None:
        lines = lines.filter(pc.equal(lines["clause"], of.clause))
    return Fraction(sum(lines["amount"].to_pylist()), minor)
