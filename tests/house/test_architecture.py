"""The page of rooms and modules says what the modules say."""

from pathlib import Path

import pytest

from tests.house.tree import GENERATOR
from tools import architecture


def test_the_page_is_up_to_date() -> None:
    assert architecture.PAGE.exists(), "run make docs"
    assert architecture.PAGE.read_text("utf-8") == architecture.page(GENERATOR), "out of date: run make docs"


def test_a_new_module_changes_the_page(tmp_path: Path) -> None:
    room = tmp_path / "terms"
    room.mkdir()
    (room / "__init__.py").write_text('"""The promise, as\nfrozen models. More words."""\n', "utf-8")
    (room / "tier.py").write_text('"""Tiers 1.5 times explained. Second sentence."""\n', "utf-8")
    text = architecture.page(tmp_path)
    assert "## terms\n\nThe promise, as frozen models.\n" in text
    assert "| `tier` | Tiers 1.5 times explained. |\n" in text


def test_a_silent_module_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cli.py").write_text("x = 1\n", "utf-8")
    with pytest.raises(ValueError, match="no docstring"):
        architecture.page(tmp_path)
