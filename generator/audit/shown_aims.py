"""What a statement must show of a partner's goals: how far each is, what is missing, and what each week takes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from generator.audit.further import Aim
from generator.audit.telling import Naming
from generator.audit.told_parts import ToldPart


def tell_aims(aims: Sequence[Aim], naming: Naming) -> ToldPart | None:
    """The goals of a partner; None where there is none."""
    if not aims:
        return None
    part = ToldPart("goals", "goal-differs", naming)
    part.say("goals")
    for aim in aims:
        _tell(part, aim)
    part.say("goal note")
    return part


def _tell(part: ToldPart, aim: Aim) -> None:
    goal, start, naming = aim.goal, f"goal/{aim.goal.name}", part.naming
    title = naming.metric(goal.metric)
    part.marked("goal words", (f"{start}/words", goal.words.get(naming.tongue.language, "")))
    part.link(title, f"../metrics/{goal.metric}/")
    part.say("goal so far", part.figure(f"{start}/so_far", aim.unit, aim.so_far), title=title)
    part.say("goal target", part.figure(f"{start}/target", goal.unit or aim.unit, goal.target))
    if aim.reached is None:
        part.say("goal missing", part.figure(f"{start}/missing", aim.unit, aim.missing))
        if aim.left > 0:
            part.say("goal left", part.figure(f"{start}/left", "days", Fraction(aim.left)))
            part.say("goal pace", part.figure(f"{start}/pace", aim.unit, aim.pace))
    else:
        part.marked("goal reached", (f"{start}/reached", naming.tongue.period(aim.reached)))
    days = [
        part.figure(f"{start}/{name}", "date", day)
        for name, day in (("from", goal.first), ("by", goal.by), ("set_on", goal.set_on))
    ]
    part.marked("goal days", (f"{start}/owner", goal.owner), figures=days)
