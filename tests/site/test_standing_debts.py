"""The page of a guarantee that makes no debts any more says what becomes of those that stand; no other page does."""

from pathlib import Path

import pytest

from generator.rules.editions import editions
from generator.rules.folder import load_programme
from generator.site.pages import write_pages
from tests.house.tree import ROOT
from tools.diagnostics import GALLERY, ON, make_project


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Debts that earlier versions of this rule made stay as they are: nothing is added to them"),
        ("ru", "Долги, возникшие по прежним версиям этого правила, остаются как есть: они не растут"),
    ],
)
def test_debts_that_stand(tmp_path: Path, language: str, said: str) -> None:
    make_project(GALLERY / "debt-left-standing", tmp_path / "project")
    programme, _ = load_programme(tmp_path / "project" / "program")
    pages = write_pages(programme, editions(programme, ON), {}, ON, language, ROOT / "site_templates")
    text = pages.files["rules/draw/index.md"]
    assert text.count(f'<p data-sentence="draw/2026-07-01/standing">{said}') == 1
    assert text.count("/standing") == 1
    assert [name for name, other in pages.files.items() if said in other] == [
        name for name in pages.files if name == "rules/draw/index.md" or name.startswith("editions/2026-07")
    ]
