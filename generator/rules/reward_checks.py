"""Checks of rewards: what conditions rest on, what rules give, and words that hold figures of their own."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules.editions import sayings_of
from generator.rules.prose_checks import word_faults
from generator.source import Diagnostic, Step, find
from generator.terms.clause import ClauseVersion
from generator.terms.pay import reward_of
from generator.terms.programme import Programme
from generator.terms.titles import Titles

FILE = "rewards.yaml"


def rewards_given(version: ClauseVersion) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The rewards that a version of a clause gives, with the places where it names them."""
    paid: list[tuple[tuple[Step, ...], str]] = [(("pays_in",), version.pays_in)]
    prizes = getattr(version, "prizes", ())
    paid += [(("prizes", at, "pays_in"), prize.pays_in or "") for at, prize in enumerate(prizes)]
    yield from ((path, reward_of(unit)) for path, unit in paid if reward_of(unit))


def priced_without_account(programme: Programme) -> Iterator[Diagnostic]:
    """Prices in points of a programme that has no points account when the price begins."""
    tree = programme.trees.get(FILE)
    for name, reward in programme.rewards.items():
        for number, version in enumerate(reward.versions):
            if version.price is not None and programme.points_on(version.starts) is None:
                assert tree is not None
                yield Diagnostic(
                    "points-without-account",
                    find(tree, ("rewards", name, "versions", number, "price")).place,
                    f"This costs points, and on {version.starts} there is no points account.",
                    consequence="Nobody could have the points to pay with.",
                    cure="Declare it in programme.yaml: `points: {title: {...}, versions: [...]}`.",
                )


def reward_words(programme: Programme, titles: Titles) -> Iterator[Diagnostic]:
    """What managers say of rewards refers to values, and holds none."""
    for name, reward in programme.rewards.items():
        for number, version in enumerate(reward.versions):
            sayings = sayings_of(programme, f"reward/{name}", version, titles)
            for key, words in (("words", version.words), ("why", version.why)):
                if words is not None:
                    path = ("rewards", name, "versions", number, key)
                    yield from word_faults(programme, FILE, path, words, sayings, titles)
