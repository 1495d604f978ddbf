"""Columns of figures are written as single figures are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.statements.rows import decimals
from generator.terms.numerals import scaled


@pytest.mark.parametrize("language", ["en", "ru"])
@given(
    values=st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-2000, 2_000_000)),
    digits=st.integers(0, 6),
)
def test_decimals(values: list[int], digits: int, language: str) -> None:
    assert decimals(values, digits, language) == [scaled(value, digits, language) for value in values]
