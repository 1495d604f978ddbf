"""Reads the sections of rules over everybody together, and checks that what they name exists in units that fit."""

from __future__ import annotations

from collections.abc import Callable

from generator.audit.amounts import metrics_in
from generator.audit.conditions import Condition
from generator.audit.definitions import ROWS
from generator.audit.kinds import contest, differential, level_commission, matching, pool
from generator.audit.pay_units import check_amount, is_base
from generator.audit.promise import Edition
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood
from generator.audit.terms import Carriers, RowSource
from generator.audit.terms_network import Contest, Differential, LevelCommission, Matching, NetworkTerms, Pool
from generator.audit.units import check_tree


def read_network(
    section: Section,
    earns: Condition | None,
    ladders: dict[str, str],
    source: RowSource | None,
    carriers: Callable[[], Carriers],
) -> NetworkTerms | None:
    """The terms of a rule over everybody together; None where the section states another rule."""
    if section.pays_by(level_commission.VOCABULARY):
        return level_commission.read(section, earns, ladders, source, carriers())
    if source is None and section.pays_by(matching.VOCABULARY):
        return matching.read(section, earns, ladders, carriers())
    if source is None and section.pays_by(differential.VOCABULARY):
        return differential.read(section, earns, ladders, carriers())
    if source is None and section.pays_by(pool.VOCABULARY):
        return pool.read(section, earns, carriers())
    if source is None and section.pays_by(contest.VOCABULARY):
        return contest.read(section, earns, carriers())
    return None


def inner_conditions(terms: NetworkTerms) -> list[Condition | None]:
    """Every condition beside the one under which it is earned."""
    if isinstance(terms, LevelCommission):
        return [terms.walk.counted, terms.less]
    return [terms.walk.counted, terms.where] if isinstance(terms, Matching) else []


def bounded(terms: NetworkTerms) -> str:
    """What a floor or cap speaks of: a window has one line of a group, a fund or a place, and many of a walk."""
    return terms.per if isinstance(terms, Differential | Contest | Pool) else "line"


def check_network(
    terms: NetworkTerms, unit: Callable[[str], str], edition: Edition, thing: str, paid_in: str
) -> None:
    """Rates are of money of the programme, rows start in the unit of what chooses them, trees and ladders exist."""
    if isinstance(terms, Pool):
        _check_pool(terms, unit, edition, thing, paid_in)
        return
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
    base = unit(terms.base)
    if not (
        is_base(base, edition) and not terms.worth if paid_in else base in (edition.currency, terms.worth)
    ):
        raise NotUnderstood(f"{thing} takes a rate of {terms.base}, which is in {base}")
    if isinstance(terms, Differential):
        if any(one != unit(terms.chosen_by) for one in terms.units):
            raise NotUnderstood(f"{thing}: the rows do not start in the unit of {terms.chosen_by}")
        rates = {row.rate for row in terms.rows}
        if terms.breaks_at is not None and not any(
            rate is not None and rate >= terms.breaks_at for rate in rates
        ):
            raise NotUnderstood(f"{thing}: no row has a rate at which a group breaks away")


def _check_pool(terms: Pool, unit: Callable[[str], str], edition: Edition, thing: str, paid_in: str) -> None:
    """The fund is in the unit of the rule and the same for everybody, and the figure by which it is shared exists."""
    check_amount(terms.fund, paid_in, unit, edition, thing)
    for metric in metrics_in(terms.fund):
        unit(metric)  # it must be defined
        if not _is_common(metric, edition, ()):
            raise NotUnderstood(f"{thing} makes its fund of {metric}, which is not one figure for everybody")
    if terms.by:
        unit(terms.by)


def _is_common(name: str, edition: Edition, above: tuple[str, ...]) -> bool:
    """Whether a metric is one figure for the whole programme: of everybody's rows, or made of such figures alone."""
    metric = edition.metrics.get(name)
    if metric is None or name in above:
        return False
    if metric.kind in ROWS or metric.kind in ("over", "members"):
        return metric.scope.kind == "programme"
    if metric.kind in ("age_of", "recruits", "legs"):
        return False
    return all(not one.metric or _is_common(one.metric, edition, (*above, name)) for one in metric.operands)
