"""Laws of the proof over drawn programmes and books: what must not matter does not matter, to the minor unit."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies as draw
from tests.settlement.projects import Ledger, Project, figures, ledger
from tests.strategies import CUSTOMERS, FIRST, MEASURES, ON, Rows, Sale

VOLUME = {"sum": "net", "window": "period", "scope": "own"}
RECENT = {"sum": "net", "window": "last 3 periods", "scope": "own"}
EVER = {"sum": "plain", "window": "lifetime", "scope": "own"}
NEWCOMERS = {"new": "customer", "of": "sales", "window": "period", "scope": "own"}
FIRSTS = {"new": "partner", "of": "sales", "window": "period", "scope": "own"}
ORDERS = {"count": "sales", "window": "period", "scope": "own"}
TIERS: list[dict[str, Any]] = [
    {"tier": "start"},
    {"tier": "silver", "reach": {"recent": {"at_least": "1 000"}}},
    {"tier": "gold", "reach": {"all": [{"recent": {"at_least": "5 000"}}, {"course": "basics"}]}},
]


@st.composite
def programmes(draw_: st.DrawFn, *, orders: bool = True, whole: bool = True) -> dict[str, Any]:
    """Clauses of both kinds; without `orders` no metric counts rows or people, only sums."""
    table = {"by": "tier", "rows": [{"tier": "silver", "rate": "1.5 %"}, {"tier": "gold", "rate": "3 %"}]}
    clauses: dict[str, tuple[str, list[dict[str, Any]]]] = {
        "growth": ("commission", [{"base": "volume", "brackets": draw_(draw.commissions(whole=whole))}]),
        "status": ("commission", [{"base": "volume", "table": table, "cap": "700"}]),
        "shared": (
            "commission",
            [{"base": "volume", "chosen_by": "ever", "brackets": draw_(draw.commissions(whole=whole))}],
        ),
    }
    if draw_(st.booleans()):
        clauses["growth"][1][0]["below_zero"] = "negative"
    metrics = {"volume": [VOLUME], "recent": [RECENT], "ever": [EVER]}
    if orders:
        metrics |= {"newcomers": [NEWCOMERS], "firsts": [FIRSTS], "orders": [ORDERS]}
        earns = {
            "any": [
                {"newcomers": {"at_least": "2"}},
                {"firsts": {"at_least": "1"}},
                {"orders": {"at_least": "4"}},
            ]
        }
        clauses["welcome"] = ("fixed_bonus", [{"amount": "12.34", "earns": earns, "once": "partner"}])
    rounding = {"mode": draw_(draw.modes), "digits": str(draw_(st.integers(0, 2)))}
    return {"metrics": metrics, "clauses": clauses, "rounding": rounding}


def project(folder: Path, made: dict[str, Any], rows: Rows) -> Project:
    one = Project(
        folder, measures=MEASURES, tiers=TIERS, courses={"basics": {"valid_for": "12 months"}}, **made
    )
    rows.into(one)
    return one


def settled(folder: Path, made: dict[str, Any], rows: Rows) -> Ledger:
    with project(folder, made, rows).settled(ON) as settlement:
        return ledger(settlement)


@draw.examples(5, costly=True)
@given(made=programmes(), rows=draw.books(), data=st.data())
def test_order_names_and_repetition_do_not_matter(
    made: dict[str, Any], rows: Rows, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("book")
    wanted = settled(folder / "first", made, rows)
    assert settled(folder / "again", made, rows) == wanted
    shuffled = Rows(*(data.draw(st.permutations(part)) for part in (rows.members, rows.sales, rows.passes)))
    assert settled(folder / "shuffled", made, shuffled) == wanted

    # Numbers among the new names: a book whose ids are all numbers is sorted as numbers.
    fresh = data.draw(st.sampled_from(["{}", "9{}", "z{}", "П-{}"]))
    names = {m.id: fresh.format(number) for number, m in enumerate(reversed(rows.members), 7)}
    renamed = Rows(
        [replace(m, id=names[m.id]) for m in rows.members],
        [replace(s, partner=names[s.partner]) for s in rows.sales],
        [replace(p, partner=names[p.partner]) for p in rows.passes],
    )
    found = settled(folder / "renamed", made, renamed)
    assert found == {(period, names[partner], clause): v for (period, partner, clause), v in wanted.items()}


@draw.examples(5, costly=True)
@given(made=programmes(orders=False), rows=draw.books(), data=st.data())
def test_a_split_sale_and_a_returned_sale(
    made: dict[str, Any], rows: Rows, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing counts orders here. A sale split in three is the sale; a sale and its return are nothing."""
    folder = tmp_path_factory.mktemp("book")
    wanted = settled(folder / "first", made, rows)

    at = data.draw(st.integers(0, len(rows.sales) - 1))
    whole = rows.sales[at]
    cuts = [data.draw(st.integers(-5000, 5000)) for _ in range(4)]
    parts = [
        replace(whole, amount=cuts[0], tax=cuts[1]),
        replace(whole, amount=cuts[2], tax=cuts[3], quantity=0),
        replace(whole, amount=whole.amount - cuts[0] - cuts[2], tax=whole.tax - cuts[1] - cuts[3]),
    ]
    split = replace(rows, sales=[*rows.sales[:at], *parts, *rows.sales[at + 1 :]])
    assert settled(folder / "split", made, split) == wanted

    more = data.draw(draw.sales([m.id for m in rows.members]))
    back = replace(more, amount=-more.amount, tax=-more.tax, quantity=-more.quantity, status="returned")
    undone = replace(rows, sales=[*rows.sales, more, back])
    assert settled(folder / "undone", made, undone) == wanted


