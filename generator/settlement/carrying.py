"""Carrying: what clauses remember of each partner from period to period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from generator.rules.contract import Carried
from generator.rules.exact import Flags, Integers

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
            self._known[state] = Carried(one.closing, nothing, nothing, one.closing, one.opened)

    def before(self, clause: str, name: str) -> tuple[Integers, Flags]:
        """What a state of this period opens with, and for whom it has opened."""
        one = self._known.get((clause, name))
        if one is None:
            return np.zeros(self.size, dtype=np.int64), np.zeros(self.size, dtype=np.bool_)
        return one.opening, one.opened

    def move(self, clause: str, moved: Mapping[str, Carried], whom: Flags) -> None:
        """Keep how the states of some partners moved in this period."""
        for name, one in moved.items():
            old = self._known.get((clause, name))
            if old is not None:
                one = Carried(
                    np.where(whom, one.opening, old.opening),
                    np.where(whom, one.into, old.into),
                    np.where(whom, one.out_of, old.out_of),
                    np.where(whom, one.closing, old.closing),
                    np.where(whom, one.opened, old.opened),
                )
            self._known[clause, name] = one

    def now(self) -> Mapping[State, Carried]:
        """How each state moved in this period."""
        return dict(self._known)
