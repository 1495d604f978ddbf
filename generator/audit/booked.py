"""What closes have booked, by key, and what must be booked since: the difference to what the rules give today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from generator.audit.balances import NAMES, Movements
from generator.audit.calendar import Period
from generator.audit.closes import Close, CloseBroken, Closed, Table
from generator.audit.kinds import Line, rule_of
from generator.audit.promise import Policy
from generator.audit.records import RawTable

LEDGER, ADJUSTMENTS, BALANCES = "ledger.parquet", "adjustments.parquet", "balances.parquet"
PAYOUTS, STATEMENTS = "payouts.parquet", "statements.parquet"


@dataclass(frozen=True)
class Key:
    """What tells one line of a partner from every other one."""

    origin: str  # the period with which it is paid
    clause: str
    first: date  # of its window
    depth: int | None = None
    source: str = ""  # the partner from whom it comes
    record: str = ""


@dataclass(frozen=True)
class Entry:
    """An amount under a key, with what else is said of the line."""

    amount: Fraction
    version: str
    last: date  # of its window


@dataclass(frozen=True)
class Change:
    """A line of a closed period that holds otherwise now."""

    key: Key
    version: str
    last: date
    was: Fraction
    now: Fraction
    forgiven: bool
    booked: str = ""  # the period that books it

    @property
    def amount(self) -> Fraction:
        """The difference."""
        return self.now - self.was


Entries = dict[Key, Entry]


def added(entries: Entries, key: Key, entry: Entry) -> None:
    """Add an amount under its key."""
    known = entries.get(key)
    entries[key] = entry if known is None else replace(entry, amount=known.amount + entry.amount)


def record_of(table: RawTable, line: Line) -> str:
    """The name by which a line's record is known for ever: that of its sale, or its file and number."""
    assert line.unit is not None
    assert line.unit.row is not None
    row = line.unit.row
    sale = str(row.cells[table.place("sale")] or "") if "sale" in table.columns else ""
    return sale or f"{row.file}:{row.number}"


def entries_of(lines: Iterable[Line], period: Period, tables: Mapping[str, RawTable]) -> Entries:
    """Lines as they are worked out today, by key."""
    found: Entries = {}
    for line in lines:
        rule, unit = rule_of(line), line.unit
        assert unit is not None
        record = record_of(tables[unit.table], line) if unit.row is not None else ""
        source = unit.recruit or unit.source
        key = Key(period.name, rule.id, unit.window.first, unit.depth, source, record)
        added(found, key, Entry(line.amount, rule.version, unit.window.last))
    return found


@dataclass
class Holding:
    """What one close has of one partner."""

    lines: Entries = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    money: Movements = field(default_factory=Movements)
    closing: Fraction = Fraction(0)
    held_closing: Fraction = Fraction(0)
    rows: int = 0  # of balances
    html: str | None = None
    payout: str = ""
    title: str = ""
    language: str = ""
    statements: int = 0
    payouts: list[dict[str, object]] = field(default_factory=list)


