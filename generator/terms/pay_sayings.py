"""What rules say of the points and rewards in which they pay, and where those go."""

from __future__ import annotations

from generator.terms.clause import ClauseVersion
from generator.terms.pay import MONEY, reward_of
from generator.terms.quantity import POINTS
from generator.terms.saying import SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles

_IN_POINTS = Text.of(
    en="This rule pays in points; they go into the points account.",
    ru="Правило платит баллами: они поступают на счёт баллов.",
)
_IN_REWARDS = Text.of(
    en="This rule gives the reward {reward}; it is entered in the partner's account of rewards.",
    ru="Правило даёт награду «{reward}»: она записывается на счёт наград партнёра.",
)
_TAKES_POINTS = Text.of(
    en="This rule takes points; they are taken off what the partner earns in points in the period.",
    ru="Правило удерживает баллы: они вычитаются из баллов, начисленных партнёру за период.",
)
_LINES_IN_POINTS = Text.of(en="Only lines in points are counted.", ru="Учитываются только строки в баллах.")
_LINES_IN_MONEY = Text.of(en="Only lines in money are counted.", ru="Учитываются только строки в деньгах.")
_PRIZES_IN_POINTS = Text.of(
    en="Prizes in points go into the points account.", ru="Призы в баллах поступают на счёт баллов."
)
_PRIZES_ARE_REWARDS = Text.of(
    en="Prizes that are rewards are entered in the partner's account of rewards.",
    ru="Призы-награды записываются на счёт наград партнёра.",
)


def say_pays_in(builder: SayingsBuilder, version: ClauseVersion, titles: Titles) -> None:
    """Add `pays_in` where the rule does not pay in money."""
    if version.pays_in == POINTS:
        builder.say("pays_in", _IN_POINTS)
    elif version.pays_in != MONEY:
        builder.say("pays_in", _IN_REWARDS, reward=titles.ref(f"reward/{reward_of(version.pays_in)}"))


def say_taken_in(builder: SayingsBuilder, version: ClauseVersion) -> None:
    """Add `pays_in` where the rule takes something else than money."""
    if version.pays_in == POINTS:
        builder.say("pays_in", _TAKES_POINTS)


def say_lines_in(builder: SayingsBuilder, version: ClauseVersion) -> None:
    """Add `lines_in` where a rule that does not pay in money reads lines: those of which unit count."""
    if version.pays_in != MONEY:
        builder.say("lines_in", _LINES_IN_POINTS if version.reads_in == POINTS else _LINES_IN_MONEY)


def say_prizes_in(builder: SayingsBuilder, version: ClauseVersion) -> None:
    """Add `pays_in` where some of its prizes are points, and `pays_in.reward` where some are rewards."""
    if POINTS in version.units:
        builder.say("pays_in", _PRIZES_IN_POINTS)
    if any(map(reward_of, version.units)):
        builder.say("pays_in.reward", _PRIZES_ARE_REWARDS)
