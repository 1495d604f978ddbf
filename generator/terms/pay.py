"""Units of pay: a rule pays in money, in points, or in a reward, and each of its amounts is counted in that."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Protocol

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault
from generator.terms.quantity import POINTS, REWARD, Quantity

MONEY = "money"


def _pays_in(written: object) -> str:
    if isinstance(written, str) and (
        written in (MONEY, POINTS) or re.fullmatch(rf"{REWARD}[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", written)
    ):
        return written
    raise Fault(
        "pays-in-unclear",
        f"`{written}` is nothing in which a rule pays."
        if isinstance(written, str)
        else "This must be one word.",
        consequence="Partners could not tell what they receive.",
        cure="Write `pays_in: money`, `pays_in: points`, or `pays_in: reward:sea-trip` with the name of a reward.",
    )


PaysIn = Annotated[
    str,
    PlainValidator(_pays_in),
    WithJsonSchema(
        {
            "type": "string",
            "description": "money, points, or a reward: reward:sea-trip",
            "pattern": "^(money|points|reward:.+)$",
            "examples": [POINTS],
        }
    ),
]


def pay_unit(pays_in: str, currency: str) -> str:
    """The unit of amounts of what pays in money, points or a reward."""
    return currency if pays_in == MONEY else pays_in


def reward_of(unit: str) -> str:
    """The name of the reward that a unit counts; empty for every other unit."""
    return unit.removeprefix(REWARD) if unit.startswith(REWARD) else ""


def unit_order(unit: str) -> tuple[int, str]:
    """By which units of pay stand one after the other: money, points, rewards by name."""
    return (MONEY, POINTS).index(unit) if unit in (MONEY, POINTS) else 2, unit


class Paying(Protocol):
    """The part of a clause version that is asked here."""

    rewards_refused: ClassVar[str]

    @property
    def pays_in(self) -> str:
        """What it pays in."""
        ...

    @property
    def units(self) -> tuple[str, ...]:
        """All that it pays in."""
        ...


def unit_of_figure(figure: Quantity, version: Paying, currency: str) -> str:
    """In what a figure is paid that stands for lines of a version: in its own unit, where it names none.

    The unit of a reward may be written as the name of the reward alone: `1 sea-trip`.
    """
    if figure.unit in (POINTS, currency):
        return MONEY if figure.unit == currency else POINTS
    if figure.unit:
        return REWARD + figure.unit
    return version.units[0] if len(version.units) == 1 else version.pays_in


_ONLY_OF_MONEY = {
    "ceiling": "A ceiling is shared by rules that pay money.",
    "hold": "Points and rewards are not put on hold; the points account says from when points may be used.",
    "due": "Points and rewards are not paid in shares; the points account says from when points may be used.",
}


def check_paid_otherwise(version: Paying) -> None:
    """Raise Fault where a version that pays in points or rewards has what belongs to money alone."""
    other = [unit for unit in version.units if unit != MONEY]
    if any(map(reward_of, other)) and version.rewards_refused:
        raise Fault(
            "pays-no-rewards",
            "A rule of this kind pays in money or in points, and gives no rewards.",
            at=("pays_in",),
            consequence=version.rewards_refused,
            cure="Write `pays_in: points`, or leave `pays_in` out.",
        )
    for key, why in _ONLY_OF_MONEY.items():
        if other and getattr(version, key):
            raise Fault(
                "money-only",
                f"A rule that pays in {'points' if POINTS in other else 'rewards'} cannot carry `{key}`.",
                at=(key,),
                on_key=True,
                consequence=why,
                cure=f"Remove `{key}`, or leave `pays_in` out.",
            )