class Books:
    """All that closes have booked, by close and partner; raises CloseBroken where a file cannot be understood."""

    def __init__(self, closed: Closed, digits: int) -> None:
        self.closed = closed
        self.scale: int = 10**digits
        self._held: dict[str, dict[str, Holding]] = {}
        for close in closed.closes:
            self._held[close.name] = self._read(close)

    def of(self, close: str, partner: str) -> Holding | None:
        """What a close has of a partner, if it has anything."""
        return self._held[close].get(partner)

    def people(self, close: str) -> Mapping[str, Holding]:
        """Everybody of whom a close has anything."""
        return self._held[close]

    def booked(self, partner: str, before: date) -> Entries:
        """By key all that was booked in periods that begin before a day: lines, and changes, forgiven ones too."""
        found: Entries = {}
        for close in self.closed.closes:
            if close.period.first >= before or (mine := self.of(close.name, partner)) is None:
                continue
            for key, entry in mine.lines.items():
                added(found, key, entry)
            for change in mine.changes:
                added(found, change.key, Entry(change.amount, change.version, change.last))
        return found

    def later(self, partner: str, origin: str) -> list[Change]:
        """The changes of a period that closes have booked since."""
        return [
            change
            for close in self.closed.closes
            if (mine := self.of(close.name, partner)) is not None
            for change in mine.changes
            if change.key.origin == origin
        ]

    def _read(self, close: Close) -> dict[str, Holding]:
        held: dict[str, Holding] = {}

        def of(row: dict[str, object]) -> Holding:
            return held.setdefault(_text(row, "partner"), Holding())

        try:
            for row in self.table(close, LEDGER):
                if row["origin"] != close.name:
                    raise CloseBroken(f"the close of {close.name} has a line of {row['origin']}")
                entry = Entry(self.money(row, "amount"), _day(row, "version"), _date(row, "window_last"))
                added(of(row).lines, _key(row), entry)
            for row in self.table(close, ADJUSTMENTS):
                change = Change(
                    _key(row),
                    _day(row, "version"),
                    _date(row, "window_last"),
                    self.money(row, "was"),
                    self.money(row, "now"),
                    row["forgiven"] is True,
                    close.name,
                )
                if change.amount != self.money(row, "amount"):
                    raise CloseBroken(
                        f"an adjustment of the close of {close.name} is not now less was: {row}"
                    )
                origin = self.closed.find(change.key.origin)
                if origin is None or origin.period.first >= close.period.first:
                    raise CloseBroken(f"the close of {close.name} adjusts {change.key.origin}")
                of(row).changes.append(change)
            for row in self.table(close, BALANCES):
                mine = of(row)
                mine.rows += 1
                figures = {name: self.money(row, name) for name in NAMES}
                mine.closing, mine.held_closing = figures.pop("closing"), figures.pop("held_closing")
                mine.money = Movements(**figures)
            for row in self.table(close, STATEMENTS):
                mine = of(row)
                mine.statements += 1
                mine.html, mine.payout = _text(row, "html"), _text(row, "payout")
                mine.title, mine.language = _text(row, "title"), _text(row, "language")
            for row in self.table(close, PAYOUTS):
                of(row).payouts.append(row)
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, CloseBroken):
                raise
            raise CloseBroken(f"the close of {close.name} cannot be understood: {error!r}") from error
        return held

    def table(self, close: Close, name: str) -> Table:
        """The rows of a file of a close."""
        return self.closed.table(close, name)

    def money(self, row: Mapping[str, object], name: str) -> Fraction:
        """A sum of money in a row."""
        value = row[name]
        if type(value) is not int:
            raise CloseBroken(f"{name} is {value!r}")
        return Fraction(value, self.scale)


def _text(row: Mapping[str, object], name: str) -> str:
    return str(row[name] or "")


def _date(row: Mapping[str, object], name: str) -> date:
    value = row[name]
    if type(value) is not date:
        raise CloseBroken(f"{name} is {value!r}")
    return value


def _day(row: Mapping[str, object], name: str) -> str:
    return _date(row, name).isoformat()


def _key(row: Mapping[str, object]) -> Key:
    depth = row["depth"]
    return Key(
        _text(row, "origin"),
        _text(row, "clause"),
        _date(row, "window_first"),
        depth if type(depth) is int else None,
        _text(row, "source"),
        _text(row, "record"),
    )


def forgives(policy: Policy, distance: int) -> bool:
    """Whether a policy forgives what changes in a closed period that lies so many periods before the open one."""
    beyond = policy.forgives_beyond
    return policy.forgives or (beyond is not None and distance > beyond)


def changes_between(was: Entries, now: Entries, forgiven: Mapping[str, bool]) -> list[Change]:
    """Every key that holds otherwise; the version is today's, or the one booked where there is no line today."""
    found: list[Change] = []
    for key in was.keys() | now.keys():
        booked, holds = was.get(key), now.get(key)
        before = booked.amount if booked is not None else Fraction(0)
        after = holds.amount if holds is not None else Fraction(0)
        told = holds or booked
        assert told is not None
        if before != after:
            found.append(Change(key, told.version, told.last, before, after, forgiven[key.origin]))
    return found
