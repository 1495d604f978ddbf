"""What is told of the lines of a period besides base, row and amount: what each is about, and how it came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from generator.rules.arithmetic import constant
from generator.rules.attainment import AttainmentVersion, attained
from generator.rules.binary import BinaryVersion
from generator.rules.contest import ContestVersion, won
from generator.rules.cuts import Cuts
from generator.rules.exact import MINOR_DIGITS, Column, Integers
from generator.rules.parts import Parts
from generator.rules.parts_of import parts_of
from generator.rules.pool import PoolVersion
from generator.rules.pool import parts_of as shared_parts
from generator.settlement.figures import PeriodFigures
from generator.settlement.paying import ClauseLines
from generator.settlement.settle import PeriodResult
from generator.statements.abouts import About, abouts_of
from generator.statements.amounts_asked import columns_of, sets_off
from generator.terms.carried import DEBT, SHORTFALL, states_of


class Told(NamedTuple):
    """Of the lines of one clause: what each is about, its parts, amounts worked out for it, and what cut it."""

    about: Sequence[About] | None
    parts: Parts | None
    columns: Mapping[str, Column]
    cuts: Cuts | None


def told_of(
    names_of: Callable[[str, Integers], Sequence[str]], kinds: Sequence[str], result: PeriodResult
) -> list[Told]:
    """What is told of each of a period's clauses; `names_of` says how people call rows of a table."""
    figures = [_figures(one, result) for one in result.clauses]
    parts = [
        parts_of(one.version, at, one.lines, one.before.get(SHORTFALL))
        for one, at in zip(result.clauses, figures, strict=True)
    ]
    abouts, numbered = abouts_of(names_of, kinds, result.clauses, parts)
    told: list[Told] = []
    for kind, one, at, about, some in zip(kinds, result.clauses, figures, abouts, numbered, strict=True):
        columns = columns_of(kind, one.version, at, one.lines.who)
        if one.lines.chosen is not None:
            columns["chosen"] = one.lines.chosen
        if DEBT in states_of(one.version):
            columns |= _lent(one, at, result)
        if isinstance(one.version, AttainmentVersion):
            columns |= _attained(one.version, at, one.lines.who)
        if isinstance(one.version, ContestVersion):
            columns |= _won(one.version, at, one.lines.who)
        if isinstance(one.version, PoolVersion):
            columns |= _parts(one.version, at, one)
        if sets_off(one.version) and SHORTFALL in one.before:
            columns["set_off"] = one.before[SHORTFALL].of(one.lines.who)
        if isinstance(one.version, BinaryVersion):
            columns |= _legs(one, one.version, at)
        told.append(Told(about, some, columns, one.lines.cuts))
    return told


def _figures(one: ClauseLines, result: PeriodResult) -> PeriodFigures:
    """The figures by which a clause was worked out."""
    figures = result.figures
    return figures if one.window == figures.span else figures.over(one.window, one.window.first)


def _parts(version: PoolVersion, figures: PeriodFigures, one: ClauseLines) -> dict[str, Column]:
    """The weights of all who share a fund, the part of each line in coins, and 1 where a step was added to it.

    Where the window before left something, that, and what this one added.
    """
    lines, found = one.lines, shared_parts(version, figures, one.left)
    at = np.searchsorted(found.who, lines.who)
    some = np.minimum(at, max(len(found.who) - 1, 0))
    nobodys = lines.who < 0
    columns = {"together": constant(found.together, len(lines.who))}
    if version.hands_on:
        columns |= {
            "added": constant(found.added, len(lines.who)),
            "brought": constant(one.left, len(lines.who)),
        }
    if not len(found.who):
        nothing = Column(np.zeros(len(lines.who), dtype=np.int64), 0)
        return columns | {"share": nothing, "step": nothing}
    share = np.where(nobodys, 0, found.parts.parts[some])
    step = np.where(nobodys, 0, found.parts.added[some].astype(np.int64))
    return columns | {
        "share": Column(share, figures.coins_in(version.pays_in).digits),
        "step": Column(step, 0),
    }


def _legs(one: ClauseLines, version: BinaryVersion, figures: PeriodFigures) -> dict[str, Column]:
    """The figure of each leg, and what was carried of it."""
    out: dict[str, Column] = {}
    for leg, metric in version.both:
        out[leg] = figures.metric(metric).of(one.lines.who)
        if leg in one.before:
            out[f"carried_{leg}"] = one.before[leg].of(one.lines.who)
    return out


def _attained(version: AttainmentVersion, figures: PeriodFigures, who: Integers) -> dict[str, Column]:
    """The value, the target and the attainment of each part."""
    found: dict[str, Column] = {}
    for number, one in enumerate(attained(version, figures), 1):
        named = {"actual": one.actual, "target": one.target, "percent": one.percent}
        found |= {f"part.{number}.{name}": column.of(who) for name, column in named.items()}
    return found


def _won(version: ContestVersion, figures: PeriodFigures, who: Integers) -> dict[str, Column]:
    """The place of each, of how many, the prizes of it and of those that are shared, and among how many they are."""
    found = won(version, figures)
    order = np.argsort(found.ranking.who, kind="stable")
    at = order[np.searchsorted(found.ranking.who[order], who)]
    sharing = np.array(found.sharing, dtype=np.int64)[at]
    return {
        "place": Column(found.ranking.place[at], 0),
        "ranked": Column(found.ranking.ranked[at], 0),
        "sharing": Column(sharing, 0),
        "prizes": Column.from_fractions([found.prizes[place] for place in at.tolist()]),
    }


def _lent(one: ClauseLines, figures: PeriodFigures, result: PeriodResult) -> dict[str, Column]:
    """What each owed before the period, and 1 for who leaves in the window."""
    who = one.lines.who
    before = result.carried[one.clause, DEBT].opening[who]
    leaving = figures.leaving[who].astype(np.int64)
    return {"debt": Column(before, MINOR_DIGITS), "leaving": Column(leaving, 0)}
