"""Scopes and derived metrics of drawn trees are those of a slow plain reading, person by person."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.settlement import metrics as kernel
from generator.settlement.plan import UnknownColumn
from generator.settlement.plan_told import plan_lines, plan_told
from generator.settlement.settle import plan_of
from tests import strategies as draw
from tests.settlement.projects import Project, figures
from tests.settlement.slow_scopes import Person, World

ON = date(2026, 3, 20)
LETTERS = "abcdefgh"
MONTHS = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
VOLUME = {"sum": "plain", "window": "period"}
ORDERS = {"count": "sales", "window": "period"}


def project(root: Path, people: list[Person], made: dict[str, dict[str, Any]]) -> Project:
    """A project with these people, trees and metrics."""
    out = Project(
        root, {name: [one] for name, one in made.items()}, known=("sponsor", "placement", "position")
    )
    for one in people:
        known = [one.sponsor or "", one.placement or "", one.position or ""]
        out.partners.append([one.id, one.id, str(one.joined), str(one.left or ""), *known])
        out.sales += [
            [f"{one.id}-{number}", one.id, str(day), "", "paid", f"{cents / 100:.2f}", "0", "1"]
            for number, (day, cents) in enumerate(one.sales)
        ]
    return out


def check(root: Path, people: list[Person], made: dict[str, dict[str, Any]]) -> None:
    """Every figure is that of the slow reading."""
    world = World(people, made)
    with project(root, people, made).settled(ON) as settlement:
        found = figures(settlement)
    wanted = {
        (f"{first:%Y-%m}", one.id, name): world.metric(name, one.id, first)
        for first in MONTHS
        for one in people
        for name in made
    }
    assert found == wanted


@st.composite
def communities(draw: st.DrawFn) -> list[Person]:
    """People who stand below one another in two trees, each below somebody with a smaller number or nobody."""
    count = draw(st.integers(1, 9))
    taken: set[tuple[str, str]] = set()
    out: list[Person] = []
    for number in range(count):
        joined = draw(st.dates(date(2025, 12, 20), date(2026, 3, 25)))
        left = draw(st.none() | st.dates(joined, date(2026, 4, 10)))
        above = [one.id for one in out]
        sponsor = draw(st.none() | st.sampled_from(above)) if above else None
        placement = draw(st.none() | st.sampled_from(above)) if above else None
        position = draw(st.sampled_from(["left", "right", "middle", None])) if placement else None
        if position is not None and placement is not None:
            if (placement, position) in taken:
                position = None
            else:
                taken.add((placement, position))
        until = min(left or date.max, ON)
        days = st.dates(joined, until) if joined <= until else None
        cents = st.integers(-500, 3000)
        sales = draw(st.lists(st.tuples(days, cents), max_size=4)) if days is not None else []
        out.append(Person(f"p{number}", joined, left, sponsor, placement, position, sales))
    order = draw(st.permutations(range(count)))
    names = {f"p{number}": f"{'abcdefghi'[at]}" for number, at in enumerate(order)}
    for one in out:
        one.id = names[one.id]
        one.sponsor = names.get(one.sponsor or "")
        one.placement = names.get(one.placement or "")
    return out


tests_of = st.sampled_from(
    [{"volume": {"at_least": "10"}}, {"orders": {"at_least": "1"}}, {"volume": {"less_than": "5.005"}}]
)
trees = st.sampled_from(["sponsor", "placement"])


@st.composite
def scopes(draw: st.DrawFn) -> Any:
    """A scope of several people."""
    whom: dict[str, Any] = {}
    if draw(st.booleans()):
        whom["active_only"] = draw(st.just("true") | tests_of)
    if draw(st.booleans()):
        whom["without_broken_away"] = draw(tests_of)
    kind = draw(
        st.sampled_from(
            ["downline", "downline", "direct_recruits", "leg", "largest_leg", "smallest_leg", "all"]
        )
    )
    if kind == "all":
        return draw(
            st.sampled_from(
                ["programme", {"downline": "with_self"}, {"downline": "without_self"}, "direct_recruits"]
            )
        )
    if kind == "leg":
        return {"leg": {"position": draw(st.sampled_from(["left", "right"])), **whom}}
    whom["tree"] = draw(trees)
    if kind == "downline":
        low = draw(st.integers(0, 3))
        whom["from"] = str(low)
        if draw(st.booleans()):
            whom["to"] = str(draw(st.integers(low, low + 2)))
    elif kind != "direct_recruits" and whom["tree"] == "placement" and draw(st.booleans()):
        whom["positions"] = ["left", "right"]
    return {kind: whom}


@st.composite
def counts(draw: st.DrawFn) -> dict[str, Any]:
    """A count of people."""
    kind = draw(st.sampled_from(["legs", "recruits", "members"]))
    if kind == "members":
        scope = draw(
            scopes().filter(lambda one: one == "programme" or not set(one) & {"largest_leg", "smallest_leg"})
        )
        return {"count": kind, "scope": scope} | ({"having": draw(tests_of)} if draw(st.booleans()) else {})
    made: dict[str, Any] = {"count": kind, "tree": draw(trees)}
    if kind == "recruits":
        return made | ({"having": draw(tests_of)} if draw(st.booleans()) else {})
    having = {
        key: draw(tests_of) for key in ("some_member", "first_member", "together") if draw(st.booleans())
    }
    return made | ({"having": having} if having else {})


@draw.examples(15, costly=True)
@given(
    people=communities(),
    found=st.lists(scopes(), min_size=3, max_size=5),
    counted=st.lists(counts(), max_size=3),
)
def test_drawn_trees(
    people: list[Person],
    found: list[Any],
    counted: list[dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made: dict[str, dict[str, Any]] = {"volume": VOLUME, "orders": ORDERS}
    for number, scope in enumerate(found):
        base: dict[str, Any] = [VOLUME, ORDERS, {"sum": ["share"]}][number % 3]
        made[f"scoped-{LETTERS[number]}"] = {**base, "scope": scope}
    made["share"] = {"quotient": ["volume", "orders"], "when_absent": "0.5"}
    made |= {f"counted-{LETTERS[number]}": one for number, one in enumerate(counted)}
    check(tmp_path_factory.mktemp("book"), people, made)


MONEYS = ["volume", {"volume": "1 period before"}, {"volume": "2 periods before"}, "team", "1 000", "-2.5"]
ROUND = {"digits": "1", "mode": "half_even"}


@st.composite
def derived(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Metrics made of one another."""
    money = st.sampled_from(MONEYS)
    metric = st.sampled_from([one for one in MONEYS if one not in ("1 000", "-2.5")])
    made: dict[str, dict[str, Any]] = {
        "volume": VOLUME,
        "orders": ORDERS,
        "two": {"count": "sales", "window": "last 2 periods"},
        "team": {**VOLUME, "scope": {"downline": "with_self"}},
        "total": {"sum": [draw(metric), draw(money), draw(money)]},
        "rest": {"difference": [draw(metric), draw(money)]},
        "lesser": {"capped": [draw(money), draw(metric)]},
        "greater": {"floored": [draw(metric), draw(money)]},
        "growth": {
            "ratio": [draw(money), draw(metric)],
            "when_absent": draw(st.sampled_from(["0 %", "12.5 %"])),
        },
        "mean": {"quotient": ["total", draw(st.sampled_from(["orders", "two"]))], "when_absent": "7"},
        "back": {"quotient": ["rest", "growth"], "when_absent": "0"},
        "part": {"product": ["rest", draw(st.sampled_from(["growth", "30 %", "orders", "2"]))]},
        "twice": {"product": ["growth", "growth"]},
        "score": {
            "lookup": draw(st.sampled_from(["growth", "twice"])),
            "rows": [
                {"at_least": "0 %", "is": "10 %"},
                {"at_least": "33.5 %", "is": "40 %"},
                {"at_least": "100", "is": "75 %"},
            ],
            "when_absent": "5 %",
        },
        "rating": {"weighted": [{"of": "score", "weight": "40 %"}, {"of": "growth", "weight": "60 %"}]},
        "age": {
            "age_of": "joined_on",
            "in": draw(st.sampled_from(["years", "months", "days"])),
            "as_of": "window_end",
        },
        "age-before": {"age_of": "joined_on", "in": "days", "as_of": "window_start"},
    }
    for name in draw(st.lists(st.sampled_from(["growth", "mean", "rating", "rest"]), unique=True)):
        made[name] = {**made[name], "round": ROUND}
    return made


