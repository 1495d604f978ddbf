"""Trees of partners, gone over person by person: who stands directly below whom, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.audit.promise import TreeColumns
from generator.audit.records import Records


class TreeUnknown(ValueError):
    """The raw data have no such tree, or it runs in a ring."""


@dataclass
class Tree:
    """One tree: whoever stands directly below each partner, and at which position each stands."""

    below: dict[str, list[str]] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    position: dict[str, str] = field(default_factory=dict)

    def recruits(self, partner: str) -> list[str]:
        """Who stands directly below a partner."""
        return self.below.get(partner, [])

    def generations(self, partner: str) -> Iterator[list[str]]:
        """The partner alone, then everyone one step below, then two, as long as somebody stands there."""
        row = [partner]
        while row:
            yield row
            row = [one for person in row for one in self.recruits(person)]

    def from_below(self, partner: str) -> list[str]:
        """A partner and everyone below, each after all who stand below them."""
        found = [partner]
        for person in found:
            found.extend(self.recruits(person))  # the list grows while it is gone over
        return found[::-1]


def plant(records: Records, columns: TreeColumns) -> Tree:
    """The tree that stands in some columns of a table; raises TreeUnknown."""
    table = records.tables.get(columns.table)
    if table is None:
        raise TreeUnknown(f"there is no table {columns.table!r}")
    tree = Tree()
    if columns.above not in table.columns:
        raise TreeUnknown(f"the table {table.name} has no column {columns.above!r}")
    at = table.place(columns.above)
    place = table.place(columns.position) if columns.position in table.columns else None
    for row in table.counted():
        person, above = row.partner, str(row.cells[at] or "")
        if person in tree.above or person not in records.partners:
            continue
        tree.above[person] = above
        if above in records.partners:
            tree.below.setdefault(above, []).append(person)
        if place is not None:
            tree.position[person] = str(row.cells[place] or "")
    _no_ring(tree)
    return tree


def _no_ring(tree: Tree) -> None:
    """Everyone is reached from somebody who stands below nobody."""
    reached = [person for person, above in tree.above.items() if above not in tree.above]
    for person in reached:
        reached.extend(tree.recruits(person))
    if len(reached) != len(tree.above):
        raise TreeUnknown("somebody stands below themselves")
