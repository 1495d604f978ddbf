"""A close: what one closed period rests on and holds, each naming the one before, so that none can be changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator.accounts.store import CLOSED, RUNS, CloseStore, NotThere, digest_of, run_name

SCHEMA_VERSION = 1
ABOUT = "about.json"
"""The file of a run that repeats what its close says besides files, so that no word of the newest close is free."""


class ChainBroken(Exception):
    """A closed file is not what it was; `path` is its address, the message says what differs."""

    def __init__(self, path: str, says: str) -> None:
        self.path = path
        super().__init__(says)


class FileMissing(ChainBroken):
    """A file that a close names is not there; the message is the period that was closed with it."""


class NoClose(ChainBroken):
    """What stands among the closes is none; the message says by what that is seen."""


class _Unlike(ValueError):
    """This is no close in any form."""


@dataclass(frozen=True, slots=True)
class RunFile:
    """The digest and the size in bytes of one file of a run."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Close:
    """One closed period.

    `on` is the day on which it was closed, `known` the last day whose news count in it; `editions` are the hashes of
    the editions in force in it by their address, `inputs` those of the files that were read by their name; `run` names
    the folder of `files`; `previous` is the digest of the close before, empty for the first.
    """

    programme: str
    period: str
    first: date
    last: date
    on: date
    known: date
    engine: str
    editions: Mapping[str, str]
    inputs: Mapping[str, str]
    run: str
    files: Mapping[str, RunFile]
    previous: str

    def as_bytes(self) -> bytes:
        """The one form in which it is written."""
        files = {n: {"sha256": f.sha256, "size": f.size} for n, f in self.files.items()}
        return _written(self._told() | {"run": self.run, "files": files, "previous": self.previous})

    def about(self) -> bytes:
        """The file `about.json` of its run."""
        return _written(self._told())

    def _told(self) -> dict[str, Any]:
        return {
            "close": SCHEMA_VERSION,
            "programme": self.programme,
            "period": self.period,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "on": self.on.isoformat(),
            "known": self.known.isoformat(),
            "engine": self.engine,
            "editions": dict(self.editions),
            "inputs": dict(self.inputs),
        }

    def with_files(self, files: Mapping[str, bytes]) -> Close:
        """The same over some files, `about.json` among them."""
        digests = {name: digest_of(content) for name, content in files.items()}
        listed = {name: RunFile(digests[name], len(content)) for name, content in files.items()}
        return replace(self, run=run_name(digests), files=listed)

    @staticmethod
    def of_bytes(content: bytes) -> Close:
        """Raises ValueError where this is no close in the form in which one is written."""
        try:
            told = json.loads(content)
        except ValueError:
            raise _Unlike("it is no JSON" if content.strip() else "it is empty") from None
        if not isinstance(told, dict) or "close" not in told:
            raise _Unlike("it has no `close`, with which each close begins")
        if told["close"] != SCHEMA_VERSION:
            raise ValueError(f"it has the form {told['close']}, and this program writes {SCHEMA_VERSION}")
        try:
            days = [date.fromisoformat(told[name]) for name in ("first", "last", "on", "known")]
            close = Close(
                told["programme"],
                told["period"],
                days[0],
                days[1],
                days[2],
                days[3],
                told["engine"],
                told["editions"],
                told["inputs"],
                told["run"],
                {name: RunFile(one["sha256"], one["size"]) for name, one in told["files"].items()},
                told["previous"],
            )
        except KeyError as error:
            raise ValueError(f"`{error.args[0]}` is missing from it") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError("a value in it is none that a close has") from error
        if close.as_bytes() != content:
            raise ValueError("it is not in the form in which a close is written")
        return close

    @property
    def digest(self) -> str:
        """What the next close names as `previous`."""
        return digest_of(self.as_bytes())


def _written(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_chain(store: CloseStore) -> tuple[Close, ...]:
    """All closes, oldest first, each tied to the one before. Raises ChainBroken, Unreachable."""
    found: list[Close] = []
    for period in store.periods():
        path = store.place(CLOSED, f"{period}.json")
        try:
            close = Close.of_bytes(store.close_of(period))
        except NotThere as error:
            raise FileMissing(path, period) from error
        except _Unlike as error:
            raise NoClose(path, str(error)) from error
        except ValueError as error:
            raise ChainBroken(path, str(error)) from error
        if close.period != period:
            raise ChainBroken(path, f"it is the close of {close.period}")
        if close.run != run_name({name: file.sha256 for name, file in close.files.items()}):
            raise ChainBroken(path, "the name of its run does not follow from its files")
        if ABOUT not in close.files or read_file(store, close, ABOUT) != close.about():
            raise ChainBroken(path, "it does not say what it said when its files were written")
        found.append(close)
    found.sort(key=lambda close: close.first)
    check_links(store, found)
    return tuple(found)


def check_links(store: CloseStore, closes: Sequence[Close]) -> None:
    """Raise ChainBroken unless each close names the one before it."""
    before = ""
    for close in closes:
        if close.previous != before:
            says = "it does not name the close before it, which was changed or removed"
            raise ChainBroken(store.place(CLOSED, f"{close.period}.json"), says)
        before = close.digest


def read_file(store: CloseStore, close: Close, name: str) -> bytes:
    """A file of a close, as it was when the period was closed. Raises ChainBroken, Unreachable."""
    if name not in close.files:
        raise ChainBroken(store.place(CLOSED, f"{close.period}.json"), f"it names no {name}")
    path = store.place(RUNS, close.run, name)
    try:
        content = store.file(close.run, name)
    except NotThere as error:
        raise FileMissing(path, close.period) from error
    if (digest_of(content), len(content)) != (close.files[name].sha256, close.files[name].size):
        raise ChainBroken(path, f"it is not the file with which {close.period} was closed")
    return content


def check_files(store: CloseStore, closes: Sequence[Close]) -> int:
    """Read every file of every close; returns how many there are. Raises ChainBroken, Unreachable."""
    for close in closes:
        for name in close.files:
            read_file(store, close, name)
    return sum(len(close.files) for close in closes)
