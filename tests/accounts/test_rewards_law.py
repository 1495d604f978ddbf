"""Rewards over closes, redemptions, withdrawals and handovers at random: nothing is lost, no limit is passed."""

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.accounts.close import read_chain
from generator.accounts.keeping import keep_accounts, read_booked
from generator.accounts.kept import PeriodAccount
from generator.accounts.runs import close_of, run_files
from generator.accounts.store import CloseStore
from generator.book.outright import book_outright
from generator.rules.editions import editions
from generator.rules.folder import load_programme
from generator.settlement.settle import settle
from generator.terms.programme import Programme
from generator.workflow.starting import COOKBOOK
from tests.strategies import examples

ENDS = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))
PEOPLE = ("ada", "bruno")
PRICES = {("mug", 1): 100_00, ("mug", 3): 150_00, ("workshop", 1): 250_00}
Row = dict[str, str]
_FIGURE = {"digits": 0}
MAPPED = {
    "partners": {"partner": "partner", "name": "name", "joined_on": "joined_on"},
    "sales": {
        "sale": "sale",
        "partner": "partner",
        "date": "date",
        "amount": {"column": "amount", "digits": 2},
    },
    "redemptions": {
        **{name: name for name in ("redemption", "partner", "date", "reward")},
        "quantity": {"column": "quantity", **_FIGURE},
    },
    "handovers": {
        **{name: name for name in ("handover", "partner", "date", "reward")},
        "quantity": {"column": "quantity", **_FIGURE},
    },
}
PARTNERS = [{"partner": one, "name": one, "joined_on": "2026-01-01"} for one in PEOPLE]
_DAYS = st.integers(0, 119).map(lambda days: date.fromordinal(date(2026, 1, 1).toordinal() + days))


@st.composite
def rows(draw: st.DrawFn) -> tuple[list[Row], dict[str, list[tuple[Row, int, int]]]]:
    """Sales, and of redemptions and handovers each row with the periods in which it becomes known and is gone again."""
    sales = [
        {"sale": f"S{number}", "partner": who, "date": str(day), "amount": f"{draw(st.integers(0, 6))}000.00"}
        for number, (who, day) in enumerate((who, end.replace(day=9)) for who in PEOPLE for end in ENDS * 2)
    ]
    found: dict[str, list[tuple[Row, int, int]]] = {}
    for table, name in (("redemptions", "redemption"), ("handovers", "handover")):
        for number in range(draw(st.integers(1, 8))):
            day = draw(_DAYS)
            own = day.month - 1
            known = draw(st.sampled_from((own, own, min(own + 1, 3))))
            gone = draw(st.sampled_from((4, 4, 4, min(known + 1, 4))))
            row = {
                name: f"R{number}",
                "partner": draw(st.sampled_from(PEOPLE)),
                "date": str(day),
                "reward": draw(st.sampled_from(("mug", "mug", "workshop"))),
                "quantity": str(draw(st.sampled_from((1, 1, 2)))),
            }
            found.setdefault(table, []).append((row, known, gone))
    return sales, found


def accounts_over_closes(programme: Programme, folder: Path, drawn: Any) -> list[PeriodAccount]:
    """The accounts of four periods, each closed with what was known then, the last one open."""
    sales, later = drawn
    store = CloseStore(str(folder / "closed"))
    con = duckdb.connect(config={"threads": 1})
    sources = [
        {"table": name, "files": f"{name}.csv", "columns": columns} for name, columns in MAPPED.items()
    ]
    for number, on in enumerate(ENDS):
        known = {
            table: [row for row, since, gone in some if since <= number < gone and row["date"] <= str(on)]
            for table, some in later.items()
        }
        tables = {"partners": PARTNERS, "sales": [row for row in sales if row["date"] <= str(on)], **known}
        book = book_outright(con.cursor(), {"sources": sources}, tables, on=on, languages=programme.languages)
        assert book is not None
        settlement = settle(programme, book, editions(programme, on), on)
        accounts = keep_accounts(settlement, read_booked(store, read_chain(store)))
        if on == ENDS[-1]:
            return list(accounts.periods)
        account = accounts.open
        assert account is not None
        files = run_files(accounts, account)
        made, files = close_of(accounts, account, files, {}, read_chain(store), on, on, "test")
        store.write_run(files)
        store.seal(made.period, made.as_bytes())
    raise AssertionError


PROGRAMME, _ = load_programme(COOKBOOK / "points-shop" / "program")


@examples(4, costly=True)
@given(rows())
def test_nothing_is_lost_and_no_limit_is_passed(drawn: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        periods = accounts_over_closes(PROGRAMME, Path(folder), drawn)
    kept = [one.rewards for one in periods]
    assert all(one is not None for one in kept)
    decisions = [one for account in kept if account for one in account.decisions]
    standing: Counter[tuple[int, str, date]] = Counter()
    spent = np.zeros(len(PEOPLE), dtype=np.int64)
    for one in decisions:
        standing[one.row.who, one.row.reward, one.row.day] += one.gives
        spent[one.row.who] += one.spends
        if one.gives:
            quarter = 1 if one.row.day.month < 3 or one.row.reward == "workshop" else 3
            assert one.points == PRICES[one.row.reward, quarter] * one.row.quantity
    within: Counter[tuple[int, str, object]] = Counter()
    for (who, reward, day), count in standing.items():
        assert count >= 0
        within[who, reward, (day.month - 1) // 3 if reward == "mug" else "ever"] += count
    assert all(count <= (2 if reward == "mug" else 1) for (_, reward, _), count in within.items())
    points = [dict(one.points.columns()) for one in periods if one.points]
    assert (spent == sum(one["spent"] - one["returned"] for one in points)).all()
    wanted = {
        (row["redemption"], row["date"]): row
        for row, since, gone in drawn[1]["redemptions"]
        if since <= 3 < gone and row["date"] <= str(ENDS[-1])
    }
    decided = {(one.row.name, str(one.row.day)) for one in decisions}
    assert decided >= set(wanted)  # none is dropped in silence
    handed: Counter[tuple[int, str]] = Counter()
    for row, since, gone in drawn[1]["handovers"]:
        if since <= 3 < gone:
            handed[PEOPLE.index(row["partner"]), row["reward"]] += int(row["quantity"])
    last = kept[-1]
    assert last is not None
    for reward in ("mug", "workshop"):
        column = last.figures.get(reward, {}).get("closing", np.zeros(len(PEOPLE), dtype=np.int64))
        for who in range(len(PEOPLE)):
            taken = sum(count for (one, what, _), count in standing.items() if (one, what) == (who, reward))
            assert column[who] == taken - handed[who, reward]
