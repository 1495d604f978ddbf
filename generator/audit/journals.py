"""The journals of points and rewards that closes keep: read as what a period did to what one partner has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from generator.audit.calendar import Period
from generator.audit.closes import CloseBroken, Table
from generator.audit.goods import Goods
from generator.audit.points_account import NAMES, Batch, Move, PointsMoved
from generator.audit.rewards_account import FIGURES, WITHDRAWN, Decision, Owed, RewardsMoved, Wish

NONE = Fraction(0)
MOVES = ("spent", "expired", "inactive", "taken", "filled", "left")  # what batches give
SUMS = ("opening", "earned", "adjusted", "returned", "not_credited")

Row = Mapping[str, object]


def with_points(goods: Goods, rows: Table, periods: Mapping[str, Period]) -> Goods:
    """The same with the points of one partner: what came in, what batches gave, what is left; CloseBroken if wrong."""
    sums: dict[str, Fraction] = {}
    moves: list[Move] = []
    batches: list[Batch] = []
    for row in rows:
        what, amount = _text(row, "what"), _hundredths(row, "points")
        if row["day"] is not None and what in MOVES:
            moves.append(Move(what, _date(row, "day"), _period(row, periods), amount, _text(row, "key")))
        elif what == "batch":
            through = None if row["through"] is None else _date(row, "through")
            batches.append(Batch(_period(row, periods), amount, through))
        elif what in NAMES and what not in sums:
            sums[what] = amount
        elif what != "refused":
            raise CloseBroken(f"the points of {row['partner']} have a row of {what!r} too many")
    closing = sums.get("closing", NONE)
    opening, earned, adjusted, returned, not_credited = (sums.get(name, NONE) for name in SUMS)
    short = NONE if batches else max(-closing, NONE)
    found = PointsMoved(
        opening, earned, adjusted, returned, not_credited, tuple(moves), tuple(batches), short
    )
    if any(getattr(found, name) != sums.get(name, NONE) for name in NAMES) or not found.adds_up:
        raise CloseBroken(f"the points of {rows[0]['partner']} do not add up: {sums}")
    return replace(goods, points=found)


def with_rewards(goods: Goods, rows: Table) -> Goods:
    """The same with the rewards of one partner: the account of each, decisions, and what was handed over."""
    figures: dict[str, dict[str, Fraction]] = {}
    decisions: list[Decision] = []
    handovers: list[Wish] = []
    for row in rows:
        what, reward, quantity = _text(row, "what"), _text(row, "reward"), Fraction(_count(row, "quantity"))
        if what in FIGURES:
            mine = figures.setdefault(reward, {})
            if what in mine:
                raise CloseBroken(f"the {what} of {reward} stands there twice")
            mine[what] = quantity
        elif what == "handover":
            handovers.append(Wish(_text(row, "name"), _date(row, "day"), reward, quantity))
        elif what == "redemption":
            outcome = _text(row, "outcome")
            points = None if row["points"] is None else _hundredths(row, "points")
            if outcome == WITHDRAWN:
                # Kept as the row said it; what is taken back has the other sign.
                quantity, points = -quantity, None if points is None else -abs(points)
            wish = Wish(_text(row, "name"), _date(row, "day"), reward, quantity)
            decisions.append(Decision(wish, outcome, points, row["late"] is True))
        else:
            raise CloseBroken(f"the account of rewards has a row of {what!r}")
    return replace(goods, rewards=RewardsMoved(_owed(figures), decisions, handovers))


def _owed(figures: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Owed]:
    found: dict[str, Owed] = {}
    for reward, mine in figures.items():
        found[reward] = Owed(*(mine.get(name, NONE) for name in FIGURES[:-1]))
        if found[reward].closing != mine.get("closing", NONE):
            raise CloseBroken(f"the account of {reward} does not add up: {dict(mine)}")
    return found


def _period(row: Row, periods: Mapping[str, Period]) -> Period:
    """The period in which a batch was earned."""
    name = _text(row, "batch")
    if name not in periods:
        raise CloseBroken(f"there is a batch of {name!r}")
    return periods[name]


def _text(row: Row, name: str) -> str:
    return str(row[name] or "")


def _date(row: Row, name: str) -> date:
    value = row[name]
    if type(value) is not date:
        raise CloseBroken(f"{name} is {value!r}")
    return value


def _count(row: Row, name: str) -> int:
    value = row[name]
    if type(value) is not int:
        raise CloseBroken(f"{name} is {value!r}")
    return value


def _hundredths(row: Row, name: str) -> Fraction:
    return Fraction(_count(row, name), 100)


def same_rewards(one: RewardsMoved, other: RewardsMoved) -> bool:
    """Whether two accounts of rewards say the same, whatever the order of rewards of which nothing is owed."""
    accounts = [{name: owed for name, owed in each.owed.items() if owed.shows} for each in (one, other)]
    rows = [(list(each.decisions), list(each.handovers)) for each in (one, other)]
    return accounts[0] == accounts[1] and rows[0] == rows[1]
