"""Guarantee: what a partner's counted lines lack of a minimum, for good or as a debt that later periods repay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal

import numpy as np
from pydantic import model_validator

from generator.rules.amounts import amount_values
from generator.rules.arithmetic import added, lesser
from generator.rules.contract import Carried, Drafts, Figures, Lines
from generator.rules.exact import MINOR_DIGITS, Column, Flags, Integers
from generator.rules.owed import Owed
from generator.rules.refused_carriers import refuse_carriers
from generator.rules.workings import Exact, Step
from generator.source import Fault
from generator.source import Step as At
from generator.terms.amount import Amount, AnyAmount, say_amount
from generator.terms.carried import DEBT, CarriedDebt, CarriedDebts, say_debt
from generator.terms.clause import Clause, ClauseVersion, say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.due import say_due
from generator.terms.line_source import AnyLineSource
from generator.terms.quantity import Flag, Quantity
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles

REFUSED = ("times", "floor", "cap", "once", "best_of", "ceiling")


class GuaranteeVersion(ClauseVersion):
    """The lines of `counts` come to `minimum` at least; a `recoverable` difference is carried as a debt."""

    per: Literal["period"]
    minimum: AnyAmount
    counts: AnyLineSource
    recoverable: Flag
    repaid_from: Literal["above_minimum"] | None = None
    carries: CarriedDebts | None = None

    @property
    def debt(self) -> CarriedDebt | None:
        """The debt that is carried; None where the difference is paid for good."""
        return None if self.carries is None else self.carries.debt

    @model_validator(mode="after")
    def _lent_or_given(self) -> GuaranteeVersion:
        refuse_carriers(self, "guarantee", REFUSED, "The minimum alone says how much is paid.")
        if self.counts.lines.where is not None:
            raise Fault(
                "carrier-refused",
                "A guarantee counts the lines of everybody for whom it holds.",
                at=("counts", "lines", "where"),
                on_key=True,
                consequence="Whose lines are not counted would be paid the whole minimum.",
                cure="Say under `earns` for whom the minimum holds.",
            )
        if self.recoverable and (self.carries is None or self.repaid_from is None):
            missing = "carries" if self.carries is None else "repaid_from"
            raise Fault(
                "missing-key",
                f"The key `{missing}` is missing here.",
                consequence="Nobody could say what becomes of the debt.",
                cure="Add `repaid_from: above_minimum` and "
                "`carries: {debt: {unit: money, opens: 0, on_leaving: forgiven}}`.",
            )
        for key in () if self.recoverable else ("repaid_from", "carries"):
            if getattr(self, key) is not None:
                raise Fault(
                    "option-without-use",
                    f"`{key}` has no meaning here: what is not recoverable leaves no debt.",
                    at=(key,),
                    on_key=True,
                    consequence="An option that does nothing looks like a promise.",
                    cure=f"Remove `{key}`, or write `recoverable: true`.",
                )
        return self


class Guarantee(Clause):
    """A clause of the kind guarantee."""

    kind: Literal["guarantee"]
    versions: tuple[GuaranteeVersion, ...]


def settle(clause: str, version: GuaranteeVersion, figures: Figures) -> Drafts:
    """A line for each partner who is paid a difference, or who repays; the base is what the counted lines come to."""
    lines = version.counts.lines
    counted = figures.earned_by(lines.clauses, lines.kinds, clause)
    lacking = added(amount_values(version.minimum, figures), counted, -1)
    due = figures.present if version.earns is None else figures.present & figures.holds(version.earns)
    pays = due & (lacking.values > 0)
    owed = Owed.of_column(lacking).where(pays)
    some = pays
    if version.debt is not None:
        debt = Column(_opening(clause, version.debt, figures, figures.present), MINOR_DIGITS)
        above = Column(-lacking.values, lacking.digits, lacking.per)
        repays = figures.present & (above.values > 0) & (debt.values > 0)
        repaid = Owed.of_column(lesser(debt, above)).times(Fraction(-1))
        owed = owed.where(pays, repaid.where(repays))
        some = pays | repays
        if version.debt.on_leaving == "deducted":
            leaving = figures.present & figures.leaving
            owed = Owed.of_column(debt).times(Fraction(-1)).where(leaving, owed)
            some = (some & ~leaving) | (leaving & (debt.values > 0))
    who = np.flatnonzero(some)
    return Drafts(who, counted.of(who), np.zeros(len(who), dtype=np.int64), owed.of(who))


def carry(
    clause: str, version: GuaranteeVersion, figures: Figures, lines: Lines, whom: Flags
) -> Mapping[str, Carried]:
    """How the debt of each partner moves with the lines of this version, which is in force for `whom`."""
    debt = version.debt
    if debt is None:
        return {}
    speaks = figures.present & whom
    opening = _opening(clause, debt, figures, speaks)
    moved = np.zeros(figures.size, dtype=np.int64)
    np.add.at(moved, lines.who, lines.amount)
    into = np.maximum(moved, 0)
    # A debt that opened under a finer rounding than today's may be repaid by a coin more than it is.
    out_of = np.minimum(np.maximum(-moved, 0), opening + into)
    left = opening + into - out_of
    forgiven = np.zeros(figures.size, dtype=np.bool_)
    if debt.reset is not None and figures.ends(debt.reset):
        forgiven |= speaks
    if debt.on_leaving == "forgiven":
        forgiven |= speaks & figures.leaving
    opened = figures.carried(clause, DEBT)[1] | speaks
    return {DEBT: Carried.moved(opening, into, out_of + np.where(forgiven, left, 0), opened)}


def _opening(clause: str, debt: CarriedDebt, figures: Figures, speaks: Flags) -> Integers:
    """What each partner owes before the period, of whom the rule speaks for the first time what the debt opens at."""
    value, opened = figures.carried(clause, DEBT)
    return np.where(speaks & ~opened, int(debt.opens.value * 10**MINOR_DIGITS), value)


def money_places(version: GuaranteeVersion) -> Iterator[tuple[tuple[At, ...], Quantity]]:
    """The quantities that must be money, with their places below the version; none besides the amounts."""
    yield from ()


def amounts(version: GuaranteeVersion) -> Iterator[tuple[tuple[At, ...], Amount, str]]:
    """The amounts with their places, and what each must be."""
    yield ("minimum",), version.minimum, "money"


def metrics_read(version: GuaranteeVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Metrics that the kind reads besides its conditions and amounts; none here."""
    yield from ()


