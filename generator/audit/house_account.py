"""The account of the house, and all accounts together: what is earned, forfeited and paid, period after period."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from generator.audit.balances import Movements
from generator.audit.booked import Holding, adjusted_by, forgives, money_of
from generator.audit.books import HOUSE_FILE, Books
from generator.audit.closes import Close
from generator.audit.findings import Findings, Place
from generator.audit.metrics import NotComputable
from generator.audit.outputs import Outputs
from generator.audit.reckoning import Reckoning
from generator.audit.standing import NoSuchThing

ACCOUNTS = "build/private/accounts.csv"
HOUSE = "house"
NONE = Fraction(0)
FIGURES = (
    "opening earned adjusted by_hand put_on_hold released forfeited exchange_difference paid closing "
    "held_opening held_closing"
).split()
OF_HOUSE = ("opening", "earned", "adjusted", "forfeited", "exchange_difference", "closing")


@dataclass(frozen=True)
class HouseAccount:
    """What stays with the house in one period."""

    opening: Fraction = NONE
    earned: Fraction = NONE
    adjusted: Fraction = NONE
    forfeited: Fraction = NONE
    exchange_difference: Fraction = NONE

    @property
    def closing(self) -> Fraction:
        """What stays with it after the period."""
        return self.opening + self.earned + self.adjusted + self.forfeited + self.exchange_difference


def house_accounts(reckoning: Reckoning, people: Mapping[str, Movements]) -> dict[str, HouseAccount]:
    """The account of the house by period; `people` are the accounts of all partners together."""
    found: dict[str, HouseAccount] = {}
    balance = NONE
    for place, period in enumerate(reckoning.settled):
        books = reckoning.books
        if books is not None and reckoning.is_sealed(period):
            close = books.closed.find(period.name)
            assert close is not None
            account = booked_house(books, close, balance)
        else:
            account = HouseAccount(
                balance,
                _earned(reckoning, place),
                _adjusted(reckoning) if place == reckoning.booking else NONE,
                people.get(period.name, Movements()).forfeited,
                people.get(period.name, Movements()).to_house,
            )
        found[period.name] = account
        balance = account.closing
    return found


def _earned(reckoning: Reckoning, place: int) -> Fraction:
    return sum((line.amount for _, _, line in reckoning.network.house(place) if not line.paid_in), NONE)


def _adjusted(reckoning: Reckoning) -> Fraction:
    """What falls to the house of closed periods, less what was booked of it; what is forgiven is left out."""
    books, opens = reckoning.books, reckoning.booking
    if books is None or opens is None:
        return NONE
    total = NONE
    for place, period in enumerate(reckoning.settled[:opens]):
        if forgives(reckoning.policy_of(period), opens - place):
            continue
        held = books.of(period.name, HOUSE) or Holding()
        booked = money_of(held.lines)
        booked += sum((one.amount for one in books.later(HOUSE, period.name) if not one.key.paid_in), NONE)
        total += _earned(reckoning, place) - booked
    return total


def booked_house(books: Books, close: Close, opening: Fraction) -> HouseAccount:
    """The account of the house as the lines, adjustments, shares and payouts of a close come to."""
    held = books.of(close.name, HOUSE) or Holding()
    people = books.people(close.name).values()
    return HouseAccount(
        opening,
        money_of(held.lines),
        adjusted_by(held.changes),
        sum((due.forfeited for one in people for due in one.dues.values()), NONE),
        sum(
            (books.money(row, "difference") for one in people for row in one.payouts if "difference" in row),
            NONE,
        ),
    )


def wrong_house(books: Books, close: Close, opening: Fraction) -> Iterator[str]:
    """What is wrong with the account of the house that a close keeps."""
    if HOUSE_FILE not in close.files:
        yield "it keeps no account of the house"
        return
    rows = books.table(close, HOUSE_FILE)
    wanted = booked_house(books, close, opening)
    figures = {name: getattr(wanted, name) for name in OF_HOUSE}
    if len(rows) != 1 or {name: books.money(rows[0], name) for name in OF_HOUSE} != figures:
        yield f"its account of the house is {rows}, it should be {wanted}"


def check_accounts(
    outputs: Outputs, reckoning: Reckoning, people: Mapping[str, Movements], findings: Findings
) -> None:
    """The list of all accounts says of each period what partners and the house are owed, and how it came about."""
    try:
        wanted = list(_rows(reckoning, people))
    except (NotComputable, NoSuchThing) as error:
        findings.add("clause-not-audited", Place(ACCOUNTS), str(error))
        return
    try:
        text = outputs.text(ACCOUNTS) if outputs.exists(ACCOUNTS) else ""
    except UnicodeDecodeError as error:
        findings.add("accounts-differ", Place(ACCOUNTS), str(error))
        return
    shown = list(csv.reader(io.StringIO(text)))
    head = ["period", "state", "party", *FIGURES]
    if not shown or shown[0] != head:
        findings.add("accounts-differ", Place(ACCOUNTS), f"its head is {shown[:1]}, it should be {head}")
        return
    if [row[:3] for row in shown[1:]] != [row[:3] for row in wanted]:
        findings.add(
            "accounts-differ",
            Place(ACCOUNTS),
            "its rows are not those of the periods, each with both parties",
        )
    for row, want in zip(shown[1:], wanted, strict=False):
        for name, one, other in zip(head, row, want, strict=False):
            if one != other:
                says = f"{name} is {one!r}, it should be {other!r}"
                findings.add("accounts-differ", Place(ACCOUNTS, " ".join(want[:3])), says)
    findings.count("accounts of all parties", len(wanted))


def _rows(reckoning: Reckoning, people: Mapping[str, Movements]) -> Iterator[list[str]]:
    house = house_accounts(reckoning, people)
    for place, period in enumerate(reckoning.settled):
        state = "closed" if reckoning.is_sealed(period) else "open" if place == reckoning.booking else "later"
        mine = people.get(period.name, Movements())
        for party, account in (("partners", mine), (HOUSE, house[period.name])):
            yield [period.name, state, party, *(_written(account, name) for name in FIGURES)]


def _written(account: Movements | HouseAccount, name: str) -> str:
    """A figure with as many decimals as it needs; nothing where the account has no such figure."""
    value: Fraction | None = getattr(account, name, None)
    if value is None:
        return ""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    scaled = str(abs(value) * 10**digits).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{scaled[:-digits]}.{scaled[-digits:]}" if digits else scaled)
