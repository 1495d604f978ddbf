"""Finds a PostgreSQL for the tests that read from a real database, and brings one where it may.

`python -m tools.postgres` prints the folder of its programs; it exits 1 with one sentence where there is none.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.commands import succeeds

NEEDED = ("initdb", "postgres")
PACKAGES = Path("/usr/lib/postgresql")
"""Where Debian and Ubuntu keep each version in a folder of its own, apart from the PATH."""


def find() -> Path | None:
    """The folder named by PARTNERBOOK_POSTGRES, else one on the PATH, else the newest that a package put there."""
    named = os.environ.get("PARTNERBOOK_POSTGRES")
    folders = [Path(named)] if named else list(_folders())
    return next((folder for folder in folders if all(_runs(folder / name) for name in NEEDED)), None)


def bring() -> Path | None:
    """The one found, or installed as a package where root may."""
    found = find()
    if found is None and os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write("No PostgreSQL here: installing the package postgresql.\n")
        succeeds(["apt-get", "update", "-qq"])
        succeeds(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"])
        found = find()
    return found


def _folders() -> Iterator[Path]:
    on_path = shutil.which(NEEDED[0])
    if on_path:
        yield Path(on_path).resolve().parent
    yield from sorted(PACKAGES.glob("*/bin"), key=lambda folder: folder.parent.name.rjust(8), reverse=True)


def _runs(program: Path) -> bool:
    return program.is_file() and succeeds([str(program), "--version"])


if __name__ == "__main__":
    folder = bring()
    if folder is None:
        sys.stderr.write(
            "No PostgreSQL could be found or installed: tests that need one do not run. "
            "Install the package postgresql, or name the folder of its programs in PARTNERBOOK_POSTGRES.\n"
        )
        sys.exit(1)
    sys.stdout.write(f"{folder}\n")
