"""Every aggregate over every window, measure by measure, is that of a slow plain reading of the rows."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.settlement.metrics import Kernel
from generator.settlement.plan import Asked, make_plan
from generator.terms.calendar import Span
from tests import strategies as draw
from tests.settlement.projects import Project, figures
from tests.settlement.slowly import cell, counted, later, passes
from tests.strategies import ON, Member, Rows, Sale

DAY = timedelta(days=1)
FIRST_OF_ALL = date(1999, 1, 1)
ROUND = {"mode": "half_up", "digits": "1"}
MEASURES: dict[str, Any] = {
    "plain": "amount",
    "share": {"value": {"ratio": ["tax", "amount"]}, "unit": "percent", "when_zero": "7.25", "round": ROUND},
    "price": {
        "value": {"quotient": ["amount", "quantity"]},
        "unit": "money",
        "when_zero": "-3.5",
        "round": {"mode": "half_even", "digits": "2"},
    },
    "capped": {"value": {"capped": ["amount", "999.995"]}, "unit": "money"},
    "floored": {"value": {"floored": ["amount", "tax"]}, "unit": "money"},
    "nested": {
        "value": {"difference": [{"measure": "capped"}, "tax"]},
        "unit": "money",
        "where": {"status": "paid"},
    },
    "graded": {
        "lookup": "amount",
        "unit": "count",
        "when_absent": "0.25",
        "rows": [
            {"at_least": "0", "is": "1"},
            {"at_least": "10.005", "is": "2.5"},
            {"at_least": "1 000", "is": "-3"},
        ],
    },
    "cut": {
        "value": {"product": ["amount", "quantity"]},
        "unit": "money",
        "round": {"mode": "down", "digits": "0"},
    },
}
WINDOWS = [
    "period",
    "day",
    "week",
    "quarter",
    "half_year",
    "year",
    "quarter_to_date",
    "year_to_date",
    "lifetime",
    "last 2 periods",
    "1 period before",
    "3 periods before",
    "membership_year",
    "10 days from joining",
    "3 weeks from joining",
    "2 months from joining",
    "1 year from joining",
]
AGGREGATES = [
    "sum",
    "mean",
    "min",
    "max",
    "first",
    "last",
    "count",
    "distinct",
    "new-customer",
    "new-partner",
]
PERIODS: list[Any] = [
    "month",
    {"every": "2 weeks", "from": "2026-01-05"},
    {"every": "10 days", "from": "2026-02-03"},
]


@st.composite
def definitions(draw_: st.DrawFn) -> dict[str, Any]:
    """One definition of a metric."""
    kind = draw_(st.sampled_from(AGGREGATES))
    made: dict[str, Any] = {"window": draw_(st.sampled_from(WINDOWS)), "scope": "own"}
    if where := draw_(draw.filters()):
        made["where"] = where
    match kind:
        case "count":
            made["count"] = "sales"
        case "distinct":
            made |= {"distinct": draw_(st.sampled_from(["customer", "status"])), "of": "sales"}
        case "new-customer" | "new-partner":
            made |= {"new": kind.removeprefix("new-"), "of": "sales"}
        case _:
            made[kind] = draw_(st.sampled_from(list(MEASURES)))
    if kind in ("mean", "min", "max", "first", "last"):
        made["when_absent"] = draw_(st.sampled_from(["0", "-1.125", "100"]))
    mode = st.sampled_from(["half_up", "half_even", "down"])
    if kind == "mean" or (kind in ("sum", "max") and draw_(st.booleans())):
        made["round"] = {"mode": draw_(mode), "digits": draw_(st.sampled_from(["0", "1", "3"]))}
    if kind in ("first", "new-customer", "new-partner") and draw_(st.booleans()):
        made["first_must"] = draw_(draw.filters()) or {"status": "paid"}
    return made


@draw.examples(12, costly=True)
@given(
    rows=draw.books(),
    made=st.lists(definitions(), min_size=6, max_size=10),
    period=st.sampled_from(PERIODS),
)
def test_drawn_books(
    rows: Rows, made: list[dict[str, Any]], period: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    named = {f"metric-{letter}": [one] for letter, one in zip("abcdefghij", made, strict=False)}
    starts = {"month": "2026-01-01", "2 weeks": "2026-01-05", "10 days": "2026-01-04"}
    key = period if isinstance(period, str) else period["every"]
    project = Project(
        tmp_path_factory.mktemp("book"), named, measures=MEASURES, period=period, starts=starts[key]
    )
    rows.into(project)
    with project.settled(ON) as settlement:
        found = figures(settlement)
        plan = settlement.plan
    spans = list(periods(key, date.fromisoformat(starts[key])))
    wanted = {
        (name_of(key, first), member.id, name): metric(rows, one, member, key, first, last)
        for first, last in spans
        for member in rows.members
        for name, (one,) in named.items()
    }
    assert found == wanted
    assert len(plan.aggregates) <= 1, "one scan of the sales for all of them"


@draw.examples(5, costly=True)
@given(
    rows=draw.books(),
    made=st.lists(definitions(), min_size=6, max_size=10),
    days=st.lists(st.tuples(st.dates(date(2025, 10, 1), ON), st.integers(0, 120)), min_size=2, max_size=3),
)
def test_any_days_planned_or_not(
    rows: Rows,
    made: list[dict[str, Any]],
    days: list[tuple[date, int]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A figure asked for over other days reads them where its window is the period, else ends with them."""
    named = {f"metric-{letter}": [one] for letter, one in zip("abcdefghij", made, strict=False)}
    project = Project(tmp_path_factory.mktemp("book"), named, measures=MEASURES)
    rows.into(project)
    edition = date(2026, 1, 1)
    spans = [Span(first, first + length * DAY) for first, length in days]
    with project.settled(ON) as settlement:
        book, programme = settlement.book, settlement.programme
        for asked in ([], [Asked(span, edition) for span in spans[:1]]):
            kernel = Kernel.of(book, make_plan(programme, [], book.tables, asked))
            for span in spans:
                for name, (one,) in named.items():
                    column = kernel.column(name, span, edition)
                    for member, value in zip(
                        sorted(rows.members, key=lambda m: m.id), column.values.tolist(), strict=True
                    ):
                        wanted = metric(rows, one, member, "month", span.first, span.last)
                        assert Fraction(value, 10**column.digits) == wanted, (name, one, span)


