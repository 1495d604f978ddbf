"""A debt that changes late: the open period goes on from what it is by now, and says what it was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from generator.accounts.close import read_chain
from generator.accounts.keeping import keep_accounts, read_booked
from generator.accounts.kept import Accounts
from generator.accounts.runs import close_of, run_files, statements_table
from generator.accounts.store import CloseStore
from generator.statements.content import StatementWriter
from generator.statements.maker import StatementMaker
from generator.statements.rendering import Templates, statement_words
from tests.house.tree import ROOT
from tests.settlement.projects import Project

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
# A tenth of the sales, and at least 10.00 a month as a draw: of 80.00 sold 2.00 becomes a debt.
CLAUSES = {
    "share": (
        "commission",
        [
            {
                "base": "volume",
                "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "10 %"}]},
            }
        ],
    ),
    "draw": (
        "guarantee",
        [
            {
                "minimum": "10",
                "counts": {"lines": {"clauses": ["share"]}},
                "recoverable": "true",
                "repaid_from": "above_minimum",
                "carries": {"debt": {"unit": "money", "opens": "0", "on_leaving": "kept"}},
            }
        ],
    ),
}
FIRST = [("2026-01-10", "80.00")]
Sold = Sequence[tuple[str, str]]


def project(folder: Path, sold: Sold) -> Project:
    metrics = {"volume": [{"sum": "plain", "window": "period", "scope": "own"}]}
    made = Project(folder, metrics, CLAUSES, partners=[["anna", "Anna", "2025-12-01", ""]])
    for number, (day, amount) in enumerate(sold):
        made.sales.append([f"s{number}", "anna", day, "", "paid", amount, "0", "1"])
    return made


def close(accounts: Accounts, store: CloseStore, on: date) -> None:
    account = accounts.open
    assert account is not None
    made, files = close_of(accounts, account, run_files(accounts, account), {}, [], on, on, "test")
    store.write_run(files)
    store.seal(made.period, made.as_bytes())


def sections(accounts: Accounts, on: date) -> dict[str, list[str]]:
    """The rows and the sentences of what is carried, by period."""
    words = statement_words(ROOT / "site_templates", accounts.settlement.programme.languages)
    maker = StatementMaker(accounts, on, words)
    writer = StatementWriter(maker.terms, Templates(ROOT / "site_templates", ""))
    found: dict[str, list[str]] = {}
    for shard in maker.shards():
        for one in writer.write(shard):  # type: ignore[arg-type]
            part = lxml.html.fragment_fromstring(one.html).find('.//section[@data-part="carried"]')
            if part is not None:
                rows = [" ".join(cell.text_content() for cell in row) for row in part.iterfind(".//tbody/tr")]
                found[one.period] = [*rows, *(line.text_content() for line in part.iterfind("./p"))]
    return found


WAS = (
    "Draw, debt: the closed statement for January\xa02026 ended with €2.00; after what changed since, it is "
)


@pytest.mark.parametrize(
    ("more", "row", "now"),
    [
        ([], "Draw: debt €2.00 €10.00 €0.00 €12.00", None),
        # 90.00 sold: the debt of January is 1.00, and nothing sold in February adds 10.00.
        ([("2026-01-05", "10.00")], "Draw: debt €1.00 €10.00 €0.00 €11.00", "€1.00"),
        # 120.00 sold in each month: there is no debt, and never was.
        ([("2026-01-05", "40.00"), ("2026-02-05", "120.00")], "Draw: debt €0.00 €0.00 €0.00 €0.00", "€0.00"),
    ],
)
def test_the_open_period_says_with_what_it_goes_on(
    tmp_path: Path, more: Sold, row: str, now: str | None
) -> None:
    store = CloseStore(str(tmp_path / "closed"))
    with project(tmp_path / "first", FIRST).settled(JANUARY) as settlement:
        accounts = keep_accounts(settlement)
        assert sections(accounts, JANUARY) == {"2026-01": ["Draw: debt €0.00 €2.00 €0.00 €2.00"]}
        close(accounts, store, JANUARY)
    with project(tmp_path / "later", [*FIRST, *more]).settled(FEBRUARY) as settlement:
        accounts = keep_accounts(settlement, read_booked(store, read_chain(store)))
        # What was issued in January is not made anew, and is left out here.
        accounts = replace(accounts, issued=lambda _: statements_table([]))
        told = sections(accounts, FEBRUARY)["2026-02"]
    assert told == [row, *([f"{WAS}{now}, and this statement goes on from there."] if now else [])]


def test_a_debt_follows_what_is_forgiven(tmp_path: Path) -> None:
    """The sale that came late changes no balance, and the debt is what it would be had it come in time."""
    policy = {
        "announced": "2025-12-01",
        "from": "2026-01-01",
        "period": "month",
        "statements": "everyone",
        "rounding": {"digits": "2", "mode": "half_up"},
        "payout": {"within": "10 days"},
        "closing": {"late_changes": "forgive"},
    }
    declared = {"policy": {"versions": [policy]}}
    store = CloseStore(str(tmp_path / "closed"))
    with replace(project(tmp_path / "first", FIRST), declared=declared).settled(JANUARY) as settlement:
        close(keep_accounts(settlement), store, JANUARY)
    later = replace(project(tmp_path / "later", [*FIRST, ("2026-01-05", "10.00")]), declared=declared)
    with later.settled(FEBRUARY) as settlement:
        accounts = keep_accounts(settlement, read_booked(store, read_chain(store)))
        accounts = replace(accounts, issued=lambda _: statements_table([]))
        told = sections(accounts, FEBRUARY)["2026-02"]
        assert accounts.open is not None
        assert accounts.open.movements.adjusted.tolist() == [0]
        assert set(accounts.open.adjustments["forgiven"].to_pylist()) == {True}
    assert told == [
        "Draw: debt €1.00 €10.00 €0.00 €11.00",
        f"{WAS}€1.00, and this statement goes on from there.",
    ]
