"""The chain: one changed byte in any closed file is found, and so is a close that is missing or from elsewhere."""

import os
import random
import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from generator.accounts.close import ChainBroken, FileMissing, NoClose, check_files, read_chain
from generator.accounts.store import CloseStore
from tests.accounts.histories import Ground, programme_at
from tests.accounts.test_histories import ENDS, PARTNERS

BYTES = int(os.environ.get("PARTNERBOOK_EXAMPLES", "10"))


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of three closes."""
    folder = tmp_path_factory.mktemp("closed")
    programme = programme_at(tmp_path_factory.mktemp("programme"))
    ground = Ground(programme, CloseStore(str(folder)), PARTNERS, duckdb.connect(config={"threads": 1}))
    sales = [
        {"sale": f"S{n}", "partner": p["partner"], "date": str(end), "amount": "120.00"}
        for n, (end, p) in enumerate(zip(ENDS, PARTNERS, strict=False))
    ]
    for number, end in enumerate(ENDS[:3]):
        ground.close(sales[: number + 1], end + timedelta(days=1))
    return folder


def checked(folder: Path) -> int:
    store = CloseStore(str(folder))
    return check_files(store, read_chain(store))


def broken(folder: Path) -> bool:
    try:
        checked(folder)
    except ChainBroken:
        return True
    return False


def test_what_nobody_touched_is_sound(closed: Path) -> None:
    assert checked(closed) == len(list((closed / "runs").rglob("*.*")))


def test_one_changed_byte_in_any_file_is_found(closed: Path) -> None:
    """Each file of each close, at random bytes of it; with PARTNERBOOK_EXAMPLES at so many of each."""
    files = sorted(path for path in closed.rglob("*") if path.is_file())
    assert len(files) == checked(closed) + 3
    for path in files:
        was = path.read_bytes()
        for _ in range(BYTES):
            at, other = random.randrange(len(was)), random.randrange(1, 256)
            path.write_bytes(was[:at] + bytes([was[at] ^ other]) + was[at + 1 :])
            assert broken(closed), f"{path.relative_to(closed)}: byte {at} changed by {other} is not found"
        path.write_bytes(was)
    assert checked(closed)


@pytest.mark.parametrize("period", ["2026-01", "2026-02"])
def test_a_close_that_is_missing(closed: Path, tmp_path: Path, period: str) -> None:
    folder = Path(shutil.copytree(closed, tmp_path / "closed"))
    (folder / "closed" / f"{period}.json").unlink()
    with pytest.raises(ChainBroken, match="does not name the close before it"):
        checked(folder)


def test_a_close_under_another_name(closed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(closed, tmp_path / "closed"))
    (folder / "closed" / "2026-03.json").rename(folder / "closed" / "2026-04.json")
    with pytest.raises(ChainBroken, match="it is the close of 2026-03"):
        checked(folder)


def test_a_file_that_is_gone(closed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(closed, tmp_path / "closed"))
    next((folder / "runs").rglob("ledger.parquet")).unlink()
    with pytest.raises(FileMissing) as told:
        checked(folder)
    assert told.value.path.endswith("/ledger.parquet")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xff\xfe{", "no JSON"),
        (b"2026", "no `close`"),
        (b'{"by": "A. Ivanova"}', "no `close`"),
    ],
)
def test_a_file_that_is_no_close(closed: Path, tmp_path: Path, content: bytes, why: str) -> None:
    folder = Path(shutil.copytree(closed, tmp_path / "closed"))
    (folder / "closed" / "notes.json").write_bytes(content)
    with pytest.raises(NoClose, match=why):
        checked(folder)


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('"programme"', '"program"', "`programme` is missing"),
        ('"first": "', '"first": "the ', "a value in it"),
        ('"close": 1', '"close": 2', "the form 2"),
    ],
)
def test_a_close_that_was_edited(closed: Path, tmp_path: Path, was: str, becomes: str, why: str) -> None:
    folder = Path(shutil.copytree(closed, tmp_path / "closed"))
    path = folder / "closed" / "2026-02.json"
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(ChainBroken, match=why):
        checked(folder)
