"""Rebuilds metrics from raw rows, exactly, one partner and window at a time, each when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from generator.audit.aggregates import PICKED, figure_of, heap_of, picked
from generator.audit.calendar import Period, Rhythm, earlier, period_of
from generator.audit.conditions import Condition
from generator.audit.counting import Circle, Heap, Woods
from generator.audit.definitions import ROWS, Having, Measure, Metric, Operand
from generator.audit.deriving import age_of, derived
from generator.audit.measuring import Ledger, NotComputable, Rows, Tested, Valued, row_value
from generator.audit.moments import Cut
from generator.audit.promise import Edition
from generator.audit.records import Records, Row, compare, tester
from generator.audit.spans import days_of
from generator.audit.standing import Standing, holds
from generator.audit.units import unit_of

__all__ = ["NotComputable", "Workbench"]

MakeStanding = Callable[[Edition, str, Period], Standing]


def _kept(ledger: Ledger, span: Period) -> Tested | None:
    """Which rows count of those in the days of a window: where it ends with a sale, those up to it."""
    return (lambda row: span.keeps(ledger.table, row)) if isinstance(span, Cut) else None


class Workbench:
    """Rebuilds metrics over one book. What was reckoned once is kept by definition, partner and window."""

    def __init__(
        self, records: Records, rhythm: Rhythm = "month", make_standing: MakeStanding | None = None
    ) -> None:
        self.records = records
        self.rhythm = rhythm
        self.make_standing = make_standing
        self.woods = Woods(records)
        self._ledgers: dict[tuple[Metric, tuple[Measure, ...]], Ledger] = {}
        # Hashing a definition costs more than looking a figure up; what was asked for stays alive, so that
        # its identity stays its own.
        self._quick: dict[tuple[int, int], Ledger] = {}
        self._alive: list[object] = []
        self._counted: dict[object, dict[str, Rows]] = {}
        self._figures: dict[tuple[int, int, str, Period], Fraction] = {}
        self._circles: dict[tuple[int, int, Period], Circle] = {}
        self._values: dict[int, Valued] = {}
        self._open: set[tuple[int, int, str, Period]] = set()

    def over(self, metric: Metric, edition: Edition, partner: str, span: Period) -> Fraction:
        """A metric of one partner as somebody reads it whose own window is `span`, by an edition's definitions."""
        key = (id(metric), id(edition), partner, span)
        found = self._figures.get(key)
        if found is None:
            if key in self._open:
                raise NotComputable(f"the metric {metric.id} is made of itself")
            self._open.add(key)
            try:
                found = self._figure(metric, edition, partner, span)
            finally:
                self._open.discard(key)
            self._alive += [metric, edition]
            self._figures[key] = found
        return found

    def named(self, name: str, edition: Edition, partner: str, span: Period) -> Fraction:
        """A metric by its name in the edition."""
        if name not in edition.metrics:
            raise NotComputable(f"the edition has no metric {name!r}")
        return self.over(edition.metrics[name], edition, partner, span)

    def row_value(self, measure: Measure, row: Row, measures: dict[str, Measure]) -> Fraction | None:
        """A measure of one raw row; None where the row lacks what it is made of, or is none of those that it is for."""
        if id(measure) not in self._values:
            if measure.table not in self.records.tables:
                raise NotComputable(f"the measure {measure.id} reads a table that the raw data lack")
            table = self.records.tables[measure.table]
            value = row_value(measure, table, measures)
            try:
                passes = tester(table, measure.where)
            except KeyError as error:
                raise NotComputable(str(error)) from error
            self._values[id(measure)] = lambda row: value(row) if passes(row) else None
            self._alive.append(measure)
        return self._values[id(measure)](row)

    def warm(self, metric: Metric, edition: Edition) -> None:
        """Bring the rows of a metric into order now, before the work is shared among processes."""
        if metric.kind in ROWS:
            self._ledger(metric, edition)

    def _ledger(self, metric: Metric, edition: Edition) -> Ledger:
        quick = (id(metric), id(edition))
        if quick not in self._quick:
            key = (metric, tuple(edition.measures.values()))
            if key not in self._ledgers:
                self._ledgers[key] = Ledger.of(metric, edition.measures, self.records, self._counted)
            self._quick[quick] = self._ledgers[key]
            self._alive += [metric, edition]
        return self._quick[quick]

    def _figure(self, metric: Metric, edition: Edition, partner: str, span: Period) -> Fraction:
        value = self._exact(metric, edition, partner, span)
        if value is None:
            return metric.absent  # said as it is: nothing is rounded
        return value if metric.rounding is None else metric.rounding.of(value)

    def _exact(self, metric: Metric, edition: Edition, partner: str, span: Period) -> Fraction | None:
        if metric.kind in ROWS:
            return self._of_rows(metric, edition, partner, span)
        if metric.kind == "age_of":
            return age_of(metric, self.records.partners[partner].joined, span.first, span.last)
        if metric.kind in ("over", "members"):
            return self._over_people(metric, edition, partner, span)
        if metric.kind in ("recruits", "legs"):
            return self._recruited(metric, edition, partner, span)

        def figure(operand: Operand) -> Fraction:
            if not operand.metric:
                return operand.figure
            if not operand.shift:
                return self.named(operand.metric, edition, partner, span)
            then = earlier(period_of(span.last, self.rhythm), operand.shift, self.rhythm)
            return self.named(operand.metric, edition, partner, then)

        return derived(metric, figure, lambda one: unit_of(one, edition))

    def _of_rows(self, metric: Metric, edition: Edition, partner: str, span: Period) -> Fraction | None:
        ledger = self._ledger(metric, edition)
        if metric.kind in PICKED:
            joined = self.records.partners[partner].joined if partner in self.records.partners else None
            return picked(
                ledger, partner, days_of(metric.window, span, joined, self.rhythm), _kept(ledger, span)
            )
        if metric.scope.kind == "own":
            return figure_of(ledger, self._own(ledger, partner, span))
        circle = self._circle(metric, edition, span, lambda person: self._own(ledger, person, span))
        if metric.scope.kind in ("largest", "smallest"):
            return self._leg(metric, circle, partner)
        return figure_of(ledger, circle.heap(partner))

    def _own(self, ledger: Ledger, partner: str, span: Period) -> Heap:
        one = self.records.partners.get(partner)
        joined = one.joined if one is not None else None
        days = days_of(ledger.metric.window, span, joined, self.rhythm)
        return heap_of(ledger, partner, days, _kept(ledger, span))

    def _leg(self, metric: Metric, circle: Circle, partner: str) -> Fraction:
        figures = circle.leg_figures(partner)
        if not figures:
            return metric.scope.no_leg
        return max(figures) if metric.scope.kind == "largest" else min(figures)

    def _over_people(self, metric: Metric, edition: Edition, partner: str, span: Period) -> Fraction:
        def own(person: str) -> Heap:
            if not self._meets(metric.having, edition, person, span):
                return Heap(Fraction(0), 0)
            if metric.kind == "members":
                return Heap(Fraction(1), 1)
            (only,) = metric.operands
            return Heap(self.named(only.metric, edition, person, span), 1)

        circle = self._circle(metric, edition, span, own)
        if metric.scope.kind in ("largest", "smallest"):
            return self._leg(metric, circle, partner)
        return circle.heap(partner).total

    def _recruited(self, metric: Metric, edition: Edition, partner: str, span: Period) -> Fraction:
        circle = self._circle(metric, edition, span, lambda person: Heap(Fraction(1), 1))
        if metric.kind == "recruits":
            counted = [
                one
                for one in circle.tree.recruits(partner)
                if circle.counts(one)
                and not circle.broken(one)
                and self._meets(metric.having, edition, one, span)
            ]
            return Fraction(len(counted))
        legs = [
            head
            for head, members in circle.legs(partner)
            if all(self._leg_meets(one, edition, head, members, span) for one in metric.having)
        ]
        return Fraction(len(legs))

    def _meets(self, having: Iterable[Having], edition: Edition, person: str, span: Period) -> bool:
        return all(
            one.condition is not None and self.holds(one.condition, edition, person, span) for one in having
        )

    def _leg_meets(self, one: Having, edition: Edition, head: str, members: list[str], span: Period) -> bool:
        if one.kind == "together":
            total = sum((self.named(one.metric, edition, who, span) for who in members), Fraction(0))
            return compare(total, one.relation, one.bound)
        assert one.condition is not None
        asked = [head] if one.kind == "first" else members
        return any(self.holds(one.condition, edition, who, span) for who in asked)

    def holds(self, condition: Condition, edition: Edition, person: str, span: Period) -> bool:
        """Whether a condition holds for somebody at the end of a window."""
        if self.make_standing is None:
            raise NotComputable("nobody says who holds what")
        return holds(condition, self.make_standing(edition, person, span), edition)

    def _circle(self, metric: Metric, edition: Edition, span: Period, own: Callable[[str], Heap]) -> Circle:
        key = (id(metric), id(edition), span)
        if key not in self._circles:
            self._alive += [metric, edition]

            def judge(condition: Condition, person: str) -> bool:
                return self.holds(condition, edition, person, span)

            self._circles[key] = Circle(metric.scope, edition, span, self.woods, judge, own)
        return self._circles[key]
