"""What closes have booked of points and rewards, held together with lines, with one another and with earlier closes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from generator.audit.belongings import adjusted_points, by_reward
from generator.audit.booked import Holding
from generator.audit.books import Books
from generator.audit.closes import Close
from generator.audit.goods import Goods
from generator.audit.pay_units import POINTS
from generator.audit.points_account import (
    Inputs,
    PointsMoved,
    Spend,
    through_period,
)
from generator.audit.reckoning import Reckoning
from generator.audit.rewards_account import TAKEN, WITHDRAWN, Wish, owed_after

HOUSE = "house"
NONE = Fraction(0)


def wrong_goods(
    books: Books, reckoning: Reckoning, closes: Sequence[Close], partner: str, mine: Holding
) -> Iterator[str]:
    """What is wrong with points and rewards of one partner in the last of some closes; the house has none."""
    if partner == HOUSE:
        if mine.goods != Goods():
            yield "the house has points or rewards"
        return
    yield from _wrong_points(books, reckoning, closes, partner, mine)
    yield from _wrong_rewards(books, closes, partner, mine)


def _wrong_points(
    books: Books, reckoning: Reckoning, closes: Sequence[Close], partner: str, mine: Holding
) -> Iterator[str]:
    """What is wrong with the points of one partner."""
    points, close = mine.goods.points, closes[-1]
    before = closes[-2] if len(closes) > 1 else None
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


def _wrong_rewards(books: Books, closes: Sequence[Close], partner: str, mine: Holding) -> Iterator[str]:
    """What is wrong with the rewards of one partner."""
    earlier = books.of(closes[-2].name, partner) if len(closes) > 1 else None
    known = earlier.goods.rewards.owed if earlier is not None else {}
    rewards = mine.goods.rewards
    before = {name: one.closing for name, one in known.items() if one.closing}
    granted = by_reward((key.paid_in, one.amount) for key, one in mine.lines.items())
    adjusted = by_reward((one.key.paid_in, one.amount) for one in mine.changes if not one.forgiven)
    wanted = owed_after(before, granted, adjusted, rewards.decisions, rewards.handovers, [])
    accounts = [{name: one for name, one in each.items() if one.shows} for each in (wanted, rewards.owed)]
    if accounts[0] != accounts[1]:
        yield f"its rewards are {accounts[1]}, they should be {accounts[0]}"
    taken: set[Wish] = set()
    for close in closes:
        held = books.of(close.name, partner)
        for one in held.goods.rewards.decisions if held is not None else ():
            wish = replace(one.wish, quantity=abs(one.wish.quantity))
            if one.outcome == TAKEN:
                if wish in taken and close is closes[-1]:
                    yield f"{wish.key} is taken a second time"
                taken.add(wish)
            elif one.outcome == WITHDRAWN:
                if wish not in taken and close is closes[-1]:
                    yield f"{wish.key} is taken back, and was never taken"
                taken.discard(wish)
    spent: dict[str, Fraction] = {}
    for move in mine.goods.points.moves:
        if move.what == "spent":
            spent[move.key] = spent.get(move.key, NONE) + move.points
    asked = {one.wish.key: one.points for one in rewards.decisions if one.outcome == TAKEN}
    if spent != asked:
        yield f"points were spent on {spent}, taken was {asked}"
    if mine.goods.points.returned != rewards.returned:
        yield f"{mine.goods.points.returned} points come back, taken back is {rewards.returned}"
