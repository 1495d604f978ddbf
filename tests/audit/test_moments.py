"""At a sale: what comes before it, by date, time of day and the length of its name, and what counts with it."""

from datetime import date

import pytest

from generator.audit.calendar import period_of
from generator.audit.moments import at_sale, key_of
from generator.audit.records import RawTable, Row

SALES = RawTable("sales", ["sale"])
LINES = RawTable("sale_lines", ["sale"])
EVENTS = RawTable("events", ["event"])
MARCH = period_of(date(2026, 3, 1), "month")


def row(name="", day=9, time="", number=1):
    found = Row("x.csv", number, (name,))
    found.day, found.time = date(2026, 3, day), time
    return found


IN_ORDER = [
    row("S-99", day=8, time="23:59:59"),
    row("S-9"),
    row("S-10"),
    row("S-11"),
    row("S-1", time="10:30:00"),
    row("A", day=10),
]


def test_sales_follow_one_another_by_time_and_the_length_of_their_names():
    assert sorted({*IN_ORDER}, key=lambda one: key_of(SALES, one)) == IN_ORDER


@pytest.mark.parametrize("after", [False, True])
def test_before_and_after_a_sale(after):
    window = at_sale(MARCH, SALES, IN_ORDER[2], after=after)
    assert (window.first, window.last) == (date(2026, 3, 1), date(2026, 3, 9))
    assert [window.keeps(SALES, one) for one in IN_ORDER] == [True, True, after, False, False, False]
    assert window.keeps(LINES, row("S-10")) is after  # lines of the sale itself
    assert window.keeps(LINES, row("S-9"))
    assert window.keeps(EVENTS, row("visit", time="23:00:00"))  # other records count by their day
    assert window != at_sale(MARCH, SALES, IN_ORDER[2], after=not after)


def test_without_names_the_place_in_the_sources_decides():
    nameless = RawTable("sales", ["customer"])
    window = at_sale(MARCH, nameless, row(number=5), after=True)
    assert [window.keeps(nameless, row(number=number)) for number in (4, 5, 6)] == [True, True, False]
