"""Attainment: a share of an amount by how far a partner came towards targets: weights, gates and a table of factors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from pydantic import model_validator

from generator.rules.amounts import amount_values, times
from generator.rules.arithmetic import added, constant, divided, greater, lesser
from generator.rules.attainment_sayings import DOUBLE, say_attainment
from generator.rules.by_rows import may_earn
from generator.rules.contract import Drafts, Figures
from generator.rules.exact import Column, Integers, compared, on_scale_of, rows_reached
from generator.rules.owed import Owed, share, slices
from generator.rules.workings import Exact, Step
from generator.source import Fault
from generator.source import Step as At
from generator.terms.amount import Amount, AnyAmount
from generator.terms.attainment import FactorRow, Factors, Gate, Target, check_parts
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.saying import Sayings
from generator.terms.titles import Titles

_WHOLE = Fraction(100)


class AttainmentVersion(ClauseVersion):
    """`amount_at_target` times what `brackets` make of the weighted attainment of the parts `of`."""

    per: Literal["day", "week", "period", "quarter", "half_year", "year"]
    of: tuple[Target, ...]
    amount_at_target: AnyAmount
    gate: Gate | None = None
    brackets: Factors | None = None

    @model_validator(mode="after")
    def _whole(self) -> AttainmentVersion:
        check_parts(self.of)
        if self.once is not None and self.once.each != "partner":
            raise Fault(
                "once-unclear",
                f"An attainment cannot be paid once for each {self.once.each}.",
                at=("once",),
                consequence="Nobody could tell which of the lines is the one that is paid.",
                cure="Write `once: partner`.",
            )
        return self


class Attainment(Clause):
    """A clause of the kind attainment."""

    kind: Literal["attainment"]
    versions: tuple[AttainmentVersion, ...]


@dataclass(frozen=True, slots=True)
class Attained:
    """Of one part, for each partner: the metric's value, the target, and how much of it is attained in percent."""

    actual: Column
    target: Column
    percent: Column


def attained(version: AttainmentVersion, figures: Figures) -> list[Attained]:
    """The attainment of each part; zero where the target is not above zero."""
    return [_attained(part, figures) for part in version.of]


def _attained(part: Target, figures: Figures) -> Attained:
    actual, target = figures.metric(part.metric), amount_values(part.target, figures)
    zero = constant(Fraction(0), figures.size)
    most = None if part.at_most is None else part.at_most.value
    if part.inverse == "target_over_actual":
        assert most is not None
        percent = divided(target, _above_zero(actual), 100, most)
    else:
        percent = divided(actual, target, 100, Fraction(0))
    if part.inverse == "mirrored":
        percent = added(constant(DOUBLE, figures.size), percent, -1)
    percent = greater(percent, zero)
    if most is not None:
        percent = lesser(percent, constant(most, figures.size))
    return Attained(actual, target, percent)


def _above_zero(column: Column) -> Column:
    """The values above zero, and zero for the others."""
    return Column(np.maximum(column.values, 0), column.digits, column.per)


def weighted(version: AttainmentVersion, parts: Sequence[Column]) -> Column:
    """The overall attainment of each partner, in percent. Raises OverflowError where int64 cannot hold one."""
    total = constant(Fraction(0), len(parts[0].values))
    for part, one in zip(version.of, parts, strict=True):
        total = added(total, times(one, part.share.ratio))
    return total


def exactly_weighted(version: AttainmentVersion, parts: Sequence[Fraction]) -> Fraction:
    """The overall attainment of one partner, in percent, from that of each part."""
    return sum(
        (part.share.ratio * one for part, one in zip(version.of, parts, strict=True)), start=Fraction(0)
    )


