"""Fixed bonus: one amount for a fact that is or is not, such as joining or a first order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from generator.rules.contract import Drafts, Figures
from generator.rules.exact import Column
from generator.rules.owed import Owed
from generator.rules.workings import Exact, Step
from generator.source import Fault
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.condition import AnyCondition, say_earns
from generator.terms.quantity import Amount, Quantity
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.version import say_dates


class FixedBonusVersion(ClauseVersion):
    """`amount` is paid for each period in which `earns` holds; `once: partner` pays the earliest of them only."""

    amount: Amount
    earns: AnyCondition
    once: Literal["partner"] | None = None


class FixedBonus(Clause):
    """A clause of the kind fixed_bonus."""

    kind: Literal["fixed_bonus"]
    versions: tuple[FixedBonusVersion, ...]


def settle(clause: str, version: FixedBonusVersion, figures: Figures) -> Drafts:
    """One line for each partner for whom the condition holds; no base takes part."""
    due = figures.present & figures.holds(version.earns)
    if version.once == "partner":
        due &= ~figures.paid_before(clause)
    who = np.flatnonzero(due)
    none = np.zeros(len(who), dtype=np.int64)
    return Drafts(who, Column(none, 0), none, Owed.each([version.amount.value], none))


def money_places(version: FixedBonusVersion) -> Iterator[tuple[tuple[str | int, ...], Quantity]]:
    """The quantities that must be money, with their places below the version."""
    yield ("amount",), version.amount


def metrics_read(version: FixedBonusVersion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Metrics that the kind reads besides its conditions, with their places; none here."""
    yield from ()


def check(version: FixedBonusVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme; none here."""
    yield from ()


_PAYS = Text.of(
    en="For each period in which the condition holds, this rule pays {amount}.",
    ru="За каждый период, в котором выполнено условие, платится {amount}.",
)
_ONCE = Text.of(
    en="It is paid only for the earliest such period of a partner, counted over all versions of this rule.",
    ru="Платится только за самый ранний такой период партнёра, с учётом всех редакций правила.",
)


def sayings(clause: str, version: FixedBonusVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.starts}")
    say_dates(builder, version)
    amount = titles.money(version.amount)
    builder.say("pays", _PAYS, amount=builder.fact("amount", amount.unit, amount.value))
    if version.once == "partner":
        builder.say("once", _ONCE)
    say_earns(builder, version.earns, titles)
    return builder.done()


def steps(version: FixedBonusVersion, base: Exact, row: int) -> list[Step]:
    """A fixed amount has no steps."""
    return []
