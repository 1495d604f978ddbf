"""Parts of the lines of a differential: the own group, each leg that is taken from it, and the generations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.rules.contract import Figures, Lines
from generator.rules.exact import Integers, over_one
from generator.rules.groups import Groups, GroupTerms
from generator.rules.parts import AWAY, BELOW, GENERATION, KEPT, LEG, OWN, Parts, together


def group_parts(version: GroupTerms, figures: Figures, lines: Lines) -> Parts:
    """What each line is made of: own group first, then legs with the largest taken first, then generations."""
    groups = Groups.of(version, figures)
    who = lines.who
    place = np.full(figures.size, -1, dtype=np.int64)
    place[who] = np.arange(len(who))
    scale = groups.per, groups.common
    own = Parts.of_columns(
        OWN, place[who], groups.row[who] + 1, groups.values[who], groups.rates[groups.row[who]], scale
    )
    some = [own, _legs(groups, figures, place)]
    if version.breakaway is not None:
        whole, _ = over_one(groups.base.of(who))
        own = replace(own, beside=whole - groups.values[who])
        some[0] = own
    for number, (rate, reached) in enumerate(groups.generations(), 1):
        at = np.flatnonzero(reached[who] != 0)
        nothing = np.zeros(len(at), dtype=np.int64)
        some.append(Parts.of_columns(GENERATION, at, nothing, reached[who[at]], rate, scale, number=number))
    return together(some)


def _legs(groups: Groups, figures: Figures, place: Integers) -> Parts:
    above = groups.tree.sponsor
    legs = np.flatnonzero(figures.joined & (groups.values != 0) & (above >= 0))
    legs = legs[place[above[legs]] >= 0]
    what = np.select(
        [groups.away[legs], groups.row[legs] < 0, groups.alike[legs]], [AWAY, BELOW, KEPT], default=LEG
    ).astype(np.int64)
    parts = Parts.of_columns(
        what,
        place[above[legs]],
        groups.row[legs] + 1,
        groups.values[legs],
        -groups.taken_rates[legs],
        (groups.per, groups.common),
        less=np.where(what == KEPT, groups.floor or 0, 0),
        other=legs,
    )
    return parts.shortened([parts.product, -parts.base, parts.other])
