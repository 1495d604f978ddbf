"""Fixed bonus: one amount for a fact that is or is not, such as joining, a first order or a recruit's first sale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from pydantic import model_validator

from generator.rules.amounts import amount_values
from generator.rules.by_rows import columns_needed, drafts_of, due_rows, may_earn
from generator.rules.contract import Days, Drafts, Figures
from generator.rules.exact import Column, Integers, compared
from generator.rules.owed import Owed
from generator.rules.workings import Exact, Step
from generator.source import Fault
from generator.source import Step as At
from generator.terms.amount import Amount, AnyAmount, say_amount
from generator.terms.carriers import say_carriers
from generator.terms.clause import Clause, ClauseVersion, say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.judged import say_judged
from generator.terms.pay_sayings import say_pays_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.quantity import Quantity
from generator.terms.recruit_fact import AnyForEach, FirstSale, say_for_each
from generator.terms.row_source import TABLE_OF, AnyRowSource, say_row_source
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles


class FixedBonusVersion(ClauseVersion):
    """`amount` is paid for each window in which `earns` holds, for each row of `source`, or `for_each` recruit."""

    amount: AnyAmount
    source: AnyRowSource | None = None
    for_each: AnyForEach | None = None

    @model_validator(mode="after")
    def _one_fact(self) -> FixedBonusVersion:
        if self.rowwise and (self.source is None or self.source.table != TABLE_OF[self.per]):
            raise Fault(
                "source-unclear",
                f"A bonus per {self.per.replace('_', ' ')} reads rows of the table {TABLE_OF[self.per]}.",
                at=() if self.source is None else ("source",),
                consequence="Nobody could tell which rows earn something.",
                cure=f"Write `source: {{{TABLE_OF[self.per]}: {{...}}}}`.",
            )
        if not self.rowwise and self.source is not None:
            raise Fault(
                "source-unclear",
                "A bonus over a window is earned by a condition, not by rows.",
                at=("source",),
                on_key=True,
                consequence="Nobody could say how often it is paid.",
                cure="Remove `source`, or pay `per: sale` or `per: event`.",
            )
        if self.rowwise and self.for_each is not None:
            raise Fault(
                "source-unclear",
                "A bonus is paid for rows or for recruits, not for both.",
                at=("for_each",),
                other=("source",),
                on_key=True,
                consequence="Nobody could say how often it is paid.",
                cure="Remove one of them.",
            )
        if self.earns is None and not self.rowwise and self.for_each is None:
            raise Fault(
                "missing-key",
                "The key `earns` is missing here.",
                consequence="Without it everybody would be paid in every window.",
                cure="Add the condition: `earns: {paid_orders: {at_least: 1}}`.",
            )
        self._check_once()
        return self

    def _check_once(self) -> None:
        if self.once is None:
            return
        fits: tuple[str, ...] = ("partner",)
        if self.for_each is not None:
            fits = ("recruit",)
        elif self.rowwise:
            fits = ("event",) if self.per == "event" else ("customer", "sale")
        if self.once.each not in fits:
            raise Fault(
                "once-unclear",
                f"This bonus cannot be paid once for each {self.once.each}.",
                at=("once",),
                consequence="Nobody could tell which of the lines is the one that is paid.",
                cure=f"Here fits `once: {fits[0]}`.",
            )


class FixedBonus(Clause):
    """A clause of the kind fixed_bonus."""

    kind: Literal["fixed_bonus"]
    versions: tuple[FixedBonusVersion, ...]


def settle(clause: str, version: FixedBonusVersion, figures: Figures) -> Drafts:
    """A draft for each partner for whom the condition holds, each row or each recruit; no base takes part."""
    if version.source is not None:
        rows, _ = due_rows(version, figures, figures.rows(version.source, (), columns_needed(version)))
        return drafts_of(version, rows.who, *_paid(version, figures, rows.who), rows)
    who = np.flatnonzero(may_earn(version, figures))
    if version.for_each is not None:
        return _for_recruits(version, figures, who)
    return drafts_of(version, who, *_paid(version, figures, who))


def _paid(version: FixedBonusVersion, figures: Figures, who: Integers) -> tuple[Column, Integers, Owed]:
    """No base, no row, and the amount for each."""
    none = np.zeros(len(who), dtype=np.int64)
    if isinstance(version.amount, Quantity):
        return Column(none, 0), none, Owed.each([version.amount.value], none)
    return Column(none, 0), none, Owed.of_column(amount_values(version.amount, figures).of(who))


def _for_recruits(version: FixedBonusVersion, figures: Figures, earners: Integers) -> Drafts:
    assert version.for_each is not None
    fact = version.for_each.fact
    day: Days | None = None
    if isinstance(fact, FirstSale):
        measures = list(dict.fromkeys(test.measure for test in fact.tests))
        rows = figures.first_rows(fact.source, measures if fact.must else (), () if fact.must else fact.tests)
        for test in fact.tests if fact.must else ():
            rows = rows.of(compared(rows.values[test.measure], test.compare, test.bound.value))
        if fact.within is not None:
            rows = figures.soon_after_joining(rows, fact.within)
        recruits, day = rows.who, rows.day
    else:
        recruits = np.flatnonzero(figures.present & figures.holds(fact))
    sponsors = figures.sponsors[recruits]
    kept = np.isin(sponsors, earners)
    recruits, sponsors = recruits[kept], sponsors[kept]
    return Drafts(
        sponsors,
        *_paid(version, figures, sponsors),
        source=recruits,
        day=None if day is None else day[kept],
    )


def amounts(version: FixedBonusVersion) -> Iterator[tuple[tuple[At, ...], Amount, str]]:
    """The amounts with their places, and what each must be."""
    yield ("amount",), version.amount, "money"


def metrics_read(version: FixedBonusVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Metrics that the kind reads besides its conditions and amounts, with their places; none here."""
    yield from ()


