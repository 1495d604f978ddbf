"""Ceilings at work: lines of several clauses are cut where together they come to more than was promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.rules.amounts import amount_values
from generator.rules.contract import Figures, Lines
from generator.rules.cuts import Cut, Share, uncut
from generator.rules.exact import MINOR_DIGITS, Coins, Integers
from generator.rules.owed import Owed
from generator.settlement.paying import ClauseLines
from generator.terms.ceiling import CeilingVersion
from generator.terms.programme import Programme

Exact = npt.NDArray[Any]
"""Fractions of minor units."""


def ceiling_members(programme: Programme) -> dict[str, list[str]]:
    """The clauses that name each ceiling in any version, in the order of pages."""
    members: dict[str, list[str]] = {}
    for name, clause in programme.clauses.items():
        for ceiling in dict.fromkeys(v.ceiling for v in clause.versions if v.ceiling is not None):
            members.setdefault(ceiling, []).append(name)
    return members


def under_ceiling(
    name: str,
    version: CeilingVersion,
    made: Mapping[str, Sequence[ClauseLines]],
    figures: Figures,
    coins: Coins,
) -> dict[str, list[ClauseLines]]:
    """The same lines, those above zero cut where they come to more than the ceiling.

    `made` has the clauses in the order of pages. Lines of the house are left alone.
    """
    exact = Owed.of_column(amount_values(version.amount, figures)).fractions()
    # Not rounded: a ceiling rounded up would let more be paid than it says.
    most = np.array([max(one * 10**MINOR_DIGITS, Fraction(0)) for one in exact], dtype=np.object_)
    shares = list(made) if version.shared == "in_order" else [None]
    left: Exact = most if version.of == "partner" else most[:1]
    out = {clause: list(lines) for clause, lines in made.items()}
    for share in shares:
        places = [
            (clause, at)
            for clause, lines in out.items()
            for at, one in enumerate(lines)
            if share in (None, clause) and one.version.ceiling == name
        ]
        sums = np.zeros(len(left), dtype=np.int64)
        for clause, at in places:
            kept, whom = _counted(out[clause][at], version)
            np.add.at(sums, whom, out[clause][at].lines.amount[kept])
        for clause, at in places:
            one = out[clause][at]
            kept, whom = _counted(one, version)
            out[clause][at] = replace(one, lines=_cut(one.lines, kept, left[whom], sums[whom], coins))
        left = np.array([max(one, Fraction(0)) for one in (left - sums).tolist()], dtype=np.object_)
    return out


def _counted(one: ClauseLines, version: CeilingVersion) -> tuple[Integers, Integers]:
    """The places of lines that count, and whose ceiling each of them uses up."""
    kept = np.flatnonzero((one.lines.amount > 0) & (one.lines.who >= 0))
    whom = one.lines.who[kept]
    return kept, whom if version.of == "partner" else np.zeros_like(whom)


def _cut(lines: Lines, kept: Integers, left: Exact, sums: Integers, coins: Coins) -> Lines:
    """The lines, those at `kept` in the proportion of what is left to the sum, rounded down to a unit of rounding."""
    unit = 10 ** (MINOR_DIGITS - coins.digits)
    amount = lines.amount.copy()
    cuts = uncut(len(amount)) if lines.cuts is None else lines.cuts.copy()
    for place in np.flatnonzero(sums > left).tolist():
        at, most, together = int(kept[place]), left[place], int(sums[place])
        before = int(amount[at])
        known: Cut = cuts[at] or Cut(before, bool(lines.capped[at]))
        cuts[at] = replace(known, share=Share(most, together))
        amount[at] = int(before * most / together) // unit * unit
    return lines.paying(amount, cuts)
