"""Checks of worked examples: the metrics, lines, people, clauses and states that they name exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.rules import MODULES
from generator.rules.unknown import unknown
from generator.source import Diagnostic, Step, find
from generator.terms.carried import states_of
from generator.terms.clause import ClauseVersion
from generator.terms.numerals import plain
from generator.terms.pay import MONEY, pay_unit, reward_of, unit_of_figure
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity
from generator.terms.scenario import HOUSE, NAMING, RETURNING, TOTAL, Outcome, Person, Scenario, Situation

Place = tuple[Step, ...]


def unknown_in_examples(
    programme: Programme, file: str, above: Place, clause: str, version: ClauseVersion
) -> Iterator[Diagnostic]:
    """What the examples of a version name and nobody defined."""
    for at, example in version.short_examples:
        given: Place = (*above, "examples", at, "given")
        measures = programme.measures if version.rowwise else {}
        known = {name: one for name, one in example.given.items() if name not in measures}
        yield from _given(programme, file, given, clause, known)
        for key, courses in (("course", example.course or ()), ("but", example.but)):
            for row, course in enumerate(courses):
                if course not in programme.courses:
                    yield unknown(programme, file, (*given, key, row), "course", course, programme.courses)
    for at, scenario in version.scenarios:
        yield from _scenario(programme, file, (*above, "examples", at), clause, version, scenario)


def _given(
    programme: Programme, file: str, place: Place, clause: str, given: Mapping[str, Quantity]
) -> Iterator[Diagnostic]:
    """Figures given outright: each is a metric, or what the lines of another clause come to."""
    module = MODULES[programme.clauses[clause].kind]
    reads_lines = hasattr(module, "clauses_read")
    for name, figure in given.items():
        if name in programme.metrics:
            continue
        here = (*place, name)
        if name not in programme.clauses or name == clause:
            others = [one for one in programme.clauses if one != clause] if reads_lines else []
            yield unknown(programme, file, here, "metric", name, [*programme.metrics, *others])
            continue
        currency, pays = programme.file.currency, programme.clauses[name].versions[-1]
        if unit_of_figure(figure, pays, currency) not in pays.units or (figure.value * 100).denominator != 1:
            in_money = MONEY in pays.units
            yield Diagnostic(
                "example-unreadable",
                find(programme.trees[file], here).place,
                f"What the lines of `{name}` come to is an amount of {'money' if in_money else 'points or rewards'}, "
                "as it was rounded.",
                consequence="No rule pays such a line.",
                cure="Write it with two decimals at most, in "
                + ("the currency of the programme." if in_money else "what the rule pays in."),
            )


def _scenario(
    programme: Programme,
    file: str,
    here: Place,
    clause: str,
    version: ClauseVersion,
    scenario: Scenario,
) -> Iterator[Diagnostic]:
    for path, person in scenario.people():
        yield from _person(programme, file, (*here, *path), clause, person)
    for number, (situation, outcome) in enumerate(scenario.steps):
        window: Place = (*here, "steps", number) if scenario.in_steps else here
        yield from _rows(programme, file, (*window, "given"), situation)
        yield from _outcome(programme, file, (*window, "then"), clause, version, situation, outcome)


def _person(
    programme: Programme, file: str, place: Place, clause: str, person: Person
) -> Iterator[Diagnostic]:
    yield from _given(programme, file, place, clause, person.metrics)
    tiers = programme.titles().ladder_of
    if person.tier is not None and person.tier not in tiers:
        yield unknown(programme, file, (*place, "tier"), "tier", person.tier, tiers)
    for key, courses in (("course", person.course or ()), ("but", person.but)):
        for row, course in enumerate(courses):
            if course not in programme.courses:
                yield unknown(programme, file, (*place, key, row), "course", course, programme.courses)


def _rows(programme: Programme, file: str, given: Place, situation: Situation) -> Iterator[Diagnostic]:
    sales = [row["sale"] for row in situation.rows.get("sales", ()) if "sale" in row and not row.get(NAMING)]
    for table, rows in situation.rows.items():
        for row, cells in enumerate(rows):
            if "partner" in cells and cells["partner"] not in situation.partners:
                place = (*given, table, row, "partner")
                yield unknown(programme, file, place, "partner", cells["partner"], situation.partners)
            naming = "sale" if table == "splits" else NAMING
            if cells.get(naming) and (table == "splits" or table in RETURNING) and cells[naming] not in sales:
                # A late return would change a window above: it stands in the window of its sale.
                yield unknown(programme, file, (*given, table, row, naming), "sale", cells[naming], sales)


def _outcome(
    programme: Programme,
    file: str,
    then: Place,
    clause: str,
    version: ClauseVersion,
    situation: Situation,
    outcome: Outcome,
) -> Iterator[Diagnostic]:
    states = states_of(version)
    for name, amounts in outcome.amounts.items():
        if name and name not in situation.partners and name != HOUSE:
            known = [*situation.partners, HOUSE]
            yield unknown(programme, file, (*then, name), "partner", name, known)
        for word in amounts:
            place = (*then, name, word) if name else (*then, word)
            if word not in (*programme.clauses, *states, TOTAL):
                yield unknown(programme, file, place, "clause", word, [*programme.clauses, *states])
            elif word in programme.clauses and word not in states:
                spoken = version if word == clause else programme.clauses[word].versions[-1]
                yield from _paid_in(programme, file, place, word, spoken, amounts[word])


def _paid_in(
    programme: Programme, file: str, place: Place, clause: str, version: ClauseVersion, figure: Quantity
) -> Iterator[Diagnostic]:
    """An amount in a unit in which the clause does not pay."""
    currency = programme.file.currency
    if unit_of_figure(figure, version, currency) in version.units:
        return
    known = [reward_of(unit) or pay_unit(unit, currency) for unit in version.units]
    yield Diagnostic(
        "wrong-unit",
        find(programme.trees[file], place).place,
        f"This figure is in `{figure.unit or currency}`, and `{clause}` pays in "
        + " or ".join(f"`{one}`" for one in known)
        + ".",
        consequence="The example would be worked with the figure as it stands.",
        cure=f"Write the unit of what is paid: `{plain(figure.value, 'en').replace(',', ' ')} {known[0]}`.",
    )
