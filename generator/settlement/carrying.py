"""Carrying: what clauses remember of each partner from period to period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from generator.rules.contract import Carried
from generator.rules.exact import MINOR_DIGITS, Column, Flags

State = tuple[str, str]
"""A clause, and the name of what it carries."""


@dataclass
class CarriedStates:
    """The states of all clauses so far; `size` partners. Periods are entered in their order."""

    size: int
    _known: dict[State, Carried] = field(default_factory=dict)

    def enter(self) -> None:
        """A period begins: each state opens with what it closed with."""
        nothing = np.zeros(self.size, dtype=np.int64)
        for state, one in self._known.items():
            self._known[state] = Carried(one.closing, nothing, nothing, one.closing, one.opened, one.digits)

    def so_far(self, clause: str, name: str) -> tuple[Column, Flags]:
        """What a state has come to, windows of this period included, and for whom it has opened."""
        one = self._known.get((clause, name))
        if one is None:
            return Column(np.zeros(self.size, dtype=np.int64), MINOR_DIGITS), np.zeros(
                self.size, dtype=np.bool_
            )
        return Column(one.closing, one.digits), one.opened

    def move(self, clause: str, moved: Mapping[str, Carried], whom: Flags) -> None:
        """Keep how the states of some partners moved in this period, or in one more window of it.

        Raises OverflowError where int64 cannot hold one.
        """
        for name, one in moved.items():
            old = self._known.get((clause, name))
            if old is not None:
                digits = max(old.digits, one.digits)
                one, old = one.finer(digits), old.finer(digits)
                opens = whom & one.opened & ~old.opened
                one = Carried(
                    np.where(opens, one.opening, old.opening),
                    old.into + np.where(whom, one.into, 0),
                    old.out_of + np.where(whom, one.out_of, 0),
                    np.where(whom, one.closing, old.closing),
                    np.where(whom, one.opened, old.opened),
                    digits,
                )
            self._known[clause, name] = one

    def now(self) -> Mapping[State, Carried]:
        """How each state moved in this period."""
        return dict(self._known)