def clauses_read(version: GuaranteeVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Clauses whose lines are counted, with their places."""
    yield from version.counts.clauses_at("counts")


def kinds_read(version: GuaranteeVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Kinds of which all clauses but this one are counted, with their places."""
    yield from version.counts.kinds_at("counts")


def check(version: GuaranteeVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme: the unit and the decimals of what a debt opens at."""
    if version.debt is None:
        return
    opens = version.debt.opens
    at = ("carries", "debt", "opens")
    if opens.unit not in ("", titles.currency):
        yield Fault(
            "wrong-unit",
            f"This debt opens in `{opens.unit}`, but the programme pays in {titles.currency}.",
            at=at,
            consequence="It could not be repaid as it stands.",
            cure=f"Write it in {titles.currency}.",
        )
    elif opens.value.denominator != 1:
        yield Fault(
            "rounding-digits",
            "A debt opens at a whole amount.",
            at=at,
            consequence="What is below the smallest coin could never be repaid.",
            cure="Write a whole number.",
        )


_PAYS = Text.of(
    en="For each period this rule makes sure that the counted lines of a partner come to at least {minimum}: "
    "where they come to less, it pays the difference.",
    ru="За каждый период это правило гарантирует, что учитываемые строки партнёра составят не меньше {minimum}: "
    "если их сумма меньше, платится разница.",
)
_COUNTS = Text.of(
    en="Counted are the partner's lines paid with the period by {rules}, as they were rounded; "
    "lines below zero, too.",
    ru="Учитываются строки партнёра, выплачиваемые с этим периодом по правилам: {rules}; "
    "они берутся после округления, отрицательные тоже.",
)
_COUNTS_KINDS = Text.of(
    en="Counted are the partner's lines paid with the period by all other rules of the kinds {kinds}, "
    "as they were rounded; lines below zero, too.",
    ru="Учитываются строки партнёра, выплачиваемые с этим периодом по всем остальным правилам видов {kinds}; "
    "они берутся после округления, отрицательные тоже.",
)
_GIVEN = Text.of(
    en="What it pays is never taken back.",
    ru="Выплаченное по этому правилу обратно не удерживается.",
)
_LENT = Text.of(
    en="What it pays becomes a debt of the partner. In a period in which the counted lines come to more than "
    "the minimum, the part above it repays the debt, and no more than the debt; the line is below zero then.",
    ru="Выплаченное по этому правилу становится долгом партнёра. Если за период учитываемые строки превышают "
    "минимум, превышение идёт в погашение долга, но не больше самого долга; строка тогда отрицательная.",
)
_SURPLUS = Text.of(
    en="What is left above the minimum is paid out and is not kept against later periods.",
    ru="Остаток сверх минимума выплачивается и в счёт будущих периодов не откладывается.",
)
_REPAID = Text.of(
    en="A debt is repaid whether the condition holds or not.",
    ru="Долг погашается независимо от того, выполнено ли условие.",
)


def sayings(clause: str, version: GuaranteeVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    minimum = say_amount(builder, "minimum", version.minimum, titles.currency, titles, genitive=True)
    builder.say("pays", _PAYS, minimum=minimum)
    listing = version.counts.listing(titles)
    if version.counts.lines.clauses:
        builder.say("counts", _COUNTS, rules=listing)
    else:
        builder.say("counts", _COUNTS_KINDS, kinds=listing)
    if version.debt is None:
        builder.say("recoverable", _GIVEN)
    else:
        builder.say("recoverable", _LENT)
        builder.say("surplus", _SURPLUS)
        say_debt(builder, version.debt, titles.currency)
    say_due(builder, version, titles)
    say_earns(builder, version.earns, titles)
    if version.debt is not None and version.earns is not None:
        builder.say("repaid", _REPAID)
    return builder.done()


def steps(version: GuaranteeVersion, base: Exact, row: int) -> list[Step]:
    """A guarantee has no rates; its workings hold the minimum and the debt."""
    return []
