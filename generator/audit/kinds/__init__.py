"""Recomputation of one line of a statement, one module for each kind of clause."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from generator.audit.promise import Policy


@dataclass(frozen=True)
class Part:
    """One step of a line's workings: its row, the stretch of the base that falls to it, its exact amount."""

    row: int
    portion: Fraction | None
    rate: Fraction | None
    amount: Fraction


@dataclass(frozen=True)
class Line:
    """A recomputed line: the exact sum, the amount after ceiling and rounding, and how it came about."""

    amount: Fraction
    exact: Fraction
    capped: bool
    parts: tuple[Part, ...]
    base: Fraction | None = None


def rounded(value: Fraction, policy: Policy) -> Fraction:
    """Round to the policy's digits, alike for both signs."""
    scale = 10**policy.digits
    size = abs(value) * scale
    whole, rest = divmod(size.numerator, size.denominator)
    twice = 2 * rest - size.denominator
    if policy.rounding == "half_up":
        whole += 1 if twice >= 0 else 0
    elif policy.rounding == "half_even":
        whole += 1 if twice > 0 or (twice == 0 and whole % 2 == 1) else 0
    elif policy.rounding != "down":
        raise ValueError(f"the rounding {policy.rounding!r} is not known")
    result = Fraction(whole, scale)
    return -result if value < 0 else result
