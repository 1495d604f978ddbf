"""The cases of the binary kind in the audit's reading: from the pages and the raw rows it comes to the same lines."""

from fractions import Fraction

import pytest

from tests.rules.joined import Both, read_both
from tests.rules.test_binary_cases import CASES, ENDS, MONTHS, figure, name_of, project


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return read_both(project(tmp_path_factory.mktemp("legs")), ENDS)


def test_both_readings_agree_on_every_partner_under_every_clause(both: Both) -> None:
    assert not both.findings
    assert set(both.audited) == {"en", "ru"}
    assert not both.differences()


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number]["name"])
def test_audit(number: int, both: Both) -> None:
    clause = name_of(number)
    for lines in both.audited.values():
        for month, then in zip(MONTHS, CASES[number]["then"], strict=False):
            paid = [
                amount * times
                for (period, who, name, amount, *_), times in lines.items()
                if (period, who, name) == (month, clause, clause)
            ]
            assert sum(paid, Fraction(0)) == figure(then), month


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number]["name"])
def test_what_is_carried(number: int, both: Both) -> None:
    clause = name_of(number)
    for month, wanted in zip(MONTHS, CASES[number].get("closing", []), strict=False):
        for state, value in wanted.items():
            assert both.carried[month, clause, clause, state] == figure(value), (month, state)
