"""A programme of targets and contests, built whole: the audit agrees, and notices what is changed."""

from datetime import date
from pathlib import Path

from generator.audit.mutation import mutate
from generator.audit.page_mutants import PAGE_OPERATORS
from generator.audit.step_mutants import STEP_OPERATORS
from generator.workflow.build import build
from generator.workflow.places import Places

GOALS = Path(__file__).resolve().parents[1] / "programmes" / "goals"
ON = date(2026, 4, 30)
PAGES = {
    "rate-moved",
    "count-moved",
    "amount-moved",
    "sentence-turned",
    "sentence-everywhere",
    "sentence-removed",
}


def test_notices_what_is_changed(tmp_path: Path) -> None:
    summary = build(Places.of(GOALS, tmp_path), ON, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    operators = sorted(set(STEP_OPERATORS) | (PAGES & set(PAGE_OPERATORS)))
    answer = mutate(GOALS, on=ON, build=tmp_path, tries=12, seed=7, full=1, operators=operators)
    assert answer["killed"] == answer["tried"], answer["survivors"]
    assert len(answer["by_operator"]) >= 6
    assert not answer["unequal"]
