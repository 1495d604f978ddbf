"""Rules over everybody in one window: all at once, since what one earns depends on what others do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.calendar import Period, earlier, good_through
from generator.audit.counted_lines import amounts_read, rules_read
from generator.audit.definitions import Measure
from generator.audit.everybody import Everybody
from generator.audit.kinds import Draft, Line, Part, Unit, contest
from generator.audit.kinds.differential import Brought, Groups
from generator.audit.kinds.level_commission import HOUSE, Share, Sharing
from generator.audit.kinds.matching import shares
from generator.audit.lines_in import lines_of
from generator.audit.measuring import NotComputable
from generator.audit.pay_units import paid_unit, rounded_in
from generator.audit.pooling import Funds
from generator.audit.promise import Clause, Edition
from generator.audit.records import Row, tester
from generator.audit.shortfalls import carries
from generator.audit.standing import NoSuchThing
from generator.audit.terms_money import CountedLines
from generator.audit.terms_network import Contest, Differential, LevelCommission, Matching, NetworkTerms, Pool
from generator.audit.units import worth_in
from generator.audit.walk import Way
from generator.audit.windows import windows_ending_in

if TYPE_CHECKING:
    from generator.audit.reckoning import Reckoning

Drafts = dict[str, list[Draft]]  # earner -> drafts; the house's stand under HOUSE


class Network:
    """Drafts of rules over everybody together, kept by version and window."""

    def __init__(self, reckoning: Reckoning) -> None:
        self.reckoning = reckoning
        self.funds = Funds(self)
        self._drafts: dict[tuple[str, str, Period], Drafts] = {}
        self._open: set[tuple[str, str, Period]] = set()
        self._sums: dict[tuple[str, str, Period], dict[str, Fraction]] = {}

    def drafts(self, version: Clause, window: Period) -> Drafts:
        """What one version gives everybody, and the house, for a window; nothing where it can hold for nobody."""
        if not self._may_speak(version, window):
            return {}
        key = (version.id, version.version, window)
        if key not in self._drafts:
            if key in self._open:
                raise NotComputable(f"the rule {version.id} reads its own lines")
            self._open.add(key)
            try:
                self._drafts[key] = self._made(version, window)
            finally:
                self._open.discard(key)
        return self._drafts[key]

    def _may_speak(self, version: Clause, window: Period) -> bool:
        """Whether a version holds for anybody: no other edition need define what it reads."""
        by_rows = isinstance(version.terms, LevelCommission) and version.terms.row_by_row
        if version.start > (window.last if by_rows else window.first):
            return False
        all_on = [
            one.start
            for one in self.reckoning.versions.get(version.id, [])
            if max(one.start, one.existing_from or one.start) <= window.first
        ]
        ended = version.ends is not None and version.ends < window.first
        return not ended and version.start >= max(all_on, default=version.start)

    def _made(self, version: Clause, window: Period) -> Drafts:
        terms = version.terms
        edition = self.reckoning.edition_at(window.first)
        if isinstance(terms, Differential):
            return self._groups(terms, Everybody(self.reckoning, window, edition, window))
        if isinstance(terms, Matching):
            return self._matched(version, terms, Everybody(self.reckoning, window, edition, window))
        if isinstance(terms, Pool):
            return self.funds.drafts(version, terms, Everybody(self.reckoning, window, edition, window))
        if isinstance(terms, Contest):
            return contest.drafts(terms, Everybody(self.reckoning, window, edition, window))
        assert isinstance(terms, LevelCommission)
        if terms.row_by_row:
            return self._by_rows(version, terms, window)
        everybody = Everybody(self.reckoning, window, edition, window)
        sharing = Sharing(terms, Way(terms.walk, everybody))
        if terms.source is None:
            figures, heap = everybody.figures(terms.base), _Heap(edition.metrics[terms.base].unit)
        else:
            figures, heap = self.summed(version, terms, window), _Heap(self._measure(terms, edition).unit)
        if carries(terms):
            figures = self._left(version, window, figures)
        for source, figure in figures.items():
            if figure:
                for share in sharing.of(source, figure):
                    heap.add(share.who, Unit(window, window.last, depth=share.depth), share)
        return heap.drafts(terms.below_zero, lambda unit: worth_in(edition, terms.worth))

    def _by_rows(self, version: Clause, terms: LevelCommission, period: Period) -> Drafts:
        """One line for each row and depth."""
        reckoning, source = self.reckoning, terms.source
        assert source is not None
        ways: dict[int, tuple[Edition, Sharing]] = {}
        heap = _Heap(self._measure(terms, reckoning.edition_of(period)).unit)
        for row, day, value in self._values(terms, period, reckoning.edition_of(period)):
            picked = day if source.picks_by_row else period.first
            if not self.in_force(version, picked):
                continue
            edition = reckoning.edition_at(picked)
            if id(edition) not in ways:
                ways[id(edition)] = (
                    edition,
                    Sharing(terms, Way(terms.walk, self._rows_crowd(terms, period, edition))),
                )
            for share in ways[id(edition)][1].of(row.partner, value):
                unit = Unit(period, day, source.table, row, depth=share.depth)
                heap.add(share.who, unit, share)

        def worth(unit: Unit) -> Fraction | None:
            return worth_in(reckoning.edition_at(self.picked(terms, unit)), terms.worth)

        return heap.drafts(terms.below_zero, worth)

    def _measure(self, terms: LevelCommission, edition: Edition) -> Measure:
        name = terms.base.removeprefix("measure/")
        if name not in edition.measures:
            raise NoSuchThing(f"the measure {name!r}")
        return edition.measures[name]

    def _values(
        self, terms: LevelCommission, window: Period, edition: Edition
    ) -> Iterator[tuple[Row, date, Fraction]]:
        """Every row of the source that counts in a window and is worth something, by an edition's measure."""
        reckoning, source = self.reckoning, terms.source
        assert source is not None
        table, measure = reckoning.table(source.table), self._measure(terms, edition)
        passes = tester(table, source.where)
        for row in table.rows:
            day, partner = row.day, reckoning.records.partners.get(row.partner)
            if row.reason or day is None or partner is None or not window.holds(day) or not passes(row):
                continue
            if partner.joined > window.last:
                continue
            if source.within is not None and day > good_through(
                partner.joined, source.within, source.within_unit
            ):
                continue
            value = reckoning.bench.row_value(measure, row, edition.measures)
            if value:
                yield row, day, value

    def summed(self, version: Clause, terms: LevelCommission, window: Period) -> dict[str, Fraction]:
        """What the rows of each partner in a window come to together."""
        key = (version.id, version.version, window)
        if key not in self._sums:
            found = self._sums[key] = {}
            for row, _, value in self._values(terms, window, self.reckoning.edition_at(window.first)):
                found[row.partner] = found.get(row.partner, Fraction(0)) + value
        return self._sums[key]

    def _left(self, version: Clause, window: Period, figures: dict[str, Fraction]) -> dict[str, Fraction]:
        """What is left of figures after the shortfalls that partners carry; below zero they count as zero."""
        shortfalls, account = self.reckoning.paying.shortfalls, self.reckoning.account
        return {
            who: max(figure - shortfalls.before(account(who), version.id, window), Fraction(0))
            for who, figure in figures.items()
        }

    def _rows_crowd(self, terms: LevelCommission, period: Period, edition: Edition) -> Everybody:
        judged, source = period, terms.source
        if source is not None and source.as_of == "window_start":
            judged = earlier(period, 1, self.reckoning.rhythm)
        return Everybody(self.reckoning, period, edition, judged)

    def picked(self, terms: NetworkTerms, unit: Unit) -> date:
        """The day whose version and definitions give a line."""
        by_row = isinstance(terms, LevelCommission) and terms.source is not None and terms.source.picks_by_row
        return unit.day if by_row else unit.window.first

    def in_force(self, version: Clause, day: date) -> bool:
        """Whether a version is in force on a day for anybody, whenever they joined."""
        joined = {
            date.min,
            day,
            *(one.start for one in self.reckoning.versions[version.id]),
        }
        return any(self.reckoning.version_for(version.id, day, one) is version for one in joined)

    def house(self, place: int, only: str = "") -> Iterator[tuple[Clause, Draft, Line]]:
        """The lines of the house in a settled period, of one rule alone where it is named."""
        paying = self.reckoning.paying
        for clause in [only] if only else self.reckoning.versions:
            shared = paying.once.is_shared(clause)
            yield from paying.to_house(clause, place) if shared else self.owed_to_house(place, clause)

    def owed_to_house(self, place: int, clause: str) -> Iterator[tuple[Clause, Draft, Line]]:
        """What a rule owes where nobody earns, rounded line by line, whatever it has paid for before."""
        reckoning = self.reckoning
        for version, terms, window in self._windows(reckoning.settled[place], clause):
            for draft in self.drafts(version, window).get(HOUSE, []):
                day = self.picked(terms, draft.unit)
                if reckoning.version_for(version.id, day, day) is not version:
                    continue  # for those who join on that day another version speaks
                own = replace(draft, paid_in=version.paid_in)
                amount = rounded_in(
                    own.exact,
                    own.paid_in,
                    reckoning.rounded_by(own.paid_in, version, own.unit, place) or reckoning.edition_at(day),
                )
                if amount:
                    line = Line(amount, own.exact, False, own.parts, own.base, version, own.unit, draft=own)
                    yield version, own, line

    def warm(self) -> None:
        """Work everything out now, before the work is shared among processes."""
        for period in self.reckoning.settled:
            for clause in self.reckoning.versions:
                for version, _, window in self._windows(period, clause):
                    self.drafts(version, window)

    def _windows(self, period: Period, clause: str) -> Iterator[tuple[Clause, NetworkTerms, Period]]:
        """Every version of a rule that may give lines in a period, with each of its windows there."""
        first = self.reckoning.settled[0].first
        for version in self.reckoning.versions[clause]:
            terms = version.terms
            if isinstance(terms, LevelCommission) and terms.row_by_row:
                if version.version <= period.last.isoformat():
                    yield version, terms, period
            elif isinstance(terms, NetworkTerms):
                for window in windows_ending_in(terms.per, period, ""):
                    if window.first >= first and self.in_force(version, window.first):
                        yield version, terms, window

    def _groups(self, terms: Differential, everybody: Everybody) -> Drafts:
        tree = self.reckoning.bench.woods.tree(terms.tree, everybody.edition)
        figures = everybody.figures(terms.base)
        choosing = figures if terms.chosen_by == terms.base else everybody.figures(terms.chosen_by)
        groups = Groups(terms, tree, figures, choosing)
        units, worth = everybody.edition.metrics[terms.base].unit, worth_in(everybody.edition, terms.worth)
        found: Drafts = {}
        for person in everybody.joined():
            brought = groups.of(person)
            if brought is None or brought.amount < 0 or not everybody.belongs(person):
                continue
            if terms.earns is None or everybody.holds(terms.earns, person):
                found[person] = [_of_group(brought, everybody.window, units, worth)]
        return found

    def _matched(self, version: Clause, terms: Matching, everybody: Everybody) -> Drafts:
        reckoning = self.reckoning
        place = reckoning.place(everybody.window)
        if place is None:
            return {}
        clauses = rules_read(reckoning, version, CountedLines(terms.clauses, terms.kinds))
        way = Way(terms.walk, everybody)
        unit, window = lines_of(version), everybody.window
        heap = _Heap(paid_unit(unit, everybody.edition))
        for source in everybody.joined():
            account = reckoning.account(source)
            lines = [
                amount
                for name in clauses
                for amount in amounts_read(reckoning.paying.lines(account, name, place), unit)
            ]
            for share in shares(terms, way, source, sum(lines, Fraction(0))):
                heap.add(share.who, Unit(window, window.last, depth=share.depth, source=source), share)
        return heap.drafts("zero", lambda unit: None)


