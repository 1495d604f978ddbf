"""Starting a project: a plain programme, or one of the cookbook's, written into a folder of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from generator.source import Frozen, did_you_mean, load_yaml, validate
from generator.terms.quantity import Day

COOKBOOK = Path(__file__).resolve().parents[1] / "cookbook"
PARTS = ("program", "partners_data")
"""What a project is made of, and what a recipe holds besides its own words."""
_PLAIN = COOKBOOK / "_plain"
_STARTS = "STARTS"  # stands in the plain form for the first day of the programme
_IGNORED = ("/build/", "/partners_data/*", "!/partners_data/sources.yaml")


class CannotStart(Exception):
    """The folder holds a project already, or no recipe has that name; exit code 64."""


class Recipe(Frozen):
    """What a person says of a programme of the cookbook: for whom it is, and what was worked out by hand.

    `expected` is period -> partner -> clause -> the sum of the lines as of the day `on`, as it is written; `by_hand`
    and `change` are Markdown.
    """

    place: int
    title: str
    about: str
    on: Day
    expected: Mapping[str, Mapping[str, Mapping[str, str]]]
    by_hand: str
    change: str


@dataclass(frozen=True, slots=True)
class Started:
    """A project that was written: its files below `folder`, and the day on which to look at it (None: today)."""

    folder: Path
    written: tuple[Path, ...]
    on: date | None


@cache
def recipes() -> Mapping[str, Recipe]:
    """The programmes of the cookbook by name, in its order."""
    found = {path.parent.name: validate(Recipe, load_yaml(path)) for path in COOKBOOK.glob("*/recipe.yaml")}
    return dict(sorted(found.items(), key=lambda one: one[1].place))


def start(folder: Path, day: date, template: str | None = None) -> Started:
    """Write a project into `folder`, which is made where it does not exist; git is told to leave records alone.

    The plain form begins in the month of `day`; a template keeps the dates of its records. Raises CannotStart, and
    OSError where the folder cannot be written.
    """
    if template is not None and template not in recipes():
        near = did_you_mean(template, list(recipes()))
        hint = f"Did you mean `{near}`?" if near else "`partnerbook init --list` names all of them."
        raise CannotStart(f"There is no template `{template}`. {hint}")
    for part in PARTS:
        if (folder / part).exists():
            raise CannotStart(
                f"{folder / part} is there already; nothing was written. Choose another folder."
            )
    folder.mkdir(parents=True, exist_ok=True)
    # Written aside, then put in place: who stops it half way finds no half project.
    with tempfile.TemporaryDirectory(prefix=".init-", dir=folder) as aside:
        for part in PARTS:
            shutil.copytree((COOKBOOK / template if template else _PLAIN) / part, Path(aside) / part)
        if template is None:
            _begin(Path(aside), day.replace(day=1))
        for part in PARTS:
            (Path(aside) / part).rename(folder / part)
    _ignore(folder / ".gitignore")
    written = sorted(path for part in PARTS for path in (folder / part).rglob("*") if path.is_file())
    return Started(folder, tuple(written), recipes()[template].on if template else None)


def _begin(folder: Path, first: date) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_text(path.read_text("utf-8").replace(_STARTS, str(first)), "utf-8")


def _ignore(path: Path) -> None:
    """What is built and whose records they are belongs in no repository; how columns are mapped does."""
    kept = path.read_text("utf-8") if path.is_file() else ""
    missing = [line for line in _IGNORED if line not in kept.splitlines()]
    if missing:
        begun = kept if not kept or kept.endswith("\n") else kept + "\n"
        path.write_text(begun + "".join(f"{line}\n" for line in missing), "utf-8")
