"""The files of GitHub and GitLab are well formed and safe, and the checks would notice otherwise."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

BIN = Path(sys.executable).parent
GITHUB = ROOT / ".github"
GITLAB = ROOT / ".gitlab-ci.yml"


def well_formed(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    """Check files against a schema that check-jsonschema carries with it."""
    return run(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)


def safe(folder: Path) -> subprocess.CompletedProcess[str]:
    """Look for unsafe habits in workflows, without the network."""
    return run(BIN / "zizmor", "--offline", "--no-progress", "--persona=pedantic", "--collect=all", folder)


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def workflows(folder: Path = GITHUB) -> list[Path]:
    found = sorted((folder / "workflows").glob("*.yml"))
    assert found, "no workflow"
    return found


def test_workflows_are_well_formed() -> None:
    outcome = well_formed("github-workflows", *workflows())
    assert outcome.returncode == 0, outcome.stdout
    outcome = well_formed("gitlab-ci", GITLAB)
    assert outcome.returncode == 0, outcome.stdout
    outcome = well_formed("dependabot", GITHUB / "dependabot.yml")
    assert outcome.returncode == 0, outcome.stdout


def test_workflows_are_safe() -> None:
    outcome = safe(GITHUB)
    assert outcome.returncode == 0, outcome.stdout


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of .github, to be broken."""
    return Path(shutil.copytree(GITHUB, tmp_path / ".github"))


def replace(path: Path, old: str, new: str) -> Path:
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} no longer says {old!r}"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_a_misspelt_key_is_noticed(broken: Path, tmp_path: Path) -> None:
    assert well_formed("github-workflows", replace(workflows(broken)[0], "runs-on:", "run-on:")).returncode
    copy = Path(shutil.copy(GITLAB, tmp_path / "gitlab.yml"))
    assert well_formed(
        "gitlab-ci", replace(copy, "    - tools/environment.sh runtime\n", "    - {tool: 1}\n")
    ).returncode


@pytest.mark.parametrize(
    ("old", "new", "habit"),
    [
        ("persist-credentials: false", "clean: true", "artipacked"),
        ("de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "v6", "unpinned-uses"),
        ("permissions: {}", "permissions: write-all", "excessive-permissions"),
        ('"HEAD:${GITHUB_REF_NAME}"', '"HEAD:${{ github.head_ref }}"', "template-injection"),
    ],
)
def test_an_unsafe_habit_is_noticed(broken: Path, old: str, new: str, habit: str) -> None:
    replace(broken / "workflows" / "book.yml", old, new)
    outcome = safe(broken)
    assert outcome.returncode != 0
    assert habit in outcome.stdout


def test_a_change_publishes_nothing() -> None:
    """The job of a pull request sees no secret and calls no verb that publishes."""
    check = (GITHUB / "workflows" / "book.yml").read_text("utf-8").split("\n  publish:\n")[0]
    assert "secrets." not in check
    assert "partnerbook publish" not in check
    assert "write" not in check.split("\njobs:\n")[1]
