"""Where closes lie: the files of a run under the hash of their content, and one object a period, created once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

CLOSED, RUNS = "closed", "runs"


class AlreadyClosed(Exception):
    """Somebody has closed this period before."""


class Unreachable(Exception):
    """The address of the closes cannot be read; the message says why."""


class NotThere(Exception):
    """The address can be read, and this file of a close is not there."""


class CloseStore:
    """The closes below one address: a folder, or any address that fsspec knows (`s3://bucket/closes`).

    Nothing is ever renamed or written over: files of a run stand under the hash of what they hold, so that a run
    which was killed half way is only some files that nobody names; `closed/<period>.json` is created exclusively,
    and its existence is the close.
    """

    def __init__(self, address: str) -> None:
        """Raises Unreachable where the address has a scheme that nothing here can speak."""
        self.address = address
        try:
            self._fs, root = fsspec.url_to_fs(address)
        except ImportError as error:
            raise Unreachable(
                f"{address} needs a package that is not installed here; for s3:// it comes with `partnerbook[s3]`"
            ) from error
        except ValueError as error:
            raise Unreachable(f"nothing here can read the address {address}") from error
        self._root = str(root).rstrip("/")

    def periods(self) -> tuple[str, ...]:
        """The names of closed periods, sorted; none where nothing was ever closed. Raises Unreachable."""
        folder = self._path(CLOSED)
        try:
            self._fs.invalidate_cache()
            found = self._fs.ls(folder, detail=False) if self._fs.exists(folder) else []
        except Exception as error:  # each file system has errors of its own
            raise Unreachable(f"{folder}: {error}") from error
        names = [str(path).rsplit("/", 1)[-1] for path in found]
        return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))

    def close_of(self, period: str) -> bytes:
        """The object of a closed period. Raises NotThere, Unreachable."""
        return self._read(self._path(CLOSED, f"{period}.json"))

    def seal(self, period: str, content: bytes) -> None:
        """Create the object of a period: from this instant it is closed. Raises AlreadyClosed, Unreachable."""
        path = self._path(CLOSED, f"{period}.json")
        try:
            if isinstance(self._fs, LocalFileSystem):
                _create(Path(path), content)
            else:
                self._fs.pipe_file(path, content, mode="create")
        except FileExistsError as error:
            raise AlreadyClosed(period) from error
        except Exception as error:
            raise Unreachable(f"{path}: {error}") from error

    def write_run(self, files: Mapping[str, bytes]) -> str:
        """Write the files of a run and read them back; returns its name. Raises Unreachable."""
        run = run_name({name: digest_of(content) for name, content in files.items()})
        for name, content in sorted(files.items()):
            path = self._path(RUNS, run, name)
            try:
                if isinstance(self._fs, LocalFileSystem):
                    _replace(Path(path), content)
                else:
                    self._fs.pipe_file(path, content)
            except Exception as error:
                raise Unreachable(f"{path}: {error}") from error
            try:
                found = self._read(path)
            except NotThere:
                found = None
            if found != content:
                raise Unreachable(f"{path}: what was written is not what can be read")
        return run

    def file(self, run: str, name: str) -> bytes:
        """One file of a run. Raises NotThere, Unreachable."""
        return self._read(self._path(RUNS, run, name))

    def place(self, *parts: str) -> str:
        """The address of a file below the root, for messages."""
        return "/".join((self.address.rstrip("/"), *parts))

    def _path(self, *parts: str) -> str:
        return "/".join((self._root, *parts))

    def _read(self, path: str) -> bytes:
        try:
            content: Any = self._fs.cat_file(path)
        except FileNotFoundError as error:
            raise NotThere(path) from error
        except Exception as error:
            raise Unreachable(f"{path}: {error}") from error
        return bytes(content)


def digest_of(content: bytes) -> str:
    """SHA-256 as sixty-four letters."""
    return hashlib.sha256(content).hexdigest()


def run_name(digests: Mapping[str, str]) -> str:
    """SHA-256 over the lines `name TAB digest` in the order of names."""
    return digest_of("".join(f"{name}\t{digest}\n" for name, digest in sorted(digests.items())).encode())


def _aside(path: Path, content: bytes) -> Path:
    """A new file beside `path` with this content, safe on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    return Path(name)


def _create(path: Path, content: bytes) -> None:
    """Create a file with all of its content at once. Raises FileExistsError where there is one."""
    aside = _aside(path, content)
    try:
        os.link(aside, path)
        _keep(path.parent)
    finally:
        aside.unlink()


def _replace(path: Path, content: bytes) -> None:
    aside = _aside(path, content)
    try:
        aside.replace(path)
        _keep(path.parent)
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()


def _keep(folder: Path) -> None:
    """Let the folder's own entry reach the disk, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
