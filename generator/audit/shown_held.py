"""What a statement must show of shares on hold: each with its day, its line, and the condition that it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from generator.audit.addresses import first_day
from generator.audit.due_pages import words_of
from generator.audit.findings import Findings
from generator.audit.holds import Share
from generator.audit.reckoning import Expected
from generator.audit.shown_changes import ToldChange, by_its_day
from generator.audit.statement import ShownShare, Statement
from generator.audit.telling import Naming, Telling, Wanted

SLUG = "held-differs"


def tell_held(shares: Sequence[Share], naming: Naming, expected: Expected) -> list[ToldChange]:
    """What is told of each share; other partners are numbered over all of them."""
    numbers: dict[str, int] = {}
    for share in shares:
        if share.key.source:
            numbers.setdefault(share.key.source, len(numbers) + 1)
    naming = replace(naming, others=numbers)
    return [_tell(share, f"held/{number}", naming, expected) for number, share in enumerate(shares, start=1)]


def _tell(share: Share, name: str, naming: Naming, expected: Expected) -> ToldChange:
    key, tongue = share.key, naming.tongue
    tell = Telling(naming)
    marks = {f"held-period {name}": tongue.period(expected.spans[key.origin])}
    version = share.entry.version
    corrected = expected.corrected.get(f"{key.clause}/{version}")
    marks[f"held-version {name}"] = tongue.dated("version", first_day(version), corrected)
    tell.figures.append(("amount", Wanted(expected.edition.currency, share.amount, SLUG)))
    tell.figures.append(("due", Wanted("date", share.due, SLUG)))
    tell.figures.append(("share", Wanted("percent", share.said.share * 100, SLUG)))
    tell.words.append(tongue.say("held entry", title=naming.title(key.clause)))
    own = expected.spans[key.origin]
    if not key.record and (key.first, share.entry.last) != (own.first, own.last):
        tell.say("window", _part("first", "date", key.first), _part("last", "date", share.entry.last))
    if key.record:
        tell.words.append(tongue.say("change record"))
        marks[f"held-record {name}"] = key.record
    if key.depth is not None:
        tell.say("depth", _part("depth", "count", Fraction(key.depth)))
    if key.source:
        tell.say("source partner", _part("source", "count", Fraction(naming.others[key.source])))
    if share.said.condition is not None:
        tell.words.append(tongue.say("held condition"))
        words = naming.title(words_of(key.clause, share.entry.version, share.number))
        marks[f"held-condition {name}"] = words
    figures = [(f"{name}/{what}", wanted) for what, wanted in tell.figures]
    return ToldChange("".join(tell.words), figures, marks)


def _part(name: str, unit: str, value: Fraction | date) -> tuple[str, Wanted]:
    return name, Wanted(unit, value, SLUG)


def check_held(
    statement: Statement, shares: Sequence[Share], findings: Findings, *, by_day: bool = False
) -> None:
    """Each share that is on hold stands there once, under its rule, version and period, and nothing else does."""
    wanted = [
        ShownShare(f"held/{number}", one.key.clause, one.entry.version, one.key.origin, str(one.number))
        for number, one in enumerate(shares, start=1)
    ]
    findings.count("shares on hold", len(wanted))
    for one in wanted[len(statement.held) :]:
        says = f"share {one.share} of a line of {one.clause} in {one.origin} is on hold and is not there"
        findings.add(SLUG, statement.place(one.id), says)
    for one in statement.held[len(wanted) :]:
        says = f"it speaks of {one.clause} in {one.origin}, of which nothing is on hold"
        findings.add(SLUG, statement.place(one.id), says)
    for shown, want in zip(statement.held, wanted, strict=False):
        if (by_its_day(shown) != by_its_day(want)) if by_day else (shown != want):
            findings.add(SLUG, statement.place(want.id), f"it is {shown}, it should be {want}")
