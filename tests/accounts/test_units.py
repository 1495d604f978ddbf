"""Lines of closes in several units: each is compared with its like, and closes of a time without units are money."""

from datetime import date
from typing import Any

import pyarrow as pa

from generator.accounts.differences import ADJUSTMENTS, adjustments
from generator.accounts.keyed import LINES, as_now, in_money
from generator.terms.pay import MONEY
from generator.terms.quantity import POINTS

DAY = date(2026, 1, 31)


def line(amount: int, unit: str, **more: Any) -> dict[str, Any]:
    """A line of a contest in January, in hundredths."""
    row = dict.fromkeys(LINES.names)
    row |= {"origin": "2026-01", "clause": "race", "partner": "anna", "window_first": date(2026, 1, 1)}
    row |= {"window_last": DAY, "version": date(2026, 1, 1), "dated": DAY, "base": 0, "base_digits": 0}
    return row | {"row": 1, "capped": False, "amount": amount, "unit": unit} | more


def lines(*rows: dict[str, Any]) -> pa.Table:
    """Lines as a close keeps them."""
    return pa.Table.from_pylist(list(rows), schema=LINES)


def changes(now: pa.Table, booked: pa.Table) -> list[tuple[str, int, int, int]]:
    """Unit, was, now and amount of each adjustment."""
    found = adjustments(now, booked, ADJUSTMENTS.empty_table(), {"2026-01": False}, ("race",))
    return [(row["unit"], row["was"], row["now"], row["amount"]) for row in found.to_pylist()]


def test_a_place_that_wins_points_now_and_won_money_before_changes_both() -> None:
    assert changes(lines(line(50_000, POINTS)), lines(line(1_000, MONEY))) == [
        (MONEY, 1_000, 0, -1_000),
        (POINTS, 0, 50_000, 50_000),
    ]


def test_what_stays_in_its_unit_changes_by_the_difference() -> None:
    both = lines(line(50_000, POINTS), line(7, MONEY, clause="other"))
    assert changes(both, lines(line(20_000, POINTS), line(7, MONEY, clause="other"))) == [
        (POINTS, 20_000, 50_000, 30_000)
    ]


def test_lines_of_a_close_without_units_are_money() -> None:
    old = lines(line(1_000, MONEY)).drop_columns(["unit"])
    assert as_now(old).equals(lines(line(1_000, MONEY)))
    assert not changes(lines(line(1_000, MONEY)), as_now(old))
    assert as_now(lines(line(5, POINTS))).equals(lines(line(5, POINTS)))


def test_money_is_what_is_paid_in_money() -> None:
    table = lines(line(1, MONEY), line(2, POINTS), line(3, "reward:mug"))
    assert in_money(table)["amount"].to_pylist() == [1]
