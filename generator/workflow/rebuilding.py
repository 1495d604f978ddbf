"""Rebuilding: the book made anew from changed inputs, aside, to see whether anybody could see the change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.source import Diagnosed
from generator.workflow.build import build
from generator.workflow.places import Places

Rebuild = Callable[[Mapping[str, bytes | None]], AbstractContextManager[Path]]


def rebuilder(places: Places, on: date, secret: bytes) -> Rebuild:
    """A function that builds from the project's inputs with some files changed (path below the root -> bytes)."""

    @contextmanager
    def rebuild(changed: Mapping[str, bytes | None]) -> Iterator[Path]:
        # Beside the project, since sources may name files by paths that lead out of it.
        with TemporaryDirectory(prefix=".partnerbook-", dir=places.root.parent) as folder:
            copy = Places.of(Path(folder))
            for room in (places.program, places.data):
                shutil.copytree(room, copy.root / room.name)
            for own in ("site_templates", "mkdocs.yml"):
                if (places.root / own).exists():
                    (copy.root / own).symlink_to(places.root / own)
            for name, content in changed.items():
                if content is None:
                    (copy.root / name).unlink()
                else:
                    (copy.root / name).write_bytes(content)
            # Inputs that are refused make no book at all, and that is seen.
            with suppress(Diagnosed):
                build(copy, on, secret, with_audit=False)
            yield copy.build

    return rebuild
