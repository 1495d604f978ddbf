"""Closed periods on S3-like storage: a server on this machine, started and ended by the test itself."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from generator.accounts.store import AlreadyClosed, CloseStore, Unreachable

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
