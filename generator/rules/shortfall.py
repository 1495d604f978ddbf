"""Shortfalls: a base below zero that a clause carries, and takes off the base of later windows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np

from generator.rules.arithmetic import added, in_decimals
from generator.rules.contract import Carried, Figures
from generator.rules.exact import Column, Flags
from generator.source import Fault
from generator.terms.carried import LEFT, RIGHT, SHORTFALL, CarriedShortfalls, check_reset, states_of
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.pay import pay_unit
from generator.terms.titles import Titles

BelowZero = Literal["zero", "negative", "carry"]


class CarryingVersion(Protocol):
    """The part of a version that says what becomes of a base below zero."""

    @property
    def below_zero(self) -> BelowZero | None:
        """Nothing, a share of it, or a shortfall."""
        ...

    @property
    def carries(self) -> CarriedShortfalls | None:
        """When a shortfall is forgiven."""
        ...

    @property
    def per(self) -> str:
        """The window."""
        ...

    @property
    def rowwise(self) -> bool:
        """Whether it pays for rows of a table, each by itself."""
        ...


def carry_faults(version: CarryingVersion) -> Iterator[Fault]:
    """A shortfall that nothing is carried of, or that has no window to be carried to."""
    if version.carries is not None and version.below_zero != "carry":
        yield Fault(
            "option-without-use",
            "`carries` has no meaning here: nothing is carried.",
            at=("carries",),
            on_key=True,
            consequence="An option that does nothing looks like a promise.",
            cure="Remove `carries`, or write `below_zero: carry`.",
        )
    if version.below_zero == "carry" and version.rowwise:
        yield Fault(
            "below-zero-carry",
            "Rows are paid one by one: a row below zero has no later window to which it could be carried.",
            at=("below_zero",),
            consequence="Nobody could say off which row it is taken.",
            cure="Write `below_zero: negative`: the row takes back what it brought; or pay `per: period`.",
        )


def check_carry(version: CarryingVersion) -> None:
    """Raise Fault where nothing is carried, where no window follows, or where all is forgiven at once."""
    for fault in carry_faults(version):
        raise fault
    if version.carries is not None:
        check_reset(version.per, version.carries.shortfall.reset)


def _carrying(
    versions: Sequence[ClauseVersion],
) -> Iterator[tuple[tuple[int, ClauseVersion], tuple[int, ClauseVersion]]]:
    """Each version that carries a shortfall, and the next one that does, with their places."""
    return pairwise(
        (at, one) for at, one in enumerate(versions) if getattr(one, "below_zero", None) == "carry"
    )


def check_units(versions: Sequence[ClauseVersion]) -> None:
    """Raise Fault where a later version would take a shortfall of lines off lines in another unit."""
    for (number, before), (later, after) in _carrying(versions):
        if before.reads_in != after.reads_in:
            raise Fault(
                "below-zero-carry",
                "What is carried of lines in one unit would be taken off lines in another one.",
                at=("versions", later, "below_zero"),
                other=("versions", number, "below_zero"),
                other_label="the shortfall is one of these lines",
                consequence="Nobody could say how many points make good a sum of money.",
                cure="Keep the unit, or make a clause of its own.",
            )


def check_bases(versions: Sequence[ClauseVersion]) -> None:
    """Raise Fault where a later version would take a shortfall off another base."""
    for (number, before), (later, after) in _carrying(versions):
        if getattr(before, "base", None) != getattr(after, "base", None):
            raise Fault(
                "below-zero-carry",
                "What is carried of one base would be taken off another one.",
                at=("versions", later, "base"),
                other=("versions", number, "base"),
                other_label="the shortfall is one of this base",
                consequence="A partner would make good what this rule never counted.",
                cure="Keep the base, or make a clause of its own.",
            )


def set_off(clause: str, base: Column, figures: Figures) -> tuple[Column, Column]:
    """The base of each partner less what is carried, which may be below zero; and what is carried."""
    before, _ = figures.carried(clause, SHORTFALL)
    return added(in_decimals(base), before, -1), before


def shortfall(
    clause: str, version: CarryingVersion, base: Column, figures: Figures, speaks: Flags
) -> Mapping[str, Carried]:
    """How the shortfall of each partner moves with the base of one window; only of those for whom the rule speaks."""
    if version.below_zero != "carry":
        return {}
    left, before = set_off(clause, base, figures)
    digits = max(left.digits, before.digits)
    opening = before.finer(digits).values
    closing = np.where(speaks, np.maximum(-left.finer(digits).values, 0), opening)
    into, out_of = np.maximum(closing - opening, 0), np.maximum(opening - closing, 0)
    carries = version.carries
    if carries is not None and figures.ends(carries.shortfall.reset):
        out_of = out_of + np.where(speaks, closing, 0)
    opened = figures.carried(clause, SHORTFALL)[1] | speaks
    return {SHORTFALL: Carried.moved(opening, into, out_of, opened, digits)}


def unit_of_state(clause: Clause, state: str, titles: Titles) -> str:
    """In what a state of a clause is counted: a shortfall and legs in the unit of their metric or lines, else money."""
    return unit_of_own_state(
        next(one for one in reversed(clause.versions) if state in states_of(one)), state, titles
    )


def unit_of_own_state(version: ClauseVersion, state: str, titles: Titles) -> str:
    """In what a version counts one of its states."""
    if state in (LEFT, RIGHT):
        return titles.unit_of(f"metric/{getattr(version.legs, state)}")  # type: ignore[attr-defined]
    if state != SHORTFALL:
        return titles.currency
    if getattr(version, "base", None) is None:
        return pay_unit(version.reads_in, titles.currency)
    return titles.unit_of(version.base_thing)  # type: ignore[attr-defined]
