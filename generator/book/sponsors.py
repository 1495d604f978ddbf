"""The sponsor tree: who brought whom, as row numbers, without loops."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def loops(sponsor: npt.NDArray[np.int64]) -> list[list[int]]:
    """All loops of the tree, each as rows from its smallest one upwards; `sponsor` holds -1 for none.

    Pointer doubling: after as many doublings as the number of rows has binary digits, everyone whose line of
    sponsors ends has left the tree, and the others stand on loops.
    """
    count = len(sponsor)
    above = np.append(sponsor, -1)
    for _ in range(max(count, 1).bit_length()):
        above = above[above]
    on_loops = np.unique(above[above >= 0])
    out: list[list[int]] = []
    seen: set[int] = set()
    for start in on_loops.tolist():
        if start in seen:
            continue
        loop = [start]
        while (following := int(sponsor[loop[-1]])) != start:
            loop.append(following)
        seen.update(loop)
        out.append(loop)
    return out
