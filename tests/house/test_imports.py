"""Rooms import only what the table of rooms allows, and import-linter would notice otherwise."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

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


# Each of these would break a contract: the room, and what a module of it would import.
TRESPASSES = [
    ("source", "generator.terms"),
    ("book", "generator.rules"),
    ("rules", "generator.settlement"),
    ("site", "generator.statements"),
    ("statements", "generator.book"),
    ("audit", "generator.terms"),
    ("audit", "generator.source"),
    ("settlement", "generator.audit"),
    ("workflow", "generator.audit.kinds"),
]


def test_rooms_keep_their_order() -> None:
    outcome = lint_imports(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_wrong_imports_are_noticed(tmp_path: Path) -> None:
    shutil.copytree(GENERATOR, tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for number, (room, imported) in enumerate(TRESPASSES):
        module = tmp_path / "generator" / room / f"trespass_{number}.py"
        module.write_text(f'"""Trespasses."""\n\nimport {imported}\n', "utf-8")
    outcome = lint_imports(tmp_path)
    assert outcome.returncode != 0
    unnoticed = [
        f"{room} -> {imported}"
        for number, (room, imported) in enumerate(TRESPASSES)
        if f"generator.{room}.trespass_{number} -> {imported}" not in outcome.stdout
    ]
    assert not unnoticed, outcome.stdout
    assert "Contracts: 0 kept" in outcome.stdout, "a contract that none of these breaks is not tested"


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
