"""Exchange: what a payout comes to in the currency of its partner, by the rate of the period, and what that leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from generator.book.book import Book
from generator.rules.exact import Integers, round_one
from generator.terms.calendar import Period
from generator.terms.currencies import coin_digits
from generator.terms.numerals import MINOR_DIGITS
from generator.terms.programme import Programme
from generator.terms.rounding import Mode


@dataclass(frozen=True, slots=True)
class PaidIn:
    """One payout in the currency of its partner; `paid` counts the smallest unit of it, `difference` that of the
    programme's currency. Without `rate` it is not known yet what is paid.
    """

    currency: str
    rate: Fraction | None
    rate_date: date | None
    paid: int | None
    difference: int


@dataclass(frozen=True)
class Exchange:
    """The payouts of one period: who is paid in which other currency, and the rates that are known."""

    currency: str
    mode: Mode
    others: Mapping[int, str]
    rates: Mapping[str, tuple[date, Fraction]]

    @staticmethod
    def of(programme: Programme, book: Book, period: Period, *, ended: bool) -> Exchange:
        """By the policy of the period; before it has ended no rate is known."""
        rule = programme.policy(period.first).currencies.payouts
        own = programme.file.currency
        if rule is None:
            return Exchange(own, "half_up", {}, {})
        named = enumerate(book.partners.currency)
        others = {row: code for row, code in named if code is not None and code != own}
        rates: dict[str, tuple[date, Fraction]] = {}
        for code in sorted(set(others.values())) if ended else ():
            found = book.rates.latest(code, period.last, rule.days)
            if found is not None:
                rates[code] = found
        return Exchange(own, rule.rounding.mode, others, rates)

    def payable(self, paid: Integers) -> Integers:
        """What is paid of what was to be paid, partner by partner: nothing where it comes to nothing."""
        nothing = [row for row in self.others if paid[row] and self.of_partner(row, int(paid[row])).paid == 0]
        if not nothing:
            return paid
        some = paid.copy()
        some[np.array(nothing)] = 0
        return some

    def of_partner(self, row: int, amount: int) -> PaidIn:
        """What an amount in minor units of the programme's currency comes to for a partner."""
        code = self.others.get(row)
        if code is None:
            return PaidIn(self.currency, None, None, amount, 0)
        if not amount:
            return PaidIn(code, None, None, 0, 0)
        found = self.rates.get(code)
        if found is None:
            return PaidIn(code, None, None, None, 0)
        day, rate = found
        unit, minor = 10 ** coin_digits(code), 10**MINOR_DIGITS
        paid = round_one(amount * unit * rate.denominator, minor * rate.numerator, self.mode)
        worth = round_one(paid * rate.numerator * minor, unit * rate.denominator, self.mode)
        return PaidIn(code, rate, day, paid, amount - worth)
