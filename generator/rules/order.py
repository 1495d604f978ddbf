"""The order of clauses and ladders: each comes after those that it reads in the same window, or the loop is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from generator.rules import MODULES
from generator.rules.amount_checks import metrics_read_by
from generator.rules.held_conditions import atoms_of_lines
from generator.rules.metric_reads import metric_atoms, metrics_made_of
from generator.source import Diagnostic, Mark, Place, Step, find
from generator.terms.amount import amount_metrics
from generator.terms.atoms import Atom, LineIs, MetricIs, TierIs, shift_of
from generator.terms.metric import MetricVersion
from generator.terms.programme import Programme
from generator.terms.version import Version, boundaries, in_force

Read = tuple[str, tuple[Step, ...]]
"""What is read (a clause, or `ladder/<name>`), and where below the version that is said."""


def clause_order(programme: Programme, days: Iterable[date]) -> tuple[str, ...]:
    """All clauses, each after those that it reads in the same window on one of some days; else in the order of files.

    The programme must be free of loops on each day (`read_cycles`). Where two days contradict one another, the one
    named first counts.
    """
    reads: dict[str, dict[str, None]] = {}
    for day in days:
        for thing, read in _reads(programme, day).items():
            for other, _ in read:
                if not _reaches(reads, other, thing):
                    reads.setdefault(thing, {})[other] = None
    out: dict[str, None] = {}

    def visit(thing: str) -> None:
        if thing not in out:
            for other in reads.get(thing, ()):
                visit(other)
            out[thing] = None

    for name in programme.clauses:
        visit(name)
    return tuple(name for name in out if name in programme.clauses)


def _reaches(reads: Mapping[str, Iterable[str]], thing: str, other: str) -> bool:
    """Whether a thing is another or reads it, by way of others too."""
    seen, waiting = {thing}, [thing]
    while waiting:
        for one in reads.get(waiting.pop(), ()):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return other in seen


def read_cycles(programme: Programme) -> Iterator[Diagnostic]:
    """A message for each loop of clauses and ladders that read one another in the same window."""
    days = {programme.file.starts}
    for _, versions in programme.versions():
        days |= {day for day in boundaries(versions) if day > programme.file.starts}
    told: set[frozenset[str]] = set()
    for day in sorted(days):
        reads = _reads(programme, day)
        for loop in _loops(reads):
            if frozenset(loop) not in told:
                told.add(frozenset(loop))
                yield _told(programme, reads, loop, day)


def _reads(programme: Programme, on: date) -> Mapping[str, Sequence[Read]]:
    """For each clause and ladder in force what it reads in the same window."""
    ladder_of = programme.titles().ladder_of
    out: dict[str, list[Read]] = {}
    for name, metric in programme.metrics.items():
        made = in_force(metric.versions, on)
        if made is not None:
            out[f"metric/{name}"] = list(_of_metric(made, ladder_of))
    for name, ladder in programme.ladders.items():
        version = in_force(ladder.versions, on)
        if version is not None:
            out[f"ladder/{name}"] = list(_of_atoms(version, ladder_of))
    for name, clause in programme.clauses.items():
        found = in_force(clause.versions, on)
        if found is None:
            continue
        reads = out[name] = list(_of_atoms(found, ladder_of))
        table = getattr(found, "table", None)
        for row, one in enumerate(getattr(table, "rows", ())):
            tier = getattr(one, "tier", None)
            if isinstance(tier, str) and tier in ladder_of:
                reads.append((f"ladder/{ladder_of[tier]}", ("table", "rows", row, "tier")))
        reads += [(f"metric/{other}", path) for path, other in metrics_read_by(clause.kind, found)]
        named = getattr(MODULES[clause.kind], "clauses_read", None)
        if named is not None:
            reads += [(other, path) for path, other in named(found)]
        for path, kind in getattr(MODULES[clause.kind], "kinds_read", lambda _: ())(found):
            others = [other for other, one in programme.clauses.items() if one.kind == kind and other != name]
            reads += [(other, path) for other in others]
    fellows = _fellows(programme, on)
    for reads in out.values():
        reads += [
            (fellow, path)
            for other, path in tuple(reads)
            for fellow in fellows.get(other, ())
            if fellow != other
        ]
    return out


def _fellows(programme: Programme, on: date) -> Mapping[str, Sequence[str]]:
    """For each clause those with which it shares a group or a ceiling: its lines are final after theirs."""
    sharing: dict[tuple[str, str], list[str]] = {}
    for name, clause in programme.clauses.items():
        found = in_force(clause.versions, on)
        for key in ("best_of", "ceiling"):
            shared = getattr(found, key, None)
            if shared is not None:
                sharing.setdefault((key, shared), []).append(name)
    out: dict[str, list[str]] = {}
    for members in sharing.values():
        for name in members:
            out.setdefault(name, []).extend(members)
    return out


def _of_metric(version: MetricVersion, ladder_of: Mapping[str, str]) -> Iterator[Read]:
    for path, operand in metrics_made_of(version):
        if not operand.before:
            yield f"metric/{operand.metric}", path
    for path, atom in metric_atoms(version):
        if shift_of(atom) is None:
            yield from _of_atom(path, atom, ladder_of)


def _of_atoms(version: Version, ladder_of: Mapping[str, str]) -> Iterator[Read]:
    for path, atom in atoms_of_lines(version, shifted=False):
        yield from _of_atom(path, atom, ladder_of)


def _of_atom(path: tuple[Step, ...], atom: Atom, ladder_of: Mapping[str, str]) -> Iterator[Read]:
    match atom:
        case TierIs():
            yield f"ladder/{ladder_of[atom.tier]}", path
        case LineIs():
            yield atom.clause, path
        case MetricIs():
            yield f"metric/{atom.metric}", path
            for at, name in amount_metrics(atom.bound):
                yield f"metric/{name}", (*path, atom.compare, *at)


def _loops(reads: Mapping[str, Sequence[Read]]) -> Iterator[list[str]]:
    """Loops, each as the things on it in the order in which they read; one loop for each thing first met on one."""
    done: set[str] = set()
    for start in reads:
        path: list[str] = []
        waiting = [iter([start])]
        while waiting:
            thing = next(waiting[-1], None)
            if thing is None:
                waiting.pop()
                if path:
                    done.add(path.pop())
            elif thing in path:
                yield path[path.index(thing) :]
            elif thing not in done:
                path.append(thing)
                waiting.append(iter([other for other, _ in reads.get(thing, ())]))


def _told(
    programme: Programme, reads: Mapping[str, Sequence[Read]], loop: list[str], day: date
) -> Diagnostic:
    ring = [*loop, loop[0]]
    places = [_place(programme, reads, one, other, day) for one, other in pairwise(ring)]
    shown = " -> ".join(f"`{_name(one)}`" for one in ring)
    if len(loop) > 1:
        says = f"These read one another in the same window: {shown}."
    elif loop[0] in programme.clauses:
        says = f"`{loop[0]}` reads lines with which it shares a group or a ceiling: they are final after its own."
    else:
        says = f"What decides about `{_name(loop[0])}` reads `{_name(loop[0])}` itself."
    return Diagnostic(
        "read-cycle",
        places[0],
        says,
        other=Mark(places[1], "and this leads back") if len(loop) > 1 else None,
        consequence="Each of them would have to be worked out before the others.",
        cure="Read the earlier period in one of these places, with `in: 1 period before`, or leave it out.",
    )


def _place(
    programme: Programme, reads: Mapping[str, Sequence[Read]], thing: str, other: str, day: date
) -> Place:
    """Where a thing says that it reads another."""
    path = next(at for name, at in reads[thing] if name == other)
    name = _name(thing)
    if "/" in thing:
        metric = thing.startswith("metric/")
        file, above = ("metrics.yaml", ("metrics", name)) if metric else ("tiers.yaml", ("ladders", name))
        versions: Sequence[Version] = (programme.metrics if metric else programme.ladders)[name].versions
        number = next(n for n, v in enumerate(versions) if v is in_force(versions, day))
        return find(programme.trees[file], (*above, "versions", number, *path)).place
    own: Sequence[Version] = programme.clauses[name].versions
    number = next(n for n, v in enumerate(own) if v is in_force(own, day))
    return find(programme.trees[programme.clause_files[name]], ("versions", number, *path)).place


def _name(thing: str) -> str:
    return thing.rpartition("/")[2]
