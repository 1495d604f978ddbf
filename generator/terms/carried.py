"""Carried states: what a clause remembers of a partner from period to period, and how its page says it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.quantity import Amount, Quantity
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text

OnLeaving = Literal["forgiven", "deducted", "kept"]
Reset = Literal["quarter", "half_year", "year"]
DEBT = "debt"


class CarriedDebt(Frozen):
    """A debt in money: what it opens at, when it is forgiven, and what becomes of it when a partner leaves."""

    unit: Literal["money"]
    opens: Amount = Quantity(Fraction(0))
    reset: Reset | None = None
    on_leaving: OnLeaving

    @model_validator(mode="after")
    def _never_negative(self) -> CarriedDebt:
        if self.opens.value < 0:
            raise Fault(
                "figure-negative",
                "A debt is never below zero.",
                at=("opens",),
                consequence="Partners would be owed something by a rule that lends.",
                cure="Write `opens: 0`, or what every partner owes at the beginning.",
            )
        return self


class CarriedDebts(Frozen):
    """What a clause that lends carries."""

    debt: CarriedDebt


def states_of(version: object) -> tuple[str, ...]:
    """The names of the states that a version carries."""
    carries = getattr(version, "carries", None)
    return () if carries is None else tuple(type(carries).model_fields)


_OPENS = Text.of(
    en="In the first period in which this rule is in force for a partner, the debt opens at {opens}.",
    ru="В первом периоде, в котором правило действует для партнёра, долг вначале равен {opens}.",
)
_RESETS: Mapping[str | None, Text] = {
    None: Text.of(en="The debt stays until it is repaid.", ru="Долг остаётся, пока не погашен."),
    "quarter": Text.of(
        en="With the period in which a calendar quarter ends, what is left of the debt is forgiven.",
        ru="С периодом, в котором заканчивается календарный квартал, остаток долга прощается.",
    ),
    "half_year": Text.of(
        en="With the period in which a calendar half-year ends, what is left of the debt is forgiven.",
        ru="С периодом, в котором заканчивается календарное полугодие, остаток долга прощается.",
    ),
    "year": Text.of(
        en="With the period in which a calendar year ends, what is left of the debt is forgiven.",
        ru="С периодом, в котором заканчивается календарный год, остаток долга прощается.",
    ),
}
_ON_LEAVING: Mapping[str, Text] = {
    "forgiven": Text.of(
        en="When a partner leaves, what is left of the debt at the end of that period is forgiven.",
        ru="Когда партнёр уходит, остаток долга на конец этого периода прощается.",
    ),
    "deducted": Text.of(
        en="For the period in which a partner leaves, the whole debt is taken, even below the minimum, "
        "and the difference is not paid.",
        ru="За период, в котором партнёр уходит, удерживается весь долг, даже ниже минимума, "
        "а разница не платится.",
    ),
    "kept": Text.of(
        en="When a partner leaves, what is left of the debt stays on record.",
        ru="Когда партнёр уходит, остаток долга остаётся на учёте.",
    ),
}


def say_debt(builder: SayingsBuilder, debt: CarriedDebt, currency: str) -> None:
    """Add `opens`, `reset` and `on_leaving`."""
    opens = debt.opens.with_unit(currency)
    builder.say("opens", _OPENS, opens=builder.fact("debt.opens", opens.unit, opens.value))
    builder.say("reset", _RESETS[debt.reset])
    builder.say("on_leaving", _ON_LEAVING[debt.on_leaving])
