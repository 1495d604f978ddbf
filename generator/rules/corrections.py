"""Corrections: where versions stand in their files, and whether a correction corrects what was published."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules.editions import sayings_of
from generator.rules.prose_checks import word_faults
from generator.source import Diagnostic, Mark, Place, Step, find, key_place
from generator.terms.programme import Programme
from generator.terms.recognition import GROUPS
from generator.terms.saying import Sayings
from generator.terms.titles import Titles
from generator.terms.version import DATED

SAID = ("wrong", "affected", "made_whole")
"""What a correction says, in the order in which it is shown."""

_FILES = {
    "metric": "metrics.yaml",
    "measure": "metrics.yaml",
    "ladder": "tiers.yaml",
    "reward": "rewards.yaml",
    **dict.fromkeys(GROUPS, "recognition.yaml"),
}


ALONE: dict[str, tuple[str, tuple[Step, ...]]] = {
    "policy": ("programme.yaml", ("policy",)),
    "points": ("programme.yaml", ("points",)),
    "channels": ("programme.yaml", ("channels",)),
    "curriculum": ("training/curriculum.yaml", ("curriculum",)),
}
"""Where things stand of which a programme has one, under a name that is fixed; no clause has such a name."""


def home_of(programme: Programme, thing: str) -> tuple[str, tuple[Step, ...]]:
    """The file in which a thing is defined, and the path to it."""
    kind, _, name = thing.rpartition("/")
    if not kind:
        return ALONE.get(name) or (programme.clause_files[name], ())
    if kind == "course":
        courses = (file for file in programme.trees if file.startswith("training/courses/"))
        return next(f for f in courses if find(programme.trees[f], ("course",)).plain() == name), ()
    file = _FILES.get(kind, "programme.yaml")
    return file, (GROUPS.get(kind, f"{kind}s"), name)


def place_of(programme: Programme, thing: str, number: int) -> Place:
    """Where a version of a thing stands."""
    file, path = home_of(programme, thing)
    return find(programme.trees[file], (*path, "versions", number)).place


def correction_faults(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    """Corrections of what is not published, corrections that change nothing, and faults of their words."""
    published = {row.version for row in programme.published}
    for thing, versions in programme.versions():
        for number, version in enumerate(versions):
            if version.correction is None:
                continue
            file, path = home_of(programme, thing)
            above = (*path, "versions", number, "correction")
            before = versions[number - 1]
            if f"{thing}/{before.address}" not in published:
                yield Diagnostic(
                    "correction-not-published",
                    key_place(programme.trees[file], above),
                    f"What this corrects, `{thing}/{before.address}`, does not stand in published.yaml.",
                    other=Mark(place_of(programme, thing, number - 1), "this version"),
                    consequence="Partners would read of a mistake that nobody ever published.",
                    cure="Change the version above where it stands, and take this one out.",
                )
                continue
            was, now = (sayings_of(programme, thing, one, titles) for one in (before, version))
            if _promises(was) == _promises(now):
                yield Diagnostic(
                    "correction-changes-nothing",
                    key_place(programme.trees[file], above),
                    "This correction says the same as the version above it.",
                    other=Mark(place_of(programme, thing, number - 1), "this version"),
                    consequence="Partners would look for a mistake where there is none.",
                    cure="Correct the value that was wrong. Words, examples and the reason of a version that is "
                    "published may be changed where they stand.",
                )
            for key in SAID:
                words = getattr(version.correction, key)
                yield from word_faults(programme, file, (*above, key), words, now, titles, was)


def _promises(sayings: Sayings) -> set[tuple[str, ...]]:
    """What a version promises besides its dates, without its address."""
    told: set[tuple[str, ...]] = set()
    for name, sentence in sayings.sentences.items():
        if name in DATED:
            continue
        for one in sentence.flat():
            here = one.id.removeprefix(sayings.prefix)
            told |= {(here, language, one.text(language)) for language, _ in one.phrase.wordings}
    facts = (fact for fact in sayings.all_facts() if fact.id != f"{sayings.prefix}/announced")
    return told | {(f.id.removeprefix(sayings.prefix), f.unit, f.canonical) for f in facts}
