"""Build aside, then swap: a failed or killed build leaves the published book as it was."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def put_in_place(stage: Path, target: Path) -> None:
    """Let `stage` take the place of `target`; the former one is removed afterwards.

    Both lie on one file system. Between the two renames `target` is missing for an instant; `restore` mends a
    run that was killed there.
    """
    former = target.with_name(f".{target.name}.former")
    if former.exists():
        shutil.rmtree(former)
    if target.exists():
        target.rename(former)
    stage.rename(target)
    shutil.rmtree(former, ignore_errors=True)


def restore(target: Path) -> None:
    """Put the former state back when a swap was killed between its two renames."""
    former = target.with_name(f".{target.name}.former")
    if former.exists() and not target.exists():
        former.rename(target)


def write_atomically(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file so that readers see the old or the new text, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(
            os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8"
        ) as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()
