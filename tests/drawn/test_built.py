"""Ten drawn programmes built whole, through MkDocs and with statements: the audit agrees on all that is shown."""

import random
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from generator.source import Diagnosed
from generator.workflow.build import build
from generator.workflow.places import Places
from tests.drawn.programmes import Drawn, draw_programme
from tests.drawn.rules import KINDS
from tests.rules.joined import lines_of

# Where the search finds one at once, as long as drawing stays as it is.
FIRST = {
    "commission": 6,
    "level_commission": 7,
    "differential": 1,
    "matching": 693,
    "attainment": 50,
    "contest": 11,
    "guarantee": 24,
    "deduction": 573,
    "pool": 74,
    "binary": 85,
}
SOON = date(2026, 2, 28)
BUILT = [
    kind for kind in KINDS if kind != "fixed_bonus"
]  # bonuses stand beside others, and in every example programme


def one_that_pays(kind: str, folder: Path) -> Drawn:
    """The first small programme of a kind, with hardly anything beside it, of which each rule gives somebody a line."""
    for seed in count(FIRST[kind]):
        drawn = draw_programme(random.Random(f"{kind} {seed}"), kind, folder, beside=0)
        rules = drawn.project.clauses
        each = [version for _, versions in rules.values() for version in versions]
        if len(each) > len(rules) or drawn.on > SOON or "day" in {version["per"] for version in each}:
            continue
        try:
            with drawn.project.settled(drawn.on) as settlement:
                paid = {clause for _, who, clause, *_ in lines_of(settlement) if who != "house"}
        except Diagnosed:
            continue
        if paid == set(rules):
            return drawn
    raise AssertionError(kind)


@pytest.mark.parametrize("kind", BUILT)
def test_a_built_programme_agrees(kind: str, tmp_path: Path) -> None:
    root = tmp_path / "drawn"
    drawn = one_that_pays(kind, root)
    summary = build(Places.of(root, root / "build"), drawn.on, bytes(range(32)))
    assert summary.verdict == "agrees", (summary.audit["findings"][:5], dict(drawn.project.clauses))
    assert summary.ledger_lines
    assert summary.statements
