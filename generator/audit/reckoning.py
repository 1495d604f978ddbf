"""What each statement should say: figures, tiers and lines from raw rows and public editions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from generator.audit.account import Account, Held
from generator.audit.addresses import first_day
from generator.audit.agreed import ByHand
from generator.audit.anew import Anew, anew
from generator.audit.balances import Movements
from generator.audit.booked import Change, Entries, Holding, changes_between, entries_of, forgives
from generator.audit.books import Books
from generator.audit.calendar import Period, period_of, periods
from generator.audit.closes import Closed
from generator.audit.debts import Balance, State
from generator.audit.exchange import Paid, Rates
from generator.audit.further import Further, further_of
from generator.audit.goods import Goods
from generator.audit.holds import Holds, Share
from generator.audit.kinds import Line, Unit
from generator.audit.learning import Webinar
from generator.audit.merits import Merits
from generator.audit.metrics import NotComputable, Workbench
from generator.audit.network import Network
from generator.audit.passing import Passes
from generator.audit.pay_units import POINTS, rank_of
from generator.audit.paying import Paying
from generator.audit.promise import Clause, Edition, Policy, last_revisions, order_of, versions_of
from generator.audit.records import OF_REWARDS, Partner, RawTable, Records, Row
from generator.audit.running import Moved, Running
from generator.audit.standing import Standing
from generator.audit.terms import RowSource


class NotJudgeable(ValueError):
    """A clause or an edition cannot be recomputed; the message says which and why."""


@dataclass
class Expected:
    """Everything that one statement should rest on and pay."""

    partner: Partner
    period: Period
    edition: Edition
    standing: Standing
    held: Mapping[str, Held]  # ladder -> tier achieved, held and set by the company
    lines: list[Line]
    follows: bool  # whether the partner has a statement for the period before
    counted: list[tuple[str, Row]]
    rejected: list[tuple[str, Row]]
    order: list[str]  # all rules as the list of rules has them
    titles: Mapping[
        str, dict[str, str]
    ]  # language -> thing -> title, where the edition has none of the latest
    money: Movements
    state: str  # open | ended | closed
    carried: Mapping[State, Balance] = field(default_factory=dict)  # what the period does to what rules carry
    anew: Mapping[State, Anew] = field(default_factory=dict)  # the same as closed, and as it is now
    changes: Sequence[Change] = ()  # of closed periods, booked in this one; in the order shown
    by_hand: Sequence[ByHand] = ()  # what people book, in the order shown
    waiting: Sequence[Share] = ()  # shares on hold at the end of the period, in the order shown
    spans: Mapping[str, Period] = field(default_factory=dict)  # every settled period by its name
    issued: Holding | None = None  # what the close of the period has of the partner
    corrected: Mapping[str, date] = field(default_factory=dict)  # clause and version -> when it was corrected
    exchange: Paid | None = None  # what is paid, in the partner's own currency
    further: Further = field(default_factory=Further)  # what it says besides money
    goods: Goods = field(default_factory=Goods)  # points and rewards


class Reckoning:
    """Recomputes partner after partner through all periods in order: tiers and lines remember earlier ones."""

    def __init__(
        self,
        records: Records,
        editions: list[Edition],
        last: date,
        closed: Closed | None = None,
        webinars: Mapping[str, Webinar] | None = None,
    ) -> None:
        self.closed, self.webinars = closed, webinars or {}
        self.records = records
        self.editions = last_revisions(editions)
        first = self.editions[0]
        if first.policy is None:
            raise NotJudgeable("the policy of the first edition")
        self.rhythm = first.policy.period
        days = [
            row.day for table in records.tables.values() for row in table.rows if row.day and not row.reason
        ]
        self.spans = periods(min([first.start, *days]), max([last, *days]), self.rhythm)
        self.settled = [span for span in self.spans if span.first >= first.start and span.first <= last]
        self.last = last
        self.named = {span.name: span for span in self.settled}
        self._places = {span.first: at for at, span in enumerate(self.settled)}
        self.bench = Workbench(records, self.rhythm, self.standing_of)
        self.passes = Passes.of(records, first.marks)
        self.merits = Merits(self)
        self.paying = Paying(self)
        self.network = Network(self)
        self.versions = versions_of(self.editions)
        every = [one for mine in self.versions.values() for one in mine]
        self.corrected = {f"{one.id}/{one.version}": one.corrected for one in every if one.corrected}
        self.rates = Rates.of(records.tables)
        self.order = order_of(self.editions)
        self.books: Books | None = None
        if closed is not None and (closed.closes or closed.candidate):
            self.books = Books(closed, first.policy.digits)
        self.booking = self._booking()
        self.holds = Holds(self)
        self._titles: dict[int, dict[str, dict[str, str]]] = {}
        self._accounts: dict[str, Account] = {}
        self._by_table: dict[str, dict[str, list[Row]]] = {}
        self._rows = self._by_partner()

    def titles(self, edition: Edition) -> Mapping[str, dict[str, str]]:
        """What things are called by an edition; what it does not show is called as the latest edition says."""
        if id(edition) not in self._titles:
            found: dict[str, dict[str, str]] = {}
            for other in (*self.editions, edition):
                for language, titles in other.titles.items():
                    found.setdefault(language, {}).update(titles)
            self._titles[id(edition)] = found
        return self._titles[id(edition)]

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
        """Bring the rows of every metric into order now, before the work is shared among processes."""
        for edition in self.editions:
            for metric in edition.metrics.values():
                self.bench.warm(metric, edition)
        for table in self.records.tables:
            self.rows_of(table, "")
        self.network.warm()

    def edition_of(self, period: Period) -> Edition:
        """The edition in force when a period begins."""
        return self.edition_at(period.first)

    def rounded_by(self, paid_in: str, clause: Clause, unit: Unit, place: int) -> Edition | None:
        """The edition that says how a line is rounded: of points that of the period with which it is paid.

        Of a reward that by which the rule's version is picked; None for money, of which the line's own edition says it.
        """
        if paid_in == POINTS:
            return self.edition_of(self.settled[place])
        source = getattr(clause.terms, "source", None)
        by_row = isinstance(source, RowSource) and source.picks_by_row
        return self.edition_at(unit.day if by_row else unit.window.first) if paid_in else None

    def paid_with(self, window: Period) -> Edition:
        """The edition of the period with which a window is paid."""
        return self.edition_of(period_of(window.last, self.rhythm))

    def edition_at(self, day: date) -> Edition:
        """The edition in force on a day, the first one before it."""
        return [self.editions[0], *(edition for edition in self.editions if edition.start <= day)][-1]

    def version_for(self, clause: str, day: date, joined: date) -> Clause | None:
        """The version of a clause in force on a day for a partner who joined on another, None where there is none."""
        latest: Clause | None = None
        for version in self.versions.get(clause, []):
            start = version.start
            later = version.existing_from
            if start <= day and (later is None or joined >= start or day >= later):
                latest = version
        return latest if latest is None or latest.ends is None or day <= latest.ends else None

    def place(self, period: Period) -> int | None:
        """Which of the settled periods one is, None if it is none of them."""
        return self._places.get(period.first)

    def table(self, name: str) -> RawTable:
        """A raw table; NotComputable if there is none."""
        if name not in self.records.tables:
            raise NotComputable(f"there is no table {name!r}")
        return self.records.tables[name]

    def rows_of(self, table: str, partner: str) -> Sequence[Row]:
        """The counted rows of a partner in a table."""
        if table not in self._by_table:
            found = self._by_table[table] = {}
            for row in self.table(table).rows:
                if not row.reason and row.day is not None:
                    found.setdefault(row.partner, []).append(row)
        return self._by_table[table].get(partner, [])

    def account(self, partner: str) -> Account:
        """The account of a partner; NotComputable if there is no such partner."""
        if partner not in self._accounts:
            if partner not in self.records.partners:
                raise NotComputable(f"there is no partner {partner!r}")
            self._accounts[partner] = Account(self, self.records.partners[partner])
        return self._accounts[partner]

    def accounts(self) -> list[Account]:
        """The accounts of all partners, in the order of their ids."""
        return [self.account(name) for name in sorted(self.records.partners)]

    def standing_of(self, edition: Edition, partner: str, span: Period) -> Standing:
        """The standing of somebody at the end of a window, as metrics over people ask for it."""
        return self.account(partner).standing(span, edition)

    def of(self, partner: Partner, hear: Callable[[Moved], None] = lambda moved: None) -> Iterator[Expected]:
        """What a partner's statements should say, period after period from the first one settled.

        `hear` is told of each period what it does to the money of the partner, with or without a statement.
        """
        earlier: Period | None = None
        rows = self._rows.get(partner.id, {})
        account = self.account(partner.id)
        for one in Running(self, self.holds, account):
            hear(one)
            period, edition = one.period, self.edition_of(one.period)
            policy = self.policy_of(period)
            if self.is_sealed(period):
                # What a close has issued stays; what it should have issued was judged when it was made.
                if one.issued is None or one.issued.html is None:
                    continue
            elif not (account.is_present(period) or one.tells):
                continue  # who has left and is still owed something, or owes it, must see it somewhere
            mine = rows.get(period.name, [])
            counted = [found for found in mine if not found[1].reason and found[0] not in OF_REWARDS]
            if not (policy.everyone or counted or one.tells or one.issued):
                continue
            follows = earlier is not None and earlier.last == period.first - timedelta(days=1)
            earlier = period
            held = {name: found for name in edition.ladders if (found := account.held(name, period))}
            yield Expected(
                partner,
                period,
                edition,
                account.standing(period, edition),
                held,
                one.lines,
                follows,
                counted,
                [found for found in mine if found[1].reason],
                self.order,
                self.titles(edition),
                one.money,
                self.state_of(period),
                self.paying.carried(account, one.place),
                anew(self, account, one.place),
                one.changes,
                one.by_hand,
                one.held,
                self.named,
                one.issued,
                self.corrected,
                one.exchange,
                further_of(self, self.merits, account, period),
                one.goods,
            )

    def is_sealed(self, period: Period) -> bool:
        """Whether a period is closed for good."""
        return self.closed is not None and self.closed.find(period.name) is not None

    @property
    def making(self) -> str | None:
        """The period that is just being closed."""
        return self.closed.candidate.name if self.closed is not None and self.closed.candidate else None

    def held(self, period: Period, partner: str) -> Holding | None:
        """What the close of a period has of a partner."""
        return self.books.of(period.name, partner) if self.books and self.is_sealed(period) else None

    def policy_of(self, period: Period) -> Policy:
        """The policy in force when a period begins."""
        edition = self.edition_of(period)
        if edition.policy is None:
            raise NotJudgeable(f"the policy of {edition.start}")
        return edition.policy

    def changes(self, account: Account) -> list[Change]:
        """What holds otherwise for a partner in closed periods than closes have booked, in the order shown."""
        if self.books is None or self.booking is None:
            return []
        now: Entries = {}
        forgiven: dict[str, bool] = {}
        for place, period in enumerate(self.settled[: self.booking]):
            forgiven[period.name] = forgives(self.policy_of(period), self.booking - place)
            lines = [line for name in self.order for line in self.paying.lines(account, name, place)]
            now |= entries_of(lines, period, self.records.tables)
        was = self.books.booked(account.partner.id, self.settled[self.booking].first)
        return sorted(map(self.addressed, changes_between(was, now, forgiven)), key=self.rank)

    def addressed(self, change: Change) -> Change:
        """A change under the revision of its version that holds today; what was booked names the first day alone."""
        return replace(change, version=self.last_version(change.key.clause, change.version))

    def last_version(self, clause: str, version: str) -> str:
        """The address of the revision that holds today, of a version that begins on the same day."""
        start = first_day(version)
        mine = (one.version for one in self.versions.get(clause, []) if one.start == start)
        return next(mine, version)

    def open_changes(self, partner: str, origin: str) -> list[Change]:
        """What the open period books of a closed one."""
        if self.booking is None:
            return []
        name = self.settled[self.booking].name
        changes = self.changes(self.account(partner))
        return [replace(one, booked=name) for one in changes if one.key.origin == origin]

    def rank(self, change: Change) -> tuple[object, ...]:
        """Where a change stands among those of one statement."""
        key = change.key
        place = self.order.index(key.clause) if key.clause in self.order else len(self.order)
        depth = -1 if key.depth is None else key.depth
        return (key.origin, place, key.first, depth, key.source, key.record, rank_of(key.paid_in))

    def _booking(self) -> int | None:
        """The first period that is not closed: it books what changed in those that are."""
        for place, period in enumerate(self.settled):
            if not self.is_sealed(period):
                return place
        return None

    def state_of(self, period: Period) -> str:
        """What is said of a period at the head of a statement."""
        if self.closed is not None and self.closed.close_of(period.name) is not None:
            return "closed"
        return "open" if self.last <= period.last else "ended"
