"""Records made of a scenario: its people and rows as tables, with all columns that an edition reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from fractions import Fraction

from generator.audit.conditions import EventIs
from generator.audit.given import ALONE, Given, NotExecutable
from generator.audit.promise import Edition
from generator.audit.records import Filter, Partner, RawTable, Records, Row
from generator.audit.terms import RecruitFact, RowSource

LINES = "sale_lines"
LENT = ("partner", "date", "customer", "status")
_GROUPING = re.compile(r"[\s_\u00a0\u202f]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass
class Needs:
    """What is read of one table: its columns of values and of texts, and what a text is asked to be."""

    values: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)  # column -> what the first filter asks for

    def ask(self, filters: Iterable[Filter]) -> None:
        """Note the columns of filters."""
        for one in filters:
            if one.relation != "one_of":
                self.values.add(one.column)
            elif not self.texts.get(one.column):
                self.texts[one.column] = min(one.texts, default="")

    def name(self, column: str) -> None:
        """Note a column of texts."""
        if column:
            self.texts.setdefault(column, "")


def needs_of(edition: Edition) -> dict[str, Needs]:
    """What an edition reads, by table."""
    found: dict[str, Needs] = {}

    def of(table: str) -> Needs:
        return found.setdefault(table, Needs())

    for metric in edition.metrics.values():
        if metric.table:
            of(metric.table).ask((*metric.where, *(metric.must or ())))
    for measure in edition.measures.values():
        of(measure.table).ask(measure.where)
        of(measure.table).values |= {cell.column for cell in measure.cells if cell.column}
    things = (edition.metrics, edition.ladders, edition.clauses)
    for one in (part for kind in things for thing in kind.values() for part in _parts(thing)):
        if isinstance(one, RowSource):
            of(one.table).ask(one.where)
        elif isinstance(one, RecruitFact):
            of("sales").ask(one.where)
        elif isinstance(one, EventIs):
            of(one.table).name(one.column)
            of(one.table).name(one.subject_column)
    for metric in edition.metrics.values():
        if metric.column and metric.column not in of(metric.table).values:
            of(metric.table).name(metric.column)
    return found


def _parts(thing: object) -> Iterator[object]:
    """A definition and everything that it is made of."""
    yield thing
    if is_dataclass(thing):
        for one in fields(thing):
            yield from _parts(getattr(thing, one.name))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _parts(part)


def records_of(given: Given, edition: Edition) -> Records:
    """The small book of a scenario; NotExecutable where a row cannot be placed."""
    needs = needs_of(edition)
    partners = _partners(given, edition)
    tables = {"partners": _members(given, partners)}
    rows = _completed(given, needs)
    for name in sorted((needs.keys() | {table for table, _, _ in rows}) - {"partners"}):
        mine = [(number, cells) for table, number, cells in rows if table == name]
        tables[name] = _table(name, needs.get(name, Needs()), mine, given, partners)
    if any(table == "partners" for table, _, _ in rows):
        raise NotExecutable("it has rows of the table of partners")
    return Records(tables, partners)


def _partners(given: Given, edition: Edition) -> dict[str, Partner]:
    columns = {segment: value for value, segment in edition.segments.items()}
    return {
        name: Partner(
            name,
            one.dates.get("joined", given.windows[0].first),
            one.dates.get("left"),
            segment=columns.get(one.place.get("segment", ""), ""),
            region=one.place.get("region", ""),
        )
        for name, one in given.members.items()
    }


def _members(given: Given, partners: dict[str, Partner]) -> RawTable:
    columns = ("sponsor", "placement", "position")
    table = RawTable("partners", ["partner", "joined_on", *columns])
    for number, (name, member) in enumerate(given.members.items(), start=1):
        place = [member.place.get(column, "") for column in columns]
        row = Row("", number, (name, partners[name].joined, *place))
        row.partner, row.day = name, partners[name].joined
        table.rows.append(row)
    return table


def _completed(given: Given, needs: dict[str, Needs]) -> list[tuple[str, int, dict[str, str]]]:
    """All rows with their days and the texts that are asked for; lines of a sale have those of the sale."""
    found: list[tuple[str, int, dict[str, str]]] = []
    sales: dict[str, dict[str, str]] = {}
    for last in (False, True):
        for table, number, cells in given.rows:
            if (table == LINES) != last:
                continue
            full = dict(cells)
            if last:
                sale = sales.get(cells.get("sale", ""))
                own = cells.get("partner") or ALONE in given.members
                if sale is None and (cells.get("sale") or not own):
                    raise NotExecutable("a line of a sale names no sale of the example")
                full = {**{name: sale[name] for name in LENT if name in sale}, **cells} if sale else full
            if ALONE in given.members:
                full.setdefault("partner", ALONE)
            full.setdefault("date", given.windows[number].first.isoformat())
            for column, text in needs.get(table, Needs()).texts.items():
                if text:
                    full.setdefault(column, text)
            if table == "sales" and full.get("sale"):
                sales[full["sale"]] = full
            found.append((table, number, full))
    return found


def _table(
    name: str,
    needs: Needs,
    rows: list[tuple[int, dict[str, str]]],
    given: Given,
    partners: dict[str, Partner],
) -> RawTable:
    values = sorted(needs.values)
    texts = {"partner": None, **dict.fromkeys(needs.texts)}
    texts |= {column: None for _, cells in rows for column in cells}
    known = [column for column in texts if column not in needs.values and column != "date"]
    table = RawTable(name, ["date", *known, *values])
    plain = [[_GROUPING.sub("", cells.get(column, "0")) for column in values] for _, cells in rows]
    if any(_NUMBER.fullmatch(text) is None for row in plain for text in row):
        raise NotExecutable(f"a figure in a row of {name} cannot be read")
    for at, column in enumerate(values):
        table.digits[column] = max((len(row[at].partition(".")[2]) for row in plain), default=0)
    for number, ((_, cells), figures) in enumerate(zip(rows, plain, strict=True), start=1):
        day = _day(cells["date"])
        scaled = [
            int(Fraction(text) * 10 ** table.digits[column])
            for column, text in zip(values, figures, strict=True)
        ]
        row = Row(name, number, (day, *(cells.get(column, "") for column in known), *scaled))
        row.partner, row.day = cells.get("partner", ""), day
        partner = partners.get(row.partner)
        if partner is None:
            raise NotExecutable(f"a row of {name} is of {row.partner!r}, who is none of its people")
        if day < partner.joined or (partner.left is not None and day > partner.left):
            raise NotExecutable(f"a row of {name} is dated before {row.partner} joined or after they left")
        if day > given.windows[-1].last:
            raise NotExecutable(f"a row of {name} is dated after the last window")
        table.rows.append(row)
    return table


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotExecutable(f"{text!r} is no date of a row") from error
