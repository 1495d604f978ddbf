"""Drawn metrics: settlement and the audit, which has only the pages and the raw rows, come to the same figures."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies as draw
from tests.rules.drawn_metrics import draw_project
from tests.rules.figures_twice import read_figures


@draw.examples(8, costly=True)
@given(
    seed=st.integers(0, 10**6),
    on=st.sampled_from([date(2026, 4, 18), date(2026, 3, 31), date(2026, 2, 1)]),
)
def test_both_readings_agree(seed: int, on: date, tmp_path_factory: pytest.TempPathFactory) -> None:
    project = draw_project(random.Random(seed), tmp_path_factory.mktemp("drawn"), on)
    both = read_figures(project, on)
    assert not both.findings, both.findings[:3]
    assert sum(len(figures) for figures in both.audited.values()) >= 2 * len(project.metrics)
    assert not both.differences(), (both.differences()[:5], dict(project.metrics))
