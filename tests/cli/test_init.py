"""`init` writes a project that stands, and never over another."""

from datetime import date
from pathlib import Path

import pytest

from generator.workflow.starting import recipes
from tests.audit.twice import published, read_twice
from tests.cli.conftest import Run, state_of


def test_the_plain_form_settles_at_once(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "shop"
    answer = run("init", root, "--on", "2027-03-17")
    assert answer.code == 0
    assert f"partnerbook build --root {root} --on 2027-03-17" in answer.out
    assert run("lint", "--root", root, "--on", "2027-03-17").out.startswith(
        "The programme is sound: 1 clauses"
    )
    assert run("settle", "--root", root, "--on", "2027-03-17").out == "2027-03  125.00 EUR\n"


def test_the_audit_agrees_with_the_plain_form(tmp_path: Path, run: Run) -> None:
    run("init", tmp_path, "--on", "2026-02-28")
    published(tmp_path, date(2026, 2, 28))
    both = read_twice(tmp_path, date(2026, 2, 28))
    assert both.differences() == []
    assert both.settled.total() == 2


def test_git_is_told_to_leave_records_alone(tmp_path: Path, run: Run) -> None:
    (tmp_path / ".gitignore").write_text("notes.txt\n/build/", "utf-8")
    assert run("init", tmp_path).code == 0
    lines = (tmp_path / ".gitignore").read_text("utf-8").splitlines()
    assert lines == ["notes.txt", "/build/", "/partners_data/*", "!/partners_data/sources.yaml"]


@pytest.mark.parametrize("part", ["program", "partners_data"])
def test_a_project_is_never_written_over(tmp_path: Path, run: Run, part: str) -> None:
    (tmp_path / part).mkdir()
    (tmp_path / part / "mine.txt").write_text("mine", "utf-8")
    before = state_of(tmp_path)
    answer = run("init", tmp_path, "--template", "team-by-depth")
    assert answer.code == 64
    assert "is there already; nothing was written" in answer.err
    assert state_of(tmp_path) == before


def test_a_template_that_is_nearly_right(tmp_path: Path, run: Run) -> None:
    answer = run("init", tmp_path / "new", "--template", "team-by-dept")
    assert answer.code == 64
    assert "Did you mean `team-by-depth`?" in answer.err
    assert not (tmp_path / "new").exists()


def test_no_folder(run: Run) -> None:
    answer = run("init", "--template", "team-by-depth")
    assert answer.code == 64
    assert "partnerbook init FOLDER" in answer.err


def test_a_template_says_on_which_day_to_look(tmp_path: Path, run: Run) -> None:
    answer = run("init", tmp_path / "new", "--template", "growth-rebate")
    assert "--on 2026-02-28" in answer.out


def test_all_templates_are_named(run: Run) -> None:
    listed = run("init", "--list")
    assert listed.code == 0
    assert [line.split()[0] for line in listed.out.splitlines()] == list(recipes())


def test_a_secret_is_made_where_there_is_none(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PARTNERBOOK_SECRET")
    secret = tmp_path / "keys" / "secret"
    monkeypatch.setenv("PARTNERBOOK_SECRET_FILE", str(secret))
    assert f"A secret that seals statements was made: {secret}" in run("init", tmp_path / "one").out
    assert secret.stat().st_mode & 0o777 == 0o600
    kept = secret.read_bytes()
    assert "was made" not in run("init", tmp_path / "two").out
    assert secret.read_bytes() == kept
