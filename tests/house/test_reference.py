"""The reference: a page for every kind, words for every field, and nothing that no kind has."""

import pytest

from generator.rules import MODULES
from tools import reference

KINDS = sorted(MODULES)


def test_every_kind_is_told_and_no_other() -> None:
    assert sorted(reference.words()["kinds"]) == KINDS


def test_every_field_is_told_and_no_other() -> None:
    fields = {name for kind in KINDS for name in reference.fields_of(kind)}
    assert set(reference.words()["fields"]) == fields


def test_the_pages_are_up_to_date() -> None:
    stale = [path.name for path, text in reference.pages().items() if path.read_text("utf-8") != text]
    assert not stale, "run `make docs`"


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_kind_is_worked(kind: str) -> None:
    name = reference.words()["kinds"][kind]["example"].partition("-")[2]
    clause = reference.programme().clauses[name]
    assert clause.kind == kind
    assert clause.versions[0].examples
