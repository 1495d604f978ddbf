"""The commission: rates or amounts on a metric, part by part or on the whole, by brackets or by tier."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.kinds import Line, Part, rounded
from generator.audit.promise import Commission, Edition, Policy
from generator.audit.standing import Standing, holds, ladder_of


def line(terms: Commission, standing: Standing, edition: Edition, policy: Policy) -> Line | None:
    """The line that is due, or None where the condition fails or the value lies below the first row."""
    if terms.earns is not None and not holds(terms.earns, standing, edition):
        return None
    base, chosen = standing.metrics[terms.base], standing.metrics[terms.chosen_by]
    parts = workings(terms, base, chosen, standing, edition)
    if not parts:
        return None
    total = sum((part.amount for part in parts), Fraction(0))
    capped = terms.cap is not None and total > terms.cap
    due = terms.cap if capped and terms.cap is not None else total
    return Line(rounded(due, policy), total, capped, tuple(parts), base)


def workings(
    terms: Commission, base: Fraction, chosen: Fraction, standing: Standing, edition: Edition
) -> list[Part]:
    """The parts of a line, row by row; none where nothing is due."""
    if terms.mode == "tier":
        return _by_tier(terms, base, standing, edition)
    if terms.mode == "whole":
        return _whole(terms, base, chosen)
    if terms.mode == "slice":
        return _sliced(terms, base, chosen)
    raise ValueError(f"the mode {terms.mode!r} is not known")


def _one(index: int, terms: Commission, base: Fraction) -> Part:
    row = terms.rows[index]
    if row.rate is not None:
        return Part(index + 1, base, row.rate, base * row.rate / 100)
    assert row.amount is not None
    return Part(index + 1, None, None, row.amount)


def _negative(terms: Commission, base: Fraction) -> bool:
    return base < 0 and terms.below_zero == "zero"


def _by_tier(terms: Commission, base: Fraction, standing: Standing, edition: Edition) -> list[Part]:
    if _negative(terms, base):
        return []
    first = terms.rows[0].tier
    assert first is not None
    ladder = ladder_of(first, edition)
    order = [tier.id for tier in ladder.tiers]
    held = order.index(standing.tiers[ladder.id])
    fitting = [
        at for at, row in enumerate(terms.rows) if row.tier is not None and order.index(row.tier) <= held
    ]
    return [_one(fitting[-1], terms, base)] if fitting else []


def _whole(terms: Commission, base: Fraction, chosen: Fraction) -> list[Part]:
    if _negative(terms, base):
        return []
    fitting = [at for at, row in enumerate(terms.rows) if row.at_least is not None and row.at_least <= chosen]
    return [_one(fitting[-1], terms, base)] if fitting else []


def _sliced(terms: Commission, base: Fraction, chosen: Fraction) -> list[Part]:
    if _negative(terms, base):
        return []
    parts: list[Part] = []
    for at, row in enumerate(terms.rows):
        start = row.at_least
        assert start is not None
        assert row.rate is not None
        if chosen <= start and not (chosen == start and at == 0):
            break
        following = terms.rows[at + 1].at_least if at + 1 < len(terms.rows) else None
        stretch = (chosen if following is None else min(chosen, following)) - start
        # Where another metric chooses the rows, the base is shared out as that metric falls into them.
        portion = (
            stretch if terms.base == terms.chosen_by else (base * stretch / chosen if chosen else Fraction(0))
        )
        parts.append(Part(at + 1, portion, row.rate, portion * row.rate / 100))
    return parts
