"""Scenarios run: the rows of an example become a small book, and the whole programme is settled over it."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path

import duckdb

from generator.book import Book, read_book
from generator.book.mapping import CONVERTED, CURRENCY, REQUIRED
from generator.book.outright import book_outright
from generator.rules.by_rows import columns_needed
from generator.rules.editions import editions
from generator.rules.shortfall import unit_of_own_state
from generator.settlement.followed import NAMELESS, Followed, differences, followed, unit_in
from generator.settlement.given_figures import GivenFigures
from generator.settlement.settle import settle
from generator.source import Diagnosed, Diagnostic, Fault, find
from generator.terms.calendar import Period, Span
from generator.terms.carried import states_of
from generator.terms.clause import ClauseVersion
from generator.terms.filters import Filter
from generator.terms.numerals import shown
from generator.terms.pay import pay_unit
from generator.terms.programme import Programme
from generator.terms.quantity import decimals, parse_quantity
from generator.terms.row_source import RowSource
from generator.terms.scenario import NAMING, TABLES, Outcome, Person, Scenario, Situation
from generator.terms.version import in_force


def run_scenario(
    programme: Programme,
    version: ClauseVersion,
    scenario: Scenario,
    con: duckdb.DuckDBPyConnection | None = None,
) -> list[Followed]:
    """What follows in each window of a scenario; `con` is at hand where many are run, and keeps nothing of them.

    Raises Diagnosed where its rows cannot be read, and LookupError where a tier does not exist.
    """
    periods = _periods(programme, version, len(scenario.steps))
    first, last = periods[0].first, periods[-1].last
    started = replace(programme, file=programme.file.model_copy(update={"starts": first}))
    people = {
        period.first: _people(situation)
        for period, (situation, _) in zip(periods, scenario.steps, strict=True)
    }

    class Figures(GivenFigures):
        @staticmethod
        def people(span: Span) -> Mapping[str, Person]:
            return people.get(programme.cycle.period_of(span.last).first, {})

    with _book(started, scenario, periods, con or _connection()) as book:
        settlement = settle(started, book, editions(started, last), last, make=Figures, endless=True)
        return [
            followed(book.partners.ids, result, people[result.period.first], programme)
            for result in settlement.results
        ]


def _connection() -> duckdb.DuckDBPyConnection:
    """A database for a few rows: threads would cost more than they bring."""
    return duckdb.connect(config={"threads": 1})


def _book(
    programme: Programme, scenario: Scenario, periods: list[Period], con: duckdb.DuckDBPyConnection
) -> Book:
    """The book of a scenario; its rows are written to files only where something in them is to be told."""
    tables = _tables(programme, scenario, periods)
    mapped = {"sources": _mapped(scenario, tables)}
    last, languages = periods[-1].last, programme.languages
    rows = {table: one.rows for table, one in tables.items()}
    book = book_outright(con.cursor(), mapped, rows, on=last, languages=languages)
    if book is not None:
        return book
    with tempfile.TemporaryDirectory() as folder:
        for table, one in tables.items():
            _write(Path(folder, f"{table}.csv"), list(one.columns), one.rows)
        Path(folder, "sources.yaml").write_text(json.dumps(mapped), encoding="utf-8")
        zone, rules = programme.file.time_zone, programme.conversions()
        return read_book(Path(folder), on=last, time_zone=zone, languages=languages, conversions=rules)


def _periods(programme: Programme, version: ClauseVersion, count: int) -> list[Period]:
    """The windows of a scenario: the periods from the version's first whole one."""
    cycle = programme.cycle
    period = cycle.period_of(max(version.starts, programme.file.starts))
    if period.first < version.starts:
        period = period.shifted(1)
    return [period.shifted(number) for number in range(count)]


def _people(situation: Situation) -> Mapping[str, Person]:
    return situation.partners or {NAMELESS: situation.person or Person()}


