"""Units of pay: how they are written, how their figures read, and in which order they stand."""

from fractions import Fraction
from typing import Any

import pytest

from generator.source import Fault
from generator.terms.bracket import Brackets
from generator.terms.clause import ClauseVersion
from generator.terms.numerals import shown
from generator.terms.pay import MONEY, pay_unit, reward_of, unit_of_figure, unit_order
from generator.terms.quantity import POINTS, parse_quantity
from tests.terms.refused import read

TRIP = "reward:sea-trip"


def version(**fields: Any) -> ClauseVersion:
    """A version of any kind with some fields."""
    dates = {"announced": "2026-01-01", "from": "2026-01-01"}
    made: ClauseVersion = read(ClauseVersion, {**dates, "per": "period", **fields})
    return made


@pytest.mark.parametrize(
    ("value", "en", "ru"),
    [
        ("0", "0 points", "0 баллов"),
        ("1", "1 point", "1 балл"),
        ("2", "2 points", "2 балла"),
        ("11", "11 points", "11 баллов"),
        ("21", "21 points", "21 балл"),
        ("-1", "−1 point", "−1 балл"),
        ("1.5", "1.5 points", "1,5 балла"),
        ("12000", "12,000 points", "12 000 баллов"),
    ],
)
def test_points_stand_in_the_number_that_their_figure_asks_for(value: str, en: str, ru: str) -> None:
    found = [shown(Fraction(value), POINTS, language).replace("\u00a0", " ") for language in ("en", "ru")]
    assert found == [en, ru]


def test_so_many_of_a_reward_are_a_plain_number() -> None:
    assert shown(Fraction(2), TRIP, "ru") == "2"
    assert (reward_of(TRIP), reward_of(POINTS), pay_unit(MONEY, "EUR")) == ("sea-trip", "", "EUR")


def test_a_point_and_points_are_one_unit() -> None:
    assert parse_quantity("1 point") == parse_quantity("1 points")


def test_money_stands_before_points_and_points_before_rewards() -> None:
    assert sorted([TRIP, "reward:mug", POINTS, MONEY], key=unit_order) == [MONEY, POINTS, "reward:mug", TRIP]


@pytest.mark.parametrize(
    ("written", "paid"),
    [("12", POINTS), ("12 points", POINTS), ("12 EUR", MONEY), ("1 sea-trip", TRIP)],
)
def test_a_figure_is_paid_in_the_unit_that_it_names_else_in_that_of_its_rule(written: str, paid: str) -> None:
    assert unit_of_figure(parse_quantity(written), version(pays_in=POINTS), "EUR") == paid


@pytest.mark.parametrize(
    ("applies", "key"),
    [("slice", "each"), ("whole", "amount")],
)
def test_points_of_a_row_are_its_amount_or_that_for_each_unit(applies: str, key: str) -> None:
    rows: list[dict[str, Any]] = [{"at_least": "0", "points": "1.5"}]
    table = Brackets.model_validate({"applies_to": applies, "rows": rows})
    assert (table.rows[0].pays, table.rows[0].spelled) == (key, "points")
    assert table.rows[0].figure == parse_quantity("1.5 points")


def test_a_row_of_points_pays_nothing_besides() -> None:
    rows = [{"at_least": "0", "points": "1", "rate": "5 %"}]
    with pytest.raises(Fault) as told:
        read(Brackets, {"applies_to": "whole", "rows": rows})
    assert told.value.slug == "row-pays-unclear"


@pytest.mark.parametrize("written", ["point", "reward:", "reward:Sea", "gift", 3])
def test_what_is_no_unit_of_pay_is_refused(written: object) -> None:
    with pytest.raises(Fault) as told:
        version(pays_in=written)
    assert told.value.slug == "pays-in-unclear"


@pytest.mark.parametrize("key", [{"hold": "30 days"}, {"ceiling": "all"}, {"due": [{"share": "100 %"}]}])
def test_what_belongs_to_money_alone_is_refused(key: dict[str, Any]) -> None:
    with pytest.raises(Fault) as told:
        version(pays_in=TRIP, **key)
    assert told.value.slug == "money-only"
    assert isinstance(version(**key), ClauseVersion)
