"""Metrics rebuilt from raw rows: windows, filters, and who is new."""

from datetime import date
from fractions import Fraction

import pytest

from generator.audit.calendar import PeriodUnknown, add_months, good_through, period_of, periods
from generator.audit.metrics import NotComputable, Workbench
from generator.audit.promise import Measure, Metric
from generator.audit.records import Filter, RawTable, Records, Row

NET = {"net": Measure("net", "sales", "difference", ("amount", "tax"))}


def records(*rows):
    table = RawTable(
        "sales", ["partner", "date", "customer", "status", "amount", "tax"], {"amount": 2, "tax": 3}
    )
    for number, (partner, day, customer, status, amount, tax) in enumerate(rows, start=1):
        row = Row("x", number, (partner, day, customer, status, amount, tax))
        row.partner, row.day = partner, day
        table.rows.append(row)
    return Records({"sales": table}, {})


BOOK = records(
    ("A", date(2026, 5, 31), "c1", "paid", 10000, 1),
    ("A", date(2026, 6, 1), "c1", "paid", 10000, 0),
    ("A", date(2026, 6, 30), "c2", "open", 500, 0),
    ("A", date(2026, 7, 1), "c2", "paid", -300, 0),
    ("B", date(2026, 6, 2), "c3", "paid", 100, 0),
    ("A", date(2026, 8, 2), "c3", "paid", 100, 0),
)
SPANS = periods(date(2026, 5, 1), date(2026, 9, 30), "month")
PAID = (Filter("status", "one_of", frozenset({"paid"})),)


def series(metric, partner="A"):
    bench = Workbench(BOOK, SPANS)
    return [bench.figure(metric, NET, partner, at) for at in range(len(SPANS))]


def test_windows():
    own = Metric("v", "sum", "sales", measure="net", where=PAID)
    assert series(own) == [Fraction("99.999"), 100, -3, 1, 0]
    last = Metric("v", "sum", "sales", "last", 3, measure="net", where=PAID)
    assert series(last) == [Fraction("99.999"), Fraction("199.999"), Fraction("196.999"), 98, -2]
    ever = Metric("v", "sum", "sales", "lifetime", measure="net", where=PAID)
    assert series(ever)[-1] == Fraction("197.999")
    assert series(Metric("n", "count", "sales")) == [1, 2, 1, 1, 0]
    assert series(own, "nobody") == [0] * 5


def test_new_values():
    among_paid = Metric("n", "new", "sales", column="customer", where=PAID, first_among_all=False)
    assert series(among_paid) == [1, 0, 1, 0, 0]  # c2 first paid in July; c3 was B's in June
    among_all = Metric("n", "new", "sales", column="customer", where=PAID)
    assert series(among_all) == [1, 0, 0, 0, 0]


def test_bounds_of_filters():
    more = Metric("n", "count", "sales", where=(Filter("amount", "more_than", bound=Fraction("99.99")),))
    assert series(more) == [1, 1, 0, 0, 0]


def test_what_is_not_there_is_refused():
    bench = Workbench(BOOK, SPANS)
    for metric in (
        Metric("x", "count", "events"),
        Metric("x", "sum", "sales", measure="gross"),
        Metric("x", "count", "sales", where=(Filter("colour", "one_of"),)),
        Metric("x", "new", "sales", column="colour"),
    ):
        with pytest.raises(NotComputable):
            bench.figure(metric, NET, "A", 0)
    text = {"net": Measure("net", "sales", "column", ("customer",))}
    with pytest.raises(NotComputable):
        bench.figure(Metric("x", "sum", "sales", measure="net"), text, "A", 0)


def test_calendar():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert good_through(date(2026, 7, 1), 6, "months") == date(2026, 12, 31)
    assert good_through(date(2026, 7, 1), 60, "days") == date(2026, 8, 29)
    assert period_of(date(2026, 12, 31), "month").name == "2026-12"
    assert period_of(date(2026, 12, 31), "quarter").first == date(2026, 10, 1)
    assert period_of(date(2027, 1, 1), "week").name == "2026-W53"
    assert [one.name for one in periods(date(2026, 11, 5), date(2027, 1, 1), "month")] == [
        "2026-11",
        "2026-12",
        "2027-01",
    ]
    with pytest.raises(PeriodUnknown):
        period_of(date(2026, 1, 1), "fortnight")
