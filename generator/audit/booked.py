"""What is booked, by key: lines, changes of closed periods, shares on hold, what people book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from generator.audit.agreed import ByHand
from generator.audit.balances import Movements
from generator.audit.calendar import Period
from generator.audit.carrier_sentences import ROWS
from generator.audit.goods import Goods
from generator.audit.kinds import Line, rule_of
from generator.audit.promise import Policy
from generator.audit.records import RawTable


@dataclass(frozen=True)
class Key:
    """What tells one line of a partner from every other one."""

    origin: str  # the period with which it is paid
    clause: str
    first: date  # of its window
    depth: int | None = None
    source: str = ""  # the partner from whom it comes
    record: str = ""
    paid_in: str = ""  # points | reward:ID; nothing is money


@dataclass(frozen=True)
class Entry:
    """An amount under a key, with what else is said of the line."""

    amount: Fraction
    version: str
    last: date  # of its window
    dated: date  # of its row where it is for one, else the window's last day


@dataclass(frozen=True)
class Change:
    """A line of a closed period that holds otherwise now."""

    key: Key
    version: str
    last: date
    dated: date
    was: Fraction
    now: Fraction
    forgiven: bool
    booked: str = ""  # the period that books it

    @property
    def amount(self) -> Fraction:
        """The difference."""
        return self.now - self.was

    @property
    def entry(self) -> Entry:
        """What it adds under its key."""
        return Entry(self.amount, self.version, self.last, self.dated)


Entries = dict[Key, Entry]


def money_of(entries: Mapping[Key, Entry]) -> Fraction:
    """What the entries come to that are money."""
    return sum((one.amount for key, one in entries.items() if not key.paid_in), Fraction(0))


def adjusted_by(changes: Iterable[Change]) -> Fraction:
    """What changes do to an account in money: all that are not forgiven."""
    return sum((one.amount for one in changes if not one.forgiven and not one.key.paid_in), Fraction(0))


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
        key = Key(period.name, rule.id, unit.window.first, unit.depth, source, record, line.paid_in)
        added(found, key, Entry(line.amount, rule.version, unit.window.last, dated_of(line)))
    return found


def dated_of(line: Line) -> date:
    """The day from which a time on hold is counted: that of the row of a line per row, else its window's last."""
    unit = line.unit
    assert unit is not None
    terms = rule_of(line).terms
    by_row = terms is not None and terms.per in ROWS
    return unit.row.day if by_row and unit.row is not None and unit.row.day is not None else unit.window.last


ShareKey = tuple[Key, int]  # a line and the number of the share of it


@dataclass(frozen=True)
class Due:
    """What happens to one share of a line: put on hold, released, forfeited; and when it is due."""

    due: date
    period: str
    put: Fraction = Fraction(0)
    released: Fraction = Fraction(0)
    forfeited: Fraction = Fraction(0)


@dataclass
class Holding:
    """What one close has of one partner."""

    lines: Entries = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    dues: dict[ShareKey, Due] = field(default_factory=dict)
    by_hand: list[ByHand] = field(default_factory=list)
    carried: dict[tuple[str, str], tuple[Fraction, Fraction]] = field(
        default_factory=dict
    )  # opening and closing
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
    goods: Goods = field(default_factory=Goods)  # points and rewards


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
            found.append(
                Change(key, told.version, told.last, told.dated, before, after, forgiven[key.origin])
            )
    return found
