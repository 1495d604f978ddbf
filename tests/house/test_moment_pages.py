"""Units and moments of the reference: worked by hand, settled, audited, and up to date."""

import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from generator.terms.clause import MOMENTS
from tests.audit.twice import published, read_twice
from tools import moment_pages as tool


def test_every_clause_brings_what_was_worked_out_by_hand() -> None:
    found = tool.worked()
    by_hand = {
        one["clause"]: {who: Fraction(Decimal(amount)) for who, amount in one["brings"].items()}
        for one in found.expected()
    }
    assert {name: {who: x for who, x in one.items() if x} for name, one in found.brought.items()} == by_hand
    assert list(by_hand) == list(found.programme.clauses)


def test_every_moment_is_shown() -> None:
    shown = {
        getattr(clause.versions[0], "as_of", None) for clause in tool.worked().programme.clauses.values()
    }
    assert shown >= set(MOMENTS) | {"window_end", "window_start"}


def test_the_pages_are_up_to_date() -> None:
    for path, text in tool.pages().items():
        assert path.read_text("utf-8") == text, "run `make docs`"


def test_the_audit_reads_the_same_from_the_pages(tmp_path: Path) -> None:
    root = Path(shutil.copytree(tool.PROJECT, tmp_path / "project"))
    both = read_twice(root, tool.ON, published(root, tool.ON))
    assert not both.differences()
    assert both.audited
