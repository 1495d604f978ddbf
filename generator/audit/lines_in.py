"""In what the lines are that a rule reads: what its page says of it, and whether that fits what the rule pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.audit.pay_units import MONEY, PAYS_IN, POINTS, paid_unit, reward_of
from generator.audit.shapes import NotUnderstood, Vocabulary
from generator.audit.terms_money import Deduction, Guarantee
from generator.audit.terms_network import AnyTerms, Matching

if TYPE_CHECKING:
    from generator.audit.promise import Clause, Edition
    from generator.audit.sections import Section

LINES_IN = Vocabulary(
    {
        "lines_in.points": {
            "en": "Only lines in points are counted.",
            "ru": "Учитываются только строки в баллах.",
        },
        "lines_in.money": {
            "en": "Only lines in money are counted.",
            "ru": "Учитываются только строки в деньгах.",
        },
    }
)


def lines_in(terms: AnyTerms | None, paid_in: str) -> str:
    """In what the lines are that a rule reads: that in which it pays, save where it gives points for money."""
    return MONEY if isinstance(terms, Matching) and terms.for_every else paid_in


def lines_of(version: Clause) -> str:
    """In what the lines are that a version reads."""
    return lines_in(version.terms, version.paid_in)


def check_lines_in(section: Section, terms: AnyTerms, paid_in: str, edition: Edition) -> None:
    """What a section says of the lines that it reads is what its terms read; in money nothing is said of it."""
    thing, said = section.thing, set(section.said(LINES_IN))
    reads = isinstance(terms, Matching) or (
        isinstance(terms, Deduction | Guarantee) and terms.counted is not None
    )
    if isinstance(terms, Matching | Deduction | Guarantee) and reward_of(paid_in):
        raise NotUnderstood(f"{thing} pays in {paid_in} what can be money or points alone")
    named = "lines_in.money" if lines_in(terms, paid_in) == MONEY else "lines_in.points"
    wanted = {named} if reads and paid_in else set()
    if said != wanted:
        raise NotUnderstood(f"{thing} says {sorted(said)} of the lines that it reads, not {sorted(wanted)}")
    if ("pays_in.taken" in section.said(PAYS_IN)) != (isinstance(terms, Deduction) and paid_in == POINTS):
        raise NotUnderstood(f"{thing} does not say whether its points are paid or taken")
    if isinstance(terms, Guarantee) and terms.recoverable and paid_in:
        raise NotUnderstood(f"{thing} makes a debt in {paid_in}")
    if isinstance(terms, Matching):
        for row in terms.walk.rows:
            full = row.full
            if full is not None and (
                full.unit != paid_unit(paid_in, edition)
                or full.of != paid_unit(MONEY, edition)
                or not paid_in
                or full.every <= 0
            ):
                raise NotUnderstood(f"{thing} gives {full.unit} for every full {full.every} {full.of}")
