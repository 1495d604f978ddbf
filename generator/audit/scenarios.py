"""Executes scenarios: the audit's own reckoning over the people and rows that a page shows, window by window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from generator.audit.account import Account, Asked
from generator.audit.calendar import Period
from generator.audit.conditions import (
    Condition,
    CoursePassed,
    EventIs,
    Joined,
    JoinedWithin,
    RegionIs,
    SegmentIs,
    TierAtLeast,
    TierIs,
)
from generator.audit.coverage import Coverage
from generator.audit.debts import DEBT
from generator.audit.definitions import Metric
from generator.audit.given import CARRIED, HOUSE, Facts, Given, Member, NotExecutable, given_by
from generator.audit.kinds import Draft, Line, Unit, in_money
from generator.audit.made_records import records_of
from generator.audit.metrics import Workbench
from generator.audit.pay_units import paid_in, paid_unit
from generator.audit.paying import Paying
from generator.audit.promise import Clause, Edition
from generator.audit.reckoning import NotJudgeable, Reckoning
from generator.audit.scenario_pages import Scenario
from generator.audit.shortfalls import SHORTFALL, carries, unit_of_base
from generator.audit.standing import Standing, ladder_of
from generator.audit.terms_legs import Binary
from generator.audit.terms_money import Guarantee


@dataclass(frozen=True)
class Difference:
    """An amount that an example names, or should name, and what the rules give instead."""

    window: int
    person: str
    clause: str
    says: Fraction
    gives: Fraction

    def __str__(self) -> str:
        by = "in all" if self.clause == "total" else f"by {self.clause}"
        says, gives = _plain(self.says), _plain(self.gives)
        return f"window {self.window}: it says {says} for {self.person} {by}, the rules give {gives}"


def _plain(amount: Fraction) -> str:
    """An amount as people write it; rounded amounts have few decimals."""
    return format(Decimal(amount.numerator) / Decimal(amount.denominator), "f")


def run_scenario(
    scenario: Scenario, clause: Clause, edition: Edition, coverage: Coverage
) -> list[Difference]:
    """Every amount that is not as the rules give it; ValueError or KeyError where it cannot be executed."""
    given = given_by(scenario, edition, _carried(clause, edition))
    unread = sorted(name for name, one in edition.clauses.items() if one.terms is None)
    if unread:
        raise NotJudgeable(f"{', '.join(unread)} could not be read, and all rules run over an example")
    rehearsal = Rehearsal(given, edition)
    found = list(_differences(rehearsal, clause))
    for at in range(max((len(one.tiers) for one in edition.ladders.values()), default=0)):
        if not rehearsal.unsaid:
            break
        # A table looks for a tier that is not given. It may not matter, as where there is nothing to multiply.
        if list(_differences(Rehearsal(given, edition, at), clause)) != found:
            person, ladder = min(rehearsal.unsaid)
            raise NotExecutable(f"the tier of {person} on the ladder {ladder} decides, and is not given")
    for window in given.windows:
        paid = rehearsal.paid(window)
        for person in given.members:
            account = rehearsal.account(person)
            if account.is_present(window):
                coverage.meet(clause, account.standing(window, edition), edition)
            for line in paid[person].get(clause.id, []):
                coverage.apply(clause, line)
    return found


def _differences(rehearsal: Rehearsal, clause: Clause) -> Iterator[Difference]:
    given = rehearsal.given
    for number, (window, then) in enumerate(zip(given.windows, given.then, strict=True), start=1):
        named = {clause.id, *(name for _, name in then if name != "total" and not name.startswith(CARRIED))}
        paid = rehearsal.paid(window)
        for person in (*given.members, HOUSE):
            for name in sorted(named):
                says, unit = then.get((person, name), (Fraction(0), ""))
                mine = paid[person].get(name, [])
                gives = sum((line.amount for line in mine), Fraction(0))
                units = {paid_unit(line.paid_in, rehearsal.editions[0]) for line in mine}
                if says != gives or (says and units != {unit}):
                    yield Difference(number, person, name, says, gives)
            if (person, "total") in then:
                money = in_money(line for mine in paid[person].values() for line in mine)
                total = sum((line.amount for line in money), Fraction(0))
                if then[person, "total"][0] != total:
                    yield Difference(number, person, "total", then[person, "total"][0], total)
            for name in sorted(name for who, name in then if who == person and name.startswith(CARRIED)):
                closing = rehearsal.closing(person, clause, name.removeprefix(CARRIED), window)
                if then[person, name][0] != closing:
                    yield Difference(number, person, name, then[person, name][0], closing)


def _carried(clause: Clause, edition: Edition) -> dict[str, str]:
    """What a rule carries, by the name under which an example asks for it, with its unit."""
    if isinstance(clause.terms, Guarantee):
        return {f"{CARRIED}{DEBT}": edition.currency}
    if carries(clause.terms):
        return {f"{CARRIED}{SHORTFALL}": unit_of_base(clause, edition)}
    if isinstance(clause.terms, Binary):
        return dict.fromkeys(
            (CARRIED + leg for leg in clause.terms.carried), edition.metrics[clause.terms.left].unit
        )
    return {}


class Rehearsal(Reckoning):
    """A reckoning over a scenario, in which what is given stands for what would be worked out."""

    def __init__(self, given: Given, edition: Edition, fallback: int | None = None) -> None:
        super().__init__(records_of(given, edition), [edition], given.windows[-1].last)
        self.given = given
        self.network.funds.endless = True
        self.bench = _Bench(self)
        self.paying = _Paying(self)
        self.with_rows = {table for table, _, _ in given.rows}
        self.fallback = fallback  # how high those stand of whom no tier is given; as figures have it if None
        self.unsaid: set[tuple[str, str]] = (
            set()
        )  # person and ladder of tiers that a table looked for in vain
        self._members: dict[str, _Member] = {}

    def account(self, partner: str) -> Account:
        """The account of somebody of the scenario."""
        if partner not in self._members:
            self._members[partner] = _Member(self, self.given.members[partner])
        return self._members[partner]

    def paid(self, window: Period) -> dict[str, dict[str, list[Line]]]:
        """All lines of a window, by person (the house too) and rule."""
        place = self.place(window)
        assert place is not None
        found: dict[str, dict[str, list[Line]]] = {HOUSE: {}}
        for person in self.given.members:
            account = self.account(person)
            found[person] = {name: self.paying.lines(account, name, place) for name in self.versions}
        for version, _, line in self.network.house(place):
            found[HOUSE].setdefault(version.id, []).append(line)
        return found

    def closing(self, person: str, clause: Clause, state: str, window: Period) -> Fraction:
        """What a rule carries for somebody at the end of a window."""
        place = self.place(window)
        if person == HOUSE or place is None:
            raise NotExecutable(f"{clause.id} carries nothing for {person}")
        return self.paying.balances(self.account(person), clause.id, place)[state].closing


class _Paying(Paying):
    """Lines, of which some are given outright for a person and window."""

    def lines(self, account: Account, clause: str, place: int) -> list[Line]:
        """What is given, else what the rules give."""
        window = self.reckoning.settled[place]
        assert isinstance(account, _Member)
        number = account.given.window_of(window.last)
        facts = account.member.facts.get(number) if number is not None else None
        if facts is None or clause not in facts.lines:
            return super().lines(account, clause, place)
        (amount, shown), rule = facts.lines[clause], self.reckoning.versions[clause][-1]
        unit = Unit(window, window.last)
        draft = Draft(unit, amount, (), paid_in=paid_in(shown, self.reckoning.editions[0]))
        line = Line(amount, amount, False, (), rule=rule, unit=unit, draft=draft)
        return [line] if amount else []


class _Bench(Workbench):
    """Metrics, of which some are given outright for a person and window."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__(rehearsal.records, rehearsal.rhythm, rehearsal.standing_of)
        self.given = rehearsal.given

    def over(self, metric: Metric, edition: Edition, partner: str, span: Period) -> Fraction:
        """What is given for the window in which a window ends, else what comes of the rows."""
        number = self.given.window_of(span.last)
        member = self.given.members.get(partner)
        if number is not None and member is not None and number in member.facts:
            told = member.facts[number].metrics.get(metric.id)
            if told is not None:
                return told
        return super().over(metric, edition, partner, span)


