"""The store: a period is created once whoever races for it, and a run that is killed leaves it closed or not."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.accounts.store import AlreadyClosed, CloseStore, NotThere, Unreachable, digest_of, run_name

FORK = multiprocessing.get_context("fork")
STEPS = ("open", "fdopen", "fsync", "link", "replace", "unlink", "mkdir")


def seal_and_die(folder: str, at: int) -> None:
    """Close a period, and die at the n-th step that changes anything on the disk."""
    count = 0

    def killing(step: Callable[..., Any]) -> Callable[..., Any]:
        def taken(*words: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*words, **named)

        return taken

    for name in STEPS:
        setattr(os, name, killing(getattr(os, name)))
    store = CloseStore(folder)
    store.write_run(FILES)
    store.seal("2026-01", b"the close")


FILES = {"one": b"1" * 10, "two": b"2"}


def test_nothing_was_ever_closed(tmp_path: Path) -> None:
    assert CloseStore(str(tmp_path / "nowhere")).periods() == ()
    assert not (tmp_path / "nowhere").exists()


def test_a_period_is_closed_once(tmp_path: Path) -> None:
    store = CloseStore(str(tmp_path))
    store.seal("2026-01", b"first")
    with pytest.raises(AlreadyClosed):
        store.seal("2026-01", b"second")
    assert store.periods() == ("2026-01",)
    assert store.close_of("2026-01") == b"first"
    assert [path.name for path in (tmp_path / "closed").iterdir()] == ["2026-01.json"]


def test_a_run_stands_under_the_hash_of_its_files(tmp_path: Path) -> None:
    store = CloseStore(str(tmp_path))
    run = store.write_run({"b": b"2", "records/a": b"1"})
    assert run == run_name({"b": digest_of(b"2"), "records/a": digest_of(b"1")})
    assert store.write_run({"records/a": b"1", "b": b"2"}) == run
    assert store.file(run, "records/a") == b"1"
    with pytest.raises(NotThere):
        store.file(run, "c")


def race(
    folder: str, content: bytes, start: "multiprocessing.synchronize.Barrier", won: "list[bytes]"
) -> None:
    store = CloseStore(folder)
    start.wait()
    try:
        store.seal("2026-01", content)
        won.append(content)
    except AlreadyClosed:
        pass


def test_of_processes_that_race_one_wins(tmp_path: Path) -> None:
    with multiprocessing.Manager() as manager:
        for number in range(5):
            won = manager.list()
            start = FORK.Barrier(4)
            folder = str(tmp_path / str(number))
            racers = [
                FORK.Process(target=race, args=(folder, bytes([n]) * 5000, start, won)) for n in range(4)
            ]
            for one in racers:
                one.start()
            for one in racers:
                one.join(30)
            assert len(won) == 1
            assert CloseStore(folder).close_of("2026-01") == won[0]


def test_killed_between_any_two_steps(tmp_path: Path) -> None:
    states: list[str] = []
    for at in range(1, 60):
        folder = tmp_path / str(at)
        run = FORK.Process(target=seal_and_die, args=(str(folder), at))
        run.start()
        run.join(30)
        store = CloseStore(str(folder))
        closed = store.periods()
        if closed:
            assert store.close_of("2026-01") == b"the close"
            name = run_name({name: digest_of(content) for name, content in FILES.items()})
            assert {one: store.file(name, one) for one in FILES} == FILES
        states.append("closed" if closed else "open")
        if run.exitcode == 0:
            break
        assert run.exitcode == -signal.SIGKILL
        # Whoever comes next closes it, or finds it closed.
        store.write_run(FILES)
        if closed:
            with pytest.raises(AlreadyClosed):
                store.seal("2026-01", b"the close")
        else:
            store.seal("2026-01", b"the close")
        assert store.periods() == ("2026-01",)
    else:
        pytest.fail("closing takes more than sixty steps")
    assert states == sorted(states, reverse=True), "open up to one step, closed from then on"
    assert states[-1] == "closed"


def test_an_address_that_nothing_can_read() -> None:
    with pytest.raises(Unreachable, match="nothing here can read"):
        CloseStore("tape://shelf/closes")


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import fsspec

    def without_it(address: str) -> object:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec, "url_to_fs", without_it)
    with pytest.raises(Unreachable, match=r"partnerbook\[s3\]"):
        CloseStore("s3://bucket/closes")
