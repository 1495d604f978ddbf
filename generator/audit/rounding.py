"""The ways of rounding that pages name, each alike for both signs."""

from __future__ import annotations

from fractions import Fraction


def rounded_by(value: Fraction, mode: str, digits: int) -> Fraction:
    """Round to some digits, alike for both signs."""
    scale = 10**digits
    size = abs(value) * scale
    whole, rest = divmod(size.numerator, size.denominator)
    twice = 2 * rest - size.denominator
    if mode == "half_up":
        whole += 1 if twice >= 0 else 0
    elif mode == "half_even":
        whole += 1 if twice > 0 or (twice == 0 and whole % 2 == 1) else 0
    elif mode != "down":
        raise ValueError(f"the rounding {mode!r} is not known")
    result = Fraction(whole, scale)
    return -result if value < 0 else result
