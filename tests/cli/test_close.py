"""The verb `close`: one period after the other, once each, and only what the audit agrees with."""

import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.accounts.close import Close, check_files, read_chain
from generator.accounts.store import CloseStore
from generator.statements.sealer import KeptStatement
from generator.workflow import close as closing
from generator.workflow.places import Places
from tests.cli.conftest import SMALL, Run
from tools.kills import Kill, Whole, close_of, tried

ON = "2026-02-28"


def project_at(root: Path) -> Path:
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("expected.yaml", "build"))
    return root


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """The whole verb closes January of the small project."""
    before = project_at(tmp_path_factory.mktemp("before") / "project")
    return Whole.of(close_of("2026-01", ON), before, tmp_path_factory.mktemp("closed") / "project")


@pytest.fixture(scope="module")
def closed(whole: Whole) -> Path:
    """The project whose January is closed; nobody changes it."""
    answer = json.loads(whole.said)
    assert (answer["period"], answer["known"], len(answer["close"])) == ("2026-01", "2026-01-31", 64)
    return whole.after


@pytest.fixture
def project(closed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(closed, tmp_path / "project", symlinks=True))


def names(root: Path) -> tuple[str, ...]:
    return CloseStore(str(root / "partners_data" / "closed")).periods()


def test_the_closed_files_hold_the_statements(closed: Path) -> None:
    store = CloseStore(str(closed / "partners_data" / "closed"))
    (made,) = read_chain(store)
    assert check_files(store, [made]) == len(made.files)
    assert {"ledger.parquet", "balances.parquet", "statements.parquet", "records/sales.parquet"} <= set(
        made.files
    )
    assert {"sources.yaml", "sales.csv", "partners.csv"} <= set(made.inputs)
    assert not list((closed / "build").glob(".closing*")), "nothing is left lying about"


@pytest.mark.parametrize(
    ("words", "code", "slug"),
    [
        (["2026-01"], 1, "period-closed"),
        (["2026-03"], 1, "period-gap"),
        (["2026-02"], 1, "close-too-early"),
        (["2025-12"], 1, "no-such-period"),
        (["january"], 1, "no-such-period"),
    ],
)
def test_a_close_that_is_refused(run: Run, project: Path, words: list[str], code: int, slug: str) -> None:
    answer = run("close", *words, "--root", project, "--on", ON)
    assert (answer.code, slug in answer.err + answer.out) == (code, True), answer
    told = json.loads(run("close", *words, "--json", "--root", project, "--on", ON).out)
    assert [one["slug"] for one in told["diagnostics"]] == [slug]
    assert names(project) == ("2026-01",)


@pytest.mark.parametrize("words", [[], ["2026-02", "--check"], ["--on", "yesterday", "2026-02"]])
def test_words_that_make_no_sense(run: Run, project: Path, words: list[str]) -> None:
    assert run("close", *words, "--root", project).code == 64


def test_every_close_is_checked(run: Run, project: Path) -> None:
    told = json.loads(run("close", "--verify", "--json", "--root", project, "--on", ON).out)
    assert (told["closed"], told["settled_again"]) == (["2026-01"], ["2026-01"])
    assert run("close", "--check", "--root", project, "--on", ON).code == 0
    path = next((project / "partners_data" / "closed" / "runs").rglob("figures.parquet"))
    path.write_bytes(path.read_bytes() + b"\0")
    answer = run("close", "--check", "--root", project, "--on", ON)
    assert (answer.code, "close-damaged" in answer.err + answer.out) == (1, True)


def test_settle_reads_what_was_closed(run: Run, project: Path) -> None:
    folder = project / "partners_data" / "closed" / "closed"
    words = ("settle", "--root", project, "--on", ON)
    answer = run(*words)
    assert answer.code == 0, answer
    told = answer.out.splitlines()
    assert [line.endswith("  closed") for line in told if line.startswith("2026-")] == [True, False]
    sales = project / "partners_data" / "sales.csv"
    was = sales.read_text("utf-8")
    sales.write_text(was.replace(",600.00", ",700.00"), "utf-8")
    answer = json.loads(run(*words, "--json").out)
    assert answer["closed"]["2026-01"] != answer["periods"]["2026-01"]
    assert "  closed with " in run(*words).out
    (folder / "2026-01.json").write_bytes(b"")
    for more in ((), ("--as-of", "2026-02-10")):
        answer = run(*words, *more)
        assert (answer.code, "close-damaged" in answer.err + answer.out, "it is empty" in answer.err) == (
            1,
            True,
            True,
        )


def test_as_of_a_day_before_a_close(run: Run, project: Path) -> None:
    answer = run("settle", "--root", project, "--as-of", "2026-01-15", "--json")
    assert (answer.code, list(json.loads(answer.out)["periods"])) == (0, ["2026-01"])


class _NoPages:
    """A stage without pages."""

    kept: Sequence[KeptStatement] = ()


def without_pages(places: Places, *_: Any) -> _NoPages:
    (places.stage / "private").mkdir(parents=True)
    return _NoPages()


@pytest.mark.parametrize(("verdict", "code"), [("disagrees", 1), ("could not judge", 2)])
def test_what_the_audit_does_not_agree_with_is_not_closed(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch, verdict: str, code: int
) -> None:
    def judged(places: Places, _: Any, built: Path, *__: Any) -> dict[str, Any]:
        made = Close.of_bytes((built / "private" / closing.CANDIDATE).read_bytes())
        store = CloseStore(str(project / "partners_data" / "closed"))
        assert check_files(store, [made]) == len(made.files), "the audit finds the files that would be closed"
        return {"verdict": verdict, "examined": {}, "findings": [], "unjudged": []}

    monkeypatch.setattr(closing, "write_stage", without_pages)
    monkeypatch.setattr(closing, "read_again", judged)
    answer = run("close", "2026-02", "--json", "--root", project, "--on", "2026-03-31")
    assert (answer.code, json.loads(answer.out)["verdict"]) == (code, verdict)
    assert names(project) == ("2026-01",)
    assert not list((project / "build").glob(".closing*"))


def test_killed_at_some_moment(whole: Whole, tmp_path: Path) -> None:
    """Closed or not, wherever it is killed; the next one closes it, or finds it closed. More in `make proof`."""
    kill = Kill("close", random.random(), writing=random.random() < 0.5, group=False)
    tried(kill, whole, tmp_path / "project")
