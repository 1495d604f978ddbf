"""The fixed bonus: one printed amount for whoever meets the condition, each period or once a partner."""

from __future__ import annotations

from generator.audit.kinds import Line, Part, rounded
from generator.audit.promise import Edition, FixedBonus, Policy
from generator.audit.standing import Standing, holds


def line(
    terms: FixedBonus, standing: Standing, edition: Edition, policy: Policy, had_before: bool
) -> Line | None:
    """The line that is due, or None; `had_before` says whether an earlier period paid it already."""
    if terms.once and had_before:
        return None
    if terms.earns is not None and not holds(terms.earns, standing, edition):
        return None
    amount = rounded(terms.amount, policy)
    return Line(amount, terms.amount, False, (Part(1, None, None, terms.amount),))
