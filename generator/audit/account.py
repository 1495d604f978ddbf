"""One partner through all periods: figures, tiers with their memory, terms of their own, each when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from generator.audit.agreed import Agreement
from generator.audit.calendar import Period, earlier, good_through, period_of
from generator.audit.conditions import EventIs
from generator.audit.moments import Cut
from generator.audit.promise import Edition, Ladder
from generator.audit.records import Partner
from generator.audit.standing import NoSuchThing, Standing, highest, holds

if TYPE_CHECKING:
    from generator.audit.kinds import Line
    from generator.audit.reckoning import Reckoning

Value = TypeVar("Value")


class Asked(Mapping[str, Value]):
    """A mapping whose names are known and whose values are worked out when somebody asks."""

    def __init__(self, names: Sequence[str], find: Callable[[str], Value]) -> None:
        self._names = dict.fromkeys(names)
        self._find = find
        self._known: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self._known:
            if name not in self._names:
                raise KeyError(name)
            self._known[name] = self._find(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


@dataclass(frozen=True)
class Held:
    """What a ladder says of a partner for a period, and what it remembers for the next."""

    achieved: str
    held: str
    missed: int
    highest: str  # ever held
    order: tuple[str, ...]
    override: Agreement | None = None

    @property
    def paid(self) -> str:
        """The tier that everything else speaks of."""
        return self.override.name if self.override is not None else self.held


@dataclass(frozen=True)
class Moment:
    """A partner at the end of a window, as conditions ask."""

    account: Account
    span: Period
    edition: Edition

    @property
    def partner(self) -> Partner:
        """Who it is."""
        return self.account.partner

    @property
    def end(self) -> date:
        """The last day of the window."""
        return self.span.last

    @property
    def period(self) -> Period:
        """The period in which the window ends."""
        return period_of(self.span.last, self.account.reckoning.rhythm)

    @property
    def ranked(self) -> Period:
        """The period whose tier counts: at a sale, the one before."""
        return earlier(self.period, int(isinstance(self.span, Cut)), self.account.reckoning.rhythm)

    def earlier(self, periods: int) -> Standing:
        """The standing in the period so many before, by today's definitions."""
        before = earlier(self.period, periods, self.account.reckoning.rhythm)
        return self.account.standing(before, self.edition)

    def own(self, term: str) -> Fraction | None:
        """What is agreed with the partner on the last day of the window."""
        found = self.account.reckoning.records.agreed.term(self.partner.id, term, self.end)
        return None if found is None else found.value

    def has_event(self, event: EventIs) -> bool:
        """Whether there is a counted row as a condition says."""
        table = self.account.reckoning.records.tables.get(event.table)
        if table is None:
            raise NoSuchThing(f"the table {event.table!r}")
        first, last = self._days(event)
        wanted = [(table.place(event.column), event.event)]
        if event.subject_column:
            wanted.append((table.place(event.subject_column), event.subject))
        return any(
            row.day is not None
            and first <= row.day <= last
            and all(str(row.cells[at]) == text for at, text in wanted)
            for row in self.account.reckoning.rows_of(event.table, self.partner.id)
        )

    def _days(self, event: EventIs) -> tuple[date, date]:
        if event.dated == "period":
            return self.span.first, self.span.last
        if event.dated == "last":
            return earlier(self.period, event.length - 1, self.account.reckoning.rhythm).first, self.end
        if event.dated == "lifetime":
            return date.min, self.end
        joined = self.partner.joined
        return joined, min(self.end, good_through(joined, event.length, event.unit))

    def capped_lines(self, clause: str) -> Sequence[bool]:
        """For each line of a clause in the period in which the window ends whether its cap limited it."""
        return [line.capped for line in self.account.lines(clause, self.period)]


