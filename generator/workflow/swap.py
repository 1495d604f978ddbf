"""Build aside, then swap: a failed or killed build leaves the published book as it was, whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

BOOKS, BOOK = ".books", ".book"
"""Below `build/`: each book that was put in place stands in a folder of `.books`, and `.book` points at one of them."""


def put_in_place(build: Path, stage: Path, names: Sequence[str]) -> None:
    """Let all that stands in `stage` become the book below `build`, in one step.

    Each of `names` (site, private...) is then found below `build`. They are links by way of one link, which is
    replaced: a reader, and a run that is killed at any moment, finds all of the former book or all of the new one.
    """
    books = build / BOOKS
    books.mkdir(parents=True, exist_ok=True)
    if (build / BOOK).is_dir() and not (build / BOOK).is_symlink():
        shutil.rmtree(
            build / BOOK
        )  # a copy that followed the link; what it led to was copied under its own names, too
    former = sorted(int(path.name) for path in books.iterdir() if path.name.isdecimal())
    book = books / str((former[-1] if former else 0) + 1)
    stage.rename(book)
    for name in names:
        _lead_by_the_link(build, name)
    _point(build / BOOK, Path(BOOKS, book.name))
    forget_others(build)


def forget_others(build: Path) -> None:
    """Remove books that nothing points at any more: former ones, and those of runs that were killed."""
    link = build / BOOK
    current = link.readlink() if link.is_symlink() else Path()
    for path in (build / BOOKS).glob("*"):
        if Path(BOOKS, path.name) != current:
            shutil.rmtree(path, ignore_errors=True)


def _lead_by_the_link(build: Path, name: str) -> None:
    """Let `name` lead by way of the link; what stands there as a folder or file of its own stays what it leads to."""
    target, link = build / name, build / BOOK
    if target.exists() and not target.is_symlink():
        if not link.is_symlink():
            (build / BOOKS / "0").mkdir(exist_ok=True)
            _point(link, Path(BOOKS, "0"))
        kept = link / name
        if kept.is_dir() and not kept.is_symlink():
            shutil.rmtree(kept)
        target.rename(kept)
    _point(target, Path(BOOK, name))


def _point(link: Path, target: Path) -> None:
    """Make a link point at a target, relative to its own folder, at once."""
    if link.is_symlink() and link.readlink() == target:
        return
    aside = link.with_name(f".{link.name.lstrip('.')}.{os.getpid()}")
    with suppress(FileNotFoundError):
        aside.unlink()
    aside.symlink_to(target)
    aside.replace(link)


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
