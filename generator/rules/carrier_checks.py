"""Checks of what clauses carry: groups of several clauses that pay alike, and floors below caps."""

from __future__ import annotations

from collections.abc import Iterator

from generator.source import Diagnostic, Fault, Mark, Place, find
from generator.terms.clause import ClauseVersion
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity


def lone_groups(programme: Programme) -> Iterator[Diagnostic]:
    """Groups that only one clause names, and members of a group that pay for different windows."""
    named: dict[str, list[tuple[str, int, ClauseVersion]]] = {}
    for name, clause in programme.clauses.items():
        for number, version in enumerate(clause.versions):
            if version.best_of is not None:
                named.setdefault(version.best_of, []).append((name, number, version))
    for group, members in named.items():
        first, at, version = members[0]
        place = _place(programme, first, at, "best_of")
        if len({name for name, _, _ in members}) == 1:
            others = ", ".join(f"`{one}`" for one in named if one != group)
            yield Diagnostic(
                "group-of-one",
                place,
                f"Only this clause names the group `{group}`.",
                consequence="A group of one excludes nothing, and the page would promise that it does.",
                cure=f"Write the same name in the other clause (groups: {others})."
                if others
                else "Write the same `best_of:` in the other clause, or remove it here.",
            )
        for name, number, other in members[1:]:
            if other.per != version.per:
                yield Diagnostic(
                    "group-unlike",
                    _place(programme, name, number, "per"),
                    f"The rules of the group `{group}` pay for different windows.",
                    other=Mark(_place(programme, first, at, "per"), "another window"),
                    consequence="Lines of different windows cannot be held against one another.",
                    cure=f"Write `per: {version.per}` in both, or leave one of them out of the group.",
                )
        units = [(name, number, one) for name, number, one in members if one.units != version.units]
        units += [members[0]] if len(version.units) > 1 else []
        for name, number, _ in units[:1]:
            yield Diagnostic(
                "units-of-pay-mixed",
                _place(programme, name, number, "best_of"),
                f"The rules of the group `{group}` do not all pay in one unit.",
                other=Mark(place, "another unit") if (name, number) != (first, at) else None,
                consequence="Nobody could say whether points or a sum are the larger of the two.",
                cure="Leave one of them out of the group, or let all of them pay in the same.",
            )


def _place(programme: Programme, clause: str, version: int, key: str) -> Place:
    tree = programme.trees[programme.clause_files[clause]]
    return find(tree, ("versions", version, key)).place


def carrier_faults(version: ClauseVersion) -> Iterator[Fault]:
    """A floor above the cap; a group of which the best is paid beside what remembers the lines before."""
    cap = version.cap
    # Groups are decided when a period ends, and by then several of these have followed one another.
    often = version.rowwise or version.per in ("day", "week")
    if often and version.best_of is not None and (version.once or (cap is not None and cap.per)):
        what = "row" if version.rowwise else version.per
        yield Fault(
            "best-of-remembers",
            f"A rule per {what} that stands in a group cannot also remember the {what}s before it.",
            at=("best_of",),
            other=("once",) if version.once else ("cap",),
            other_label="this counts the lines before",
            consequence="Whether a line that the group takes away has used anything up could be read in two ways.",
            cure="Pay over the period, or leave out one of the two.",
        )
    if cap is None or cap.per or version.floor is None:
        return
    floor, most = version.floor, cap.amount
    if isinstance(floor, Quantity) and isinstance(most, Quantity) and floor.value > most.value:
        yield Fault(
            "floor-above-cap",
            "The floor lies above the cap.",
            at=("floor",),
            other=("cap",),
            other_label="the most that is paid",
            consequence="A partner could claim the floor and would be refused what is above the cap.",
            cure="Correct one of the two.",
        )
