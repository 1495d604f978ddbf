"""Guarantee: what a partner's counted lines lack of a minimum, for good or as a debt that later periods repay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

import numpy as np
from pydantic import model_validator

from generator.rules.amounts import amount_values
from generator.rules.arithmetic import added, lesser
from generator.rules.contract import Carried, Drafts, Figures, Lines
from generator.rules.exact import MINOR_DIGITS, Column, Flags
from generator.rules.guarantee_sayings import REPAID, say_minimum
from generator.rules.owed import Owed
from generator.rules.refused_carriers import refuse_carriers
from generator.rules.workings import Exact, Step
from generator.source import Fault
from generator.source import Step as At
from generator.terms.amount import Amount, AnyAmount, say_amount
from generator.terms.carried import DEBT, CarriedDebt, CarriedDebts, check_reset, say_debt
from generator.terms.clause import Clause, ClauseVersion, say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.due import say_due
from generator.terms.line_source import AnyLineSource
from generator.terms.pay import MONEY
from generator.terms.quantity import Flag
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.titles import Titles

REFUSED = ("times", "floor", "cap", "once", "best_of", "ceiling")


class GuaranteeVersion(ClauseVersion):
    """The lines of `counts` come to `minimum` at least; a `recoverable` difference is carried as a debt."""

    rewards_refused: ClassVar[str] = "A part of a thing cannot be paid to make up a minimum."
    per: Literal["period", "quarter", "half_year", "year"]
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
        if self.recoverable and self.pays_in != MONEY:
            raise Fault(
                "money-only",
                "What a guarantee lends is lent in money.",
                at=("recoverable",),
                other=("pays_in",),
                other_label="this pays points",
                consequence="A debt in points would stand beside the points account, which has a balance below zero of "
                "its own.",
                cure="Write `recoverable: false`, or leave `pays_in` out.",
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
        if self.debt is not None:
            check_reset(self.per, self.debt.reset)
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
    counted = figures.earned_by(lines.clauses, lines.kinds, clause, version.reads_in)
    lacking = added(amount_values(version.minimum, figures), counted, -1)
    due = figures.present if version.earns is None else figures.present & figures.holds(version.earns)
    pays = due & (lacking.values > 0)
    owed = Owed.of_column(lacking).where(pays)
    some = pays
    if version.debt is not None:
        debt = _opening(clause, version.debt, figures, figures.present)
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
    opening = _opening(clause, debt, figures, speaks).values
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


def _opening(clause: str, debt: CarriedDebt, figures: Figures, speaks: Flags) -> Column:
    """What each partner owes before the window, of whom the rule speaks for the first time what the debt opens at."""
    value, opened = figures.carried(clause, DEBT)
    owes = value.finer(MINOR_DIGITS).values
    return Column(np.where(speaks & ~opened, int(debt.opens.value * 10**MINOR_DIGITS), owes), MINOR_DIGITS)


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


def sayings(clause: str, version: GuaranteeVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    minimum = say_amount(builder, "minimum", version.minimum, titles.pay_unit, titles, genitive=True)
    after_debts = (clause, version.address) in titles.after_debts
    say_minimum(builder, version, minimum, titles, after_debts=after_debts)
    if version.debt is not None:
        say_debt(builder, version.debt, titles.currency, version.per)
    say_due(builder, version, titles)
    say_earns(builder, version.earns, titles)
    if version.debt is not None and version.earns is not None:
        builder.say("repaid", REPAID)
    return builder.done()


def steps(version: GuaranteeVersion, base: Exact, row: int) -> list[Step]:
    """A guarantee has no rates; its workings hold the minimum and the debt."""
    return []
