"""What the company owes a partner, period after period: what is earned, what is paid, what is carried forward."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction

from generator.audit.calendar import Period
from generator.audit.promise import Policy
from generator.audit.records import Partner

NOTHING = Fraction(0)

# Each name a figure of a statement, in the order in which it shows them.
NAMES = (
    "opening earned adjusted by_hand put_on_hold released paid closing held_opening forfeited held_closing"
).split()
ALWAYS = ("opening", "earned", "paid", "closing")
HELD = ("held_opening", "put_on_hold", "held_closing")


@dataclass(frozen=True)
class Movements:
    """One partner's money in one period; what is owed and what is still on hold are kept apart."""

    opening: Fraction = NOTHING
    earned: Fraction = NOTHING
    adjusted: Fraction = NOTHING
    by_hand: Fraction = NOTHING
    put_on_hold: Fraction = NOTHING
    released: Fraction = NOTHING
    paid: Fraction = NOTHING
    held_opening: Fraction = NOTHING
    forfeited: Fraction = NOTHING
    to_house: Fraction = NOTHING  # what rounding in another currency leaves of what is paid

    def __add__(self, other: Movements) -> Movements:
        """Two accounts together."""
        return Movements(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Movements)))

    @property
    def owed(self) -> Fraction:
        """What there is to be paid before anything is."""
        return self.opening + self.earned + self.adjusted + self.by_hand - self.put_on_hold + self.released

    @property
    def closing(self) -> Fraction:
        """What is owed after the period; below zero it is the partner who owes."""
        return self.owed - self.paid

    @property
    def held_closing(self) -> Fraction:
        """What is on hold after the period."""
        return self.held_opening + self.put_on_hold - self.released - self.forfeited

    @property
    def moves(self) -> bool:
        """Whether there is anything at all that the partner must be told of."""
        return any(getattr(self, name) for name in NAMES)

    def shown(self) -> list[str]:
        """The figures of the section on a statement, in order; none where all that was earned is paid at once."""
        if self.paid == self.earned and not any(
            getattr(self, name) for name in NAMES if name not in ("earned", "paid")
        ):
            return []
        held = any(getattr(self, name) for name in HELD)
        return [
            name
            for name in NAMES
            if name in ALWAYS or getattr(self, name) or (held and name in ("held_opening", "held_closing"))
        ]


def paid_of(owed: Fraction, partner: Partner, period: Period, policy: Policy) -> Fraction:
    """What is paid of a balance: all of it or nothing; who has left need not wait for the least payout."""
    left = partner.left is not None and partner.left <= period.last
    enough = owed > 0 and (left or owed >= policy.minimum)
    return owed if enough else NOTHING
