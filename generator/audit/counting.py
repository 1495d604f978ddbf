"""Who is counted together in a scope of the tree, person by person, and what the figures of all of them make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from generator.audit.calendar import Period
from generator.audit.conditions import Condition
from generator.audit.definitions import Scope
from generator.audit.measuring import NotComputable
from generator.audit.promise import Edition, TreeColumns
from generator.audit.records import Partner, Records
from generator.audit.trees import Tree, TreeUnknown, plant

Holds = Callable[[Condition, str], bool]  # whether a condition holds for a person, in the window in question


@dataclass(frozen=True)
class Heap:
    """What some rows or people come to: their sum, and how many there were."""

    total: Fraction
    count: int

    def __add__(self, other: Heap) -> Heap:
        return Heap(self.total + other.total, self.count + other.count)


NOTHING = Heap(Fraction(0), 0)


class Woods:
    """The trees of one book, each planted when first asked for."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._trees: dict[TreeColumns, Tree] = {}

    def tree(self, name: str, edition: Edition) -> Tree:
        """A tree by its name, in the columns that an edition names; NotComputable where there is none."""
        if name not in edition.trees:
            raise NotComputable(f"the edition of {edition.start} does not say where the tree {name!r} stands")
        columns = edition.trees[name]
        if columns not in self._trees:
            try:
                self._trees[columns] = plant(self.records, columns)
            except TreeUnknown as error:
                raise NotComputable(str(error)) from error
        return self._trees[columns]


@dataclass
class Circle:
    """The people of one scope in one window, seen from any partner; what they come to is kept from one to the next."""

    scope: Scope
    edition: Edition
    reader: Period
    woods: Woods
    holds: Holds
    own: Callable[[str], Heap]  # what one person alone comes to

    def __post_init__(self) -> None:
        self._whole: dict[str, Heap] = {}
        self._all: Heap | None = None

    def _partner(self, person: str) -> Partner:
        return self.woods.records.partners[person]

    def joined(self, person: str) -> bool:
        """Whether somebody has joined by the end of the window."""
        return self._partner(person).joined <= self.reader.last

    def counts(self, person: str) -> bool:
        """Whether somebody is counted for themselves, wherever they stand."""
        one, scope = self._partner(person), self.scope
        if one.joined > self.reader.last:
            return False
        if scope.active_only and one.left is not None and one.left < self.reader.first:
            return False
        return scope.active is None or self.holds(scope.active, person)

    def broken(self, person: str) -> bool:
        """Whether somebody below is left out with everyone below."""
        return self.scope.broken is not None and self.joined(person) and self.holds(self.scope.broken, person)

    def alone(self, person: str) -> Heap:
        """What somebody adds: nothing for those who are not counted."""
        return self.own(person) if self.counts(person) else NOTHING

    def whole(self, person: str) -> Heap:
        """A person with everyone below, as far as nobody on the way is left out."""
        if person not in self._whole:
            tree = self.tree
            for one in tree.from_below(person):
                if one not in self._whole:
                    heap = self.alone(one)
                    for recruit in tree.recruits(one):
                        if not self.broken(recruit):
                            heap += self._whole[recruit]
                    self._whole[one] = heap
        return self._whole[person]

    def heap(self, partner: str) -> Heap:
        """Everyone whom the scope counts for a partner."""
        scope = self.scope
        if scope.kind == "own":
            return self.own(partner)
        if scope.kind == "programme":
            if self._all is None:
                self._all = sum((self.alone(one) for one in self.woods.records.partners), NOTHING)
            return self._all
        if scope.kind == "leg":
            heads = [one for one in self.tree.recruits(partner) if self.tree.position[one] == scope.position]
            return sum((self.whole(one) for one in heads if not self.broken(one)), NOTHING)
        if scope.kind != "downline":
            raise NotComputable(f"the scope {scope.kind!r} has no sum")
        if scope.last is None and scope.first == 0:
            return self.whole(partner)
        return sum((self.alone(one) for one in self.people(partner)), NOTHING)

    @property
    def tree(self) -> Tree:
        """The tree of the scope."""
        return self.woods.tree(self.scope.tree, self.edition)

    def people(self, partner: str) -> Iterator[str]:
        """Everyone at the depths of a downline, apart from those left out with whoever is above them."""
        row, depth = [partner], 0
        while row and (self.scope.last is None or depth <= self.scope.last):
            if depth >= self.scope.first:
                yield from row
            row = [one for person in row for one in self.tree.recruits(person) if not self.broken(one)]
            depth += 1

    def legs(self, partner: str) -> list[tuple[str, list[str]]]:
        """The legs below a partner: the recruit at the head, and everyone in it who is counted."""
        found: list[tuple[str, list[str]]] = []
        for head in self.tree.recruits(partner):
            if self.joined(head) and not self.broken(head):
                members = [head]
                for person in members:
                    members.extend(one for one in self.tree.recruits(person) if not self.broken(one))
                found.append((head, [one for one in members if self.counts(one)]))
        return found

    def leg_figures(self, partner: str) -> list[Fraction]:
        """What each leg comes to; with named positions, a position where nobody stands gives nothing."""
        heads = [one for one in self.tree.recruits(partner) if self.joined(one) and not self.broken(one)]
        if not self.scope.positions:
            return [self.whole(one).total for one in heads]
        by_position = dict.fromkeys(self.scope.positions, NOTHING)
        for one in heads:
            position = self.tree.position[one]
            if position in by_position:
                by_position[position] += self.whole(one)
        return [heap.total for heap in by_position.values()]
