"""Checks that need the whole programme: references that lead nowhere, units that do not fit, figures in prose."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules import MODULES
from generator.rules.editions import sayings_of
from generator.rules.references import references, same_titles
from generator.rules.wording import CITED, HOLE, UnknownReference, bare_figures, resolve
from generator.source import ADVICE, Diagnostic, Fault, Place, Step, did_you_mean, find
from generator.terms.clause import ClauseVersion
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity
from generator.terms.saying import Sayings
from generator.terms.text import Text
from generator.terms.titles import Titles


def check_programme(programme: Programme) -> list[Diagnostic]:
    """All faults and advice of the whole, in no particular order."""
    told = list(references(programme))
    if told:
        return told  # what follows would stumble over the same faults again
    told += same_titles(programme)
    titles = programme.titles()
    for name, clause in programme.clauses.items():
        for number, version in enumerate(clause.versions):
            told += _clause(programme, titles, name, number, version)
    if not told:
        told += _prose(programme, titles)
        told += _cited(programme, titles)
    return told


def _clause(
    programme: Programme, titles: Titles, name: str, number: int, version: ClauseVersion
) -> Iterator[Diagnostic]:
    file = programme.clause_files[name]
    tree = programme.trees[file]
    above: tuple[Step, ...] = ("versions", number)
    module = MODULES[programme.clauses[name].kind]
    faulty = False
    for path, quantity in module.money_places(version):
        for fault in _money(quantity, path, titles.currency):
            faulty = True
            yield fault.diagnostic(tree, above)
    for fault in (*module.check(version, titles), *_example_units(version, titles)):
        faulty = True
        yield fault.diagnostic(tree, above)
    if faulty:
        return
    sayings = sayings_of(programme, name, version, titles)
    for key, words in (("words", version.words), ("why", version.why)):
        if words is not None:
            yield from _words(programme, file, (*above, key), words, sayings, titles)
    if not version.examples:
        yield Diagnostic(
            "threshold-without-example",
            find(tree, above).place,
            "This version has no worked example.",
            consequence="Only an example typed by a person can witness what the words mean.",
            cure="Add `examples:` with one on each side of every threshold.",
            weight=ADVICE,
        )


def _money(quantity: Quantity, path: tuple[Step, ...], currency: str) -> Iterator[Fault]:
    if quantity.unit not in ("", currency):
        yield Fault(
            "wrong-unit",
            f"This amount is in `{quantity.unit}`, but the programme pays in {currency}.",
            at=path,
            consequence="It cannot be paid as it stands.",
            cure=f"Write it in {currency}.",
        )
    elif quantity.value <= 0:
        yield Fault(
            "figure-negative", "An amount that is paid is above zero.", at=path, cure="Correct the figure."
        )


def _example_units(version: ClauseVersion, titles: Titles) -> Iterator[Fault]:
    for at, example in enumerate(version.examples):
        written: list[tuple[tuple[Step, ...], str, str]] = [
            (("given", metric), quantity.unit, titles.metric_units[metric])
            for metric, quantity in example.given.items()
        ]
        written.append((("then",), example.then.unit, titles.currency))
        for path, unit, needed in written:
            if unit not in ("", needed):
                yield Fault(
                    "wrong-unit",
                    f"This figure is in `{unit}`, and what it stands for is in `{needed}`.",
                    at=("examples", at, *path),
                    consequence="The example would be worked with the figure as it stands.",
                    cure=f"Write it in `{needed}`, or without a unit.",
                )


def _words(
    programme: Programme,
    file: str,
    path: tuple[Step, ...],
    words: Text,
    sayings: Sayings | None,
    titles: Titles,
) -> Iterator[Diagnostic]:
    tree = programme.trees[file]
    others = latest_sayings(programme, titles)
    for language, wording in words.wordings:
        place = find(tree, (*path, language)).place
        for figure in bare_figures(wording, language):
            yield Diagnostic(
                "figure-in-prose",
                place,
                f"The words hold a figure of their own: `{figure.strip()}`.",
                consequence="When the value changes the words would stay, and a partner could hold you to them.",
                cure="Refer to the value, such as `{rate}` or `{rows.1.at_least}`, or say it without a figure.",
            )
        for name in HOLE.findall(wording):
            try:
                resolve(name, sayings, others, titles)
            except UnknownReference as unknown:
                near = did_you_mean(name, unknown.known)
                yield Diagnostic(
                    "unknown-reference",
                    place,
                    f"The words refer to `{{{name}}}`, which does not exist here.",
                    consequence="The page would show a hole instead of a value.",
                    cure=f"Did you mean `{{{near}}}`?"
                    if near
                    else "Known here: " + ", ".join(f"`{{{k}}}`" for k in unknown.known) + ".",
                )


def _prose(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    for file, tree in programme.trees.items():
        if not file.startswith("training/courses/"):
            continue
        course = programme.courses[str(find(tree, ("course",)).plain())]
        for number, version in enumerate(course.versions):
            yield from _words(programme, file, ("versions", number, "goal"), version.goal, None, titles)


def _cited(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    """Lessons and hand-written pages that cite a value which does not exist."""
    others = latest_sayings(programme, titles)
    for prose in (
        p for group in (programme.lessons, programme.pages) for by in group.values() for p in by.values()
    ):
        lines = prose.path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            for cited in CITED.finditer(line):
                try:
                    resolve(cited[1], None, others, titles)
                except UnknownReference as unknown:
                    near = did_you_mean(cited[1], [f"clause.{c}" for c in others] + list(unknown.known))
                    yield Diagnostic(
                        "unknown-reference",
                        Place(str(prose.path), number, cited.start() + 1, cited.end() - cited.start()),
                        f"The page cites `{cited[1]}`, which does not exist.",
                        consequence="Readers would see a hole instead of a value.",
                        cure=f"Did you mean `{near}`?"
                        if near
                        else "Cite it as `{{ clause.NAME.rows.1.rate }}`.",
                    )


def latest_sayings(programme: Programme, titles: Titles) -> dict[str, Sayings]:
    """What the latest version of each clause says, for words that cite another clause."""
    return {
        name: sayings_of(programme, name, clause.versions[-1], titles)
        for name, clause in programme.clauses.items()
    }