@draw.examples(4, costly=True)
@given(made=programmes(), rows=draw.books())
def test_a_partner_without_records_changes_nobody(
    made: dict[str, Any], rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("book")
    wanted = settled(folder / "first", made, rows)
    idle = draw.Member("a-idle", date(2020, 1, 1))  # the first of all by name
    found = settled(folder / "more", made, replace(rows, members=[*rows.members, idle]))
    assert found == wanted


@draw.examples(8, costly=True)
@given(
    table=draw.commissions(rising=True, whole=False),
    amounts=st.lists(st.integers(0, 4_000_000_00), min_size=2, max_size=30, unique=True),
    rounding=st.builds(lambda m, d: {"mode": m, "digits": str(d)}, draw.modes, st.integers(0, 2)),
)
def test_slices_with_rising_rates_are_monotone(
    table: dict[str, Any],
    amounts: list[int],
    rounding: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Who sells more never earns less: a partner for each amount, and beside it one for a cent more."""
    volumes = sorted({*amounts, *(amount + 1 for amount in amounts)})
    names = [f"p{number:03}" for number in range(len(volumes))]
    rows = Rows(
        [draw.Member(name, date(2020, 1, 1)) for name in names],
        [Sale(n, FIRST, None, "paid", v, 0, 1) for n, v in zip(names, volumes, strict=True)],
    )
    clauses = {"growth": ("commission", [{"base": "volume", "brackets": table}])}
    metrics = {"volume": [{"sum": "plain", "window": "period", "scope": "own"}], "recent": [RECENT]}
    made = {"metrics": metrics, "clauses": clauses, "rounding": rounding}
    found = settled(tmp_path_factory.mktemp("book"), made, rows)
    earned = [found.get(("2026-01", name, "growth"), 0) for name in names]
    assert earned == sorted(earned)
    assert min(earned) >= 0


@draw.examples(8, costly=True)
@given(made=programmes(), rows=draw.books())
def test_sum_of_lines_is_the_result(
    made: dict[str, Any], rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with project(tmp_path_factory.mktemp("book"), made, rows).settled(ON) as settlement:
        lines = ledger(settlement)
        assert settlement.line_count == len(lines)  # one line for each partner, clause and period
        ids = settlement.book.partners.ids
        unit = 10 ** (2 - int(made["rounding"]["digits"]))
        for result in settlement.results:
            mine = {k: v for k, v in lines.items() if k[0] == result.period.name}
            earned = dict(zip(ids, result.earned().tolist(), strict=True))
            assert earned == {one: sum(v for k, v in mine.items() if k[1] == one) for one in ids}
            for one in result.clauses:
                assert result.figures.present[one.lines.who].all()
                assert not (one.lines.amount == 0).any()
            assert all(v % unit == 0 for v in mine.values())


def test_the_laws_see_a_difference(tmp_path: Path) -> None:
    """A cent more is not the same ledger: the comparisons above compare something."""
    made = {
        "metrics": {"volume": [VOLUME], "recent": [RECENT]},
        "clauses": {
            "growth": (
                "commission",
                [
                    {
                        "base": "volume",
                        "brackets": {"applies_to": "slice", "rows": [{"at_least": "0", "rate": "100 %"}]},
                    }
                ],
            )
        },
    }
    member = draw.Member("p1", date(2020, 1, 1))
    one = Rows([member], [Sale("p1", FIRST, CUSTOMERS[0], "paid", 1000, 0, 1)])
    two = replace(one, sales=[replace(one.sales[0], amount=1001)])
    assert settled(tmp_path / "one", made, one) == {("2026-01", "p1", "growth"): 1000}
    assert settled(tmp_path / "two", made, two) == {("2026-01", "p1", "growth"): 1001}
    with project(tmp_path / "three", made, one).settled(ON) as settlement:
        assert figures(settlement)["2026-01", "p1", "volume"] == 10
