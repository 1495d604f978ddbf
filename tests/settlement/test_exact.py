"""Exact arithmetic on integer columns against plain fractions: every mode, both signs, and the ends of int64."""

from collections.abc import Callable
from contextlib import suppress
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.exact import (
    Coins,
    Column,
    compared,
    largest,
    on_scale_of,
    round_all,
    round_one,
    rows_reached,
)
from generator.rules.owed import Owed, share, slices
from generator.terms.rounding import Mode
from tests import strategies as draw

MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


def rounded(value: Fraction, mode: str) -> int:
    """By the textbook: the two whole neighbours, and the rule for a tie; nothing is divided twice."""
    size = abs(value)
    low = size.numerator // size.denominator
    beside = size - low
    up = {
        "down": False,
        "half_up": beside >= Fraction(1, 2),
        "half_even": beside > Fraction(1, 2) or (beside == Fraction(1, 2) and low % 2 == 1),
    }[mode]
    whole = low + 1 if up else low
    return -whole if value < 0 else whole


def minor(value: Fraction, coins: Coins) -> int:
    """An amount of money in minor units, rounded to the coins' digits."""
    return rounded(value * 10**coins.digits, coins.mode) * 10 ** (2 - coins.digits)


def column(values: list[int], digits: int) -> Column:
    return Column(np.array(values, dtype=np.int64), digits)


def fits(amounts: list[int]) -> bool:
    return all(-(2**63) <= amount < 2**63 for amount in amounts)


def same_or_refused(run: Callable[[], list[int]], wanted: list[int]) -> None:
    """The engine gives exactly these amounts; it may refuse only where int64 cannot hold one of them."""
    if fits(wanted) and max(map(abs, wanted), default=0) < 2**62:
        assert run() == wanted
    else:
        with suppress(OverflowError):
            assert run() == wanted


@draw.examples(150)
@given(st.integers(-(10**30), 10**30), st.integers(1, 10**12), draw.modes)
def test_one_quotient(numerator: int, denominator: int, mode: Mode) -> None:
    assert round_one(numerator, denominator, mode) == rounded(Fraction(numerator, denominator), mode)


@draw.examples(120)
@given(st.integers(-(10**12), 10**12), st.integers(0, 6), draw.modes)
def test_one_quotient_as_the_standard_library_rounds(value: int, digits: int, mode: Mode) -> None:
    with localcontext(prec=40):
        wanted = Decimal(value).scaleb(-digits).quantize(Decimal(1), rounding=MODES[mode])
    assert round_one(value, 10**digits, mode) == int(wanted)


