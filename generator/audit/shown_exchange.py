"""What a statement must show of a payment in another currency: the sum, its rate and day, and how it is worked out."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.exchange import Paid
from generator.audit.telling import Wanted
from generator.audit.wording import Tongue

SLUG = "payment-differs"


def figures_of_exchange(paid: Paid | None, own: str) -> Iterator[tuple[str, Wanted]]:
    """Every figure of it, by id, in the order shown; the rate stands there twice."""
    if paid is None:
        return
    if paid.rate is None:
        yield "exchange/day", Wanted("date", paid.wanted, SLUG)
        return
    yield "exchange/paid", Wanted(paid.currency, paid.amount, SLUG)
    yield "exchange/day", Wanted("date", paid.rate.day, SLUG)
    yield "exchange/rate", Wanted(own, paid.rate.price, SLUG)
    yield "exchange/owed", Wanted(own, paid.owed, SLUG)
    yield "exchange/rate", Wanted(own, paid.rate.price, SLUG)
    yield "exchange/exact", Wanted(paid.currency, paid.exact, SLUG)


def exchange_words(paid: Paid | None, tongue: Tongue) -> list[str]:
    """The words of it; nothing where nothing is paid in another currency."""
    if paid is None:
        return []
    return [tongue.say("exchanged" if paid.rate is not None else "not exchanged", code=paid.currency)]
