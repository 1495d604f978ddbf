"""Hypothesis strategies for everything that tests draw at random: figures, columns, tables, books and programmes.

`examples(n)` is the number of draws of a test. The draws are the same in every run; with
PARTNERBOOK_EXAMPLES=20 they are twenty times as many and different each time.
"""

import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import hypothesis
from hypothesis import strategies as st

from generator.rules.exact import Coins
from tests.settlement.projects import Project

TIMES = int(os.environ.get("PARTNERBOOK_EXAMPLES", "1"))
INT64 = 2**63
NBSP = "\u00a0"


def examples(count: int, *, costly: bool = False) -> Any:
    """How often a test draws; a costly one shows the first draw that fails, and seeks no smaller one."""
    return hypothesis.settings(
        phases=[phase for phase in hypothesis.Phase if not costly or phase is not hypothesis.Phase.shrink],
        max_examples=count * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        suppress_health_check=[
            hypothesis.HealthCheck.too_slow,
            hypothesis.HealthCheck.function_scoped_fixture,
            hypothesis.HealthCheck.data_too_large,
        ],
    )


# Figures

languages = st.sampled_from(["ru", "en"])
money_units = st.sampled_from(["RUB", "GBP", "EUR", "USD", "CHF", "KZT"])
duration_units = st.sampled_from(["days", "weeks", "months", "years"])


@st.composite
def decimals(draw: st.DrawFn, most_digits: int = 6, largest: int = 10**12 - 1) -> Fraction:
    """An exact decimal of either sign."""
    digits = draw(st.integers(0, most_digits))
    return Fraction(draw(st.integers(-largest, largest)), 10**digits)


@st.composite
def written(draw: st.DrawFn, value: Fraction) -> str:
    """The figure as a manager may write it: groups with any of the allowed gaps or none, trailing zeros."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    more = draw(st.integers(0, 6 - digits))
    text = str(abs(int(value * 10 ** (digits + more)))).rjust(digits + more + 1, "0")
    cut = len(text) - digits - more
    whole, part = text[:cut], text[cut:]
    gap = draw(st.sampled_from(["", " ", NBSP, "\u202f", "_"]))
    groups = f"{int(whole):,}".replace(",", gap)
    sign = draw(st.sampled_from(["-", "\u2212"])) if value < 0 else ""
    return f"{sign}{groups}" + (f".{part}" if part else "")


dates = st.dates(date(1999, 1, 1), date(2060, 12, 31))


# Columns and tables of rates

modes = st.sampled_from(["half_up", "half_even", "down"])
coins = st.builds(Coins, modes, st.integers(0, 2))


@st.composite
def rates(draw: st.DrawFn) -> Fraction:
    """A rate as a factor, with up to five decimals of a percent."""
    return Fraction(draw(st.integers(0, 2_000_000)), 10 ** (2 + draw(st.integers(0, 5))))


@st.composite
def starts(draw: st.DrawFn, most_rows: int = 5, largest: int = 10**9) -> list[Fraction]:
    """Rising starts of rows from zero up, with up to three decimals."""
    digits = draw(st.integers(0, 3))
    rows = draw(st.lists(st.integers(0, largest), min_size=1, max_size=most_rows, unique=True))
    return [Fraction(row, 10**digits) for row in sorted(rows)]


@st.composite
def values_near(draw: st.DrawFn, bounds: list[Fraction], digits: int, largest: int = 10**13) -> list[int]:
    """Values on a scale: any, and those at each bound and one unit beside it."""
    beside = [int(b * 10**digits) + step for b in bounds for step in (-1, 0, 1)]
    one = st.one_of(st.sampled_from(beside), st.integers(-largest, largest), st.sampled_from([0, 1, -1]))
    return draw(st.lists(one, min_size=1, max_size=12))


@st.composite
def values_of_any_size(draw: st.DrawFn) -> list[int]:
    """Values up to the ends of int64, most of them near the limits at which exact arithmetic changes its way."""
    near = st.builds(
        lambda power, off, sign: max(-INT64, min(INT64 - 1, sign * (2**power + off))),
        st.sampled_from([31, 53, 60, 61, 62, 63]),
        st.integers(-3, 3),
        st.sampled_from([1, -1]),
    )
    one = st.one_of(near, st.integers(-INT64, INT64 - 1), st.integers(-1000, 1000))
    return draw(st.lists(one, min_size=1, max_size=8))


# Versions


@st.composite
def dated(draw: st.DrawFn, most: int = 5) -> list[tuple[date, date | None]]:
    """(first day, last day or None) of versions in rising order."""
    days = sorted(draw(st.lists(dates, min_size=1, max_size=most, unique=True)))
    out: list[tuple[date, date | None]] = []
    for day in days:
        length = draw(st.one_of(st.none(), st.integers(0, 900)))
        out.append((day, None if length is None else day + timedelta(days=length)))
    return out


# Books: rows as people would write them, with everything that a metric can look at

FIRST = date(2026, 1, 1)
ON = date(2026, 4, 18)
MONTHS = 4
CUSTOMERS = ["c1", "c2", "c3", "c4", "c5", None]
STATUSES = ["paid", "returned", "cancelled"]
_history = st.dates(date(2020, 1, 1), date(2025, 12, 31))
_edges = st.sampled_from(
    [date(2025, 12, 31), FIRST, date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 31), ON]
)
_days = st.one_of(st.dates(date(2025, 9, 1), ON), _edges, _history)


@dataclass(frozen=True)
class Sale:
    """One row of sales; figures in units of their last digit (amount 2, tax 3, quantity 0 digits)."""

    partner: str
    day: date
    customer: str | None
    status: str
    amount: int
    tax: int
    quantity: int


@dataclass(frozen=True)
class Member:
    """One row of partners."""

    id: str
    joined: date
    left: date | None = None


@dataclass(frozen=True)
class Pass:
    """A course passed."""

    partner: str
    day: date
    course: str


@dataclass(frozen=True)
class Rows:
    """All rows of a small book."""

    members: list[Member]
    sales: list[Sale]
    passes: list[Pass] = field(default_factory=list)

    def into(self, project: Project) -> None:
        """Write the rows as the project's data."""
        project.partners = [[m.id, m.id, str(m.joined), str(m.left or "")] for m in self.members]
        project.sales = [
            [
                f"s{number}",
                s.partner,
                str(s.day),
                s.customer or "",
                s.status,
                _point(s.amount, 2),
                _point(s.tax, 3),
                str(s.quantity),
            ]
            for number, s in enumerate(self.sales)
        ]
        project.events = [[p.partner, str(p.day), "course_passed", p.course] for p in self.passes]


