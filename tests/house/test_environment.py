"""The environment is made once, from a lock with hashes; a machine that cannot make it is told why."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

# Stands for Python: makes an environment of itself, and notes what pip is asked for.
PYTHON = """#!/bin/sh
case "$*" in
"-c import sys;"*) exit {too_old} ;;
"-c import ensurepip"*) exit {no_venv} ;;
"--version") echo "Python {version}" ;;
"-m venv "*)
    rm -rf .venv
    mkdir -p .venv/bin
    cp "$0" .venv/bin/python
    echo "$PWD/.venv" >.venv/bin/activate
    ;;
"-m pip "*) echo "$*" >>pip.log; exit {pip} ;;
*) exit 99 ;;
esac
"""


class Machine:
    """A folder with the project's locks, and a path with plain tools and a Python of our making only."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "book"
        self.path = folder / "path"
        (self.root / "tools").mkdir(parents=True)
        self.path.mkdir()
        shutil.copy(ROOT / "tools" / "environment.sh", self.root / "tools")
        for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
            (self.root / name).write_text(name, "utf-8")
        for tool in ("sh", "dirname", "cksum", "grep", "cat", "rm", "mkdir", "cp"):
            found = shutil.which(tool)
            assert found
            (self.path / tool).symlink_to(found)

    def give_python(
        self,
        *,
        name: str = "python3",
        version: str = "3.12.1",
        too_old: int = 0,
        no_venv: int = 0,
        pip: int = 0,
    ) -> None:
        """Put a Python on the path; the numbers are exit codes of what it is asked."""
        python = self.path / name
        python.write_text(PYTHON.format(version=version, too_old=too_old, no_venv=no_venv, pip=pip), "utf-8")
        python.chmod(python.stat().st_mode | stat.S_IXUSR)

    def bring(self, part: str = "runtime") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / "tools" / "environment.sh", part],
            env={"PATH": str(self.path)},
            capture_output=True,
            text=True,
            check=False,
        )

    def asked_of_pip(self) -> list[str]:
        """What pip was asked since the last look."""
        log = self.root / "pip.log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_it_is_made_once(machine: Machine) -> None:
    machine.give_python()
    first = machine.bring()
    assert first.returncode == 0, first.stderr
    assert first.stdout == "Setting up .venv with Python 3.12.1 (once; takes about a minute).\n"
    packages, project = machine.asked_of_pip()
    assert packages.endswith("--only-binary :all: --require-hashes -r requirements.lock")
    assert project.endswith("--no-index --no-deps --no-build-isolation --editable .")

    second = machine.bring()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert machine.asked_of_pip() == []


def test_a_changed_lock_is_followed(machine: Machine) -> None:
    machine.give_python()
    machine.bring()
    machine.asked_of_pip()
    (machine.root / "requirements.lock").write_text("newer", "utf-8")
    assert machine.bring().stdout == "Bringing .venv up to requirements.lock.\n"
    assert len(machine.asked_of_pip()) == 2


def test_development_serves_the_book_too(machine: Machine) -> None:
    machine.give_python()
    machine.bring("dev")
    assert machine.asked_of_pip()[0].endswith("requirements-dev.lock")
    machine.bring("runtime")
    assert machine.asked_of_pip() == []


def test_a_moved_project_gets_a_new_one(machine: Machine) -> None:
    machine.give_python()
    machine.bring()
    machine.root = machine.root.rename(machine.root.with_name("moved"))
    assert machine.bring().stdout.startswith("Setting up .venv")


def test_an_interrupted_set_up_is_done_again(machine: Machine) -> None:
    machine.give_python(pip=1)
    failed = machine.bring()
    assert failed.returncode == 1
    assert failed.stderr.startswith(
        "What requirements.lock pins could not be installed; pip's own words stand above."
    )
    shutil.rmtree(machine.root / ".venv")
    machine.give_python()
    assert machine.bring().returncode == 0
    assert len(machine.asked_of_pip()) == 3


def test_an_old_python_is_named(machine: Machine) -> None:
    machine.give_python(version="3.9.2", too_old=1)
    outcome = machine.bring()
    assert outcome.returncode == 1
    assert outcome.stderr == (
        "partnerbook needs Python 3.11 or newer, and python3 here is: Python 3.9.2. "
        "Install one, or name it: make PYTHON=/path/to/python3 ...\n"
    )


def test_a_newer_python_of_another_name_is_found(machine: Machine) -> None:
    machine.give_python(version="3.9.2", too_old=1)
    machine.give_python(name="python3.13", version="3.13.0")
    assert "Python 3.13.0" in machine.bring().stdout


def test_no_python_at_all(machine: Machine) -> None:
    outcome = machine.bring()
    assert outcome.returncode == 1
    assert "python3 here is: nothing." in outcome.stderr


def test_a_missing_venv_part_is_named(machine: Machine) -> None:
    machine.give_python(no_venv=1)
    outcome = machine.bring()
    assert outcome.returncode == 1
    assert outcome.stderr == (
        "Python 3.12.1 here cannot make a virtual environment (its venv part is missing). "
        "On Debian and Ubuntu: apt-get install python3-venv\n"
    )
    assert not (machine.root / ".venv").exists()


def test_a_wrong_part(machine: Machine) -> None:
    assert machine.bring("everything").returncode == 64
