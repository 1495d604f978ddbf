"""Payouts: what of the balances is paid with a period, and under which key each payment is known for ever."""

from __future__ import annotations

import base64
import hashlib
from fractions import Fraction

import numpy as np
import pyarrow as pa

from generator.accounts.exchange import Exchange
from generator.rules.exact import SAFE, Flags, Integers
from generator.terms.numerals import plain

PAYOUTS = pa.schema(
    [
        pa.field("key", pa.string()),
        pa.field("period", pa.string()),
        pa.field("partner", pa.string()),
        pa.field("due", pa.int64()),
        pa.field("amount", pa.int64()),
        pa.field("state", pa.string()),
        pa.field("currency", pa.string()),
        pa.field("rate", pa.string()),
        pa.field("rate_date", pa.date32()),
        pa.field("paid", pa.int64()),
        pa.field("difference", pa.int64()),
    ],
    metadata={"payouts": "2"},
)
"""One row for whoever is owed something or owes it: `due` is the balance that could be paid, `amount` what of it is
paid, both in minor units of the programme's currency; `state` is paid or carried_forward. `paid` is what the partner
receives, in the smallest unit of `currency`, by the `rate` of `rate_date`: what one unit of it is worth in the
programme's. Of the programme's own currency there is no rate; `paid` is null while that of another is not known.
`difference` is `amount` less what `paid` is worth, which stays with the house."""

PAID, CARRIED = "paid", "carried_forward"


def amounts_paid(due: Integers, minimum: int, left: Flags) -> Integers:
    """What is paid of what is due: all of it from the minimum on, or from anything on to somebody who has left."""
    enough = (due >= max(minimum, 1)) | (left & (due > 0))
    return np.where(enough, due, 0)


def payout_key(programme: str, period: str, partner: str) -> str:
    """The name of one payment, the same however often it is computed: `PB-` and 26 letters and digits.

    A bank refuses a second payment of one name, and so does a person who looks it up.
    """
    told = f"payout\0{programme}\0{period}\0{partner}".encode()
    return "PB-" + base64.b32encode(hashlib.sha256(told).digest()).decode()[:26]


def register(
    programme: str, period: str, ids: tuple[str, ...], due: Integers, paid: Integers, exchange: Exchange
) -> pa.Table:
    """The rows of `PAYOUTS` of a period, in the book's order of partners. Raises OverflowError."""
    rows = np.flatnonzero(due).tolist()
    amounts = paid[rows].tolist()
    received = [exchange.of_partner(row, amount) for row, amount in zip(rows, amounts, strict=True)]
    if any(one.paid is not None and one.paid >= SAFE for one in received):
        raise OverflowError("a payout is larger than can be computed with exactly")
    return pa.table(
        [
            [payout_key(programme, period, ids[row]) for row in rows],
            [period] * len(rows),
            [ids[row] for row in rows],
            due[rows],
            amounts,
            [PAID if amount else CARRIED for amount in amounts],
            [one.currency for one in received],
            [None if one.rate is None else exact_text(one.rate) for one in received],
            [one.rate_date for one in received],
            [one.paid for one in received],
            [one.difference for one in received],
        ],
        schema=PAYOUTS,
    )


def exact_text(rate: Fraction) -> str:
    """A rate as files hold it: all its decimals behind a point."""
    return plain(rate, "en").replace(",", "")
