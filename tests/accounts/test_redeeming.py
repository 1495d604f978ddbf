"""Redemptions are decided in their turn, each for the first reason that holds; what closes decided stays decided."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest

from generator.accounts.close import read_chain
from generator.accounts.keeping import Booked, keep_accounts, read_booked
from generator.accounts.kept import PeriodAccount
from generator.accounts.redeeming import Decision
from generator.accounts.rewards import own_rewards, rewards_of_table, rewards_table
from generator.accounts.rewards_again import rewards_otherwise
from generator.accounts.runs import close_of, run_files
from generator.accounts.store import CloseStore
from generator.book import read_book
from generator.rules.editions import editions
from generator.rules.folder import load_programme
from generator.settlement.settle import Settlement, settle
from generator.workflow.starting import COOKBOOK

SHOP = COOKBOOK / "points-shop"
ON = date(2026, 4, 30)
# Ada has 550 points of January, 120 of February and 500 of March, Bruno 180 of January, Celia 400 of February. A mug
# costs 100 points, from March on 150, two a quarter; the workshop 250, with two orders the month before.
EXPECTED = {
    "2026-01": ["R-01 points"],
    "2026-02": [
        "R-02 taken",
        "R-03 limit",
        "R-04 taken",
        "R-05 condition",
        "R-06 not_in_force",
        "R-07 quantity",
        "R-08 taken",
    ],
    "2026-03": ["R-09 taken", "R-10 condition", "R-11 condition"],
    "2026-04": ["R-12 taken"],
}
LEFT = {
    "2026-01": [550, 180, 0, 0],
    "2026-02": [220, 80, 400, 90],
    "2026-03": [720, 80, 250, 0],
    "2026-04": [
        620,
        0,
        100,
        0,
    ],  # Dora left in March; what was left of January, 100 and 80, expires with April
}


@contextmanager
def shop(data: Path = SHOP / "partners_data", on: date = ON) -> Iterator[Settlement]:
    """The shop settled until a day."""
    programme, _ = load_programme(SHOP / "program")
    languages = programme.languages
    with read_book(data.resolve(), on=ON, time_zone="Europe/Berlin", languages=languages) as book:
        yield settle(programme, book, editions(programme, ON), on)


def accounts_of(settlement: Settlement, store: CloseStore) -> dict[str, PeriodAccount]:
    """The accounts of all periods over what is closed."""
    accounts = keep_accounts(settlement, read_booked(store, read_chain(store)))
    return {one.period.name: one for one in accounts.periods}


def close(settlement: Settlement, store: CloseStore, periods: int) -> None:
    """Close so many periods over what is known."""
    for _ in range(periods):
        accounts = keep_accounts(settlement, read_booked(store, read_chain(store)))
        account = accounts.open
        assert account is not None
        files = run_files(accounts, account)
        made, files = close_of(accounts, account, files, {}, read_chain(store), ON, ON, "test")
        store.write_run(files)
        store.seal(made.period, made.as_bytes())


def changed(data: Path, table: str, *, gone: str = "", more: Sequence[str] = ()) -> None:
    """Take the row whose name is `gone` out of a table, and add some."""
    path = data / f"{table}.csv"
    rows = [row for row in path.read_text("utf-8").splitlines() if not gone or not row.startswith(f"{gone},")]
    path.write_text("\n".join([*rows, *more]) + "\n", "utf-8")


def told(decisions: Sequence[Decision]) -> list[str]:
    """`R-01 taken`."""
    return [f"{one.row.name} {one.outcome}{' late' if one.late else ''}" for one in decisions]


def test_each_redemption_has_the_first_reason_that_holds() -> None:
    with shop() as settlement:
        kept = {one.period.name: one for one in keep_accounts(settlement).periods}
    decided = {name: one.rewards.decisions for name, one in kept.items() if one.rewards}
    assert {period: told(some) for period, some in decided.items()} == EXPECTED
    left = {name: one.points.closing.balance // 100 for name, one in kept.items() if one.points}
    assert {period: some.tolist() for period, some in left.items()} == LEFT


def test_what_is_owed_follows_from_rules_redemptions_and_handovers() -> None:
    with shop() as settlement:
        kept = {one.period.name: one for one in keep_accounts(settlement).periods}
        ids = settlement.book.partners.ids
    march = kept["2026-03"].rewards
    assert march is not None
    # opening, granted, adjusted, redeemed, handed over, closing
    assert dict(own_rewards(march, ids.index("ada"))) == {
        "mug": (1, 0, 0, 0, 1, 0),
        "workshop": (1, 0, 0, 0, 0, 1),
        "sea-trip": (0, 1, 0, 0, 0, 1),
    }
    assert dict(own_rewards(march, ids.index("bruno"))) == {"mug": (1, 0, 0, 0, 1, 0)}
    table = rewards_table(march, ids)
    again = rewards_of_table(table, {one: row for row, one in enumerate(ids)}, march.figures)
    assert rewards_table(again, ids) == table
    assert (again.decisions, again.handovers) == (march.decisions, march.handovers)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Records of the shop that may be changed."""
    return Path(shutil.copytree(SHOP / "partners_data", tmp_path / "data"))


