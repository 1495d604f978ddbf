"""Metrics rebuilt from raw rows, one partner at a time: aggregates, windows, who is new, what is absent."""

from datetime import date
from fractions import Fraction

import pytest

from generator.audit.calendar import (
    Cycle,
    Period,
    PeriodUnknown,
    add_months,
    earlier,
    good_through,
    period_of,
    periods,
)
from generator.audit.definitions import Cell, Measure, Metric, Operand, Rounding, Scope, Step, Window
from generator.audit.metrics import NotComputable, Workbench
from generator.audit.promise import Edition, TreeColumns
from generator.audit.records import Filter, Partner, RawTable, Records, Row

F = Fraction
CELLS = (Cell("amount"), Cell("tax"))
NET = Measure("net", "sales", "difference", CELLS, "GBP")
PAID = (Filter("status", "one_of", frozenset({"paid"})),)


def records(*rows, joined=date(2026, 4, 30), tree=None):
    table = RawTable(
        "sales", ["partner", "date", "customer", "status", "amount", "tax"], {"amount": 2, "tax": 3}
    )
    for number, (partner, day, customer, status, amount, tax, *time) in enumerate(rows, start=1):
        row = Row("x", number, (partner, day, customer, status, amount, tax))
        row.partner, row.day, row.time = partner, day, time[0] if time else ""
        table.rows.append(row)
    names = sorted({row.partner for row in table.rows} | set(tree or ()))
    partners = {name: Partner(name, joined) for name in names}
    known = RawTable("partners", ["partner", "joined_on", "sponsor", "placement", "position"])
    for number, name in enumerate(names, start=1):
        row = Row("p", number, (name, joined, *(tree or {}).get(name, ("", "", ""))))
        row.partner, row.day = name, joined
        known.rows.append(row)
    return Records({"sales": table, "partners": known}, partners)


BOOK = records(
    ("A", date(2026, 5, 31), "c1", "paid", 10000, 1),
    ("A", date(2026, 6, 1), "c1", "paid", 10000, 0),
    ("A", date(2026, 6, 30), "c2", "open", 500, 0),
    ("A", date(2026, 7, 1), "c2", "paid", -300, 0),
    ("B", date(2026, 6, 2), "c3", "paid", 100, 0),
    ("A", date(2026, 8, 2), "c3", "paid", 100, 0),
)
SPANS = periods(date(2026, 5, 1), date(2026, 9, 30), "month")


TREES = {
    "sponsor": TreeColumns("partners", "sponsor"),
    "placement": TreeColumns("partners", "placement", "position"),
}


def edition(*metrics, measures=(NET,)):
    return Edition(
        date(2026, 1, 1),
        measures={measure.id: measure for measure in measures},
        metrics={metric.id: metric for metric in metrics},
        trees=TREES,
    )


def series(metric, partner="A", book=BOOK, measures=(NET,), others=()):
    mine = edition(metric, *others, measures=measures)
    bench = Workbench(book)
    return [bench.named(metric.id, mine, partner, span) for span in SPANS]


def of(kind, window="period", count=1, unit="", **more):
    where = more.pop("where", PAID)
    return Metric("v", kind, "sales", Window(window, count, unit), where=where, **more)


def test_sums_and_counts():
    assert series(of("sum", measure="net")) == [F("99.999"), 100, -3, 1, 0]
    assert series(of("sum", "last", 3, measure="net")) == [F("99.999"), F("199.999"), F("196.999"), 98, -2]
    assert series(of("sum", "lifetime", measure="net"))[-1] == F("197.999")
    assert series(of("count", where=())) == [1, 2, 1, 1, 0]
    assert series(of("sum", measure="net"), "nobody") == [0] * 5


def test_windows_end_with_that_of_the_reader():
    volume = of("sum", measure="net")
    assert series(of("sum", "before", 1, measure="net")) == [0, *series(volume)[:4]]
    assert series(of("sum", "quarter", measure="net")) == [F("99.999"), F("199.999"), -3, -2, -2]
    assert series(of("sum", "half_year", measure="net")) == [F("99.999"), F("199.999"), -3, -2, -2]
    assert series(of("sum", "year", measure="net"))[-1] == F("197.999")
    assert series(of("sum", "day", measure="net")) == [F("99.999"), 0, 0, 0, 0]
    # 31 May 2026 is a Sunday, 30 June a Tuesday: its week began on the 29th.
    assert series(of("count", "week", where=())) == [1, 1, 0, 0, 0]
    june = Period(date(2026, 6, 1), date(2026, 6, 14), "a rule's own two weeks")
    bench, mine = Workbench(BOOK), edition(volume)
    assert bench.over(volume, mine, "A", june) == 100
    last = of("count", "last", 2, where=())
    assert bench.over(last, edition(last), "A", june) == 2  # from 1 May to 14 June


