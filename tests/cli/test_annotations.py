"""In GitHub Actions each message becomes an annotation beside its line."""

from pathlib import Path

import pytest

from tests.cli.conftest import ON, Run


@pytest.fixture
def in_actions(project: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Run:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))
    return run


def test_an_error(project: Path, in_actions: Run) -> None:
    path = project / "program/clauses/020-volume-commission.yaml"
    path.write_text(path.read_text("utf-8").replace("then: 200}", "then: 201}", 1), "utf-8")
    answer = in_actions("lint", "--root", project, "--on", ON)
    assert answer.code == 1
    (line,) = answer.out.splitlines()
    head, _, text = line.removeprefix("::").partition("::")
    assert head == (
        "error file=project/program/clauses/020-volume-commission.yaml,line=22,col=36,title=example-disagrees"
    )
    assert "this example says €201, but the rule pays €200.%0A" in text
    assert "example-disagrees" in answer.err  # a person reads the log as well


def test_advice_is_a_warning(project: Path, in_actions: Run) -> None:
    path = project / "program/clauses/010-first-sale.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("  examples:")], "utf-8")
    answer = in_actions("lint", "--root", project, "--on", ON)
    assert answer.code == 0
    assert answer.out.startswith("::warning file=project/program/clauses/010-first-sale.yaml,line=5,col=3,")
    assert "(advice)" in answer.err


def test_none_elsewhere(project: Path, run: Run) -> None:
    (project / "program/tiers.yaml").write_text("", "utf-8")
    assert "::" not in run("lint", "--root", project, "--on", ON).out