class Account:
    """What one partner's figures, tiers and lines are, period by period; everything is worked out once."""

    def __init__(self, reckoning: Reckoning, partner: Partner) -> None:
        self.reckoning = reckoning
        self.partner = partner
        self._standings: dict[tuple[Period, int], Standing] = {}
        self._held: dict[str, list[Held | None]] = {}

    def is_present(self, window: Period) -> bool:
        """Whether the partner had joined by the end of a window and had not left before it began."""
        left = self.partner.left
        return self.partner.joined <= window.last and (left is None or left >= window.first)

    def standing(self, span: Period, edition: Edition) -> Standing:
        """Figures, courses and tiers at the end of a window, by an edition's definitions."""
        key = (span, id(edition))
        found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = self._standing(span, edition)
        return found

    def _standing(self, span: Period, edition: Edition) -> Standing:
        who, moment = self.partner.id, Moment(self, span, edition)
        bench, passes = self.reckoning.bench, self.reckoning.passes

        def course(name: str) -> bool:
            return passes.valid(who, [edition.courses[name]], span.last)[name]

        def tier(ladder: str, achieved: bool) -> str:
            own = edition.ladders[ladder]
            held = self.held(ladder, moment.ranked)
            if held is None:
                return own.tiers[0].id  # before the programme's first period
            return carried(held.achieved if achieved else held.paid, held.order, own)

        return Standing(
            Asked(list(edition.metrics), lambda name: bench.over(edition.metrics[name], edition, who, span)),
            Asked(list(edition.courses), course),
            Asked(list(edition.ladders), lambda name: tier(name, False)),
            Asked(list(edition.ladders), lambda name: tier(name, True)),
            moment,
        )

    def held(self, ladder: str, period: Period) -> Held | None:
        """What a ladder says for a settled period; None before the first one, or where there is no such ladder."""
        place = self.reckoning.place(period)
        if place is None:
            return None
        known = self._held.setdefault(ladder, [])
        while len(known) <= place:
            # Requirements may ask for earlier periods, which stand there already.
            known.append(self._next(ladder, self.reckoning.settled[len(known)], known[-1] if known else None))
        return known[place]

    def _next(self, name: str, period: Period, before: Held | None) -> Held | None:
        edition = self.reckoning.edition_of(period)
        ladder = edition.ladders.get(name)
        if ladder is None:
            return None
        order = tuple(tier.id for tier in ladder.tiers)
        standing = self.standing(period, edition)
        achieved = highest(ladder, standing, edition)
        if ladder.remembers and period.last < self.partner.joined:
            return Held(achieved, order[0], 0, order[0], order)
        held, missed, ever = order[0], 0, order[0]
        if before is not None:
            held, ever = (
                carried(before.held, before.order, ladder),
                carried(before.highest, before.order, ladder),
            )
            missed = before.missed if held == before.held else 0
        if not ladder.remembers or order.index(achieved) >= order.index(held):
            held, missed = achieved, 0
        else:
            held, missed = self._below(ladder, (achieved, held, ever), missed, period)
        ever = order[max(order.index(held), order.index(ever))]
        overrides = (
            self.reckoning.records.agreed.tiers_set(self.partner.id, period.last) if ladder.overrides else []
        )
        mine = next((one for one in overrides if one.name in order), None)
        return Held(achieved, held, missed, ever, order, mine)

    def _below(
        self, ladder: Ladder, tiers: tuple[str, str, str], missed: int, period: Period
    ) -> tuple[str, int]:
        """The tier held, and how often in a row it was not kept, where less was achieved than was held."""
        edition = self.reckoning.edition_of(period)
        standing = self.standing(period, edition)
        order = [tier.id for tier in ladder.tiers]
        achieved, held, ever = (order.index(one) for one in tiers)

        def kept(at: int) -> bool:
            keep = ladder.tiers[at].keep
            return at <= achieved or at == 0 or (keep is not None and holds(keep, standing, edition))

        if kept(held):
            return order[held], 0
        missed += 1
        tier = ladder.tiers[held]
        if missed <= tier.grace or not ends_in(tier.lost_at, period):
            return order[held], missed
        if tier.falls == "one_step":
            fallen = max(held - 1, achieved)
        else:
            fallen = next(at for at in range(held - 1, -1, -1) if kept(at))
        floors = [order.index(one.floor) for one in ladder.tiers[: ever + 1] if one.floor]
        return order[min(max(fallen, *floors, 0), held)], 0

    def lines(self, clause: str, period: Period) -> list[Line]:
        """The lines of a clause in a settled period; none before the first."""
        place = self.reckoning.place(period)
        return [] if place is None else self.reckoning.paying.lines(self, clause, place)


def carried(tier: str, order: Sequence[str], ladder: Ladder) -> str:
    """The tier of the same name on another version of a ladder, or the highest that stood below it and is there."""
    there = {one.id for one in ladder.tiers}
    below = [one for one in order[: order.index(tier) + 1] if one in there]
    return below[-1] if below else ladder.tiers[0].id


def ends_in(cycle: str, period: Period) -> bool:
    """Whether the last day of a quarter, half-year or year of the calendar lies in a period."""
    if cycle == "period":
        return True
    return period_of(period.first, cycle).last <= period.last
