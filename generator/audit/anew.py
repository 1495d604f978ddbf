"""Debts that late changes have moved: what the last closed statement ended with, and what the next one begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.calendar import Period

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning

DEBT = "debt"


@dataclass(frozen=True)
class Anew:
    """A debt as it was closed, and as it is now; the period is the last closed one."""

    period: Period
    was: Fraction
    now: Fraction


def anew(reckoning: Reckoning, account: Account, place: int) -> Mapping[str, Anew]:
    """By rule the debts with which the open period begins otherwise than the closed one before it ended."""
    books = reckoning.books
    if books is None or place != reckoning.booking or not place:
        return {}
    before = reckoning.settled[place - 1]
    held = books.of(before.name, account.partner.id)
    found: dict[str, Anew] = {}
    for name in reckoning.order:
        if reckoning.paying.is_guarantee(name):
            was = (
                held.carried.get((name, DEBT), (Fraction(0), Fraction(0)))[1]
                if held is not None
                else Fraction(0)
            )
            now = reckoning.paying.debts.of(account, name, place - 1).closing
            if was != now:
                found[name] = Anew(before, was, now)
    return found
