"""What people wrote of money, held against the programme: adjustments, control totals, currencies without a rate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.book.book import Book
from generator.book.by_hand import ADJUSTMENTS
from generator.book.control_totals import CONTROL_TOTALS
from generator.source import Diagnostic, Step, Tree, did_you_mean, find
from generator.terms.calendar import Period
from generator.terms.programme import Programme


def faults_by_hand(programme: Programme, book: Book) -> Iterator[Diagnostic]:
    """Adjustments and control totals that do not fit the programme, and partners paid in a currency without rates."""
    yield from _adjustments(programme, book)
    yield from _control_totals(programme, book)
    yield from _currencies(programme, book)


def _adjustments(programme: Programme, book: Book) -> Iterator[Diagnostic]:
    tree = book.agreements.trees.get(ADJUSTMENTS)
    if tree is None:
        return
    for number, one in enumerate(book.adjustments):
        here: tuple[Step, ...] = ("adjustments", book.agreements.place(ADJUSTMENTS, number))
        if one.amount.unit not in ("", programme.file.currency):
            yield _wrong_unit(tree, (*here, "amount"), one.amount.unit, programme.file.currency)
        if one.day < programme.file.starts:
            yield Diagnostic(
                "adjustment-of-no-period",
                find(tree, (*here, "date")).place,
                f"The programme starts on {programme.file.starts}, and this adjustment lies before.",
                consequence="It belongs to no period, so it would stand on no statement.",
                cure="Correct the date, or give it the day on which it is to count.",
            )
        if one.about is None:
            continue
        if one.about.clause is not None and one.about.clause not in programme.clauses:
            yield _unknown_clause(programme, tree, (*here, "about", "clause"), one.about.clause)
        if one.about.period is not None and _period(programme, one.about.period) is None:
            yield _no_period(programme, tree, (*here, "about", "period"), one.about.period)


def _control_totals(programme: Programme, book: Book) -> Iterator[Diagnostic]:
    tree = book.agreements.trees.get(CONTROL_TOTALS)
    if tree is None:
        return
    currency = programme.file.currency
    for number, one in enumerate(book.control_totals):
        here: tuple[Step, ...] = ("control_totals", number)
        if _period(programme, one.period) is None:
            yield _no_period(programme, tree, (*here, "period"), one.period)
        money = (currency,) if one.of.what in ("lines", "payouts") else (currency, *programme.file.units)
        if one.equals.unit not in ("", *(money if one.of.what != "count" else ())):
            yield _wrong_unit(tree, (*here, "equals"), one.equals.unit, currency)
        if one.of.clause is not None and one.of.clause not in programme.clauses:
            yield _unknown_clause(programme, tree, (*here, "of", "lines"), one.of.clause)
        if not one.of.table:
            continue
        known = book.tables[one.of.table].columns if one.of.table in book.tables else {}
        figures = [name for name, column in known.items() if column.type == "decimal"]
        if one.of.table not in book.tables or (one.of.column and one.of.column not in figures):
            near = did_you_mean(one.of.column, figures)
            yield Diagnostic(
                "unknown-column",
                find(tree, (*here, "of", one.of.what)).place,
                f"The table `{one.of.table}` has no figure `{one.of.column}`."
                if one.of.column
                else f"No source makes the table `{one.of.table}`.",
                consequence="There is nothing that could be held against this total.",
                cure=f"Did you mean `{near}`?"
                if near
                else "Figures there: " + (", ".join(f"`{name}`" for name in figures) or "none") + ".",
            )


def _currencies(programme: Programme, book: Book) -> Iterator[Diagnostic]:
    """Partners who are to be paid in another currency of which there is no rate, or no word in the policy."""
    first: dict[str, str] = {}
    for partner, currency in zip(book.partners.ids, book.partners.currency, strict=True):
        if currency is not None and currency != programme.file.currency:
            first.setdefault(currency, partner)
    number = len(programme.file.policy.versions) - 1
    if first and programme.file.policy.versions[number].currencies.payouts is None:
        currency, partner = next(iter(first.items()))
        yield Diagnostic(
            "conversion-missing",
            find(programme.trees["programme.yaml"], ("policy", "versions", number)).place,
            f"Partner `{partner}` is to be paid in {currency}, and the policy does not say by which rate.",
            consequence="Payouts would be made in the programme's currency, or by a rate that nobody promised.",
            cure="Write here:\n  currencies: {payouts: {rate_of: end_of_period, rounding: {mode: half_up}}}\n"
            "or leave the column `currency` of partners empty.",
        )
        return
    priced = {currency for currency, _ in book.rates.known}
    for currency, partner in first.items():
        if currency not in priced:
            yield Diagnostic(
                "rate-missing",
                book.rates.place,
                f"Partner `{partner}` is paid in {currency}, and there is no rate of it.",
                consequence="Nobody could say what is owed in that currency.",
                cure=f"Add rows of `{currency}` to a source `- {{table: rates, ...}}`, or correct the partner.",
            )


def _period(programme: Programme, name: str) -> Period | None:
    """The period of a name; None where the programme has none."""
    day = date.fromisoformat(name if len(name) == len("2026-09-07") else f"{name}-01")
    period = programme.cycle.period_of(day)
    return period if period.name == name and period.first >= programme.file.starts else None


def _no_period(programme: Programme, tree: Tree, at: tuple[Step, ...], name: str) -> Diagnostic:
    return Diagnostic(
        "period-name-unclear",
        find(tree, at).place,
        f"The programme has no period `{name}`.",
        consequence="Nobody could tell which lines are meant.",
        cure=f"Name one as statements do; the first is `{programme.cycle.period_of(programme.file.starts).name}`.",
    )


def _wrong_unit(tree: Tree, at: tuple[Step, ...], unit: str, currency: str) -> Diagnostic:
    return Diagnostic(
        "wrong-unit",
        find(tree, at).place,
        f"This figure is in `{unit}`, where `{currency}` is counted.",
        consequence="It would be taken for another figure than was meant.",
        cure=f"Write it in `{currency}`, or without a unit.",
    )


def _unknown_clause(programme: Programme, tree: Tree, at: tuple[Step, ...], name: str) -> Diagnostic:
    near = did_you_mean(name, list(programme.clauses))
    return Diagnostic(
        "unknown-clause",
        find(tree, at).place,
        f"There is no rule `{name}`.",
        consequence="Nobody could tell which lines are meant.",
        cure=f"Did you mean `{near}`?"
        if near
        else "Rules: " + ", ".join(f"`{one}`" for one in programme.clauses) + ".",
    )
