"""The programme with all network kinds, built whole: the audit agrees, and notices changed lines and house lines."""

from datetime import date
from pathlib import Path

import pytest

from generator.audit.mutation import mutate
from generator.audit.network_mutants import NETWORK_OPERATORS
from generator.audit.run import audit
from generator.workflow.build import build
from generator.workflow.places import Places

TEAM = Path(__file__).resolve().parents[1] / "programmes" / "team"
ON = date(2026, 1, 31)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("team") / "build"
    summary = build(Places.of(TEAM, place), ON, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    return place


def test_agrees_on_lines_and_on_the_house(built: Path) -> None:
    answer = audit(TEAM, on=ON, build=built)
    assert not answer.findings
    assert answer.examined["lines"] > 20
    assert answer.examined["house lines"] == 5


def test_notices_what_is_changed(built: Path) -> None:
    names = [*NETWORK_OPERATORS, "line-figure-moved", "line-dropped", "line-doubled", "sentence-turned"]
    answer = mutate(TEAM, on=ON, build=built, tries=24, seed=11, full=2, operators=names)
    assert answer["killed"] == answer["tried"], answer["survivors"]
    assert not answer["unequal"]
