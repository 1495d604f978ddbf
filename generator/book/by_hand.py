"""Adjustments by hand: money that a person adds to or takes from one partner's account, with reason and owner."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from generator.source import Fault, Frozen
from generator.terms.quantity import Day, Quantity, Slug, parse_quantity
from generator.terms.text import Wording

ADJUSTMENTS = "adjustments.yaml"
PERIOD_NAME = r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"


def _money(written: object) -> Quantity:
    sum_of_money = parse_quantity(written)
    if (
        sum_of_money.unit == "percent"
        or (sum_of_money.value * 100).denominator != 1
        or not sum_of_money.value
    ):
        raise Fault(
            "money-unclear",
            "This must be a sum of money that can be paid, other than zero.",
            consequence="Less than the smallest coin could not be paid, and nothing need not be written down.",
            cure="Write it with at most two decimals; what is taken has a minus: `-500`.",
        )
    return sum_of_money


def _period_name(written: object) -> str:
    if isinstance(written, str):
        year, _, rest = written.partition("-")
        try:
            date.fromisoformat(written if "-" in rest else f"{written}-01")
            if len(year) == 4 and len(rest) in (2, 5):
                return written
        except ValueError:
            pass
    raise Fault(
        "period-name-unclear",
        f"`{written}` is not the name of a period."
        if isinstance(written, str)
        else "This must be the name of a period.",
        consequence="Nobody could tell which lines are meant.",
        cure="Write the month, `2026-09`, or the first day of a period of weeks or days, `2026-09-07`.",
    )


Money = Annotated[
    Quantity,
    PlainValidator(_money),
    WithJsonSchema(
        {"type": ["string", "number"], "description": "a sum of money: -500.00", "examples": ["-500.00"]}
    ),
]
PeriodName = Annotated[
    str,
    PlainValidator(_period_name),
    WithJsonSchema({"type": "string", "pattern": PERIOD_NAME, "examples": ["2026-09"]}),
]


class About(Frozen):
    """Which lines an adjustment is about."""

    clause: Slug | None = None
    period: PeriodName | None = None


class Adjustment(Frozen):
    """One adjustment; `reference` is its own name, which never repeats."""

    reference: str = Field(min_length=1)
    partner: str
    amount: Money
    day: Day = Field(alias="date")
    reason: Wording
    owner: str
    about: About | None = None
    recorded_at: Day | None = None

    @property
    def minor(self) -> int:
        """The amount in minor units."""
        return int(self.amount.value * 100)

    def known_on(self, day: date) -> bool:
        """Whether it was known on a day."""
        return (self.recorded_at or self.day) <= day


class AdjustmentsFile(Frozen):
    """The file adjustments.yaml."""

    adjustments: tuple[Adjustment, ...]
