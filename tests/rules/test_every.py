"""Law of amounts for every full number: the column comes to what each value by itself comes to."""

from fractions import Fraction
from math import floor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.amounts import whole_times, whole_times_of
from generator.rules.exact import Column

WHOLE = st.integers(-(2**61), 2**61)


@given(
    st.lists(st.tuples(WHOLE, st.integers(1, 10**6)), min_size=1, max_size=5), st.integers(0, 6), st.data()
)
def test_a_column_is_full_as_often_as_each_of_its_values(
    rows: list[tuple[int, int]], digits: int, data: st.DataObject
) -> None:
    every = Fraction(data.draw(st.integers(1, 10**12)), 10 ** data.draw(st.integers(0, 6)))
    values, per = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    for own in (None, per):
        column = Column(values, digits, own)
        wanted = [max(floor(value / every), 0) for value in column.fractions()]
        try:
            found = whole_times(column, every)
        except OverflowError:
            assert max(wanted) >= 2**63
            continue
        assert (found.values.tolist(), found.digits, found.per) == (wanted, 0, None)
        assert [int(whole_times_of(value, every)) for value in column.fractions()] == wanted
