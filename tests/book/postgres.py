"""A PostgreSQL of a test's own on this machine's loopback, with a password, ended and removed with the test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from pwd import getpwnam

import psycopg

PASSWORD = "let-me-read"
_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """The address of a fresh database of the user `reader`, without the password."""
    home = Path(tempfile.mkdtemp(prefix="partnerbook-postgres-"))
    user = None
    if os.geteuid() == 0:  # it refuses to run as root
        user = getpwnam("nobody")
        os.chown(home, user.pw_uid, user.pw_gid)
    who = {"user": user.pw_uid, "group": user.pw_gid} if user else {}
    try:
        word, data = home / "password", home / "data"
        word.write_text(PASSWORD, "utf-8")
        word.chmod(0o644)
        options = ["--no-sync", "--auth=scram-sha-256", f"--pwfile={word}", "--encoding=UTF8", "--locale=C"]
        made = [programs / "initdb", "-D", data, "-U", "reader", *options]
        subprocess.run(made, check=True, **who, **_QUIET)  # type: ignore[call-overload]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = [
            "fsync=off",
            "unix_socket_directories=",
            "listen_addresses=127.0.0.1",
            "timezone=Asia/Tokyo",
        ]
        words = [word for one in settings for word in ("-c", one)]
        running = subprocess.Popen(  # type: ignore[call-overload]
            [programs / "postgres", "-D", data, "-p", str(port), *words], **who, **_QUIET
        )
        try:
            for _ in range(400):
                with suppress(psycopg.OperationalError):  # it listens before it answers
                    psycopg.connect(
                        host="127.0.0.1", port=port, user="reader", password=PASSWORD, dbname="postgres"
                    ).close()
                    break
                assert running.poll() is None, "the server ended"
                time.sleep(0.05)
            yield f"postgresql+psycopg://reader@127.0.0.1:{port}/postgres"
        finally:
            running.terminate()
            running.wait(20)
    finally:
        shutil.rmtree(home, ignore_errors=True)
