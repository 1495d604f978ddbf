"""Workings that are read off a shape are those that the rule itself gives."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules import MODULES
from generator.rules.commission import CommissionVersion
from generator.rules.folder import load_programme
from generator.rules.workings import Exact, Step, multiplied, slice_steps
from generator.statements.shapes import Shape, Shapes

ROOT = Path(__file__).resolve().parents[2]
PROGRAMMES = [
    ROOT / "program",
    ROOT / "benchmarks/programme/program",
    ROOT / "tests/programmes/small/program",
]
STARTS = [Exact(0, 0), Exact(125, 1), Exact(40125, 3)]
RATES = [Fraction(2, 100), Fraction(325, 10_000), Fraction(1, 200)]


def commissions() -> Iterator[tuple[str, CommissionVersion]]:
    for folder in PROGRAMMES:
        for name, clause in load_programme(folder)[0].clauses.items():
            for version in clause.versions:
                if isinstance(version, CommissionVersion):
                    yield f"{folder.parent.name}/{name}/{version.starts}", version


VERSIONS = dict(commissions())


def rows_of(shapes: Shapes[Shape], base: int, row: int) -> list[Step]:
    shape = shapes.of(base, row)
    if shape is None:
        return []
    (part,) = shape.parts([base])
    product = Exact(part * shape.rate.value, shape.product_digits)
    return [*shape.fixed, Step(shape.row, Exact(part, shape.digits), shape.rate, product)]


@pytest.mark.parametrize("name", VERSIONS)
@given(data=st.data())
def test_as_the_rule_says(name: str, data: st.DataObject) -> None:
    version = VERSIONS[name]
    starts = [int(row.at_least.value * 100) for row in version.brackets.rows] if version.brackets else []
    near = st.sampled_from(starts or [0]).flatmap(lambda start: st.integers(start - 2, start + 2))
    drawn = data.draw(st.lists(near | st.integers(-1000, max(starts, default=0) * 3 + 10_000), max_size=30))
    chosen = data.draw(st.integers(0, len(version.rows)))
    steps = partial(MODULES["commission"].steps, version)
    shapes = Shapes(steps, 2, lambda shape: shape)
    for base in drawn:
        own = starts and version.chosen_by in (None, version.base)
        row = sum(start <= base for start in starts) if own else chosen
        assert rows_of(shapes, base, row) == steps(Exact(base, 2), row)


def by_slices(base: Exact, row: int) -> list[Step]:
    """As of a rule whose rows start between two cents, and that takes back below zero."""
    return [multiplied(1, base, RATES[0])] if base.value < 0 else slice_steps(base, STARTS, RATES)


@given(st.lists(st.integers(-10, 6000) | st.sampled_from([0, 1, 1249, 1250, 1251, 4012, 4013]), max_size=60))
def test_the_rule_is_seldom_asked(bases: list[int]) -> None:
    asked: Counter[tuple[int, int]] = Counter()

    def steps(base: Exact, row: int) -> list[Step]:
        asked[row, base.value] += 1
        return by_slices(base, row)

    shapes = Shapes(steps, 2, lambda shape: shape)
    for _ in range(3):
        for base in bases:
            row = sum(start.value * 1000 <= base * 10 * 10**start.digits for start in STARTS)
            assert rows_of(shapes, base, row) == by_slices(Exact(base, 2), row)
    assert not asked or max(asked.values()) == 1


def test_a_shape_is_made_once() -> None:
    made: list[Shape] = []
    shapes = Shapes(by_slices, 2, made.append)
    for base in [2000, 3000, 2500, 1251, 4012]:
        shapes.of(base, 2)
    assert len(made) == 1
    shapes.of(1250, 2)  # on the threshold nothing lies in the second row yet
    assert len(made) == 2
