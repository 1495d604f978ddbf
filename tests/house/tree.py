"""The tree as the tests of the house see it: files of the project, modules of the generator."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "generator"


@cache
def files() -> tuple[Path, ...]:
    """Files that git tracks or would track, below ROOT."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    # One that was deleted and not yet committed is still listed.
    return tuple(sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()))


def modules() -> tuple[Path, ...]:
    """Python modules of the generator; the tests built on them are empty without any."""
    found = tuple(path for path in files() if path.suffix == ".py" and GENERATOR in path.parents)
    assert found, "no module of generator/ was found"
    return found


def shown(path: Path) -> str:
    """The path as a person writes it, from the root of the project."""
    return path.relative_to(ROOT).as_posix()
