"""Reads the sections of rules over a tree, and checks that what they name exists in units that fit."""

from __future__ import annotations

from collections.abc import Callable

from generator.audit.conditions import Condition
from generator.audit.kinds import contest, differential, level_commission, matching
from generator.audit.promise import Edition
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood
from generator.audit.terms import Carriers, RowSource
from generator.audit.terms_network import Contest, Differential, LevelCommission, Matching, NetworkTerms
from generator.audit.units import check_tree


def read_network(
    section: Section,
    earns: Condition | None,
    ladders: dict[str, str],
    source: RowSource | None,
    carriers: Callable[[], Carriers],
) -> NetworkTerms | None:
    """The terms of a rule over a tree; None where the section states another rule."""
    if level_commission.speaks(section):
        return level_commission.read(section, earns, ladders, source, carriers())
    if source is None and matching.speaks(section):
        return matching.read(section, earns, ladders, carriers())
    if source is None and differential.speaks(section):
        return differential.read(section, earns, ladders, carriers())
    if source is None and contest.speaks(section):
        return contest.read(section, earns, carriers())
    return None


def inner_conditions(terms: NetworkTerms) -> list[Condition | None]:
    """Every condition beside the one under which it is earned."""
    if isinstance(terms, LevelCommission):
        return [terms.walk.counted, terms.less]
    return [terms.walk.counted, terms.where] if isinstance(terms, Matching) else []


def bounded(terms: NetworkTerms) -> str:
    """What a floor or cap speaks of: a window has one line of a differential, and many of a walk."""
    return terms.per if isinstance(terms, Differential | Contest) else "line"


def check_network(terms: NetworkTerms, unit: Callable[[str], str], edition: Edition, thing: str) -> None:
    """Rates are of money of the programme, rows start in the unit of what chooses them, trees and ladders exist."""
    if isinstance(terms, Contest):
        for metric in (terms.base, terms.then):
            if metric:
                unit(metric)  # it must be defined
        return
    tree = terms.tree if isinstance(terms, Differential) else terms.walk.tree
    check_tree(tree, edition, thing)
    if not isinstance(terms, Differential):
        named = {terms.walk.ladder, terms.below_ladder if isinstance(terms, Matching) else ""} - {""}
        if named - set(edition.ladders):
            raise NotUnderstood(f"{thing} speaks of the ladders {sorted(named)}")
    if isinstance(terms, Matching):
        return
    if unit(terms.base) not in (edition.currency, terms.worth):
        raise NotUnderstood(f"{thing} takes a rate of {terms.base}, which is no money")
    if isinstance(terms, Differential):
        if any(one != unit(terms.chosen_by) for one in terms.units):
            raise NotUnderstood(f"{thing}: the rows do not start in the unit of {terms.chosen_by}")
        rates = {row.rate for row in terms.rows}
        if terms.breaks_at is not None and not any(
            rate is not None and rate >= terms.breaks_at for rate in rates
        ):
            raise NotUnderstood(f"{thing}: no row has a rate at which a group breaks away")
