"""What is on hold: the shares of each line, the day on which each is due, and what becomes of it on that day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.booked import Due, Entries, Entry, Key, ShareKey, forgives
from generator.audit.calendar import Period, after, period_of
from generator.audit.kinds import rounded
from generator.audit.standing import holds
from generator.audit.terms import Due as Said

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning

NONE = Fraction(0)
Dues = dict[ShareKey, Due]


@dataclass(frozen=True)
class Share:
    """One share of a line that is not due at once."""

    key: Key
    number: int
    entry: Entry
    amount: Fraction
    due: date
    period: Period  # with which it is released or forfeited
    said: Said

    @property
    def name(self) -> ShareKey:
        """What tells it from every other one."""
        return self.key, self.number


class Holds:
    """Works out shares of lines; what a rule says of them is what the version of the line says."""

    def __init__(self, reckoning: Reckoning) -> None:
        self.reckoning = reckoning
        self.said = {
            (name, clause.version): clause.dues
            for name, clauses in reckoning.versions.items()
            for clause in clauses
            if clause.dues
        }

    def shares(self, entries: Entries) -> Iterator[Share]:
        """The shares of some lines that are not due at once."""
        for key, entry in entries.items():
            version = self.reckoning.last_version(key.clause, entry.version)
            said = self.said.get((key.clause, version), ())
            if said and not key.paid_in:
                yield from self._of(key, replace(entry, version=version), said)

    def _of(self, key: Key, entry: Entry, said: tuple[Said, ...]) -> Iterator[Share]:
        origin = self.reckoning.named[key.origin]
        policy = self.reckoning.edition_of(origin).policy
        assert policy is not None
        left = entry.amount
        for number, one in enumerate(said, start=1):
            amount = rounded(entry.amount * one.share, policy) if number < len(said) else left
            left -= amount
            if one.after is None or not amount:
                continue
            # The time on hold begins on the next day, and the share is due on the day after the time.
            due = after(entry.dated + timedelta(days=1), one.after, one.unit)
            period = max(period_of(due, self.reckoning.rhythm), origin)
            yield Share(key, number, entry, amount, due, period, one)

    def dues(
        self, account: Account, entries: Entries, through: Period, booked: Mapping[ShareKey, Due]
    ) -> Dues:
        """What has become of the shares of all lines by the end of a period; `booked` is what closes have of them."""
        found: Dues = {}
        for share in self.shares(entries):
            released = forfeited = NONE
            if share.period.first <= through.first:
                if self._releases(account, share, booked):
                    released = share.amount
                else:
                    forfeited = share.amount
            found[share.name] = Due(share.due, share.period.name, share.amount, released, forfeited)
        return found

    def _releases(self, account: Account, share: Share, booked: Mapping[ShareKey, Due]) -> bool:
        reckoning, place = self.reckoning, self.reckoning.place(share.period)
        edition = reckoning.edition_of(share.period)
        known = booked.get(share.name)
        if place is not None and reckoning.is_sealed(share.period) and known is not None:
            assert edition.policy is not None
            opening = reckoning.booking if reckoning.booking is not None else len(reckoning.settled)
            if forgives(edition.policy, opening - place) and bool(known.released) != bool(known.forfeited):
                return bool(known.released)
        if share.said.condition is None:
            return True
        standing = account.standing(share.period, edition)
        return account.is_present(share.period) and holds(share.said.condition, standing, edition)

    def left(self, entries: Entries, through: Period) -> list[Share]:
        """The shares that are still on hold at the end of a period, in the order in which they are shown."""
        waiting = [one for one in self.shares(entries) if one.period.first > through.first]
        return sorted(waiting, key=self._rank)

    def _rank(self, share: Share) -> tuple[object, ...]:
        key, order = share.key, self.reckoning.order
        place = order.index(key.clause) if key.clause in order else len(order)
        depth = -1 if key.depth is None else key.depth
        return share.due, place, key.origin, key.first, depth, key.source, key.record, share.number


def moved(before: Mapping[ShareKey, Due], now: Mapping[ShareKey, Due]) -> Dues:
    """What moves between two states, share by share; what does not move is left out."""
    found: Dues = {}
    for name in before.keys() | now.keys():
        one, other = before.get(name), now.get(name)
        told = other or one
        assert told is not None
        sums = [
            (getattr(other, what) if other is not None else NONE)
            - (getattr(one, what) if one is not None else NONE)
            for what in ("put", "released", "forfeited")
        ]
        if any(sums):
            found[name] = Due(told.due, told.period, *sums)
    return found


def summed(dues: Mapping[ShareKey, Due], into: Dues) -> None:
    """Add what moved to what had moved before."""
    for name, one in dues.items():
        known = into.get(name)
        if known is not None:
            one = Due(
                one.due,
                one.period,
                one.put + known.put,
                one.released + known.released,
                one.forfeited + known.forfeited,
            )
        into[name] = one