def test_windows_from_joining():
    # Joined on 30 April: a month later is 30 May, so the first month is over on the 29th.
    assert series(of("count", "from_joining", 1, "months", where=())) == [0] * 5
    assert series(of("count", "from_joining", 32, "days", where=())) == [1] * 5
    assert series(of("count", "membership_year", where=()))[-1] == 5
    late = records(("A", date(2026, 6, 1), "", "paid", 1, 0), joined=date(2026, 6, 1))
    assert series(of("count", "membership_year", where=()), book=late) == [0, 1, 1, 1, 1]


def test_a_year_of_membership_begins_on_the_last_day_of_a_shorter_month():
    rows = [("A", date(2025, 2, day), "", "paid", 1, 0) for day in (27, 28)]
    book = records(*rows, joined=date(2024, 2, 29))
    metric = of("count", "membership_year")
    bench = Workbench(book)
    february = period_of(date(2025, 2, 28), "month")
    assert bench.over(metric, edition(metric), "A", february) == 1
    january = period_of(date(2025, 1, 31), "month")
    assert bench.over(metric, edition(metric), "A", january) == 0


def test_periods_of_so_many_days():
    fortnights = Cycle(14, date(2026, 5, 4))
    assert period_of(date(2026, 5, 3), fortnights) == Period(
        date(2026, 4, 20), date(2026, 5, 3), "2026-04-20"
    )
    metric = of("count", "last", 2, where=())
    bench = Workbench(BOOK, fortnights)
    assert bench.over(metric, edition(metric), "A", period_of(date(2026, 6, 14), fortnights)) == 2


def test_new_values():
    assert series(of("new", column="customer")) == [
        1,
        0,
        1,
        0,
        0,
    ]  # c2 first paid in July; c3 was B's in June
    first_of_all = of("new", column="customer", where=(), must=PAID)
    assert series(first_of_all) == [
        1,
        0,
        0,
        0,
        0,
    ]  # the first row of c2 is open, and no later one replaces it
    assert series(of("distinct", column="customer", where=())) == [1, 2, 1, 1, 0]
    nameless = records(("A", date(2026, 5, 1), "", "paid", 1, 0))
    assert series(of("new", column="customer"), book=nameless) == [0] * 5


def test_an_earliest_row_at_the_same_moment_may_count():
    day = date(2026, 5, 4)
    book = records(("A", day, "c", "open", 1, 0, "10:00:00"), ("B", day, "c", "paid", 1, 0, "10:00:00"))
    metric = of("new", column="customer", where=(), must=PAID)
    assert series(metric, book=book)[0] == series(metric, "B", book=book)[0] == 1
    later = records(("A", day, "c", "open", 1, 0), ("B", day, "c", "paid", 1, 0, "00:00:01"))
    assert series(metric, "B", book=later)[0] == 0


def test_ends_and_means():
    three = records(
        ("A", date(2026, 5, 4), "", "open", 300, 0, "12:00:00"),
        ("A", date(2026, 5, 4), "", "paid", 100, 0, "12:00:00"),
        ("A", date(2026, 5, 4), "", "paid", 700, 0, "12:00:01"),
        ("A", date(2026, 5, 5), "", "paid", 0, None),
        ("A", date(2026, 7, 5), "", "paid", 0, 0),
    )

    def all_of(kind, **more):
        return series(of(kind, measure="net", where=(), absent=F(-1), **more), book=three)[:3]

    assert all_of("min") == [1, -1, 0]
    assert all_of("max") == [7, -1, 0]
    assert all_of("first") == [1, -1, 0]  # of several at once the lowest
    assert all_of("last") == [7, -1, 0]  # a row without the needed cell has no value
    assert all_of("mean") == [F(11, 3), -1, 0]
    assert all_of("mean", rounding=Rounding("half_up", 1)) == [F("3.7"), -1, 0]
    assert all_of("first", must=PAID) == [1, -1, 0]
    dear = (Filter("amount", "at_least", bound=F(2)),)
    assert all_of("first", must=dear) == [-1, -1, -1]
    assert series(of("count", where=()), book=three)[0] == 4


