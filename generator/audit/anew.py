"""What rules carry and late changes have moved: with what the last closed statement ended, and the next one begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.calendar import Period

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning


@dataclass(frozen=True)
class Anew:
    """A debt or a shortfall as it was closed, and as it is now; the period is the last closed one."""

    period: Period
    was: Fraction
    now: Fraction
    unit: str = ""  # of what is no money


def anew(reckoning: Reckoning, account: Account, place: int) -> Mapping[tuple[str, str], Anew]:
    """By rule and state that with which the open period begins otherwise than the closed one before it ended."""
    books = reckoning.books
    if books is None or place != reckoning.booking or not place:
        return {}
    before = reckoning.settled[place - 1]
    held = books.of(before.name, account.partner.id)
    found: dict[tuple[str, str], Anew] = {}
    closed = held.carried if held is not None else {}
    for name in reckoning.paying.carrying():
        for state, one in reckoning.paying.balances(account, name, place - 1).items():
            _, was = closed.get((name, state), (Fraction(0), Fraction(0)))
            if was != one.closing:
                found[name, state] = Anew(before, was, one.closing, one.unit)
    return found
