"""In what a rule pays: money of the programme, points, or a reward; what its page says of it, and how it is rounded."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.amounts import Amount, OfMetric, RateOf, metrics_in, unit_of
from generator.audit.numerals import REWARD
from generator.audit.rounding import rounded_by
from generator.audit.shapes import NotUnderstood, Vocabulary

if TYPE_CHECKING:
    from generator.audit.promise import Edition
    from generator.audit.sections import Section

# The unit of what is no money: MONEY stands for the currency of whichever edition is in force.
MONEY = ""
POINTS = "points"

PAYS_IN = Vocabulary(
    {
        "pays_in.points": {
            "en": "This rule pays in points; they go into the points account.",
            "ru": "Правило платит баллами: они поступают на счёт баллов.",
        },
        "pays_in.taken": {
            "en": "This rule takes points; they are taken off what the partner earns in points in the period.",
            "ru": "Правило удерживает баллы: они вычитаются из баллов, начисленных партнёру за период.",
        },
        "pays_in.reward": {
            "en": "This rule gives the reward {reward:ref}; it is entered in the partner's account of rewards.",
            "ru": "Правило даёт награду «{reward:ref}»: она записывается на счёт наград партнёра.",
        },
        "prizes.points": {
            "en": "Prizes in points go into the points account.",
            "ru": "Призы в баллах поступают на счёт баллов.",
        },
        "prizes.reward": {
            "en": "Prizes that are rewards are entered in the partner's account of rewards.",
            "ru": "Призы-награды записываются на счёт наград партнёра.",
        },
    }
)


def reward_of(unit: str) -> str:
    """The reward of which a unit says how many; nothing for money and points."""
    return unit.removeprefix(REWARD) if unit.startswith(REWARD) else ""


def rank_of(unit: str) -> tuple[int, str]:
    """Where a unit stands among others: money, points, then rewards by their ids."""
    return (2, unit) if reward_of(unit) else (int(unit == POINTS), unit)


def is_paid(unit: str) -> bool:
    """Whether a figure in this unit can be an amount: money, points, or so many of a reward."""
    return (len(unit) == 3 and unit.isupper()) or unit == POINTS or bool(reward_of(unit))


def read_pays_in(section: Section) -> str:
    """In what a section's rule pays; NotUnderstood where it says two things."""
    said = section.said(PAYS_IN)
    own = [key for key in said if key.startswith("pays_in.")]
    if len(own) > 1 or (own and len(said) > 1):
        raise NotUnderstood(f"{section.thing} says {sorted(said)} of what it pays in")
    if "pays_in.reward" in said:
        return REWARD + said["pays_in.reward"].target("reward").removeprefix("reward/")
    return POINTS if own else MONEY


def check_prizes(section: Section, units: set[str]) -> None:
    """What a section says of its prizes is what they are."""
    said = {key for key in section.said(PAYS_IN) if key.startswith("prizes.")}
    wanted = {"prizes.points"} if POINTS in units else set()
    wanted |= {"prizes.reward"} if any(map(reward_of, units)) else set()
    if said != wanted:
        raise NotUnderstood(f"{section.thing} says {sorted(said)} of prizes in {sorted(units)}")


def paid_unit(unit: str, edition: Edition) -> str:
    """The unit under which an amount is shown."""
    return unit or edition.currency


def paid_in(unit: str, edition: Edition) -> str:
    """In what an amount is paid that is shown under a unit."""
    return MONEY if unit == edition.currency else unit


def is_base(unit: str, edition: Edition) -> bool:
    """Whether rates of a figure in this unit can come to points or rewards: plain numbers and declared units."""
    return unit == "count" or unit in edition.units


def check_amount(
    amount: Amount | None, paid: str, unit: Callable[[str], str], edition: Edition, thing: str
) -> None:
    """An amount is in the unit in which a rule pays; a plain figure is taken as so many points or rewards."""
    if amount is None:
        return
    for metric in metrics_in(amount):
        unit(metric)  # it must be defined
    found = unit_of(amount, unit)
    wanted = paid_unit(paid, edition)
    plain = paid != MONEY and (
        (isinstance(amount, OfMetric) and found == "count")
        or (isinstance(amount, RateOf) and is_base(found, edition))
    )
    if found != wanted and not plain:
        raise NotUnderstood(f"{thing} reckons with {found}, and pays in {wanted}")


def rounding_in(unit: str, edition: Edition) -> tuple[str, int]:
    """How a line in a unit is rounded by an edition: mode and digits."""
    if unit == MONEY:
        policy = edition.policy
        if policy is None:
            raise NotUnderstood(f"the policy of {edition.start} is not read, and says how lines are rounded")
        return policy.rounding, policy.digits
    if unit == POINTS:
        if edition.points is None:
            raise NotUnderstood(
                f"the edition of {edition.start} has no points account, and lines are in points"
            )
        return edition.points.rounding, edition.points.digits
    reward = edition.rewards.get(reward_of(unit))
    if reward is None:
        raise NotUnderstood(f"the edition of {edition.start} does not have the reward {reward_of(unit)!r}")
    return reward.rounding, 0


def rounded_in(value: Fraction, unit: str, edition: Edition) -> Fraction:
    """A value of a line in a unit, rounded as an edition says."""
    return rounded_by(value, *rounding_in(unit, edition))
