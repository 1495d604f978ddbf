"""People in a tree with figures given outright: what the network kinds read, without a book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from generator.rules.contract import HOUSE, Drafts
from generator.rules.exact import Column, Flags, Integers
from generator.rules.tree import Tree
from generator.terms.condition import MetricIs, TierIs
from generator.terms.quantity import parse_quantity

TIERS = ("start", "silver", "gold", "platinum")
FROM = {"announced": "2025-12-01", "from": "2026-01-01", "per": "period"}


@dataclass(frozen=True)
class Person:
    """One of them; `sponsor` is a place in the list, -1 for none."""

    sponsor: int = -1
    figures: Mapping[str, Fraction] = field(default_factory=dict)
    tier: str = TIERS[0]
    lines: Mapping[str, Fraction] = field(default_factory=dict)
    joined: bool = True
    left: bool = False

    def figure(self, name: str) -> Fraction:
        return self.figures.get(name, Fraction(0))


class People:
    """The figures of a window; metrics that nobody has are 0, `tier` is one of `TIERS`."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self.size = len(people)
        self._tree = Tree(np.array([one.sponsor for one in people], dtype=np.int64))

    @property
    def joined(self) -> Flags:
        return np.array([one.joined for one in self.people], dtype=np.bool_)

    @property
    def present(self) -> Flags:
        return np.array([one.joined and not one.left for one in self.people], dtype=np.bool_)

    def tree(self, name: str) -> Tree:
        return self._tree

    def metric(self, name: str) -> Column:
        return Column.from_fractions([one.figure(name) for one in self.people])

    def earned_by(self, clauses: Sequence[str], kinds: Sequence[str], but: str, unit: str) -> Column:
        return Column.from_fractions(
            [sum((one.lines.get(name, Fraction(0)) for name in clauses), Fraction(0)) for one in self.people]
        )

    def holds(self, condition: Any) -> Flags:
        return np.array([meets(one, condition) for one in self.people], dtype=np.bool_)

    def tier_rank(self, ladder: str) -> Integers:
        return np.array([TIERS.index(one.tier) for one in self.people], dtype=np.int64)

    def rank_of(self, tier: str) -> int:
        return TIERS.index(tier)


def meets(person: Person, condition: Any) -> bool:
    """Whether a condition `metric at least bound` or `tier at least` holds of somebody; none holds of everybody."""
    if condition is None:
        return True
    if isinstance(condition, TierIs):
        return TIERS.index(person.tier) >= TIERS.index(condition.tier)
    assert isinstance(condition, MetricIs)
    assert condition.compare == "at_least"
    return person.figure(condition.metric) >= parse_quantity(condition.bound).value


def version_of(model: Any, fields: Mapping[str, Any]) -> Any:
    """A version of a kind from the keys that an author writes."""
    return model.model_validate({**FROM, **fields}, context={"languages": ("en", "ru")})


Owed = dict[tuple[int, int, int], Fraction]


def owed(drafts: Drafts) -> Owed:
    """(who, depth, source) -> the exact amount, zeros left out; -1 where a draft has no depth or source."""
    size = len(drafts.who)
    none = np.full(size, -1)
    depth = none if drafts.depth is None else drafts.depth
    source = none if drafts.source is None else drafts.source
    keys = list(zip(drafts.who.tolist(), depth.tolist(), source.tolist(), strict=True))
    assert len(set(keys)) == size, "a line twice"
    amounts = drafts.owed.fractions()
    return {key: amount for key, amount in zip(keys, amounts, strict=True) if amount}


def bases(drafts: Drafts) -> dict[tuple[int, int, int], Fraction]:
    """The bases of the lines that `owed` tells."""
    told = owed(drafts)
    size = len(drafts.who)
    none = np.full(size, -1)
    depth = none if drafts.depth is None else drafts.depth
    source = none if drafts.source is None else drafts.source
    keys = zip(drafts.who.tolist(), depth.tolist(), source.tolist(), strict=True)
    return {key: base for key, base in zip(keys, drafts.base.fractions(), strict=True) if key in told}


__all__ = ["HOUSE", "TIERS", "People", "Person", "bases", "meets", "owed", "version_of"]
