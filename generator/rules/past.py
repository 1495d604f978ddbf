"""What a clause has paid before: whom, for which keys, and how much of a cap over a window is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from generator.rules.contract import Days, Lines
from generator.rules.exact import Flags, Integers


@dataclass
class Past:
    """The lines of one clause so far, over all its versions, batch by batch; `size` partners."""

    size: int
    _batches: list[tuple[Days, Lines, str]] = field(default_factory=list)
    _open: int = 0

    def begin(self) -> None:
        """A period begins: what is added from now on may be replaced by `settled`."""
        self._open = len(self._batches)

    def add(self, lines: Lines, last: date, unit: str) -> None:
        """Remember lines in a unit of pay; those without a day of their own carry the last day of their window."""
        if len(lines.who):
            self._batches.append((days_of(lines, last), lines, unit))

    def settled(self, final: Iterable[tuple[Lines, date, str]]) -> None:
        """The lines of the period as they are paid, in the place of those added since it began."""
        del self._batches[self._open :]
        for lines, last, unit in final:
            self.add(lines, last, unit)

    def partners(self, since: date) -> Flags:
        """Who has a line dated on `since` or later."""
        flags = np.zeros(self.size, dtype=np.bool_)
        for days, lines, _ in self._batches:
            who = lines.who[days >= np.datetime64(since)]
            flags[who[who >= 0]] = True
        return flags

    def sources(self, since: date) -> Flags:
        """About whom there is a line dated on `since` or later."""
        flags = np.zeros(self.size, dtype=np.bool_)
        for days, lines, _ in self._batches:
            if lines.source is not None:
                flags[lines.source[days >= np.datetime64(since)]] = True
        return flags

    def keys(self, since: date) -> set[object]:
        """The keys of lines dated on `since` or later."""
        found: set[object] = set()
        for days, lines, _ in self._batches:
            if lines.key is not None:
                found.update(lines.key[days >= np.datetime64(since)].tolist())
        return found

    def paid(self, since: date, unit: str) -> Integers:
        """What lines in a unit of pay dated on `since` or later come to for each partner, in minor units."""
        total = np.zeros(self.size, dtype=np.int64)
        for days, lines, own in self._batches:
            if own != unit:
                continue
            kept = (days >= np.datetime64(since)) & (lines.who >= 0)
            np.add.at(total, lines.who[kept], lines.amount[kept])
        return total


def days_of(lines: Lines, last: date) -> Days:
    """The day of each line: its own, else the last day of the window."""
    if lines.day is not None:
        return lines.day
    return np.full(len(lines.who), np.datetime64(last), dtype="datetime64[D]")
