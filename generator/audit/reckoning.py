"""What each statement should say: figures, tiers and lines from raw rows and public editions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from generator.audit.calendar import Period, periods
from generator.audit.kinds import Line, commission, fixed_bonus
from generator.audit.metrics import Workbench
from generator.audit.promise import Clause, Commission, Edition, FixedBonus, Policy
from generator.audit.records import Partner, Records, Row
from generator.audit.standing import Passes, Standing, climb


class NotJudgeable(ValueError):
    """A clause or an edition cannot be recomputed; the message says which and why."""


@dataclass
class Expected:
    """Everything that one statement should rest on and pay."""

    partner: Partner
    period: Period
    edition: Edition
    standing: Standing
    passes: dict[str, list[date]]  # course -> days up to the period's end
    lines: dict[str, Line]
    had_before: frozenset[str]  # clauses whose condition an earlier period met
    follows: bool  # whether the partner has a statement for the period before
    counted: list[tuple[str, Row]]
    rejected: list[tuple[str, Row]]


def due(
    clause: Clause, standing: Standing, edition: Edition, policy: Policy, had_before: bool
) -> Line | None:
    """The line that a clause gives for a standing; NotJudgeable if its terms could not be read."""
    if isinstance(clause.terms, FixedBonus):
        return fixed_bonus.line(clause.terms, standing, edition, policy, had_before)
    if isinstance(clause.terms, Commission):
        return commission.line(clause.terms, standing, edition, policy)
    raise NotJudgeable(f"the clause {clause.id} of {clause.version}")


class Reckoning:
    """Recomputes partner after partner through all periods in order: some lines are paid only once."""

    def __init__(self, records: Records, editions: list[Edition], last: date) -> None:
        self.records = records
        self.editions = sorted(editions, key=lambda edition: edition.start)
        first = self.editions[0]
        if first.policy is None:
            raise NotJudgeable("the policy of the first edition")
        kind = first.policy.period
        days = [
            row.day for table in records.tables.values() for row in table.rows if row.day and not row.reason
        ]
        self.spans = periods(min([first.start, *days]), max([last, *days]), kind)
        self.settled = [span for span in self.spans if span.first >= first.start and span.first <= last]
        self.bench = Workbench(records, self.spans)
        self.passes = Passes.of(records)
        self._rows = self._by_partner()

    def _by_partner(self) -> dict[str, dict[str, list[tuple[str, Row]]]]:
        """Partner -> name of the period -> all rows that lie in it, rejected ones among them."""
        named: dict[date, str] = {}
        found: dict[str, dict[str, list[tuple[str, Row]]]] = {}
        for table in self.records.tables.values():
            for row in table.rows:
                if row.day is None or not row.partner or not row.file:
                    continue  # a row without a file was derived from others and is no record
                name = named.get(row.day)
                if name is None:
                    name = next((span.name for span in self.spans if span.holds(row.day)), "")
                    named[row.day] = name
                found.setdefault(row.partner, {}).setdefault(name, []).append((table.name, row))
        return found

    def warm(self) -> None:
        """Rebuild every metric of every edition now, before the work is shared among processes."""
        for edition in self.editions:
            for metric in edition.metrics.values():
                self.bench.figure(metric, edition.measures, "", 0)

    def edition_of(self, period: Period) -> Edition:
        """The edition in force when a period begins."""
        return [edition for edition in self.editions if edition.start <= period.first][-1]

    def of(self, partner: Partner) -> Iterator[Expected]:
        """What a partner's statements should say, period after period from the first one settled."""
        paid_before: set[str] = set()
        earlier: Period | None = None
        rows = self._rows.get(partner.id, {})
        for period in self.settled:
            if period.last < partner.joined or (partner.left is not None and period.first > partner.left):
                continue
            edition = self.edition_of(period)
            policy = edition.policy
            if policy is None:
                raise NotJudgeable(f"the policy of {edition.start}")
            at = self.spans.index(period)
            metrics: dict[str, Fraction] = {
                name: self.bench.figure(metric, edition.measures, partner.id, at)
                for name, metric in edition.metrics.items()
            }
            courses = list(edition.courses.values())
            standing = Standing(metrics, self.passes.valid(partner.id, courses, period.last))
            climb(standing, edition)
            lines: dict[str, Line] = {}
            had_before = frozenset(paid_before)
            for name, clause in edition.clauses.items():
                line = due(clause, standing, edition, policy, name in paid_before)
                if line is not None:
                    paid_before.add(name)
                    if line.amount != 0:
                        lines[name] = line
            passes = {course.id: self.passes.until(partner.id, course.id, period.last) for course in courses}
            mine = rows.get(period.name, [])
            counted = [one for one in mine if not one[1].reason]
            if not (policy.everyone or counted or lines):
                continue
            follows = earlier is not None and earlier.last == period.first - timedelta(days=1)
            earlier = period
            yield Expected(
                partner,
                period,
                edition,
                standing,
                passes,
                lines,
                had_before,
                follows,
                counted,
                [one for one in mine if one[1].reason],
            )