def test_measures():
    book = records(("A", date(2026, 5, 4), "", "paid", 1000, 300))

    def value(operation, *cells, **more):
        measure = Measure("m", "sales", operation, cells or CELLS, **more)
        return series(of("sum", measure="m"), book=book, measures=(measure, NET))[0]

    assert value("value", Cell("amount")) == 10
    assert value("sum") == F("10.3")
    assert value("product") == 3
    assert value("quotient") == F(100, 3)
    assert value("ratio", Cell("tax"), Cell("amount"), rounding=Rounding("half_even", 0)) == 3
    assert value("capped", Cell("amount"), Cell(figure=F(4))) == 4
    assert value("floored", Cell(measure="net"), Cell(figure=F(4))) == F("9.7")
    steps = (Step(F(0), "count", F(1)), Step(F(10), "count", F(2)), Step(F("10.01"), "count", F(3)))
    assert value("lookup", Cell("amount"), steps=steps, absent=F(9)) == 2
    assert value("lookup", Cell("amount"), steps=steps[2:], absent=F(9)) == 9
    tenth = Measure("tenth", "sales", "ratio", CELLS[::-1], "percent", when_zero=F(0))
    shared = Measure("m", "sales", "product", (Cell("amount"), Cell(measure="tenth")), percent_is_share=True)
    assert series(of("sum", measure="m"), book=book, measures=(shared, tenth))[0] == F("0.3")
    zero = records(("A", date(2026, 5, 4), "", "paid", 1000, 0))
    half = Measure("m", "sales", "quotient", CELLS, when_zero=F("0.55"), rounding=Rounding("down", 0))
    assert series(of("sum", measure="m"), book=zero, measures=(half,))[0] == F("0.55")
    error = Measure("m", "sales", "quotient", CELLS)
    with pytest.raises(NotComputable):
        series(of("sum", measure="m"), book=zero, measures=(error,))
    # Only the rows of which the measure itself speaks are looked at.
    spared = Measure("m", "sales", "quotient", CELLS, where=(Filter("tax", "more_than"),))
    assert series(of("sum", measure="m"), book=zero, measures=(spared,)) == [0] * 5


def test_rounding_is_alike_on_both_sides_of_zero():
    for mode, expected in (("half_up", "0.13"), ("half_even", "0.12"), ("down", "0.12")):
        rounding = Rounding(mode, 2)
        assert rounding.of(F("0.125")) == -rounding.of(F("-0.125")) == F(expected)


def test_metrics_of_metrics():
    volume, orders = of("sum", measure="net"), Metric("orders", "count", "sales")

    def made(kind, *operands, **more):
        return series(Metric("x", kind, operands=operands, **more), others=(volume, orders))

    own, before = Operand("v"), Operand("v", 1)
    assert made("plus", own, before, Operand(figure=F(1)))[1] == F("200.999")
    assert made("difference", own, before)[2] == -103
    assert made("product", own, Operand("orders"))[1] == 200
    assert made("product", own, Operand(figure=F(5), unit="percent"), percent_is_share=True)[1] == 5
    half = Operand(figure=F(50), unit="percent")
    assert made("product", half, half, percent_is_share=True, unit="percent") == [25] * 5
    assert made("quotient", own, half, percent_is_share=True)[1] == 200
    assert made("quotient", own, Operand("orders"), when_zero=F(7))[-1] == 7
    assert made("ratio", own, before, when_zero=F(3), unit="percent")[:2] == [3, F(10_000_000, 99_999)]
    assert made("capped", own, Operand(figure=F(50))) == [50, 50, -3, 1, 0]
    assert made("floored", own, Operand(figure=F(0)))[2] == 0
    steps = (Step(F(0), "GBP", F(5)), Step(F(100), "GBP", F(7)))
    assert made("lookup", own, steps=steps, absent=F(-1)) == [5, 7, -1, 5, 5]
    assert made("weighted", own, before, weights=(F(40), F(60)))[1] == F("99.9994")
    assert made("ratio", own, before, when_zero=F(3), rounding=Rounding("down", 1))[1] == 100
    with pytest.raises(NotComputable):
        made("plus", Operand("x"), own)


def test_ages():
    book = records(joined=date(2024, 2, 29), tree={"A": ("", "", "")})

    def age(unit, day, as_of="last"):
        metric = Metric("x", "age_of", unit=unit, as_of=as_of, absent=F(-1))
        return Workbench(book).over(metric, edition(metric), "A", period_of(day, "month"))

    assert age("years", date(2025, 2, 1)) == 1  # full on the 28th
    assert age("years", date(2025, 2, 1), "first") == 0
    assert age("months", date(2024, 3, 1)) == 1
    assert age("days", date(2024, 2, 1)) == 0
    assert age("days", date(2024, 2, 1), "first") == -1


TREE = {
    "a": ("", "", ""),
    "b": ("a", "a", "left"),
    "c": ("a", "a", "right"),
    "d": ("b", "b", "left"),
    "e": ("d", "d", "right"),
}
MAY = SPANS[0]


