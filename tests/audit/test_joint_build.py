"""The programme with pools and legs, built whole: the audit agrees, and notices changed lines, steps and sentences."""

from datetime import date
from pathlib import Path

import pytest

from generator.audit.mutation import mutate
from generator.audit.network_mutants import NETWORK_OPERATORS
from generator.audit.run import audit
from generator.workflow.build import build
from generator.workflow.places import Places

JOINT = Path(__file__).resolve().parents[1] / "programmes" / "joint"
ON = date(2026, 3, 31)
OPERATORS = [*NETWORK_OPERATORS, "line-figure-moved", "line-dropped", "sentence-turned"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("joint") / "build"
    summary = build(Places.of(JOINT, place), ON, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    return place


def test_agrees_on_lines_and_on_the_house(built: Path) -> None:
    answer = audit(JOINT, on=ON, build=built)
    assert not answer.findings
    assert answer.examined["lines"] > 20
    assert answer.examined["house lines"] == 1


def test_notices_what_is_changed(built: Path) -> None:
    answer = mutate(JOINT, on=ON, build=built, tries=20, seed=7, full=1, operators=OPERATORS)
    assert answer["killed"] == answer["tried"], answer["survivors"]
    assert not answer["unequal"]
