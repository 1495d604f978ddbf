"""Workings: how one line came about, in steps that a pocket calculator can replay."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.terms.quantity import decimals


@dataclass(frozen=True, slots=True)
class Exact:
    """An exact decimal: `value` times 10 to the power of minus `digits`."""

    value: int
    digits: int

    @staticmethod
    def of(value: Fraction) -> Exact:
        """The value on its own scale. Raises ValueError where it has no finite decimal form."""
        digits = decimals(value)
        if digits is None:
            raise ValueError(f"{value} has no finite decimal form")
        return Exact(int(value * 10**digits), digits)

    def times(self, other: Exact) -> Exact:
        """The exact product."""
        return Exact(self.value * other.value, self.digits + other.digits)


@dataclass(frozen=True, slots=True)
class Step:
    """`base` x `rate` = `product`; `rate` in percent; `row` names the row of the table, counted from 1."""

    row: int
    base: Exact
    rate: Exact
    product: Exact


def multiplied(row: int, base: Exact, rate: Fraction) -> Step:
    """One step; `rate` is a ratio."""
    percent = Exact.of(rate * 100)
    product = base.times(percent)
    return Step(row, base, percent, Exact(product.value, product.digits + 2))


def slice_steps(base: Exact, starts: list[Exact], rates: list[Fraction]) -> list[Step]:
    """A step for each row that the base reaches, each with its part of the base."""
    digits = max([base.digits, *(s.digits for s in starts)])
    value = base.value * 10 ** (digits - base.digits)
    bounds = [s.value * 10 ** (digits - s.digits) for s in starts]
    steps: list[Step] = []
    for number, (start, rate) in enumerate(zip(bounds, rates, strict=True), 1):
        if value <= start:
            break
        end = min(value, bounds[number]) if number < len(bounds) else value
        steps.append(multiplied(number, Exact(end - start, digits), rate))
    return steps
