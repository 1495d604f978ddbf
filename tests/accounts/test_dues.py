"""Shares on hold: whatever comes late, what was ever released and forfeited is what the final truth gives."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings

from generator.accounts.kept import Accounts
from generator.accounts.keyed import keyed_lines
from generator.accounts.shares import split
from generator.accounts.store import CloseStore
from generator.rules.exact import Coins, checked
from generator.statements.held import held_of
from generator.terms.due import Due, due_day
from generator.terms.quantity import PERCENT, Quantity
from tests.accounts.histories import Ground, Row, programme_at
from tests.accounts.test_histories import ENDS, PARTNERS, Drawn, histories

EXAMPLES = int(os.environ.get("PARTNERBOOK_EXAMPLES", "5"))
DUE: dict[str, dict[str, Any]] = {
    "growth": {
        "due": [
            {"share": "33.3 %"},
            {"share": "33.3 %", "after": "20 days", "if": {"total": {"at_least": "150"}}},
            {"share": "33.4 %", "after": "2 months"},
        ]
    },
    "loyal": {"hold": "10 days"},
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """One programme for all histories, whose lines are due in shares."""
    return Drawn(programme_at(tmp_path_factory.mktemp("dues"), carried=DUE))


def half_up(value: Fraction) -> int:
    """Rounded to a whole number, halves away from zero."""
    whole = int(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


Owed = dict[str, Counter[str]]


def owed_in_truth(ground: Ground, sales: list[Row]) -> Owed:
    """What one settlement gives each partner by the last day: worked out share by share, line by line."""
    settlement = ground.settlement(sales, ENDS[-1])
    ids = settlement.book.partners.ids
    days = {row["sale"]: date.fromisoformat(row["date"]) for row in sales}
    found: Owed = {name: Counter() for name in ("due", "forfeited", "held")}
    for line in keyed_lines(settlement, settlement.results).to_pylist():
        left, who = line["amount"], line["partner"]
        ended = days[line["record"]] if line["record"] else line["window_last"]
        if line["clause"] == "loyal":
            parts = [(left, ended + timedelta(days=11), False)]
        else:
            third = half_up(Fraction(left * 333, 1000))
            month = ended + timedelta(days=1)
            later = date(month.year, month.month + 2, 1)
            parts = [
                (third, None, False),
                (third, ended + timedelta(days=21), True),
                (left - 2 * third, later, False),
            ]
        for amount, day, tested in parts:
            origin = date.fromisoformat(f"{line['origin']}-01")
            if day is None:
                found["due"][who] += amount
                continue
            due = max(day.replace(day=1), origin)
            if due > ENDS[-1]:
                found["held"][who] += amount
                continue
            last = next(end for end in ENDS if end >= due)
            total = sum(
                Fraction(row["amount"])
                for row in sales
                if row["partner"] == who and date.fromisoformat(row["date"]) <= last
            )
            kept = not tested or (total >= 150 and who in ids)
            found["due" if kept else "forfeited"][who] += amount
    return found


def owed_in_books(accounts: Accounts) -> Owed:
    """The same from the movements of all periods."""
    ids = accounts.settlement.book.partners.ids
    found: Owed = {name: Counter() for name in ("due", "forfeited", "held")}
    for account in accounts.periods:
        moved = account.movements
        at_once = moved.earned + moved.adjusted - moved.put_on_hold + moved.released
        for row, who in enumerate(ids):
            found["due"][who] += int(at_once[row])
            found["forfeited"][who] += int(moved.forfeited[row])
    for row, who in enumerate(ids):
        found["held"][who] = int(accounts.periods[-1].movements.held_closing[row])
    return found


def nonzero(owed: Owed) -> dict[str, dict[str, int]]:
    """Only what is not zero."""
    return {name: {who: one for who, one in sums.items() if one} for name, sums in owed.items()}


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories())
def test_every_share_ever_booked_is_the_final_truth(drawn: Drawn, known: list[list[Row]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        con = duckdb.connect(config={"threads": 1})
        ground = Ground(drawn.programme, CloseStore(str(Path(folder, "closed"))), PARTNERS, con)
        for at, end in enumerate(ENDS):
            ground.close(known[at], end + timedelta(days=1) if at < 3 else end)
        accounts = ground.accounts(known[-1], ENDS[-1])
        assert nonzero(owed_in_books(accounts)) == nonzero(owed_in_truth(ground, known[-1]))
        for account in accounts.periods:
            assert account.house.forfeited == int(account.movements.forfeited.sum())


def moved(accounts: Accounts, name: str) -> list[dict[str, int]]:
    """The movements of one partner in each period, those that are not zero."""
    row = accounts.settlement.book.partners.row_of[name]
    return [
        {column: int(values[row]) for column, values in account.movements.columns() if values[row]}
        for account in accounts.periods
    ]


def ground_of(folder: Path, carried: dict[str, dict[str, Any]], late: str = "adjust") -> Ground:
    """A ground of its own over a programme with some shares."""
    policy = {
        "announced": "2026-01-01",
        "from": "2026-01-01",
        "period": "month",
        "statements": "everyone",
        "rounding": {"digits": "2", "mode": "half_up"},
        "payout": {"within": "10 days"},
        "closing": {"late_changes": late},
    }
    programme = programme_at(folder / "project", carried=carried, declared={"policy": {"versions": [policy]}})
    return Ground(programme, CloseStore(str(folder / "closed")), PARTNERS, duckdb.connect())


def sale(name: str, day: str, amount: str) -> Row:
    """A sale of Anna's."""
    return {"sale": name, "partner": "anna", "date": day, "amount": amount}


