"""What closes have booked: the files of each, read as lines, changes, accounts, shares and payouts of each partner."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from generator.audit.agreed import ByHand
from generator.audit.balances import NAMES, Movements
from generator.audit.booked import Change, Due, Entries, Entry, Holding, Key, added
from generator.audit.closes import Close, CloseBroken, Closed, Table
from generator.audit.journals import with_points, with_rewards
from generator.audit.pay_units import MONEY, POINTS, reward_of

LEDGER, ADJUSTMENTS, BALANCES = "ledger.parquet", "adjustments.parquet", "balances.parquet"
PAYOUTS, STATEMENTS = "payouts.parquet", "statements.parquet"
DUES, BY_HAND, HOUSE_FILE = "dues.parquet", "by_hand.parquet", "house.parquet"
CARRIED, POINTS_FILE, REWARDS_FILE = "carried.parquet", "points.parquet", "rewards.parquet"
UNIT = "unit"  # the column that says in what a line is paid


class Books:
    """All that closes have booked, by close and partner; raises CloseBroken where a file cannot be understood."""

    def __init__(self, closed: Closed, digits: int) -> None:
        self.closed = closed
        self.scale: int = 10**digits
        self._held: dict[str, dict[str, Holding]] = {}
        making = [closed.candidate] if closed.candidate is not None else []
        for close in (*closed.closes, *making):
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
                added(found, change.key, change.entry)
        return found

    def by_hand(self, partner: str, closes: Sequence[Close] | None = None) -> dict[str, ByHand]:
        """By reference all that people booked of an account, as the last close has it that says anything of it."""
        found: dict[str, ByHand] = {}
        for close in self.closed.closes if closes is None else closes:
            mine = self.of(close.name, partner)
            for one in mine.by_hand if mine is not None else ():
                known = found.get(one.reference)
                found[one.reference] = replace(one, now=one.amount + (known.now if known is not None else 0))
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
                entry = Entry(
                    self.money(row, "amount"),
                    _day(row, "version"),
                    _date(row, "window_last"),
                    _date(row, "dated"),
                )
                added(of(row).lines, _key(row), entry)
            for row in self.table(close, ADJUSTMENTS):
                change = Change(
                    _key(row),
                    _day(row, "version"),
                    _date(row, "window_last"),
                    _date(row, "dated"),
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
            for row in self.table(close, DUES) if DUES in close.files else ():
                dues, name = of(row).dues, (_key(row), _count(row, "share"))
                if name in dues:
                    raise CloseBroken(f"the close of {close.name} moves a share twice: {row}")
                sums = (self.money(row, what) for what in ("put_on_hold", "released", "forfeited"))
                dues[name] = Due(_date(row, "due"), _text(row, "due_period"), *sums)
            for row in self.table(close, CARRIED) if CARRIED in close.files else ():
                state, whole = (_text(row, "clause"), _text(row, "state")), 10 ** _count(row, "digits")
                moves = [_count(row, what) for what in ("opening", "into", "out_of", "closing")]
                if state in of(row).carried or moves[0] + moves[1] - moves[2] != moves[3]:
                    raise CloseBroken(f"the close of {close.name} carries what does not add up: {row}")
                of(row).carried[state] = (Fraction(moves[0], whole), Fraction(moves[3], whole))
            periods = {one.name: one.period for one in (*self.closed.closes, close)}
            for who, rows in self._journals(close, POINTS_FILE).items():
                mine = held.setdefault(who, Holding())
                mine.goods = with_points(mine.goods, rows, periods)
            for who, rows in self._journals(close, REWARDS_FILE).items():
                mine = held.setdefault(who, Holding())
                mine.goods = with_rewards(mine.goods, rows)
            for row in self.table(close, BY_HAND) if BY_HAND in close.files else ():
                of(row).by_hand.append(self._by_hand(row))
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, CloseBroken):
                raise
            raise CloseBroken(f"the close of {close.name} cannot be understood: {error!r}") from error
        return held

    def _journals(self, close: Close, name: str) -> dict[str, Table]:
        """The rows of a file of a close by partner, in its order."""
        found: dict[str, Table] = {}
        for row in self.table(close, name) if name in close.files else ():
            found.setdefault(_text(row, "partner"), []).append(row)
        return found

    def _by_hand(self, row: Mapping[str, object]) -> ByHand:
        reason = json.loads(_text(row, "reason"))
        if not isinstance(reason, dict):
            raise CloseBroken(f"the reason of {row['reference']} is {reason!r}")
        found = ByHand(
            _text(row, "reference"),
            _date(row, "date"),
            _text(row, "owner"),
            {str(language): str(words) for language, words in reason.items()},
            _text(row, "clause"),
            _text(row, "period"),
            self.money(row, "now"),
            self.money(row, "was"),
        )
        if found.amount != self.money(row, "amount"):
            raise CloseBroken(f"what is booked under {found.reference} is not now less was")
        return found

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
        _paid_in(row),
    )


def _paid_in(row: Mapping[str, object]) -> str:
    """In what a line is paid; closes of the first form hold money alone and have no such column."""
    unit = _text(row, UNIT) if UNIT in row else MONEY
    return unit if unit == POINTS or reward_of(unit) else MONEY


def _count(row: Mapping[str, object], name: str) -> int:
    value = row[name]
    if type(value) is not int:
        raise CloseBroken(f"{name} is {value!r}")
    return value
