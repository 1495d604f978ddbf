"""Records made of a scenario: its people and rows as tables, with all columns that an edition reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass

from generator.audit.conditions import EventIs
from generator.audit.exchange import CURRENCY
from generator.audit.given import ALONE, Given, NotExecutable
from generator.audit.linked import HAPPENED, LINK
from generator.audit.made_cells import day_of, plain_number, scaled
from generator.audit.promise import Edition
from generator.audit.records import Filter, Partner, RawTable, Records, Row
from generator.audit.shared_examples import BESIDE, Beside
from generator.audit.terms import RecruitFact, RowSource

LINES = "sale_lines"
RETURNED = ("sales", "returns")  # tables whose rows may take a sale back
LENT = ("partner", "date", "customer", "status", CURRENCY)


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
    beside = Beside.of(given)
    rows = _completed(given, needs)
    for name in sorted((needs.keys() | {table for table, _, _ in rows}) - {"partners"}):
        mine = [(number, cells) for table, number, cells in rows if table == name]
        tables[name] = _table(name, needs.get(name, Needs()), mine, given, partners)
        for column in beside.converts & set(tables[name].digits):
            _widen(tables[name], column, beside.digits(edition))
    if any(table == "partners" for table, _, _ in rows):
        raise NotExecutable("it has rows of the table of partners")
    beside.apply(tables, partners, given, edition)
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
    """All rows with their days and the texts that are asked for; what names a sale has what it lends."""
    found: list[tuple[int, str, int, dict[str, str]]] = []
    sales: dict[str, dict[str, str]] = {}
    sold: dict[str, list[int]] = {}  # the windows of all rows that are called so
    for last in (False, True):
        for at, (table, number, cells) in enumerate(given.rows):
            linked = table in RETURNED and bool(cells.get(LINK))
            if table in BESIDE or (table == LINES or linked) != last:
                continue
            full = dict(cells)
            if linked:
                full = _linked(full, sales, sold.get(full[LINK]) == [number], needs, table)
            elif last:
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
            if table == "sales" and full.get("sale") and not linked:
                sales[full["sale"]] = full
                sold.setdefault(full["sale"], []).append(number)
            found.append((at, table, number, full))
    return [(table, number, full) for _, table, number, full in sorted(found, key=lambda one: one[0])]


def _linked(
    cells: dict[str, str],
    sales: Mapping[str, dict[str, str]],
    alone: bool,
    needs: Mapping[str, Needs],
    table: str,
) -> dict[str, str]:
    """A row that takes back a sale of the same window, on the day of the sale and with its texts."""
    sale = sales.get(cells[LINK])
    if sale is None or not alone:
        raise NotExecutable(f"a row takes back {cells[LINK]!r}, which is no single sale of its window")
    figures = {one for name in ("sales", table) for one in needs.get(name, Needs()).values}
    lent = {name: text for name, text in sale.items() if name not in figures | {"sale", "date", LINK}}
    own = {name: text for name, text in cells.items() if name != "date"}
    return {**lent, **own, "date": sale["date"], **({HAPPENED: cells["date"]} if "date" in cells else {})}


def _widen(table: RawTable, column: str, digits: int) -> None:
    """Give a column at least so many decimals."""
    further, at = digits - table.digits[column], table.place(column)
    if further > 0:
        for row in table.rows:
            cell = row.cells[at]
            assert isinstance(cell, int)
            row.cells = (*row.cells[:at], cell * 10**further, *row.cells[at + 1 :])
        table.digits[column] = digits


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
    what = f"a figure in a row of {name}"
    plain = [[plain_number(cells.get(column, "0"), what) for column in values] for _, cells in rows]
    for at, column in enumerate(values):
        table.digits[column] = max((len(row[at].partition(".")[2]) for row in plain), default=0)
    for number, ((_, cells), figures) in enumerate(zip(rows, plain, strict=True), start=1):
        day = day_of(cells["date"])
        whole = [scaled(text, table.digits[column]) for column, text in zip(values, figures, strict=True)]
        row = Row(name, number, (day, *(cells.get(column, "") for column in known), *whole))
        row.partner, row.day, row.linked = cells.get("partner", ""), day, name in RETURNED and LINK in cells
        partner = partners.get(row.partner)
        if partner is None:
            raise NotExecutable(f"a row of {name} is of {row.partner!r}, who is none of its people")
        if day < partner.joined or (partner.left is not None and day > partner.left):
            raise NotExecutable(f"a row of {name} is dated before {row.partner} joined or after they left")
        if max(day, day_of(cells.get(HAPPENED, cells["date"]))) > given.windows[-1].last:
            raise NotExecutable(f"a row of {name} is dated after the last window")
        table.rows.append(row)
    return table
