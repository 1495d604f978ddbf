"""Checks of titles, names and addresses: no figures in titles, nothing in the place of what the book itself makes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.rules.corrections import ALONE
from generator.source import Diagnostic, MapNode, Place, TextNode, find, walk
from generator.terms.programme import Programme

# Addresses below the root of a language, and the folders of what a page loads.
TAKEN = frozenset(
    "index rules metrics measures units tiers points rewards training policy editions glossary".split()
    + "recognition badges certificates leaderboards winners channels".split()
    + "proof statements assets pagefind ru en".split()
)
_DIGITS = re.compile(r"\d+(?:[ \u00a0.,]\d+)*")


def plain_titles(programme: Programme) -> Iterator[Diagnostic]:
    """Titles that hold figures: in navigation and sentences nobody could tell what they stand for."""
    for file, tree in programme.trees.items():
        if file == "published.yaml":
            continue
        for path, node in walk(tree):
            if path[-1:] == ("title",) and isinstance(node, MapNode):
                for wording in node.values.values():
                    text = wording.text if isinstance(wording, TextNode) else None
                    if figure := _DIGITS.search(text or ""):
                        assert isinstance(wording, TextNode)
                        yield _holds(figure[0], wording.place_of(figure[0]))
    for group in (programme.lessons, programme.pages):
        for by_language in group.values():
            for prose in by_language.values():
                if figure := _DIGITS.search(prose.title):
                    start = len("# ") + figure.start() + 1
                    yield _holds(figure[0], Place(str(prose.path), 1, start, len(figure[0])))


def _holds(figure: str, place: Place) -> Diagnostic:
    return Diagnostic(
        "figure-in-prose",
        place,
        f"The title holds a figure of its own: `{figure}`.",
        consequence="Navigation and sentences repeat titles, and there nobody could tell what the figure stands for.",
        cure="Say it without a figure.",
    )


def own_names(programme: Programme) -> Iterator[Diagnostic]:
    """Clauses under a name that the book gives to something else."""
    for name, file in programme.clause_files.items():
        if name in ALONE:
            yield Diagnostic(
                "duplicate-name",
                find(programme.trees[file], ("clause",)).place,
                f"No clause can be called `{name}`: the book calls something of its own so.",
                consequence="What the two say would be taken for one another, on pages and in editions.",
                cure=f"Rename it: `{name}-bonus`, or whatever it is.",
            )


def own_addresses(programme: Programme) -> Iterator[Diagnostic]:
    """Hand-written pages that would take the place of pages which the book makes."""
    for name, by_language in programme.pages.items():
        if name in TAKEN:
            path = next(iter(by_language.values())).path
            yield Diagnostic(
                "duplicate-name",
                Place(str(path), 1, 1),
                f"The page `{name}` would stand where the book puts a page of its own.",
                consequence="One of the two would silently vanish from the site.",
                cure=f"Rename it: pages/our-{name}.{next(iter(by_language))}.md.",
            )
