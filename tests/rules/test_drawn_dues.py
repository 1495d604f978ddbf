"""Drawn shares of lines and points, through closes and late changes: engine and audit keep the same accounts."""

import random
import shutil
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests import strategies as draw
from tests.rules.accounts_twice import keep_twice
from tests.rules.drawn_dues import draw_dues
from tests.rules.drawn_points import with_points

ON = date(2026, 4, 30)
ENDS = [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]
LATE = ["adjust", "adjust", "forgive", {"adjust": {"within": "1 periods"}}]


@draw.examples(1, costly=True)
@given(seed=st.integers(0, 10**6))
def test_both_readings_keep_the_same_accounts(seed: int, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "book", ignore_errors=True)
    r = random.Random(seed)
    project = with_points(r, draw_dues(r, tmp_path / "book", ON))
    ends = [end for end in ENDS if end >= date.fromisoformat(project.starts)][: r.randint(0, 3)]
    closing = {"late_changes": r.choice(LATE)}
    twice = keep_twice(project, ends, ON, r, {"closing": closing, "payout": {"within": "10 days"}})
    assert not twice.findings, (twice.findings[:3], project.clauses)
    assert not twice.differences(), (twice.differences()[:4], project.clauses)