@pytest.mark.parametrize("mode", list(MODES))
@pytest.mark.parametrize("denominator", [1, 2, 3, 10, 2**61, 2**62 - 1, 2**62, 2**70])
def test_all_quotients_around_each_half(mode: Mode, denominator: int) -> None:
    numerators = [
        n
        for k in range(-3, 4)
        for n in (k * denominator // 2 + step for step in (-1, 0, 1))
        if abs(n) < 2**62
    ]
    found = round_all(np.array(numerators, dtype=np.int64), denominator, mode)
    assert found.dtype == np.int64
    assert found.tolist() == [rounded(Fraction(n, denominator), mode) for n in numerators]


@draw.examples(100)
@given(
    st.lists(
        st.tuples(st.integers(-draw.INT64, draw.INT64 - 1), st.integers(1, draw.INT64 - 1)),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 62),
    draw.coins,
)
def test_each_over_its_own_denominator(pairs: list[tuple[int, int]], less: int, coins: Coins) -> None:
    """Few bits fit into int64 with room to round, many do not."""
    pairs = [(n >> less, max(d >> less, 1)) for n, d in pairs]
    numerators, denominators = (np.array(one, dtype=np.int64) for one in zip(*pairs, strict=True))
    same_or_refused(
        lambda: Owed(numerators, denominators).rounded(coins).tolist(),
        [minor(Fraction(n, d), coins) for n, d in pairs],
    )


@draw.examples(120)
@given(st.data(), st.integers(0, 5), st.lists(draw.rates(), min_size=1, max_size=4), draw.coins)
def test_shares(data: st.DataObject, digits: int, rates: list[Fraction], coins: Coins) -> None:
    values = data.draw(draw.values_near([Fraction(0)], digits))
    row = data.draw(st.lists(st.integers(0, len(rates) - 1), min_size=len(values), max_size=len(values)))
    found = share(column(values, digits), rates, np.array(row, dtype=np.int64)).rounded(coins)
    assert found.dtype == np.int64
    exact = [Fraction(v, 10**digits) * rates[r] for v, r in zip(values, row, strict=True)]
    assert found.tolist() == [minor(one, coins) for one in exact]


@draw.examples(150)
@given(
    draw.values_of_any_size(), st.integers(0, 3), st.lists(draw.rates(), min_size=1, max_size=3), draw.coins
)
def test_shares_of_any_size(values: list[int], digits: int, rates: list[Fraction], coins: Coins) -> None:
    row = [number % len(rates) for number in range(len(values))]
    wanted = [minor(Fraction(v, 10**digits) * rates[r], coins) for v, r in zip(values, row, strict=True)]
    same_or_refused(
        lambda: share(column(values, digits), rates, np.array(row, dtype=np.int64)).rounded(coins).tolist(),
        wanted,
    )


def sliced(value: Fraction, bounds: list[Fraction], rates: list[Fraction]) -> Fraction:
    """Coin by coin would be the definition; stretch by stretch is the same."""
    total = Fraction(0)
    for number, (start, rate) in enumerate(zip(bounds, rates, strict=True)):
        end = bounds[number + 1] if number + 1 < len(bounds) else value
        total += max(Fraction(0), min(value, end) - start) * rate
    return total


def reached(value: Fraction, bounds: list[Fraction]) -> int:
    return sum(1 for start in bounds if start <= value) - 1


@draw.examples(150)
@given(st.data(), draw.starts(), st.integers(0, 4), draw.coins)
def test_slices_at_and_beside_every_start(
    data: st.DataObject, bounds: list[Fraction], digits: int, coins: Coins
) -> None:
    rates = data.draw(st.lists(draw.rates(), min_size=len(bounds), max_size=len(bounds)))
    values = data.draw(draw.values_near(bounds, digits))
    owed, row = slices(column(values, digits), bounds, rates)
    amounts = owed.rounded(coins)
    exact = [Fraction(v, 10**digits) for v in values]
    assert row.tolist() == [reached(v, bounds) for v in exact]
    assert amounts.tolist() == [minor(sliced(v, bounds, rates), coins) for v in exact]


@draw.examples(120)
@given(st.data(), draw.values_of_any_size(), draw.starts(3, 2**61), draw.coins)
def test_slices_of_any_size(
    data: st.DataObject, values: list[int], bounds: list[Fraction], coins: Coins
) -> None:
    rates = data.draw(st.lists(draw.rates(), min_size=len(bounds), max_size=len(bounds)))
    wanted = [minor(sliced(Fraction(v, 100), bounds, rates), coins) for v in values]
    thousandths = any((b * 100).denominator != 1 for b in bounds)  # then the values are scaled up first
    too_fine = thousandths and max(map(abs, values)) * 10 >= 2**62
    if too_fine or max(b * (1000 if thousandths else 100) for b in bounds) >= 2**63:
        with pytest.raises(OverflowError):
            slices(column(values, 2), bounds, rates)[0].rounded(coins)
    else:
        same_or_refused(lambda: slices(column(values, 2), bounds, rates)[0].rounded(coins).tolist(), wanted)


def test_the_slow_way_is_taken_and_is_exact() -> None:
    """Nine quadrillions at a rate of seven decimals: the product does not fit into int64, the amount does."""
    values, rate = [2**62, -(2**62), 10**15 + 1], Fraction(1234567, 10**7)
    coins = Coins("half_up", 2)
    wanted = [minor(Fraction(v, 100) * rate, coins) for v in values]
    row = np.zeros(3, dtype=np.int64)
    assert max(values) * rate.numerator > 2**63
    assert share(column(values, 2), [rate], row).rounded(coins).tolist() == wanted


@pytest.mark.parametrize("digits", [0, 1])
def test_an_amount_that_minor_units_cannot_hold_is_refused(digits: int) -> None:
    one = column([10**17], 0)
    with pytest.raises(OverflowError):
        share(one, [Fraction(1)], np.zeros(1, dtype=np.int64)).rounded(Coins("half_up", digits))
    with pytest.raises(OverflowError):
        slices(one, [Fraction(0)], [Fraction(1)])[0].rounded(Coins("half_up", digits))


def test_the_lowest_int64_has_a_size() -> None:
    lowest = -(2**63)
    assert largest(np.array([lowest, 5], dtype=np.int64)) == 2**63
    assert largest(np.array([], dtype=np.int64)) == 0
    half = share(column([lowest], 2), [Fraction(1, 2)], np.zeros(1, dtype=np.int64)).rounded(Coins("down", 2))
    assert half.tolist() == [lowest // 2]
    with pytest.raises(OverflowError):
        column([lowest], 2).finer(3)


@draw.examples(120)
@given(st.data(), st.integers(0, 3), draw.starts(1, 10**9), st.booleans())
def test_comparisons(data: st.DataObject, digits: int, bounds: list[Fraction], below: bool) -> None:
    bound = -bounds[0] if below else bounds[0]
    values = data.draw(draw.values_near([bound], digits))
    exact = [Fraction(v, 10**digits) for v in values]
    tests = {
        "at_least": [v >= bound for v in exact],
        "more_than": [v > bound for v in exact],
        "at_most": [v <= bound for v in exact],
        "less_than": [v < bound for v in exact],
        "equals": [v == bound for v in exact],
    }
    for compare, wanted in tests.items():
        assert compared(column(values, digits), compare, bound).tolist() == wanted
    with pytest.raises(ValueError, match="unlike"):
        compared(column(values, digits), "unlike", bound)


@draw.examples(120)
@given(st.data(), st.integers(0, 4), draw.starts())
def test_a_finer_scale_keeps_every_value(data: st.DataObject, digits: int, bounds: list[Fraction]) -> None:
    values = data.draw(draw.values_near(bounds, digits))
    finer, whole = on_scale_of(column(values, digits), bounds)
    assert finer.digits >= digits
    assert [Fraction(v, 10**finer.digits) for v in finer.values.tolist()] == [
        Fraction(v, 10**digits) for v in values
    ]
    assert [Fraction(w, 10**finer.digits) for w in whole] == bounds
    exact = [Fraction(v, 10**digits) for v in values]
    assert rows_reached(finer, whole).tolist() == [reached(v, bounds) for v in exact]


@draw.examples(100)
@given(draw.decimals(), draw.coins)
def test_one_amount_in_coins(value: Fraction, coins: Coins) -> None:
    assert coins.of(value) == minor(value, coins)


def test_nobody_earns_nothing() -> None:
    none = column([], 2)
    assert share(none, [Fraction(1)], np.zeros(0, dtype=np.int64)).rounded(Coins("half_up", 2)).tolist() == []
    owed, row = slices(none, [Fraction(0)], [Fraction(1)])
    amounts = owed.rounded(Coins("half_up", 2))
    assert (amounts.tolist(), row.tolist()) == ([], [])
