"""Coins of what is paid: how a line in money, in points or in a reward is rounded."""

from __future__ import annotations

from datetime import date

from generator.rules.exact import Coins
from generator.terms.pay import MONEY, reward_of
from generator.terms.programme import Programme
from generator.terms.quantity import POINTS
from generator.terms.version import in_force

WHOLE = Coins("down", 0)
"""So are points and rewards rounded of which nothing else is in force; `lint` refuses to let rules pay in them."""


def coins_in(programme: Programme, unit: str, on: date) -> Coins:
    """How lines in a unit of pay are rounded by what is in force on a day.

    For money and points that is the first day of their period, for rewards the day that picks the version of the rule.
    """
    if unit == POINTS:
        account = programme.points_on(on)
        return WHOLE if account is None else Coins(account.rounding.mode, account.rounding.digits)
    if unit != MONEY:
        known = programme.rewards.get(reward_of(unit))
        version = None if known is None else in_force(known.versions, on)
        return WHOLE if version is None else Coins(version.rounding, 0)
    rounding = programme.policy(on).rounding
    return Coins(rounding.mode, rounding.digits)
