"""Checks of lines that clauses read and guarantees fill up: nothing is mixed, no debt forgotten, no kind needless."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules import MODULES, TAKING
from generator.rules.guarantee import GuaranteeVersion
from generator.source import ADVICE, Diagnostic, Mark, Step, find, key_place
from generator.terms.clause import ClauseVersion
from generator.terms.pay import MONEY, unit_order
from generator.terms.programme import Programme
from generator.terms.quantity import POINTS

Place = tuple[Step, ...]


def line_faults(programme: Programme, name: str, number: int, version: ClauseVersion) -> Iterator[Diagnostic]:
    """Lines of which some are taken, or are in another unit; advice where a floor says the same as a guarantee."""
    module = MODULES[programme.clauses[name].kind]
    if not hasattr(module, "clauses_read"):
        return
    read = [(path, programme.clauses[one].kind, one) for path, one in module.clauses_read(version)]
    read += [(path, kind, kind) for path, kind in module.kinds_read(version)]
    tree, above = programme.trees[programme.clause_files[name]], ("versions", number)
    taken = [one for one in read if one[1] in TAKING]
    paid = [one for one in read if one[1] not in TAKING]
    counts = isinstance(version, GuaranteeVersion)
    yield from _in_other_unit(programme, name, number, version)
    if taken and (paid or counts):
        path, _, word = taken[0]
        yield Diagnostic(
            "lines-mixed",
            find(tree, (*above, *path)).place,
            f"`{word}` takes from partners, and its lines are read as amounts above zero.",
            other=Mark(find(tree, (*above, *paid[0][0])).place, "this pays") if paid else None,
            consequence="What is taken would be added to what is paid.",
            cure="Read it in a rule of its own, or leave it out.",
        )
    elif isinstance(version, GuaranteeVersion):
        yield from _plainer(programme, name, number, version)
        yield from _left_standing(programme, name, number, version)


def _in_other_unit(
    programme: Programme, name: str, number: int, version: ClauseVersion
) -> Iterator[Diagnostic]:
    """Clauses that are read by their names and do not pay in the unit of the lines that are read."""
    tree, above = programme.trees[programme.clause_files[name]], ("versions", number)
    wanted = version.reads_in
    for path, one in MODULES[programme.clauses[name].kind].clauses_read(version):
        units = {unit for each in programme.clauses[one].versions for unit in each.units} - {wanted}
        if units:
            other = min(units, key=unit_order)
            yield Diagnostic(
                "lines-in-other-unit",
                find(tree, (*above, *path)).place,
                f"`{one}` pays in {other if other in (MONEY, POINTS) else 'rewards'}, and lines in {wanted} are read "
                "here.",
                consequence="Nothing that it pays so would count, and partners would look for it.",
                cure=_cure_of_unit(programme.clauses[name].kind, version, other),
            )


def _cure_of_unit(kind: str, version: ClauseVersion, other: str) -> str:
    """How lines in the other unit could be read after all."""
    if kind == "matching" and version.pays_in == POINTS and {version.reads_in, other} == {MONEY, POINTS}:
        row = "`rate: 10 %`" if other == POINTS else "`points: 1` and `every: 100`"
        return f"Leave it out; or write {row} in each row of the table, and name clauses that pay in {other} alone."
    if other == POINTS:
        return "Leave it out, or read it in a rule of its own that has `pays_in: points`."
    return "Leave it out."


def _plainer(programme: Programme, name: str, number: int, version: GuaranteeVersion) -> Iterator[Diagnostic]:
    """A minimum that serves one clause and leaves no debt."""
    lines = version.counts.lines
    served = [
        other
        for other, clause in programme.clauses.items()
        if other != name and (other in lines.clauses or clause.kind in lines.kinds)
        if any(version.reads_in in one.units for one in clause.versions)
    ]
    if version.recoverable or len(served) != 1:
        return
    one = programme.clauses[served[0]].versions[-1]
    if one.per != "period" or one.floor is not None or one.earns != version.earns:
        return
    tree = programme.trees[programme.clause_files[name]]
    yield Diagnostic(
        "plainer-kind",
        key_place(tree, ("versions", number, "minimum")),
        f"This minimum serves the clause `{served[0]}` alone and leaves no debt: a floor there says it more plainly.",
        consequence="Partners read two rules where one would do.",
        cure=f"Write the same amount as `floor:` in `{served[0]}`; keep the guarantee if those who earn nothing by it "
        "are to be paid, too.",
        weight=ADVICE,
    )


def _left_standing(
    programme: Programme, name: str, number: int, version: GuaranteeVersion
) -> Iterator[Diagnostic]:
    """A version without debts after one with them, whose debts nothing repays any more."""
    before = programme.clauses[name].versions[number - 1] if number else None
    if version.recoverable or not isinstance(before, GuaranteeVersion) or not before.recoverable:
        return
    tree = programme.trees[programme.clause_files[name]]
    yield Diagnostic(
        "debt-left-standing",
        find(tree, ("versions", number, "recoverable")).place,
        "What this version pays becomes no debt, and nothing repays the debts that stand when it begins.",
        other=Mark(find(tree, ("versions", number - 1, "recoverable")).place, "these debts"),
        consequence="They stay on record as they are, and partners see them on every statement.",
        cure="Keep `recoverable: true` until they are repaid; or let the version above forgive them, by "
        "`carries: {debt: {reset: year}}` with the last year that it is in force.",
        weight=ADVICE,
    )
