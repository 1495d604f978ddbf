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

    def between(self, first: date, last: date) -> Past:
        """The lines that are dated within two days, both of them included."""
        found = Past(self.size)
        for days, lines, unit in self._batches:
            inside = (days >= np.datetime64(first)) & (days <= np.datetime64(last))
            if inside.all():
                found._batches.append((days, lines, unit))
            elif inside.any():
                found._batches.append((days[inside], lines.of(inside), unit))
        return found

    def partners(self) -> Flags:
        """Who has a line."""
        flags = np.zeros(self.size, dtype=np.bool_)
        for _, lines, _ in self._batches:
            flags[lines.who[lines.who >= 0]] = True
        return flags

    def sources(self) -> Flags:
        """About whom there is a line."""
        flags = np.zeros(self.size, dtype=np.bool_)
        for _, lines, _ in self._batches:
            if lines.source is not None:
                flags[lines.source] = True
        return flags

    def keys(self, at: int) -> set[object]:
        """What tells the rows of lines apart, by its place among what the rule is paid once for."""
        found: set[object] = set()
        for _, lines, _ in self._batches:
            if lines.key is not None:
                found.update(keys[at] for keys in lines.key.tolist())
        return found

    def paid(self, unit: str) -> Integers:
        """What lines in a unit of pay come to for each partner, in minor units."""
        total = np.zeros(self.size, dtype=np.int64)
        for _, lines, own in self._batches:
            if own != unit:
                continue
            kept = lines.who >= 0
            np.add.at(total, lines.who[kept], lines.amount[kept])
        return total


def days_of(lines: Lines, last: date) -> Days:
    """The day of each line: its own, else the last day of the window."""
    if lines.day is not None:
        return lines.day
    return np.full(len(lines.who), np.datetime64(last), dtype="datetime64[D]")
