"""Laws of the network kinds over drawn trees: they agree with a walk person by person, and sums are what they say."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.rules import differential, level_commission, matching
from generator.rules.by_depth import depths_of_people, depths_of_rows
from generator.rules.differential import DifferentialVersion
from generator.rules.level_commission import LevelCommissionVersion
from generator.rules.matching import MatchingVersion
from generator.rules.walk import Walk
from tests import strategies as draw
from tests.rules import slow_network
from tests.rules.people import TIERS, People, Person, bases, owed, version_of
from tests.rules.test_tree import sponsors

FIGURES = st.builds(Fraction, st.integers(-500, 3_000), st.sampled_from([1, 10, 100]))
GROWN = st.builds(Fraction, st.integers(0, 3_000), st.sampled_from([1, 10, 100]))
RATES = st.sampled_from(["0 %", "1 %", "2.5 %", "8 %", "12.5 %"])
CONDITIONS = st.one_of(
    st.just({"volume": {"at_least": "1"}}),
    st.sampled_from(TIERS).map(lambda tier: {"tier": {"at_least": tier}}),
)


@st.composite
def crowds(draw_: st.DrawFn, figures: Any = FIGURES, most: int = 25) -> list[Person]:
    """People in a tree; a few have not joined yet, a few have left."""
    return [
        Person(
            sponsor,
            {"volume": draw_(figures), "points": draw_(figures)},
            draw_(st.sampled_from(TIERS)),
            {"sales": draw_(figures), "team": draw_(figures)},
            draw_(st.sampled_from([True] * 9 + [False])),
            draw_(st.sampled_from([False] * 9 + [True])),
        )
        for sponsor in draw_(sponsors(most))
    ]


@st.composite
def tables(draw_: st.DrawFn, *, first: int = 0, endless: bool = False, by_tier: bool | None = None) -> Any:
    """A table by depth, or by tier and depth, with gaps and ranges."""
    if by_tier is None:
        by_tier = draw_(st.booleans())
    rows: list[Any] = []
    for tier in draw_(st.lists(st.sampled_from(TIERS), min_size=1, unique=True)) if by_tier else [""]:
        at = first
        for _ in range(draw_(st.integers(1, 3))):
            at += draw_(st.integers(0, 2))
            last = at + draw_(st.integers(0, 2))
            depth: Any = str(at) if last == at else {"from": str(at), "to": str(last)}
            rows.append({"depth": depth, "rate": draw_(RATES)} | ({"tier": tier} if tier else {}))
            at = last + 1
        if endless:
            rows.append({"depth": {"from": str(at)}, "rate": draw_(RATES)} | ({"tier": tier} if tier else {}))
    table: dict[str, Any] = {"by": ["tier", "depth"] if by_tier else "depth", "rows": rows}
    if by_tier and draw_(st.booleans()):
        table["applies_to"] = "slice"
    return table


@st.composite
def walks(draw_: st.DrawFn, table: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {"table": draw_(table)}
    for key in ("counted", "earns"):
        if draw_(st.booleans()):
            fields[key] = draw_(CONDITIONS)
    return fields


def same(module: Any, slowly: Any, version: Any, people: list[Person]) -> None:
    drafts = module.settle("clause", version, People(people))
    amounts, based = slowly(version, people)
    assert owed(drafts) == amounts
    assert bases(drafts) == based


@draw.examples(30)
@given(crowds(), st.data())
def test_level_commission_is_that_of_a_plain_walk(people: list[Person], data: st.DataObject) -> None:
    fields = data.draw(walks(tables())) | {"base": "volume"}
    fields["unearned"] = data.draw(st.sampled_from(["house", "passes_up"]))
    fields["below_zero"] = data.draw(st.sampled_from(["zero", "negative"]))
    version = version_of(LevelCommissionVersion, fields)
    same(level_commission, slow_network.level_commission, version, people)


@draw.examples(30)
@given(crowds(), st.data())
def test_less_the_best_between_is_that_of_a_plain_walk(people: list[Person], data: st.DataObject) -> None:
    endless = data.draw(st.booleans())
    table = tables(endless=endless, by_tier=True) if endless else tables()
    fields = data.draw(walks(table)) | {"base": "volume", "below_zero": "negative"}
    fields["less"] = {"best_between": data.draw(CONDITIONS)}
    same(
        level_commission,
        slow_network.level_commission,
        version_of(LevelCommissionVersion, fields),
        people,
    )


@draw.examples(30)
@given(crowds(), st.data())
def test_rows_one_by_one_come_to_what_people_come_to(people: list[Person], data: st.DataObject) -> None:
    """Where each partner has one row, its lines per row and depth add up to the lines per depth."""
    fields = data.draw(walks(tables())) | {"base": "volume"}
    if data.draw(st.booleans()):
        fields["less"] = {"best_between": data.draw(CONDITIONS)}
    version = version_of(LevelCommissionVersion, fields)
    figures: Any = People(people)
    walk, base = Walk.of(version, figures), figures.metric("volume")
    between = None if version.less is None else figures.holds(version.less.best_between)
    passes_up = version.less is None and data.draw(st.booleans())
    whole = depths_of_people(walk, base, between=between, passes_up=passes_up)
    who = np.arange(len(people), dtype=np.int64)
    drafts = depths_of_rows(walk, who, base, between=between, passes_up=passes_up)
    assert drafts.record is not None
    assert drafts.depth is not None
    keys = list(zip(drafts.who.tolist(), drafts.depth.tolist(), drafts.record.tolist(), strict=True))
    assert len(set(keys)) == len(keys)
    sums: dict[tuple[int, int, int], Fraction] = defaultdict(Fraction)
    for (earner, depth, _), amount in zip(keys, drafts.owed.fractions(), strict=True):
        sums[earner, depth, -1] += amount
    assert {key: amount for key, amount in sums.items() if amount} == owed(whole)


@draw.examples(30)
@given(crowds(), st.data())
def test_matching_is_that_of_a_plain_walk(people: list[Person], data: st.DataObject) -> None:
    fields = data.draw(walks(tables(first=1)))
    fields["source"] = {"lines": {"clauses": data.draw(st.sampled_from([["sales"], ["sales", "team"]]))}}
    if data.draw(st.booleans()):
        fields["source"]["lines"]["where"] = data.draw(CONDITIONS)
    if isinstance(fields["table"]["by"], list):
        fields["same_or_higher_tier"] = data.draw(st.sampled_from(["allowed", "refused"]))
    same(matching, slow_network.matching, version_of(MatchingVersion, fields), people)


@st.composite
def differentials(draw_: st.DrawFn, *, plain: bool = False) -> Any:
    rates = sorted(draw_(st.sets(st.integers(1, 30), min_size=1, max_size=4)))
    starts = sorted(draw_(st.sets(st.integers(0, 4_000), min_size=len(rates), max_size=len(rates))))
    rows = [{"at_least": str(at), "rate": f"{rate} %"} for at, rate in zip(starts, rates, strict=True)]
    fields: dict[str, Any] = {"base": "group", "brackets": {"applies_to": "whole", "rows": rows}}
    if draw_(st.booleans()):
        fields["chosen_by"] = "group_points"
    if plain:
        return version_of(DifferentialVersion, fields)
    if draw_(st.booleans()):
        fields["same_bracket_floor"] = "1 %"
    if draw_(st.booleans()):
        paid = [{"generation": str(n), "rate": draw_(RATES)} for n in range(1, draw_(st.integers(2, 4)))]
        fields["breakaway"] = {"at": f"{draw_(st.sampled_from(rates))} %", "then": {"generations": paid}}
    if draw_(st.booleans()):
        fields["earns"] = draw_(CONDITIONS)
    return version_of(DifferentialVersion, fields)


def with_groups(people: list[Person]) -> list[Person]:
    """The same people, who know the figures of their groups: the metrics `group` and `group_points`."""
    sums: list[dict[str, Fraction]] = [{"group": Fraction(0), "group_points": Fraction(0)} for _ in people]
    for who, one in enumerate(people):
        for upper in [who, *_above(people, who)]:
            if one.joined:
                sums[upper]["group"] += one.figure("volume")
                sums[upper]["group_points"] += one.figure("points")
    return [
        Person(one.sponsor, {**one.figures, **groups}, one.tier, one.lines, one.joined, one.left)
        for one, groups in zip(people, sums, strict=True)
    ]


def _above(people: list[Person], who: int) -> list[int]:
    found = []
    while (who := people[who].sponsor) >= 0:
        found.append(who)
    return found


@draw.examples(24)
@given(crowds(), differentials())
def test_a_differential_is_that_of_a_plain_walk(people: list[Person], version: Any) -> None:
    same(differential, slow_network.differential, version, with_groups(people))


@draw.examples(24)
@given(crowds(GROWN), differentials(plain=True))
def test_a_differential_pays_the_top_bracket_along_each_tree(people: list[Person], version: Any) -> None:
    """Where everybody earns and figures are not negative, all lines of a tree come to what its top brings."""
    everybody = [Person(one.sponsor, one.figures) for one in people]
    grown = with_groups(everybody)
    paid = owed(differential.settle("clause", version, People(grown)))
    for top, one in enumerate(grown):
        if one.sponsor >= 0:
            continue
        group = [who for who in range(len(grown)) if who == top or top in _above(grown, who)]
        brought = [
            row.rate.ratio for row in version.brackets.rows if row.at_least.value <= _chooser(version, one)
        ]
        due = (brought[-1] if brought else Fraction(0)) * one.figure("group")
        assert sum((paid.get((who, -1, -1), Fraction(0)) for who in group), Fraction(0)) == due


def _chooser(version: Any, one: Person) -> Fraction:
    return one.figure(version.chosen_by or version.base)


@draw.examples(24)
@given(crowds(GROWN), st.data())
def test_every_depth_is_paid_to_somebody_or_to_the_house(people: list[Person], data: st.DataObject) -> None:
    """By depth alone, the lines of all and of the house come to each figure times the rates of all depths."""
    fields = data.draw(walks(tables(by_tier=False))) | {"base": "volume"}
    fields["unearned"] = data.draw(st.sampled_from(["house", "passes_up"]))
    version = version_of(LevelCommissionVersion, fields)
    paid = owed(level_commission.settle("clause", version, People(people)))
    rates = sum(
        (row.rate.ratio * (row.depth.last - row.depth.first + 1) for row in version.table.rows), Fraction(0)
    )
    volume = sum((one.figure("volume") for one in people if one.joined), Fraction(0))
    assert sum(paid.values(), Fraction(0)) == volume * rates


@draw.examples(24)
@given(crowds(GROWN), st.data())
def test_somebody_who_is_not_counted_changes_nothing(people: list[Person], data: st.DataObject) -> None:
    """Under compression an inactive partner between two others moves nobody to another depth."""
    fields = data.draw(walks(tables())) | {"base": "volume", "counted": {"volume": {"at_least": "0.01"}}}
    version = version_of(LevelCommissionVersion, fields)
    before = owed(level_commission.settle("clause", version, People(people)))
    if not people:
        return
    moved = data.draw(st.integers(0, len(people) - 1))
    idle = Person(people[moved].sponsor, {}, data.draw(st.sampled_from(TIERS)))
    after = [
        Person(len(people), one.figures, one.tier, one.lines, one.joined, one.left) if who == moved else one
        for who, one in enumerate(people)
    ]
    assert owed(level_commission.settle("clause", version, People([*after, idle]))) == before


@draw.examples(24)
@given(crowds(), st.data())
def test_the_order_of_people_does_not_matter(people: list[Person], data: st.DataObject) -> None:
    fields = data.draw(walks(tables())) | {"base": "volume", "unearned": "passes_up"}
    version = version_of(LevelCommissionVersion, fields)
    order = data.draw(st.permutations(range(len(people))))
    place = {row: at for at, row in enumerate(order)} | {-1: -1}
    turned = [
        Person(place[one.sponsor], one.figures, one.tier, one.lines, one.joined, one.left)
        for one in (people[row] for row in order)
    ]
    before = owed(level_commission.settle("clause", version, People(people)))
    after = owed(level_commission.settle("clause", version, People(turned)))
    assert {(place[who], depth, source): amount for (who, depth, source), amount in before.items()} == after


def test_a_line_of_ten_thousand_in_one_clause() -> None:
    size = 10_000
    people = [
        Person(who - 1, {"volume": Fraction(100), "group": Fraction(100 * (size - who))})
        for who in range(size)
    ]
    table = {"by": "depth", "rows": [{"depth": {"from": "1", "to": "7"}, "rate": "1 %"}]}
    version = version_of(LevelCommissionVersion, {"base": "volume", "table": table})
    drafts = level_commission.settle("clause", version, People(people))
    amounts = owed(drafts)
    assert amounts[0, 7, -1] == 1
    assert amounts[-1, 7, -1] == 7  # the seven at the top have nobody seven steps above them
    assert len(amounts) == 7 * size - sum(range(1, 8)) + 7
    rows = [{"at_least": "100", "rate": "4 %"}, {"at_least": "500 000", "rate": "9 %"}]
    plan = version_of(
        DifferentialVersion, {"base": "group", "brackets": {"applies_to": "whole", "rows": rows}}
    )
    paid = owed(differential.settle("clause", plan, People(people)))
    assert paid[size - 1, -1, -1] == 4
    assert sum(paid.values()) == Fraction(9, 100) * 100 * size