def line(**amounts):
    """A line of people of whom each has one sale in May, and what a scope makes of it for the first of them."""
    rows = [(name, date(2026, 5, 4), "", "paid", 100 * value, 0) for name, value in amounts.items()]
    return records(*rows, tree=TREE)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope("downline", "sponsor"), 31),
        (Scope("downline", "sponsor", 1), 30),
        (Scope("downline", "sponsor", 1, 1), 6),
        (Scope("downline", "sponsor", 2, 3), 24),
        (Scope("downline", "sponsor", 2), 24),
        (Scope("leg", "placement", position="left"), 26),
        (Scope("leg", "placement", position="middle"), 0),
        (Scope("largest", "sponsor"), 26),
        (Scope("smallest", "sponsor"), 4),
        (Scope("smallest", "placement", positions=("left", "right", "middle")), 0),
        (Scope("programme"), 31),
    ],
)
def test_scopes(scope, expected):
    book = line(a=1, b=2, c=4, d=8, e=16)
    metric = of("sum", measure="net", scope=scope)
    assert Workbench(book).over(metric, edition(metric), "a", MAY) == expected
    members = Metric("n", "members", scope=scope)
    own = Metric("own", "over", operands=(Operand("v"),), scope=scope)
    mine = edition(members, own, of("sum", measure="net"))
    assert Workbench(book).over(own, mine, "a", MAY) == expected


def test_who_has_not_joined_or_has_left_is_not_counted():
    book = line(a=1, b=2, c=4, d=8, e=16)
    book.partners["b"] = Partner("b", date(2026, 6, 1))
    book.partners["d"] = Partner("d", date(2026, 4, 30), date(2026, 4, 30))
    metric = of("sum", measure="net", scope=Scope("downline", "sponsor"))
    bench = Workbench(book)
    assert (
        bench.over(metric, edition(metric), "a", MAY) == 29
    )  # whoever stands below the one who is missing counts
    active = of("sum", measure="net", scope=Scope("downline", "sponsor", active_only=True))
    assert bench.over(active, edition(active), "a", MAY) == 21
    legs = Metric("legs", "legs", scope=Scope("legs", "sponsor"))
    assert bench.over(legs, edition(legs), "a", MAY) == 1
    recruits = Metric("recruits", "recruits", scope=Scope("recruits", "sponsor"))
    assert bench.over(recruits, edition(recruits), "a", SPANS[1]) == 2


def test_a_mean_over_several_people_is_one_mean():
    book = line(b=2, c=4, d=9)
    metric = of("mean", measure="net", scope=Scope("downline", "sponsor"), absent=F(-1))
    assert Workbench(book).over(metric, edition(metric), "a", MAY) == 5
    assert Workbench(book).over(metric, edition(metric), "e", MAY) == -1


def test_a_chain_of_thousands_and_a_ring():
    names = [f"p{number:05}" for number in range(5000)]
    tree = {name: (above, "", "") for name, above in zip(names, ["", *names], strict=False)}
    book = records(("p04999", date(2026, 5, 1), "", "paid", 100, 0), tree=tree)
    metric = of("sum", measure="net", scope=Scope("downline", "sponsor"))
    assert Workbench(book).over(metric, edition(metric), names[0], MAY) == 1
    ring = records(tree={"a": ("b", "", ""), "b": ("a", "", "")})
    with pytest.raises(NotComputable):
        Workbench(ring).over(metric, edition(metric), "a", MAY)


def test_what_is_not_there_is_refused():
    bench = Workbench(BOOK)
    for metric in (
        Metric("x", "count", "events"),
        Metric("x", "sum", "sales", measure="gross"),
        Metric("x", "count", "sales", where=(Filter("colour", "one_of"),)),
        Metric("x", "new", "sales", column="colour"),
        Metric("x", "plus", operands=(Operand("gross"), Operand("gross"))),
        Metric("x", "count", "sales", scope=Scope("downline", "moon")),
    ):
        with pytest.raises((NotComputable, ValueError)):
            bench.over(metric, edition(metric), "A", SPANS[0])
    text = Measure("net", "sales", "value", (Cell("customer"),))
    metric = of("sum", measure="net")
    with pytest.raises(NotComputable):
        bench.over(metric, edition(metric, measures=(text,)), "A", SPANS[0])


def test_calendar():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert good_through(date(2026, 7, 1), 6, "months") == date(2026, 12, 31)
    assert good_through(date(2026, 7, 1), 60, "days") == date(2026, 8, 29)
    assert period_of(date(2026, 12, 31), "month").name == "2026-12"
    assert period_of(date(2026, 12, 31), "quarter").first == date(2026, 10, 1)
    assert period_of(date(2027, 1, 1), "week").name == "2026-W53"
    assert earlier(period_of(date(2026, 1, 5), "month"), 2, "month").name == "2025-11"
    assert [one.name for one in periods(date(2026, 11, 5), date(2027, 1, 1), "month")] == [
        "2026-11",
        "2026-12",
        "2027-01",
    ]
    with pytest.raises(PeriodUnknown):
        period_of(date(2026, 1, 1), "fortnight")