def measures_read(version: FixedBonusVersion) -> Iterator[tuple[tuple[At, ...], str, str]]:
    """Measures of rows that the kind reads, with their places and the table of those rows."""
    if version.for_each is not None and isinstance(version.for_each.fact, FirstSale):
        fact = version.for_each.fact
        way = "first_must" if fact.must else "first"
        for test in fact.tests:
            place = ("for_each", "direct_recruit", "event", way, "sale", test.measure)
            yield place, test.measure, "sales"


def check(version: FixedBonusVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme; none here."""
    yield from ()


_IN_WHICH = {
    "day": ("day", "день, в котором"),
    "week": ("week", "неделю, в которой"),
    "period": ("period", "период, в котором"),
    "quarter": ("quarter", "квартал, в котором"),
    "half_year": ("half-year", "полугодие, в котором"),
    "year": ("year", "год, в котором"),
}
_OF_ROW = {"sale": "этой продажи", "sale_line": "этой строки", "event": "этого события"}
_RECRUIT = Text.of(
    en="For each direct recruit for whom the fact below happens, this rule pays {amount} to the sponsor.",
    ru="За каждого лично приглашённого, у которого произошло описанное ниже, спонсору платится {amount}.",
)


def sayings(clause: str, version: FixedBonusVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    say_pays_in(builder, version, titles)
    amount = say_amount(builder, "amount", version.amount, titles.pay_unit, titles)
    builder.say("pays", _pays(version), amount=amount)
    say_window(builder, version.per)
    if version.source is not None:
        say_row_source(builder, version.source)
        say_judged(builder, version)
    if version.for_each is not None:
        say_for_each(builder, version.for_each, version.per, titles)
    line = "recruit" if version.for_each is not None else ""
    say_carriers(builder, version, titles, has_table=False, line=line)
    say_earns(builder, version.earns, titles)
    return builder.done()


def _pays(version: FixedBonusVersion) -> Text:
    if version.for_each is not None:
        return _RECRUIT
    en, ru = EACH[version.per]
    if version.source is not None:
        return Text.of(
            en=f"{en} this rule pays {{amount}} to its partner, when the condition holds.",
            ru=f"{ru} партнёру {_OF_ROW[version.per]} платится {{amount}}, если выполнено условие.",
        )
    lead = "Каждую" if version.per == "week" else "Каждое" if version.per == "half_year" else "Каждый"
    word, ru = _IN_WHICH[version.per]
    return Text.of(
        en=f"For each {word} in which the condition holds, this rule pays {{amount}}.",
        ru=f"За {lead.lower()} {ru} выполнено условие, платится {{amount}}.",
    )


def steps(version: FixedBonusVersion, base: Exact, row: int) -> list[Step]:
    """A fixed amount has no steps."""
    return []
