"""Laws of sharing: nothing is lost or made, parts are exact to a coin, and the order of people never decides."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.rules.exact import Coins, Column, Flags
from generator.rules.pool import PoolVersion, parts_of
from generator.rules.sharing import Divided, Remainder, divided
from tests.rules.people import version_of

TOTALS = st.fractions(min_value=0, max_value=10**12, max_denominator=1000)
WEIGHTS = st.lists(st.one_of(st.integers(1, 5), st.integers(1, 10**14)), max_size=12)
REMAINDERS: st.SearchStrategy[Remainder] = st.sampled_from(["largest_fraction", "house", "next_window"])


def shared(total: Fraction, weights: list[int], remainder: Remainder) -> Divided:
    return divided(total, np.array(weights, dtype=np.int64), remainder)


@settings(max_examples=100)
@given(TOTALS, WEIGHTS, REMAINDERS)
def test_nothing_is_lost_and_nobody_is_a_coin_away(
    total: Fraction, weights: list[int], remainder: Remainder
) -> None:
    found = shared(total, weights, remainder)
    parts = found.parts.tolist()
    assert sum(parts) + found.left == total.numerator // total.denominator
    assert found.left >= 0
    for part, weight in zip(parts, weights, strict=True):
        assert -1 < part - total * weight / sum(weights) < 1
    assert remainder == "largest_fraction" or not found.added.any()


@settings(max_examples=60)
@given(TOTALS, WEIGHTS.flatmap(lambda one: st.tuples(st.just(one), st.permutations(range(len(one))))))
def test_the_order_of_people_never_decides(total: Fraction, drawn: tuple[list[int], list[int]]) -> None:
    weights, order = drawn
    found = shared(total, weights, "largest_fraction")
    moved = shared(total, [weights[at] for at in order], "largest_fraction")
    assert moved.parts.tolist() == [found.parts.tolist()[at] for at in order]
    assert moved.left == found.left


@settings(max_examples=60)
@given(TOTALS, WEIGHTS)
def test_the_coins_go_to_those_who_lost_most(total: Fraction, weights: list[int]) -> None:
    found = shared(total, weights, "largest_fraction")
    exact = [total * weight / sum(weights) for weight in weights]
    lost = [one - one.numerator // one.denominator for one in exact]
    added = found.added.tolist()
    served = [one for one, some in zip(lost, added, strict=True) if some]
    others = [one for one, some in zip(lost, added, strict=True) if not some]
    assert min(served, default=Fraction(1)) > max(others, default=Fraction(-1))
    if others:
        nearest = max(others)
        assert not nearest or lost.count(nearest) > found.left


@dataclass(frozen=True)
class Window:
    """One window of some partners: what the fund is made of, a figure of everybody, and what each has of the metric."""

    amount: int
    weights: list[int]

    @property
    def size(self) -> int:
        return len(self.weights)

    @property
    def present(self) -> Flags:
        return np.ones(self.size, dtype=np.bool_)

    def metric(self, name: str) -> Column:
        figures = {"own": self.weights, "profit": [self.amount] * self.size}
        return Column(np.array(figures[name], dtype=np.int64), 3)

    def coins_in(self, unit: str) -> Coins:
        return Coins("half_up", 2)


WINDOWS = st.builds(
    Window,
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(-2, 5), min_size=1, max_size=5),
)


@settings(max_examples=60)
@given(st.lists(WINDOWS, max_size=8))
def test_what_windows_hand_on_is_shared_or_left(windows: list[Window]) -> None:
    version = version_of(
        PoolVersion, {"fund": {"metric": "profit"}, "shared": {"by": "own"}, "remainder": "next_window"}
    )
    left = gone = Fraction(0)
    for one in windows:
        found = parts_of(version, one, left)  # type: ignore[arg-type]
        assert found.fund == max(Fraction(one.amount, 1000), Fraction(0)) + left
        assert found.rest >= 0
        assert found.rest < Fraction(max(len(found.who), 1), 100) or not len(found.who)
        gone += Fraction(sum(found.parts.parts.tolist()), 100)
        left = found.rest
    assert gone + left == sum((Fraction(max(one.amount, 0), 1000) for one in windows), Fraction(0))
