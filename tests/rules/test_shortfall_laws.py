"""A base below zero that is carried: nothing is lost on the way, and nothing is taken twice."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.contract import Carried
from generator.rules.exact import Column, Flags
from generator.rules.shortfall import set_off, shortfall
from generator.terms.carried import SHORTFALL
from tests import strategies as draw


@dataclass(frozen=True)
class Window:
    """One window of several partners, as much of it as a shortfall asks for."""

    before: Carried | None
    size: int

    def carried(self, clause: str, state: str) -> tuple[Column, Flags]:
        if self.before is None:
            return Column(np.zeros(self.size, dtype=np.int64), 0), np.zeros(self.size, dtype=np.bool_)
        return Column(self.before.closing, self.before.digits), self.before.opened


class Carrying:
    """A version that carries, and forgives nothing."""

    below_zero, carries, rowwise, per = "carry", None, False, "period"


FIGURES = st.integers(-(10**6), 10**6)


@given(st.data(), st.integers(1, 4))
@draw.examples(50)
def test_what_is_paid_on_is_what_was_sold_and_what_is_still_carried(data: Any, size: int) -> None:
    windows = data.draw(
        st.lists(st.tuples(st.lists(FIGURES, min_size=size, max_size=size), st.integers(0, 3)))
    )
    whom = np.ones(size, dtype=np.bool_)
    before: Carried | None = None
    sold = np.zeros(size, dtype=object)
    paid_on = np.zeros(size, dtype=object)
    for values, digits in windows:
        figures: Any = Window(before, size)
        base = Column(np.array(values, dtype=np.int64), digits)
        left, opening = set_off("growth", base, figures)
        moved = shortfall("growth", Carrying(), base, figures, whom)[SHORTFALL]  # type: ignore[arg-type]
        assert (moved.closing >= 0).all()
        assert (np.minimum(moved.into, moved.out_of) == 0).all()
        assert (moved.opening + moved.into - moved.out_of == moved.closing).all()
        assert Column(moved.opening, moved.digits).fractions() == opening.fractions()
        sold += np.array(base.fractions(), dtype=object)
        paid_on += np.array([max(one, 0) for one in left.fractions()], dtype=object)
        before = moved
    still = [0] * size if before is None else Column(before.closing, before.digits).fractions()
    assert (paid_on == sold + np.array(still, dtype=object)).all()
