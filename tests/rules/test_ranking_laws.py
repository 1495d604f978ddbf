"""Contests and attainments of drawn figures: order does not matter, and prizes are neither lost nor made."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.attainment import AttainmentVersion, attained, exactly_weighted, weighted
from generator.rules.attainment import settle as attain
from generator.rules.contest import ContestVersion, settle, won
from generator.rules.exact import Column
from generator.terms.attainment import Target
from tests import strategies as draw

DATES = {"announced": "2025-12-01", "from": "2026-01-01", "per": "period"}


@dataclass
class Window:
    """One window of several partners who all belong to the programme."""

    metrics: dict[str, list[int]]
    segments: Any = field(default_factory=lambda: np.zeros(0, dtype=object))

    @property
    def size(self) -> int:
        return len(next(iter(self.metrics.values())))

    @property
    def present(self) -> Any:
        return np.ones(self.size, dtype=np.bool_)

    @property
    def leaving(self) -> Any:
        return np.zeros(self.size, dtype=np.bool_)

    def metric(self, name: str) -> Column:
        return Column(np.array(self.metrics[name], dtype=np.int64), 0)


def contest(still_tied: str, prizes: list[int]) -> ContestVersion:
    return ContestVersion(
        **DATES,
        ranked_by="volume",
        ties={"then": "orders", "still_tied": still_tied},
        prizes=[{"place": str(place), "amount": str(one)} for place, one in enumerate(prizes, 1)],
    )


FEW = st.integers(-1, 4)
PEOPLE = st.lists(st.tuples(FEW, FEW, st.sampled_from(["", "a", "b"])), min_size=1, max_size=8)
PRIZES = st.lists(st.integers(1, 100), min_size=1, max_size=4)


def window(people: Any) -> Any:
    volume, orders, segments = zip(*people, strict=True)
    return Window({"volume": list(volume), "orders": list(orders)}, np.array(segments, dtype=object))


def owed(version: Any, figures: Any) -> list[Fraction]:
    """What each partner is owed."""
    drafts = settle("contest", version, figures)
    found = dict(zip(drafts.who.tolist(), drafts.owed.fractions(), strict=True))
    return [found.get(row, Fraction(0)) for row in range(figures.size)]


@given(PEOPLE, PRIZES, st.sampled_from(["share", "same_place"]), st.randoms())
@draw.examples(60)
def test_the_order_of_partners_does_not_matter(people: Any, prizes: Any, tied: str, chance: Any) -> None:
    version = contest(tied, prizes).model_copy(update={"divisions": "segment"})
    order = list(range(len(people)))
    chance.shuffle(order)
    mixed = owed(version, window([people[at] for at in order]))
    plain = owed(version, window(people))
    assert mixed == [plain[at] for at in order]


@given(PEOPLE, PRIZES)
@draw.examples(60)
def test_shared_prizes_are_neither_lost_nor_made(people: Any, prizes: list[int]) -> None:
    version = contest("share", prizes)
    taking_part = sum(volume > 0 for volume, *_ in people)
    assert sum(owed(version, window(people))) == sum(prizes[:taking_part])


@given(PEOPLE, PRIZES, st.sampled_from(["share", "same_place"]))
@draw.examples(60)
def test_who_stands_better_has_the_better_place_and_equal_ones_the_same(
    people: Any, prizes: Any, tied: str
) -> None:
    figures = window(people)
    found = won(contest(tied, prizes), figures).ranking
    place = dict(zip(found.who.tolist(), found.place.tolist(), strict=True))
    key = {row: people[row][:2] for row in place}
    for one in place:
        for other in place:
            assert (place[one] < place[other]) == (key[one] > key[other])
            assert (place[one] == place[other]) == (key[one] == key[other])


def attainment(parts: list[dict[str, Any]], **more: Any) -> AttainmentVersion:
    return AttainmentVersion(**DATES, of=parts, amount_at_target="1 000", **more)


INVERSE = st.sampled_from([None, "mirrored", "target_over_actual"])


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6), st.integers(1, 20), st.integers(1, 9), INVERSE)
@draw.examples(60)
def test_only_the_proportion_to_the_target_counts(values: Any, target: int, times: int, inverse: Any) -> None:
    def score(factor: int) -> list[Fraction]:
        part = {"metric": "volume", "target": str(target * factor), "inverse": inverse, "at_most": "300 %"}
        version = attainment([{key: one for key, one in part.items() if one is not None}])
        figures: Any = Window({"volume": [one * factor for one in values]})
        percents = [one.percent for one in attained(version, figures)]
        return weighted(version, percents).fractions()

    assert score(1) == score(times)


@given(st.integers(-5, 60), st.integers(1, 20), st.integers(1, 20), st.integers(1, 99), INVERSE)
@draw.examples(60)
def test_parts_are_what_their_words_say(value: int, one: int, two: int, weight: int, inverse: Any) -> None:
    parts = [
        Target(metric="volume", target=str(one), weight=f"{weight} %"),
        Target(
            metric="returned", target=str(two), weight=f"{100 - weight} %", inverse=inverse, at_most="200 %"
        ),
    ]
    version = attainment(parts)  # type: ignore[arg-type]
    figures: Any = Window({"volume": [value], "returned": [value]})
    plain = max(Fraction(value, one), Fraction(0))
    other = Fraction(value, two)
    if inverse == "mirrored":
        other = 2 - other
    elif inverse:
        other = Fraction(two, value) if value > 0 else Fraction(2)
    other = min(max(other, Fraction(0)), Fraction(2))
    whole = plain * weight / 100 + other * (100 - weight) / 100
    drafts = attain("target", version, figures)
    assert [exactly_weighted(version, [plain * 100, other * 100])] == [whole * 100]
    assert drafts.owed.fractions() == [whole * 1000]


@given(st.lists(st.integers(10**8, 10**10), min_size=3, max_size=4), st.integers(0, 10**11))
@draw.examples(20)
def test_targets_without_a_common_measure_are_exact(targets: list[int], value: int) -> None:
    count = len(targets)
    weights = [100 - 10 * (count - 1), *[10] * (count - 1)]
    parts = [
        {"metric": "volume", "target": str(one), "weight": f"{weight} %"}
        for one, weight in zip(targets, weights, strict=True)
    ]
    rows = [{"at_least": "0 %", "times": "1"}, {"at_least": "50 %", "times": "2"}]
    figures: Any = Window({"volume": [value]})
    whole = sum(Fraction(value * weight, one * 100) for one, weight in zip(targets, weights, strict=True))
    for applies, wanted in (
        ("whole", whole * (2 if whole >= Fraction(1, 2) else 1)),
        ("slice", whole + max(whole - Fraction(1, 2), Fraction(0))),
    ):
        version = attainment(parts, brackets={"applies_to": applies, "rows": rows})
        assert attain("target", version, figures).owed.fractions() == [wanted * 1000]