def settle(clause: str, version: AttainmentVersion, figures: Figures) -> Drafts:
    """A line for each partner who passes the gates and reaches a row; the base is the amount that is multiplied."""
    parts = attained(version, figures)
    due = may_earn(version, figures)
    for one in parts:
        due &= one.target.values > 0
        if version.gate is not None and version.gate.each is not None:
            due &= compared(one.percent, "at_least", version.gate.each.at_least.value)
    who = np.flatnonzero(due)
    percents = [one.percent.of(who) for one in parts]
    try:
        result, row = _result(version, weighted(version, percents))
    except OverflowError:  # targets without a common measure: exact in Python's integers
        result, row = _slowly(version, percents)
    amount = amount_values(version.amount_at_target, figures).of(who)
    number = np.zeros(len(who), dtype=np.int64) if version.brackets is None else row + 1
    return Drafts(who, amount, number, result.times_column(amount)).of(row >= 0)


def _result(version: AttainmentVersion, score: Column) -> tuple[Owed, Integers]:
    """What the table makes of an attainment, as a factor of the amount, and the row reached, counted from 0.

    Whoever falls short of the gate of the whole, or of the first row, has row -1.
    """
    table = version.brackets
    if table is None:
        row = np.zeros(len(score.values), dtype=np.int64)
        owed = share(score, [1 / _WHOLE], row)
    else:
        starts = [one.at_least.value for one in table.rows]
        factors = [one.times.ratio / _WHOLE for one in table.rows]
        if table.applies_to == "slice":
            owed, row = slices(score, starts, factors)
        else:
            scaled, bounds = on_scale_of(score, starts)
            row = rows_reached(scaled, bounds)
            owed = share(score, factors, np.maximum(row, 0))
    if version.gate is not None and version.gate.whole is not None:
        row = np.where(compared(score, "at_least", version.gate.whole.at_least.value), row, -1)
    return owed, row


def _slowly(version: AttainmentVersion, percents: Sequence[Column]) -> tuple[Owed, Integers]:
    """The same, partner by partner."""
    owed: list[Fraction] = []
    rows: list[int] = []
    gate = None if version.gate is None else version.gate.whole
    for parts in zip(*(one.fractions() for one in percents), strict=True):
        score = exactly_weighted(version, parts)
        row, factor = 0, score
        if version.brackets is not None:
            taken = taken_of(version.brackets, score)
            row = sum(score >= one.at_least.value for one in version.brackets.rows) - 1
            factor = sum((part * one.times.ratio for one, part in taken), Fraction(0))
        owed.append(factor / _WHOLE)
        rows.append(-1 if gate is not None and score < gate.at_least.value else row)
    return Owed.from_fractions(owed), np.array(rows, dtype=np.int64)


def taken_of(table: Factors, score: Fraction) -> list[tuple[FactorRow, Fraction]]:
    """The rows that take part, each with what it counts of the overall attainment."""
    reached = [row for row in table.rows if row.at_least.value <= score]
    if table.applies_to == "whole":
        return [(row, score) for row in reached[-1:]]
    ends = [*(row.at_least.value for row in reached[1:]), score]
    parts = [(row, end - row.at_least.value) for row, end in zip(reached, ends, strict=True)]
    return [(row, part) for row, part in parts if part > 0]


def amounts(version: AttainmentVersion) -> Iterator[tuple[tuple[At, ...], Amount, str]]:
    """The amounts with their places, and what each must be: money, or in the unit of its metric."""
    yield ("amount_at_target",), version.amount_at_target, "money"
    for number, part in enumerate(version.of):
        yield ("of", number, "target"), part.target, f"metric/{part.metric}"


def metrics_read(version: AttainmentVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Metrics that the kind reads besides its conditions and amounts, with their places."""
    for number, part in enumerate(version.of):
        yield ("of", number, "metric"), part.metric


def check(version: AttainmentVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme; none besides those of amounts."""
    yield from ()


def sayings(clause: str, version: AttainmentVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    return say_attainment(clause, version, titles)


def steps(version: AttainmentVersion, base: Exact, row: int) -> list[Step]:
    """The workings of an attainment are not those of one base and rates; they hold values, targets and weights."""
    return []
