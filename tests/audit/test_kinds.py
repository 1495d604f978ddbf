"""One line recomputed: brackets at, below and above each threshold, tiers, caps, rounding."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from generator.audit.alone import due
from generator.audit.amounts import Fixed
from generator.audit.conditions import AllOf, AnyOf, CoursePassed, MetricIs, Not, TierAtLeast
from generator.audit.definitions import Metric
from generator.audit.kinds import rounded
from generator.audit.passing import Passes
from generator.audit.promise import Clause, Edition, Ladder, Policy, Tier
from generator.audit.standing import NoSuchThing, Standing, climb, holds
from generator.audit.terms import Bracket, Carriers, Commission, FixedBonus
from generator.audit.terms_training import Course

F = Fraction
POLICY = Policy()
LADDER = Ladder(
    "status",
    (
        Tier("thread", None),
        Tier("cloth", MetricIs("v", "at_least", F(100))),
        Tier("lace", AllOf((MetricIs("v", "at_least", F(200)), CoursePassed("basics")))),
    ),
)
EDITION = Edition(
    date(2026, 5, 1),
    ladders={"status": LADDER},
    courses={"basics": Course("basics", 12, "months")},
    metrics={
        name: Metric(name, "count", "sales", unit=unit) for name, unit in (("v", "GBP"), ("points", "count"))
    },
)


def standing(v=0, tier="thread", course=False, **more):
    metrics = {"v": F(v)} | {name: F(value) for name, value in more.items()}
    return Standing(metrics, {"basics": course}, {"status": tier})


def brackets(*rows):
    return tuple(Bracket(F(start), None, F(rate), None) for start, rate in rows)


SLICE = Commission("v", "v", "slice", brackets((0, 5), (100_000, 7), (500_000, 10)))


def line_of(terms, state, had_before=False):
    return due(Clause("rule", "2026-05-01", terms), state, replace(EDITION, policy=POLICY), had_before)


def pays(terms, state, had_before=False):
    line = line_of(terms, state, had_before)
    return None if line is None or not line.amount else line.amount


@pytest.mark.parametrize(
    ("volume", "amount"),
    [
        (-2000, None),
        ("99999.99", 5000),
        (100_000, 5000),
        ("100000.01", 5000),
        (150_000, 8500),
        ("499999.99", 33_000),
        (500_000, 33_000),
        (600_000, 43_000),
    ],
)
def test_slices(volume, amount):
    assert pays(SLICE, standing(volume)) == amount


def test_slices_below_the_first_row_and_with_another_metric():
    late = Commission("v", "v", "slice", brackets((100, 10), (200, 20)))
    assert pays(late, standing(99)) is None
    assert pays(late, standing(250)) == 20
    shared = Commission("v", "points", "slice", brackets((0, 10), (50, 20)))
    assert pays(shared, standing(1000, points=200)) == F(1000) * 50 / 200 / 10 + F(1000) * 150 / 200 / 5


def test_whole_rates_and_amounts():
    whole = Commission(
        "v", "v", "whole", brackets((100, 5), (200, 10)), carriers=Carriers(cap=Fixed(F(25), "GBP"))
    )
    assert pays(whole, standing("99.99")) is None
    assert pays(whole, standing("199.99")) == 10
    assert pays(whole, standing(200)) == 20
    line = line_of(whole, standing(300))
    assert (line.amount, line.exact, line.capped) == (25, 30, True)
    fixed = Commission("v", "v", "whole", (Bracket(F(10), None, None, F(77)),))
    assert pays(fixed, standing(10)) == 77


def test_by_tier():
    rows = (Bracket(None, "cloth", F(1), None), Bracket(None, "lace", None, F(50)))
    terms = Commission("v", "v", "tier", rows)
    assert [pays(terms, standing(1000, tier)) for tier in ("thread", "cloth", "lace")] == [None, 10, 50]


def test_fixed_bonus_once():
    once = Carriers(once="partner")
    bonus = FixedBonus(Fixed(F(500), "GBP"), MetricIs("v", "at_least", F(1)), carriers=once)
    assert pays(bonus, standing(1)) == 500
    assert pays(bonus, standing(1), True) is None
    assert pays(bonus, standing(0)) is None


def test_conditions_and_climbing():
    state = standing(250, course=True)
    climb(state, EDITION)
    assert state.tiers == {"status": "lace"}
    state = standing(250)
    climb(state, EDITION)
    assert state.tiers == {"status": "cloth"}
    assert holds(TierAtLeast("thread"), state, EDITION)
    assert not holds(TierAtLeast("lace"), state, EDITION)
    assert holds(AnyOf((TierAtLeast("lace"), Not(CoursePassed("basics")))), state, EDITION)
    for wrong in (MetricIs("w", "at_least", F(1)), CoursePassed("dance"), TierAtLeast("gold")):
        with pytest.raises(NoSuchThing):
            holds(wrong, state, EDITION)


def test_validity_of_a_course():
    passes = Passes({("A", "basics"): [date(2026, 5, 10)]})
    courses = list(EDITION.courses.values())
    assert not passes.valid("A", courses, date(2026, 5, 9))["basics"]
    assert passes.valid("A", courses, date(2027, 5, 9))["basics"]
    assert not passes.valid("A", courses, date(2027, 5, 10))["basics"]


@pytest.mark.parametrize(
    ("mode", "value", "result"),
    [
        ("half_up", "0.005", "0.01"),
        ("half_up", "-0.005", "-0.01"),
        ("half_up", "0.00499", "0"),
        ("half_even", "0.005", "0"),
        ("half_even", "0.015", "0.02"),
        ("half_even", "-0.025", "-0.02"),
        ("down", "-0.019", "-0.01"),
    ],
)
def test_rounding(mode, value, result):
    assert rounded(F(value), Policy(rounding=mode)) == F(result)
