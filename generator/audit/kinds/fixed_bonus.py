"""The fixed bonus: one printed amount for whoever meets the condition, each period or once a partner."""

from __future__ import annotations

from generator.audit.kinds import Line, Part, rounded
from generator.audit.promise import Condition, Edition, FixedBonus, Policy
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Vocabulary
from generator.audit.standing import Standing, holds

VOCABULARY = Vocabulary(
    {
        "pays.bonus": {
            "en": "For each period in which the condition holds, this rule pays {amount:money}.",
            "ru": "За каждый период, в котором выполнено условие, платится {amount:money}.",
        },
        "once": {
            "en": "It is paid only for the earliest such period of a partner, counted over all versions of this rule.",
            "ru": "Платится только за самый ранний такой период партнёра, с учётом всех редакций правила.",
        },
    }
)


def read(section: Section, earns: Condition | None) -> tuple[FixedBonus, str]:
    """The terms that a section states, and the currency; NotUnderstood if it states none or others besides."""
    said = section.said(VOCABULARY)
    if "pays.bonus" not in said:
        raise NotUnderstood(f"{section.thing} names no amount")
    if earns is None:
        raise NotUnderstood(f"{section.thing} speaks of a condition and names none")
    if section.tables:
        raise NotUnderstood(f"{section.thing} has a table beside its amount")
    amount = said["pays.bonus"]
    return FixedBonus(amount.number("amount"), earns, "once" in said), amount.unit("amount")


def line(
    terms: FixedBonus, standing: Standing, edition: Edition, policy: Policy, had_before: bool
) -> Line | None:
    """The line that is due, or None; `had_before` says whether an earlier period met the condition already."""
    if terms.once and had_before:
        return None
    if terms.earns is not None and not holds(terms.earns, standing, edition):
        return None
    amount = rounded(terms.amount, policy)
    return Line(amount, terms.amount, False, (Part(1, None, None, terms.amount),))
