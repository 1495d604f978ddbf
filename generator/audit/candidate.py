"""A close that is being made: what it is about to book of a partner is what today's rows and pages give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from generator.audit.booked import Entries, Entry, Holding, entries_of
from generator.audit.closes import CANDIDATE
from generator.audit.findings import Findings, Place
from generator.audit.journals import same_rewards
from generator.audit.reckoning import Reckoning
from generator.audit.running import Moved
from generator.audit.statement import Statement


def check_candidate(reckoning: Reckoning, partner: str, moved: Moved, findings: Findings) -> None:
    """Hold what the files of the close have of a partner against what follows for the period."""
    making = reckoning.closed.candidate if reckoning.closed is not None else None
    if making is None or reckoning.books is None or moved.period.name != making.name:
        return
    held = reckoning.books.of(making.name, partner) or Holding()
    for says in (*_wrong(reckoning, moved, held), *_carried(reckoning, partner, moved, held)):
        findings.add("close-differs", Place(CANDIDATE, partner), says)
    findings.count("accounts to be closed")


def _wrong(reckoning: Reckoning, moved: Moved, held: Holding) -> Iterator[str]:
    lines = entries_of(moved.lines, moved.period, reckoning.records.tables)
    yield from _lines(lines, held.lines)
    changes = {one.key: one for one in moved.changes}
    booked = (reckoning.addressed(replace(one, booked="")) for one in held.changes)
    if {one.key: one for one in booked} != changes:
        yield "its adjustments are not those that follow"
    if held.dues != moved.dues:
        names = sorted({f"{key.clause} of {key.origin}" for key, _ in held.dues.keys() ^ moved.dues.keys()})
        yield f"its shares on hold are not those that follow: {', '.join(names) or 'other days or amounts'}"
    if sorted(held.by_hand, key=lambda one: one.rank()) != list(moved.by_hand):
        yield "what people booked is not what was decided"
    if held.money != moved.money:
        yield f"its account is {held.money}, it should be {moved.money}"
    if held.goods.points != moved.goods.points:
        yield f"its points are {held.goods.points}, they should be {moved.goods.points}"
    if not same_rewards(held.goods.rewards, moved.goods.rewards):
        yield f"its rewards are {held.goods.rewards}, they should be {moved.goods.rewards}"
    if bool(moved.money.paid) and not held.payouts:
        yield f"{moved.money.paid} is to be paid, and the register says nothing of it"
    for row in held.payouts:
        rate = moved.exchange.rate if moved.exchange is not None else None
        if "currency" in row and rate is not None and moved.exchange is not None:
            shown = (row["currency"], Fraction(str(row["rate"])), row["rate_date"])
            if shown != (moved.exchange.currency, rate.price, rate.day):
                yield f"it is paid in {shown}, it should be {moved.exchange.currency} by {rate}"


def _carried(reckoning: Reckoning, partner: str, moved: Moved, held: Holding) -> Iterator[str]:
    """What rules carry into the next close, and by which a statement tells what has moved since."""
    carried = reckoning.paying.carried(reckoning.account(partner), moved.place)
    wanted = {name: (one.opening, one.closing) for name, one in carried.items()}
    for name in wanted.keys() | held.carried.keys():
        one, other = (some.get(name, (Fraction(0), Fraction(0))) for some in (wanted, held.carried))
        if one != other:
            yield f"the {name[1]} of {name[0]} goes from {other[0]} to {other[1]}, not from {one[0]} to {one[1]}"


def _by_day(entry: Entry | None) -> Entry | None:
    """An entry as a close books it: under the first day of its version, whatever its revision."""
    return None if entry is None else replace(entry, version=entry.version[:10])


def _lines(wanted: Entries, shown: Entries) -> Iterator[str]:
    for key in wanted.keys() | shown.keys():
        one, other = _by_day(wanted.get(key)), _by_day(shown.get(key))
        if one != other and any(entry is not None and entry.amount for entry in (one, other)):
            says = f"{key.clause} {key.first} {key.record}".strip()
            yield f"a line by {says} is {other}, it should be {one}"


def check_kept(reckoning: Reckoning, statement: Statement | None, partner: str, findings: Findings) -> None:
    """The statement that the close will keep is the one that is about to be issued."""
    making = reckoning.closed.candidate if reckoning.closed is not None else None
    if making is None or reckoning.books is None:
        return
    held = reckoning.books.of(making.name, partner)
    html = held.html.strip().encode() if held is not None and held.html is not None else b""
    if html != (statement.bytes if statement is not None else b""):
        findings.add(
            "close-differs", Place(CANDIDATE, partner), "the statement kept is not the one that is issued"
        )
    if held is not None and statement is not None:
        payout = " ".join(statement.text("result/payout").split())
        if (held.language, " ".join(held.payout.split())) != (statement.language, payout):
            says = f"it keeps the statement as {held.language!r} with {held.payout!r} to be paid"
            findings.add("close-differs", Place(CANDIDATE, partner), says)
