"""The parts of a commission: the rows of its table that apply, with what of the base falls to each of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from generator.audit.amounts import value_of
from generator.audit.kinds import Part
from generator.audit.standing import Standing, View
from generator.audit.tables import Keys, fitting, reached
from generator.audit.terms import Commission


def workings(
    terms: Commission,
    figure: Callable[[str], Fraction],
    view: View,
    product: str = "",
    judged: Standing | None = None,
) -> tuple[tuple[Part, ...], Fraction] | None:
    """The parts of a line, row by row, and its base; None where the rule does not speak to the partner.

    `judged` is the standing that chooses the row, where it is not the one at which amounts look.
    """
    base, chosen = figure(terms.base), figure(terms.chosen_by)
    standing = view.standing if judged is None else judged
    places = fitting(terms.rows, Keys(standing, view.edition, product, terms.past_only))
    if base < 0:
        if terms.below_zero in ("zero", "carry") or not places:
            return None
        # Said of the base alone: where rows have a start, the first one of them.
        at = places[0] if terms.below_zero == "negative" else reached(terms.rows, places, chosen)
        return None if at is None else ((_one(at, terms, base, view),), base)
    if terms.mode == "slice":
        parts = _sliced(terms, places, base, chosen)
        return None if parts is None else (tuple(parts), base)
    at = reached(terms.rows, places, chosen)
    return None if at is None else ((_one(at, terms, base, view),), base)


def _one(at: int, terms: Commission, base: Fraction, view: View) -> Part:
    row = terms.rows[at]
    given = value_of(row.pay, view) if row.pay is not None else None
    if row.pays == "rate":
        rate = row.rate if given is None else given
        assert rate is not None
        return Part(at + 1, base, rate, base * rate / 100)
    if row.pays == "each":
        assert row.each is not None
        return Part(at + 1, base, None, base * row.each, row.each)
    amount = row.amount if given is None else given
    assert amount is not None
    return Part(at + 1, None, None, amount)


def _sliced(terms: Commission, places: list[int], base: Fraction, chosen: Fraction) -> list[Part] | None:
    """The parts of the base row by row; None where not even the first row is reached."""
    if reached(terms.rows, places, chosen) is None:
        return None
    parts: list[Part] = []
    for number, at in enumerate(places):
        row = terms.rows[at]
        start = row.at_least
        assert start is not None
        if chosen <= start:
            break
        following = terms.rows[places[number + 1]].at_least if number + 1 < len(places) else None
        stretch = (chosen if following is None else min(chosen, following)) - start
        # Where another figure chooses the rows, the base is shared out as that figure falls into them.
        portion = (
            stretch if terms.base == terms.chosen_by else (base * stretch / chosen if chosen else Fraction(0))
        )
        divided = None if terms.base == terms.chosen_by else stretch
        if row.each is not None:
            parts.append(Part(at + 1, portion, None, portion * row.each, row.each, divided))
        else:
            assert row.rate is not None
            parts.append(Part(at + 1, portion, row.rate, portion * row.rate / 100, None, divided))
    return parts
