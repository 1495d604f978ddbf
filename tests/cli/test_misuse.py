"""Misuse ends with exit code 64 and a sentence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ON, Run, state_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("verb", ["lint", "build", "settle", "publish"])
def test_an_empty_folder(tmp_path: Path, run: Run, verb: str) -> None:
    (tmp_path / "program").mkdir()
    for root in (tmp_path, tmp_path / "nowhere"):
        answer = run(verb, "--root", root, "--on", ON)
        assert answer.code == 64
        assert "There is no programme in" in answer.err
        assert "Traceback" not in answer.err
        assert not (root / "build").exists()


def test_a_day_before_anything_was_announced(project: Path, run: Run) -> None:
    answer = run("build", "--no-audit", "--root", project, "--on", "2020-01-01")
    assert answer.code == 64
    assert "not announced yet" in answer.err


WORDS = [
    ["bild"],
    ["build", "--colour"],
    ["lint", "--on", "yesterday"],
    ["lint", "--on", "9999-12-31"],
    ["lint", "--on"],
    ["lint", "--root", str(ROOT / "README.md")],
    ["explain"],
    ["explain", "unknown-kay"],
    ["demo", "--partners", "five"],
    ["init"],
    ["init", "new", "--template", "nothing-like-it"],
    ["open", "nobody"],
    ["export", "links"],
]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_wrong_arguments(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(*words)
    assert answer.code == 64
    assert "Traceback" not in answer.err
    assert answer.err.strip()
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_wrong_arguments_in_json(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(*words, "--json")
    assert answer.code == 64
    if words != ["lint", "--on"]:  # there `--json` is taken for the date
        assert json.loads(answer.out)["error"]


def test_a_slug_that_is_nearly_right(run: Run) -> None:
    assert "Did you mean `unknown-key`?" in run("explain", "unknown-kay").err


def test_a_demo_with_too_few_partners(tmp_path: Path, run: Run) -> None:
    answer = run("demo", "--root", tmp_path, "--partners", 3, "--on", "2026-11-12")
    assert answer.code == 64
    assert "Traceback" not in answer.err


def test_no_secret(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PARTNERBOOK_SECRET")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "no-state"))
    before = state_of(project / "build")
    answer = run("build", "--no-audit", "--root", project, "--on", ON)
    assert answer.code == 64
    assert "PARTNERBOOK_SECRET" in answer.err
    assert state_of(project / "build") == before


@pytest.mark.parametrize("secret", ["short", "ab" * 8, "ж" * 64], ids=["short", "half", "letters"])
def test_a_secret_that_is_none(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("PARTNERBOOK_SECRET", secret)
    answer = run("build", "--no-audit", "--root", project, "--on", ON)
    assert answer.code == 64
    assert secret not in answer.err


def test_private_pages_inside_the_public_site(project: Path, run: Run) -> None:
    build = project / "build"
    (build / "private").rename(build / "site" / "private")
    (build / "private").symlink_to(build / "site" / "private")
    answer = run("build", "--no-audit", "--root", project, "--on", ON)
    assert answer.code == 64
    assert "would become public" in answer.err


def test_links_never_go_into_the_public_site(project: Path, run: Run) -> None:
    answer = run("export", "links", "--root", project, "--out", project / "build/site/links.csv")
    assert answer.code == 64
    assert not (project / "build/site/links.csv").exists()


def test_a_place_that_cannot_be_written(project: Path, run: Run) -> None:
    (project / "file").write_text("x")
    for words in (
        ["settle", "--on", ON, "--out", project / "file"],
        ["export", "links", "--out", project / "file" / "x"],
    ):
        answer = run(*words, "--root", project)
        assert answer.code == 1
        assert "cannot be read or written" in answer.err
        assert "Traceback" not in answer.err


def test_the_module_is_the_command(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "generator", "lint", "--root", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout) == (64, "")
    assert found.stderr.startswith("There is no programme in")


def test_output_that_nobody_reads(tmp_path: Path) -> None:
    command = f"{sys.executable} -m generator explain unknown-key | true; echo done"
    found = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout == "done\n"
    assert "Traceback" not in found.stderr
