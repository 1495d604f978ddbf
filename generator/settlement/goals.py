"""Goals measured: how far each partner has come towards what was set, at the end of a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from generator.book.book import Book
from generator.book.goals import Goal
from generator.settlement.figures import PeriodFigures
from generator.settlement.plan import Asked
from generator.terms.calendar import Cycle, Period, Span

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Progress:
    """A goal at the end of a period: what is reached, missing and needed, in the unit of its metric.

    `left` counts the days after the period, `pace` is what each week of them is to bring; `reached` is the first
    period by whose end the target was met, None where it is not met now.
    """

    goal: Goal
    so_far: Fraction
    missing: Fraction
    left: int
    pace: Fraction | None
    reached: Period | None


def progress_of(book: Book, figures: PeriodFigures, cycle: Cycle) -> dict[int, list[Progress]]:
    """The goals that a statement shows for the period of some figures, by partner row, as they were written."""
    out: dict[int, list[Progress]] = {}
    period = figures.period
    for goal in book.agreements.goals:
        if goal.shown_in(period.first, period.last) and goal.metric in figures.metric_names:
            row = book.partners.row_of[goal.partner]
            out.setdefault(row, []).append(_progress(goal, row, figures, cycle))
    return out


def _progress(goal: Goal, row: int, figures: PeriodFigures, cycle: Cycle) -> Progress:
    def reached_by(period: Period) -> Fraction:
        column = figures.over(_days(goal, period), figures.edition).metric(goal.metric)
        scale = 10**column.digits * (1 if column.per is None else int(column.per[row]))
        return Fraction(int(column.values[row]), scale)

    period, target = figures.period, goal.target.value
    so_far = reached_by(period)
    if so_far >= target:
        earlier = cycle.between(goal.starts, min(goal.by, period.last))
        first = next((one for one in earlier if reached_by(one) >= target), period)
        return Progress(goal, so_far, Fraction(0), 0, None, first)
    left = max((goal.by - period.last).days, 0)
    pace = (target - so_far) * _WEEK / left if left else None
    return Progress(goal, so_far, target - so_far, left, pace, None)


def _days(goal: Goal, period: Period) -> Span:
    return Span(goal.starts, min(goal.by, period.last))


def asked_by_goals(book: Book, periods: Sequence[Period], cycle: Cycle) -> Iterator[Asked]:
    """The days over which statements of some periods measure goals."""
    found: dict[Asked, None] = {}
    for period in periods:
        for goal in book.agreements.goals:
            if goal.shown_in(period.first, period.last):
                for one in cycle.between(goal.starts, min(goal.by, period.last)):
                    found[Asked(_days(goal, one), period.first, frozenset((goal.metric,)))] = None
    yield from found