def check_scenarios(programme: Programme) -> Iterator[Diagnostic]:
    """A diagnostic for each example with partners or steps from which something else follows."""
    currency, titles = programme.file.currency, programme.titles()
    con: duckdb.DuckDBPyConnection | None = None
    for name, clause in programme.clauses.items():
        tree = programme.trees[programme.clause_files[name]]
        for number, version in enumerate(clause.versions):
            for at, scenario in version.scenarios:
                con = con or _connection()
                here = ("versions", number, "examples", at)
                try:
                    world = programme.beside(clause.versions, version)
                    follows = run_scenario(world, version, scenario, con)
                    states = states_of(version)
                    units = partial(unit_in, programme, name, version)
                    found = list(differences(name, states, scenario, follows, units))
                except Diagnosed as error:
                    yield Diagnostic(
                        "example-unreadable",
                        find(tree, here).place,
                        f"The rows of this example cannot be read: {error.diagnostics[0].says}",
                        consequence="An example that cannot be worked witnesses nothing.",
                        cure="Correct the row, or leave out the column: then it is zero, or what the metrics ask for.",
                    )
                    continue
                for step, what, paid, pays_in in found:
                    then = (*here, "steps", step, "then") if scenario.in_steps else (*here, "then")
                    state = what.partition("/")[2]
                    own = state in states
                    unit = unit_of_own_state(version, state, titles) if own else pay_unit(pays_in, currency)
                    amount = titles.named(shown(paid, unit, "en"), unit, "en")
                    named = not what or _names(scenario.steps[step][1], *what.split("/"))
                    yield Diagnostic(
                        "example-disagrees",
                        find(tree, then).place,
                        f"{_told(what, states, amount)}, and the example "
                        f"{'says otherwise' if named else 'does not name it'}.",
                        consequence="Either the example or the rule does not say what was meant, "
                        "and partners would read both.",
                        cure="Work the example by hand again; then correct it or the rule."
                        if named
                        else "Name it under `then:`, where every amount of this clause stands; or correct the rule.",
                    )


def _told(what: str, states: Sequence[str], amount: str) -> str:
    """What follows, of whom and by which clause or state, as far as that is named."""
    who, _, by = what.partition("/")
    if by in states:
        return f"`{by}` of {who} closes with {amount}"
    return f"The rule pays {amount}" + (f" for {who} by {by}" if what else "")


def _names(outcome: Outcome, name: str, clause: str) -> bool:
    """Whether an outcome says anything of what somebody earns by a clause."""
    return clause in outcome.amounts.get("" if name == NAMELESS else name, {})


@dataclass(frozen=True)
class _Table:
    """A table of a scenario: its rows, and the mapping of its columns, which are named alike in both."""

    columns: Mapping[str, object]
    rows: list[dict[str, str]]


def _mapped(scenario: Scenario, tables: Mapping[str, _Table]) -> list[dict[str, object]]:
    """The sources of a scenario: which figures are divided and converted, and whether sales are told by their ids."""
    divides = list(dict.fromkeys(name for situation, _ in scenario.steps for name in situation.divides))
    converts = list(dict.fromkeys(name for situation, _ in scenario.steps for name in situation.converts))
    in_currencies = "sales" in tables and CURRENCY in tables["sales"].columns
    made: list[dict[str, object]] = []
    for table, one in tables.items():
        source: dict[str, object] = {"table": table, "files": f"{table}.csv", "columns": one.columns}
        if table == "splits":
            source["divides"] = divides
        if table == "sales" and _names_sales(scenario):
            source["unique"] = "sale"
        own = CURRENCY in one.columns or (in_currencies and NAMING in one.columns)
        if converts and own and table in CONVERTED:
            source["converts"] = [name for name in converts if name in one.columns]
        made.append(source)
    return made


def _names_sales(scenario: Scenario) -> bool:
    """Whether returns or splits name sales."""
    tables = [table for situation, _ in scenario.steps for table in situation.rows.items()]
    return any(name == "splits" or any(row.get(NAMING) for row in rows) for name, rows in tables)


def _tables(programme: Programme, scenario: Scenario, periods: list[Period]) -> dict[str, _Table]:
    """The scenario as tables of partners and rows."""
    everybody: dict[str, Person] = {}
    for situation, _ in scenario.steps:
        for name, person in _people(situation).items():
            everybody.setdefault(name, person)
    first = periods[0].first
    facts = ("sponsor", "placement", "position", "segment", "region")  # metrics may read any of them
    rows = [
        {"partner": name, "name": name, "joined_on": str(person.joined or first)}
        | ({"left_on": str(person.left)} if person.left else {})
        | {fact: person.facts.get(fact, "") for fact in facts}
        for name, person in everybody.items()
    ]
    columns = ["partner", "name", "joined_on", *facts]
    if any("left_on" in row for row in rows):
        columns.append("left_on")
    made = {"partners": _Table({name: name for name in columns}, rows)}
    texts, figures = _columns(programme, first)
    rounded = [one.rounding.digits for _, one in programme.conversions().dated if one is not None]
    digits_of = {
        name: max(rounded, default=0) for situation, _ in scenario.steps for name in situation.converts
    }
    given = [table for situation, _ in scenario.steps for table in situation.rows]
    for table in dict.fromkeys([*given, *texts, *figures]):
        written = [
            _row(table, row, period)
            for period, (situation, _) in zip(periods, scenario.steps, strict=True)
            for row in situation.rows.get(table, ())
        ]
        made[table] = _table(table, written, texts.get(table, {}), figures.get(table, set()), digits_of)
    return made


