"""Groups of clauses: of those that exclude one another only the largest line is paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from generator.rules.exact import Flags
from generator.settlement.paying import ClauseLines
from generator.terms.programme import Programme


def group_members(programme: Programme) -> dict[str, list[str]]:
    """The clauses that name each group in any version, in the order of pages."""
    members: dict[str, list[str]] = {}
    for name, clause in programme.clauses.items():
        for group in dict.fromkeys(v.best_of for v in clause.versions if v.best_of is not None):
            members.setdefault(group, []).append(name)
    return members


def only_the_largest(group: str, made: Mapping[str, Sequence[ClauseLines]]) -> dict[str, list[ClauseLines]]:
    """The same lines without those that a larger one of the group excludes.

    `made` has the clauses in the order of pages. Compared are lines above zero of one partner and window, of one
    row where rules pay for rows; of equal ones the first clause's stays.
    """
    parts = [(name, at, one) for name, lines in made.items() for at, one in enumerate(lines)]
    parts = [part for part in parts if part[2].version.best_of == group]
    out = {name: list(lines) for name, lines in made.items()}
    if not parts:
        return out
    sizes = [len(one.lines.who) for _, _, one in parts]
    who = np.concatenate([one.lines.who for _, _, one in parts])
    amount = np.concatenate([one.lines.amount for _, _, one in parts])
    record = np.concatenate(
        [
            np.full(size, -1, dtype=np.int64) if one.lines.record is None else one.lines.record
            for size, (_, _, one) in zip(sizes, parts, strict=True)
        ]
    )
    windows = list(dict.fromkeys(one.window for _, _, one in parts))
    window = np.repeat([windows.index(one.window) for _, _, one in parts], sizes)
    order = np.lexsort((np.arange(len(who)), -amount, record, window, who))
    keys = np.stack([who, window, record])[:, order]
    first: Flags = np.ones(len(who), dtype=np.bool_)
    first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    kept: Flags = np.zeros(len(who), dtype=np.bool_)
    kept[order] = first
    kept |= (amount <= 0) | (who < 0)
    start = 0
    for size, (name, at, one) in zip(sizes, parts, strict=True):
        out[name][at] = replace(one, lines=one.lines.of(np.flatnonzero(kept[start : start + size])))
        start += size
    return out
