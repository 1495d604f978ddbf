"""Checks of words: they refer to values that exist, and hold no figures of their own."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules.editions import sayings_of
from generator.rules.wording import HOLE, UnknownReference, bare_figures, resolve
from generator.source import Diagnostic, Step, TextNode, did_you_mean, find
from generator.terms.programme import Programme
from generator.terms.saying import Sayings
from generator.terms.text import Text
from generator.terms.titles import Titles


def word_faults(
    programme: Programme,
    file: str,
    path: tuple[Step, ...],
    words: Text,
    sayings: Sayings | None,
    titles: Titles,
    corrected: Sayings | None = None,
    *,
    figures_allowed: bool = False,
) -> Iterator[Diagnostic]:
    """References of a person's words that lead nowhere, and figures of their own; `corrected` as in `resolve`."""
    tree = programme.trees[file]
    others = latest_sayings(programme, titles)
    for language, wording in words.wordings:
        node = find(tree, path)
        if not isinstance(node, TextNode):  # a text that is the same in all languages stands there alone
            node = find(tree, (*path, language))
        assert isinstance(node, TextNode)
        rest = HOLE.sub(" ", wording)
        if "{" in rest or "}" in rest:
            yield Diagnostic(
                "unknown-reference",
                node.place_of(next(word for word in rest.split() if "{" in word or "}" in word)),
                "A value stands in one pair of braces, and here a brace has no partner.",
                consequence="The page would show the brace instead of a value.",
                cure="Write it as `{rows.1.rate}`.",
            )
            continue
        figures = [figure.strip(" \u00a0.,") for figure in bare_figures(wording, language)]
        if figures_allowed:
            figures = []
        if figures:
            listed = ", ".join(f"`{figure}`" for figure in dict.fromkeys(figures))
            yield Diagnostic(
                "figure-in-prose",
                node.place_of(figures[0]),
                f"The words hold {'a figure' if len(figures) == 1 else 'figures'} of their own: {listed}.",
                consequence="When the value changes the words would stay, and a partner could hold you to them.",
                cure="Refer to the value, such as `{rate}` or `{rows.1.at_least}`, or say it without a figure.",
            )
        for name in HOLE.findall(wording):
            try:
                resolve(name, sayings, others, titles, corrected)
            except UnknownReference as unknown:
                near = did_you_mean(name, unknown.known)
                yield Diagnostic(
                    "unknown-reference",
                    node.place_of(f"{{{name}}}"),
                    f"The words refer to `{{{name}}}`, which does not exist here.",
                    consequence="The page would show a hole instead of a value.",
                    cure=f"Did you mean `{{{near}}}`?"
                    if near
                    else "Known here: " + ", ".join(f"`{{{k}}}`" for k in unknown.known) + ".",
                )


def latest_sayings(programme: Programme, titles: Titles) -> dict[str, Sayings]:
    """What the latest version of each clause says, for words that cite another clause."""
    return {
        name: sayings_of(programme, name, clause.versions[-1], titles)
        for name, clause in programme.clauses.items()
    }