VESTED = {
    "growth": {
        "due": [
            {"share": "50 %"},
            {"share": "50 %", "after": "40 days", "if": {"total": {"at_least": "150"}}},
        ]
    }
}


def test_a_share_is_released_when_its_day_comes_and_its_condition_holds(tmp_path: Path) -> None:
    ground = ground_of(tmp_path, VESTED)
    # 5 % of 80 is 4.00 for January; its second half is due on 13 March, when the total must be 150 or more.
    sales = [sale("S1", "2026-01-10", "80.00"), sale("S2", "2026-03-05", "70.00")]
    accounts = ground.accounts(sales, date(2026, 3, 31))
    assert moved(accounts, "anna") == [
        {"earned": 400, "put_on_hold": 200, "paid": 200, "held_closing": 200},
        {"held_opening": 200, "held_closing": 200},
        {
            "earned": 350 + 70,
            "put_on_hold": 175,
            "released": 200,
            "paid": 175 + 70 + 200,
            "held_opening": 200,
            "held_closing": 175,
        },
    ]


def test_a_statement_lists_what_is_on_hold(tmp_path: Path) -> None:
    ground = ground_of(tmp_path, VESTED)
    accounts = ground.accounts([sale("S1", "2026-01-10", "80.00")], date(2026, 2, 28))
    for account in accounts.periods:
        ((row, (one,)),) = held_of(accounts, account.period).items()
        assert row == accounts.settlement.book.partners.row_of["anna"]
        assert (one.amount, one.due, one.number) == (200, date(2026, 3, 13), 2)
        assert one.origin.name == "2026-01"
        assert one.condition is not None
        assert one.condition["en"] == "Total is at least €150"
        assert one.window is None


def test_a_share_whose_condition_fails_goes_to_the_house(tmp_path: Path) -> None:
    ground = ground_of(tmp_path, VESTED)
    accounts = ground.accounts([sale("S1", "2026-01-10", "80.00")], date(2026, 3, 31))
    assert moved(accounts, "anna")[2] == {"forfeited": 200, "held_opening": 200}
    assert accounts.periods[2].house.forfeited == 200


@pytest.mark.parametrize(("late", "released"), [("adjust", -200), ("forgive", 0)])
def test_a_late_return_takes_back_what_was_released_unless_changes_are_forgiven(
    tmp_path: Path, late: str, released: int
) -> None:
    ground = ground_of(tmp_path, VESTED, late=late)
    first, second = sale("S1", "2026-01-10", "80.00"), sale("S2", "2026-03-05", "70.00")
    ends: Iterable[date] = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))
    for end in ends:
        ground.close([one for one in (first, second) if one["date"] <= str(end)], end)
    # In April it turns out that the March sale was worth 60: the total of March was 140.
    second = {**second, "amount": "60.00"}
    april = moved(ground.accounts([first, second], date(2026, 4, 30)), "anna")[3]
    assert april.get("released", 0) == released
    assert april.get("forfeited", 0) == -released


def test_the_last_share_takes_what_rounding_leaves() -> None:
    thirds = [Due.model_construct(share=Quantity(Fraction(one), PERCENT)) for one in ("33", "33", "34")]
    shares = split(checked([100, -100, 5, 1]), tuple(thirds), Coins("half_up", 2))
    assert [one.tolist() for one in shares] == [[33, -33, 2, 0], [33, -33, 2, 0], [34, -34, 1, 1]]
    whole = split(checked([10_100]), tuple(thirds), Coins("half_up", 0))
    assert [one.tolist() for one in whole] == [[3_300], [3_300], [3_500]]


def test_the_day_on_which_a_share_is_due() -> None:
    end = date(2026, 1, 31)
    assert due_day(end, Quantity(Fraction(30), "days")) == date(2026, 3, 3)
    assert due_day(end, Quantity(Fraction(2), "weeks")) == date(2026, 2, 15)
    assert due_day(end, Quantity(Fraction(1), "months")) == date(2026, 3, 1)