@draw.examples(12, costly=True)
@given(people=communities(), made=derived())
def test_drawn_derived_metrics(
    people: list[Person], made: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = {name: one for name, one in made.items() if name != "two"}
    if "two" in str(kept["mean"]):
        kept["mean"] = {**kept["mean"], "quotient": ["total", "orders"]}
    check(tmp_path_factory.mktemp("book"), people, kept)


def person(name: str, sponsor: str | None = None, *sales: tuple[str, int], **more: Any) -> Person:
    known: dict[str, Any] = {
        "joined": date(2025, 1, 1),
        "left": None,
        "placement": None,
        "position": None,
    } | more
    days = [(date.fromisoformat(day), cents) for day, cents in sales]
    return Person(name, sponsor=sponsor, sales=days, **known)


def test_a_sum_of_many_that_int64_cannot_hold_is_refused(tmp_path: Path) -> None:
    most = 2**62 - 1
    people = [person("a", None, ("2026-01-05", 0))]
    people += [person(one, "a", ("2026-01-05", most - most % 100)) for one in "bcd"]
    made = {"team": {**VOLUME, "scope": {"downline": "with_self"}}}
    with pytest.raises(OverflowError), project(tmp_path, people, made).settled(ON) as settlement:
        figures(settlement)


def test_a_further_metric_adds_no_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [person("a", None, ("2026-01-05", 100)), person("b", "a", ("2026-02-05", 300))]
    made: dict[str, dict[str, Any]] = {"volume": VOLUME}
    scans: list[str] = []
    run = kernel.run_pass

    def counted(book: Any, wanted: Any, where: Any) -> Any:
        scans.append(where.relation)
        return run(book, wanted, where)

    monkeypatch.setattr(kernel, "run_pass", counted)

    def scanned(folder: str) -> int:
        scans.clear()
        with project(tmp_path / folder, people, made).settled(ON) as settlement:
            figures(settlement)
        return len(scans)

    assert scanned("one") == 1
    made |= {
        "orders": {"count": "sales", "window": "period", "where": {"status": "paid"}},
        "team": {**VOLUME, "scope": {"downline": "with_self"}},
        "far": {"sum": "plain", "window": "last 3 periods", "scope": {"downline": {"from": "2", "to": "4"}}},
        "legs": {"count": "legs", "having": {"some_member": {"volume": {"at_least": "1"}}}},
        "growth": {"ratio": ["team", {"team": "3 periods before"}], "when_absent": "0 %"},
        "faster": {"difference": ["growth", {"growth": "2 periods before"}]},
    }
    assert scanned("many") == 1


def test_the_plan_is_told(tmp_path: Path) -> None:
    people = [person("a")]
    made: dict[str, dict[str, Any]] = {
        "rating": {"weighted": [{"of": "growth", "weight": "100 %"}]},
        "growth": {"ratio": ["team", {"volume": "1 period before"}], "when_absent": "0 %"},
        "volume": VOLUME,
        "team": {**VOLUME, "scope": {"downline": "with_self"}},
        "fresh": {"new": "customer", "of": "sales", "window": "period"},
    }
    with project(tmp_path, people, made).settled(ON) as settlement:
        periods, plan = plan_of(settlement.programme, settlement.book, ON)
        told = plan_told(settlement.programme, periods, plan)
    assert told["scans"] == 2
    (scan,) = told["passes"]
    assert scan["since"] == "2025-12-01"
    assert scan["finds"] == [{"is": 'sum of "amount"', "metrics": ["volume", "team"]}]
    assert told["trees"] == [{"tree": "sponsor", "read_by": ["team"]}]
    assert told["derived"] == [
        {"metric": "growth", "made_of": ["team", "volume"]},
        {"metric": "rating", "made_of": ["growth"]},
    ]
    assert list(plan_lines(told))[-1] == "2 scans of records in all."


def test_a_placement_tree_that_the_partners_lack_is_named(tmp_path: Path) -> None:
    made = {"left": {**VOLUME, "scope": {"leg": "left"}}}
    bare = Project(tmp_path, {name: [one] for name, one in made.items()})
    bare.partners.append(["a", "a", "2026-01-01", ""])
    with pytest.raises(UnknownColumn) as told, bare.settled(ON):
        pass
    assert (told.value.table, told.value.column) == ("partners", "placement")


@pytest.mark.parametrize(
    ("joined", "on", "unit", "whole"),
    [
        ("2024-01-31", "2024-02-29", "months", 1),
        ("2025-01-31", "2025-02-27", "months", 0),
        ("2025-01-31", "2025-02-28", "months", 1),
        ("2024-02-29", "2025-02-28", "years", 1),
        ("2024-02-29", "2025-02-27", "years", 0),
        ("2024-02-29", "2024-03-01", "days", 1),
        ("2026-02-01", "2026-01-31", "days", 0),
    ],
)
def test_whole_units_of_time(joined: str, on: str, unit: str, whole: int) -> None:
    import numpy as np

    from generator.settlement.derived import whole_units

    days = np.array([joined], dtype="datetime64[D]")
    assert whole_units(days, date.fromisoformat(on), unit).tolist() == [whole]
