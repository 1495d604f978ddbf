"""Adjustments by hand: booked once in the period of their day, or in the open one; changed and withdrawn ones, too."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.accounts.kept import Accounts
from generator.source import Diagnosed, forget_lines
from generator.workflow.booking import accounts_of, read_closes
from generator.workflow.build import lint, read_records, settled
from generator.workflow.places import Places
from tests.house.tree import ROOT
from tools.closing import closed

BASE = ROOT / "tests" / "diagnostics" / "_base"
ON = date(2026, 4, 30)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """The sound project of the gallery."""
    return Places.of(Path(shutil.copytree(BASE, tmp_path / "project")))


def written(places: Places, *rows: tuple[str, str, str, str]) -> None:
    """The file: reference, partner, amount and date of each row."""
    reason = "reason: {ru: Пересчёт, en: Recount}, owner: A. Ivanova"
    text = "".join(
        f"- {{reference: {name}, partner: {who}, amount: {amount}, date: {day}, {reason}}}\n"
        for name, who, amount, day in rows
    )
    (places.data / "adjustments.yaml").write_text(f"adjustments:\n{text}" if text else "", "utf-8")
    if not text:
        (places.data / "adjustments.yaml").unlink()
    forget_lines()


def accounts(places: Places) -> Accounts:
    read = lint(places, ON)
    with read_records(places, read.programme, ON) as book:
        return accounts_of(settled(read, book, ON), read_closes(places, book.sources))


def by_hand(places: Places) -> dict[str, list[tuple[str, str, int]]]:
    """By period: reference, partner, amount in minor units."""
    found = accounts(places)
    for one in found.periods:
        assert int(one.movements.by_hand.sum()) == sum(one.by_hand["amount"].to_pylist())
    return {
        one.period.name: [
            (row["reference"], row["partner"], row["amount"]) for row in one.by_hand.to_pylist()
        ]
        for one in found.periods
        if len(one.by_hand)
    }


def test_each_is_booked_in_the_period_of_its_day(places: Places) -> None:
    written(places, ("SR-2", "anna", "-5.50", "2026-02-10"), ("SR-1", "boris", "12", "2026-01-31"))
    assert by_hand(places) == {"2026-01": [("SR-1", "boris", 1200)], "2026-02": [("SR-2", "anna", -550)]}


def test_what_comes_after_a_close_is_booked_in_the_open_period(places: Places) -> None:
    written(places, ("SR-1", "boris", "12", "2026-01-31"))
    closed(places, "2026-01")
    written(
        places,
        ("SR-1", "boris", "12", "2026-01-31"),
        ("SR-2", "anna", "3", "2026-01-15"),
        ("SR-3", "anna", "7", "2026-03-01"),
    )
    assert by_hand(places) == {
        "2026-01": [("SR-1", "boris", 1200)],
        "2026-02": [("SR-2", "anna", 300)],
        "2026-03": [("SR-3", "anna", 700)],
    }
    closed(places, "2026-02")
    assert by_hand(places)["2026-02"] == [("SR-2", "anna", 300)], "nothing is booked twice"
    assert "2026-04" not in by_hand(places)


def test_a_change_is_booked_and_so_is_a_withdrawal(places: Places) -> None:
    written(places, ("SR-1", "boris", "12", "2026-01-31"), ("SR-2", "anna", "3", "2026-01-15"))
    closed(places, "2026-01")
    written(places, ("SR-1", "boris", "10", "2026-01-31"))
    assert by_hand(places)["2026-02"] == [("SR-2", "anna", -300), ("SR-1", "boris", -200)]
    closed(places, "2026-02")
    assert set(by_hand(places)) == {"2026-01", "2026-02"}
    # A reference that passes to somebody else is taken from the one and given to the other.
    written(places, ("SR-1", "clara", "10", "2026-01-31"))
    assert sorted(by_hand(places)["2026-03"]) == [("SR-1", "boris", -1000), ("SR-1", "clara", 1000)]


def total(places: Places, of: str, equals: str) -> None:
    text = f"control_totals:\n- {{period: 2026-01, of: {of}, equals: {equals}, owner: A. I., date: 2026-02-02}}\n"
    (places.data / "control_totals.yaml").write_text(text, "utf-8")
    forget_lines()


@pytest.mark.parametrize(
    ("of", "equals"),
    [
        ("{count: sales}", "2"),
        ("{sum: amount, table: sales}", "750.50"),
        ("{lines: all}", "87.53"),
        ("{payouts: all}", "87.53"),
    ],
)
def test_a_period_with_another_control_total_is_not_closed(places: Places, of: str, equals: str) -> None:
    total(places, of, "1")
    with pytest.raises(Diagnosed) as told:
        closed(places, "2026-01")
    assert [one.slug for one in told.value.diagnostics] == ["control-total-differs"]
    total(places, of, equals)
    assert closed(places, "2026-01").period == "2026-01", told.value
