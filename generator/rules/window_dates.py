"""Checks of windows: clauses and the points account change only where one window ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.source import Diagnostic, Fault
from generator.terms.calendar import Cycle, Span
from generator.terms.clause import ClauseVersion
from generator.terms.programme import Programme
from generator.terms.window import Window, window_of


def clause_windows(version: ClauseVersion) -> Window:
    """The windows in which a version may change; of a rule per sale those are the periods."""
    return Window("period" if version.rowwise else version.per)


def window_dates(programme: Programme) -> Iterator[Diagnostic]:
    """Versions that start or end inside a window."""
    for name, clause in programme.clauses.items():
        tree = programme.trees[programme.clause_files[name]]
        for number, version in enumerate(clause.versions):
            for fault in _version(version, programme.cycle):
                yield fault.diagnostic(tree, ("versions", number))


def account_dates(programme: Programme) -> Iterator[Diagnostic]:
    """Versions of the points account that start inside a period, which goes by the one in force on its first day."""
    for number, version in enumerate(programme.file.points.versions if programme.file.points else ()):
        inside = programme.cycle.period_of(version.starts)
        if inside.first != version.starts:
            fault = Fault(
                "version-starts-inside-window",
                "The points account changes only when a period begins.",
                at=("from",),
                consequence="Until the period ends, its points would still go by what held on its first day.",
                cure=f"Write `from: {inside.shifted(1).first}`, or `from: {inside.first}`.",
            )
            yield fault.diagnostic(programme.trees["programme.yaml"], ("points", "versions", number))


def _version(version: ClauseVersion, cycle: Cycle) -> Iterator[Fault]:
    if version.picks_by == "sale_date":
        return
    window = clause_windows(version)
    word = window.kind.replace("_", " ")
    for key, day in (("from", version.starts), ("existing_from", version.existing_from)):
        if day is None:
            continue
        inside = window_of(window, day, cycle)
        if inside.first != day:
            after = inside.last + timedelta(days=1)
            yield Fault(
                "version-starts-inside-window",
                f"A clause over a {word} changes only when a {word} begins.",
                at=(key,),
                consequence=f"One {word} would be paid by two rules at once.",
                cure=f"Write `{key}: {after}`, or `{key}: {inside.first}`.",
            )
    if version.ends is not None:
        inside = window_of(window, version.ends, cycle)
        if inside.last != version.ends:
            yield _ends_inside(word, inside)


def _ends_inside(word: str, inside: Span) -> Fault:
    before: date = inside.first - timedelta(days=1)
    return Fault(
        "version-ends-inside-window",
        f"A clause over a {word} ends only when a {word} ends.",
        at=("ends",),
        consequence=f"The page names a last day, and the rest of that {word} would be paid all the same.",
        cure=f"Write `ends: {inside.last}`, or `ends: {before}`.",
    )
