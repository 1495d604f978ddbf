"""Badges earned: who holds each at the end of a period, since when, or for how many periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from generator.rules.exact import Flags, Integers
from generator.settlement.settle import PeriodResult
from generator.terms.recognition import Badge
from generator.terms.version import in_force


@dataclass(frozen=True, slots=True)
class Held:
    """A badge of one partner at the end of a period: since which day, or for how many periods it was earned."""

    badge: str
    since: date | None
    times: int


class Badges:
    """Who has earned what, worked out period after period."""

    def __init__(self, badges: Mapping[str, Badge], results: Sequence[PeriodResult], size: int) -> None:
        self._badges = badges
        self._results = results
        self._none: Integers = np.zeros(size, dtype=np.int64)
        self._times: dict[str, list[Integers]] = {name: [] for name in badges}
        self._since: dict[str, list[Integers]] = {name: [] for name in badges}

    def at(self, number: int) -> dict[int, list[Held]]:
        """The badges that statements of the period of this number show, by partner row, in the order of the file."""
        out: dict[int, list[Held]] = {}
        first = self._results[number].period.first
        for name, badge in self._badges.items():
            version = in_force(badge.versions, first)
            if version is None:
                continue
            self._work_out(name, badge, number)
            times, since = self._times[name][number], self._since[name][number]
            if version.per == "lifetime":
                for row in np.flatnonzero(times).tolist():
                    ended = self._results[int(since[row]) - 1].period.last
                    out.setdefault(row, []).append(Held(name, ended, 0))
                continue
            before = self._times[name][number - 1] if number else self._none
            for row in np.flatnonzero(times > before).tolist():
                out.setdefault(row, []).append(Held(name, None, int(times[row])))
        return out

    def _work_out(self, name: str, badge: Badge, number: int) -> None:
        """Count up to a period for how many each partner earned it, and note the number of the first, from one on."""
        times, since = self._times[name], self._since[name]
        for at in range(len(times), number + 1):
            earned = self._earned(badge, self._results[at])
            before, first = (times[-1], since[-1]) if times else (self._none, self._none)
            times.append(before + earned)
            since.append(np.where((first == 0) & earned, at + 1, first))

    def _earned(self, badge: Badge, result: PeriodResult) -> Flags:
        version = in_force(badge.versions, result.period.first)
        if version is None:
            return np.zeros(len(self._none), dtype=np.bool_)
        return result.figures.present & result.figures.holds(version.earns)
