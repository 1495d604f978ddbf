"""Drawn partners, pools and legs: settlement, and the audit from pages and raw rows alone, agree on all lines."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests import strategies as draw
from tests.rules.joined import read_both
from tests.settlement.projects import Project, title

ON = date(2026, 3, 31)
OWN = {"window": "period", "scope": "own"}
ALL = {"window": "period", "scope": "programme"}
PAID = {"where": {"status": "paid"}}


def of_leg(leg: str) -> dict[str, Any]:
    """Where the figure of a leg is taken."""
    return {"window": "period", "scope": {"leg": leg}}


METRICS: dict[str, Any] = {
    "volume": [{"sum": "plain", **PAID, **OWN}],
    "orders": [{"count": "sales", **PAID, **OWN}],
    "sales": [{"sum": "plain", **PAID, **ALL}],
    "all-orders": [{"count": "sales", **PAID, **ALL}],
    "profit": [{"difference": ["sales", "100"]}],
    "rank": [{"count": "sales", "where": {"status": "rank"}, **OWN}],
    **{leg: [{"sum": "plain", **PAID, **of_leg(leg)}] for leg in ("left", "right")},
    **{f"{leg}-points": [{"sum": "credit", **PAID, **of_leg(leg)}] for leg in ("left", "right")},
    **{f"{leg}-orders": [{"count": "sales", **PAID, **of_leg(leg)}] for leg in ("left", "right")},
}
UNITS = {
    "PV": [
        {"announced": "2025-12-01", "from": "2026-01-01", "equals": "0.50"},
        {"announced": "2025-12-01", "from": "2026-02-01", "equals": "0.75 EUR"},
    ]
}
TIERS = ["start", "silver", "gold"]
PER = st.sampled_from(["period", "period", "week", "quarter", "day"])
EARNS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {},
        {"earns": {"tier": {"at_least": "silver"}}},
        {"earns": {"volume": {"at_least": "50"}}},
        {"earns": {"any": [{"orders": {"at_least": "2"}}, {"rank": {"equals": "0"}}]}},
    ]
)
# A clause over weeks begins with one, and over quarters with one.
STARTS = {"week": "2026-01-05"}


def started(per: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A version in force from the first of its windows on."""
    return {"per": per, **fields} | ({"from": STARTS[per]} if per in STARTS else {})


@st.composite
def pools(draw_: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    fund = draw_(
        st.sampled_from(
            [
                "100",
                "0.07",
                "33.335",
                {"rate": "2 %", "of": "sales"},
                {"amount": "0.25", "each": "all-orders"},
                {"metric": "profit"},
            ]
        )
    )
    later: dict[str, Any] = draw_(
        st.sampled_from(
            [
                {},
                {},
                {"times": {"metric": "orders"}},
                {"times": "150 %"},
                {"cap": "20"},
                {"cap": {"amount": "30", "per": "month"}},
            ]
        )
    )
    shared = draw_(st.sampled_from(["equally", {"by": "volume"}, {"by": "orders"}]))
    remainder = draw_(st.sampled_from(["largest_fraction", "largest_fraction", "house"]))
    fields = {"fund": fund, "shared": shared, "remainder": remainder, **later, **draw_(EARNS)}
    return "pool", [started(draw_(PER), fields)]


@st.composite
def binaries(draw_: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    ending = draw_(st.sampled_from(["", "", "-points"]))
    rest = st.sampled_from(["unmatched", "unmatched", "flush"])
    cap: dict[str, Any] = draw_(
        st.sampled_from(
            [
                {},
                {},
                {"cap": "3"},
                {"cap": "3", "over_cap": "carried"},
                {"cap": {"amount": "5", "per": "quarter"}},
            ]
        )
    )
    times: dict[str, Any] = {} if "over_cap" in cap else draw_(st.sampled_from([{}, {}, {"times": "110 %"}]))
    earns = draw_(
        st.one_of(
            EARNS,
            st.just(
                {"earns": {"all": [{"left-orders": {"at_least": "1"}}, {"right-orders": {"at_least": "1"}}]}}
            ),
        )
    )
    fields = {
        "legs": {"left": f"left{ending}", "right": f"right{ending}"},
        "ratio": draw_(st.sampled_from(["1:1", "1:1", "2:1"])),
        "rate": draw_(st.sampled_from(["10 %", "7.25 %", "3 %"])),
        "carries": {"left": draw_(rest), "right": draw_(rest)},
        **cap,
        **times,
        **earns,
    }
    return "binary", [started(draw_(PER), fields)]


@st.composite
def projects(draw_: st.DrawFn, folder: Path) -> Project:
    """Two pools and two binary rules over a few partners in a placement tree."""
    clauses = {
        "first-pool": draw_(pools()),
        "second-pool": draw_(pools()),
        "first-legs": draw_(binaries()),
        "second-legs": draw_(binaries()),
    }
    shutil.rmtree(folder, ignore_errors=True)
    project = Project(
        folder,
        METRICS,
        clauses=clauses,
        tiers=[
            {"tier": tier} | ({"reach": {"rank": {"at_least": str(n)}}} if n else {})
            for n, tier in enumerate(TIERS)
        ],
        known=("placement", "position"),
        measures={"plain": "amount", "credit": {"value": {"difference": ["amount", "tax"]}, "unit": "PV"}},
        declared={"units": {name: {"title": title(name), "versions": one} for name, one in UNITS.items()}},
    )
    free: list[tuple[str, str]] = []
    for number in range(draw_(st.integers(3, 8))):
        name = f"p{chr(97 + number)}"
        below = draw_(st.integers(0, 5))
        place = draw_(st.sampled_from(free)) if free and below else ("", "")
        free = [one for one in free if one != place] + [(name, "left"), (name, "right")]
        joined = draw_(st.sampled_from(["2025-12-01"] * 5 + ["2026-02-03", "2026-03-31"]))
        left = draw_(st.sampled_from([""] * 5 + ["2026-02-01", "2026-03-15"]))
        project.partners.append([name, name, joined, left if left > joined else "", *place])
        for month in ("01", "02", "03"):
            for status in draw_(st.lists(st.sampled_from(["paid", "paid", "paid", "rank"]), max_size=4)):
                day, amount = draw_(st.integers(1, 28)), draw_(st.integers(-2_000, 20_000))
                sale = [f"s{len(project.sales)}", name, f"2026-{month}-{day:02}", "", status]
                project.sales.append([*sale, f"{amount / 100:.2f}", "0", "0"])
    return project


@draw.examples(2, costly=True)
@given(data=st.data())
def test_both_readings_give_the_same_lines(data: st.DataObject, tmp_path: Path) -> None:
    both = read_both(data.draw(projects(tmp_path / "joint")), ON)
    assert not both.findings
    assert set(both.audited) == {"en", "ru"}
    assert not both.differences()
