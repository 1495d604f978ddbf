"""Parties: partners together and the house, period by period, in a list for the people of the programme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from generator.accounts.house import HouseAccount, sum_of
from generator.accounts.kept import Accounts
from generator.settlement.private_csv import decimal_of_minor, write_private

NAMES = (
    *(
        "opening",
        "earned",
        "adjusted",
        "by_hand",
        "put_on_hold",
        "released",
        "forfeited",
        "exchange_difference",
    ),
    *("paid", "closing", "held_opening", "held_closing"),
)
COLUMNS = ("period", "state", "party", *NAMES)


def party_rows(accounts: Accounts) -> Iterator[tuple[str, ...]]:
    """Two rows a period, oldest first; `COLUMNS` names the cells. What a party has no account of is empty."""
    for one in accounts.periods:
        house = {field.name: getattr(one.house, field.name) for field in fields(HouseAccount)}
        partners = {name: sum_of(values) for name, values in one.movements.columns()}
        for party, own in (("partners", partners), ("house", house)):
            figures = (decimal_of_minor(own[name]) if name in own else "" for name in NAMES)
            yield (one.period.name, one.state, party, *figures)


def write_parties(accounts: Accounts, path: Path) -> None:
    """Write the list to a CSV file that only its owner can read."""
    write_private(path, COLUMNS, party_rows(accounts))
