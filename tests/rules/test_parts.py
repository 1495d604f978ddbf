"""Parts of lines come to what the lines are owed, over drawn trees; of many only the largest stand by themselves."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules import differential, level_commission, matching
from generator.rules.contract import Drafts, Lines
from generator.rules.differential import DifferentialVersion
from generator.rules.level_commission import LevelCommissionVersion
from generator.rules.matching import MatchingVersion
from generator.rules.parts import AWAY, BELOW, KEPT, LESS, OTHERS, OWN, Parts
from generator.rules.parts_of import parts_of
from tests import strategies as draw
from tests.rules.people import People, Person, version_of
from tests.rules.test_network_laws import (
    CONDITIONS,
    crowds,
    differentials,
    tables,
    walks,
    with_groups,
)


def lines_of(drafts: Drafts) -> tuple[Lines, list[Fraction]]:
    """A line for each draft, and what it is owed exactly; in the order of partners."""
    drafts = drafts.of(np.argsort(drafts.who, kind="stable"))
    size = len(drafts.who)
    lines = Lines.of_nonzero(drafts, np.zeros(size, dtype=np.bool_), np.ones(size, dtype=np.int64))
    return lines, drafts.owed.fractions()


def check(module: Any, version: Any, people: list[Person]) -> Parts | None:
    figures: Any = People(people)
    lines, owed = lines_of(module.settle("clause", version, figures))
    parts = parts_of(version, figures, lines)
    if parts is None:
        return None
    sums = [Fraction(0)] * len(owed)
    bases = [Fraction(0)] * len(owed)
    counted = [0] * len(owed)
    whole = parts.over * parts.common
    for at, line in enumerate(parts.line.tolist()):
        base, product = Fraction(int(parts.base[at]), parts.over), Fraction(int(parts.product[at]), whole)
        if parts.what[at] == OTHERS:
            assert counted[line] in (10, 11)
            assert parts.number[at] > 2
        else:
            assert product == base * Fraction(int(parts.rate[at]), parts.common)
        sums[line] += product
        bases[line] += base
        counted[line] += 1
    partners = np.flatnonzero(lines.who >= 0).tolist()
    assert [sums[at] for at in partners] == [owed[at] for at in partners]
    assert sorted({*parts.line.tolist()} - {*partners}) == []
    values = [Fraction(value, 10**lines.base_digits) for value in lines.base.tolist()]
    if isinstance(version, DifferentialVersion):
        first = parts.at(parts.what == OWN)
        assert [Fraction(one, parts.over) for one in first.base.tolist()] == values
    elif lines.base_per is None:
        assert [bases[at] for at in partners] == [values[at] for at in partners]
    some = np.arange(0, len(owed), 2)
    taken = parts.of_lines(some)
    assert taken.product.tolist() == [
        product
        for product, line in zip(parts.product.tolist(), parts.line.tolist(), strict=True)
        if line % 2 == 0
    ]
    assert (some[taken.line] == parts.line[parts.line % 2 == 0]).all()
    return parts


@draw.examples(25)
@given(crowds(), differentials())
def test_a_group_less_its_legs(people: list[Person], version: Any) -> None:
    check(differential, version, with_groups(people))


@draw.examples(25)
@given(crowds(), st.data())
def test_rates_less_the_best_between(people: list[Person], data: st.DataObject) -> None:
    fields = data.draw(walks(tables())) | {"base": "volume", "below_zero": "negative"}
    fields["less"] = {"best_between": data.draw(CONDITIONS)}
    assert check(level_commission, version_of(LevelCommissionVersion, fields), people) is not None


@draw.examples(25)
@given(crowds(), st.data())
def test_lines_of_several_rows(people: list[Person], data: st.DataObject) -> None:
    fields = data.draw(walks(tables())) | {"base": "volume", "unearned": "passes_up"}
    version = version_of(LevelCommissionVersion, fields)
    parts = check(level_commission, version, people)
    assert (parts is None) == (not version.table.by_tier)


@draw.examples(25)
@given(crowds(), st.data())
def test_rates_of_lower_tiers_are_added(people: list[Person], data: st.DataObject) -> None:
    fields = data.draw(walks(tables(first=1, by_tier=True))) | {"source": {"lines": {"clauses": ["sales"]}}}
    fields["table"]["applies_to"] = "slice"
    assert check(matching, version_of(MatchingVersion, fields), people) is not None


ROWS = [{"at_least": "500", "rate": "3 %"}, {"at_least": "2 000", "rate": "5 %"}]


def test_of_three_hundred_legs_ten_are_named() -> None:
    people = [Person(-1, {"group": Fraction(600_000)})]
    people += [Person(0, {"group": Fraction(1_000 + number)}) for number in range(300)]
    version = version_of(
        DifferentialVersion, {"base": "group", "brackets": {"applies_to": "whole", "rows": ROWS}}
    )
    parts = check(differential, version, people)
    assert parts is not None
    mine = parts.of_lines(np.array([0]))
    assert mine.other.tolist() == [-1, *range(291, 301)[::-1], -1][: len(mine.other)]
    assert mine.number.tolist()[-1] == 290


def test_what_a_leg_is_called() -> None:
    people = [
        Person(-1, {"group": Fraction(9_000)}),
        Person(0, {"group": Fraction(3_000)}),
        Person(0, {"group": Fraction(2_500)}),
        Person(0, {"group": Fraction(100)}),
        Person(0, {"group": Fraction(0)}),
    ]
    fields = {"base": "group", "brackets": {"applies_to": "whole", "rows": ROWS}, "same_bracket_floor": "1 %"}
    parts = check(differential, version_of(DifferentialVersion, fields), people)
    assert parts is not None
    mine = parts.of_lines(np.array([0]))
    assert mine.what.tolist() == [OWN, KEPT, KEPT, BELOW]
    assert mine.other.tolist() == [-1, 1, 2, 3]
    assert (mine.rate * 100 / mine.common).tolist() == [5, -4, -4, 0]
    paid = [{"generation": "1", "rate": "2 %"}]
    away = {**fields, "breakaway": {"at": "5 %", "then": {"generations": paid}}}
    parts = check(differential, version_of(DifferentialVersion, away), people)
    assert parts is not None
    mine = parts.of_lines(np.array([0]))
    assert mine.what.tolist()[1:4] == [AWAY, AWAY, BELOW]
    assert mine.beside is not None
    assert mine.beside.tolist() == [5_500]


@pytest.mark.parametrize("tie", [False, True])
def test_of_equal_rates_the_nearest_to_the_source_is_named(tie: bool) -> None:
    tiers = ["platinum", "gold", "gold" if tie else "silver", "start"]
    people = [Person(at - 1, {"volume": Fraction(100)}, tier) for at, tier in enumerate(tiers)]
    rows = [
        {"tier": tier, "depth": {"from": "1"}, "rate": rate}
        for tier, rate in (("start", "1 %"), ("silver", "2 %"), ("gold", "4 %"), ("platinum", "7 %"))
    ]
    fields = {"base": "volume", "table": {"by": ["tier", "depth"], "rows": rows}}
    fields["less"] = {"best_between": {"tier": {"at_least": "silver"}}}
    version = version_of(LevelCommissionVersion, fields)
    parts = check(level_commission, version, people)
    assert parts is not None
    lines, _ = lines_of(level_commission.settle("clause", version, People(people)))  # type: ignore[arg-type]
    assert lines.depth is not None
    (line,) = np.flatnonzero((lines.who == 0) & (lines.depth == 3)).tolist()
    mine = parts.of_lines(np.array([line]))
    assert mine.what.tolist() == [LESS]
    assert mine.other.tolist() == [2 if tie else 1]
    assert (mine.rate * 100 / mine.common).tolist() == [3]
