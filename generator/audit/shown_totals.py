"""What the lines of a statement come to, each unit by itself: money, points, and each reward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from generator.audit.pay_units import POINTS, rank_of, reward_of
from generator.audit.points_account import PointsMoved
from generator.audit.statement import Statement
from generator.audit.telling import Wanted
from generator.audit.wording import Tongue

Totals = Mapping[str, Fraction]  # by unit, in the order shown


def totals_shown(statement: Statement, money: str) -> dict[str, Fraction]:
    """What the amounts of its lines come to; money is always there."""
    found = {money: Fraction(0)}
    for name, _ in statement.lines:
        fact = statement.facts.get(f"line/{name}/amount")
        if fact is not None:
            amount = statement.amount(fact.id) or Fraction(0)
            found[fact.unit] = found.get(fact.unit, Fraction(0)) + amount
    return {unit: found[unit] for unit in sorted(found, key=rank_of)}


def figures_of_totals(totals: Totals) -> Iterator[tuple[str, Wanted]]:
    """The figures of what is no money, by id."""
    for unit, total in totals.items():
        if unit == POINTS:
            yield "result/points", Wanted(unit, total, "sum-differs")
        elif reward_of(unit):
            yield f"result/reward/{reward_of(unit)}", Wanted(unit, total, "sum-differs")


def figures_of_balance(points: PointsMoved) -> Iterator[tuple[str, Wanted]]:
    """What is left of points, where there is anything to tell of them."""
    if points.shows:
        yield "result/points_balance", Wanted(POINTS, points.closing, "points-differ")


def words_of_totals(totals: Totals, titles: Mapping[str, str], tongue: Tongue) -> list[str]:
    """The words of what is no money."""
    found: list[str] = []
    for unit in totals:
        if unit == POINTS:
            found.append(tongue.say("points earned"))
        elif reward := reward_of(unit):
            found.append(tongue.say("rewards granted", reward=titles.get(f"reward/{reward}", "")))
    return found