# The slow plain reading


def periods(key: str, first: date) -> Iterator[tuple[date, date]]:
    """First and last day of every period up to the one of the last day."""
    while first <= ON:
        last = period_end(key, first)
        yield first, last
        first = last + DAY


def period_end(key: str, first: date) -> date:
    if key == "month":
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first + (14 if key == "2 weeks" else 10) * DAY - DAY


def period_start(key: str, day: date) -> date:
    """The first day of the period in which a day lies, day by day."""
    anchors = {"2 weeks": date(2026, 1, 5), "10 days": date(2026, 2, 3)}
    if key == "month":
        return day.replace(day=1)
    while (day - anchors[key]).days % (14 if key == "2 weeks" else 10):
        day -= DAY
    return day


def name_of(key: str, first: date) -> str:
    return f"{first:%Y-%m}" if key == "month" else str(first)


def window(text: str, key: str, member: Member, first: date, last: date) -> tuple[date, date]:
    """First and last day of a window that is asked for the days from `first` to `last`."""
    if text == "period":
        return first, last
    if text == "lifetime":
        return FIRST_OF_ALL, last
    if text == "day":
        return last, last
    if text == "week":
        day = last
        while day.strftime("%a") != "Mon":
            day -= DAY
        return day, last
    if text.startswith("last") or text.endswith("before"):
        count = int(text.split()[1 if text.startswith("last") else 0])
        end, start = last, period_start(key, last)
        for _ in range(count - 1 if text.startswith("last") else count):
            end, start = start - DAY, period_start(key, start - DAY)
        return (start, last) if text.startswith("last") else (start, end)
    if text == "membership_year":
        years = 0
        while later(member.joined, 12 * (years + 1)) <= last:
            years += 1
        return later(member.joined, 12 * years), last
    if text.endswith("from joining"):
        count, unit = int(text.split()[0]), text.split()[1]
        months = {"month": count, "months": count, "year": 12 * count}.get(unit)
        if months is None:
            end = member.joined + (count * 7 if unit == "weeks" else count) * DAY - DAY
        else:
            end = later(member.joined, months) - DAY
        return member.joined, min(end, last)
    start = last.replace(day=1)
    firsts = {"quarter": (1, 4, 7, 10), "half_year": (1, 7), "year": (1,)}[text.removesuffix("_to_date")]
    while start.month not in firsts:
        start = (start - DAY).replace(day=1)
    return start, last


