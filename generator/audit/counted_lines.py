"""Lines that rules read of other rules: of which rules, in a period, and with which sign."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.kinds import Line, rule_of
from generator.audit.lines_in import lines_of
from generator.audit.metrics import NotComputable
from generator.audit.standing import NoSuchThing
from generator.audit.terms import Attainment, Commission, FixedBonus
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import CountedLines, Deduction, Guarantee
from generator.audit.terms_network import AnyTerms, Contest, Differential, LevelCommission, Matching, Pool

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.promise import Clause
    from generator.audit.reckoning import Reckoning

KINDS: dict[str, type[AnyTerms]] = {
    "commission": Commission,
    "fixed_bonus": FixedBonus,
    "level_commission": LevelCommission,
    "differential": Differential,
    "matching": Matching,
    "pool": Pool,
    "binary": Binary,
    "deduction": Deduction,
    "guarantee": Guarantee,
    "attainment": Attainment,
    "contest": Contest,
}


def rules_read(reckoning: Reckoning, version: Clause, counted: CountedLines) -> list[str]:
    """The rules whose lines are read: those named, or all others of some kinds."""
    if counted.clauses:
        return [name for name in counted.clauses if name in reckoning.versions]
    unknown = set(counted.kinds) - set(KINDS)
    if unknown:
        raise NoSuchThing(f"rules of the kinds {sorted(unknown)}")
    kinds = tuple(KINDS[kind] for kind in counted.kinds)
    return [
        name
        for name, versions in reckoning.versions.items()
        if name != version.id and any(isinstance(one.terms, kinds) for one in versions)
    ]


def amounts_read(lines: Iterable[Line], unit: str) -> list[Fraction]:
    """The amounts of lines as other rules read them: of one unit alone, and what is taken is a positive amount."""
    return [
        -line.amount if isinstance(rule_of(line).terms, Deduction) else line.amount
        for line in lines
        if line.paid_in == unit
    ]


def counted_amounts(account: Account, version: Clause, counted: CountedLines, place: int) -> list[Fraction]:
    """The lines of a partner that a rule reads, paid with a settled period."""
    reckoning = account.reckoning
    reading = (account.partner.id, version.id, place)
    if reading in reckoning.paying.reading:
        raise NotComputable(f"the rule {version.id} reads its own lines")
    reckoning.paying.reading.add(reading)
    try:
        return [
            amount
            for name in rules_read(reckoning, version, counted)
            for amount in amounts_read(reckoning.paying.lines(account, name, place), lines_of(version))
        ]
    finally:
        reckoning.paying.reading.discard(reading)
