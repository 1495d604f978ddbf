"""Settlement and the audit, which has only pages and raw files, pay the same lines over drawn books."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.workflow.build import build
from generator.workflow.places import Places
from tests import strategies as draw
from tests.rules.drawn_book import Drawn
from tests.rules.drawn_programmes import PROGRAMMES
from tests.rules.joined import read_both

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 7, 31)


@pytest.mark.parametrize("seed", range(1, 1 + draw.TIMES))
@pytest.mark.parametrize("name", PROGRAMMES)
def test_both_readings_pay_the_same(name: str, seed: int, tmp_path: Path) -> None:
    both = read_both(Drawn(seed, ON).project(tmp_path, dict(PROGRAMMES[name])), ON)
    assert not both.findings
    assert not both.differences()
    paid = {clause for _, _, clause, *_ in both.settled}
    # A rule that pays nobody would agree whatever its words mean.
    assert len(paid) >= len(PROGRAMMES[name]) - 2, sorted(set(PROGRAMMES[name]) - paid)
    assert len(both.audited) == 2


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
