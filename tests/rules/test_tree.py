"""Trees: every sum and every step up agrees with a plain walk, person by person, for drawn trees and long chains."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.tree import Tree
from tests import strategies as draw

VALUES = st.one_of(st.integers(-1000, 1000), st.integers(-(2**62), 2**62))


@st.composite
def sponsors(draw_: st.DrawFn, most: int = 40) -> list[int]:
    """The sponsor of each row, -1 at the top; rows stand in any order, lines may be long."""
    size = draw_(st.integers(0, most))
    above = [-1] + [draw_(st.one_of(st.just(row - 1), st.integers(-1, row - 1))) for row in range(1, size)]
    order = draw_(st.permutations(range(size)))
    out = [-1] * size
    for row in range(size):
        out[order[row]] = order[above[row]] if above[row] >= 0 else -1
    return out


def line_up(sponsor: list[int], row: int) -> list[int]:
    """Everybody above a row, the nearest first."""
    found = []
    while (row := sponsor[row]) >= 0:
        found.append(row)
    return found


@st.composite
def trees(draw_: st.DrawFn) -> tuple[list[int], list[int], list[bool]]:
    sponsor = draw_(sponsors())
    size = len(sponsor)
    values = draw_(st.lists(VALUES, min_size=size, max_size=size))
    return sponsor, values, draw_(st.lists(st.booleans(), min_size=size, max_size=size))


def made(values: list[int]) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(values, dtype=np.int64 if max(map(abs, values), default=0) < 2**63 else object)


@draw.examples(80)
@given(trees(), st.integers(0, 5), st.one_of(st.none(), st.integers(0, 12)))
def test_sums_are_those_of_a_plain_walk(
    drawn: tuple[list[int], list[int], list[bool]], first: int, more: int | None
) -> None:
    sponsor, values, flags = drawn
    tree, rows = Tree(np.array(sponsor, dtype=np.int64)), range(len(sponsor))
    lines = [line_up(sponsor, row) for row in rows]
    group = [sum(values[one] for one in rows if row == one or row in lines[one]) for row in rows]
    assert tree.depth.tolist() == [len(line) for line in lines]
    assert tree.group_size.tolist() == [sum(row == one or row in lines[one] for one in rows) for row in rows]
    for _ in range(4):  # the first by doublings, the others by the order of people
        assert tree.rolled_up(made(values)).tolist() == group
    below = [whole - own for whole, own in zip(group, values, strict=True)]
    assert tree.rolled_up(made(values), with_self=False).tolist() == below
    last = None if more is None else first + more
    assert tree.in_depths(made(values), first, last).tolist() == [
        sum(
            values[one]
            for one in rows
            for depth, upper in enumerate([one, *lines[one]])
            if upper == row and first <= depth and (last is None or depth <= last)
        )
        for row in rows
    ]
    away = [[one for one in line if flags[one]] for line in lines]
    assert tree.cut(made(values), np.array(flags, dtype=bool)).tolist() == [
        sum(
            values[one]
            for one in rows
            if one == row or (row in lines[one] and not _cut_between(lines[one], one, row, flags))
        )
        for row in rows
    ]
    nearest = [line[0] if line else -1 for line in away]
    assert tree.nearest_above(np.array(flags, dtype=bool)).tolist() == nearest
    assert tree.above(first).tolist() == [
        ([row, *lines[row]] + [-1] * (first + 1))[first] if first <= len(lines[row]) else -1 for row in rows
    ]


def _cut_between(line: list[int], row: int, top: int, flags: list[bool]) -> bool:
    """Whether somebody from `row` up to just below `top` is away."""
    return any(flags[one] for one in [row, *line[: line.index(top)]])


@draw.examples(50)
@given(trees())
def test_legs_are_those_of_direct_recruits(drawn: tuple[list[int], list[int], list[bool]]) -> None:
    sponsor, values, _ = drawn
    tree = Tree(np.array(sponsor, dtype=np.int64))
    recruits = [
        [values[one] for one, above in enumerate(sponsor) if above == row] for row in range(len(sponsor))
    ]
    assert tree.recruit_count.tolist() == [len(one) for one in recruits]
    assert tree.of_recruits(made(values)).tolist() == [sum(one) for one in recruits]
    assert tree.largest_leg(made(values)).tolist() == [max(one, default=0) for one in recruits]
    assert tree.smallest_leg(made(values)).tolist() == [min(one, default=0) for one in recruits]


def test_a_group_is_one_stretch_of_the_order() -> None:
    tree = Tree(np.array([3, 3, 0, -1, 0, -1], dtype=np.int64))
    for row, group in enumerate([{0, 2, 4}, {1}, {2}, {0, 1, 2, 3, 4}, {4}, {5}]):
        first = int(tree.place[row])
        assert set(tree.order[first : first + int(tree.group_size[row])].tolist()) == group


def test_a_line_of_ten_thousand() -> None:
    tree = Tree(np.arange(10_000, dtype=np.int64) - 1)
    values = np.full(10_000, 10**15, dtype=np.int64)
    assert tree.depth[-1] == 9_999
    assert tree.rolled_up(values)[0] == 10**19  # beyond int64
    assert tree.in_depths(values, 5_000, 7_000)[0] == 2_001 * 10**15
    assert tree.cut(values, np.arange(10_000) == 4_000)[0] == 4_000 * 10**15


def test_one_who_stands_below_himself() -> None:
    with pytest.raises(ValueError, match="below himself"):
        _ = Tree(np.array([1, 2, 0, -1], dtype=np.int64)).depth


def test_sums_do_not_pass_through_floats() -> None:
    odd = 2**60 + 1
    assert Tree(np.array([-1, 0, 0], dtype=np.int64)).rolled_up(made([odd, odd, odd]))[0] == Fraction(3 * odd)
