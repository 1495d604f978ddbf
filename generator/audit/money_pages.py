"""Reads the sections of deductions and guarantees, and checks that what they name exists in units that fit."""

from __future__ import annotations

from collections.abc import Callable

from generator.audit.amounts import Fixed, unit_of
from generator.audit.conditions import Condition
from generator.audit.kinds import deduction, guarantee
from generator.audit.pay_units import check_amount, is_base
from generator.audit.promise import Edition
from generator.audit.sections import Section
from generator.audit.sentences import EARNS
from generator.audit.shapes import NotUnderstood, Said
from generator.audit.terms import Carriers, RowSource
from generator.audit.terms_money import Deduction, MoneyTerms

CARRIED = ("floor", "cap", "limit", "once", "as_of")


def read_money(
    section: Section,
    earns: Condition | None,
    ladders: dict[str, str],
    source: RowSource | None,
    carriers: Callable[[], Carriers],
) -> MoneyTerms | None:
    """The terms of a deduction or a guarantee; None where the section states another rule."""
    if section.pays_by(deduction.VOCABULARY):
        found = deduction.read(section, earns, ladders, source, carriers())
        if found.carriers.best_of or found.carriers.ceiling:
            raise NotUnderstood(f"{section.thing} shares a limit with rules that pay")
        return found
    if section.pays_by(guarantee.VOCABULARY):
        if carriers() != Carriers() or source is not None:
            raise NotUnderstood(f"{section.thing} carries what a guarantee cannot")
        return guarantee.read(section, earns)
    return None


def check_voice(section: Section, terms: object, told: dict[str, Said]) -> None:
    """A rule that takes money speaks of taking throughout, every other one of paying."""
    takes = isinstance(terms, Deduction)
    taken = set(section.said(deduction.TAKEN)) | {
        key for key in section.said(EARNS) if key.startswith("taken")
    }
    paid = {key for key in set(told) - taken if key.partition(".")[0] in CARRIED}
    paid |= {key for key in section.said(EARNS) if key.startswith("earns")}
    if (paid if takes else taken) or (takes and "times.table" in told):
        raise NotUnderstood(f"{section.thing} speaks of paying and of taking")


def check_money(
    terms: MoneyTerms, unit: Callable[[str], str], edition: Edition, thing: str, paid_in: str
) -> None:
    """Shares are percentages of what a rule takes, amounts are in it, and metrics that are named exist."""
    if isinstance(terms, Deduction):
        if terms.shares:
            if unit_of(terms.pay, unit) != "percent":
                raise NotUnderstood(f"{thing} takes a share that is no percentage")
            base = unit(terms.base) if terms.base else edition.currency
            if terms.base and not (is_base(base, edition) if paid_in else base == edition.currency):
                raise NotUnderstood(f"{thing} takes a share of {terms.base}, which is in {base}")
        else:
            check_amount(terms.pay, paid_in, unit, edition, thing)
            if terms.base:
                unit(terms.base)  # it must be defined
        return
    check_amount(terms.minimum, paid_in, unit, edition, thing)
    if terms.recoverable:
        check_amount(Fixed(terms.opens, terms.unit), paid_in, unit, edition, thing)
