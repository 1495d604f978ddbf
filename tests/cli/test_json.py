"""`--json` of every verb is one JSON object, whether the run ends well or not."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.cli import cli
from tests.cli.conftest import ON, Run

VERBS: dict[str, list[str]] = {
    "lint": [],
    "build": ["--no-audit"],
    "settle": [],
    "close": ["--check"],
    "audit": [],
    "publish": [],
    "open": ["anna"],
    "export": ["links", "--out", "links.csv"],
    "demo": [],
    "explain": ["unknown-key"],
    "init": [],
}


def words(verb: str, root: Path, more: list[str]) -> list[str]:
    if verb == "explain":
        return [verb, *more, "--json"]
    if verb == "init":
        return [verb, str(root / "new"), *more, "--json"]
    first, rest = (more[:1], more[1:]) if verb == "export" else ([], more)
    on = "2026-11-12" if verb == "demo" else ON
    return [verb, *first, *rest, "--root", str(root), "--on", on, "--json"]


def one_object(text: str) -> dict[str, Any]:
    value = json.loads(text)
    assert isinstance(value, dict)
    return value


def test_no_verb_is_forgotten() -> None:
    assert set(VERBS) == set(cli.commands) - {"serve"}  # which never ends


@pytest.mark.parametrize(("verb", "more"), VERBS.items(), ids=VERBS)
def test_a_run_that_ends_well(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, verb: str, more: list[str]
) -> None:
    monkeypatch.chdir(project)
    answer = run(*words(verb, project, more))
    assert one_object(answer.out)
    assert answer.err == ""
    assert answer.code == 0


@pytest.mark.parametrize("verb", ["lint", "build", "settle", "publish"])
def test_messages(project: Path, run: Run, verb: str) -> None:
    path = project / "program/tiers.yaml"
    path.write_text(path.read_text("utf-8").replace("reach:", "reahc:"), "utf-8")
    answer = run(*words(verb, project, VERBS[verb]))
    assert answer.code == 1
    (told,) = one_object(answer.out)["diagnostics"]
    assert told["slug"] == "unknown-key"
    assert (told["path"], told["line"], told["column"]) == ("program/tiers.yaml", 13, 9)
    assert told["weight"] == "wrong"
    assert told["says"]
    assert told["consequence"]
    assert told["cure"] == "Did you mean `reach`?"
    assert told["other"] is None


def test_no_programme(tmp_path: Path, run: Run) -> None:
    answer = run("lint", "--root", tmp_path, "--json")
    assert answer.code == 64
    assert "There is no programme" in one_object(answer.out)["error"]


def test_an_audit_without_a_build_could_not_judge(project: Path, run: Run, tmp_path: Path) -> None:
    answer = run("audit", "--root", project, "--on", ON, "--build", tmp_path / "none", "--json")
    assert answer.code == 2
    assert one_object(answer.out)["verdict"] == "could not judge"


def test_an_audit_with_faults_put_in(project: Path, run: Run) -> None:
    answer = run("audit", "--root", project, "--on", ON, "--mutate", 2, "--json")
    assert answer.code == 0
    mutation = one_object(answer.out)["mutation"]
    assert (mutation["tried"], mutation["survivors"]) == (2, [])
    assert [path.name for path in project.parent.iterdir()] == ["project"]
    page = (project / "build/site/proof/index.html").read_text("utf-8")
    assert page.count('<td class="num">2</td>') >= 2, "tried and noticed are not shown"
    assert run("audit", "--root", project, "--on", ON, "--json").code == 0


def test_an_audit_of_a_changed_page_disagrees(project: Path, run: Run) -> None:
    page = project / "build/site/rules/volume-commission/index.html"
    page.write_text(page.read_text("utf-8").replace(">20%<", ">21%<"), "utf-8")
    answer = run("audit", "--root", project, "--on", ON, "--json")
    assert answer.code == 1
    assert one_object(answer.out)["verdict"] == "disagrees"
