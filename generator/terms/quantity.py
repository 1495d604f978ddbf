"""Quantities as managers write them: text with a unit, exact from YAML to ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault

PERCENT = "percent"
COUNT = "count"
DURATIONS = ("days", "weeks", "months", "years")
_GAP = "[ \u00a0\u202f_]"
_FIGURE = re.compile(
    rf"^(?P<sign>[-\u2212]?)(?P<whole>[0-9]+(?:{_GAP}[0-9]+)*)(?:\.(?P<part>[0-9]+))?"
    rf"(?:{_GAP}*(?P<unit>%|[^\W\d_]+(?:-[^\W\d_]+)*))?$"
)
_SINGULAR = {"day": "days", "week": "weeks", "month": "months", "year": "years", "period": "periods"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact figure; `unit` is percent, an ISO currency, days, months, ..., or empty where none was written."""

    value: Fraction
    unit: str = ""

    @property
    def ratio(self) -> Fraction:
        """A rate as a factor: 7 percent is 7/100."""
        return self.value / 100 if self.unit == PERCENT else self.value

    def with_unit(self, unit: str) -> Quantity:
        """A bare number takes the unit of its place; a written unit stays."""
        return self if self.unit else Quantity(self.value, unit)


def decimals(value: Fraction) -> int | None:
    """How many decimal digits `value` needs; None when no finite number of them is enough."""
    denominator, digits = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        digits = max(digits, power)
    return digits if denominator == 1 else None


def parse_quantity(written: object) -> Quantity:
    """Read `7.5 %`, `100 000 RUB`, `60 days`, `3`.

    Raises Fault: comma-in-figure, figure-unreadable.
    """
    if isinstance(written, Quantity):
        return written
    if not isinstance(written, str):
        raise Fault("wrong-type", "This must be a figure with its unit, such as `7.5 %` or `100 000 RUB`.")
    text = written.strip()
    match = _FIGURE.match(text)
    if match is None:
        if re.match(r"^[-\u2212]?[0-9 \u00a0_]+,[0-9]+", text):
            thousands = re.match(r"^[^,]+(?:,[0-9]{3})+(?![0-9,])", text)
            cure = (
                f"Write thousands with a space: `{text.replace(',', ' ')}`."
                if thousands
                else f"Write the decimal sign as a point: `{text.replace(',', '.', 1)}`."
            )
            raise Fault(
                "comma-in-figure",
                "A comma never belongs in a figure.",
                consequence="Read one way it divides thousands, read the other way it is the decimal sign.",
                cure=cure,
            )
        raise Fault(
            "figure-unreadable",
            f"`{text}` is not a figure.",
            consequence="A figure that can be read in two ways would be paid in one of them.",
            cure="Write digits, a point for decimals, and a unit: `7.5 %`, `100 000 RUB`, `60 days`.",
        )
    whole = re.sub(_GAP, "", match["whole"])
    value = Fraction(f"{whole}.{match['part'] or 0}")
    if match["sign"]:
        value = -value
    unit = match["unit"] or ""
    if unit == "%":
        unit = PERCENT
    return Quantity(value, _SINGULAR.get(unit, unit))


def _rate(written: object) -> Quantity:
    quantity = parse_quantity(written).with_unit(PERCENT)
    if quantity.unit != PERCENT:
        raise Fault(
            "wrong-unit",
            f"A rate is written in percent, not in `{quantity.unit}`.",
            consequence="A rate in another unit would be multiplied with money as it stands.",
            cure=f"Write `{written} %`." if not quantity.unit else "Write it as `7 %`.",
        )
    if quantity.value < 0:
        raise Fault(
            "figure-negative",
            "A rate is never negative; what is taken is a clause of its own.",
            cure="Remove the minus.",
        )
    return quantity


def _duration(written: object) -> Quantity:
    quantity = parse_quantity(written)
    if quantity.unit not in DURATIONS or quantity.value.denominator != 1 or quantity.value <= 0:
        raise Fault(
            "wrong-unit",
            "A duration is a whole number of days, weeks, months or years.",
            cure="Write it as `60 days` or `12 months`.",
        )
    return quantity


def _whole(written: object) -> int:
    quantity = parse_quantity(written)
    if quantity.unit or quantity.value.denominator != 1:
        raise Fault("wrong-type", "This must be a whole number.")
    return int(quantity.value)


def parse_date(written: object) -> date:
    """Read `2026-07-01`. Raises Fault: date-unreadable."""
    if isinstance(written, date):
        return written
    try:
        if isinstance(written, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", written.strip()):
            return date.fromisoformat(written.strip())
    except ValueError:
        pass
    raise Fault(
        "date-unreadable",
        f"`{written}` is not a date.",
        consequence="A rule whose first day cannot be read is in force on no day.",
        cure="Write year, month and day: `2026-07-01`.",
    )


def _slug(written: object) -> str:
    if isinstance(written, str) and re.fullmatch(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", written):
        return written
    raise Fault(
        "name-unreadable",
        f"`{written}` cannot serve as a name.",
        consequence="Names become addresses of public pages and must look the same everywhere.",
        cure="Use small Latin letters and digits, joined by a hyphen or an underscore: `growth-commission`.",
    )


def _flag(written: object) -> bool:
    if written in ("true", True):
        return True
    if written in ("false", False):
        return False
    raise Fault("wrong-type", "This must be `true` or `false`.")


def _written(pattern: str, description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": ["string", "number"], "description": description, "pattern": pattern})


Rate = Annotated[Quantity, PlainValidator(_rate), _written(r"^[\d _]+(\.\d+)? ?%?$", "a rate: 7.5 %")]
Amount = Annotated[Quantity, PlainValidator(parse_quantity), _written(".*", "a figure: 100 000 RUB")]
Duration = Annotated[Quantity, PlainValidator(_duration), _written(r"^\d+ \w+$", "a duration: 60 days")]
WholeNumber = Annotated[int, PlainValidator(_whole), WithJsonSchema({"type": ["integer", "string"]})]
Day = Annotated[date, PlainValidator(parse_date), WithJsonSchema({"type": "string", "format": "date"})]
Slug = Annotated[str, PlainValidator(_slug), WithJsonSchema({"type": "string"})]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
