"""What metrics, courses and tiers mean, worked out row by row from the rows as drawn, in plain fractions."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.strategies import MEASURES, ON, Rows, Sale


def counted(rows: Rows, on: date = ON) -> list[Sale]:
    """Sales that lie inside their partner's membership and not after the day."""
    members = {m.id: m for m in rows.members}
    return [
        s
        for s in rows.sales
        if members[s.partner].joined <= s.day <= min(on, members[s.partner].left or date.max)
    ]


def months(first: date, on: date) -> Iterator[tuple[date, date]]:
    """First and last day of every month from `first` to the one of `on`."""
    while first <= on:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        yield first, last
        first = last + timedelta(days=1)


def window(text: str, first: date) -> date:
    """The first day of a window that ends with the month of `first`."""
    if text == "lifetime":
        return date.min
    if text == "period":
        return first
    back = int(text.split()[1]) - 1
    year, month = divmod(first.year * 12 + first.month - 1 - back, 12)
    return date(year, month + 1, 1)


def cell(sale: Sale, column: str) -> Fraction | str | None:
    """A column of a sale, figures in their own unit."""
    scale = {"amount": 100, "tax": 1000, "quantity": 1}
    value = getattr(sale, column)
    return Fraction(value, scale[column]) if column in scale else value


def passes(sale: Sale, where: dict[str, Any]) -> bool:
    """Whether a sale meets every test."""
    for column, test in where.items():
        found = cell(sale, column)
        if isinstance(test, str):
            holds = found == test
        elif "one_of" in test:
            holds = found in test["one_of"]
        else:
            ((compare, bound),) = test.items()
            limit = Fraction(bound.replace(" ", ""))
            assert isinstance(found, Fraction)
            holds = {
                "at_least": found >= limit,
                "more_than": found > limit,
                "at_most": found <= limit,
                "less_than": found < limit,
                "equals": found == limit,
            }[compare]
        if not holds:
            return False
    return True


def measured(sale: Sale, name: str) -> Fraction:
    """The value that a measure gives a sale."""
    value = MEASURES[name]
    if isinstance(value, str):
        only = cell(sale, value)
        assert isinstance(only, Fraction)
        return only
    ((operation, columns),) = value.items()
    left, right = (cell(sale, column) for column in columns)
    assert isinstance(left, Fraction)
    assert isinstance(right, Fraction)
    return {"sum": left + right, "difference": left - right, "product": left * right}[operation]


def metric(rows: Rows, made: dict[str, Any], partner: str, first: date, last: date) -> Fraction:
    """One metric of one partner for the window that ends with the month from `first` to `last`."""
    start = window(made["window"], first)
    if made.get("count") == "partners":
        return Fraction(sum(m.id == partner and start <= m.joined <= last for m in rows.members))
    if made.get("count") == "events":
        wanted = made.get("where", {}).get("subject")
        member = next(m for m in rows.members if m.id == partner)
        return Fraction(
            sum(
                p.partner == partner
                and start <= p.day <= last
                and member.joined <= p.day <= min(ON, member.left or date.max)
                and wanted in (None, p.course)
                for p in rows.passes
            )
        )
    chosen = [s for s in counted(rows) if passes(s, made.get("where", {}))]
    mine = [s for s in chosen if s.partner == partner and start <= s.day <= last]
    if "sum" in made:
        return sum((measured(s, made["sum"]) for s in mine), Fraction(0))
    if "count" in made:
        return Fraction(len(mine))
    names = {getattr(s, made["new"]) for s in mine} - {None}
    firsts = {n: min(s.day for s in chosen if getattr(s, made["new"]) == n) for n in names}
    return Fraction(sum(1 for name in names if firsts[name] >= start))


def later(day: date, count: int) -> date:
    """The same day some months later, or the last day of a shorter month, month by month."""
    year, month = day.year, day.month
    for _ in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))
