"""The part of the catalogue that is about what rules pay in: money, points, and rewards."""

from __future__ import annotations

PAY: dict[str, str] = {
    "funds-unlike": (
        "What is left in a fund can stand in another one only where both are over the same windows and in one unit."
    ),
    "lines-in-other-unit": (
        "A rule that reads lines reads those of one unit: money, or points where it pays in points."
    ),
    "money-only": (
        "Some things are said of money alone: what is lent, ceilings that rules share, and shares that are paid later."
    ),
    "pays-no-rewards": "What is taken, guaranteed or matched is money or points: a part of a thing is nothing to have.",
    "pays-in-unclear": "A rule pays in money, in points, or in a reward that it names.",
    "rate-of-no-money": "A rate of a figure that is not money, nor in a unit that is worth money, would not be money.",
    "rate-of-no-points": (
        "A share of money is money; points are given for figures that are counted, or so many for every full sum."
    ),
    "units-of-pay-mixed": (
        "What is compared, divided or bounded together is in one unit: nobody can halve a trip, or say whether it is "
        "more than a sum."
    ),
}
