"""Closed periods on S3-like storage: a server on this machine, started and ended by the test itself."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.accounts.close import read_chain
from generator.accounts.store import AlreadyClosed, CloseStore, Unreachable
from generator.accounts.tables import table_of_bytes
from tests.cli.conftest import SECRET, call
from tests.workflow.projects import SMALL, copy, edit

SERVER = """
import logging, sys
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple
logging.getLogger("werkzeug").disabled = True
run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=True)
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server, which ends with the tests."""
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert running.poll() is None, "the server ended"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty bucket there."""
    import boto3
    import s3fs

    for name, value in {
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": server,
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    boto3.client("s3", endpoint_url=server).create_bucket(Bucket="books")
    return "s3://books/closes"


def test_a_period_is_closed_once(bucket: str) -> None:
    store = CloseStore(bucket)
    assert store.periods() == ()
    run = store.write_run({"ledger.parquet": b"lines", "records/sales.parquet": b"rows"})
    store.seal("2026-01", b"first")
    other = CloseStore(bucket)
    assert other.periods() == ("2026-01",)
    assert other.close_of("2026-01") == b"first"
    assert other.file(run, "records/sales.parquet") == b"rows"
    with pytest.raises(AlreadyClosed):
        other.seal("2026-01", b"second")
    assert other.close_of("2026-01") == b"first"


def test_a_bucket_that_is_not_there(bucket: str) -> None:
    with pytest.raises(Unreachable):
        CloseStore("s3://elsewhere/closes").seal("2026-01", b"close")


def test_two_months_are_closed_there(
    bucket: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The whole verb, audit included: a month, a change that comes late, the next month, and what is asked of both."""
    address = f"{bucket}/of/small"
    root = copy(SMALL, tmp_path / "small")
    edit(root / "partners_data" / "sources.yaml", "sources:\n", f"closes: {address}\nsources:\n")
    monkeypatch.setenv("PARTNERBOOK_SECRET", SECRET)

    def closed(code: int, *words: str) -> dict[str, Any]:
        answer = call(capsys, monkeypatch, "close", *words, "--json", "--root", root)
        assert answer.code == code, answer
        told: dict[str, Any] = json.loads(answer.out)
        return told

    closed(0, "2026-01", "--on", "2026-02-28")
    edit(root / "partners_data" / "sales.csv", ",600.00", ",700.00")
    closed(0, "2026-02", "--on", "2026-03-31")
    store = CloseStore(address)
    january, february = read_chain(store)
    booked = table_of_bytes(store.file(february.run, "adjustments.parquet"))
    assert set(booked["origin"].to_pylist()) == {january.period}
    assert not (root / "partners_data" / "closed").exists()

    (again,) = closed(1, "2026-02", "--on", "2026-03-31")["diagnostics"]
    assert (again["slug"], again["path"]) == ("period-closed", f"{address}/closed/2026-02.json")
    told = closed(0, "--verify", "--on", "2026-03-31")
    assert told["closed"] == told["settled_again"] == ["2026-01", "2026-02"]
    assert told["files"] == len(january.files) + len(february.files)

    path = f"{address}/runs/{january.run}/statements.parquet"
    content = store.file(january.run, "statements.parquet")
    store._fs.pipe_file(path, bytes([content[0] ^ 1]) + content[1:])
    (damaged,) = closed(1, "--check", "--on", "2026-03-31")["diagnostics"]
    assert (damaged["slug"], damaged["path"]) == ("close-damaged", path)
    store._fs.rm_file(path)
    (gone,) = closed(1, "--check", "--on", "2026-03-31")["diagnostics"]
    assert (gone["slug"], gone["path"], "missing" in gone["says"]) == ("close-damaged", path, True)
