"""What closes have booked, held together: lines, adjustments, accounts and payouts of every close and between them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from generator.audit.booked import Entries, Holding, added, adjusted_by, money_of
from generator.audit.books import Books
from generator.audit.close_goods import wrong_goods
from generator.audit.close_holds import wrong_by_hand, wrong_holds
from generator.audit.closes import Close
from generator.audit.exchange import CURRENCY, Rates, minor_digits, paid_in
from generator.audit.findings import Findings, Place
from generator.audit.house_account import HOUSE, booked_house, wrong_house
from generator.audit.reckoning import Reckoning


def check_closes(reckoning: Reckoning, findings: Findings) -> None:
    """Closes follow one another without a gap, and what each has booked follows from what stood there before."""
    books = reckoning.books
    if books is None:
        return
    names = [period.name for period in reckoning.settled]
    before: Close | None = None
    house = Fraction(0)
    closes = [*books.closed.closes, *([books.closed.candidate] if books.closed.candidate is not None else [])]
    for number, close in enumerate(closes):
        place = Place(books.closed.shelf.path(f"closed/{close.name}.json"))
        period = next((one for one in reckoning.settled if one.name == close.name), None)
        if period is None or names.index(close.name) != number:
            findings.add("close-broken", place, "it does not close the first period that was open")
            continue
        if close.period != period:
            says = f"it says that the period is {close.period.first} to {close.period.last}"
            findings.add("close-broken", place, says)
        if not close.period.last <= close.known < close.on:
            findings.add(
                "close-broken", place, f"it was made on {close.on} with what was known on {close.known}"
            )
        owed = books.people(before.name).items() if before is not None else ()
        gone = {who for who, one in owed if one.closing or one.held_closing}
        for partner in sorted(gone - books.people(close.name).keys()):
            findings.add(
                "close-differs", Place(place.file, partner), "what was owed before is carried no further"
            )
        for partner, mine in sorted(books.people(close.name).items()):
            where = Place(place.file, partner)
            until = closes[: number + 1]
            wrong = (
                *_wrong(reckoning, books, close, before, partner, mine),
                *wrong_holds(books, reckoning.holds, until, partner, mine),
                *wrong_by_hand(books, until, partner, mine),
                *wrong_goods(books, reckoning, until, partner, mine),
            )
            for says in wrong:
                findings.add("close-differs", where, says)
            findings.count("booked accounts")
        for says in wrong_house(books, close, house):
            findings.add("close-differs", Place(place.file, HOUSE), says)
        house = booked_house(books, close, house).closing
        before = close


def _wrong(
    reckoning: Reckoning, books: Books, close: Close, before: Close | None, partner: str, mine: Holding
) -> Iterator[str]:
    yield from _adjustments(books, close, partner, mine)
    if partner != HOUSE or mine.rows:
        yield from _account(books, before, partner, mine)
        yield from _payouts(books, reckoning, close, partner, mine)


def _account(books: Books, before: Close | None, partner: str, mine: Holding) -> Iterator[str]:
    """What a partner is owed goes on from close to close; the house has no account."""
    money = mine.money
    earned = money_of(mine.lines)
    adjusted = adjusted_by(mine.changes)
    if money.earned != earned:
        yield f"{money.earned} is said to be earned, its lines come to {earned}"
    if money.adjusted != adjusted:
        yield f"{money.adjusted} is said to be adjusted, its adjustments come to {adjusted}"
    earlier = books.of(before.name, partner) if before is not None else None
    opening = earlier.closing if earlier is not None else Fraction(0)
    held = earlier.held_closing if earlier is not None else Fraction(0)
    if (money.opening, money.held_opening) != (opening, held):
        yield f"it opens with {money.opening} and {money.held_opening} on hold, the period before ends otherwise"
    if (money.closing, money.held_closing) != (mine.closing, mine.held_closing):
        yield f"it ends with {mine.closing} and {mine.held_closing} on hold, its movements come to something else"
    if mine.rows > 1 or mine.statements > 1:
        yield "there are two accounts or two statements"


def _adjustments(books: Books, close: Close, partner: str, mine: Holding) -> Iterator[str]:
    """What was there before each adjustment is what had been booked; no key is adjusted twice in a close."""
    booked: Entries = books.booked(partner, close.period.first)
    seen: Entries = {}
    for one in mine.changes:
        if one.key in seen:
            yield f"two adjustments of {one.key.clause} in {one.key.origin}"
        added(seen, one.key, one.entry)
        was = booked.get(one.key)
        if one.was != (was.amount if was is not None else Fraction(0)):
            yield f"an adjustment of {one.key.clause} in {one.key.origin} says that {one.was} was booked before"
        if not one.amount:
            yield f"an adjustment of {one.key.clause} in {one.key.origin} changes nothing"


def _payouts(books: Books, reckoning: Reckoning, close: Close, partner: str, mine: Holding) -> Iterator[str]:
    """What is paid stands in the register once, under the key that the partner and the period have for ever."""
    if len(mine.payouts) > 1:
        yield "there are two payouts"
    paid = Fraction(0)
    for row in mine.payouts:
        paid += books.money(row, "amount")
        if row.get("key") != payout_key(close.programme, close.name, partner):
            yield f"the payout has the key {row.get('key')!r}"
        if books.money(row, "due") != mine.money.owed:
            yield f"the register says that {books.money(row, 'due')} was due, the account {mine.money.owed}"
        if CURRENCY in row and row["amount"]:
            yield from _in_currency(books, reckoning, close, row)
    if paid != mine.money.paid:
        yield f"{mine.money.paid} is said to be paid, the register says {paid}"


def _in_currency(books: Books, reckoning: Reckoning, close: Close, row: dict[str, object]) -> Iterator[str]:
    """A payment in another currency is the sum to be paid by the rate that stands beside it, which stays for ever."""
    edition = reckoning.edition_of(close.period)
    own, policy = edition.currency, reckoning.policy_of(close.period)
    code, price, day = str(row[CURRENCY]), row["rate"], row["rate_date"]
    if code == own or policy.pays_in is None:
        shown = [row[name] for name in ("rate", "rate_date", "paid", "difference")]
        if shown != [None, None, row["amount"], 0] or code != own:
            yield f"the payout is in {code}, by a rate of which the policy says nothing: {shown}"
        return
    if not isinstance(price, str) or not isinstance(day, date) or not Fraction(price) > 0:
        yield f"the payout is in {code} by the rate {price!r} of {day}"
        return
    asked = policy.pays_in.wanted(close.period.last)
    if not asked - timedelta(days=policy.pays_in.oldest) <= day <= asked:
        yield f"the payout is by the rate of {day}, asked for is that of {asked}"
    rates = Rates({(code, asked): Fraction(price)})
    paid = paid_in(code, books.money(row, "amount"), close.period.last, policy.pays_in, rates, policy.digits)
    shown = [row["paid"], books.money(row, "difference")]
    if shown != [paid.amount * 10 ** minor_digits(code), paid.difference]:
        yield f"the payout in {code} and what is left of it are {shown}, they should be {paid}"


def payout_key(programme: str, period: str, partner: str) -> str:
    """The key of a payout: the same however often it is worked out."""
    digest = hashlib.sha256(f"payout\0{programme}\0{period}\0{partner}".encode()).digest()
    return f"PB-{base64.b32encode(digest).decode()[:26]}"


def unchanged(
    reckoning: Reckoning, inputs: Mapping[str, str], digest: Callable[[str], str]
) -> frozenset[str]:
    """The closed periods that today's raw files and editions must still give: both are those of the close.

    `inputs` are the raw files that are read today, `digest` gives the hash of any file beside them. Rows that become
    known later than they are dated may stand in the same files, so nothing is said where there are such columns.
    """
    closed = reckoning.closed
    columns = {name for table in reckoning.records.tables.values() for name in table.columns}
    if closed is None or columns & {"recorded_at", "return_of"}:
        return frozenset()
    editions = {edition.address: edition.hash for edition in reckoning.editions}
    corrected = max((edition.corrected or date.min for edition in reckoning.editions), default=date.min)
    return frozenset(
        close.name
        for close in closed.closes
        if corrected <= close.known  # whatever was corrected since may change what the period rests on
        and inputs.keys() <= close.inputs.keys()
        and all(one == (inputs.get(name) or digest(name)) for name, one in close.inputs.items())
        and all(editions.get(address) == one for address, one in close.editions.items())
    )
