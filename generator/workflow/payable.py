"""Whether a period can be paid: for each currency in which somebody is paid, the rate that was promised is known."""

from __future__ import annotations

from generator.accounts.kept import Accounts
from generator.accounts.payouts import PAID
from generator.source import Diagnosed, Diagnostic
from generator.terms.calendar import Period
from generator.terms.numerals import day


def check_payable(accounts: Accounts, period: Period) -> None:
    """Raise Diagnosed rate-missing for each currency whose rate is not known; a close keeps what it pays for ever."""
    first: dict[str, str] = {}
    for row in accounts.of(period).payouts.to_pylist():
        if row["state"] == PAID and row["paid"] is None:
            first.setdefault(row["currency"], row["partner"])
    rates = accounts.settlement.book.rates
    when = day(period.last, "en").replace("\u00a0", " ")
    told = [
        Diagnostic(
            "rate-missing",
            rates.place,
            f"Partner `{partner}` is paid in {currency}, and there is no rate of {when}.",
            consequence="What is paid with a close is never changed, so it waits for the rate.",
            cure=rates.nearest(currency, period.last),
        )
        for currency, partner in sorted(first.items())
    ]
    if told:
        raise Diagnosed(told)
