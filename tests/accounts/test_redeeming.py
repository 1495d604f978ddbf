"""Redemptions are decided in their turn, each for the first reason that holds; what closes decided stays decided."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np

from generator.accounts.keeping import keep_accounts
from generator.accounts.points import Credit, Stock, moved_through
from generator.accounts.redeeming import Decision, Redemptions
from generator.accounts.rewards import own_rewards, rewards_of_table, rewards_table
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
def shop(data: Path = SHOP / "partners_data") -> Iterator[Settlement]:
    """The shop settled until April."""
    programme, _ = load_programme(SHOP / "program")
    languages = programme.languages
    with read_book(data.resolve(), on=ON, time_zone="Europe/Berlin", languages=languages) as book:
        yield settle(programme, book, editions(programme, ON), ON)


def lived_through(
    settlement: Settlement, redemptions: Redemptions, closed: int = 0, stock: Stock | None = None
) -> tuple[dict[str, tuple[Decision, ...]], dict[str, list[int]]]:
    """The decisions and the balances of points of each period that is not closed."""
    size = len(settlement.book.partners.ids)
    stock = stock or Stock.empty(size)
    nobody = np.zeros(size, dtype=np.bool_)
    gone = settlement.book.partners.left_on
    decided, left = {}, {}
    for number, result in enumerate(settlement.results[closed:]):
        period = result.period
        redemptions.enter(period, first=number == 0)
        rules = settlement.programme.points_on(period.first)
        assert rules is not None
        earned = result.figures.metric("volume").values // 10_00 * 100  # a point for every full 10 euros
        credit = Credit(earned, {}, redemptions.returned())
        account = moved_through(
            period,
            rules,
            stock,
            credit,
            nobody,
            gone <= np.datetime64(period.last),
            redemptions.spends,
            redemptions,
        )
        stock = account.closing
        decided[period.name] = redemptions.decisions()
        left[period.name] = (stock.balance // 100).tolist()
    return decided, left


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


def test_what_a_close_decided_stays_and_what_came_late_is_decided_with_the_open_period(
    tmp_path: Path,
) -> None:
    with shop() as settlement:
        decided, _ = lived_through(settlement, Redemptions(settlement, ()))
    booked = [one for period in ("2026-01", "2026-02") for one in decided[period]]
    data = tmp_path / "data"
    shutil.copytree(SHOP / "partners_data", data)
    rows = (data / "redemptions.csv").read_text("utf-8").splitlines()
    rows = [row for row in rows if not row.startswith("R-02,")]  # withdrawn
    rows += ["R-90,ada,2026-02-25,mug,2", "R-91,bruno,2026-02-26,mug,2"]  # known when February is closed
    (data / "redemptions.csv").write_text("\n".join(rows) + "\n", "utf-8")
    with shop(data) as settlement:
        later, left = lived_through(settlement, Redemptions(settlement, booked), closed=2)
    # Two mugs of Ada are given back, so those of R-90 keep within the limit of the quarter, at the price of
    # their own day; Bruno, who has one already, may not have two more. R-03 stays refused although it would not be now.
    assert told(later["2026-03"])[:3] == ["R-02 withdrawn", "R-90 points late", "R-91 limit late"]
    assert [one.spends for one in later["2026-03"]][:1] == [-200_00]
    assert left["2026-03"][0] == 500 + 200  # nothing was carried into this test from February