@pytest.fixture
def store(tmp_path: Path) -> CloseStore:
    """Closes of the shop."""
    return CloseStore(str(tmp_path / "closed"))


def test_what_a_close_decided_stays_and_what_came_late_is_decided_with_the_open_period(
    data: Path, store: CloseStore
) -> None:
    with shop(data) as settlement:
        close(settlement, store, 2)
    more = ["R-90,ada,2026-02-25,mug,2", "R-91,bruno,2026-02-26,mug,2"]
    changed(data, "redemptions", gone="R-02", more=more)
    with shop(data) as settlement:
        march = accounts_of(settlement, store)["2026-03"]
    assert march.rewards is not None
    assert march.points is not None
    # Two mugs of Ada are given back, so those of R-90 keep within the limit of the quarter, at the price of their own
    # day; Bruno, who has one already, may not have two more.
    assert told(march.rewards.decisions)[:3] == ["R-02 withdrawn", "R-90 taken late", "R-91 limit late"]
    assert [one.spends for one in march.rewards.decisions[:3]] == [-200_00, 200_00, 0]
    figures = {name: column[0] // 100 for name, column in march.points.columns()}
    assert figures["opening"] + figures["earned"] + 200 - 200 == figures["closing"]


def test_what_late_changes_and_handovers_move_stands_in_the_open_period(
    data: Path, store: CloseStore
) -> None:
    with shop(data) as settlement:
        close(settlement, store, 3)
        ids = settlement.book.partners.ids
    changed(data, "sales", gone="S-7", more=["S-7,celia,2026-03-02,5000.00"])  # Celia sold most
    changed(data, "handovers", gone="H-2", more=["H-2,ada,2026-03-03,workshop"])
    with shop(data) as settlement:
        april = accounts_of(settlement, store)["2026-04"].rewards
    assert april is not None
    # opening, granted, adjusted, redeemed, handed over, closing
    assert dict(own_rewards(april, ids.index("ada"))) == {
        "mug": (0, 0, 0, 0, -1, 1),
        "workshop": (1, 0, 0, 0, 1, 0),
        "sea-trip": (1, 0, -1, 0, 1, -1),
    }
    assert dict(own_rewards(april, ids.index("celia"))) == {
        "mug": (1, 0, 0, 1, 0, 2),
        "sea-trip": (0, 0, 1, 0, 0, 1),
    }


def test_what_a_close_says_of_rewards_comes_out_again(data: Path, store: CloseStore) -> None:
    with shop(data) as settlement:
        close(settlement, store, 2)
        booked = read_booked(store, read_chain(store))
        assert again(settlement, booked, "2026-02") is None
    changed(data, "redemptions", gone="R-02", more=["R-90,ada,2026-02-25,mug,2"])
    with shop(data) as settlement:
        close(settlement, store, 1)
        booked = read_booked(store, read_chain(store))
        assert again(settlement, booked, "2026-03") is None
        march = booked.rewards["2026-03"]
        more = pc.if_else(pc.equal(march["what"], "granted"), pc.add(march["quantity"], 1), march["quantity"])
        other = march.set_column(
            march.schema.get_field_index("quantity"), march.schema.field("quantity"), more
        )
        forged = replace(booked, rewards={**booked.rewards, "2026-03": other})
        assert again(settlement, forged, "2026-03") == ("ada", "sea-trip", 2, 1)


def again(settlement: Settlement, booked: Booked, period: str) -> tuple[str, str, int, int] | None:
    """What one close says of rewards, held against what comes out."""
    of_then = {name: one for name, one in booked.rewards.items() if name <= period}
    points = {name: one for name, one in booked.points.items() if name <= period}
    changes = booked.adjusted[period].filter(pc.invert(booked.adjusted[period]["forgiven"]))
    return rewards_otherwise(settlement, of_then, points, booked.lines[period], changes, period)
