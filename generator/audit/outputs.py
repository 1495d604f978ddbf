"""The files under audit: a folder read as it is, or with some files replaced or withheld (for mutants)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Memo:
    """Answers of pure readings, kept by the digests of the bytes that they were made from."""

    kept: dict[tuple[object, ...], object] = field(default_factory=dict)

    def get(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """The kept answer for a key, or a new one; `make` must depend on nothing but the key."""
        if key not in self.kept:
            self.kept[key] = make()
        answer: T = self.kept[key]  # type: ignore[assignment]
        return answer


class NoMemo(Memo):
    """A memo that remembers nothing: what a full audit uses."""

    def get(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """Always make the answer anew."""
        return make()


@dataclass
class Outputs:
    """A project folder seen through a set of changed files; `None` stands for a file withheld.

    Paths are relative to the root, with forward slashes; those below `build/` lie in the folder of the build,
    which may be another one. Nothing is ever written.
    """

    root: Path
    build: Path | None = None
    changed: Mapping[str, bytes | None] = field(default_factory=dict)
    base: Outputs | None = None
    _digests: dict[str, str] = field(default_factory=dict)
    _lists: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def real(self, path: str) -> Path:
        """Where a path of the project lies on the disk; an absolute path stays as it is."""
        if self.build is not None and (path == "build" or path.startswith("build/")):
            return self.build / path.removeprefix("build").lstrip("/")
        return self.root / path

    def read(self, path: str) -> bytes:
        """The bytes of a file; FileNotFoundError if there is none."""
        if path in self.changed:
            content = self.changed[path]
            if content is None:
                raise FileNotFoundError(path)
            return content
        return self.real(path).read_bytes()

    def text(self, path: str) -> str:
        """A file as UTF-8 text."""
        return self.read(path).decode("utf-8")

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        if path in self.changed:
            return self.changed[path] is not None
        return self.real(path).is_file()

    def list(self, folder: str, pattern: str) -> list[str]:
        """Paths below a folder whose name matches, sorted; an absent folder has none."""
        key = (folder, pattern)
        if self.base is not None:
            known = self.base.list(folder, pattern)
        else:
            if key not in self._lists:
                top = self.real(folder)
                found = top.rglob(pattern) if top.is_dir() else []
                self._lists[key] = sorted(
                    f"{folder}/{path.relative_to(top).as_posix()}" for path in found if path.is_file()
                )
            known = self._lists[key]
        if not self.changed:
            return known
        gone = {path for path, content in self.changed.items() if content is None}
        new = {
            path
            for path, content in self.changed.items()
            if content is not None and path.startswith(f"{folder}/") and Path(path).match(pattern)
        }
        return sorted((set(known) - gone) | new)

    def digest(self, path: str) -> str:
        """SHA-256 of a file's bytes in hexadecimal; files of a base are hashed once."""
        if self.base is not None and path not in self.changed:
            return self.base.digest(path)
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(self.read(path)).hexdigest()
        return self._digests[path]

    def with_changes(self, changed: Mapping[str, bytes | None]) -> Outputs:
        """The same outputs with some files replaced or withheld besides."""
        return Outputs(self.root, self.build, {**self.changed, **changed}, self.base or self)
