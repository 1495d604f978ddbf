"""Payouts: what of the balances is paid with a period, and under which key each payment is known for ever."""

from __future__ import annotations

import base64
import hashlib

import numpy as np
import pyarrow as pa

from generator.rules.exact import Flags, Integers

PAYOUTS = pa.schema(
    [
        pa.field("key", pa.string()),
        pa.field("period", pa.string()),
        pa.field("partner", pa.string()),
        pa.field("due", pa.int64()),
        pa.field("amount", pa.int64()),
        pa.field("state", pa.string()),
    ],
    metadata={"payouts": "1"},
)
"""One row for whoever is owed something or owes it: `due` is the balance that could be paid, `amount` what is paid;
`state` is paid or carried_forward. Both are in minor units of the programme's currency."""

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


def register(programme: str, period: str, ids: tuple[str, ...], due: Integers, paid: Integers) -> pa.Table:
    """The rows of `PAYOUTS` of a period, in the book's order of partners."""
    rows = np.flatnonzero(due).tolist()
    return pa.table(
        [
            [payout_key(programme, period, ids[row]) for row in rows],
            [period] * len(rows),
            [ids[row] for row in rows],
            due[rows],
            paid[rows],
            [PAID if paid[row] else CARRIED for row in rows],
        ],
        schema=PAYOUTS,
    )
