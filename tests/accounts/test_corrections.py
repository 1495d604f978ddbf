"""A corrected rate: closed periods are computed anew by the revision, and the open period books what changed."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.accounts.close import read_chain
from generator.accounts.kept import Accounts
from generator.accounts.runs import STATEMENTS, close_of, run_files, statements_table
from generator.accounts.tables import table_bytes
from generator.source import Diagnosed
from generator.workflow.booking import accounts_of, read_closes
from generator.workflow.build import lint, read_records, settled
from generator.workflow.places import Places
from generator.workflow.publish import publish
from tests.workflow.corrections import COMMISSION, CORRECTION, corrected
from tests.workflow.projects import SMALL, built, copy, edit, opened

JANUARY, CLOSED, CORRECTED, FEBRUARY = (
    date(2026, 1, 31),
    date(2026, 2, 5),
    date(2026, 2, 20),
    date(2026, 2, 28),
)


def accounts(root: Path, on: date, known: date | None = None, *, seal: bool = False) -> Accounts:
    """The accounts of a project as of a day; with `seal` its open period is closed as it was known on `known`."""
    places = Places.of(root)
    read = lint(places, known or on)
    with read_records(places, read.programme, known or on, known=known) as book:
        closes = read_closes(places, book.sources)
        kept = accounts_of(settled(read, book, known or on), closes)
        if seal:
            account = kept.open
            assert account is not None
            files = {**run_files(kept, account), STATEMENTS: table_bytes(statements_table([]))}
            made, files = close_of(kept, account, files, {}, closes.chain, on, known or on, "test")
            closes.store.write_run(files)
            closes.store.seal(made.period, made.as_bytes())
            assert read_chain(closes.store)[-1] == made
    return kept


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """January closed, and then the upper rate of its commission corrected from 20 % to 25 %."""
    root = copy(SMALL, tmp_path_factory.mktemp("corrected") / "small")
    read = lint(Places.of(root), CLOSED)
    publish(read.programme, read.editions, CLOSED)
    accounts(root, CLOSED, JANUARY, seal=True)
    corrected(root, announced=CORRECTED)
    return root


def changed(kept: Accounts) -> list[tuple[str, str, str, int, int, int]]:
    """What the open period books of closed ones."""
    account = kept.open
    assert account is not None
    return [
        (row["origin"], row["clause"], row["partner"], row["was"], row["now"], row["amount"])
        for row in account.adjustments.to_pylist()
    ]


EXPECTED = [  # 12 % in place of 10 % of 1 000.00, 999.99 and 50.10, each line rounded once
    ("2026-01", "volume-commission", "anna", 10_000, 12_000, 2_000),
    ("2026-01", "volume-commission", "boris", 10_000, 12_000, 2_000),
    ("2026-01", "volume-commission", "clara", 501, 601, 100),
]


def test_nothing_changes_before_the_correction_is_announced(root: Path) -> None:
    assert changed(accounts(root, date(2026, 2, 19), date(2026, 2, 19))) == []


def test_the_difference_is_booked_in_the_open_period(root: Path) -> None:
    kept = accounts(root, FEBRUARY)
    assert changed(kept) == EXPECTED
    account = kept.open
    assert account is not None
    ids = kept.settlement.book.partners.ids
    assert dict(zip(ids, account.movements.adjusted.tolist(), strict=True))["anna"] == 2_000
    closed = kept.periods[0]
    assert closed.close is not None
    assert list(closed.close.editions) == ["2026-01-01"]  # the first revision, as it stood when it was closed
    assert sum(closed.lines["amount"].to_pylist()) == 28_001


def test_a_closed_correction_is_not_booked_twice(root: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(root, again)
    accounts(again, date(2026, 3, 5), FEBRUARY, seal=True)
    assert changed(accounts(again, date(2026, 3, 10))) == []
    corrected(
        again, "2026-03-08", rate="10 %", then="100"
    )  # taken back: the money goes back with the open period
    back = [(*row[:3], row[4], row[3], -row[5]) for row in EXPECTED]
    with pytest.raises(Diagnosed) as told:
        accounts(again, date(2026, 3, 10))
    assert {one.slug for one in told.value.diagnostics} == {"correction-not-published"}
    edit(
        again / COMMISSION,
        CORRECTION.format(announced="2026-03-08", starts="2026-01-01", rate="10 %", then="100"),
        "",
    )
    read = lint(Places.of(again), date(2026, 3, 7))
    publish(read.programme, read.editions, date(2026, 3, 7))
    corrected(again, "2026-03-08", rate="10 %", then="100")
    assert changed(accounts(again, date(2026, 3, 10))) == back


def test_the_statements_name_the_revision(root: Path) -> None:
    """What is settled now names the corrected edition; the change names the corrected version."""
    built(root, FEBRUARY)
    page = opened(root, "anna", "2026-02").replace("\u00a0", " ")
    assert "version of 1 January 2026, corrected on 20 February 2026" in page
    assert 'data-version="2026-01-01-r2"' in page
    edition = (root / "build" / "site" / "editions" / "2026-01-01" / "index.html").read_text("utf-8")
    assert 'data-corrected-by="2026-01-01-r2"' in edition
