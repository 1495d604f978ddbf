"""Contest: prizes by place in the order of a metric, in one ranking or in one for each segment or region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Literal

import numpy as np
from pydantic import model_validator

from generator.rules.by_rows import may_earn
from generator.rules.contest_sayings import say_contest
from generator.rules.contract import Drafts, Figures
from generator.rules.exact import Column, Flags, Integers, over_one
from generator.rules.owed import Owed
from generator.rules.pay_checks import pay_faults
from generator.rules.refused_carriers import refuse_carriers
from generator.rules.workings import Exact, Step
from generator.source import Fault
from generator.source import Step as At
from generator.terms.amount import Amount
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.contest import Prize, Ties, check_places
from generator.terms.pay import reward_of, unit_order
from generator.terms.quantity import Quantity, Slug
from generator.terms.saying import Sayings
from generator.terms.titles import Titles


class ContestVersion(ClauseVersion):
    """`prizes` by place in `ranked_by`; `earns` says who takes part."""

    per: Literal["day", "week", "period", "quarter", "half_year", "year"]
    ranked_by: Slug
    best: Literal["highest", "lowest"] = "highest"
    ties: Ties
    divisions: Literal["segment", "region"] | None = None
    prizes: tuple[Prize, ...]

    @model_validator(mode="after")
    def _of_all(self) -> ContestVersion:
        check_places(self.prizes)
        self._check_units()
        refuse_carriers(
            self, "contest", ("existing_from",), "Partners would be ranked by two versions at once."
        )
        if self.once is not None and self.once.each != "partner":
            raise Fault(
                "once-unclear",
                f"A contest cannot be paid once for each {self.once.each}.",
                at=("once",),
                consequence="Nobody could tell which of the lines is the one that is paid.",
                cure="Write `once: partner`.",
            )
        if self.best == "lowest" and self.earns is None:
            raise Fault(
                "missing-key",
                "The key `earns` is missing here.",
                at=("best",),
                consequence="Whoever did nothing at all has the lowest figure, and would win.",
                cure="Say who takes part: `earns: {orders: {at_least: 10}}`.",
            )
        return self

    def _check_units(self) -> None:
        """Raise Fault for a prize without amount, and for what needs one unit where there are several."""
        for number, prize in enumerate(self.prizes):
            if prize.amount is None and not reward_of(self.unit_of_row(number + 1)):
                raise Fault(
                    "missing-key",
                    "The key `amount` is missing here.",
                    at=("prizes", number),
                    consequence="Nobody could say how much the place wins.",
                    cure="Add `amount: 30 000`; without it a prize is one reward, `pays_in: reward:sea-trip`.",
                )
        if self.ties.still_tied == "share" and (len(self.units) > 1 or any(map(reward_of, self.units))):
            raise Fault(
                "units-of-pay-mixed",
                "Prizes that equal partners share are all money, or all points.",
                at=("ties", "still_tied"),
                consequence="Half a trip, or half of it and half of a sum, is nothing that could be handed over.",
                cure="Write `still_tied: same_place`.",
            )
        for key in ("floor", "cap"):
            if len(self.units) > 1 and getattr(self, key) is not None:
                raise Fault(
                    "units-of-pay-mixed",
                    f"The prizes are in several units, and `{key}` is in one.",
                    at=(key,),
                    on_key=True,
                    consequence="Nobody could say how much it is for the other prizes.",
                    cure=f"Remove `{key}`, or make a contest for each unit.",
                )

    @property
    def units(self) -> tuple[str, ...]:
        """In what its prizes are paid."""
        found = {self.unit_of_row(row) for row in range(1, len(self.prizes) + 1)}
        return tuple(sorted(found, key=unit_order)) or (self.pays_in,)

    def unit_of_row(self, row: int) -> str:
        """In what a prize is paid."""
        return self.prizes[row - 1].pays_in or self.pays_in

    @property
    def amounts(self) -> list[Fraction]:
        """The prize of each place, from the first on."""
        return [amount_of(one).value for one in self.prizes for _ in range(one.first, one.last + 1)]


def amount_of(prize: Prize) -> Quantity:
    """How much a prize is: one, where nothing is written."""
    return prize.amount or Quantity(Fraction(1))


class Contest(Clause):
    """A clause of the kind contest."""

    kind: Literal["contest"]
    versions: tuple[ContestVersion, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of those who take part (`who`, the best first, division by division).

    `place` is that of the first of those who are equal, `equal` how many they are, `ranked` how many take part in the
    division.
    """

    who: Integers
    place: Integers
    equal: Integers
    ranked: Integers

    def of(self, kept: Flags) -> Ranking:
        """Some of them."""
        return Ranking(self.who[kept], self.place[kept], self.equal[kept], self.ranked[kept])


