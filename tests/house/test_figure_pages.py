"""Metrics, conditions and windows of the reference: worked by hand, settled, audited, and up to date."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from generator.settlement.figures import PeriodFigures
from generator.terms.derived import OTHERS, PAIRS
from generator.terms.metric import AGGREGATES
from generator.terms.programme import Programme
from tests.audit.twice import published, read_twice
from tools import figure_pages as tool

WANTED = tool.expected()


@pytest.fixture(scope="module")
def march() -> Iterator[tuple[Programme, PeriodFigures]]:
    """The programme of the reference with its figures of March."""
    with tool.march() as found:
        yield found


def test_every_metric_is_what_was_worked_out_by_hand(march: tuple[Programme, PeriodFigures]) -> None:
    programme, figures = march
    by_hand = {name: tuple(Fraction(Decimal(one)) for one in row) for name, row in WANTED["metrics"].items()}
    assert {name: tool.values(figures, name) for name in programme.metrics} == by_hand


def test_every_condition_holds_for_whom_it_should(march: tuple[Programme, PeriodFigures]) -> None:
    _, figures = march
    found = [(one["condition"], tool.holders(figures, one["condition"])) for one in WANTED["conditions"]]
    assert found == [(one["condition"], one["holds"]) for one in WANTED["conditions"]]


def test_every_window_has_its_days(march: tuple[Programme, PeriodFigures]) -> None:
    found = [
        [written, *(str(day) for day in tool.days(*march, written))] for written, *_ in WANTED["windows"]
    ]
    assert found == WANTED["windows"]


def test_every_way_of_making_a_metric_is_shown(march: tuple[Programme, PeriodFigures]) -> None:
    programme, _ = march
    ways = {
        way
        for metric in programme.metrics.values()
        for way in (
            *metric.versions[0].derived_ways,
            metric.versions[0].of_rows and metric.versions[0].aggregate,
        )
    }
    assert ways - {False} >= {*AGGREGATES, *PAIRS, *OTHERS}


def test_the_pages_are_up_to_date() -> None:
    stale = [path.name for path, text in tool.pages().items() if path.read_text("utf-8") != text]
    assert not stale, "run `make docs`"


def test_the_audit_reads_the_same_from_the_pages(tmp_path: Path) -> None:
    root = Path(shutil.copytree(tool.PROJECT, tmp_path / "project"))
    both = read_twice(root, tool.ON, published(root, tool.ON))
    assert not both.differences()
    assert both.audited