@dataclass
class _Heap:
    """Shares of the same line gathered together."""

    units: str
    lines: dict[tuple[str, int, int, str], tuple[Unit, list[Share]]] = field(default_factory=dict)

    def add(self, who: str, unit: Unit, share: Share) -> None:
        """Add a share to its line."""
        key = (who, id(unit.row), share.depth, unit.source)
        self.lines.setdefault(key, (unit, []))[1].append(share)

    def drafts(self, below_zero: str, worth: Callable[[Unit], Fraction | None]) -> Drafts:
        """A draft for each line that is not below zero, or for each where such lines are taken.

        `worth` says what makes money of the figures of a line, where they are in a declared unit.
        """
        found: Drafts = {}
        for (who, *_), (unit, gathered) in self.lines.items():
            base = sum((one.base for one in gathered), Fraction(0))
            exact = sum((one.amount for one in gathered), Fraction(0))
            if exact >= 0 or below_zero == "negative":
                each = worth(unit)
                money = exact if each is None else exact * each
                draft = Draft(unit, money, _parts(gathered), base, self.units, worth=each)
                found.setdefault(who, []).append(draft)
        return found


def _parts(gathered: list[Share]) -> tuple[Part, ...]:
    """The shares of a line by row, and by what was subtracted from the rate of whom: what brings most comes first."""
    full = [(one, one.full) for one in gathered if one.full is not None]
    if full:  # of the lines of one partner alone
        return tuple(
            Part(share.row, each.times(share.base), None, share.amount, each.amount) for share, each in full
        )
    bases: dict[tuple[int, Fraction, Fraction, str], Fraction] = {}
    for share in gathered:
        key = (share.row, share.rate, share.less, share.holder)
        bases[key] = bases.get(key, Fraction(0)) + share.base
    parts = [
        Part(row, base, rate, base * rate / 100, who=holder, less=less)
        for (row, rate, less, holder), base in bases.items()
    ]
    return tuple(sorted(parts, key=lambda part: (-part.amount, part.row, part.less, part.who)))


def _of_group(brought: Brought, window: Period, units: str, worth: Fraction | None) -> Draft:
    parts = tuple(
        Part(
            step.row,
            step.base,
            step.rate,
            step.amount,
            what=step.what,
            who=step.who,
            kept=step.kept,
            generation=step.generation,
        )
        for step in brought.steps
    )
    unit = Unit(window, window.last)
    money = brought.amount if worth is None else brought.amount * worth
    return Draft(unit, money, parts, brought.base, units, figure=brought.figure, worth=worth)
