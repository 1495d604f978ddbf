"""Carried states: what a clause remembers of a partner from period to period, and how its page says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.quantity import Amount, Quantity
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text
from generator.terms.version import V, known_on

OnLeaving = Literal["forgiven", "deducted", "kept"]
Reset = Literal["quarter", "half_year", "year"]
DEBT, SHORTFALL, LEFT, RIGHT = "debt", "shortfall", "left", "right"


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


class CarriedShortfall(Frozen):
    """A base below zero that is carried: with which calendar window what is left of it is forgiven."""

    reset: Reset


class CarriedShortfalls(Frozen):
    """What a clause carries of a base below zero."""

    shortfall: CarriedShortfall


class CarriedLegs(Frozen):
    """What is carried of two legs: what they did not match, or nothing."""

    left: Literal["unmatched", "flush"] = "flush"
    right: Literal["unmatched", "flush"] = "flush"

    @property
    def states(self) -> tuple[str, ...]:
        """The legs of which something is carried."""
        return tuple(name for name in (LEFT, RIGHT) if getattr(self, name) == "unmatched")


def states_of(version: object) -> tuple[str, ...]:
    """The names of the states that a version carries."""
    if getattr(version, "below_zero", None) == "carry":
        return (SHORTFALL,)
    carries = getattr(version, "carries", None)
    if isinstance(carries, CarriedLegs):
        return carries.states
    return () if carries is None else tuple(type(carries).model_fields)


def after_debts(versions: Sequence[V]) -> Iterator[V]:
    """Versions that make no debts and follow some that did, as those stood when the version was announced."""
    for version in versions:
        earlier = [v for v in versions if v.starts < version.starts and v.announced <= version.announced]
        before = known_on(earlier, version.announced)
        if DEBT not in states_of(version) and any(DEBT in states_of(v) for v in before):
            yield version


def check_reset(per: str, reset: Reset | None) -> None:
    """Raise Fault where a state is forgiven no later than the window in which it arises."""
    if reset is not None and _LENGTHS.get(per, 0) >= _LENGTHS[reset]:
        raise Fault(
            "option-without-use",
            f"With `per: {per}` and `reset: {reset}` what arises is forgiven at once.",
            at=("carries",),
            on_key=True,
            consequence="An option that does nothing looks like a promise.",
            cure="Let it be forgiven with a longer window, or leave `reset` out.",
        )


_LENGTHS = {"quarter": 3, "half_year": 6, "year": 12}
"""Calendar windows in months."""


@dataclass(frozen=True, slots=True)
class _Words:
    """A window as sentences name it: after "that", "later", "In the first", "For the" and their Russian kin."""

    en: str
    en_many: str
    ru_first: str
    ru_for: str
    ru_end: str


_WORDS: Mapping[str, _Words] = {
    "period": _Words("period", "periods", "В первом периоде", "За период", "этого периода"),
    "quarter": _Words("quarter", "quarters", "В первом квартале", "За квартал", "этого квартала"),
    "half_year": _Words("half-year", "half-years", "В первом полугодии", "За полугодие", "этого полугодия"),
    "year": _Words("year", "years", "В первом году", "За год", "этого года"),
}
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
_SHORTFALL_RESETS: Mapping[str | None, Text] = {
    None: Text.of(
        en="The shortfall stays until it is used up.",
        ru="Отрицательный остаток сохраняется, пока не будет исчерпан.",
    ),
    "quarter": Text.of(
        en="With the period in which a calendar quarter ends, what is left of the shortfall is forgiven.",
        ru="С периодом, в котором заканчивается календарный квартал, отрицательный остаток прощается.",
    ),
    "half_year": Text.of(
        en="With the period in which a calendar half-year ends, what is left of the shortfall is forgiven.",
        ru="С периодом, в котором заканчивается календарное полугодие, отрицательный остаток прощается.",
    ),
    "year": Text.of(
        en="With the period in which a calendar year ends, what is left of the shortfall is forgiven.",
        ru="С периодом, в котором заканчивается календарный год, отрицательный остаток прощается.",
    ),
}
_NOT_TAKEN = Text.of(
    en="What is left of it when a partner leaves is not taken.",
    ru="То, что от него осталось, когда партнёр уходит, не удерживается.",
)


def _on_leaving(what: OnLeaving, words: _Words) -> Text:
    if what == "forgiven":
        return Text.of(
            en=f"When a partner leaves, what is left of the debt at the end of that {words.en} is forgiven.",
            ru=f"Когда партнёр уходит, остаток долга на конец {words.ru_end} прощается.",
        )
    if what == "deducted":
        return Text.of(
            en=f"For the {words.en} in which a partner leaves, the whole debt is taken, even below the minimum, "
            "and the difference is not paid.",
            ru=f"{words.ru_for}, в котором партнёр уходит, удерживается весь долг, даже ниже минимума, "
            "а разница не платится.",
        )
    return Text.of(
        en="When a partner leaves, what is left of the debt stays on record.",
        ru="Когда партнёр уходит, остаток долга остаётся на учёте.",
    )


def say_debt(builder: SayingsBuilder, debt: CarriedDebt, currency: str, per: str) -> None:
    """Add `opens`, `reset` and `on_leaving`."""
    opens, words = debt.opens.with_unit(currency), _WORDS[per]
    builder.say(
        "opens",
        Text.of(
            en=f"In the first {words.en} in which this rule is in force for a partner, the debt opens at {{opens}}.",
            ru=f"{words.ru_first}, в котором правило действует для партнёра, долг вначале равен {{opens}}.",
        ),
        opens=builder.fact("debt.opens", opens.unit, opens.value),
    )
    builder.say("reset", _RESETS[debt.reset])
    builder.say("on_leaving", _on_leaving(debt.on_leaving, words))


def say_shortfall(builder: SayingsBuilder, carries: CarriedShortfalls | None) -> None:
    """Add `reset` and `on_leaving` of a base below zero that is carried."""
    builder.say("reset", _SHORTFALL_RESETS[None if carries is None else carries.shortfall.reset])
    builder.say("on_leaving", _NOT_TAKEN)
