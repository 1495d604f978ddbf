"""Drawn clauses: settlement and the audit, which has only the page, agree at and beside every threshold."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies as draw
from tests.rules.readings import Person, Readings

UNITS = {"volume": "money", "recent": "money", "orders": "count"}
TIERS = ["start", "silver", "gold", "lace"]
COURSES = ["basics", "fabric"]
COMPARE = ["at_least", "more_than", "at_most", "less_than", "equals"]
FIGURES = st.builds(Fraction, st.integers(-200_000, 3_000_000), st.sampled_from([1, 10, 100, 1000]))
AMOUNTS = st.builds(Fraction, st.integers(1, 5_000_000), st.sampled_from([1, 100]))


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    money = st.builds(
        lambda metric, compare, bound: {metric: {compare: draw.plain(bound)}},
        st.sampled_from(["volume", "recent"]),
        st.sampled_from(COMPARE),
        FIGURES,
    )
    counts = st.builds(
        lambda compare, bound: {"orders": {compare: str(bound)}}, st.sampled_from(COMPARE), st.integers(0, 5)
    )
    courses = st.sampled_from(COURSES).map(lambda course: {"course": course})
    tiers = st.sampled_from(TIERS).map(lambda tier: {"tier": {"at_least": tier}})
    return st.recursive(
        st.one_of(money, counts, courses, tiers),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=5,
    )


@st.composite
def bonuses(draw_: st.DrawFn) -> tuple[str, dict[str, Any]]:
    fields: dict[str, Any] = {"amount": draw.plain(draw_(AMOUNTS)), "earns": draw_(conditions())}
    if draw_(st.booleans()):
        fields["once"] = "partner"
    return "fixed_bonus", fields


@st.composite
def commissions(draw_: st.DrawFn) -> tuple[str, dict[str, Any]]:
    fields: dict[str, Any] = {"base": draw_(st.sampled_from(["volume", "recent"]))}
    shape = draw_(st.sampled_from(["slice", "slice", "whole", "amounts", "tier", "tier-amounts"]))
    if shape.startswith("tier"):
        ranks = sorted(draw_(st.sets(st.integers(0, 3), min_size=1)))
        rows: list[dict[str, Any]] = [{"tier": TIERS[rank]} for rank in ranks]
    else:
        fields["chosen_by"] = draw_(st.sampled_from(["volume", "recent", "orders"]))
        few = fields["chosen_by"] == "orders"
        bounds = draw_(st.just([Fraction(0), Fraction(2), Fraction(4)]) if few else draw.starts(4, 2_000_000))
        rows = [{"at_least": draw.plain(bound)} for bound in bounds]
    for row in rows:
        if shape.endswith("amounts"):
            row["amount"] = draw.plain(draw_(AMOUNTS))
        else:
            row["rate"] = f"{draw.plain(min(draw_(draw.rates()) * 100, Fraction(1000)))} %"
    if shape.startswith("tier"):
        fields["table"] = {"by": "tier", "rows": rows}
    else:
        fields["brackets"] = {"applies_to": "slice" if shape == "slice" else "whole", "rows": rows}
    if not shape.endswith("amounts") and draw_(st.booleans()):
        fields["below_zero"] = "negative"
    if draw_(st.booleans()):
        fields["cap"] = draw.plain(draw_(AMOUNTS))
    if draw_(st.booleans()):
        fields["earns"] = draw_(conditions())
    if draw_(st.booleans()):
        fields["ends"] = "2026-12-31"
    return "commission", fields


def bounds_of(fields: Any) -> set[Fraction]:
    """Every figure at which something in a clause may change."""
    found: set[Fraction] = set()
    if isinstance(fields, dict):
        for key, value in fields.items():
            if key in (*COMPARE,) and isinstance(value, str) and value not in TIERS:
                found.add(Fraction(value))
            else:
                found |= bounds_of(value)
    elif isinstance(fields, list):
        found = set().union(*(bounds_of(one) for one in fields)) if fields else set()
    return found


@st.composite
def people(draw_: st.DrawFn, bounds: list[Fraction]) -> Person:
    """Somebody at a threshold, or a thousandth beside one, or anywhere."""
    beside = st.builds(
        lambda bound, step: bound + Fraction(step, 1000),
        st.sampled_from([Fraction(0), *bounds]),
        st.sampled_from([-10, -1, 0, 0, 1, 10]),
    )
    money = st.one_of(beside, beside, FIGURES)
    given_ = {"volume": draw_(money), "recent": draw_(money), "orders": Fraction(draw_(st.integers(0, 5)))}
    courses = tuple(sorted(draw_(st.sets(st.sampled_from(COURSES)))))
    return Person(given_, draw_(st.sampled_from(TIERS)), courses)


@draw.examples(6, costly=True)
@given(data=st.data(), mode=draw.modes, digits=st.integers(0, 2))
def test_both_readings_agree(
    data: st.DataObject, mode: str, digits: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    drawn = data.draw(st.lists(st.one_of(commissions(), commissions(), bonuses()), min_size=4, max_size=10))
    clauses = {f"clause-{chr(ord('a') + number)}": one for number, one in enumerate(drawn)}
    bounds = sorted(set().union(*(bounds_of(fields) for _, fields in drawn)))
    persons = data.draw(st.lists(people(bounds), min_size=8, max_size=16))
    folder = tmp_path_factory.mktemp("drawn")
    rounding = {"mode": mode, "digits": str(digits)}
    readings = Readings(folder, clauses, persons, UNITS, TIERS, COURSES, "GBP", rounding)
    settled = readings.settled()
    programme = readings.project.write_programme()
    assert len(settled) == len(persons) * len(clauses)
    for one in readings.audited(programme):
        assert not one.findings
        differs = {
            (str(clauses[clause]), str(persons[number])): (paid, one.amounts[number, clause])
            for (number, clause), paid in settled.items()
            if paid != one.amounts[number, clause]
        }
        assert not differs, list(differs.items())[:1]
    for (number, clause), paid in settled.items():
        assert readings.as_example(programme, number, clause) == paid
