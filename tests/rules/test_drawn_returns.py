"""Drawn books with returns that name their sale, shared sales and late records: settlement and the audit agree."""

import random
from datetime import date
from pathlib import Path

import pytest

from tests.rules.drawn_returns import draw_returns
from tests.rules.figures_twice import read_figures
from tests.rules.joined import read_both

ON = date(2026, 3, 31)


@pytest.mark.parametrize(("seed", "known"), [(3, None), (7, date(2026, 2, 10))])
def test_both_readings_give_the_same_lines(seed: int, known: date | None, tmp_path: Path) -> None:
    project = draw_returns(random.Random(seed), tmp_path, ON)
    both = read_both(project, ON, known)
    assert not both.findings, both.findings[:3]
    assert set(both.audited) == {"en", "ru"}
    assert both.settled
    assert not both.differences(), both.differences()[:4]
    if known is None:
        figures = read_figures(project, ON)
        assert not figures.findings
        assert not figures.differences(), figures.differences()[:4]
