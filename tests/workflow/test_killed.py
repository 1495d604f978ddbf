"""A build killed anywhere leaves the old book or the new one, never half of either; the next build mends the rest."""

import multiprocessing
import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.workflow import build as main_job
from generator.workflow.places import Places
from tests.workflow.projects import SMALL, SMALL_DAY, Tree, built, copy, edit, tree
from tools.kills import Kill, Whole, build_of, lying_about, state_of, tried

FORK = multiprocessing.get_context("fork")


def swap_and_die(root: Path, at: int) -> None:
    """Put a build in place, and die at the n-th change of a name."""
    count = 0

    def killing(change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(self: Path, target: Path) -> Any:
            nonlocal count
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return change(self, target)

        return changed

    for name in ("rename", "replace"):
        setattr(Path, name, killing(getattr(Path, name)))
    main_job._swap(Places.of(root))


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
        swap = FORK.Process(target=swap_and_die, args=(root, at))
        swap.start()
        swap.join(30)
        if swap.exitcode == 0:
            break  # there is no such change any more
        found.append(met(root, states))
        if at == 1 or found[-1] == "new":
            mended(root, states)
    else:
        pytest.fail("the swap changes more than twenty names")
    assert roots(root) == states["new"]
    assert found == ["old", "old"], "the stage is renamed, then one link is replaced"


def test_killed_at_some_moment(tmp_path: Path, old: Path, staged: Path) -> None:
    """The whole verb, with what it started or without; more in `make proof`."""
    after = Path(shutil.copytree(staged, tmp_path / "after", symlinks=True))
    main_job._swap(Places.of(after))
    act, left = build_of(str(SMALL_DAY), "--no-audit"), lying_about(after)
    whole = Whole(act, old, after, state_of(old), state_of(after), left, said="", lasted=5.0, writes_at=4.0)
    kill = Kill("build", random.random(), writing=random.random() < 0.5, group=random.random() < 0.5)
    tried(kill, whole, tmp_path / "killed")
