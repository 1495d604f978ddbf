"""What a statement must show of changes in closed periods: each with what was booked, what holds now, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from generator.audit.addresses import first_day
from generator.audit.booked import Change
from generator.audit.findings import Findings
from generator.audit.pay_units import paid_unit, reward_of
from generator.audit.reckoning import Expected
from generator.audit.statement import ShownChange, ShownShare, Statement
from generator.audit.telling import Naming, Telling, Wanted
from generator.audit.wording import Tongue

Entry = TypeVar("Entry", ShownChange, ShownShare)

SLUG = "adjustment-differs"


@dataclass(frozen=True)
class ToldChange:
    """One entry: its words with a box for each figure and mark, its figures and marks by id, in order."""

    words: str
    figures: list[tuple[str, Wanted]]
    marks: dict[str, str]


def tell_changes(
    changes: Sequence[Change], kind: str, naming: Naming, expected: Expected
) -> list[ToldChange]:
    """What is told of each change; other partners are numbered over all of them."""
    numbers: dict[str, int] = {}
    for change in changes:
        if change.key.source:
            numbers.setdefault(change.key.source, len(numbers) + 1)
    naming = replace(naming, others=numbers)
    return [
        _tell(change, f"{kind}/{number}", naming, expected) for number, change in enumerate(changes, start=1)
    ]


def _tell(change: Change, name: str, naming: Naming, expected: Expected) -> ToldChange:
    key, unit = change.key, paid_unit(change.key.paid_in, expected.edition)
    tell = Telling(naming)
    marks = {f"change-period {name}": naming.tongue.period(expected.spans[key.origin])}
    corrected = expected.corrected.get(f"{key.clause}/{change.version}")
    version = naming.tongue.dated("version", first_day(change.version), corrected)
    marks[f"change-version {name}"] = version
    tell.figures.append(("amount", Wanted(unit, change.amount, SLUG)))
    if reward := reward_of(unit):
        named = naming.title(f"reward/{reward}")
        tell.words.append(naming.tongue.say("change reward", title=naming.title(key.clause), reward=named))
    else:
        tell.words.append(naming.tongue.say("change", title=naming.title(key.clause)))
    own = expected.spans[key.origin]
    if not key.record and (key.first, change.last) != (own.first, own.last):
        tell.say("window", _part("first", "date", key.first), _part("last", "date", change.last))
    if key.record:
        tell.words.append(naming.tongue.say("change record"))
        marks[f"change-record {name}"] = key.record
    if key.depth is not None:
        tell.say("depth", _part("depth", "count", Fraction(key.depth)))
    if key.source:
        tell.say("source partner", _part("source", "count", Fraction(naming.others[key.source])))
    tell.say("was now", _part("was", unit, change.was), _part("now", unit, change.now))
    if name.startswith("later/"):
        tell.words.append(naming.tongue.say("booked in"))
        marks[f"change-booked {name}"] = naming.tongue.period(expected.spans[change.booked])
    if change.forgiven:
        tell.words.append(naming.tongue.say("forgiven"))
    figures = [(f"{name}/{what}", wanted) for what, wanted in tell.figures]
    return ToldChange("".join(tell.words), figures, marks)


def _part(name: str, unit: str, value: Fraction | date) -> tuple[str, Wanted]:
    return name, Wanted(unit, value, SLUG)


def figures_of_changes(changes: Sequence[ToldChange]) -> dict[str, Wanted]:
    """Every figure of the entries, by id."""
    return {name: wanted for one in changes for name, wanted in one.figures}


def words_of_changes(part: str, changes: Sequence[ToldChange], tongue: Tongue) -> str:
    """The words of the part."""
    return " ".join([tongue.say(part), *(one.words for one in changes)])


def by_its_day(shown: Entry) -> Entry:
    """An entry whose version is named by its first day alone."""
    return replace(shown, version=shown.version[:10])


def check_changes(
    statement: Statement, changes: Sequence[Change], kind: str, findings: Findings, *, by_day: bool = False
) -> None:
    """Each change stands there once, under its rule, version and period, and nothing else does.

    With `by_day` only the first day of its version must be that: a close books no revision.
    """
    wanted = [
        ShownChange(
            f"{kind}/{number}",
            one.key.clause,
            one.version,
            one.key.origin,
            one.forgiven,
            one.booked if kind == "later" else "",
        )
        for number, one in enumerate(changes, start=1)
    ]
    findings.count("adjustments", len(wanted))
    for one in wanted[len(statement.changes) :]:
        says = f"a difference in {one.origin} by {one.clause} of {one.version} is not there"
        findings.add("adjustment-missing", statement.place(one.id), says)
    for one in statement.changes[len(wanted) :]:
        says = f"it speaks of {one.clause} in {one.origin}, where nothing holds otherwise"
        findings.add("adjustment-unexpected", statement.place(one.id), says)
    for shown, want in zip(statement.changes, wanted, strict=False):
        if (by_its_day(shown) != by_its_day(want)) if by_day else (shown != want):
            findings.add(
                "adjustment-differs", statement.place(want.id), f"it is {shown}, it should be {want}"
            )
