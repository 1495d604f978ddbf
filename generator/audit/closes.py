"""Closed periods as they were written down: the chain of closes, every file of each, read by nobody else's code."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.audit.calendar import Period
from generator.audit.findings import Findings, Place
from generator.audit.outputs import Outputs
from generator.audit.records import load_plain_yaml

ABOUT = "about.json"
CANDIDATE = "build/private/closing.json"
SOURCES = "partners_data/sources.yaml"
USUAL = "closed"
HASH = re.compile(r"[0-9a-f]{64}")
FORM = {
    "close": int,
    "programme": str,
    "period": str,
    "first": str,
    "last": str,
    "on": str,
    "known": str,
    "engine": str,
    "editions": dict,
    "inputs": dict,
    "run": str,
    "files": dict,
    "previous": str,
}


class CloseBroken(ValueError):
    """A close, or a file of it, is not what it must be; the message says what."""


@dataclass(frozen=True)
class Close:
    """One close as its file says."""

    programme: str
    period: Period
    on: date
    known: date
    editions: Mapping[str, str]
    inputs: Mapping[str, str]
    run: str
    files: Mapping[str, tuple[str, int]]  # name -> hash and size
    previous: str
    digest: str  # of its own bytes

    @property
    def name(self) -> str:
        """The period that it closes."""
        return self.period.name


@dataclass
class Shelf:
    """Where closes lie: below the project as files of it, or at any address."""

    outputs: Outputs
    address: str

    @property
    def far(self) -> bool:
        """Whether the address is none of this disk."""
        return "://" in self.address

    def path(self, name: str) -> str:
        """The name of a file among the outputs."""
        return f"{self.address.rstrip('/')}/{name}"

    def names(self) -> list[str]:
        """The files of closes, without their folder."""
        if not self.far:
            return [path.rpartition("/")[2] for path in self.outputs.list(self.path("closed"), "*.json")]
        import fsspec

        files, root = fsspec.core.url_to_fs(self.path("closed"))
        try:
            found = files.ls(root, detail=False)
        except FileNotFoundError:
            return []
        return sorted(one.rpartition("/")[2] for one in found if one.endswith(".json"))

    def read(self, name: str) -> bytes:
        """The bytes of a file; CloseBroken if there is none."""
        path = self.path(name)
        try:
            if not self.far or path in self.outputs.changed:
                return self.outputs.read(path)
            import fsspec

            with fsspec.open(path, "rb") as stream:
                content: bytes = stream.read()
                return content
        except OSError as error:
            raise CloseBroken(f"{name} cannot be read: {error}") from error


def shelf_of(outputs: Outputs) -> Shelf:
    """Where the sources say that closes lie."""
    loaded = load_plain_yaml(outputs.text(SOURCES))
    address = str(loaded.get("closes") or USUAL) if isinstance(loaded, dict) else USUAL
    if "://" not in address and not address.startswith("/"):
        address = f"partners_data/{address}"
    return Shelf(outputs, address)


def read_close(content: bytes, where: str) -> Close:
    """One close from its bytes, which can be written in one way only; CloseBroken if they are not."""
    try:
        loaded = json.loads(content)
    except ValueError as error:
        raise CloseBroken(f"{where} is no JSON: {error}") from error
    if not isinstance(loaded, dict) or set(loaded) != set(FORM):
        raise CloseBroken(f"{where} does not have the entries of a close")
    for name, kind in FORM.items():
        if type(loaded[name]) is not kind:
            raise CloseBroken(f"{where} says {loaded[name]!r} of {name}")
    written = json.dumps(loaded, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if written.encode() != content:
        raise CloseBroken(f"{where} is not written as closes are")
    if loaded["close"] != 1:
        raise CloseBroken(f"{where} is of the form {loaded['close']}")
    try:
        files = {name: (str(one["sha256"]), int(one["size"])) for name, one in loaded["files"].items()}
        days = [date.fromisoformat(loaded[name]) for name in ("first", "last", "on", "known")]
    except (ValueError, KeyError, TypeError) as error:
        raise CloseBroken(f"{where} cannot be understood: {error}") from error
    run = "".join(f"{name}\t{digest}\n" for name, (digest, _) in sorted(files.items()))
    if hashlib.sha256(run.encode()).hexdigest() != loaded["run"]:
        raise CloseBroken(f"the files that {where} names are not those of its run")
    return Close(
        loaded["programme"],
        Period(days[0], days[1], loaded["period"]),
        days[2],
        days[3],
        dict(loaded["editions"]),
        dict(loaded["inputs"]),
        loaded["run"],
        files,
        loaded["previous"],
        hashlib.sha256(content).hexdigest(),
    )


Table = list[dict[str, object]]


@dataclass
class Closed:
    """All closes in order, what each holds, and the one that is being made."""

    shelf: Shelf
    closes: list[Close] = field(default_factory=list)
    candidate: Close | None = None
    broken: list[str] = field(default_factory=list)  # files that are not as they were written
    _tables: dict[tuple[str, str], Table] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """What all of it can be told from: the hash of each close, and of the one that is being made."""
        making = self.candidate.digest if self.candidate else ""
        return (*(one.digest for one in self.closes), "", making, *self.broken)

    def find(self, period: str) -> Close | None:
        """The close of a period."""
        return next((one for one in self.closes if one.name == period), None)

    def close_of(self, period: str) -> Close | None:
        """The same, or the close that is being made."""
        making = self.candidate
        return making if making is not None and making.name == period else self.find(period)

    def bytes_of(self, close: Close, name: str) -> bytes:
        """A file of a close, which must be the one that was written."""
        if name not in close.files:
            raise CloseBroken(f"the close of {close.name} has no {name}")
        content = self.shelf.read(f"runs/{close.run}/{name}")
        digest, size = close.files[name]
        if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
            raise CloseBroken(f"{name} of the close of {close.name} is not the file that was written")
        return content

    def check_about(self, close: Close, loaded: Mapping[str, object]) -> None:
        """Among the files that a close names is one that says all the rest of it, so that it pins itself."""
        told = {name: value for name, value in loaded.items() if name not in ("files", "run", "previous")}
        if ABOUT in close.files and json.loads(self.bytes_of(close, ABOUT)) != told:
            raise CloseBroken(
                f"the close of {close.name} does not say what it said when its files were written"
            )

    def table(self, close: Close, name: str) -> Table:
        """The rows of a file of a close."""
        key = (close.run, name)
        if key not in self._tables:
            self._tables[key] = rows_of(self.bytes_of(close, name), f"{name} of the close of {close.name}")
        return self._tables[key]


def rows_of(content: bytes, where: str) -> Table:
    """The rows of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows: Table = pq.read_table(io.BytesIO(content)).to_pylist()
    except (pa.ArrowInvalid, OSError) as error:
        raise CloseBroken(f"{where} cannot be read: {error}") from error
    return rows


