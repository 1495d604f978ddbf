"""Short worked examples of rules over lines: what follows from lines that are given outright, all others being zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from generator.audit.amounts import value_of
from generator.audit.calendar import Period
from generator.audit.counted_lines import KINDS
from generator.audit.drafting import taken
from generator.audit.finishing import finished
from generator.audit.given import Said
from generator.audit.kinds import Unit
from generator.audit.lines_in import lines_of
from generator.audit.pay_units import paid_in, rounded_in
from generator.audit.promise import Clause, Edition
from generator.audit.standing import NoSuchThing, Standing, View, holds
from generator.audit.terms_money import CountedLines, Deduction, Guarantee


def due_of_lines(clause: Clause, standing: Standing, given: Mapping[str, Said], edition: Edition) -> Fraction:
    """What a rule over lines pays or takes in a window of its own, in which a debt opens."""
    terms, view = clause.terms, View(standing, edition)
    earned = terms is not None and (terms.earns is None or holds(terms.earns, standing, edition))
    if isinstance(terms, Deduction) and terms.counted is not None:
        if not earned or (terms.whose is not None and not holds(terms.whose, standing, edition)):
            return Fraction(0)
        amounts = _amounts(clause, terms.counted, given, edition)
        base = sum(amounts, Fraction(0)) if terms.shares else Fraction(sum(1 for one in amounts if one > 0))
        day = edition.start
        draft = taken(terms, view, Unit(Period(day, day, ""), day), base)
        if draft is None:
            return Fraction(0)
        return finished(replace(draft, paid_in=clause.paid_in), terms.carriers, view, Fraction(0)).amount
    if not isinstance(terms, Guarantee):
        raise NoSuchThing(f"lines that {clause.id} counts")
    counted = sum(_amounts(clause, terms.counted, given, edition), Fraction(0))
    least = value_of(terms.minimum, view)
    if counted < least:
        return rounded_in(least - counted, clause.paid_in, edition) if earned else Fraction(0)
    if not terms.recoverable:
        return Fraction(0)
    return -rounded_in(min(terms.opens, counted - least), clause.paid_in, edition)


def _amounts(
    clause: Clause, counted: CountedLines, given: Mapping[str, Said], edition: Edition
) -> list[Fraction]:
    """The lines that are given and that the rule reads; what is taken counts as a positive amount."""
    unknown = set(counted.kinds) - set(KINDS)
    if unknown:
        raise NoSuchThing(f"rules of the kinds {sorted(unknown)}")
    kinds = tuple(KINDS[kind] for kind in counted.kinds)
    found: list[Fraction] = []
    for name, (amount, unit) in given.items():
        terms = edition.clauses[name].terms
        named = name in counted.clauses or (name != clause.id and bool(kinds) and isinstance(terms, kinds))
        if named and amount and paid_in(unit, edition) == lines_of(clause):
            found.append(-amount if isinstance(terms, Deduction) else amount)
    return found
