"""One line by itself: what a rule gives for figures that stand there, as nothing else were paid."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from generator.audit.calendar import Period
from generator.audit.drafting import window_draft
from generator.audit.finishing import finished
from generator.audit.kinds import Line, Unit
from generator.audit.legs import matched_alone
from generator.audit.promise import Clause, Edition
from generator.audit.reckoning import NotJudgeable
from generator.audit.standing import Standing, View, holds
from generator.audit.terms import Attainment, Commission, FixedBonus
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import Deduction


def due(clause: Clause, standing: Standing, edition: Edition, had_before: bool) -> Line | None:
    """The line that a clause gives for figures that stand there; NotJudgeable if its terms could not be read.

    What looks at other lines (groups, ceilings) is left out, and a limit is used by nobody else; `had_before` stands
    for what is paid once.
    """
    terms = clause.terms
    if not isinstance(terms, Commission | FixedBonus | Attainment | Deduction | Binary):
        raise NotJudgeable(f"the clause {clause.id} of {clause.version}")
    if (had_before and terms.carriers.once) or (
        terms.earns is not None and not holds(terms.earns, standing, edition)
    ):
        return None
    view = View(standing, edition)
    day = edition.start
    unit = Unit(Period(day, day, ""), day)
    if isinstance(terms, Binary):
        draft = matched_alone(terms, view, unit, clause.paid_in)
    else:
        draft = window_draft(terms, view, unit)
    if draft is None:
        return None
    # No other line has used anything of a limit.
    return finished(replace(draft, paid_in=clause.paid_in), terms.carriers, view, Fraction(0))
