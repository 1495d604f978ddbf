"""Copies of the example and of the small programme, built below a folder of the test; trees compared as bytes."""

import csv
import shutil
from datetime import date
from pathlib import Path

from generator.statements.sealing import INDEX, Keyring, open_blob, token_for
from generator.workflow.build import Summary, build
from generator.workflow.places import Places

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "programmes" / "small"
SECRET = bytes(range(32))
EXAMPLE_DAY = date(2026, 11, 12)
SMALL_DAY = date(2026, 2, 28)

Tree = dict[str, bytes]


def copy(source: Path, root: Path) -> Path:
    """The programme and the records of `source` in a project of their own."""
    for part in ("program", "partners_data"):
        shutil.copytree(source / part, root / part)
    return root


def built(root: Path, on: date = SMALL_DAY, *, with_audit: bool = False) -> Summary:
    """Build a project into its own build/."""
    return build(Places.of(root), on, SECRET, with_audit=with_audit)


def tree(folder: Path) -> Tree:
    """Every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def different(one: Tree, other: Tree) -> set[str]:
    """Paths that are not in both, or not the same."""
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")


def links(root: Path) -> dict[str, str]:
    """Partner -> the link of the last build."""
    with (root / "build" / "private" / "links.csv").open(encoding="utf-8", newline="") as rows:
        return {row["partner"]: row["link"] for row in csv.DictReader(rows)}


def sealed(root: Path, partner: str, name: str = INDEX, epoch: int = 1) -> bytes | None:
    """The file with one sealed blob of a partner; None where there is none."""
    address = Keyring(token_for(SECRET, partner, epoch)).keys(name).address
    path = root / "build" / "site" / "statements" / "s" / f"{address}.bin"
    return path.read_bytes() if path.exists() else None


def opened(root: Path, partner: str, name: str, epoch: int = 1) -> str:
    """What a partner reads."""
    record = sealed(root, partner, name, epoch)
    assert record is not None
    return open_blob(token_for(SECRET, partner, epoch), name, record[30:]).decode("utf-8")
