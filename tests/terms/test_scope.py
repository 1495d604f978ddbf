"""Scopes, operands and what must hold of people are read as they are written, or refused with a place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.source import Fault
from generator.terms.condition import MetricIs
from generator.terms.operand import AnyOperand, MetricAt
from generator.terms.people import AnyHaving, OfLegs
from generator.terms.quantity import Quantity
from generator.terms.scope import OWN, AnyScope, Scope
from tests.terms.refused import read

SOME = {"volume": {"at_least": "10"}}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("own", OWN),
        ("programme", Scope("programme")),
        ({"downline": "with_self"}, Scope("downline", first=0)),
        ({"downline": "without_self"}, Scope("downline", first=1)),
        ({"downline": {"tree": "placement", "from": "3", "to": "6"}}, Scope("downline", "placement", 3, 6)),
        ("direct_recruits", Scope("downline", first=1, last=1)),
        ({"direct_recruits": {"active_only": "true"}}, Scope("downline", first=1, last=1, active_only=True)),
        ({"leg": "left"}, Scope("leg", "placement", position="left")),
        ("largest_leg", Scope("largest_leg")),
        (
            {"smallest_leg": {"tree": "placement", "positions": ["left", "right"]}},
            Scope("smallest_leg", "placement", positions=("left", "right")),
        ),
    ],
)
def test_a_scope_as_it_is_meant(written: Any, meant: Scope) -> None:
    assert read(AnyScope, written) == meant


def test_conditions_in_a_scope_know_their_place() -> None:
    scope = read(AnyScope, {"downline": {"from": "0", "active_only": SOME, "without_broken_away": SOME}})
    assert [one.at for one in scope.conditions] == [
        ("downline", "active_only", "volume"),
        ("downline", "without_broken_away", "volume"),
    ]


@pytest.mark.parametrize(
    ("written", "slug", "at"),
    [
        ("ours", "wrong-type", ()),
        ({"downlines": "with_self"}, "unknown-key", ("downlines",)),
        ({"downline": "all"}, "wrong-type", ("downline",)),
        ({"downline": {"to": "3"}}, "missing-key", ("downline",)),
        ({"downline": {"from": "3", "to": "2"}}, "depths-not-rising", ("downline", "to")),
        ({"downline": {"from": "1.5"}}, "wrong-type", ("downline", "from")),
        ({"downline": {"from": "-1"}}, "wrong-type", ("downline", "from")),
        ({"downline": {"from": "1", "tre": "sponsor"}}, "unknown-key", ("downline", "tre")),
        ({"downline": {"from": "1", "tree": "sponsors"}}, "wrong-type", ("downline", "tree")),
        ({"leg": {"side": "left"}}, "unknown-key", ("leg", "side")),
        ({"largest_leg": {"positions": ["left", "left"]}}, "wrong-type", ("largest_leg", "positions")),
        ({"downline": "with_self", "leg": "left"}, "wrong-type", ()),
    ],
)
def test_what_no_scope_is(written: Any, slug: str, at: tuple[str, ...]) -> None:
    with pytest.raises(Fault) as told:
        read(AnyScope, written)
    assert (told.value.slug, told.value.at) == (slug, at)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("volume", MetricAt("volume")),
        ({"volume": "1 period before"}, MetricAt("volume", 1)),
        ({"volume": "12 periods before"}, MetricAt("volume", 12)),
        ("100 000", Quantity(100_000)),
        ("-2.5 %", Quantity(-5 / 2, "percent")),
    ],
)
def test_an_operand_as_it_is_meant(written: Any, meant: Any) -> None:
    assert read(AnyOperand, written) == meant


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ({"volume": "last 3 periods"}, "unknown-window"),
        ({"volume": "0 periods before"}, "unknown-window"),
        ({"volume": "121 periods before"}, "unknown-window"),
        ({"metric": "volume"}, "wrong-type"),
        (["volume"], "wrong-type"),
        ("100,5", "comma-in-figure"),
    ],
)
def test_what_no_operand_is(written: Any, slug: str) -> None:
    with pytest.raises(Fault) as told:
        read(AnyOperand, written)
    assert told.value.slug == slug


@given(st.integers(1, 120))
def test_every_shift_within_ten_years(count: int) -> None:
    assert read(AnyOperand, {"volume": f"{count} periods before"}) == MetricAt("volume", count)


def test_what_must_hold_of_legs() -> None:
    found = read(AnyHaving, {"some_member": SOME, "together": {"volume": {"more_than": "100 EUR"}}})
    assert isinstance(found, OfLegs)
    assert found.some_member == MetricIs("volume", "at_least", Quantity(10))
    assert found.together == MetricIs("volume", "more_than", Quantity(100, "EUR"))
    assert found.first_member is None


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ({"some_members": SOME}, "unknown-key"),
        ({"some_member": SOME, "last_member": SOME}, "unknown-key"),
        ({"together": {"course": "basics"}}, "wrong-type"),
        ({"together": {"volume": {"at_least": {"metric": "target"}}}}, "wrong-type"),
    ],
)
def test_what_holds_of_no_leg(written: Any, slug: str) -> None:
    with pytest.raises(Fault) as told:
        read(AnyHaving, written)
    assert told.value.slug == slug
