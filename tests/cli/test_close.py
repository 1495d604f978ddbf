"""The verb `close`: one period after the other, once each, and only what the audit agrees with."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.accounts.close import Close, check_files, read_chain
from generator.accounts.store import CloseStore
from generator.statements.sealer import KeptStatement
from generator.workflow import close as closing
from generator.workflow.places import Places
from tests.cli.conftest import SECRET, SMALL, Run
from tests.house.tree import ROOT

ON = "2026-02-28"
KILLS = int(os.environ.get("PARTNERBOOK_EXAMPLES", "3"))


def project_at(root: Path) -> Path:
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("expected.yaml", "build"))
    return root


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project whose January is closed by the whole verb; nobody changes it."""
    root = project_at(tmp_path_factory.mktemp("closed") / "project")
    command = ["close", "2026-01", "--json", "--root", str(root), "--on", ON]
    done = subprocess.run(
        [sys.executable, "-m", "generator", *command],
        cwd=ROOT,
        env=os.environ | {"PARTNERBOOK_SECRET": SECRET},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert (answer["period"], answer["known"], len(answer["close"])) == ("2026-01", "2026-01-31", 64)
    return root


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


def whole_verb(root: Path) -> "subprocess.Popen[bytes]":
    command = ["close", "2026-02", "--root", str(root), "--on", "2026-03-31"]
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *command],
        cwd=ROOT,
        env=os.environ | {"PARTNERBOOK_SECRET": SECRET},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def without_audit(root: Path) -> "subprocess.Popen[bytes]":
    """Settles and writes only, which is what can be left half done."""
    script = "import sys, pathlib; from generator.workflow.places import Places; from tools.closing import closed; "
    script += "closed(Places.of(pathlib.Path(sys.argv[1])), '2026-02')"
    return subprocess.Popen([sys.executable, "-c", script, str(root)], cwd=ROOT, start_new_session=True)


def test_killed_at_some_moment(closed: Path, tmp_path: Path) -> None:
    """Closed or not, and the chain sound, wherever it is killed; the next one closes it, or finds it closed.

    With PARTNERBOOK_EXAMPLES so many kills of the whole verb, audit included.
    """
    start = whole_verb if "PARTNERBOOK_EXAMPLES" in os.environ else without_audit
    lasted, states = 0.0, []
    for number in range(KILLS + 1):
        root = Path(shutil.copytree(closed, tmp_path / str(number), symlinks=True))
        began = time.monotonic()
        process = start(root)
        if number == 0:
            assert process.wait() == 0
            lasted = time.monotonic() - began
        else:
            time.sleep(lasted * number / KILLS)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        store = CloseStore(str(root / "partners_data" / "closed"))
        chain = read_chain(store)
        check_files(store, chain)
        states.append([one.period for one in chain])
        shutil.rmtree(root)
    assert all(state in (["2026-01"], ["2026-01", "2026-02"]) for state in states)
    assert states[0] == ["2026-01", "2026-02"]
