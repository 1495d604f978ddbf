"""The gallery: every diagnostic is shown by a broken project, with exactly the words that its author reads."""

import os
import re
from pathlib import Path

import pytest

from generator.source.catalogue import CATALOGUE
from tools import diagnostics as gallery

ACCEPT = os.environ.get("PARTNERBOOK_ACCEPT") == "1"
CASES = gallery.cases()
JARGON = re.compile(
    r"NoneType|\bNone\b|(?i:pydantic|ruamel|validat|traceback|exception|tuple|\bdict\b|\bstr\b|\bint\b|"
    r"scalar|token|pars(?:e|er|ing)\b|schema|duckdb|\barrow\b|numpy)"
)


def test_the_sound_project_is_sound(tmp_path: Path) -> None:
    gallery.make_project(gallery.GALLERY / "_none", tmp_path / "project")
    assert gallery.told_about(tmp_path / "project") == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_its_author_reads(case: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    gallery.make_project(case, root)
    told = gallery.told_about(root)
    said = gallery.as_text(told, root)
    expected = case / "expected.txt"
    if ACCEPT:
        expected.write_text(said, "utf-8")
    assert [one.slug for one in told] == [gallery.slug_of(case)], "one cause, one message:\n" + said
    assert expected.exists(), "run with PARTNERBOOK_ACCEPT=1, and read what was written"
    assert said == expected.read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_words_are_plain(case: Path) -> None:
    said = (case / "expected.txt").read_text("utf-8")
    head, sentence, *rest = said.splitlines()
    assert re.fullmatch(r"\S+:\d+:\d+  [a-z-]+( \(advice\))?", head)
    assert sentence.startswith("  ")
    assert sentence.endswith(".")
    told = [line for line in rest if not re.match(r" +(\d+ )?\| |  \S+:\d+:\d+$", line)]
    assert len(told) >= 2, "what follows from it, or how it is cured, is not said"
    assert not JARGON.search("\n".join([sentence, *told]))


def test_each_diagnostic_is_shown() -> None:
    assert {gallery.slug_of(case) for case in CASES} == set(CATALOGUE)


@pytest.mark.parametrize("text", CATALOGUE.values(), ids=CATALOGUE)
def test_the_catalogue_speaks_in_sentences(text: str) -> None:
    assert re.fullmatch(r"[A-Z`].+[.]", text)
    assert not JARGON.search(text)


def test_the_page_is_up_to_date() -> None:
    assert gallery.PAGE.exists(), "run make docs"
    assert gallery.PAGE.read_text("utf-8") == gallery.page(), "out of date: run make docs"
