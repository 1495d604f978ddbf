"""Figures at the moments of sales come to what is counted sale by sale, whatever the window and the aggregate."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.settlement.figures import PeriodFigures
from generator.terms.row_source import RowSource
from tests.settlement.projects import Project
from tests.settlement.slowly import later

FIRST, ON = date(2026, 1, 1), date(2026, 2, 28)
JOINED = {"anna": date(2025, 2, 10), "boris": date(2026, 2, 14)}
ROUND = {"digits": "2", "mode": "half_up"}


class Sale(NamedTuple):
    """A sale as drawn; the amount is in cents."""

    partner: str
    day: date
    sale: str
    customer: str
    status: str
    amount: int

    @property
    def moment(self) -> tuple[date, int, str]:
        """What orders it."""
        return self.day, len(self.sale), self.sale


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def own_year(day: date, joined: date) -> date:
    years = day.year - joined.year
    return later(joined, 12 * (years if later(joined, 12 * years) <= day else years - 1))


WINDOWS: dict[str, Callable[[date, date], tuple[date, date]]] = {
    "period": lambda day, _: (day.replace(day=1), day),
    "last 2 periods": lambda day, _: ((day.replace(day=1) - timedelta(days=1)).replace(day=1), day),
    "day": lambda day, _: (day, day),
    "week": lambda day, _: (monday(day), day),
    "quarter": lambda day, _: (date(day.year, (day.month - 1) // 3 * 3 + 1, 1), day),
    "lifetime": lambda day, _: (date.min, day),
    "membership_year": lambda day, joined: (own_year(day, joined), day),
    "10 days from joining": lambda day, joined: (joined, min(day, joined + timedelta(days=9))),
    "1 period before": lambda day, _: (
        (day.replace(day=1) - timedelta(days=1)).replace(day=1),
        day.replace(day=1) - timedelta(days=1),
    ),
}
"""First and last day for a sale on a day by who joined on another."""
WAYS: dict[str, dict[str, Any]] = {
    "sum": {"sum": "plain"},
    "mean": {"mean": "plain", "round": ROUND, "when_absent": "-1"},
    "min": {"min": "plain", "when_absent": "-1"},
    "max": {"max": "plain", "when_absent": "-1"},
    "first": {"first": "plain", "when_absent": "-1"},
    "must": {"first": "plain", "first_must": {"amount": {"at_least": "5"}}, "when_absent": "-1"},
    "last": {"last": "plain", "when_absent": "-1"},
    "count": {"count": "sales"},
    "paid": {"count": "sales", "where": {"status": "paid"}},
    "distinct": {"distinct": "customer", "of": "sales"},
    "new": {"new": "customer", "of": "sales"},
    "fresh": {"new": "partner", "of": "sales"},
}


def slowly(way: str, mine: list[Sale], ever: list[Sale], everybody: list[Sale], first: date) -> Fraction:
    """The figure of the sales counted, in the order of moments; `ever` and `everybody` are of all time."""
    cents = [one.amount for one in mine]
    absent = Fraction(-1)
    match way:
        case "sum":
            return Fraction(sum(cents), 100)
        case "mean":
            size, count = abs(sum(cents)), len(cents)
            up = (2 * size + count) // (2 * count) if cents else 0
            return Fraction(up if sum(cents) > 0 else -up, 100) if cents else absent
        case "min" | "max":
            return Fraction((min if way == "min" else max)(cents), 100) if cents else absent
        case "first" | "must" | "last":
            if not cents:
                return absent
            best = (min if way != "last" else max)((one.day, one.amount) for one in mine)[1]
            return absent if way == "must" and best < 500 else Fraction(best, 100)
        case "paid":
            return Fraction(sum(one.status == "paid" for one in mine))
        case "distinct":
            return Fraction(len({one.customer for one in mine} - {""}))
        case "new":
            names = {one.customer for one in mine} - {""}
            earliest = {n: min(one.day for one in everybody if one.customer == n) for n in names}
            return Fraction(sum(day >= first for day in earliest.values()))
        case "fresh":
            return Fraction(bool(mine) and mine == ever)
    return Fraction(len(mine))


sales = st.builds(
    Sale,
    st.sampled_from(sorted(JOINED)),
    st.integers(0, (ON - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
    | st.sampled_from([date(2026, 2, 14), date(2026, 2, 2)]),
    st.sampled_from(["9", "10", "S-9", "S-10", "a", "ü"]),
    st.sampled_from(["", "x", "y", "z"]),
    st.sampled_from(["paid", "open"]),
    st.integers(-200, 1_000),
)


COMBINED = [(way, window) for way in WAYS for window in WINDOWS]


@settings(max_examples=4, deadline=None, phases=[Phase.generate])
@given(
    st.lists(sales, min_size=5, max_size=12),
    st.lists(st.sampled_from(COMBINED), min_size=6, max_size=6, unique=True),
)
def test_a_metric_at_a_sale_is_what_stood_there(drawn: list[Sale], some: list[tuple[str, str]]) -> None:
    made = {f"metric-{letter}": one for letter, one in zip("abcdef", some, strict=True)}
    with TemporaryDirectory() as folder:
        project = Project(
            Path(folder),
            {name: [{**WAYS[way], "window": window}] for name, (way, window) in made.items()},
            partners=[[one, one, str(day), ""] for one, day in JOINED.items()],
            sales=[
                [s.sale, s.partner, str(s.day), s.customer, s.status, f"{s.amount / 100:.2f}", "0", "1"]
                for s in drawn
            ],
        )
        counted = sorted((s for s in drawn if s.day >= JOINED[s.partner]), key=lambda one: one.moment)
        with project.settled(ON) as settlement:
            compared = [
                _agrees(r.figures, counted, made, a) for r in settlement.results for a in (False, True)
            ]
            assert sum(compared) == 2 * len(counted)


def _agrees(
    figures: PeriodFigures,
    counted: list[Sale],
    made: dict[str, tuple[str, str]],
    after: bool,
) -> int:
    rows = figures.rows(RowSource("sales"), ["plain"], ["sale"])
    at = figures.at_sales(rows, "sales", "after_the_sale" if after else "before_the_sale")
    ids = figures.book.partners.ids
    columns = {name: at.metric(name).fractions() for name in made}
    for place, (who, day, sale) in enumerate(
        zip(rows.who.tolist(), rows.day.tolist(), rows.texts["sale"].tolist(), strict=True)
    ):
        moment = day, len(str(sale)), str(sale)
        own = [one for one in counted if one.partner == ids[who]]
        for name, (way, window) in made.items():
            first, last = WINDOWS[window](day, JOINED[ids[who]])

            def stood(one: Sale, last: date = last) -> bool:
                return one.day <= last and (one.moment < moment or (after and one.moment == moment))  # noqa: B023

            ever = [one for one in own if stood(one)]
            mine = [one for one in ever if one.day >= first]
            wanted = slowly(way, mine, ever, counted, first)
            assert columns[name][place] == wanted, (name, window, day, sale, after)
    return len(rows.who)


@pytest.mark.parametrize(("as_of", "paid"), [("before_the_sale", [1, 1, 3]), ("after_the_sale", [1, 3, 3])])
def test_the_row_of_a_commission_is_chosen_at_each_sale(tmp_path: Path, as_of: str, paid: list[int]) -> None:
    """Orders up to the first (or before it) pay one percent, later ones three; S-9 comes before S-10."""
    commission = {
        "per": "sale",
        "source": {"sales": {"status": "paid"}},
        "base": "plain",
        "chosen_by": "orders",
        "brackets": {
            "applies_to": "whole",
            "rows": [{"at_least": "0", "rate": "1 %"}, {"at_least": "2", "rate": "3 %"}],
        },
        "as_of": as_of,
    }
    project = Project(
        tmp_path,
        {"orders": [{"count": "sales", "window": "period"}]},
        clauses={"each": ("commission", [commission])},
        partners=[["anna", "Anna", "2026-01-01", ""]],
        sales=[
            ["S-10", "anna", "2026-01-05", "x", "paid", "100.00", "0", "1"],
            ["S-9", "anna", "2026-01-05", "x", "paid", "100.00", "0", "1"],
            ["S-11", "anna", "2026-01-07", "x", "paid", "100.00", "0", "1"],
        ],
    )
    with project.settled(date(2026, 1, 31)) as settlement:
        (lines,) = settlement.results[0].clauses
        by_record = sorted(zip(lines.lines.day.tolist(), lines.lines.amount.tolist(), strict=True))  # type: ignore[union-attr]
        assert [amount for _, amount in by_record] == [100 * one for one in paid]
