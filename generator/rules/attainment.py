"""Attainment: a share of an amount by how far a partner came towards targets: weights, gates and a table of factors."""

from __future__ import annotations

from collections.abc import Iterator
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
from generator.rules.exact import Column, Flags, Integers, compared, on_scale_of, rows_reached
from generator.rules.owed import Owed, share, slices
from generator.rules.workings import Exact, Step
from generator.source import Fault
from generator.source import Step as At
from generator.terms.amount import Amount, AnyAmount
from generator.terms.attainment import Factors, Gate, Target, check_parts
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.quantity import Quantity
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


def weighted(version: AttainmentVersion, parts: list[Attained], size: int) -> Column:
    """The overall attainment of each partner, in percent."""
    total = constant(Fraction(0), size)
    for part, one in zip(version.of, parts, strict=True):
        total = added(total, times(one.percent, part.share.ratio))
    return total


def settle(clause: str, version: AttainmentVersion, figures: Figures) -> Drafts:
    """A line for each partner who passes the gates and reaches a row; the base is the overall attainment."""
    parts = attained(version, figures)
    score = weighted(version, parts, figures.size)
    due = may_earn(version, figures)
    for one in parts:
        due &= one.target.values > 0
    due &= _passes(version.gate, parts, score)
    who = np.flatnonzero(due)
    base = score.of(who)
    result, row = _result(version.brackets, base)
    amount = amount_values(version.amount_at_target, figures).of(who)
    number = np.zeros(len(who), dtype=np.int64) if version.brackets is None else row + 1
    return Drafts(who, base, number, result.times_column(amount)).of(row >= 0)


def _passes(gate: Gate | None, parts: list[Attained], score: Column) -> Flags:
    passed: Flags = np.ones(len(score.values), dtype=np.bool_)
    if gate is not None and gate.each is not None:
        for one in parts:
            passed &= compared(one.percent, "at_least", gate.each.at_least.value)
    if gate is not None and gate.whole is not None:
        passed &= compared(score, "at_least", gate.whole.at_least.value)
    return passed


def _result(table: Factors | None, score: Column) -> tuple[Owed, Integers]:
    """What the table makes of an attainment, as a factor of the amount, and the row reached, counted from 0."""
    if table is None:
        at = np.zeros(len(score.values), dtype=np.int64)
        return share(score, [1 / _WHOLE], at), at
    starts = [row.at_least.value for row in table.rows]
    factors = [row.times.ratio / _WHOLE for row in table.rows]
    if table.applies_to == "slice":
        return slices(score, starts, factors)
    scaled, bounds = on_scale_of(score, starts)
    row = rows_reached(scaled, bounds)
    return share(score, factors, np.maximum(row, 0)), row


def money_places(version: AttainmentVersion) -> Iterator[tuple[tuple[At, ...], Quantity]]:
    """The quantities that must be money, with their places below the version; none besides the amounts."""
    yield from ()


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