class _Member(Account):
    """Somebody of a scenario."""

    def __init__(self, rehearsal: Rehearsal, member: Member) -> None:
        super().__init__(rehearsal, rehearsal.records.partners[member.name])
        self.member = member
        self.rehearsal = rehearsal
        self.given = rehearsal.given

    def _standing(self, span: Period, edition: Edition) -> Standing:
        plain = super()._standing(span, edition)
        number = self.given.window_of(span.last)
        facts = self.member.facts.get(number, Facts()) if number is not None else Facts()
        ladders = list(edition.ladders)
        return replace(
            plain,
            courses={name: name not in facts.missing for name in edition.courses},
            tiers=Asked(ladders, lambda name: facts.tiers.get(name) or self._tier(name, plain, edition)),
            achieved=Asked(ladders, lambda name: facts.tiers.get(name) or self._tier(name, plain, edition)),
            unsaid=lambda one: self._unsaid(one, facts, edition),
        )

    def _tier(self, ladder: str, plain: Standing, edition: Edition) -> str:
        """The tier that a table looks for and that is not given."""
        self.rehearsal.unsaid.add((self.member.name, ladder))
        tiers, at = edition.ladders[ladder].tiers, self.rehearsal.fallback
        return plain.tiers[ladder] if at is None else tiers[min(at, len(tiers) - 1)].id

    def _unsaid(self, condition: Condition, facts: Facts, edition: Edition) -> bool:
        """Whether a condition asks for a fact that the scenario does not speak of."""
        place, dates = self.member.place, self.member.dates
        if isinstance(condition, TierAtLeast):
            return ladder_of(condition.tier, edition).id not in facts.tiers
        if isinstance(condition, TierIs):
            return ladder_of(condition.tiers[0], edition).id not in facts.tiers
        if isinstance(condition, CoursePassed):
            return condition.course not in facts.missing
        if isinstance(condition, SegmentIs):
            return "segment" not in place
        if isinstance(condition, RegionIs):
            return "region" not in place
        if isinstance(condition, Joined | JoinedWithin):
            return "joined" not in dates
        return isinstance(condition, EventIs) and condition.table not in self.rehearsal.with_rows