def read_closes(outputs: Outputs, findings: Findings) -> Closed:
    """All closes, held against one another and against their files; what is wrong becomes a finding."""
    shelf = shelf_of(outputs)
    closed = Closed(shelf)
    for name in shelf.names():
        place = Place(shelf.path(f"closed/{name}"))
        try:
            close = read_close(shelf.read(f"closed/{name}"), name)
            if name != f"{close.name}.json":
                raise CloseBroken(f"{name} is the close of {close.name}")
            closed.closes.append(close)
            closed.check_about(close, json.loads(shelf.read(f"closed/{name}")))
        except CloseBroken as error:
            findings.add("close-broken", place, str(error))
    closed.closes.sort(key=lambda one: one.period.first)
    before = ""
    for close in closed.closes:
        place = Place(shelf.path(f"closed/{close.name}.json"))
        if close.previous != before:
            findings.add("close-broken", place, "it does not follow from the close before it")
        before = close.digest
        _files(closed, close, findings)
        findings.count("closes")
    if outputs.exists(CANDIDATE):
        try:
            closed.candidate = read_close(outputs.read(CANDIDATE), CANDIDATE)
            if closed.candidate.previous != before:
                raise CloseBroken("it does not follow from the close before it")
            _files(closed, closed.candidate, findings)
        except CloseBroken as error:
            findings.add("close-broken", Place(CANDIDATE), str(error))
    return closed


def _files(closed: Closed, close: Close, findings: Findings) -> None:
    for name in close.files:
        try:
            closed.bytes_of(close, name)
        except CloseBroken as error:
            findings.add("close-broken", Place(closed.shelf.path(f"runs/{close.run}/{name}")), str(error))
            closed.broken.append(f"{close.run}/{name}")
        findings.count("files of closes")
