"""The tests find a browser, bring one where they may, and it draws."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools import browser as finder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RUNS = "#!/bin/sh\nexit 0\n"
ONLY_SPEAKS = "#!/bin/sh\necho 'get the snap instead' >&2\nexit 1\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PATH, and no browser of Playwright's."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PARTNERBOOK_BROWSER", raising=False)
    monkeypatch.setattr(finder, "_of_playwright", lambda: None)
    return tmp_path


def program(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    file.chmod(0o755)
    return file


def test_one_that_runs_is_taken(path: Path) -> None:
    program(path, "chromium", ONLY_SPEAKS)
    chrome = program(path, "google-chrome", RUNS)
    assert finder.find() == chrome


def test_the_one_named_is_taken_or_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(path, "chromium", RUNS)
    named = program(path, "mine", RUNS)
    monkeypatch.setenv("PARTNERBOOK_BROWSER", str(named))
    assert finder.find() == named
    monkeypatch.setenv("PARTNERBOOK_BROWSER", str(path / "absent"))
    assert finder.find() is None


def test_root_gets_the_package(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(
        path,
        "apt-get",
        f"#!/bin/sh\ncase \"$*\" in *install*chromium) printf '#!/bin/sh\\n' >{path}/chromium; "
        f"/bin/chmod +x {path}/chromium ;; esac\n",
    )
    assert finder.bring() == path / "chromium"


def test_others_ask_playwright(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def note(command: list[str]) -> bool:
        asked.append(command)
        return False

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(finder, "succeeds", note)
    assert finder.bring() is None
    assert [command[1:] for command in asked] == [["-m", "playwright", "install", "chromium"]]


@pytest.mark.browser
def test_it_draws(browser: "Browser") -> None:
    page = browser.new_page()
    page.set_content("<meta charset=utf-8><p>7\u00a0% и ₽</p>")
    assert page.inner_text("p") == "7\u00a0% и ₽"
    page.close()
