"""Contests: prizes by place, and what becomes of partners who are equal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, Frozen
from generator.terms.bracket import check_filled
from generator.terms.depth_table import Steps
from generator.terms.pay import PaysIn
from generator.terms.quantity import Amount as Figure
from generator.terms.quantity import Slug


def _places(written: object) -> Steps:
    if isinstance(written, Steps):
        return written
    ends: Sequence[object] = (written, written)
    if isinstance(written, dict) and set(written) == {"from", "to"}:
        ends = (written["from"], written["to"])
    if all(isinstance(end, str) and re.fullmatch("[1-9][0-9]{0,3}", end) for end in ends):
        first, last = (int(str(end)) for end in ends)
        if first <= last:
            return Steps(first, last)
    raise Fault(
        "wrong-type",
        "A place is a whole number from 1 on, or a range that rises.",
        consequence="Nobody could say who wins the prize.",
        cure="Write `place: 1` or `place: {from: 2, to: 3}`.",
    )


AnyPlaces = Annotated[
    Steps, PlainValidator(_places), WithJsonSchema({"type": ["integer", "string", "object"], "examples": [1]})
]


class Prize(Frozen):
    """What each of one or several places wins; one of a reward where `pays_in` names one and no amount stands there.

    Without a `pays_in` of its own a prize is paid in what the contest pays in.
    """

    place: AnyPlaces
    amount: Figure | None = None
    pays_in: PaysIn | None = None
    name: Slug | None = None

    @property
    def first(self) -> int:
        """The first of its places."""
        return self.place.first

    @property
    def last(self) -> int:
        """The last of its places."""
        assert self.place.last is not None
        return self.place.last


class Ties(Frozen):
    """What decides between equal partners, and what holds of those whom it does not tell apart."""

    then: Slug | None = None
    still_tied: Literal["share", "same_place"]


def check_places(prizes: Sequence[Prize]) -> None:
    """Raise Fault unless the places of the prizes begin with the first and follow one another."""
    check_filled(prizes, "{place: 1, amount: 30 000}", at="prizes")
    place = 1
    for number, prize in enumerate(prizes):
        if prize.first != place:
            raise Fault(
                "places-with-gaps",
                f"Here the place {place} must stand, and it is {prize.first}.",
                at=("prizes", number, "place"),
                consequence="Of one place nobody could say what it wins, or two prizes would be promised for it.",
                cure="Write the prizes from the first place on, one place after the other.",
            )
        place = prize.last + 1
