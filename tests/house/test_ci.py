"""In CI a test that did not run is a failure; elsewhere it is said.

.ci/run ends with pytest's own summary and its outcome.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
GOOD = "def test_good(): ...\n"


def run(folder: Path, content: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on one file under a copy of the project's rules for tests."""
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "tests")
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "tests" / "test_it.py").write_text(content, "utf-8")
    (folder / "tests" / "test_good.py").write_text(GOOD, "utf-8")
    around = {
        key: value for key, value in os.environ.items() if not key.startswith(("CI", "PARTNERBOOK", "PYTEST"))
    }
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words],
        cwd=folder,
        env=around | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("what", SKIPPED)
@pytest.mark.parametrize("words", [(), ("-n", "2")], ids=["one process", "two processes"])
def test_in_ci_what_did_not_run_is_red(tmp_path: Path, what: str, words: tuple[str, ...]) -> None:
    outcome = run(tmp_path, SKIPPED[what], *words, CI="true")
    assert outcome.returncode == (2 if what == "a file" and not words else 1), outcome.stdout
    assert "NOT RUN, and CI runs everything: " in outcome.stdout
    assert "skipped" not in outcome.stdout.splitlines()[-1]


@pytest.mark.parametrize("what", SKIPPED)
def test_elsewhere_it_is_said(tmp_path: Path, what: str) -> None:
    outcome = run(tmp_path, SKIPPED[what])
    assert outcome.returncode == 0, outcome.stdout
    assert "1 passed, 1 skipped" in outcome.stdout.splitlines()[-1]
    assert "real data: NOT RUN (../shared/data/online_retail.parquet is not here)" in outcome.stdout


def test_a_mark_may_be_named_as_not_run(tmp_path: Path) -> None:
    outcome = run(tmp_path, SKIPPED["a real test"], CI="true", PARTNERBOOK_NOT_RUN="real")
    assert outcome.returncode == 0, outcome.stdout
    assert "real data: NOT RUN" in outcome.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    outcome = run(tmp_path, "import pytest\n@pytest.mark.xfail\ndef test_x(): assert False\n", CI="true")
    assert outcome.returncode == 0, outcome.stdout


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
