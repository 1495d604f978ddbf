"""What a statement must show of a partner's account: each figure of it, and the words around them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.reckoning import Expected
from generator.audit.telling import Wanted
from generator.audit.wording import Tongue


def figures_of_account(expected: Expected) -> Iterator[tuple[str, Wanted]]:
    """The figures of the account, by id."""
    money = expected.money
    for name in money.shown():
        yield f"account/{name}", Wanted(expected.edition.currency, getattr(money, name), "balance-differs")


def account_words(expected: Expected, tongue: Tongue) -> str:
    """The words of the part; nothing where there is no such part."""
    names = expected.money.shown()
    told = [tongue.say("earned in account" if name == "earned" else name) for name in names]
    return " ".join([tongue.say("account"), *told]) if names else ""
