"""Each verb of the command line is shown in README.md or docs/, and no other is."""

import re

import pytest

from generator.cli import cli
from tests.house.tree import ROOT


def pages() -> str:
    return "\n".join(
        path.read_text("utf-8")
        for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("**/*.md")]
    )


def verbs() -> set[str]:
    return {name for name, command in cli.commands.items() if not command.hidden}


def mentioned(text: str) -> set[str]:
    """Verbs that a text shows as commands."""
    return set(
        re.findall(
            r"partnerbook ([a-z]+)\b", "\n".join(re.findall(r"`[^`]+`|^ {4}.*$|```.*?```", text, re.M | re.S))
        )
    )


def test_each_verb_is_explained() -> None:
    unsaid = verbs() - mentioned(pages())
    assert not unsaid, f"no page shows `partnerbook {sorted(unsaid)[0]}`; all: {sorted(unsaid)}"


def test_no_page_shows_a_verb_that_does_not_exist() -> None:
    invented = mentioned(pages()) - verbs()
    assert not invented, f"shown, and unknown to the command line: {sorted(invented)}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`partnerbook build --on 2026-11-12`", {"build"}),
        ("    partnerbook serve", {"serve"}),
        ("partnerbook is a tool", set()),
    ],
)
def test_the_reading_of_pages(text: str, found: set[str]) -> None:
    assert mentioned(text) == found
