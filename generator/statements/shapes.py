"""Shapes of workings: what the workings of many bases have in common, so that few are asked of the rules.

In one row of a table all steps but the last are the same for everyone, and the last multiplies what is left of the
base. Where a shape begins and ends is not known here: it is learned from the workings themselves. Two bases of one
row and sign have every base between them on their side, for a table cuts a base into parts that only grow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from generator.rules.workings import Exact, Step

Made = TypeVar("Made")

_MOST = 8
"""So many shapes of a row are remembered; a table has one or two."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Workings in which only the last step follows the base: it multiplies base x `scale` - `taken`."""

    fixed: tuple[Step, ...]
    row: int
    rate: Exact
    scale: int
    taken: int
    digits: int
    """Digits of the last step's base."""
    product_digits: int

    @staticmethod
    def of(base: Exact, steps: Sequence[Step]) -> Shape:
        """The shape of the workings of a base."""
        *fixed, last = steps
        scale = 10 ** (last.base.digits - base.digits)
        taken = base.value * scale - last.base.value
        return Shape(tuple(fixed), last.row, last.rate, scale, taken, last.base.digits, last.product.digits)

    def parts(self, bases: Sequence[int]) -> list[int]:
        """What the last step multiplies, for each base."""
        return [base * self.scale - self.taken for base in bases]


@dataclass(slots=True)
class _Known(Generic[Made]):
    low: int
    high: int
    shape: Shape | None
    made: Made | None


class Shapes(Generic[Made]):
    """What is made of the shapes of one clause, whose bases have all the same number of `digits`."""

    def __init__(
        self, steps: Callable[[Exact, int], Sequence[Step]], digits: int, make: Callable[[Shape], Made]
    ) -> None:
        """`steps` gives the workings of a base in a row of the table; `make` is called once for each shape."""
        self._steps = steps
        self._digits = digits
        self._make = make
        self._rows: dict[tuple[int, bool], list[_Known[Made]]] = {}

    def of(self, base: int, row: int) -> Made | None:
        """What was made of the shape of a base in a row; None where its workings have no steps."""
        known = self._rows.setdefault((row, base > 0), [])
        for one in known:
            if one.low <= base <= one.high:
                return one.made
        exact = Exact(base, self._digits)
        steps = self._steps(exact, row)
        shape = Shape.of(exact, steps) if steps else None
        for one in known:
            if one.shape == shape:
                one.low, one.high = min(one.low, base), max(one.high, base)
                return one.made
        made = None if shape is None else self._make(shape)
        if len(known) < _MOST:
            known.append(_Known(base, base, shape, made))
        return made
