"""What a statement must show of rewards: what is owed of each, redemptions with their outcome, what was handed over."""

from __future__ import annotations

from generator.audit.pay_units import POINTS
from generator.audit.reckoning import Expected
from generator.audit.rewards_account import FIGURES, TAKEN, Decision
from generator.audit.telling import Naming
from generator.audit.told_parts import ToldPart


def tell_rewards(expected: Expected, naming: Naming) -> ToldPart | None:
    """The part on rewards; None where there is nothing to tell."""
    rewards = expected.goods.rewards
    if not rewards.shows:
        return None
    part = ToldPart("rewards", "rewards-differ", naming)
    owed = {name: one for name, one in rewards.owed.items() if one.shows}
    part.say("rewards" if owed else "rewards alone")
    for name, one in owed.items():
        part.flag(reward=name)
        row = (part.figure(f"reward/{name}/{what}", "count", getattr(one, what)) for what in FIGURES)
        part.say("reward row", *row, title=_linked(part, name))
    if rewards.decisions:
        part.say("redemptions")
    for number, decision in enumerate(rewards.decisions, start=1):
        part.flag(redemption=str(number), outcome=decision.outcome, **({"late": ""} if decision.late else {}))
        _redemption(part, f"redemption/{number}", decision)
    if rewards.handovers:
        part.say("handovers")
    for number, wish in enumerate(rewards.handovers, start=1):
        start = f"handover/{number}"
        part.flag(handover=str(number))
        figures = (
            part.figure(f"{start}/date", "date", wish.day),
            part.figure(f"{start}/quantity", "count", wish.quantity),
        )
        part.marked("handover", ("handover", wish.key), figures=figures, title=_linked(part, wish.reward))
    return part


def _redemption(part: ToldPart, start: str, decision: Decision) -> None:
    wish, outcome = decision.wish, decision.outcome
    late = " late" if decision.late and outcome == TAKEN else ""
    figures = [
        part.figure(f"{start}/date", "date", wish.day),
        part.figure(f"{start}/quantity", "count", wish.quantity),
    ]
    if decision.points is not None:
        figures.append(part.figure(f"{start}/points", POINTS, decision.points))
    part.marked(
        "redemption" if decision.points is not None else "redemption without price",
        ("redemption", wish.key),
        figures=figures,
        title=_linked(part, wish.reward),
        outcome=part.naming.tongue.say(f"outcome {outcome}{late}"),
    )


def _linked(part: ToldPart, reward: str) -> str:
    """The title of a reward, which leads to its page."""
    title = part.naming.title(f"reward/{reward}")
    part.link(title, f"../rewards/{reward}/")
    return title
