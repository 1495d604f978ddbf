"""From what rules give to lines: limits, once, exclusive groups and shared ceilings, period after period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.amounts import value_of
from generator.audit.anew import anew
from generator.audit.calendar import Period
from generator.audit.debts import DEBT, Balance, Debts, State
from generator.audit.drafting import Offer, offers
from generator.audit.finishing import finished
from generator.audit.kinds import Cut, Draft, Line, Unit
from generator.audit.legs import Rests, rests_of
from generator.audit.moments import order_of
from generator.audit.once import Key, Once, Paid, What, row_of, span_of
from generator.audit.promise import Clause
from generator.audit.shortfalls import SHORTFALL, Shortfalls, carries
from generator.audit.standing import NoSuchThing, View
from generator.audit.terms import Carriers, Ceiling
from generator.audit.terms_money import Guarantee

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning

ToHouse = tuple[Clause, Draft, Line]


class Paying:
    """Lines of all partners, each worked out once; earlier periods first, since limits and `once` look back."""

    def __init__(self, reckoning: Reckoning) -> None:
        self.reckoning = reckoning
        self._own: dict[tuple[str, tuple[str, ...], int], dict[str, list[Line]]] = {}
        self._all: dict[tuple[tuple[str, ...], int], _Run] = {}
        self._cut: dict[tuple[str, str, int], dict[str, list[Line]]] = {}
        self.once = Once(reckoning)
        self.debts = Debts()
        self.shortfalls = Shortfalls()
        self.rests = Rests()
        self.reading: set[tuple[str, str, int]] = set()  # rules whose lines of others are just being read

    def lines(self, account: Account, clause: str, place: int) -> list[Line]:
        """The lines of a clause for a partner in a settled period."""
        if self.is_guarantee(clause):
            line = self.debts.of(account, clause, place).line
            return [] if line is None else [line]
        ceiling = self._ceiling(clause, place)
        if ceiling is None:
            return self._chosen(account, clause, place)
        return self._below(account, ceiling, place).get(clause, [])

    def carried(self, account: Account, place: int) -> dict[State, Balance]:
        """By rule and state what a settled period does to what is carried of a partner, in the order shown."""
        moved = anew(self.reckoning, account, place)
        return {
            (name, state): one
            for name in self.carrying()
            for state, one in self.balances(account, name, place).items()
            if one.shows or (name, state) in moved
        }

    def carrying(self) -> list[str]:
        """The rules that carry something from period to period: a debt, a shortfall, or the rests of legs."""
        versions = self.reckoning.versions
        return [
            name
            for name in self.reckoning.order
            if self.is_guarantee(name)
            or rests_of(self.reckoning, name)
            or any(carries(one.terms) for one in versions.get(name, []))
        ]

    def balances(self, account: Account, clause: str, place: int) -> dict[str, Balance]:
        """By state what a settled period does to what one rule carries of a partner."""
        if self.is_guarantee(clause):
            return {DEBT: self.debts.of(account, clause, place)}
        if rests_of(self.reckoning, clause):
            return dict(self.rests.of(account, clause, place).balances)
        return {SHORTFALL: self.shortfalls.of(account, clause, place)}

    def is_guarantee(self, clause: str) -> bool:
        """Whether the lines of a rule follow from a debt that it carries."""
        return any(isinstance(one.terms, Guarantee) for one in self.reckoning.versions.get(clause, []))

    def _carriers(self, clause: str, place: int) -> Carriers:
        edition = self.reckoning.edition_of(self.reckoning.settled[place])
        found = edition.clauses.get(clause) or self.reckoning.versions[clause][-1]
        return found.terms.carriers if found.terms is not None else Carriers()

    def _group(self, clause: str, place: int) -> tuple[str, ...]:
        """The clauses among which only one line is paid, in the order of the list of rules."""
        name = self._carriers(clause, place).best_of
        if not name:
            return (clause,)
        return tuple(one for one in self.reckoning.order if self._carriers(one, place).best_of == name)

    def _chosen(self, account: Account, clause: str, place: int) -> list[Line]:
        """The lines after limits, once and the choice of the largest."""
        group = self._group(clause, place)
        if any(map(self.once.is_shared, group)):
            return self._among_all(group, place).found.get(account.partner.id, {}).get(clause, [])
        key = (account.partner.id, group, place)
        if key not in self._own:
            self._own[key] = _Run(self, place, group).of([account]).found[account.partner.id]
        return self._own[key].get(clause, [])

    def _among_all(self, group: tuple[str, ...], place: int) -> _Run:
        key = (group, place)
        if key not in self._all:
            self._all[key] = _Run(self, place, group).of(self.reckoning.accounts())
        return self._all[key]

    def to_house(self, clause: str, place: int) -> list[ToHouse]:
        """The lines of the house by a rule that pays once among all partners and the house together."""
        return self._among_all(self._group(clause, place), place).to_house.get(clause, [])

    def before(self, account: Account, clause: str, place: int) -> Iterable[Line]:
        """The lines of a clause in all earlier periods."""
        for earlier in range(place):
            yield from self.lines(account, clause, earlier)

    def _ceiling(self, clause: str, place: int) -> Ceiling | None:
        name = self._carriers(clause, place).ceiling
        if not name:
            return None
        edition = self.reckoning.edition_of(self.reckoning.settled[place])
        if name not in edition.ceilings:
            raise NoSuchThing(f"the ceiling {name!r}")
        return edition.ceilings[name]

    def _below(self, account: Account, ceiling: Ceiling, place: int) -> dict[str, list[Line]]:
        """The lines of all clauses that share a ceiling, cut to it."""
        who = account.partner.id
        if (ceiling.id, who, place) not in self._cut:
            people = self.reckoning.accounts() if ceiling.programme else [account]
            self._share(ceiling, people, place)
        return self._cut[ceiling.id, who, place]

    def _share(self, ceiling: Ceiling, people: Sequence[Account], place: int) -> None:
        period = self.reckoning.settled[place]
        edition = self.reckoning.edition_of(period)
        clauses = [one for one in self.reckoning.order if self._carriers(one, place).ceiling == ceiling.id]
        found = [
            (account.partner.id, clause, line)
            for clause in clauses
            for account in people
            for line in self._chosen(account, clause, place)
        ]
        view = View(people[0].standing(period, edition), edition)
        most = max(value_of(ceiling.most, view), Fraction(0))
        policy = edition.policy
        assert policy is not None
        shared: dict[str, dict[str, list[Line]]] = {account.partner.id: {} for account in people}
        for group in [[one] for one in clauses] if ceiling.in_order else [clauses]:
            mine = [one for one in found if one[1] in group]
            total = sum((line.amount for _, _, line in mine if line.amount > 0), Fraction(0))
            how = Cut(ceiling.id, most, total, ceiling.programme, ceiling.in_order)
            for who, clause, line in mine:
                left = _cut(line, how, 10**policy.digits)
                if left.amount:
                    shared[who].setdefault(clause, []).append(left)
            most = max(most - total, Fraction(0))
        for who, by_clause in shared.items():
            self._cut[ceiling.id, who, place] = by_clause


def _cut(line: Line, how: Cut, scale: int) -> Line:
    """A line cut to its share of what a ceiling has, and rounded down; a negative one stays."""
    if how.together <= how.most or line.amount <= 0:
        return line
    amount = Fraction(line.amount * how.most / how.together * scale // 1, scale)
    return replace(line, amount=amount, capped=True, cut=how)


class _Run:
    """One period of some rules for some partners, one window or row after the other."""

    def __init__(self, paying: Paying, place: int, group: tuple[str, ...]) -> None:
        self.paying, self.place, self.group = paying, place, group
        self.marks: dict[tuple[str, What], Paid] = {}
        self.found: dict[str, dict[str, list[Line]]] = {}
        self.to_house: dict[str, list[ToHouse]] = {}

    def of(self, people: Sequence[Account]) -> _Run:
        """Work out the lines of everyone, by partner and clause, and those of the house where they count, too."""
        stages: dict[Key, list[tuple[Account, int, Offer]]] = {}
        for account in people:
            self.found[account.partner.id] = {}
            for number, clause in enumerate(self.group):
                for offer in offers(account, clause, self.place):
                    unit = offer.draft.unit
                    key = (*offer.order, unit.window.first, account.partner.id, unit.recruit)
                    stages.setdefault(key, []).append((account, number, offer))
        of_house: dict[Key, list[ToHouse]] = {}
        for clause in filter(self.paying.once.is_shared, self.group):
            for one in self.paying.reckoning.network.owed_to_house(self.place, clause):
                unit = one[1].unit
                order = order_of(self.paying.reckoning, unit)
                of_house.setdefault((*order, unit.window.first, "", ""), []).append(one)
        for key in sorted({*stages, *of_house}, key=_sortable):
            self._stage(stages.get(key, []))
            self._stage_of_house(of_house.get(key, []))
        return self

    def _stage(self, stage: Sequence[tuple[Account, int, Offer]]) -> None:
        """One window or row of one partner: the line of each rule, or the largest of them."""
        lines: list[tuple[Account, Line, Offer]] = []
        for account, _, offer in sorted(stage, key=lambda one: one[1]):
            line = self._line(account, offer, lines)
            if line is not None:
                lines.append((account, line, offer))
        if any(
            offer.clause.terms is not None and offer.clause.terms.carriers.best_of for _, _, offer in lines
        ):
            best = max((line.amount for _, line, _ in lines if line.amount > 0), default=None)
            first = next((line for _, line, _ in lines if line.amount == best), None)
            lines = [one for one in lines if one[1].amount < 0 or one[1] is first]
        for account, line, offer in lines:
            self.found[account.partner.id].setdefault(offer.clause.id, []).append(line)
            self._note(account.partner.id, offer.clause.id, offer.draft.unit)

    def _stage_of_house(self, stage: Sequence[ToHouse]) -> None:
        """One window or row of the house, in which nothing but `once` takes a line away."""
        for one in stage:
            version, draft, _ = one
            if not self._is_taken(None, version, draft.unit):
                self.to_house.setdefault(version.id, []).append(one)
                self._note("", version.id, draft.unit)

    def _line(
        self, account: Account, offer: Offer, beside: Sequence[tuple[Account, Line, Offer]]
    ) -> Line | None:
        """The line of one offer; `beside` are those of its window or row that were worked out before it."""
        terms = offer.clause.terms
        assert terms is not None
        carriers, unit = terms.carriers, offer.draft.unit
        paid_in = offer.draft.paid_in or offer.clause.paid_in
        draft = replace(offer.draft, paid_in=paid_in)
        if self._is_taken(account, offer.clause, unit):
            return None
        spent: Fraction | None = None
        if carriers.limit is not None:
            span = span_of(self.paying.reckoning, carriers.limit_window, unit, self.place)
            before = self._earlier(account, offer.clause.id, span)
            before += [line for _, line, other in beside if other.clause.id == offer.clause.id]
            used = (line.amount for line in before if line.paid_in == paid_in)
            spent = sum(used, Fraction(0)) * (-1 if draft.taken else 1)
        by = self.paying.reckoning.rounded_by(paid_in, offer.clause, unit, self.place)
        line = finished(draft, carriers, offer.view, spent, by)
        if not line.amount:
            return None
        return replace(line, rule=offer.clause)

    def _earlier(self, account: Account, clause: str, span: Period | None) -> list[Line]:
        """The lines of a clause that stand before, those of a stretch of days only where one is given."""
        lines = [
            *self.paying.before(account, clause, self.place),
            *self.found[account.partner.id].get(clause, []),
        ]
        return [one for one in lines if one.unit is not None and (span is None or span.holds(one.unit.day))]

    def _note(self, who: str, clause: str, unit: Unit) -> None:
        """What a line has paid for, as any version of its rule may ask."""
        for what in self.paying.once.whats(clause):
            mark = self.paying.once.mark(who, what, unit, self.place)
            if mark is not None:
                self.marks.setdefault((clause, what), {}).setdefault(mark, row_of(unit))

    def _is_taken(self, account: Account | None, version: Clause, unit: Unit) -> bool:
        """Whether the rule has paid for the same already, by another row; all lines of one row are paid."""
        terms, once = version.terms, self.paying.once
        if terms is None or not terms.carriers.once:
            return False
        what = terms.carriers.once, terms.carriers.once_within
        mark = once.mark(account.partner.id if account is not None else "", what, unit, self.place)
        if mark is None:
            return False
        paid = self.marks.get((version.id, what), {})
        if mark not in paid:
            paid = once.before(account, version.id, what, self.place)
        row = row_of(unit)
        return mark in paid and not (row and paid[mark] == row)


def _sortable(key: Key) -> Key:
    """Keys of windows and of rows are of one kind within a run."""
    return tuple(str(one) if not isinstance(one, int) else f"{one:012d}" for one in key)
