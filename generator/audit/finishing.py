"""What any rule carries, worked out for one line: factor, floor, cap, what a limit has left, and the one rounding."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from generator.audit.amounts import factor_of, value_of
from generator.audit.kinds import Draft, Line, is_limited
from generator.audit.pay_units import rounded_in
from generator.audit.promise import Edition
from generator.audit.standing import View
from generator.audit.terms import Carriers


def finished(
    draft: Draft, carriers: Carriers, view: View, spent: Fraction | None = None, by: Edition | None = None
) -> Line:
    """The line that comes of a draft; `spent` is what earlier lines have used of a limit, None without one.

    `by` is the edition that says how it is rounded, where that is not the one by which it was worked out.
    Of what is taken everything is worked out as it is for what is paid, and the line has its sign turned.
    """
    by, due = by or view.edition, draft.exact
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
    whole = amount = rounded_in(due, draft.paid_in, by)
    limit: Fraction | None = None
    left: Fraction | None = None
    if carriers.limit is not None and spent is not None:
        # A line pays no more than others have left: what it pays is rounded already.
        limit = rounded_in(max(value_of(carriers.limit, view), Fraction(0)), draft.paid_in, by)
        left = max(limit - spent, Fraction(0))
        amount = min(amount, left)
    line = Line(
        -amount if draft.taken else amount, draft.exact, capped, draft.parts, draft.base, unit=draft.unit
    )
    line = replace(line, factor=factor, raised=raised, draft=draft, view=view)
    line = replace(line, whole=whole, own_cap=capped, limit=limit, left=left)
    return replace(line, capped=capped or is_limited(line))
