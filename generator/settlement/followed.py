"""What follows in a window of a worked example, held against what its author wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.rules.contract import HOUSE as HOUSE_ROW
from generator.rules.exact import MINOR_DIGITS
from generator.settlement.settle import PeriodResult
from generator.terms.programme import Programme
from generator.terms.scenario import HOUSE, TOTAL, Person, Scenario

NAMELESS = "partner"
Paid = Mapping[str, Mapping[str, Fraction]]
"""Partner -> clause -> sum of lines in the currency; the house is `house`."""


@dataclass(frozen=True)
class Followed:
    """What one window pays, and partner -> clause and state -> what is carried when it closes."""

    paid: Paid
    closing: Mapping[str, Mapping[tuple[str, str], Fraction]]


def followed(
    ids: Sequence[str], result: PeriodResult, people: Mapping[str, Person], programme: Programme
) -> Followed:
    """What one settled window comes to; lines that a person is given stand in the place of computed ones."""
    paid: dict[str, dict[str, Fraction]] = {}
    for one in result.clauses:
        for who, amount in zip(one.lines.who.tolist(), one.lines.amount.tolist(), strict=True):
            mine = paid.setdefault(HOUSE if who == HOUSE_ROW else ids[who], {})
            mine[one.clause] = mine.get(one.clause, Fraction(0)) + Fraction(amount, 10**MINOR_DIGITS)
    for name, person in people.items():
        paid.setdefault(name, {}).update(person.lines_given(programme.metrics))
    closing = {
        name: {
            state: Fraction(int(one.closing[row]), 10**one.digits) for state, one in result.carried.items()
        }
        for row, name in enumerate(ids)
    }
    return Followed(paid, closing)


def differences(
    clause: str, states: Sequence[str], scenario: Scenario, follows: Sequence[Followed]
) -> Iterator[tuple[int, str, str]]:
    """Each amount that does not follow: the window, where it is named (empty: nowhere), and what follows instead.

    All lines of the clause itself, and of every clause that the outcome names, must be named; of what it carries,
    by the names of its `states`, only what is written is asked for.
    """
    for number, (_, outcome) in enumerate(scenario.steps):
        found = follows[number].paid
        if outcome.amount is not None:
            mine = found.get(NAMELESS, {}).get(clause, Fraction(0))
            if mine != outcome.amount.value:
                yield number, "", str(mine)
            continue
        wanted = {name or NAMELESS: dict(amounts) for name, amounts in outcome.amounts.items()}
        for name, asked in wanted.items():
            for state in states:
                if state in asked:
                    closes = follows[number].closing.get(name, {}).get((clause, state), Fraction(0))
                    if closes != asked.pop(state).value:
                        yield number, f"{name}/{state}", str(closes)
        clauses = {clause, *(one for amounts in wanted.values() for one in amounts if one != TOTAL)}
        for name in dict.fromkeys([*wanted, *found]):
            lines, asked = found.get(name, {}), wanted.get(name, {})
            for one in sorted(clauses):
                amount = asked[one].value if one in asked else Fraction(0)
                if lines.get(one, Fraction(0)) != amount:
                    yield number, f"{name}/{one}", str(lines.get(one, Fraction(0)))
            if TOTAL in asked and sum(lines.values(), Fraction(0)) != asked[TOTAL].value:
                yield number, f"{name}/{TOTAL}", str(sum(lines.values(), Fraction(0)))
