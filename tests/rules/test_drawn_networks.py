"""Drawn teams and rules over a tree: settlement, and the audit from pages and raw rows alone, agree on all lines."""

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
GROUP = {"window": "period", "scope": {"downline": "with_self"}}
METRICS = {
    "volume": [{"sum": "plain", "where": {"status": "paid"}, **OWN}],
    "group": [{"sum": "plain", "where": {"status": "paid"}, **GROUP}],
    "points": [{"sum": "plain", "where": {"status": "pv"}, **GROUP}],
    "rank": [{"count": "sales", "where": {"status": "rank"}, **OWN}],
    "credits": [{"sum": "credit", "where": {"status": "paid"}, **OWN}],
    "team-credits": [{"sum": ["credits"], "scope": {"downline": "with_self"}}],
}
# What a unit is worth changes with a month, and within one.
UNITS = {
    "PV": [
        {"announced": "2025-12-01", "from": "2026-01-01", "equals": "0.50"},
        {"announced": "2025-12-01", "from": "2026-02-01", "equals": "0.75 EUR"},
        {"announced": "2025-12-01", "from": "2026-03-11", "equals": "2"},
    ],
    "pieces": [{"announced": "2025-12-01", "from": "2026-01-01"}],
}
TIERS = ["start", "silver", "gold"]
RATES = ["0.5 %", "1 %", "2 %", "3 %", "5 %", "7.25 %", "12 %"]


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    bounds = st.sampled_from(["0", "50", "100", "100.01"])
    return st.one_of(
        bounds.map(lambda bound: {"volume": {"at_least": bound}}),
        st.sampled_from(TIERS[1:]).map(lambda tier: {"tier": {"at_least": tier}}),
        bounds.map(lambda bound: {"any": [{"group": {"more_than": bound}}, {"rank": {"equals": "0"}}]}),
    )


@st.composite
def depths(draw_: st.DrawFn, first: int, ends: bool = True) -> list[Any]:
    """Stretches of depths that do not meet; the last may have no end."""
    found: list[Any] = []
    at = first
    for _ in range(draw_(st.integers(1, 3))):
        at += draw_(st.integers(0, 1))
        size = draw_(st.integers(0, 2))
        found.append(at if not size else {"from": at, "to": at + size})
        at += size + 1
    if not ends and draw_(st.booleans()):
        found[-1] = {"from": at - 1 if isinstance(found[-1], int) else found[-1]["from"]}
    return found


@st.composite
def tables(draw_: st.DrawFn, first: int, ends: bool = True) -> dict[str, Any]:
    rate = st.sampled_from(RATES)
    if draw_(st.booleans()):
        return {
            "by": "depth",
            "rows": [{"depth": depth, "rate": draw_(rate)} for depth in draw_(depths(first))],
        }
    tiers = sorted(draw_(st.sets(st.integers(0, 2), min_size=1)))
    rows = [
        {"tier": TIERS[tier], "depth": depth, "rate": draw_(rate)}
        for tier in tiers
        for depth in draw_(depths(first, ends))
    ]
    found: dict[str, Any] = {"by": ["tier", "depth"], "rows": rows}
    return found | ({"applies_to": "slice"} if draw_(st.booleans()) else {})


def maybe(draw_: Any, name: str, values: st.SearchStrategy[Any]) -> dict[str, Any]:
    return {name: draw_(values)} if draw_(st.booleans()) else {}


def carriers(draw_: Any) -> dict[str, Any]:
    kind = draw_(st.sampled_from(["", "", "times", "floor", "cap", "limit", "both"]))
    found: dict[str, dict[str, Any]] = {
        "times": {"times": "110 %"},
        "floor": {"floor": "0.35"},
        "cap": {"cap": "7.50"},
        "limit": {"cap": {"amount": "20", "per": "month"}},
        "both": {"times": "3", "cap": {"rate": "5 %", "of": "group"}},
    }
    return found.get(kind, {})


