"""Worth: rates of a base in a declared unit, turned into money by what the unit is worth."""

from __future__ import annotations

from collections.abc import Iterator

from generator.source import Fault
from generator.terms.carriers import ROWWISE
from generator.terms.clause import ClauseVersion
from generator.terms.pay import MONEY
from generator.terms.saying import Code, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles


def unit_of_base(version: ClauseVersion, titles: Titles) -> str:
    """The unit of the base of which the rates of a clause are taken; empty where there are no rates of a base."""
    legs = getattr(version, "legs", None)
    if legs is not None:
        return titles.unit_of(f"metric/{legs.left}")
    base = getattr(version, "base", None)
    rows = getattr(version, "rows", ())
    if base is None or not rows or rows[0].rate is None:
        return ""
    return titles.unit_of(str(getattr(version, "base_thing", f"metric/{base}")))


def unit_of_rates(version: ClauseVersion, titles: Titles) -> str:
    """The unit whose worth turns what the rates give into money; empty where they give money, or points as they are."""
    unit = unit_of_base(version, titles)
    return "" if unit == titles.currency or version.pays_in != MONEY else unit


def worthless_base(version: ClauseVersion, titles: Titles) -> Iterator[Fault]:
    """A fault where rates are paid of a base in a unit that is worth no money."""
    unit = unit_of_rates(version, titles)
    if unit and unit not in titles.valued:
        declared = f"unit/{unit}" in titles.titles
        yield Fault(
            "rate-of-no-money",
            f"A rate of `{getattr(version, 'base', '')}` would pay in its unit, which is not money.",
            at=("base",),
            consequence="Nobody could say how much money a share of it is.",
            cure=f"Say what each {unit} is worth: `equals: 50 {titles.currency}` at `units: {unit}`."
            if declared
            else "Take a base in money, or in a declared unit with `equals:`; amounts in rows pay money as they are.",
        )


_DAY = {
    "day": ("the day", "в этот день"),
    "week": ("the first day of the week", "в первый день недели"),
    "period": ("the first day of the period", "в первый день периода"),
    "quarter": ("the first day of the quarter", "в первый день квартала"),
    "half_year": ("the first day of the half-year", "в первый день полугодия"),
    "year": ("the first day of the year", "в первый день года"),
    "window_start": (
        "the first day of the period in which the row lies",
        "в первый день периода, в котором лежит строка",
    ),
    "sale_date": ("the date of the row", "в день строки"),
}


def say_worth(builder: SayingsBuilder, version: ClauseVersion, titles: Titles) -> None:
    """Add `worth` where the rates do not pay in money."""
    unit = unit_of_rates(version, titles)
    if unit not in titles.valued:  # money, or a fault that is told elsewhere
        return
    en, ru = _DAY[version.picks_by if version.per in ROWWISE else version.per]
    phrase = Text.of(
        en="What the rates give is in {unit}; it is multiplied by the worth of the unit {title} "
        f"in force on {en}.",
        ru="То, что дают ставки, выражено в {unit}; оно умножается на стоимость единицы «{title}», "
        f"действующую {ru}.",
    )
    builder.say("worth", phrase, unit=Code(unit), title=titles.ref(f"unit/{unit}"))
