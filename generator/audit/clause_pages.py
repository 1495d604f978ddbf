"""Reads a rule's section: who earns it, its windows or rows, what it carries, and the terms of its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from generator.audit.addresses import first_day, parted
from generator.audit.amounts import Amount, metrics_in, unit_of
from generator.audit.carrier_sentences import CARRIERS, CEILING, ROWS, WINDOWS
from generator.audit.conditions import Condition, MetricIs, conditions_of
from generator.audit.due_pages import read_due
from generator.audit.kinds import attainment, binary, commission, fixed_bonus
from generator.audit.kinds.deduction import TAKEN
from generator.audit.lines_in import check_lines_in
from generator.audit.money_pages import check_money, check_voice, read_money
from generator.audit.network_pages import bounded, check_network, inner_conditions, read_network
from generator.audit.pay_units import (
    MONEY,
    check_amount,
    check_prizes,
    is_base,
    paid_unit,
    read_pays_in,
    reward_of,
)
from generator.audit.promise import Clause, Edition
from generator.audit.row_pages import check_judged, read_source, worth_of
from generator.audit.said_figures import filters_of
from generator.audit.sections import Section
from generator.audit.sentences import EARNS
from generator.audit.shapes import NotUnderstood, Said
from generator.audit.terms import OF_ROWS, Attainment, Carriers, Ceiling, Commission, FixedBonus
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import Deduction, MoneyTerms
from generator.audit.terms_network import (
    AnyTerms,
    Contest,
    Differential,
    LevelCommission,
    NetworkTerms,
)

IN_ORDER = ("times", "floor", "cap", "limit")


def read_clause(section: Section, edition: Edition, ladders: dict[str, str]) -> Clause:
    """The clause that a section states; NotUnderstood where anything is missing or does not fit."""
    dates = section.dates()
    ends = dates.day("ends") if "ends" in dates.parts else None
    paid_in = read_pays_in(section)
    terms = _terms(section, edition, ladders, paid_in)
    existing = section.said(CARRIERS).get("existing")
    if existing is not None and existing.day("joined") != first_day(section.version):
        raise NotUnderstood(f"{section.thing} speaks of partners who joined before {existing.day('joined')}")
    since: date | None = existing.day("from") if existing is not None else None
    dues = read_due(section, terms.per, ladders)
    check_conditions([one.condition for one in dues], edition, section.thing)
    announced = dates.day("announced")
    corrected = announced if parted(section.version)[1] > 1 else None
    check_lines_in(section, terms, paid_in, edition)
    if paid_in and (dues or terms.carriers.ceiling):
        raise NotUnderstood(f"{section.thing} pays in {paid_in} what can be money alone")
    return Clause(section.thing, section.version, terms, since, ends, dues, corrected, announced, paid_in)


def _terms(section: Section, edition: Edition, ladders: dict[str, str], paid_in: str) -> AnyTerms:
    earns: Condition | None = None
    spoken = list(section.say(EARNS))
    if len(spoken) != 1:
        raise NotUnderstood(f"{section.thing} says {len(spoken)} times who earns it")
    at, said = spoken[0]
    if said.key in ("earns", "taken"):
        earns = section.condition(at, ladders)
    told = section.said(CARRIERS, TAKEN)
    bonus = section.pays_by(fixed_bonus.VOCABULARY)
    recruits = bonus and "pays.recruit" in section.said(fixed_bonus.VOCABULARY)
    sales = recruits and not any(
        key.startswith("fact.condition") for key in section.said(fixed_bonus.VOCABULARY)
    )
    rows = "source" in told or any(key.startswith("rows.") for key in told)
    where = filters_of(section) if rows or sales else ()
    source = read_source(told, where, section.thing)
    terms: AnyTerms | None
    if bonus:
        per = _window(told, section.thing)
        carriers = _carriers(section, told)
        terms = fixed_bonus.read(section, earns, ladders, source, carriers, where, per)
    else:
        terms = read_network(section, earns, ladders, source, lambda: _carriers(section, told))
        if terms is None:
            terms = read_money(section, earns, ladders, source, lambda: _carriers(section, told))
        if terms is None and section.pays_by(binary.VOCABULARY):
            if source is not None:
                raise NotUnderstood(f"{section.thing} matches legs and reads rows")
            terms = binary.read(section, earns, _carriers(section, told))
        if terms is None and section.pays_by(attainment.VOCABULARY):
            if source is not None:
                raise NotUnderstood(f"{section.thing} attains targets and reads rows")
            terms = attainment.read(section, earns, _carriers(section, told), told)
        if terms is None:
            terms = commission.read(section, earns, ladders, source, _carriers(section, told))
    bound = "recruit" if recruits else bounded(terms) if isinstance(terms, NetworkTerms) else terms.per
    _check_windows(terms.per, told, bound, section.thing)
    check_voice(section, terms, told)
    terms = _check_units(terms, told, section, edition, paid_in)
    asked = [earns, *_inner(terms)]
    check_conditions(asked, edition, section.thing)
    check_judged(terms, asked, told, edition, section.thing)
    return terms


def _inner(terms: AnyTerms) -> list[Condition | None]:
    if isinstance(terms, NetworkTerms):
        return inner_conditions(terms)
    if isinstance(terms, Commission):
        return [row.when for row in terms.rows]
    if isinstance(terms, MoneyTerms):
        return [terms.whose] if isinstance(terms, Deduction) else []
    if isinstance(terms, Attainment | Binary):
        return []
    return [terms.recruit.condition, *terms.recruit.tests] if terms.recruit is not None else []


def _window(told: dict[str, Said], thing: str) -> str:
    """The window that the sentences on it name; the period where there are none."""
    named = {key.partition(".")[2] for key in told if key.startswith(("window.", "paid_with."))}
    if len(named) > 1:
        raise NotUnderstood(f"{thing} speaks of several windows: {sorted(named)}")
    return named.pop() if named else "period"


def _check_windows(per: str, told: dict[str, Said], bound: str, thing: str) -> None:
    """All sentences that name the window name the same one, and those that must be there are."""
    if per in WINDOWS and per != "period" and not {f"window.{per}", f"paid_with.{per}"} <= set(told):
        raise NotUnderstood(f"{thing} does not say what its window means")
    if _window(told, thing) != (per if per in WINDOWS else "period"):
        raise NotUnderstood(f"{thing} is paid for another window than it speaks of")
    for start in ("floor", "cap"):
        named = {key.partition(".")[2] for key in told if key.startswith(f"{start}.")}
        if named - {bound}:
            raise NotUnderstood(f"{thing} bounds {sorted(named)} and pays for each {per}")
    named = {key.partition(".")[2] for key in told if key.startswith("best_of.")}
    if named - {per}:
        raise NotUnderstood(f"{thing} compares {sorted(named)} and pays for each {per}")
    once = [key.split(".") for key in told if key.startswith("once.")]
    if len(once) > 1 or (once and once[0][1] == "partner" and once[0][2] != per):
        raise NotUnderstood(f"{thing} is paid once in another window than its own")
    if once and once[0][1] in OF_ROWS and per not in ROWS:
        raise NotUnderstood(f"{thing} is paid once for each {once[0][1]}, and not for each row")
    if once and once[0][1] == "recruit" and bound != "recruit":
        raise NotUnderstood(f"{thing} is paid once for each recruit, and not for recruits")


def _carriers(section: Section, told: dict[str, Said]) -> Carriers:
    found: dict[str, Amount] = {}
    places: list[str] = []
    for key, said in told.items():
        start = key.partition(".")[0]
        if start in IN_ORDER:
            if start in found:
                raise NotUnderstood(f"{section.thing} says {start} twice")
            found[start] = said.amount(start)
            places.append(start)
    if ("order" in told) != (len(places) > 1) or places != [name for name in IN_ORDER if name in places]:
        raise NotUnderstood(f"{section.thing} does not say in which order its bounds apply")
    groups = [said.code("group") for key, said in told.items() if key.startswith("best_of.")]
    once = [key.split(".")[1:] for key in told if key.startswith("once.")]
    limits = [key.removeprefix("limit.") for key in told if key.startswith("limit.")]
    return Carriers(
        found.get("times"),
        found.get("floor"),
        found.get("cap"),
        found.get("limit"),
        limits[0] if limits else "",
        groups[0] if groups else "",
        told["ceiling"].target("ceiling").removeprefix("ceiling/") if "ceiling" in told else "",
        once[0][0] if once else "",
        once[0][-1] if once and len(once[0]) > (2 if once[0][0] == "partner" else 1) else "",
    )


def _check_units(
    terms: AnyTerms, told: dict[str, Said], section: Section, edition: Edition, paid_in: str
) -> AnyTerms:
    """Everything is in the units in which it can be reckoned: money of the programme, what a unit is worth in it,
    percent, or figures alike.
    """
    thing = section.thing

    def unit(metric: str) -> str:
        if metric.startswith("measure/"):
            name = metric.removeprefix("measure/")
            if name not in edition.measures:
                raise NotUnderstood(f"{thing} reads {metric}, which the edition does not define")
            return edition.measures[name].unit
        if metric not in edition.metrics:
            raise NotUnderstood(f"{thing} reads {metric}, which the edition does not define")
        return edition.metrics[metric].unit

    paid = {
        figure.unit
        for name, figure in section.figures.items()
        if name.startswith(f"{thing}/{section.version}/row.") and name.endswith((".amount", ".each"))
    }
    wanted = paid_unit(paid_in, edition)
    if isinstance(terms, Contest):
        _check_contest(terms, section, edition, paid_in)
    elif paid - {wanted}:
        raise NotUnderstood(f"{thing} pays in {sorted(paid)}, and says that it pays in {wanted}")
    worth = worth_of(terms, told, unit, edition, thing)
    if worth:
        assert isinstance(terms, Commission | LevelCommission | Differential | Binary)
        terms = replace(terms, worth=worth)
    carriers = terms.carriers
    own = min(terms.units_of_prizes, default=MONEY) if isinstance(terms, Contest) else paid_in
    for bound in (carriers.floor, carriers.cap, carriers.limit):
        check_amount(bound, own, unit, edition, thing)
    if carriers.times is not None and unit_of(carriers.times, unit) not in ("percent", "count"):
        raise NotUnderstood(f"{thing} multiplies by something that has a unit")
    if isinstance(terms, FixedBonus):
        check_amount(terms.amount, paid_in, unit, edition, thing)
        return terms
    if isinstance(terms, NetworkTerms):
        check_network(terms, unit, edition, thing, paid_in)
        return terms
    if isinstance(terms, MoneyTerms):
        check_money(terms, unit, edition, thing, paid_in)
        return terms
    if isinstance(terms, Binary):
        if unit(terms.left) != unit(terms.right) or not _rated(
            unit(terms.left), terms.worth, edition, paid_in
        ):
            raise NotUnderstood(f"{thing} matches {terms.left} with {terms.right}, which are no money alike")
        return terms
    if isinstance(terms, Attainment):
        _check_aims(terms, unit, edition, thing, paid_in)
        return terms
    base, chosen = unit(terms.base), unit(terms.chosen_by)
    if any(one != chosen for one in terms.units):
        raise NotUnderstood(f"{thing}: the rows do not start in the unit of {terms.chosen_by}")
    if terms.rows[0].pays == "rate" and not _rated(base, terms.worth, edition, paid_in):
        raise NotUnderstood(f"{thing} takes a rate of {terms.base}, which is no money")
    for row in terms.rows:
        if row.pay is not None and row.pays == "rate":
            if unit_of(row.pay, unit) != "percent":
                raise NotUnderstood(f"{thing} has a rate that is no percentage")
        elif row.pay is not None:
            check_amount(row.pay, paid_in, unit, edition, thing)
    return terms


def _check_aims(
    terms: Attainment, unit: Callable[[str], str], edition: Edition, thing: str, paid_in: str
) -> None:
    """What is paid is in the unit of the rule, and every target is in the unit of its figure."""
    check_amount(terms.pay, paid_in, unit, edition, thing)
    for aim in terms.aims:
        for metric in metrics_in(aim.target):
            unit(metric)  # it must be defined
        if unit_of(aim.target, unit) != unit(aim.metric):
            raise NotUnderstood(f"{thing}: the target of {aim.metric} is in {unit_of(aim.target, unit)}")


def _rated(base: str, worth: str, edition: Edition, paid_in: str) -> bool:
    """Whether a rate of a base comes to what a rule pays in; what a unit is worth in money plays no part elsewhere."""
    return is_base(base, edition) and not worth if paid_in else base in (edition.currency, worth)


def _check_contest(terms: Contest, section: Section, edition: Edition, paid_in: str) -> None:
    """Prizes may each be in another unit, of which the page speaks; then they are neither shared nor bounded."""
    units = terms.units_of_prizes
    check_prizes(section, units)
    start = f"{section.thing}/{section.version}/row."
    names = (f"{start}{at}.amount" for at in range(1, 1 + len(terms.prizes)))
    figures = (section.figures.get(name) for name in names)
    wrong = {one.unit for one in figures if one is not None} - {paid_unit(unit, edition) for unit in units}
    if paid_in or wrong:
        raise NotUnderstood(f"{section.thing} pays prizes in {sorted(wrong) or paid_in}")
    carriers = terms.carriers
    if (len(units) > 1 or any(map(reward_of, units))) and terms.shared:
        raise NotUnderstood(f"{section.thing} shares what cannot be divided: {sorted(units)}")
    if len(units) > 1 and any((carriers.floor, carriers.cap, carriers.limit)):
        raise NotUnderstood(f"{section.thing} bounds prizes in several units")


def check_conditions(conditions: list[Condition | None], edition: Edition, thing: str) -> None:
    """Every metric that conditions compare is defined, and compared with something of its own unit."""

    def unit(metric: str) -> str:
        kind, _, name = metric.rpartition("/")
        known = edition.measures if kind == "measure" else edition.metrics
        if name not in known:
            raise NotUnderstood(f"{thing} compares {metric}, which the edition does not define")
        return known[name].unit

    for condition in conditions:
        for one in conditions_of(condition):
            if isinstance(one, MetricIs):
                other = one.unit if one.amount is None else unit_of(one.amount, unit)
                if unit(one.metric) != other:
                    raise NotUnderstood(f"{thing} compares {one.metric} with {one.bound} {other}")


def read_ceiling(section: Section) -> Ceiling:
    """A ceiling that several rules share."""
    said = section.said(CEILING)
    most = [one for key, one in said.items() if key.startswith("most.")]
    shared = [key for key in said if key.startswith("shared.")]
    if len(most) != 1 or len(shared) != 1:
        raise NotUnderstood(f"{section.thing} does not say what it leaves, and how it is shared")
    return Ceiling(
        section.thing.removeprefix("ceiling/"),
        most[0].amount("most"),
        most[0].key == "most.programme",
        shared[0] == "shared.in_order",
    )
