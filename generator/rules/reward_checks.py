"""Checks of rewards: what conditions rest on, what rules give, and words that hold figures of their own."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules.editions import sayings_of
from generator.rules.prose_checks import word_faults
from generator.source import Diagnostic, Step
from generator.terms.clause import ClauseVersion
from generator.terms.programme import Programme
from generator.terms.titles import Titles

FILE = "rewards.yaml"
_GIVEN = "reward:"


def rewards_given(version: ClauseVersion) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The rewards that a version of a clause gives, with the places where it names them."""
    paid: list[tuple[tuple[Step, ...], str]] = [(("pays_in",), getattr(version, "pays_in", ""))]
    prizes = getattr(version, "prizes", ())
    paid += [(("prizes", at, "pays_in"), getattr(prize, "pays_in", "")) for at, prize in enumerate(prizes)]
    for path, unit in paid:
        if str(unit or "").startswith(_GIVEN):
            yield path, str(unit).removeprefix(_GIVEN)


def reward_words(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    """What managers say of rewards refers to values, and holds none."""
    for name, reward in programme.rewards.items():
        for number, version in enumerate(reward.versions):
            sayings = sayings_of(programme, f"reward/{name}", version, titles)
            for key, words in (("words", version.words), ("why", version.why)):
                if words is not None:
                    path = ("rewards", name, "versions", number, key)
                    yield from word_faults(programme, FILE, path, words, sayings, titles)
