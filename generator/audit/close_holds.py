"""What closes have booked of shares on hold, and what people booked: held together with the lines and the accounts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from generator.audit.booked import Entries, Holding, added
from generator.audit.books import Books
from generator.audit.closes import Close
from generator.audit.holds import Dues, Holds, summed

NONE = Fraction(0)


def wrong_holds(
    books: Books, holds: Holds, closes: list[Close], partner: str, mine: Holding
) -> Iterator[str]:
    """What is wrong with the shares that the last of some closes moves."""
    entries: Entries = {}
    booked: Dues = {}
    for close in closes:
        held = books.of(close.name, partner)
        for key, entry in held.lines.items() if held is not None else ():
            added(entries, key, entry)
        for change in held.changes if held is not None else ():
            if not change.forgiven:
                added(entries, change.key, change.entry)
        summed(held.dues if held is not None else {}, booked)
    shares = {one.name: one for one in holds.shares(entries)} if partner != "house" else {}
    through = closes[-1].period
    for name in shares.keys() | booked.keys():
        share, due = shares.get(name), booked.get(name)
        told = f"share {name[1]} of a line by {name[0].clause} in {name[0].origin}"
        if share is None:
            if due is not None and (due.put or due.released or due.forfeited):
                yield f"{told} is on hold, and nothing of it can be"
            continue
        if due is None or due.put != share.amount:
            yield f"{told} puts {share.amount} on hold, booked is {due.put if due is not None else NONE}"
            continue
        if (due.due, due.period) != (share.due, share.period.name):
            yield f"{told} is due on {share.due}, booked is {due.due} with {due.period}"
        gone = share.amount if share.period.first <= through.first else NONE
        if {due.released, due.forfeited} != {gone, NONE}:
            yield f"of {told} {due.released} is released and {due.forfeited} forfeited, due was {gone}"
    for what, moved in (("put_on_hold", "put"), ("released", "released"), ("forfeited", "forfeited")):
        total = sum((getattr(one, moved) for one in mine.dues.values()), NONE)
        if getattr(mine.money, what) != total:
            yield f"{what} is said to be {getattr(mine.money, what)}, its shares come to {total}"


def wrong_by_hand(books: Books, closes: list[Close], partner: str, mine: Holding) -> Iterator[str]:
    """What is wrong with what people booked in the last of some closes."""
    before = books.by_hand(partner, closes[:-1])
    seen: set[str] = set()
    for row in mine.by_hand:
        if row.reference in seen:
            yield f"the reference {row.reference} stands there twice"
        seen.add(row.reference)
        was = before[row.reference].now if row.reference in before else NONE
        if row.was != was:
            yield f"{row.reference} says that {row.was} was booked before, that was {was}"
        if not row.amount:
            yield f"{row.reference} changes nothing"
    total = sum((row.amount for row in mine.by_hand), NONE)
    if mine.money.by_hand != total:
        yield f"{mine.money.by_hand} is said to be booked by hand, its rows come to {total}"
