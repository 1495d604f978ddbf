"""One side of the trees: `python -m benchmarks.tree_sums SIDE SHAPE SIZE` sums two figures over every group.

SIDE is `ours` or `doubling` (each pass adds every sum to where its pointer leads, and doubles the pointers), SHAPE is
`random` or `deep`.
"""

from __future__ import annotations

import json
import sys

import numpy as np
import numpy.typing as npt

from benchmarks.measured import Watch
from generator.rules.tree import Tree

Integers = npt.NDArray[np.int64]


def sponsors(shape: str, size: int) -> Integers:
    """Who brought whom, the partners in any order."""
    draw = np.random.default_rng(7)
    above = np.arange(size, dtype=np.int64) - 1
    if shape == "random":
        above[1:] = (draw.random(size - 1) * np.arange(1, size)).astype(np.int64)
    else:
        above[::10_000] = -1
    place = draw.permutation(size)
    out = np.full(size, -1, dtype=np.int64)
    out[place] = np.where(above >= 0, place[above], -1)
    return out


def by_doubling(sponsor: Integers, *values: Integers) -> list[Integers]:
    """The sums of groups."""
    sums = [one.copy() for one in values]
    leap = sponsor.copy()
    live = np.flatnonzero(leap >= 0)
    while len(live):
        onto = leap[live]
        for one in sums:
            np.add.at(one, onto, one[live])
        leap[live] = leap[onto]
        live = live[leap[live] >= 0]
    return sums


def main(side: str, shape: str, size: int) -> None:
    """Sum and print the answer."""
    sponsor = sponsors(shape, size)
    draw = np.random.default_rng(8)
    volume = draw.integers(-(10**6), 10**9, size)
    active = (volume > 0).astype(np.int64)
    watch = Watch()
    with watch.stage("two figures"):
        if side == "ours":
            tree = Tree(sponsor)
            found = [tree.rolled_up(volume), tree.rolled_up(active)]
        else:
            found = by_doubling(sponsor, volume, active)
    answer = watch.answer()
    if side == "ours":
        tree.rolled_up(active)  # the third figure puts everybody in an order, the fourth finds it
    again = Watch()
    with again.stage("one more"):
        more = tree.rolled_up(volume) if side == "ours" else by_doubling(sponsor, volume)[0]
    answer["stages"] |= again.answer()["stages"]
    weights = np.arange(1, size + 1, dtype=np.int64) % 1_000
    answer["sums"] = [int((one.astype(object) * weights).sum()) for one in (*found, more)]
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
