"""A build killed anywhere leaves the old book or the new one, never half of either; the next build mends the rest."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.workflow import build as main_job
from tests.workflow.projects import ROOT, SECRET, SMALL, SMALL_DAY, Tree, built, copy, edit, tree

# Puts a build in place and kills itself at the n-th change of a name.
SWAPPER = """
import os, pathlib, signal, sys
at, count = int(sys.argv[2]), 0
def killing(change):
    def changed(self, target):
        global count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return change(self, target)
    return changed
from generator.workflow.build import _swap
from generator.workflow.places import Places
pathlib.Path.rename = killing(pathlib.Path.rename)
pathlib.Path.replace = killing(pathlib.Path.replace)
_swap(Places.of(pathlib.Path(sys.argv[1])))
"""
BUILDER = "from generator.cli import main; main()"


def run(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=os.environ | {"PARTNERBOOK_SECRET": SECRET.hex()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def build_of(root: Path) -> subprocess.Popen[bytes]:
    return run(BUILDER, "build", "--no-audit", "--root", str(root), "--on", str(SMALL_DAY))


def change(root: Path) -> None:
    edit(root / "partners_data" / "sales.csv", "600.00", "700.00")
    edit(root / "program" / "glossary.yaml", "Volume is", "The volume is")


def project(folder: Path) -> Path:
    root = copy(SMALL, folder)
    meaning = "{en: Volume is what counts., ru: Объём считается.}"
    text = f"terms:\n  volume:\n    title: {{en: Volume, ru: Объём}}\n    meaning: {meaning}\n"
    (root / "program" / "glossary.yaml").write_text(text, "utf-8")
    return root


States = dict[str, tuple[Tree, Tree]]


def roots(root: Path) -> tuple[Tree, Tree]:
    """The public and the private tree."""
    return tree(root / "build" / "site"), tree(root / "build" / "private")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it was built before the change, with the change made and not yet built."""
    root = project(tmp_path_factory.mktemp("old") / "small")
    built(root)
    change(root)
    return root


@pytest.fixture(scope="module")
def staged(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the next build ready beside the old one."""
    root = tmp_path_factory.mktemp("staged") / "small"
    shutil.copytree(old, root, symlinks=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main_job, "_swap", lambda _: None)
        built(root)
    return root


@pytest.fixture(scope="module")
def states(old: Path, staged: Path) -> States:
    """What each root holds before and after."""
    stage = staged / "build" / "next"
    found = {"old": roots(old), "new": (tree(stage / "site"), tree(stage / "private"))}
    assert found["old"][0] != found["new"][0]
    assert found["old"][1] != found["new"][1]
    return found


def met(root: Path, states: States) -> str:
    """Both roots are whole and of one book, old or new; says of which."""
    here = roots(root)
    assert here in (states["old"], states["new"]), "neither old nor new, or one of each"
    return "old" if here == states["old"] else "new"


def mended(root: Path, states: States) -> None:
    """The next build brings the new state and leaves nothing lying about."""
    built(root)
    assert roots(root) == states["new"]
    left = {path.name for path in (root / "build").iterdir()}
    assert left == {
        ".book",
        ".books",
        "content",
        "site",
        "private",
        "pending.yaml",
        "manifest.json",
        "mkdocs.en.yml",
        "mkdocs.ru.yml",
    }


def test_killed_at_each_change_of_a_name(tmp_path: Path, staged: Path, states: States) -> None:
    found: list[str] = []
    for at in range(1, 20):
        root = tmp_path / str(at)
        shutil.copytree(staged, root, symlinks=True)
        if run(SWAPPER, str(root), str(at)).wait() == 0:
            break  # there is no such change any more
        found.append(met(root, states))
        if at == 1 or found[-1] == "new":
            mended(root, states)
    else:
        pytest.fail("the swap changes more than twenty names")
    assert roots(root) == states["new"]
    assert found == ["old", "old"], "the stage is renamed, then one link is replaced"


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_killed_at_some_moment(tmp_path: Path, old: Path, states: States, share: float) -> None:
    for name in ("measured", "killed"):
        shutil.copytree(old, tmp_path / name, symlinks=True)
    began = time.monotonic()
    assert build_of(tmp_path / "measured").wait() == 0
    lasted = time.monotonic() - began
    process = build_of(tmp_path / "killed")
    time.sleep(lasted * share)
    # With it whatever it started: an orphan of MkDocs would write into the stage of the next build.
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    met(tmp_path / "killed", states)
    mended(tmp_path / "killed", states)