def ranking(version: ContestVersion, figures: Figures) -> Ranking:
    """Who takes part, and who is equal to whom."""
    value = figures.metric(version.ranked_by)
    takes = may_earn(version, figures) & ~figures.leaving
    if version.best == "highest":
        takes &= value.values > 0
    division = np.zeros(figures.size, dtype=np.int64)
    if version.divisions is not None:
        named = figures.segments if version.divisions == "segment" else figures.regions
        takes &= np.array([bool(one) for one in named], dtype=np.bool_)
        division = np.unique([str(one) for one in named], return_inverse=True)[1]
    who = np.flatnonzero(takes)
    sign = -1 if version.best == "highest" else 1
    keys = [division[who], sign * _order(value, who)]
    if version.ties.then is not None:
        keys.append(-_order(figures.metric(version.ties.then), who))
    order = np.lexsort(keys[::-1])
    who, keys = who[order], [key[order] for key in keys]
    alike = np.stack(keys)
    begins = np.ones(len(who), dtype=np.bool_)
    begins[1:] = np.any(alike[:, 1:] != alike[:, :-1], axis=0)
    of_division, starts, sizes = _runs(np.r_[True, keys[0][1:] != keys[0][:-1]][: len(who)])
    tied, first, equal = _runs(begins)
    place = first[tied] - starts[of_division] + 1
    return Ranking(who, place, equal[tied], sizes[of_division])


def _order(column: Column, who: Integers) -> Integers:
    """Whole numbers that stand to one another as the values do."""
    return np.unique(over_one(column.of(who))[0], return_inverse=True)[1].astype(np.int64)


def _runs(begins: Flags) -> tuple[Integers, Integers, Integers]:
    """To which run each belongs, and where each run starts and how long it is."""
    starts = np.flatnonzero(begins)
    return np.cumsum(begins) - 1, starts, np.diff(starts, append=len(begins))


@dataclass(frozen=True, slots=True)
class Won:
    """Those who win something: the sum of the prizes of their places, among how many it is divided, and its row."""

    ranking: Ranking
    prizes: list[Fraction]
    sharing: list[int]
    row: Integers


def won(version: ContestVersion, figures: Figures) -> Won:
    """What places win before anything that clauses carry."""
    amounts = version.amounts
    found = ranking(version, figures)
    found = found.of(found.place <= len(amounts))
    up_to = [Fraction(0), *accumulate(amounts)]
    prizes: list[Fraction] = []
    sharing: list[int] = []
    for place, equal in zip(found.place.tolist(), found.equal.tolist(), strict=True):
        several = equal if version.ties.still_tied == "share" else 1
        prizes.append(up_to[min(place - 1 + several, len(amounts))] - up_to[place - 1])
        sharing.append(several)
    ends = [one.last for one in version.prizes]
    row = np.searchsorted(np.array(ends, dtype=np.int64), found.place, side="left") + 1
    return Won(found, prizes, sharing, row.astype(np.int64))


def settle(clause: str, version: ContestVersion, figures: Figures) -> Drafts:
    """A line for each partner whose place wins something; the base is the figure by which they are ranked."""
    found = won(version, figures)
    who = found.ranking.who
    owed = [prize / several for prize, several in zip(found.prizes, found.sharing, strict=True)]
    drafts = Drafts(who, figures.metric(version.ranked_by).of(who), found.row, Owed.from_fractions(owed))
    return drafts.of(np.argsort(who, kind="stable"))


def amounts(version: ContestVersion) -> Iterator[tuple[tuple[At, ...], Amount, str]]:
    """The amounts with their places; prizes are plain figures."""
    yield from ()


def metrics_read(version: ContestVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Metrics that the kind reads besides its conditions, with their places."""
    yield ("ranked_by",), version.ranked_by
    if version.ties.then is not None:
        yield ("ties", "then"), version.ties.then


def check(version: ContestVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme: units of prizes, examples of one partner alone."""
    for number, prize in enumerate(version.prizes, 1):
        own = titles.paying(version.unit_of_row(number))
        yield from pay_faults(amount_of(prize), ("prizes", number - 1, "amount"), own)
    for at, _ in version.short_examples:
        yield Fault(
            "example-needs-partners",
            "An example of a contest says who takes part in it.",
            at=("examples", at, "given"),
            consequence="One partner alone is the first of one, so the example would witness little.",
            cure="Write `given: {partners: {anna: {...}, boris: {...}}}`, and after `then` who earns what.",
        )


def sayings(clause: str, version: ContestVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    return say_contest(clause, version, titles)


def steps(version: ContestVersion, base: Exact, row: int) -> list[Step]:
    """A contest has no rates; its workings hold places and prizes."""
    return []
