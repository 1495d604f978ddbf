"""Ceilings: the most that several clauses pay together, and who gives way when they would pay more."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from generator.source import Frozen
from generator.terms.amount import AnyAmount, say_amount
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text, Wording
from generator.terms.titles import Titles
from generator.terms.version import Version, check_versions, say_dates


class CeilingVersion(Version):
    """One dated ceiling: `amount` for a period, `of` each partner or of the whole programme."""

    amount: AnyAmount
    of: Literal["partner", "programme"] = "partner"
    shared: Literal["pro_rata", "in_order"]


class Ceiling(Frozen):
    """A ceiling with its dated versions; clauses name it under `ceiling:`."""

    title: Wording
    versions: tuple[CeilingVersion, ...]

    @model_validator(mode="after")
    def _dated(self) -> Ceiling:
        check_versions(self.versions)
        return self


_MOST = {
    "partner": Text.of(
        en="The rules that share this ceiling pay at most {amount} for a period to a partner altogether.",
        ru="Правила с этим общим потолком платят партнёру за период не больше {amount} вместе.",
    ),
    "programme": Text.of(
        en="The rules that share this ceiling pay at most {amount} for a period to all partners together.",
        ru="Правила с этим общим потолком платят всем партнёрам за период не больше {amount} вместе.",
    ),
}
_SHARED = {
    "pro_rata": Text.of(
        en="Where they would pay more, each line is cut in the same proportion and rounded down.",
        ru="Если вышло бы больше, каждая строка уменьшается в одной и той же доле и округляется вниз.",
    ),
    "in_order": Text.of(
        en="Where they would pay more, rules are paid in the order of the list of rules; of the rule that no longer "
        "fits each line is cut in the same proportion and rounded down, and later rules pay nothing.",
        ru="Если вышло бы больше, правила выплачиваются в порядке списка правил; у правила, которое уже не "
        "помещается, каждая строка уменьшается в одной и той же доле и округляется вниз, а следующие правила "
        "не платят ничего.",
    ),
}


def ceiling_sayings(name: str, version: CeilingVersion, titles: Titles) -> Sayings:
    """What the page of a ceiling says."""
    builder = SayingsBuilder(f"ceiling/{name}/{version.address}")
    say_dates(builder, version)
    amount = say_amount(builder, "amount", version.amount, titles.currency, titles, genitive=True)
    builder.say("most", _MOST[version.of], amount=amount)
    builder.say("shared", _SHARED[version.shared])
    return builder.done()
