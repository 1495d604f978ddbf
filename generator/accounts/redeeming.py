"""Redeeming: which redemptions of a period are taken and which refused, each for the first reason that holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np

from generator.accounts.points import Spend
from generator.rules.exact import MINOR_DIGITS, SAFE, Flags, Integers
from generator.settlement.reward_rows import RewardRow, reward_rows
from generator.settlement.settle import Settlement
from generator.terms.calendar import Period, Span
from generator.terms.reward import REDEMPTIONS, Limit, RewardVersion
from generator.terms.version import in_force
from generator.terms.window import Window, window_of

Outcome = Literal["taken", "withdrawn", "not_in_force", "quantity", "condition", "limit", "points"]
Taken = dict[tuple[int, str], dict[date, int]]
"""How many of a reward a partner has taken for points, by day."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a redemption: `points` are hundredths, None where it had no price; a `late` one is dated in a
    closed period and was not decided there. One that is withdrawn gives back what it took."""

    row: RewardRow
    outcome: Outcome
    points: int | None
    late: bool = False

    @property
    def gives(self) -> int:
        """How many rewards it adds to what is to be handed over."""
        return {"taken": self.row.quantity, "withdrawn": -self.row.quantity}.get(self.outcome, 0)

    @property
    def spends(self) -> int:
        """How many points it spends, in hundredths; less than none where they come back."""
        return {"taken": 1, "withdrawn": -1}.get(self.outcome, 0) * (self.points or 0)


class Redemptions:
    """All redemptions of a book, decided period by period; `decided` are the decisions of closes, oldest first."""

    def __init__(self, settlement: Settlement, decided: Iterable[Decision]) -> None:
        self._settlement = settlement
        self._rows = reward_rows(settlement.book, REDEMPTIONS)
        self._judged: dict[tuple[str, date, date], Flags] = {}
        self.taken: Taken = {}
        self._standing: dict[RewardRow, Decision] = {}
        self._turn: _Turn
        for one in decided:
            self.add(one)

    def add(self, decision: Decision) -> None:
        """Keep a decision for what comes later."""
        row = decision.row
        if decision.outcome == "withdrawn":
            self._standing.pop(row, None)
        else:
            self._standing[row] = decision
        days = self.taken.setdefault((row.who, row.reward), {})
        days[row.day] = days.get(row.day, 0) + decision.gives

    def enter(self, period: Period, *, first: bool) -> None:
        """Begin with a period that is not closed; the `first` of these decides what no close decided, too."""
        gone: list[Decision] = []
        if first:
            known = set(self._rows)
            gone = [
                replace(one, outcome="withdrawn", late=False)
                for row, one in self._standing.items()
                if one.outcome == "taken" and row not in known
            ]
            for one in gone:
                self.add(one)
        late = [row for row in self._rows if first and row.day < period.first and row not in self._standing]
        own = [row for row in self._rows if period.first <= row.day <= period.last]
        gone.sort(key=lambda one: (one.row.day, one.row.name))
        self._turn = _Turn(self, period, gone, late, own)

    @property
    def spends(self) -> tuple[Spend, ...]:
        """What points are wanted for in the period that was entered, in the order of decisions."""
        return self._turn.spends

    def returned(self) -> Integers:
        """The points that come back to each partner in the period that was entered."""
        points = np.zeros(len(self._settlement.book.partners.ids), dtype=np.int64)
        for one in self._turn.gone:
            points[one.row.who] -= one.spends
        return points

    def wanted(self, spend: Spend) -> bool:
        """Whether nothing but a lack of points could keep it from being taken."""
        return self._turn.wanted(spend)

    def honoured(self, spend: Spend) -> None:
        """It is taken."""
        self._turn.honoured(spend)

    def decisions(self) -> tuple[Decision, ...]:
        """Those of the period that was entered, when the account of points has been through it."""
        return self._turn.decisions()

    def offer(self, row: RewardRow) -> RewardVersion | None:
        """The offer in force on the day of a redemption; None where there is none for points."""
        version = in_force(self._settlement.programme.rewards[row.reward].versions, row.day)
        return None if version is None or version.price is None else version

    def may(self, row: RewardRow, offer: RewardVersion) -> bool:
        """Whether the condition of an offer held for the partner when the period before had ended."""
        if offer.condition is None:
            return True
        before = self._settlement.programme.cycle.period_of(row.day).shifted(-1)
        key = row.reward, offer.starts, before.first
        if key not in self._judged:
            found = [one.figures for one in self._settlement.results if one.period == before]
            size = len(self._settlement.book.partners.ids)
            self._judged[key] = (
                found[0].holds(offer.condition) & found[0].joined if found else np.zeros(size, dtype=np.bool_)
            )
        return bool(self._judged[key][row.who])

    def within(self, row: RewardRow, limit: Limit) -> bool:
        """Whether a redemption keeps within what can be taken in its window."""
        days = self.taken.get((row.who, row.reward), {})
        match limit.per:
            case "lifetime":
                within = Span(date.min, date.max)
            case "month":
                within = Period(row.day.replace(day=1)).span
            case _:
                within = window_of(Window(limit.per), row.day, self._settlement.programme.cycle)
        before = sum(count for day, count in days.items() if within.first <= day <= within.last)
        return before + row.quantity <= limit.count


class _Turn:
    """The redemptions of one period, decided as their turn comes."""

    def __init__(
        self,
        whole: Redemptions,
        period: Period,
        gone: Sequence[Decision],
        late: Sequence[RewardRow],
        own: Sequence[RewardRow],
    ) -> None:
        self._whole = whole
        self.gone = tuple(gone)
        self._rows = (*late, *own)
        self._late = frozenset(late)
        self._of = {row.name: row for row in self._rows}
        self._outcomes: dict[RewardRow, Outcome] = {}
        self._points: dict[RewardRow, int] = {}
        spends: list[Spend] = []
        for row in self._rows:
            offer = whole.offer(row)
            if offer is None or row.quantity < 1:
                self._outcomes[row] = "not_in_force" if offer is None else "quantity"
                continue
            assert offer.price is not None
            points = int(offer.price.value * 10**MINOR_DIGITS) * row.quantity
            if points >= SAFE:
                raise OverflowError("a redemption costs more than can be computed with exactly")
            self._points[row] = points
            day = period.first if row in self._late else row.day
            spends.append(Spend(row.who, day, points, row.name))
        self.spends: tuple[Spend, ...] = tuple(spends)

    def wanted(self, spend: Spend) -> bool:
        """Whether nothing but a lack of points could keep it from being taken."""
        row = self._of[spend.key]
        offer = self._whole.offer(row)
        assert offer is not None
        if not self._whole.may(row, offer):
            self._outcomes[row] = "condition"
        elif offer.limit is not None and not self._whole.within(row, offer.limit):
            self._outcomes[row] = "limit"
        return row not in self._outcomes

    def honoured(self, spend: Spend) -> None:
        """It is taken."""
        row = self._of[spend.key]
        self._outcomes[row] = "taken"
        self._whole.add(self._decided(row))

    def decisions(self) -> tuple[Decision, ...]:
        """All of them, when the points account has been through the period: what is withdrawn first, then late ones."""
        found = [self._decided(row) for row in self._rows]
        for one in found:
            if one.outcome != "taken":
                self._whole.add(one)
        return (*self.gone, *found)

    def _decided(self, row: RewardRow) -> Decision:
        points = self._points.get(row)
        return Decision(row, self._outcomes.get(row, "points"), points, row in self._late)
