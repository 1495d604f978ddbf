"""Tables of the reference: worked by hand, settled, audited, and up to date."""

import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from generator.rules import MODULES
from generator.terms.bracket import PAYS
from generator.terms.programme import Programme
from generator.terms.table import DIMENSIONS
from generator.workflow.build import lint
from generator.workflow.places import Places
from tests.audit.twice import published, read_twice
from tools import table_pages as tool


@pytest.fixture(scope="module")
def programme() -> Programme:
    """The programme of the page, linted."""
    return lint(Places.of(tool.PROJECT), tool.ON).programme


def test_every_table_brings_what_was_worked_out_by_hand() -> None:
    by_hand = {
        one["clause"]: {who: Fraction(Decimal(amount)) for who, amount in one["brings"].items()}
        for one in tool.worked().expected()
    }
    assert {
        name: {who: x for who, x in one.items() if x} for name, one in tool.worked().brought.items()
    } == by_hand


def test_every_clause_is_told_and_works_an_example(programme: Programme) -> None:
    assert [one["clause"] for one in tool.worked().expected()] == list(programme.clauses)
    for clause in programme.clauses.values():
        version = clause.versions[0]
        assert version.examples or version.scenarios


def test_every_form_is_shown(programme: Programme) -> None:
    bodies = [(clause.kind, clause.versions[0]) for clause in programme.clauses.values()]
    tables = [version.table for _, version in bodies if getattr(version, "table", None)]  # type: ignore[attr-defined]
    brackets = [one.brackets for _, one in bodies if getattr(one, "brackets", None)]  # type: ignore[attr-defined]
    assert {name for table in tables for name in table.by} == {*DIMENSIONS, "depth"}
    assert {one.applies_to for one in brackets} == {"slice", "whole"}
    assert {row.pays for one in brackets for row in one.rows} == set(PAYS)


def test_a_form_stands_in_the_kinds_that_the_page_names() -> None:
    found = {
        (kind, form)
        for kind in MODULES
        for form, (key, table) in tool.FORMS.items()
        if tool.accepted(kind, key, table)
    }
    both = {"`depth`", "`[tier, depth]`"}
    wanted = {("commission", form) for form in tool.FORMS if form not in both}
    wanted |= {(kind, form) for kind in ("level_commission", "matching") for form in both}
    assert found == wanted | {("differential", "`brackets`, whole")}


def test_the_page_is_up_to_date() -> None:
    assert tool.PAGE.read_text("utf-8") == tool.page(), "run `make docs`"


def test_the_audit_reads_the_same_from_the_pages(tmp_path: Path) -> None:
    root = Path(shutil.copytree(tool.PROJECT, tmp_path / "project"))
    both = read_twice(root, tool.ON, published(root, tool.ON))
    assert not both.differences()
    assert both.audited
