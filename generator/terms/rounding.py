"""Rounding: of a figure that declares it, said on its page, and of lines; mode and digits."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.quantity import COUNT, WholeNumber
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text

Mode = Literal["half_up", "half_even", "down"]
MOST_DIGITS = 6


class FigureRounding(Frozen):
    """How a measure or metric is rounded: symmetric around zero, `digits` decimals of the printed figure."""

    mode: Mode
    digits: WholeNumber

    @model_validator(mode="after")
    def _few_digits(self) -> FigureRounding:
        if not 0 <= self.digits <= MOST_DIGITS:
            raise Fault(
                "rounding-digits",
                f"A figure is rounded to 0 to {MOST_DIGITS} decimals.",
                at=("digits",),
                consequence="With more of them sums would no longer fit, and with fewer nobody knows what is meant.",
                cure="Write `digits: 2`.",
            )
        return self


class Rounding(Frozen):
    """How a line is rounded: once, symmetric around zero; `digits` count decimals of the currency."""

    mode: Mode
    digits: WholeNumber

    @model_validator(mode="after")
    def _within_minor_units(self) -> Rounding:
        if not 0 <= self.digits <= 2:
            raise Fault(
                "rounding-digits",
                "A line is rounded to 0, 1 or 2 decimals.",
                at=("digits",),
                consequence="Money smaller than the smallest coin cannot be paid.",
                cure="Write `digits: 2`.",
            )
        return self


NOT_ROUNDED = Text.of(en="It is not rounded.", ru="Показатель не округляется.")
_ROUNDED = {
    "half_up": Text.of(
        en="It is rounded to the nearest value with {digits} decimals, a tie away from zero.",
        ru="Показатель округляется до ближайшего значения, знаков после запятой — {digits}; "
        "при равном расстоянии — от нуля.",
    ),
    "half_even": Text.of(
        en="It is rounded to the nearest value with {digits} decimals, a tie to the even digit.",
        ru="Показатель округляется до ближайшего значения, знаков после запятой — {digits}; "
        "при равном расстоянии — до чётной цифры.",
    ),
    "down": Text.of(
        en="It is cut to {digits} decimals towards zero.",
        ru="У показателя лишние знаки отбрасываются, знаков после запятой — {digits}.",
    ),
}


def say_rounding(builder: SayingsBuilder, rounding: FigureRounding | None) -> None:
    """Add the sentence that says whether and how a figure is rounded."""
    if rounding is None:
        builder.say("rounding", NOT_ROUNDED)
    else:
        digits = builder.fact("rounding.digits", COUNT, Fraction(rounding.digits))
        builder.say("rounding", _ROUNDED[rounding.mode], digits=digits)
