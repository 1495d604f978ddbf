"""The tests find a PostgreSQL, and bring one where they may."""

import os
from pathlib import Path

import pytest

from tools import postgres as finder

RUNS = "#!/bin/sh\nexit 0\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PATH, and no package of the machine's own."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PARTNERBOOK_POSTGRES", raising=False)
    monkeypatch.setattr(finder, "PACKAGES", tmp_path / "packages")
    return tmp_path


def programs(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(RUNS, "utf-8")
        (folder / name).chmod(0o755)
    return folder


def test_both_programs_are_needed(path: Path) -> None:
    programs(path, "initdb")
    assert finder.find() is None
    programs(path, "postgres")
    assert finder.find() == path


def test_the_newest_package_is_taken(path: Path) -> None:
    programs(path / "packages" / "9" / "bin", *finder.NEEDED)
    newest = programs(path / "packages" / "17" / "bin", *finder.NEEDED)
    assert finder.find() == newest


def test_the_one_named_is_taken_or_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs(path, *finder.NEEDED)
    monkeypatch.setenv("PARTNERBOOK_POSTGRES", str(path / "absent"))
    assert finder.find() is None


def test_root_gets_the_package(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def install(command: list[str]) -> bool:
        asked.append(command)
        if command[:2] == ["apt-get", "install"]:
            programs(path, *finder.NEEDED)
        return True

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(finder, "succeeds", install)
    programs(path, "apt-get")
    assert finder.bring() == path
    assert [command[-1] for command in asked if command[0] == "apt-get"] == ["-qq", "postgresql"]
