"""Points over closes and late changes: what closes credited comes to the final truth, and no closed batch is opened."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings

from generator.accounts.close import read_chain
from generator.accounts.keeping import keep_accounts, read_booked
from generator.accounts.kept import Accounts
from generator.accounts.points_again import points_otherwise
from generator.accounts.store import CloseStore
from generator.settlement.settle import Settlement
from generator.terms.programme import Programme
from generator.terms.quantity import POINTS
from tests.accounts.histories import Ground, Row
from tests.accounts.test_histories import ENDS, PARTNERS, Drawn, histories
from tests.settlement.projects import Project, title

EXAMPLES = int(os.environ.get("PARTNERBOOK_EXAMPLES", "12")) // 4
MOST = 900
DATED = {"announced": "2025-12-01", "from": "2026-01-01"}


def programme_at(folder: Path, **account: object) -> Programme:
    """A tenth of the volume in points, also below zero."""
    return Project(
        folder,
        {"volume": [{"from": "2026-01-01", "sum": "plain", "window": "period", "scope": "own"}]},
        {
            "club": (
                "commission",
                [
                    {
                        "from": "2026-01-01",
                        "pays_in": POINTS,
                        "base": "volume",
                        "below_zero": "negative",
                        "brackets": {
                            "applies_to": "whole",
                            "rows": [{"at_least": "0", "rate": "10 %"}],
                        },
                    }
                ],
            )
        },
        measures={"plain": {"of": "sales", "value": "amount", "unit": "PV"}},
        declared={
            "units": {"PV": {"title": title("volume"), "versions": [DATED]}},
            "points": {"title": title("points"), "versions": [{**DATED, **account}]},
        },
    ).write_programme()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Points that nothing takes away, with a limit for each period."""
    return Drawn(programme_at(tmp_path_factory.mktemp("lasting"), at_most="9 points", on_leaving="kept"))


@pytest.fixture(scope="module")
def lapsing(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Points that expire, and are cancelled for inactivity."""
    idle = {"when": {"volume": {"at_most": "0"}}, "cancels": "newest_batch"}
    return Drawn(
        programme_at(tmp_path_factory.mktemp("lapsing"), at_most="9 points", expires="45 days", inactive=idle)
    )


@contextmanager
def ground_of(drawn: Drawn) -> Iterator[Ground]:
    """The programme with an empty store of closes."""
    with tempfile.TemporaryDirectory() as folder:
        con = duckdb.connect(config={"threads": 1})
        yield Ground(drawn.programme, CloseStore(str(Path(folder, "closed"))), PARTNERS, con)


def figures(accounts: Accounts) -> list[dict[str, list[int]]]:
    """The accounts of points of all periods."""
    told = [one.points for one in accounts.periods]
    return [{} if one is None else {name: column.tolist() for name, column in one.columns()} for one in told]


def credited(settlement: Settlement) -> list[int]:
    """What all periods credit of what is earned, each by itself."""
    earned = [[min(one, MOST) for one in result.earned(POINTS).tolist()] for result in settlement.results]
    return [sum(one) for one in zip(*earned, strict=True)]


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories())
def test_what_closes_credited_is_the_final_truth(lasting: Drawn, known: list[list[Row]]) -> None:
    with ground_of(lasting) as ground:
        for at, end in enumerate(ENDS):
            ground.close(known[at], end + timedelta(days=1) if at < 3 else end)
        accounts = ground.accounts(known[-1], ENDS[-1])
        last = accounts.periods[-1].points
        assert last is not None
        assert last.closing.balance.tolist() == credited(accounts.settlement)
        assert figures(ground.accounts(known[0], ENDS[-1])) == figures(accounts)  # what is closed stays


@settings(max_examples=max(EXAMPLES // 2, 1), deadline=None)
@given(histories())
def test_closes_change_nothing_where_nothing_comes_late(lapsing: Drawn, known: list[list[Row]]) -> None:
    with ground_of(lapsing) as ground:
        at_once = figures(keep_accounts(ground.settlement(known[-1], ENDS[-1])))
        for end in ENDS[:3]:
            ground.close([row for row in known[-1] if row["date"] <= str(end)], end)
        assert figures(ground.accounts(known[-1], ENDS[-1])) == at_once


def test_what_a_close_keeps_is_moved_again(lapsing: Drawn) -> None:
    sold = [("S1", "2026-01-10", "50.00"), ("S2", "2026-02-10", "120.00")]
    sales = [{"sale": name, "partner": "anna", "date": day, "amount": amount} for name, day, amount in sold]
    with ground_of(lapsing) as ground:
        for end in ENDS[:3]:
            known = [row for row in sales if row["date"] <= str(end)]
            ground.close(known, end)
            booked = read_booked(ground.store, read_chain(ground.store))
            period = f"{end:%Y-%m}"
            settlement, lines = ground.settlement(known, end), booked.lines[period]
            assert points_otherwise(settlement, booked.points, lines, period) is None
        kinds = booked.points[period]["what"].to_pylist()
        assert set(kinds) == {"opening", "expired", "cancelled", "inactive"}
        for row in range(len(kinds)):
            without = pa.concat_tables(
                [booked.points[period].slice(0, row), booked.points[period].slice(row + 1)]
            )
            found = points_otherwise(settlement, {**booked.points, period: without}, lines, period)
            assert found is not None
            assert found[0] == "anna"
