"""Statements are the same bytes however many processes write them and however they are divided among them."""

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from generator.accounts.keeping import keep_accounts
from generator.settlement.settle import Settlement
from generator.statements import maker, records, rows
from generator.statements.issue import Issued, issue
from generator.statements.workers import WorkerFailed, Workers
from tests.programmes.totals import settled

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 12)
SECRET = bytes(range(32))


@pytest.fixture(scope="module")
def settlement() -> Settlement:
    return settled(ROOT, ON)


def issued(settlement: Settlement, out: Path, workers: int) -> tuple[Issued, dict[str, str]]:
    done = issue(
        keep_accounts(settlement),
        ON,
        SECRET,
        ROOT / "site_templates",
        out / "site",
        out / "private",
        "",
        workers=workers,
    )
    files = sorted(path for path in out.rglob("*") if path.is_file())
    hashes = {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return done, hashes


@pytest.fixture(scope="module")
def alone(settlement: Settlement, tmp_path_factory: pytest.TempPathFactory) -> tuple[Issued, dict[str, str]]:
    """What one process issues."""
    return issued(settlement, tmp_path_factory.mktemp("alone"), 1)


def test_other_processes_write_the_same(
    settlement: Settlement, alone: tuple[Issued, dict[str, str]], tmp_path: Path
) -> None:
    assert alone[0].statements > 1_000
    assert len(alone[1]) == 2 * alone[0].statements + alone[0].partners + 2
    assert issued(settlement, tmp_path / "three", 3) == alone


def test_other_shards_say_the_same(
    settlement: Settlement,
    alone: tuple[Issued, dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(maker, "_PARTNERS", 7)
    monkeypatch.setattr(records, "_AT_ONCE", 150)
    monkeypatch.setattr(rows, "_KEPT", 10)
    assert issued(settlement, tmp_path / "small", 1) == alone


def test_without_plain_pages(settlement: Settlement, tmp_path: Path) -> None:
    issue(
        keep_accounts(settlement),
        ON,
        SECRET,
        ROOT / "site_templates",
        tmp_path / "site",
        tmp_path / "private",
        "",
        workers=1,
        plain=False,
    )
    assert [path.name for path in (tmp_path / "private").iterdir()] == ["links.csv"]


def test_answers_come_in_order() -> None:
    with Workers(abs, 3) as workers:
        assert list(workers.answers(range(-20, 0))) == list(range(20, 0, -1))
        assert list(workers.answers([-5])) == [5]


def test_a_worker_that_fails_is_noticed(capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(int, 2) as workers, pytest.raises(WorkerFailed):
        list(workers.answers(["1", "2", "no number", "3"]))
    assert "no number" in capfd.readouterr().err


def test_a_worker_that_dies_is_noticed() -> None:
    with Workers(os._exit, 2) as workers, pytest.raises(WorkerFailed):
        list(workers.answers([3]))
