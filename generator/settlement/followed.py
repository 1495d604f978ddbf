"""What follows in a window of a worked example, held against what its author wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.rules.contract import HOUSE as HOUSE_ROW
from generator.rules.exact import MINOR_DIGITS
from generator.settlement.settle import PeriodResult
from generator.terms.clause import ClauseVersion
from generator.terms.pay import MONEY, unit_of_figure
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity
from generator.terms.scenario import HOUSE, TOTAL, Person, Scenario

NAMELESS = "partner"
Paid = Mapping[str, Mapping[tuple[str, str], Fraction]]
"""Partner -> clause and unit of pay -> sum of lines; the house is `house`."""


@dataclass(frozen=True)
class Followed:
    """What one window pays, and partner -> clause and state -> what is carried when it closes."""

    paid: Paid
    closing: Mapping[str, Mapping[tuple[str, str], Fraction]]


def followed(
    ids: Sequence[str], result: PeriodResult, people: Mapping[str, Person], programme: Programme
) -> Followed:
    """What one settled window comes to; lines that a person is given stand in the place of computed ones."""
    paid: dict[str, dict[tuple[str, str], Fraction]] = {}
    for one in result.clauses:
        for who, amount in zip(one.lines.who.tolist(), one.lines.amount.tolist(), strict=True):
            mine = paid.setdefault(HOUSE if who == HOUSE_ROW else ids[who], {})
            key = one.clause, one.unit
            mine[key] = mine.get(key, Fraction(0)) + Fraction(amount, 10**MINOR_DIGITS)
    for name, person in people.items():
        mine = paid.setdefault(name, {})
        for clause, figure in person.lines_given(programme.metrics).items():
            spoken = programme.clauses[clause].versions[-1]
            mine[clause, unit_of_figure(figure, spoken, programme.file.currency)] = figure.value
    closing = {
        name: {
            state: Fraction(int(one.closing[row]), 10**one.digits) for state, one in result.carried.items()
        }
        for row, name in enumerate(ids)
    }
    return Followed(paid, closing)


def unit_in(programme: Programme, own: str, version: ClauseVersion, clause: str, figure: Quantity) -> str:
    """In what a figure of an example is paid that stands for lines of a clause; `own` is the clause of the example."""
    spoken = version if clause == own else programme.clauses[clause].versions[-1]
    return unit_of_figure(figure, spoken, programme.file.currency)


def differences(
    clause: str,
    states: Sequence[str],
    scenario: Scenario,
    follows: Sequence[Followed],
    unit_of: Callable[[str, Quantity], str],
) -> Iterator[tuple[int, str, Fraction, str]]:
    """Each amount that does not follow: the window, where it is named (empty: nowhere), what follows instead, in what.

    All lines of the clause itself, and of every clause that the outcome names, must be named; of what it carries,
    by the names of its `states`, only what is written is asked for. `unit_of` says in what a figure is paid that stands
    for lines of a clause.
    """
    for number, (_, outcome) in enumerate(scenario.steps):
        found = follows[number].paid
        if outcome.amount is not None:
            asked = {(clause, unit_of(clause, outcome.amount)): outcome.amount.value}
            mine = {key: value for key, value in found.get(NAMELESS, {}).items() if key[0] == clause}
            for (_, unit), paid in _other(mine, asked):
                yield number, "", paid, unit
            continue
        wanted = {name or NAMELESS: dict(amounts) for name, amounts in outcome.amounts.items()}
        for name, amounts in wanted.items():
            for state in states:
                if state in amounts:
                    closes = follows[number].closing.get(name, {}).get((clause, state), Fraction(0))
                    if closes != amounts.pop(state).value:
                        yield number, f"{name}/{state}", closes, MONEY
        clauses = {clause, *(one for amounts in wanted.values() for one in amounts if one != TOTAL)}
        for name in dict.fromkeys([*wanted, *found]):
            lines, amounts = found.get(name, {}), wanted.get(name, {})
            mine = {key: value for key, value in lines.items() if key[0] in clauses}
            asked = {(one, unit_of(one, f)): f.value for one, f in amounts.items() if one != TOTAL}
            for (one, unit), paid in _other(mine, asked):
                yield number, f"{name}/{one}", paid, unit
            total = sum((value for (_, unit), value in lines.items() if unit == MONEY), Fraction(0))
            if TOTAL in amounts and total != amounts[TOTAL].value:
                yield number, f"{name}/{TOTAL}", total, MONEY


def _other(
    found: Mapping[tuple[str, str], Fraction], asked: Mapping[tuple[str, str], Fraction]
) -> Iterator[tuple[tuple[str, str], Fraction]]:
    """What is not as it is asked for, by clause and unit, with what it is."""
    for key in sorted({*found, *asked}):
        value = found.get(key, Fraction(0))
        if value != asked.get(key, Fraction(0)):
            yield key, value
