"""Batches of points through random periods: nothing is lost, nobody touches another, and days and orders hold."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.accounts.points import Credit, PointsAccount, Spend, Stock, moved_through
from generator.accounts.points_journal import account_of, journal_of
from generator.accounts.tables import table_bytes, table_of_bytes
from generator.terms.calendar import Period
from generator.terms.points import PointsVersion

FIRST = Period(date(2026, 1, 1))
NOBODY = np.zeros(1, dtype=np.bool_)
EVERYBODY = np.ones(1, dtype=np.bool_)


def version(**more: object) -> PointsVersion:
    """Rules of the account."""
    return PointsVersion.model_validate({"announced": "2026-01-01", "from": "2026-01-01", **more})


def inactive(cancels: str) -> dict[str, object]:
    """A rule for the inactive; whom it concerns is given by flags."""
    return {"inactive": {"when": {"volume": {"equals": "0"}}, "cancels": cancels}}


@dataclass(frozen=True)
class Month:
    """What happens to one partner in a month: points earned and changed, spends by day, whether idle or gone."""

    earned: int = 0
    changed: int = 0
    spends: tuple[tuple[int, int], ...] = ()
    idle: bool = False
    gone: bool = False


def run(rules: PointsVersion, months: list[list[Month]]) -> list[PointsAccount]:
    """Months of several partners, one account a month."""
    size = len(months[0])
    stock = Stock.empty(size)
    made: list[PointsAccount] = []
    for number, partners in enumerate(months):
        period = FIRST.shifted(number)
        spends = [
            Spend(row, period.first + timedelta(days=day), points, f"{row}-{number}-{at}")
            for row, one in enumerate(partners)
            for at, (day, points) in enumerate(one.spends)
        ]
        spends.sort(key=lambda one: one.day)
        account = moved_through(
            period,
            rules,
            stock,
            Credit(
                np.array([one.earned for one in partners]),
                {"2025-12": np.array([one.changed for one in partners])},
                np.zeros(size, dtype=np.int64),
            ),
            np.array([one.idle for one in partners]),
            np.array([one.gone for one in partners]),
            spends,
        )
        made.append(account)
        stock = account.closing
    return made


def left(account: PointsAccount) -> dict[str, int]:
    """What the first partner has left of each batch."""
    return {one.earned_in.name: int(one.left[0]) for one in account.closing.batches if one.left[0]}


def figures(account: PointsAccount, row: int = 0) -> dict[str, int]:
    """The account of one partner."""
    return {name: int(column[row]) for name, column in account.columns()}


months = st.builds(
    Month,
    st.integers(-40, 120),
    st.integers(-60, 60),
    st.lists(st.tuples(st.integers(0, 27), st.integers(1, 90)), max_size=2).map(tuple),
    st.booleans(),
)
rules_drawn = st.builds(
    lambda most, spends, lasts, cancels, leaving: version(
        spends=spends,
        on_leaving=leaving,
        **({"at_most": most} if most else {}),
        **({"expires": lasts} if lasts else {}),
        **(inactive(cancels) if cancels else {}),
    ),
    st.sampled_from([None, "1 points", "0.5"]),
    st.sampled_from(["oldest_first", "newest_first"]),
    st.sampled_from([None, "1 months", "2 months", "20 days", "5 weeks"]),
    st.sampled_from([None, "newest_batch", "all"]),
    st.sampled_from(["cancelled", "kept"]),
)


@settings(max_examples=60, deadline=None)
@given(rules_drawn, st.lists(st.lists(months, min_size=2, max_size=2), min_size=1, max_size=5))
def test_no_point_is_lost_and_nobody_touches_another(
    rules: PointsVersion, history: list[list[Month]]
) -> None:
    together = run(rules, history)
    for row in range(2):
        alone = run(rules, [[partners[row]] for partners in history])
        assert [figures(one, row) for one in together] == [figures(one) for one in alone]
    for account in together:
        has = np.zeros(2, dtype=np.int64)
        for batch in account.closing.batches:
            assert (batch.left >= 0).all()
            has += batch.left
        assert not (has * account.closing.lacking).any()
        for batch in account.opening.batches:  # of each batch, what is left and what went is what there was
            after = [one.left for one in account.closing.batches if one.earned_in == batch.earned_in]
            went = np.zeros(2, dtype=np.int64)
            for move in account.moves:
                if move.earned_in == batch.earned_in:
                    assert (move.points > 0).all()
                    np.add.at(went, move.rows, move.points)
            assert (batch.left - went == (after[0] if after else 0)).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(months, min_size=1, max_size=1), min_size=1, max_size=6))
def test_the_order_of_spending_changes_no_balance_while_nothing_lapses(history: list[list[Month]]) -> None:
    oldest, newest = (run(version(spends=order), history) for order in ("oldest_first", "newest_first"))
    assert [figures(one) for one in oldest] == [figures(one) for one in newest]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-50, 90), min_size=2, max_size=6), st.integers(0, 4))
def test_what_comes_late_comes_to_the_same(earned: list[int], late: int) -> None:
    at = late % len(earned)
    known = run(version(), [[Month(earned=one)] for one in earned])[-1]
    missed = [Month(earned=0 if number == at else one) for number, one in enumerate(earned)]
    missed.append(Month(changed=earned[at]))
    later = run(version(), [[one] for one in missed])[-1]
    assert figures(later)["closing"] == figures(known)["closing"]


def test_a_batch_is_good_through_its_last_day() -> None:
    for day, spent in ((19, 100), (20, 0)):
        (_, second) = run(version(expires="20 days"), [[Month(100)], [Month(spends=((day, 100),))]])
        told = figures(second)
        assert (told["spent"], told["expired"], told["closing"]) == (spent, 100 - spent, 0)


def test_a_spend_is_whole_or_nothing_and_takes_batches_in_order() -> None:
    for order, rest in (
        ("oldest_first", {"2026-02": 40}),
        ("newest_first", {"2026-01": 40}),
    ):
        last = run(version(spends=order), [[Month(100)], [Month(100)], [Month(spends=((3, 201), (3, 160)))]])[
            -1
        ]
        assert left(last) == rest
        assert [int(move.points[0]) for move in last.moves] == [100, 60]


def test_the_month_itself_is_credited_last_and_is_not_touched() -> None:
    newest = version(**inactive("newest_batch"))
    accounts = run(newest, [[Month(1000)], [Month(1500)], [Month(700, idle=True)], [Month(idle=True)]])
    assert [left(one) for one in accounts[1:]] == [
        {"2026-01": 1000, "2026-02": 1500},
        {"2026-01": 1000, "2026-03": 700},
        {"2026-01": 1000},
    ]
    everything = run(version(**inactive("all")), [[Month(1000)], [Month(1500)], [Month(700, idle=True)]])[-1]
    assert left(everything) == {"2026-03": 700}


def test_what_is_above_the_limit_is_not_credited() -> None:
    (account,) = run(version(at_most="150 points"), [[Month(earned=20_000, changed=-1_000)]])
    assert figures(account) == {
        "opening": 0,
        "earned": 20_000,
        "adjusted": -1_000,
        "returned": 0,
        "not_credited": 5_000,
        "spent": 0,
        "expired": 0,
        "cancelled": 0,
        "closing": 14_000,
    }


def test_below_zero_takes_the_newest_and_is_made_up_first() -> None:
    accounts = run(version(), [[Month(100)], [Month(50)], [Month(-170)], [Month(60)]])
    assert [figures(one)["closing"] for one in accounts] == [100, 150, -20, 40]
    assert [(move.kind, move.earned_in.name, int(move.points[0])) for move in accounts[2].moves] == [
        ("taken", "2026-02", 50),
        ("taken", "2026-01", 100),
    ]
    assert [(move.kind, int(move.points[0])) for move in accounts[3].moves] == [("filled", 20)]
    assert left(accounts[3]) == {"2026-04": 40}


def test_who_has_left_loses_what_is_left_also_later() -> None:
    history = [[Month(100)], [Month(50, gone=True)], [Month(changed=30, gone=True)]]
    assert [figures(one)["closing"] for one in run(version(), history)] == [100, 0, 0]
    assert figures(run(version(on_leaving="kept"), history)[-1])["closing"] == 180


def test_spends_that_are_not_wanted_leave_the_points_to_others() -> None:
    class Once:
        taken: tuple[str, ...] = ()

        def wanted(self, spend: Spend) -> bool:
            return not self.taken

        def honoured(self, spend: Spend) -> None:
            self.taken += (spend.key,)

    stock = run(version(), [[Month(100)]])[-1].closing
    none = np.zeros(1, dtype=np.int64)
    spends = [Spend(0, date(2026, 2, day), points, f"{day}") for day, points in ((1, 101), (2, 60), (3, 40))]
    spender = Once()
    account = moved_through(
        FIRST.shifted(1), version(), stock, Credit(none, {}, none), NOBODY, NOBODY, spends, spender
    )
    assert spender.taken == ("2",)
    assert figures(account)["closing"] == 40


def test_what_cannot_be_computed_with_exactly_is_refused() -> None:
    with pytest.raises(OverflowError):
        run(version(), [[replace(Month(), earned=2**61)]])


@settings(max_examples=10, deadline=None)
@given(rules_drawn, st.lists(st.lists(months, min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_close_keeps_the_account(rules: PointsVersion, history: list[list[Month]]) -> None:
    ids = pa.array(["anna", "boris"])
    periods = {FIRST.shifted(number).name: FIRST.shifted(number) for number in range(len(history))}
    for account in run(rules, history):
        kept = table_of_bytes(table_bytes(journal_of(account, ids)))
        again = account_of(kept, account.opening, ids, periods)
        again.check("again")
        assert [figures(again, row) for row in (0, 1)] == [figures(account, row) for row in (0, 1)]
        for was, now in zip(account.closing.batches, again.closing.batches, strict=True):
            assert (was.earned_in, was.through, was.left.tolist()) == (
                now.earned_in,
                now.through,
                now.left.tolist(),
            )
