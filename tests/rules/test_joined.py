"""A drawn book under every carrier, table and condition is built whole, with statements; a difference is told."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.workflow.build import build
from generator.workflow.places import Places
from tests.rules.drawn_book import Drawn
from tests.rules.drawn_programmes import PROGRAMMES
from tests.rules.joined import read_both

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 7, 31)


def test_a_difference_is_told(tmp_path: Path) -> None:
    project = Drawn(1, ON).project(tmp_path, {"by-period": PROGRAMMES["carried"]["by-period"]})
    both = read_both(project, ON)
    assert not both.differences()
    both.settled[next(iter(both.settled))] += 1
    assert len(both.differences()) == 2


@pytest.mark.proof
@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_whole_build_agrees(name: str, tmp_path: Path) -> None:
    """The statements, too: every figure, mark and word of each kind of line."""
    on = date(2026, 4, 30)
    project = Drawn(3, on).project(tmp_path, dict(PROGRAMMES[name]))
    project.write_programme()
    project.write_records()
    shutil.copytree(ROOT / "site_templates", tmp_path / "site_templates")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    summary = build(Places.of(tmp_path, tmp_path / "build"), on, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
