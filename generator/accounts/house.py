"""The house as a party: what fell to it from opening to closing, and totals of all parties that must close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.balances import Movements, OutOfBalance
from generator.rules.exact import Integers
from generator.settlement.ledger import HOUSE_NAME


@dataclass(frozen=True, slots=True)
class HouseAccount:
    """The account of the house in one period, in minor units:
    `opening + earned + adjusted + forfeited + exchange_difference = closing`.

    `earned` is what fell to nobody, `adjusted` what of it changed in closed periods, `forfeited` the shares that
    partners lost, `exchange_difference` what rounding left of payouts in other currencies.
    """

    opening: int
    earned: int
    adjusted: int
    forfeited: int
    exchange_difference: int
    closing: int

    def check(self, period: str) -> None:
        """Raise OutOfBalance unless the sum agrees."""
        due = self.opening + self.earned + self.adjusted + self.forfeited + self.exchange_difference
        if due != self.closing:
            raise OutOfBalance(f"{period}, the house: it comes to {due}, not {self.closing}")


HOUSE = pa.schema([pa.field(one.name, pa.int64()) for one in fields(HouseAccount)], metadata={"house": "1"})
"""One row: the account of the house in a period."""


def house_of(
    before: HouseAccount | None,
    lines: pa.Table,
    adjusted: pa.Table,
    dues: pa.Table,
    differences: pa.ChunkedArray,
) -> HouseAccount:
    """What fell to the house in a period: its lines, its adjustments that are not forgiven, what partners forfeit, and
    the differences of payouts in other currencies. Raises OverflowError.
    """
    opening = 0 if before is None else before.closing
    moved = (_own(lines), _own(adjusted), _total(dues["forfeited"]), _total(differences))
    return HouseAccount(opening, *moved, opening + sum(moved))


def house_table(account: HouseAccount) -> pa.Table:
    """The row of `HOUSE`. Raises OverflowError where a figure leaves int64."""
    return pa.table([[value] for value in astuple(account)], schema=HOUSE)


def house_of_table(table: pa.Table) -> HouseAccount:
    """The account that `house_table` wrote."""
    (row,) = table.to_pylist()
    return HouseAccount(**row)


def check_totals(
    house: HouseAccount, movements: Movements, booked: Iterable[pa.ChunkedArray], period: str
) -> None:
    """Raise OutOfBalance unless all parties together have what they had before, and what is booked, less what is paid.

    `booked` are the amounts of all lines, of adjustments that are not forgiven, and of what people booked.
    """
    had = house.opening + sum_of(movements.opening) + sum_of(movements.held_opening)
    # What rounding kept of a payment in another currency never left the company.
    paid = sum_of(movements.paid) - house.exchange_difference
    have = house.closing + sum_of(movements.closing) + sum_of(movements.held_closing)
    due = had + sum(map(_total, booked)) - paid
    if have != due:
        raise OutOfBalance(f"{period}: all parties together have {have}, by what was booked {due}")


def _own(table: pa.Table) -> int:
    return _total(table.filter(pc.equal(table["partner"], HOUSE_NAME))["amount"])


def sum_of(values: Integers) -> int:
    """The sum of one column of all partners, however large it is."""
    return _total(pa.chunked_array([values]))


def _total(values: pa.ChunkedArray) -> int:
    """The sum of whole numbers, however large it is."""
    return int(pc.sum(pc.cast(values, pa.decimal128(38))).as_py() or 0)
