"""In CI a test that did not run is a failure; elsewhere it is said.

.ci/run ends with pytest's own summary and its outcome.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LONGEST
from tests.house.tree import ROOT

SKIPPED = {
    "a test": "import pytest\ndef test_x():\n    pytest.skip('no such thing here')\n",
    "a marked test": "import pytest\n@pytest.mark.skip(reason='no such thing here')\ndef test_x(): ...\n",
    "a fixture": (
        "import pytest\n@pytest.fixture\ndef f(): pytest.skip('no such thing here')\ndef test_x(f): ...\n"
    ),
    "a file": "import pytest\npytest.skip('no such thing here', allow_module_level=True)\n",
    "a real test": "import pytest\n@pytest.mark.real\ndef test_x(): ...\n",
}
OTHERS = {
    "good": "def test_x(): ...\n",
    "expected": "import pytest\n@pytest.mark.xfail\ndef test_x(): assert False\n",
}


def run(folder: Path, *words: str, **environment: str) -> list[str]:
    """Run pytest on these files under the project's rules for tests: the lines it prints, then its exit code."""
    tests = folder / "tests"
    tests.mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, content in (SKIPPED | OTHERS).items():
        (tests / f"test_{name.replace(' ', '_')}.py").write_text(content, "utf-8")
    around = {
        key: value for key, value in os.environ.items() if not key.startswith(("CI", "PARTNERBOOK", "PYTEST"))
    }
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--continue-on-collection-errors", *words],
        cwd=folder,
        env=around | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return [*outcome.stdout.splitlines(), str(outcome.returncode)]


@pytest.mark.parametrize("words", [(), ("-n", "2")], ids=["one process", "two processes"])
def test_in_ci_what_did_not_run_is_red(tmp_path: Path, words: tuple[str, ...]) -> None:
    *lines, summary, code = run(tmp_path, *words, CI="true")
    assert code == "1"
    assert "1 failed, 1 passed, 1 xfailed, 4 errors in" in summary
    for name in SKIPPED:
        file = f"tests/test_{name.replace(' ', '_')}.py"
        told = [line for line in lines if line.startswith(("FAILED " + file, "ERROR " + file))]
        assert len(told) == 1, "\n".join(lines)
        assert "NOT RUN, and CI runs everything: " in told[0]


def test_elsewhere_it_is_said(tmp_path: Path) -> None:
    *lines, summary, code = run(tmp_path)
    assert code == "0"
    assert "1 passed, 5 skipped, 1 xfailed in" in summary
    assert "real data: NOT RUN (../shared/data/online_retail.parquet is not here)" in lines


def test_a_mark_may_be_named_as_not_run(tmp_path: Path) -> None:
    *lines, summary, _ = run(tmp_path, CI="true", PARTNERBOOK_NOT_RUN="real")
    assert "1 failed, 1 passed, 1 skipped, 1 xfailed, 3 errors in" in summary
    assert "real data: NOT RUN (../shared/data/online_retail.parquet is not here)" in lines


@pytest.mark.parametrize(
    ("recipe", "code", "last"),
    [
        ("@echo '===== 3 passed in 1.20s ====='", 0, "===== 3 passed in 1.20s ====="),
        (
            "@echo '== 1 failed, 2 passed in 70.20s (0:01:10) =='; exit 1",
            2,
            "== 1 failed, 2 passed in 70.20s (0:01:10) ==",
        ),
        ("@echo 'no network'; exit 1", 2, "The tests did not run to their end; the reason stands above."),
        ("@true", 1, "The tests did not run to their end; the reason stands above."),
        ("@test \"$$CI\" = true && echo '== 1 passed in 1.00s =='", 0, "== 1 passed in 1.00s =="),
    ],
)
def test_the_command_of_ci(tmp_path: Path, recipe: str, code: int, last: str) -> None:
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / "Makefile").write_text(f"test:\n\t{recipe}\n", "utf-8")
    outcome = subprocess.run([tmp_path / ".ci" / "run"], capture_output=True, text=True, check=False)
    assert outcome.stdout.splitlines()[-1] == last
    assert outcome.returncode == code


def test_long_files_are_handed_out_first_and_are_there() -> None:
    """A name in the table that leads nowhere would order nothing."""
    assert len(set(LONGEST)) == len(LONGEST)
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []
    assert "--no-loadscope-reorder" in (ROOT / "Makefile").read_text("utf-8")
