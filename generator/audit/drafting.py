"""What a rule gives a partner in a period before what it carries: for each window, row or direct recruit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.amounts import value_of
from generator.audit.calendar import Period, earlier, good_through
from generator.audit.conditions import MetricIs
from generator.audit.counted_lines import counted_amounts
from generator.audit.kinds import Draft, Part, Unit, attainment
from generator.audit.moments import at_sale, order_of, row_order
from generator.audit.pay_units import paid_unit
from generator.audit.promise import Clause, Edition
from generator.audit.records import RawTable, Row, tester
from generator.audit.shortfalls import carries
from generator.audit.standing import NoSuchThing, Standing, View, holds
from generator.audit.table_workings import workings
from generator.audit.terms import Attainment, Commission, FixedBonus, RecruitFact, RowSource
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import CountedLines, Deduction
from generator.audit.terms_network import LevelCommission, NetworkTerms
from generator.audit.units import worth_in
from generator.audit.windows import places_in, windows_ending_in, windows_of_lines

if TYPE_CHECKING:
    from generator.audit.account import Account


@dataclass(frozen=True)
class Offer:
    """A draft with the version that gives it, and what its amounts look at."""

    clause: Clause
    draft: Draft
    view: View
    order: tuple[object, ...]  # among the lines of one rule in one period
    within: tuple[int, str] = (0, "")  # in one window or row: the depth, and the partner it comes from


def offers(account: Account, clause: str, place: int) -> list[Offer]:
    """Everything that the versions of a clause give a partner in a settled period, in the order of its lines."""
    reckoning = account.reckoning
    period = reckoning.settled[place]
    found: list[Offer] = []
    for version in reckoning.versions.get(clause, []):
        if isinstance(version.terms, Deduction) and version.terms.counted is not None:
            found += _of_lines(account, version, version.terms, version.terms.counted, place)
        elif isinstance(version.terms, Commission | FixedBonus | Attainment | Deduction):
            if version.terms.source is not None:
                found += _rows(account, version, version.terms.source, period)
            else:
                found += _windows(account, version, period)
        elif isinstance(version.terms, NetworkTerms):
            found += _of_network(account, version, version.terms, period)
        elif isinstance(version.terms, Binary):
            turns = reckoning.paying.rests.of(account, clause, place).by(version)
            found += [Offer(version, one.draft, one.view, (one.draft.unit.day,)) for one in turns]
    return sorted(found, key=lambda one: (one.order, one.within))


def _windows(account: Account, version: Clause, period: Period) -> Iterator[Offer]:
    reckoning, terms = account.reckoning, version.terms
    assert isinstance(terms, Commission | FixedBonus | Attainment | Deduction)
    for window in windows_ending_in(terms.per, period, ""):
        if window.first < reckoning.settled[0].first or not account.is_present(window):
            continue
        if reckoning.version_for(version.id, window.first, account.partner.joined) is not version:
            continue
        edition = reckoning.edition_at(window.first)
        view = View(account.standing(window, edition), edition)
        if terms.earns is not None and not holds(terms.earns, view.standing, edition):
            continue
        if isinstance(terms, FixedBonus) and terms.recruit is not None:
            for recruit, order in _recruits(account, terms.recruit, window, edition):
                unit = Unit(window, window.last, recruit=recruit)
                yield Offer(version, _fixed(terms, view, unit), view, (window.last, *order, recruit))
            continue
        draft = window_draft(terms, view, Unit(window, window.last), _shortfall(account, version, window))
        if draft is not None:
            yield Offer(version, draft, view, (window.last,))


def _shortfall(account: Account, version: Clause, window: Period) -> Fraction:
    """What is taken off the base of a window."""
    if not carries(version.terms):
        return Fraction(0)
    return account.reckoning.paying.shortfalls.before(account, version.id, window)


def _of_network(account: Account, version: Clause, terms: NetworkTerms, period: Period) -> Iterator[Offer]:
    """What a rule over a tree gives a partner; which version speaks is judged by the earner."""
    reckoning, who = account.reckoning, account.partner
    of_rows = isinstance(terms, LevelCommission) and terms.row_by_row
    for window in [period] if of_rows else windows_ending_in(terms.per, period, ""):
        if window.first < reckoning.settled[0].first or not account.is_present(window):
            continue
        for draft in reckoning.network.drafts(version, window).get(who.id, []):
            unit = draft.unit
            picked = reckoning.network.picked(terms, unit)
            if reckoning.version_for(version.id, picked, who.joined) is not version:
                continue
            edition = reckoning.edition_at(picked)
            view = View(account.standing(window, edition), edition)
            yield Offer(version, draft, view, order_of(reckoning, unit), (unit.depth or 0, unit.source))


def _of_lines(
    account: Account, version: Clause, terms: Deduction, counted: CountedLines, place: int
) -> Iterator[Offer]:
    """What is taken of the lines that other rules give the partner, who may have left."""
    reckoning, who = account.reckoning, account.partner
    for window in windows_of_lines(reckoning, terms.per, reckoning.settled[place]):
        if reckoning.version_for(version.id, window.first, who.joined) is not version:
            continue
        amounts = [
            one
            for at in places_in(reckoning, window)
            for one in counted_amounts(account, version, counted, at)
        ]
        edition = reckoning.edition_at(window.first)
        view = View(account.standing(window, edition), edition)
        asked = (one for one in (terms.whose, terms.earns) if one is not None)
        if not amounts or not all(holds(one, view.standing, edition) for one in asked):
            continue
        base = sum(amounts, Fraction(0)) if terms.shares else Fraction(sum(1 for one in amounts if one > 0))
        less = _shortfall(account, version, window)
        units = paid_unit(version.paid_in, edition) if terms.shares else "count"
        draft = taken(terms, view, Unit(window, window.last), base - less, units)
        if draft is not None:
            yield Offer(version, replace(draft, set_off=less), view, (window.last,))


def taken(
    terms: Deduction, view: View, unit: Unit, base: Fraction | None = None, units: str = ""
) -> Draft | None:
    """What is taken of a base, or by itself; nothing where the product says so."""
    pay = value_of(terms.pay, view)
    if base is None:
        part = Part(1, None, None, pay)
    elif terms.shares:
        part = Part(1, base, pay, base * pay / 100)
    else:
        part = Part(1, base, None, base * pay, pay)
    if not part.amount or (part.amount < 0 and terms.below_zero != "negative"):
        return None
    return Draft(unit, part.amount, (part,), base, units, taken=True)


def window_draft(
    terms: Commission | FixedBonus | Attainment | Deduction,
    view: View,
    unit: Unit,
    less: Fraction = Fraction(0),
) -> Draft | None:
    """What a rule gives for one window to whom its condition holds for; `less` is taken off its base."""
    if isinstance(terms, Attainment):
        return attainment.draft(terms, view, unit)
    if isinstance(terms, Deduction):
        if not terms.base:
            return taken(terms, view, unit)
        # A worked example gives the figure of the one row that it is about.
        return taken(terms, view, unit, view.metric(terms.base), _unit_of(terms.base, view.edition))
    if isinstance(terms, FixedBonus):
        return _fixed(terms, view, unit)

    def figure(name: str) -> Fraction:
        return view.metric(name) - (less if name == terms.base else Fraction(0))

    worked = workings(terms, figure, view)
    if worked is None:
        return None
    worth = worth_in(view.edition, terms.worth)
    draft = _drafted(terms, worked, unit, view.edition, figure(terms.chosen_by), worth)
    return replace(draft, set_off=less)


def _drafted(
    terms: Commission,
    worked: tuple[tuple[Part, ...], Fraction],
    unit: Unit,
    edition: Edition,
    chosen: Fraction,
    worth: Fraction | None,
) -> Draft:
    parts, base = worked
    exact = sum((part.amount for part in parts), Fraction(0))
    money = exact if worth is None else exact * worth
    return Draft(unit, money, parts, base, _unit_of(terms.base, edition), chosen, worth=worth)


def _unit_of(name: str, edition: Edition) -> str:
    """The unit of a metric, or of a measure of a row."""
    kind, _, name = name.rpartition("/")
    return edition.measures[name].unit if kind == "measure" else edition.metrics[name].unit


def _fixed(terms: FixedBonus, view: View, unit: Unit) -> Draft:
    return Draft(unit, amount := value_of(terms.amount, view), (Part(1, None, None, amount),))


def _rows(account: Account, version: Clause, source: RowSource, period: Period) -> Iterator[Offer]:
    reckoning, terms, who = account.reckoning, version.terms, account.partner
    assert isinstance(terms, Commission | FixedBonus | Deduction)
    table = reckoning.table(source.table)
    passes = tester(table, source.where)
    for row in reckoning.rows_of(source.table, who.id):
        day = row.day
        if day is None or not period.holds(day) or not passes(row):
            continue
        if source.within is not None and day > good_through(who.joined, source.within, source.within_unit):
            continue
        if _version_of_row(account, version.id, day, period) is not version:
            continue
        # Whatever version a row's own date picks, figures and measures are those of the period.
        edition = reckoning.edition_at(period.first)
        view = View(account.standing(period, edition), edition)
        judged = View(_judged(account, source, period, table, row, view), edition)
        if terms.earns is not None and not holds(terms.earns, judged.standing, edition):
            continue
        unit = Unit(period, day, source.table, row)
        if isinstance(terms, FixedBonus):
            draft: Draft | None = _fixed(terms, view, unit)
        elif isinstance(terms, Deduction):
            base = measured(account, terms.base, row, edition) if terms.base else None
            units = _unit_of(terms.base, edition) if terms.base else ""
            draft = None if terms.base and base is None else taken(terms, view, unit, base, units)
        else:
            draft = _of_row(account, terms, table, unit, view, judged)
        if draft is not None:
            yield Offer(version, draft, view, row_order(table, row))


def _version_of_row(account: Account, clause: str, day: date, period: Period) -> Clause | None:
    """The version that a row is judged by: each says which day picks it; of two that are picked the later counts."""
    reckoning, found = account.reckoning, None
    for version in reckoning.versions.get(clause, []):
        source = getattr(version.terms, "source", None)
        picked = day if isinstance(source, RowSource) and source.picks_by_row else period.first
        if reckoning.version_for(clause, picked, account.partner.joined) is version:
            found = version
    return found


def _judged(
    account: Account, source: RowSource, period: Period, table: RawTable, row: Row, view: View
) -> Standing:
    """The standing by which the condition and the row of the table are judged for a row."""
    if source.as_of == "window_end":
        return view.standing
    if source.as_of == "window_start":
        return account.standing(earlier(period, 1, account.reckoning.rhythm), view.edition)
    return account.standing(at_sale(period, table, row, after=source.as_of == "after_the_sale"), view.edition)


def _of_row(
    account: Account, terms: Commission, table: RawTable, unit: Unit, view: View, judged: View
) -> Draft | None:
    """A commission on one row; None where the row lacks what its measure is made of."""
    values: dict[str, Fraction] = {}
    row = unit.row
    assert row is not None
    for name in {terms.base, terms.chosen_by}:
        if name.startswith("measure/"):
            value = measured(account, name, row, view.edition)
            if value is None:
                return None
            values[name] = value
    product = str(row.cells[table.place("product")]) if "product" in table.columns else ""

    def figure(name: str) -> Fraction:
        return values[name] if name in values else judged.metric(name)

    worked = workings(terms, figure, view, product, judged.standing)
    if worked is None:
        return None
    by_row = terms.source is not None and terms.source.picks_by_row
    worth = worth_in(account.reckoning.edition_at(unit.day) if by_row else view.edition, terms.worth)
    return _drafted(terms, worked, unit, view.edition, figure(terms.chosen_by), worth)


def measured(account: Account, name: str, row: Row, edition: Edition) -> Fraction | None:
    """A measure of one row."""
    measure = edition.measures.get(name.removeprefix("measure/"))
    if measure is None:
        raise NoSuchThing(f"the measure {name!r}")
    return account.reckoning.bench.row_value(measure, row, edition.measures)


def _recruits(
    account: Account, fact: RecruitFact, window: Period, edition: Edition
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The direct recruits for whom the fact happened in a window, with the order among them."""
    reckoning = account.reckoning
    for recruit in reckoning.bench.woods.tree("sponsor", edition).recruits(account.partner.id):
        other = reckoning.account(recruit)
        if other.partner.joined > window.last:
            continue
        if fact.condition is not None:
            if other.is_present(window) and holds(fact.condition, other.standing(window, edition), edition):
                yield recruit, ()
            continue
        sale = _first_sale(other, fact, edition)
        if sale is not None and sale.day is not None and window.holds(sale.day):
            yield recruit, row_order(reckoning.table("sales"), sale)


def _first_sale(account: Account, fact: RecruitFact, edition: Edition) -> Row | None:
    """The sale that a recruit is paid for, or None where the fact has not happened."""
    reckoning = account.reckoning
    table = reckoning.table("sales")
    passes = tester(table, fact.where)
    rows = [
        row
        for row in reckoning.rows_of("sales", account.partner.id)
        if row.day is not None and not row.linked and passes(row)
    ]
    rows.sort(key=lambda row: row_order(table, row))
    if fact.first == "first_must":
        rows = rows[:1]
    taken = next((row for row in rows if _tested(account, fact, row, edition)), None)
    if taken is None or taken.day is None:
        return None
    if fact.within is not None and taken.day > good_through(
        account.partner.joined, fact.within, fact.within_unit
    ):
        return None
    return taken


def _tested(account: Account, fact: RecruitFact, row: Row, edition: Edition) -> bool:
    for test in fact.tests:
        if not isinstance(test, MetricIs) or not test.metric.startswith("measure/"):
            raise NoSuchThing(f"a test of a sale by {test}")
        value = measured(account, test.metric, row, edition)
        if value is None or not holds(test, Standing({test.metric: value}, {}), edition):
            return False
    return True