def rounded(value: Fraction, how: dict[str, str] | None) -> Fraction:
    if how is None:
        return value
    scaled = abs(value) * 10 ** int(how["digits"])
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    half = Fraction(1, 2)
    if (how["mode"] != "down" and rest > half) or (
        rest == half and (how["mode"] == "half_up" or (how["mode"] == "half_even" and whole % 2 == 1))
    ):
        whole += 1
    return Fraction(whole, 10 ** int(how["digits"])) * (-1 if value < 0 else 1)


def measured(sale: Sale, name: str) -> Fraction | None:
    """The value that a measure gives a sale; None where it leaves the sale out."""
    amount, tax, quantity = (cell(sale, column) for column in ("amount", "tax", "quantity"))
    assert isinstance(amount, Fraction)
    assert isinstance(tax, Fraction)
    assert isinstance(quantity, Fraction)
    match name:
        case "plain":
            return amount
        case "share":
            return rounded(100 * tax / amount, ROUND) if amount else Fraction("7.25")
        case "price":
            return rounded(amount / quantity, MEASURES["price"]["round"]) if quantity else Fraction("-3.5")
        case "capped":
            return min(amount, Fraction("999.995"))
        case "floored":
            return max(amount, tax)
        case "nested":
            return min(amount, Fraction("999.995")) - tax if sale.status == "paid" else None
        case "graded":
            if amount < 0:
                return Fraction("0.25")
            return Fraction(1) if amount < Fraction("10.005") else Fraction("2.5" if amount < 1000 else "-3")
    return rounded(amount * quantity, MEASURES["cut"]["round"])


def metric(rows: Rows, made: dict[str, Any], member: Member, key: str, first: date, last: date) -> Fraction:
    """One metric of one partner for the days from `first` to `last`."""
    start, end = window(made["window"], key, member, first, last)
    chosen = [s for s in counted(rows) if passes(s, made.get("where", {}))]
    mine = [s for s in chosen if s.partner == member.id and start <= s.day <= end]
    if "count" in made:
        return Fraction(len(mine))
    if "distinct" in made:
        return Fraction(len({getattr(s, made["distinct"]) for s in mine} - {None}))
    if "new" in made:
        return Fraction(
            sum(is_new(chosen, made, value, start, end) for value in values_of(mine, made["new"]))
        )
    kind = next(name for name in AGGREGATES if name in made)
    valued = [(s, value) for s in mine if (value := measured(s, made[kind])) is not None]
    if kind == "sum":
        return rounded(sum((value for _, value in valued), Fraction(0)), made.get("round"))
    absent = Fraction(made["when_absent"])
    if not valued:
        return absent
    if kind == "mean":
        return rounded(sum(value for _, value in valued) / Fraction(len(valued)), made["round"])
    if kind in ("min", "max"):
        return rounded({"min": min, "max": max}[kind](value for _, value in valued), made.get("round"))
    edge = (min if kind == "first" else max)(s.day for s, _ in valued)
    there = [(s, value) for s, value in valued if s.day == edge]
    taken = (min if kind == "first" else max)(value for _, value in there)
    must = made.get("first_must", {})
    if must and not any(passes(s, must) for s, value in there if value == taken):
        return absent
    return taken


def values_of(sales: list[Sale], column: str) -> set[Any]:
    return {getattr(s, column) for s in sales} - {None}


def is_new(chosen: list[Sale], made: dict[str, Any], value: Any, start: date, end: date) -> bool:
    """Whether the earliest row of a value, with anybody, lies in the window and passes."""
    history = [s for s in chosen if getattr(s, made["new"]) == value]
    earliest = min(s.day for s in history)
    must = made.get("first_must", {})
    return start <= earliest <= end and (
        not must or any(passes(s, must) for s in history if s.day == earliest)
    )
