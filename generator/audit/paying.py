"""From what rules give to lines: limits, once, exclusive groups and shared ceilings, period after period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.audit.amounts import value_of
from generator.audit.anew import anew
from generator.audit.calendar import Period, period_of
from generator.audit.debts import DEBT, Balance, Debts, State
from generator.audit.drafting import Offer, offers
from generator.audit.finishing import finished
from generator.audit.kinds import Cut, Line, Unit
from generator.audit.legs import Rests, rests_of
from generator.audit.shortfalls import SHORTFALL, Shortfalls, carries
from generator.audit.standing import NoSuchThing, View
from generator.audit.terms import Carriers, Ceiling
from generator.audit.terms_money import Guarantee

if TYPE_CHECKING:
    from generator.audit.account import Account
    from generator.audit.reckoning import Reckoning

SHARED = ("customer", "sale")  # paid once among all partners together

Key = tuple[object, ...]


class Paying:
    """Lines of all partners, each worked out once; earlier periods first, since limits and `once` look back."""

    def __init__(self, reckoning: Reckoning) -> None:
        self.reckoning = reckoning
        self._own: dict[tuple[str, tuple[str, ...], int], dict[str, list[Line]]] = {}
        self._all: dict[tuple[tuple[str, ...], int], dict[str, dict[str, list[Line]]]] = {}
        self._cut: dict[tuple[str, str, int], dict[str, list[Line]]] = {}
        self._taken: dict[tuple[str, int, str, str], dict[Key, Key]] = {}
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
        if any(self._carriers(one, place).once in SHARED for one in group):
            return self._among_all(group, place).get(account.partner.id, {}).get(clause, [])
        key = (account.partner.id, group, place)
        if key not in self._own:
            self._own[key] = _Run(self, place).of([(account, group)])[account.partner.id]
        return self._own[key].get(clause, [])

    def _among_all(self, group: tuple[str, ...], place: int) -> dict[str, dict[str, list[Line]]]:
        key = (group, place)
        if key not in self._all:
            everyone = [(account, group) for account in self.reckoning.accounts()]
            self._all[key] = _Run(self, place).of(everyone)
        return self._all[key]

    def before(self, account: Account, clause: str, place: int) -> Iterable[Line]:
        """The lines of a clause in all earlier periods."""
        for earlier in range(place):
            yield from self.lines(account, clause, earlier)

    def taken_before(self, clause: str, place: int, once: str, within: str) -> dict[Key, Key]:
        """What a rule that pays once among all partners has paid for in earlier periods, each with its row."""
        key = (clause, place, once, within)
        if key not in self._taken:
            found: dict[Key, Key] = {}
            if place:
                found |= self.taken_before(clause, place - 1, once, within)
                for account in self.reckoning.accounts():
                    for line in self.lines(account, clause, place - 1):
                        assert line.unit is not None
                        found[self.mark(account, once, within, line.unit, place - 1)] = row_of(line.unit)
            self._taken[key] = found
        return self._taken[key]

    def mark(self, account: Account, once: str, within: str, unit: Unit, place: int) -> Key:
        """What a line of a settled period is the only one of, and in which stretch of days."""
        span = self.span(within, unit, place)
        return (*self._mark(account, once, unit), *(() if span is None else (span.first,)))

    def span(self, window: str, unit: Unit, place: int) -> Period | None:
        """The stretch of days in which a line of a settled period lies; None for all time."""
        if window in ("", "lifetime"):
            return None
        return self.reckoning.settled[place] if window == "period" else period_of(unit.day, window)

    def _mark(self, account: Account, once: str, unit: Unit) -> Key:
        """Whom or what a line is for; an empty customer or sale is nobody else's."""
        if once == "partner":
            return (account.partner.id,)
        if once == "recruit":
            return (unit.recruit,)
        if unit.row is None:
            raise NoSuchThing(f"a row to be paid once for its {once}")
        table = self.reckoning.table(unit.table)

        def cell(name: str) -> str:
            return str(unit.row.cells[table.place(name)] or "") if unit.row and name in table.columns else ""

        if once == "event":
            return (account.partner.id, cell("event"), cell("subject"))
        name = cell(once)
        if once == "sale" and unit.row.part:
            return (name, account.partner.id)  # each part of a sale is a sale of its own
        return (name,) if name else (unit.table, unit.row.file, unit.row.number)

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

    def __init__(self, paying: Paying, place: int) -> None:
        self.paying, self.place = paying, place
        self.marks: dict[str, dict[Key, Key]] = {}
        self.found: dict[str, dict[str, list[Line]]] = {}

    def of(self, people: Sequence[tuple[Account, tuple[str, ...]]]) -> dict[str, dict[str, list[Line]]]:
        """The lines of everyone, by partner and clause."""
        stages: dict[Key, list[tuple[Account, int, Offer]]] = {}
        for account, group in people:
            self.found[account.partner.id] = {}
            for number, clause in enumerate(group):
                for offer in offers(account, clause, self.place):
                    unit = offer.draft.unit
                    key = (*offer.order, unit.window.first, account.partner.id, unit.recruit)
                    stages.setdefault(key, []).append((account, number, offer))
        for key in sorted(stages, key=_sortable):
            self._stage(stages[key])
        return self.found

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
            mark = self._mark(account, offer)
            if mark is not None:
                self.marks.setdefault(offer.clause.id, {})[mark] = row_of(offer.draft.unit)

    def _line(
        self, account: Account, offer: Offer, beside: Sequence[tuple[Account, Line, Offer]]
    ) -> Line | None:
        """The line of one offer; `beside` are those of its window or row that were worked out before it."""
        terms = offer.clause.terms
        assert terms is not None
        carriers, unit = terms.carriers, offer.draft.unit
        paid_in = offer.draft.paid_in or offer.clause.paid_in
        draft = replace(offer.draft, paid_in=paid_in)
        if self._is_taken(account, offer):
            return None
        spent: Fraction | None = None
        if carriers.limit is not None:
            span = self.paying.span(carriers.limit_window, unit, self.place)
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

    def _mark(self, account: Account, offer: Offer) -> Key | None:
        terms = offer.clause.terms
        if terms is None or not terms.carriers.once:
            return None
        once, within = terms.carriers.once, terms.carriers.once_within
        return self.paying.mark(account, once, within, offer.draft.unit, self.place)

    def _is_taken(self, account: Account, offer: Offer) -> bool:
        """Whether the rule has paid for the same already, by another row; all lines of one row are paid."""
        mark, terms, clause = self._mark(account, offer), offer.clause.terms, offer.clause.id
        if mark is None or terms is None:
            return False
        once, within = terms.carriers.once, terms.carriers.once_within
        taken = self.marks.get(clause, {})
        if mark not in taken and once in SHARED:
            taken = self.paying.taken_before(clause, self.place, once, within)
        elif mark not in taken:
            taken = {
                self.paying.mark(account, once, within, line.unit, earlier): row_of(line.unit)
                for earlier in range(self.place)
                for line in self.paying.lines(account, clause, earlier)
                if line.unit is not None
            }
        row = row_of(offer.draft.unit)
        return mark in taken and not (row and taken[mark] == row)


def row_of(unit: Unit) -> Key:
    """The row for which a line is; nothing for a line over a window."""
    return () if unit.row is None else (unit.table, unit.row.file, unit.row.number)


def _sortable(key: Key) -> Key:
    """Keys of windows and of rows are of one kind within a run."""
    return tuple(str(one) if not isinstance(one, int) else f"{one:012d}" for one in key)
