"""The second reading imports nothing of the engine."""

import ast
import sys
from pathlib import Path

import generator.audit

ROOM = Path(generator.audit.__file__).parent
ALLOWED = {"lxml", "yaml", "ruamel", "pyarrow", "python_calamine", "cryptography", "fsspec", "babel"} | set(
    sys.stdlib_module_names
)


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add(node.module or "")
            if node.module == "generator":
                found |= {f"generator.{alias.name}" for alias in node.names}
    return found


def test_imports_nothing_of_ours():
    files = list(ROOM.rglob("*.py"))
    assert len(files) > 10
    for path in files:
        for name in imported(path):
            if name.startswith("generator"):
                assert name == "generator.audit" or name.startswith("generator.audit."), (path, name)
            else:
                assert name.partition(".")[0] in ALLOWED, (path, name)