def _row(table: str, row: Mapping[str, str], period: Period) -> dict[str, str]:
    """A row of a window: it happens on the first day where it says no other; shares are figures in percent."""
    if table == "splits":
        return {**row, "share": row["share"].removesuffix("%").rstrip()}
    return {"date": str(period.first), **row}


def _table(
    table: str,
    rows: list[dict[str, str]],
    texts: Mapping[str, str],
    figures: set[str],
    digits_of: Mapping[str, int],
) -> _Table:
    """One table. A column that is not given is 0, or what the first filter that reads it asks for.

    `digits_of` are decimals that a figure needs at least.
    """
    key = {"sales": "sale"}.get(table)
    if key:
        rows = [{key: f"{table}-{number}", **row} for number, row in enumerate(rows, 1)]
    names = list(dict.fromkeys([*(name for row in rows for name in row), *texts, *figures]))
    mapped: dict[str, object] = {}
    always = () if table in ("splits", "rates") else ("partner", "date")
    for name in dict.fromkeys([*always, *REQUIRED[table], *names]):
        cells = [row[name] for row in rows if name in row]
        numbers = [_number(cell) for cell in cells]
        if name in figures or (name not in texts and cells and all(one is not None for one in numbers)):
            given = [decimals(one) or 0 for one in numbers if one is not None]
            digits = max([digits_of.get(name, 0), *given])
            for row in rows:
                value = _number(row.get(name, "0"))
                row[name] = row.get(name, "0") if value is None else _plain(value, digits)
            mapped[name] = {"column": name, "digits": str(digits)}
        else:
            for row in rows:  # a return that names its sale has what the sale has
                row.setdefault(name, "" if row.get(NAMING) else texts.get(name, ""))
            known = name in ("partner", "date", "subject", key, NAMING, CURRENCY, *REQUIRED[table])
            mapped[name] = name if known else {"column": name, "type": "text", "empty": "allowed"}
    return _Table(mapped, rows)


def _number(cell: str) -> Fraction | None:
    try:
        quantity = parse_quantity(cell)
    except Fault:
        return None
    return quantity.value if not quantity.unit else None


def _plain(value: Fraction, digits: int) -> str:
    whole = abs(int(value * 10**digits))
    text = str(whole).rjust(digits + 1, "0")
    figure = f"{text[:-digits]}.{text[-digits:]}" if digits else text
    return f"-{figure}" if value < 0 else figure


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _columns(programme: Programme, on: date) -> tuple[dict[str, dict[str, str]], dict[str, set[str]]]:
    """By table, columns of text with what the first filter asks for, and columns of figures."""
    texts: dict[str, dict[str, str]] = {}
    figures: dict[str, set[str]] = {}

    def filters(table: str, some: tuple[Filter, ...]) -> None:
        for one in some:
            if one.compare:
                figures.setdefault(table, set()).add(one.column)
            else:
                texts.setdefault(table, {}).setdefault(one.column, one.texts[0])

    for measure in programme.measures.values():
        version = in_force(measure.versions, on)
        if version is None or version.of not in TABLES:
            continue
        filters(version.of, version.where)
        named = [version.lookup] if version.lookup else []
        named += [one for one in (version.value.operands if version.value else ()) if isinstance(one, str)]
        figures.setdefault(version.of, set()).update(named)
    for metric in programme.metrics.values():
        known = in_force(metric.versions, on)
        if known is None:
            continue
        table = known.of or known.count
        measured = in_force(programme.measures[known.measure].versions, on) if known.measure else None
        if measured is not None:
            table = measured.of
        if table in TABLES:
            figures.setdefault(str(table), set())
            filters(str(table), (*known.where, *known.first_must))
            column = known.new or known.distinct
            if column and column != "partner":
                texts.setdefault(str(table), {}).setdefault(column, "")
    for clause in programme.clauses.values():
        rule = in_force(clause.versions, on)
        if rule is None:
            continue
        for source in _sources(rule):
            figures.setdefault(source.table, set())
            filters(source.table, source.where)
            by_product = "product" in getattr(getattr(rule, "table", None), "by", ())
            for column in columns_needed(rule, by_product):
                texts.setdefault(source.table, {}).setdefault(column, "")
    return texts, figures


def _sources(version: ClauseVersion) -> Iterator[RowSource]:
    """The rows that a clause reads one by one, its own and those of recruits."""
    source, each = getattr(version, "source", None), getattr(version, "for_each", None)
    if isinstance(source, RowSource):
        yield source
    if each is not None and each.condition is None:
        yield each.fact.source