@st.composite
def level_commissions(draw_: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    less = draw_(st.sampled_from([None, None, "less"]))
    fields: dict[str, Any] = {"base": draw_(st.sampled_from(["volume", "group", "credits"]))}
    fields["table"] = draw_(tables(draw_(st.integers(0, 1)), ends=less is None))
    if less is not None:
        fields["less"] = {"best_between": draw_(conditions())}
    elif draw_(st.booleans()):
        fields["unearned"] = "passes_up"
    fields["per"] = draw_(st.sampled_from(["period", "period", "period", "quarter", "sale"]))
    if fields["per"] == "sale":
        fields |= {
            "base": draw_(st.sampled_from(["plain", "credit"])),
            "source": {"sales": {"status": "paid"}},
        }
        fields |= maybe(draw_, "picks_by", st.just("sale_date"))
    fields |= maybe(draw_, "counted", conditions()) | maybe(draw_, "earns", conditions())
    judged = {"earns", "counted", "less"} & fields.keys() or "tier" in fields["table"]["by"]
    if fields["per"] == "sale" and judged:
        fields |= {"as_of": draw_(st.sampled_from(["window_end", "window_start"]))}
    fields |= maybe(draw_, "below_zero", st.just("negative")) | maybe(draw_, "tree", st.just("placement"))
    return "level_commission", [fields | carriers(draw_)]


@st.composite
def differentials(draw_: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    starts = sorted(draw_(st.sets(st.sampled_from([0, 50, 100, 200, 400]), min_size=1, max_size=4)))
    rates = sorted(draw_(st.sets(st.integers(1, 15), min_size=len(starts), max_size=len(starts))))
    rows = [{"at_least": str(low), "rate": f"{rate} %"} for low, rate in zip(starts, rates, strict=True)]
    fields: dict[str, Any] = {"base": draw_(st.sampled_from(["group", "group", "volume", "team-credits"]))}
    fields |= maybe(draw_, "chosen_by", st.sampled_from(["group", "points", "team-credits"]))
    fields["brackets"] = {"applies_to": "whole", "rows": rows}
    fields |= maybe(draw_, "same_bracket_floor", st.just("1 %"))
    if draw_(st.booleans()):
        paid = [
            {"generation": number, "rate": f"{5 - number} %"} for number in range(1, draw_(st.integers(2, 4)))
        ]
        fields["breakaway"] = {
            "at": rows[draw_(st.integers(0, len(rows) - 1))]["rate"],
            "then": {"generations": paid},
        }
    fields |= maybe(draw_, "earns", conditions()) | maybe(draw_, "tree", st.just("placement"))
    return "differential", [fields | carriers(draw_)]


@st.composite
def matchings(draw_: st.DrawFn, others: list[str]) -> tuple[str, list[dict[str, Any]]]:
    lines: dict[str, Any] = (
        {"clauses": others} if draw_(st.booleans()) else {"kinds": ["commission", "differential"]}
    )
    lines |= maybe(draw_, "where", conditions())
    tier = draw_(st.sampled_from(["allowed", "refused"]))
    fields: dict[str, Any] = {
        "source": {"lines": lines},
        "table": draw_(tables(1)),
        "same_or_higher_tier": tier,
    }
    if fields["table"]["by"] == "depth":
        del fields["same_or_higher_tier"]
    fields |= maybe(draw_, "counted", conditions()) | maybe(draw_, "earns", conditions())
    return "matching", [fields | carriers(draw_)]


@st.composite
def projects(draw_: st.DrawFn, folder: Path) -> Project:
    clauses: dict[str, Any] = {
        "own": (
            "commission",
            [
                {
                    "base": "volume",
                    "brackets": {"applies_to": "slice", "rows": [{"at_least": "0", "rate": "10 %"}]},
                }
            ],
        ),
        "first-levels": draw_(level_commissions()),
        "second-levels": draw_(level_commissions()),
        "groups": draw_(differentials()),
    }
    clauses["match"] = draw_(
        matchings(draw_(st.sampled_from([["own"], ["own", "groups"], ["first-levels"]])))
    )
    shutil.rmtree(folder, ignore_errors=True)
    project = Project(
        folder,
        METRICS,
        clauses=clauses,
        tiers=[
            {"tier": tier} | ({"reach": {"rank": {"at_least": str(n)}}} if n else {})
            for n, tier in enumerate(TIERS)
        ],
        known=("sponsor", "placement", "position"),
        measures={"plain": "amount", "credit": {"value": {"difference": ["amount", "tax"]}, "unit": "PV"}},
        declared={"units": {name: {"title": title(name), "versions": one} for name, one in UNITS.items()}},
    )
    names = [f"p{chr(97 + number)}" for number in range(draw_(st.integers(4, 9)))]
    for at, name in enumerate(names):
        above = [
            names[draw_(st.integers(0, at - 1))] if at and draw_(st.integers(0, 4)) else "" for _ in range(2)
        ]
        joined = draw_(st.sampled_from(["2025-12-01"] * 5 + ["2026-02-03", "2026-03-31"]))
        left = draw_(st.sampled_from([""] * 5 + ["2026-02-01", "2026-03-15"]))
        project.partners.append(
            [name, name, joined, left if left > joined else "", above[0], above[1], name if above[1] else ""]
        )
        for month in ("01", "02", "03"):
            for status in draw_(
                st.lists(st.sampled_from(["paid", "paid", "pv", "rank"]), min_size=1, max_size=4)
            ):
                day, amount = draw_(st.integers(1, 28)), draw_(st.integers(-3_000, 30_000))
                sale = [
                    f"s{len(project.sales)}",
                    name,
                    f"2026-{month}-{day:02}",
                    "",
                    status,
                    f"{amount / 100:.2f}",
                    "0",
                    "0",
                ]
                project.sales.append(sale)
    return project


@draw.examples(8, costly=True)
@given(data=st.data())
def test_both_readings_give_the_same_lines(data: st.DataObject, tmp_path: Path) -> None:
    both = read_both(data.draw(projects(tmp_path / "team")), ON)
    assert not both.findings
    assert set(both.audited) == {"en", "ru"}
    assert not both.differences()
