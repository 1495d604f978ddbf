"""A small project, built once, and the command run over copies of it."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import main
from generator.source import forget_lines

SMALL = Path(__file__).parents[1] / "programmes" / "small"
ON = "2026-02-28"
SECRET = "ab" * 32


@dataclass(frozen=True)
class Answer:
    """How a run of the command ended, and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


def call(capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch, *words: object) -> Answer:
    """Run the command in this process."""
    patch.setattr("sys.argv", ["partnerbook", *map(str, words)])
    forget_lines()
    capture.readouterr()
    code: object = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    said = capture.readouterr()
    assert isinstance(code, int | None)
    return Answer(code or 0, said.out, said.err)


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    """The command, with a secret, without what this machine may have set."""
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "PARTNERBOOK_SECRET_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARTNERBOOK_SECRET", SECRET)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    return lambda *words: call(capsys, monkeypatch, *words)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with its book; nobody changes it."""
    root = tmp_path_factory.mktemp("built") / "project"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("expected.yaml", "build"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARTNERBOOK_SECRET", SECRET)
        patch.setattr("sys.argv", ["partnerbook", "build", "--no-audit", "--root", str(root), "--on", ON])
        with pytest.raises(SystemExit) as stop:
            main()
    assert stop.value.code == 0
    return root


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the small project with its book, to be broken."""
    root = tmp_path / "project"
    shutil.copytree(built, root)
    yield root
    for path in root.rglob("*"):  # pytest removes its folders as the same user
        if not path.is_symlink():
            path.chmod(0o700)


def state_of(folder: Path) -> dict[str, str]:
    """A hash of each file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
