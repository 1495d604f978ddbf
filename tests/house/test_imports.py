"""Rooms import only what the table of rooms allows, and import-linter would notice otherwise."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import GENERATOR, ROOT


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the generator below this root, with the contracts of pyproject.toml there."""
    program = "from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-logo", "--no-cache"],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the generator and its contracts, to be broken."""
    shutil.copytree(GENERATOR, tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_rooms_keep_their_order() -> None:
    outcome = lint_imports(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("room", "imported", "contract"),
    [
        ("source", "generator.terms", "Rooms import only rooms below them"),
        ("book", "generator.rules", "Rooms import only rooms below them"),
        ("rules", "generator.settlement", "Rooms import only rooms below them"),
        ("site", "generator.statements", "Rooms import only rooms below them"),
        ("statements", "generator.book", "Site and statements show what settlement found"),
        ("audit", "generator.terms", "it imports nothing of the engine"),
        ("audit", "generator.source", "it imports nothing of the engine"),
        ("settlement", "generator.audit", "No room below the workflow imports the audit"),
        ("workflow", "generator.audit.kinds", "through its public functions only"),
    ],
)
def test_a_wrong_import_is_noticed(copy: Path, room: str, imported: str, contract: str) -> None:
    (copy / "generator" / room / "trespass.py").write_text(
        f'"""Trespasses."""\n\nimport {imported}\n', "utf-8"
    )
    outcome = lint_imports(copy)
    broken = [line for line in outcome.stdout.splitlines() if "BROKEN" in line]
    assert outcome.returncode != 0
    assert any(contract in line for line in broken), outcome.stdout + outcome.stderr


def test_each_room_stands_in_the_contracts() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "rooms")
    named = {name.strip(" ()") for layer in layers for name in layer.split("|")} | {"generator.audit"}
    rooms = {
        f"generator.{path.stem if path.is_file() else path.name}"
        for path in GENERATOR.iterdir()
        if (path / "__init__.py").exists()
        or (path.suffix == ".py" and path.stem not in {"__init__", "__main__"})
    }
    assert rooms <= named, f"without a place in the order of rooms: {sorted(rooms - named)}"
