"""What is paid in another currency, on a statement: the amount, the rate with its day, and how it was worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from generator.accounts.kept import Accounts
from generator.accounts.payouts import PAID
from generator.statements.rendering import Pieces
from generator.statements.shard import Terms
from generator.terms.calendar import Period
from generator.terms.currencies import coin_digits
from generator.terms.numerals import MINOR_DIGITS, about, day, scaled, shown, with_currency


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A payout in another currency: what is `owed` in the programme's, and what is `paid` of it, both in minor units.

    `rate` holds on `on`; without it, `on` is the day whose rate decides.
    """

    currency: str
    owed: int
    on: date
    rate: Fraction | None
    paid: int


def exchanged_of(accounts: Accounts, period: Period) -> dict[int, Exchanged]:
    """What a period pays in other currencies, by partner row."""
    row_of = accounts.settlement.book.partners.row_of
    own = accounts.settlement.programme.file.currency
    found: dict[int, Exchanged] = {}
    for row in accounts.of(period).payouts.to_pylist():
        if row["state"] != PAID or row["currency"] == own:
            continue
        rate = None if row["rate"] is None else Fraction(row["rate"])
        on = period.last if rate is None else row["rate_date"]
        found[row_of[row["partner"]]] = Exchanged(row["currency"], row["amount"], on, rate, row["paid"] or 0)
    return found


class ExchangedWriter:
    """Writes what statements of one language say of payouts in other currencies."""

    def __init__(self, terms: Terms, language: str, pieces: Pieces) -> None:
        self._currency = terms.currency
        self._language = language
        self._pieces = pieces

    def parts(self, exchanged: Mapping[int, Exchanged], size: int) -> Sequence[str]:
        """What each statement says; nothing where a partner is paid in the programme's currency."""
        out = [""] * size
        for at, one in exchanged.items():
            out[at] = self._told(one)
        return out

    def _told(self, one: Exchanged) -> str:
        language = self._language
        told: dict[str, object] = {"code": one.currency, "day": day(one.on, language)}
        if one.rate is None:
            return self._pieces.html("exchange_later", told)
        digits = coin_digits(one.currency)
        owed = Fraction(one.owed, 10**MINOR_DIGITS)
        told |= {
            "paid": with_currency(scaled(one.paid, digits, language), one.currency, language),
            "rate": shown(one.rate, self._currency, language, whole_money=False),
            "owed": shown(owed, self._currency, language, whole_money=False),
            "exact": about(owed / one.rate, one.currency, language),
        }
        return self._pieces.html("exchange", told)
