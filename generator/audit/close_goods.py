"""What closes have booked of points: read as movements of batches, and held together with lines and earlier closes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from generator.audit.belongings import adjusted_points
from generator.audit.booked import Holding
from generator.audit.books import Books
from generator.audit.closes import Close
from generator.audit.pay_units import POINTS
from generator.audit.points_account import (
    Inputs,
    PointsMoved,
    Spend,
    through_period,
)
from generator.audit.reckoning import Reckoning

NONE = Fraction(0)


def wrong_points(
    books: Books, reckoning: Reckoning, close: Close, before: Close | None, partner: str, mine: Holding
) -> Iterator[str]:
    """What is wrong with the points of one partner in a close."""
    points = mine.goods.points
    earlier = books.of(before.name, partner) if before is not None else None
    known = earlier.goods.points if earlier is not None else PointsMoved()
    edition = reckoning.edition_of(close.period)
    if edition.corrected is not None and edition.corrected > close.known:
        return  # what was corrected since may be the account itself
    counting = [one for one in mine.changes if not one.forgiven]
    inputs = Inputs(
        sum((one.amount for key, one in mine.lines.items() if key.paid_in == POINTS), NONE),
        adjusted_points(reckoning, partner, counting, close.period),
        points.returned,
        any(one.what == "inactive" for one in points.moves),
        any(one.what == "left" for one in points.moves),
    )
    spent: dict[str, Fraction] = {}
    days: dict[str, date] = {}
    for one in points.moves:
        if one.what == "spent":
            spent[one.key] = spent.get(one.key, NONE) + one.points
            days.setdefault(one.key, one.day)
    try:
        wanted = through_period(
            close.period,
            edition.points,
            known.batches,
            known.short,
            inputs,
            [Spend(day, key) for key, day in days.items()],
            lambda spend, usable: spent[spend.key],
        )
    except ValueError as error:
        yield str(error)
        return
    if points != wanted:
        yield f"its points are {points}, they should be {wanted}"