def _point(value: int, digits: int) -> str:
    text = str(abs(value)).rjust(digits + 1, "0")
    return f"{'-' if value < 0 else ''}{text[:-digits]}.{text[-digits:]}"


@st.composite
def sales(draw: st.DrawFn, partners: list[str], largest: int = 1_000_000) -> Sale:
    """One sale of one of the partners."""
    return Sale(
        draw(st.sampled_from(partners)),
        draw(_days),
        draw(st.sampled_from(CUSTOMERS)),
        draw(st.sampled_from(STATUSES)),
        draw(
            st.one_of(
                st.integers(-largest, largest),
                st.sampled_from([0, 1, -1, -500, 1000, 1001, 2001, 99_999, 100_000, 100_001]),
            )
        ),
        draw(st.integers(-9_999, 9_999)),
        draw(st.integers(-3, 50)),
    )


@st.composite
def books(draw: st.DrawFn, most_sales: int = 40, courses: tuple[str, ...] = ("basics",)) -> Rows:
    """A small book: some partners join late or leave, some sales lie years back or outside membership."""
    names = [f"p{number}" for number in range(1, draw(st.integers(2, 6)) + 1)]
    members = []
    for name in names:
        joined = draw(st.one_of(st.just(date(2020, 1, 1)), _days))
        left = draw(st.one_of(st.none(), st.none(), st.integers(0, 400)))
        members.append(Member(name, joined, None if left is None else joined + timedelta(days=left)))
    rows = draw(st.lists(sales(names), min_size=1, max_size=most_sales))
    passes = draw(
        st.lists(st.builds(Pass, st.sampled_from(names), _days, st.sampled_from(courses)), max_size=8)
    )
    return Rows(members, rows, passes)


# Programmes

_windows = st.sampled_from(
    ["period", "last 1 period", "last 2 periods", "last 3 periods", "last 7 periods", "lifetime"]
)
_bounds = st.sampled_from(["0", "0.01", "10.005", "1 000", "-5", "999.99"])
_compare = st.sampled_from(["at_least", "more_than", "at_most", "less_than", "equals"])
_of_sales = st.dictionaries(st.sampled_from(["status", "customer", "amount", "tax"]), st.none(), max_size=3)


@st.composite
def filters(draw: st.DrawFn) -> dict[str, Any]:
    """`where:` over sales."""
    where: dict[str, Any] = {}
    for column in draw(_of_sales):
        if column in ("amount", "tax"):
            where[column] = {draw(_compare): draw(_bounds)}
        elif draw(st.booleans()):
            where[column] = draw(st.sampled_from(STATUSES if column == "status" else ["c1", "c9"]))
        else:
            names = STATUSES if column == "status" else ["c1", "c2", "c9"]
            where[column] = {"one_of": draw(st.lists(st.sampled_from(names), min_size=1, unique=True))}
    return where


MEASURES: dict[str, Any] = {
    "plain": "amount",
    "added": {"sum": ["amount", "tax"]},
    "net": {"difference": ["amount", "tax"]},
    "times": {"product": ["amount", "quantity"]},
}


@st.composite
def metric_versions(draw: st.DrawFn) -> dict[str, Any]:
    """One definition of a metric, without its dates."""
    made: dict[str, Any] = {"window": draw(_windows), "scope": "own"}
    kind = draw(st.sampled_from(["sum", "sum", "count", "people", "events", "new-partner", "new-customer"]))
    match kind:
        case "sum":
            made["sum"] = draw(st.sampled_from(list(MEASURES)))
        case "count":
            made["count"] = "sales"
        case "people":
            made["count"] = "partners"
        case "events":
            made["count"] = "events"
        case "new-partner":
            made |= {"new": "partner", "of": "sales"}
        case _:
            made |= {"new": "customer", "of": "sales"}
    if kind == "events":
        if draw(st.booleans()):
            made["where"] = {"subject": "basics"}
    elif kind != "people" and (where := draw(filters())):
        made["where"] = where
    return made


@st.composite
def commissions(draw: st.DrawFn, *, rising: bool = False, whole: bool = True) -> dict[str, Any]:
    """A table of brackets over `volume`, in words of the language; rates rise where asked."""
    bounds = draw(starts(4, 3_000_000))
    found = [Fraction(draw(st.integers(0, 30_000)), 1000) for _ in bounds]
    if rising:
        found.sort()
    applies = draw(st.sampled_from(["slice", "whole"])) if whole else "slice"
    rows = [
        {"at_least": plain(bound), "rate": f"{plain(rate)} %"}
        for bound, rate in zip(bounds, found, strict=True)
    ]
    return {"applies_to": applies, "rows": rows}


def plain(value: Fraction) -> str:
    """A figure as the language writes it, without groups."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    text = str(abs(int(value * 10**digits))).rjust(digits + 1, "0")
    return ("-" if value < 0 else "") + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
