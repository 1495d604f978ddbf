"""What any rule carries, worked out for one line: factor, floor, cap, what a limit has left, and the one rounding."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from generator.audit.amounts import factor_of, value_of
from generator.audit.kinds import Draft, Line, is_limited, rounded
from generator.audit.promise import Policy
from generator.audit.standing import View
from generator.audit.terms import Carriers


def finished(
    draft: Draft, carriers: Carriers, view: View, policy: Policy, spent: Fraction | None = None
) -> Line:
    """The line that comes of a draft; `spent` is what earlier lines have used of a limit, None without one.

    Of what is taken everything is worked out as it is for what is paid, and the line has its sign turned.
    """
    due = draft.exact
    factor: Fraction | None = None
    if carriers.times is not None:
        factor = factor_of(carriers.times, view)
        due *= factor
    raised = False
    if carriers.floor is not None and due >= 0:
        least = value_of(carriers.floor, view)
        raised = least > due
        due = max(due, least)
    capped = False
    if carriers.cap is not None:
        # A cap that comes out below zero is none at all to pay from.
        most = max(value_of(carriers.cap, view), Fraction(0))
        capped = due > most
        due = min(due, most)
    whole = amount = rounded(due, policy)
    limit: Fraction | None = None
    left: Fraction | None = None
    if carriers.limit is not None and spent is not None:
        # A line pays no more than others have left: what it pays is rounded already.
        limit = rounded(max(value_of(carriers.limit, view), Fraction(0)), policy)
        left = max(limit - spent, Fraction(0))
        amount = min(amount, left)
    line = Line(
        -amount if draft.taken else amount, draft.exact, capped, draft.parts, draft.base, unit=draft.unit
    )
    line = replace(line, factor=factor, raised=raised, draft=draft, view=view)
    line = replace(line, whole=whole, own_cap=capped, limit=limit, left=left)
    return replace(line, capped=capped or is_limited(line))
