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
POINTS = "points"
"""The unit of figures in points; as a thing of editions, the points account."""
REWARD = "reward:"
"""Before the name of a reward: the unit in which so many of it are counted."""
MOST_WHOLE_DIGITS, MOST_DECIMALS = 12, 6
MOST_PERCENT = 1_000
FIRST_YEAR, LAST_YEAR = 1990, 2199
_MOST_DURATION = {"days": 36_500, "weeks": 5_200, "months": 1_200, "years": 100}
DURATIONS = ("days", "weeks", "months", "years")
_GAP = "[ \u00a0\u202f_]"
_FIGURE = re.compile(
    rf"^(?P<sign>[-\u2212]?)(?P<whole>[0-9]+(?:{_GAP}[0-9]+)*)(?:\.(?P<part>[0-9]+))?"
    rf"(?:{_GAP}*(?P<unit>%|[^\W\d_]+(?:-[^\W\d_]+)*))?$"
)
_SINGULAR = {
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "period": "periods",
    "point": POINTS,
}


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

    Raises Fault: comma-in-figure, figure-unreadable, figure-too-large.
    """
    if isinstance(written, Quantity):
        return written
    if not isinstance(written, str):
        raise Fault(
            "wrong-type",
            f"This must be a figure, but it is {'empty' if written is None else 'a list or has keys'}.",
            consequence="Without the figure nothing can be computed.",
            cure="Write a figure, with its unit where it needs one: `7.5 %`, `100 000 RUB`, `60 days`.",
        )
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
    if len(whole.lstrip("0")) > MOST_WHOLE_DIGITS or len(match["part"] or "") > MOST_DECIMALS:
        raise _too_large(
            f"A figure has at most {MOST_WHOLE_DIGITS} digits before the point and {MOST_DECIMALS} after it."
        )
    value = Fraction(f"{whole}.{match['part'] or 0}")
    if match["sign"]:
        value = -value
    unit = match["unit"] or ""
    if unit == "%":
        unit = PERCENT
    return Quantity(value, _SINGULAR.get(unit, unit))


def parse_rate(written: object) -> Quantity:
    """Read `7.5 %`; a bare figure is in percent. Raises Fault: wrong-unit, figure-negative, figure-too-large."""
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
            "A rate is never negative.",
            consequence="Partners would pay for selling.",
            cure="Remove the minus.",
        )
    if quantity.value > MOST_PERCENT:
        raise _too_large(f"A rate is at most {MOST_PERCENT:,} %.".replace(",", " "))
    return quantity


def parse_duration(written: object) -> Quantity:
    """Read `60 days`, `12 months`. Raises Fault: wrong-unit, figure-too-large, and those of quantities."""
    quantity = parse_quantity(written)
    if quantity.unit not in DURATIONS or quantity.value.denominator != 1 or quantity.value <= 0:
        raise Fault(
            "wrong-unit",
            "A duration is a whole number of days, weeks, months or years.",
            consequence="Nobody could say on which day it ends.",
            cure="Write it as `60 days` or `12 months`.",
        )
    if quantity.value > _MOST_DURATION[quantity.unit]:
        raise _too_large("A duration is at most a hundred years.")
    return quantity


def _whole(written: object) -> int:
    if isinstance(written, int):
        return written
    quantity = parse_quantity(written)
    if quantity.unit or quantity.value.denominator != 1:
        raise Fault(
            "wrong-type",
            f"This must be a whole number, but it is the text `{written}`.",
            consequence="A value of the wrong shape cannot be computed with, so it is refused rather than guessed.",
            cure="Write digits alone, such as `2`.",
        )
    return int(quantity.value)


def _too_large(says: str) -> Fault:
    return Fault(
        "figure-too-large",
        says,
        consequence="With larger ones money could not be computed exactly.",
        cure="Correct the figure.",
    )


def parse_date(written: object) -> date:
    """Read `2026-07-01`. Raises Fault: date-unreadable, date-out-of-range."""
    if isinstance(written, date):
        return written
    try:
        if isinstance(written, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written.strip()):
            found = date.fromisoformat(written.strip())
            if FIRST_YEAR <= found.year <= LAST_YEAR:
                return found
            raise Fault(
                "date-out-of-range",
                f"The year {found.year} lies outside {FIRST_YEAR} to {LAST_YEAR}.",
                consequence="A slip of the pen in a year would move a rule by centuries.",
                cure="Correct the year; where something has no end, leave `ends` out.",
            )
    except Fault:
        raise
    except ValueError:
        pass
    raise Fault(
        "date-unreadable",
        f"`{written}` is not a date." if isinstance(written, str) else "This must be a date.",
        consequence="A rule whose first day cannot be read is in force on no day.",
        cure="Write year, month and day: `2026-07-01`.",
    )


def parse_slug(written: object) -> str:
    """Read a name. Raises Fault: name-unreadable."""
    if isinstance(written, str) and re.fullmatch(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", written):
        return written
    raise Fault(
        "name-unreadable",
        f"`{written}` cannot serve as a name." if isinstance(written, str) else "This must be a name.",
        consequence="Names become addresses of public pages and must look the same everywhere.",
        cure="Use small Latin letters and digits, joined by a hyphen or an underscore: `growth-commission`.",
    )


def _flag(written: object) -> bool:
    if written in ("true", True):
        return True
    if written in ("false", False):
        return False
    raise Fault(
        "wrong-type",
        "This must be `true` or `false`.",
        consequence="Anything else could be read either way.",
        cure="Write `true` or `false`.",
    )


def _written(pattern: str, description: str) -> WithJsonSchema:
    """The schema of a figure; `description` is what it is, a colon and an example."""
    return WithJsonSchema(
        {
            "type": ["string", "number"],
            "description": description,
            "pattern": pattern,
            "examples": [description.partition(": ")[2]],
        }
    )


def _named(form: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [example]} | ({"format": form} if form else {}))


Rate = Annotated[Quantity, PlainValidator(parse_rate), _written(r"^[\d _]+(\.\d+)? ?%?$", "a rate: 7.5 %")]
Amount = Annotated[Quantity, PlainValidator(parse_quantity), _written(".*", "a figure: 100 000 RUB")]
Duration = Annotated[Quantity, PlainValidator(parse_duration), _written(r"^\d+ \w+$", "a duration: 60 days")]
WholeNumber = Annotated[
    int, PlainValidator(_whole), WithJsonSchema({"type": ["integer", "string"], "examples": [2]})
]
Day = Annotated[date, PlainValidator(parse_date), _named("date", "2026-07-01")]
Slug = Annotated[str, PlainValidator(parse_slug), _named("", "some-name")]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
