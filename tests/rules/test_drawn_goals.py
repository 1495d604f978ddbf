"""Drawn attainments and contests: settlement, and the audit from pages and raw rows alone, agree on all lines."""

import random
import shutil
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests import strategies as draw
from tests.rules.drawn_goals import draw_goals
from tests.rules.joined import read_both

ON = date(2026, 4, 30)


@draw.examples(1, costly=True)
@given(seed=st.integers(0, 10**6))
def test_both_readings_give_the_same_lines(seed: int, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "book", ignore_errors=True)
    project = draw_goals(random.Random(seed), tmp_path / "book", ON, ["attainment", "contest"])
    both = read_both(project, ON)
    assert not both.findings, (both.findings[:3], project.clauses)
    assert set(both.audited) == {"en", "ru"}
    assert not both.differences(), (both.differences()[:4], project.clauses)
