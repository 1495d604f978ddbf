"""Columns of figures are written as single figures are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.statements.figure_columns import count, counts, decimals, money, moneys
from generator.terms.numerals import scaled

columns = st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-2000, 2_000_000))


@pytest.mark.parametrize("language", ["en", "ru"])
@given(values=columns, digits=st.integers(0, 6))
def test_decimals(values: list[int], digits: int, language: str) -> None:
    assert decimals(values, digits, language) == [scaled(value, digits, language) for value in values]


@pytest.mark.parametrize("language", ["en", "ru"])
@given(values=columns, digits=st.integers(0, 6))
def test_counts(values: list[int], digits: int, language: str) -> None:
    assert counts(values, digits, language) == [count(value, digits, language) for value in values]


@pytest.mark.parametrize("language", ["en", "ru"])
@given(values=columns, digits=st.integers(0, 6), currency=st.sampled_from(["EUR", "RUB", "CHF"]))
def test_moneys(values: list[int], digits: int, currency: str, language: str) -> None:
    each = [money(value, digits, currency, language) for value in values]
    assert moneys(values, digits, currency, language) == each


@pytest.mark.parametrize(
    ("value", "digits", "currency", "language", "text"),
    [
        (500, 0, "EUR", "en", "€500.00"),
        (-123456, 2, "EUR", "en", "−€1,234.56"),
        (2377935, 5, "EUR", "en", "€23.77935"),
        (2377000, 5, "RUB", "ru", "23,77\u00a0₽"),
        (-123456, 2, "CHF", "ru", "−1\u00a0234,56\u00a0CHF"),
    ],
)
def test_money_has_the_decimals_it_needs(
    value: int, digits: int, currency: str, language: str, text: str
) -> None:
    assert money(value, digits, currency, language) == text
    assert moneys([value], digits, currency, language) == [text]
