"""The entries of a statement that are no lines: changes in closed periods, shares on hold, what people booked."""

from __future__ import annotations

from collections.abc import Mapping

from generator.audit.findings import Findings
from generator.audit.listing import compare_words
from generator.audit.reckoning import Expected
from generator.audit.shown_by_hand import check_by_hand, tell_by_hand
from generator.audit.shown_changes import ToldChange, check_changes, tell_changes, words_of_changes
from generator.audit.shown_held import check_held, tell_held
from generator.audit.statement import Statement
from generator.audit.telling import Naming
from generator.audit.wording import Tongue

# The parts in the order in which they stand, with what their words begin with.
HEADS = {"adjustments": "adjustments", "by-hand": "by hand", "held": "held"}

Entries = Mapping[str, list[ToldChange]]


def tell_entries(expected: Expected, naming: Naming) -> Entries:
    """What is told in each of the parts."""
    return {
        "adjustments": tell_changes(expected.changes, "adjustment", naming, expected),
        "by-hand": tell_by_hand(expected.by_hand, naming, expected),
        "held": tell_held(expected.waiting, naming, expected),
    }


def all_of(entries: Entries) -> list[ToldChange]:
    """All entries from top to bottom."""
    return [one for part in entries.values() for one in part]


def check_entries(
    statement: Statement, expected: Expected, findings: Findings, *, by_day: bool = False
) -> None:
    """Each entry stands there once, under what it is about.

    With `by_day` only the first day of its version must be that: a close books no revision.
    """
    check_changes(statement, expected.changes, "adjustment", findings, by_day=by_day)
    check_held(statement, expected.waiting, findings, by_day=by_day)
    check_by_hand(statement, expected.by_hand, findings)


def compare_entries(statement: Statement, entries: Entries, tongue: Tongue, findings: Findings) -> None:
    """Hold the words of the parts against those that they must have."""
    for part, told in entries.items():
        if told or part in statement.parts:
            compare_words(statement, part, words_of_changes(HEADS[part], told, tongue), findings)
