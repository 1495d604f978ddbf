"""Balances: what each partner is owed and what is held, from opening to closing, in sums that must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from generator.rules.exact import SAFE, Integers

OWED = ("opening", "earned", "adjusted", "by_hand", "put_on_hold", "released", "paid", "closing")
HELD = ("held_opening", "put_on_hold", "released", "forfeited", "held_closing")
NAMES = tuple(dict.fromkeys((*OWED, *HELD)))


class OutOfBalance(Exception):
    """An account does not close: a mistake of this program, never of the data."""


@dataclass(frozen=True)
class Movements:
    """The accounts of one period in minor units, one value a partner in the book's order.

    `opening + earned + adjusted + by_hand - put_on_hold + released - paid = closing` is what is owed;
    `held_opening + put_on_hold - released - forfeited = held_closing` is earned and due later.
    """

    opening: Integers
    earned: Integers
    adjusted: Integers
    by_hand: Integers
    put_on_hold: Integers
    released: Integers
    forfeited: Integers
    paid: Integers
    closing: Integers
    held_opening: Integers
    held_closing: Integers

    @staticmethod
    def of(columns: Mapping[str, Integers]) -> Movements:
        """From columns by name; what is missing is zero for everybody."""
        size = len(next(iter(columns.values())))
        return Movements(**{name: columns.get(name, np.zeros(size, dtype=np.int64)) for name in NAMES})

    def columns(self) -> Iterator[tuple[str, Integers]]:
        """Each account with its name, in the order in which a statement shows them."""
        for name in NAMES:
            yield name, getattr(self, name)

    def check(self, period: str) -> None:
        """Raise OutOfBalance unless both sums agree for everybody."""
        owed = self.due() - self.paid
        held = self.held_opening + self.put_on_hold - self.released - self.forfeited
        for name, sums, closing in (("owed", owed, self.closing), ("held", held, self.held_closing)):
            wrong = np.flatnonzero(sums != closing)
            if len(wrong):
                row = int(wrong[0])
                raise OutOfBalance(
                    f"{period}, partner {row}: {name} comes to {sums[row]}, not {closing[row]}"
                )

    def due(self) -> Integers:
        """What could be paid: all that is owed and on hold no longer."""
        return self.opening + self.earned + self.adjusted + self.by_hand - self.put_on_hold + self.released


def check_held(movements: Movements, held: Integers, period: str) -> None:
    """Raise OutOfBalance unless what is on hold is the sum of the shares that wait, for everybody."""
    wrong = np.flatnonzero(movements.held_closing != held)
    if len(wrong):
        row = int(wrong[0])
        raise OutOfBalance(
            f"{period}, partner {row}: {movements.held_closing[row]} is on hold, and shares come to {held[row]}"
        )


def closed_by(moved: Mapping[str, Integers], before: Movements | None, paid: Integers | None) -> Movements:
    """The accounts of a period from its movements and the accounts before; `paid` is None where nothing is yet.

    Raises OverflowError where a balance leaves int64.
    """
    size = len(moved["earned"])
    nothing = np.zeros(size, dtype=np.int64)
    opening = nothing if before is None else before.closing
    held = nothing if before is None else before.held_closing
    some = Movements.of({**moved, "opening": opening, "held_opening": held})
    for _, column in some.columns():
        if len(column) and int(np.abs(column).max()) >= SAFE // 8:
            raise OverflowError("a balance is larger than can be computed with exactly")
    taken = nothing if paid is None else paid
    made = Movements.of(
        {
            **dict(some.columns()),
            "paid": taken,
            "closing": some.due() - taken,
            "held_closing": held + some.put_on_hold - some.released - some.forfeited,
        }
    )
    made.check("open")
    return made
