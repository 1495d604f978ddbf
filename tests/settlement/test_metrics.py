"""Metrics of drawn books are those of a slow plain reading, whatever their windows, filters and history."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.settlement.passes import ForbiddenRow
from generator.settlement.plan import UnknownColumn
from tests import strategies as draw
from tests.settlement import slowly
from tests.settlement.projects import Project, figures
from tests.strategies import FIRST, MEASURES, ON, Member, Rows, Sale

DEFINITIONS = st.lists(draw.metric_versions(), min_size=4, max_size=10)


@draw.examples(15, costly=True)
@given(rows=draw.books(), definitions=DEFINITIONS)
def test_drawn_books(
    rows: Rows, definitions: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    metrics = {f"metric-{letter}": [made] for letter, made in zip("abcdefghij", definitions, strict=False)}
    project = Project(tmp_path_factory.mktemp("book"), metrics, measures=MEASURES)
    rows.into(project)
    with project.settled(ON) as settlement:
        found = figures(settlement)
    wanted = {
        (f"{first:%Y-%m}", member.id, name): slowly.metric(rows, made, member.id, first, last)
        for first, last in slowly.months(FIRST, ON)
        for member in rows.members
        for name, (made,) in metrics.items()
    }
    assert len(wanted) == 4 * len(rows.members) * len(metrics)
    assert found == wanted


def sale(partner: str, day: str, amount: int = 100, **more: Any) -> Sale:
    known: dict[str, Any] = {"customer": None, "status": "paid", "tax": 0, "quantity": 1} | more
    return Sale(partner, date.fromisoformat(day), amount=amount, **known)


def settled(tmp_path: Path, rows: Rows, **metrics: dict[str, Any]) -> dict[tuple[str, str, str], Fraction]:
    named = {name: [{"scope": "own", **made}] for name, made in metrics.items()}
    project = Project(tmp_path, named, measures=MEASURES)
    rows.into(project)
    with project.settled(ON) as settlement:
        return figures(settlement)


OLD = Member("old", date(2015, 1, 1))
NEW = Member("new", date(2026, 1, 1))


def test_a_first_order_that_lies_years_back(tmp_path: Path) -> None:
    rows = Rows(
        [OLD, NEW],
        [
            sale("old", "2016-03-05"),
            sale("old", "2026-02-01"),
            sale("new", "2026-02-10"),
            sale("new", "2026-03-01"),
        ],
    )
    found = settled(
        tmp_path,
        rows,
        first={"new": "partner", "of": "sales", "window": "period"},
        recent={"new": "partner", "of": "sales", "window": "last 2 periods"},
        ever={"new": "partner", "of": "sales", "window": "lifetime"},
    )
    assert [found[f"2026-0{m}", "old", "first"] for m in (1, 2, 3, 4)] == [0, 0, 0, 0]
    assert [found[f"2026-0{m}", "new", "first"] for m in (1, 2, 3, 4)] == [0, 1, 0, 0]
    assert [found[f"2026-0{m}", "new", "recent"] for m in (1, 2, 3, 4)] == [0, 1, 1, 0]
    assert [found[f"2026-0{m}", "old", "ever"] for m in (1, 2, 3, 4)] == [1, 1, 1, 1]


def test_a_filter_chooses_rows_before_the_first_is_taken(tmp_path: Path) -> None:
    """A cancelled order years ago is not the first paid order."""
    rows = Rows([OLD], [sale("old", "2016-03-05", status="cancelled"), sale("old", "2026-02-01")])
    made = {"new": "partner", "of": "sales", "window": "period", "where": {"status": "paid"}}
    found = settled(tmp_path, rows, first=made)
    assert [found[f"2026-0{m}", "old", "first"] for m in (1, 2, 3)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("test", "cents"),
    [
        ({"at_least": "10.005"}, [1001, 2001]),
        ({"more_than": "10.005"}, [1001, 2001]),
        ({"at_most": "10.005"}, [-1001, 0, 1000]),
        ({"less_than": "10.005"}, [-1001, 0, 1000]),
        ({"equals": "10.005"}, []),
        ({"at_least": "10.01"}, [1001, 2001]),
        ({"more_than": "10.01"}, [2001]),
        ({"at_most": "10"}, [-1001, 0, 1000]),
        ({"less_than": "10"}, [-1001, 0]),
        ({"equals": "20.01"}, [2001]),
        ({"at_most": "-10.005"}, [-1001]),
    ],
)
def test_a_bound_may_be_finer_than_the_column(tmp_path: Path, test: dict[str, str], cents: list[int]) -> None:
    rows = Rows([OLD], [sale("old", "2026-01-05", amount) for amount in (-1001, 0, 1000, 1001, 2001)])
    where = {"where": {"amount": test}, "window": "period"}
    found = settled(tmp_path, rows, chosen={"count": "sales", **where}, worth={"sum": "plain", **where})
    assert found["2026-01", "old", "chosen"] == len(cents)
    assert found["2026-01", "old", "worth"] == Fraction(sum(cents), 100)


def test_a_customer_is_new_with_whoever_sold_first(tmp_path: Path) -> None:
    rows = Rows(
        [OLD, NEW],
        [
            sale("old", "2019-01-01", customer="known"),
            sale("new", "2026-01-05", customer="known"),
            sale("old", "2026-01-31", customer="fresh"),
            sale("new", "2026-02-01", customer="fresh"),
            sale("new", "2026-02-02", customer="shared"),
            sale("old", "2026-02-28", customer="shared"),
            sale("new", "2026-02-03"),  # no customer is named
        ],
    )
    made = {"new": "customer", "of": "sales"}
    found = settled(
        tmp_path, rows, month={**made, "window": "period"}, two={**made, "window": "last 2 periods"}
    )
    assert [found[f"2026-0{m}", "old", "month"] for m in (1, 2, 3)] == [1, 1, 0]
    assert [found[f"2026-0{m}", "new", "month"] for m in (1, 2, 3)] == [0, 1, 0]
    assert [found[f"2026-0{m}", "new", "two"] for m in (1, 2, 3)] == [0, 2, 1]


def test_a_window_reaches_before_the_start_of_the_programme(tmp_path: Path) -> None:
    rows = Rows(
        [OLD], [sale("old", "2025-10-31", 1), sale("old", "2025-11-01", 10), sale("old", "2026-01-31", 100)]
    )
    found = settled(tmp_path, rows, rolling={"sum": "plain", "window": "last 3 periods"})
    cents = [int(found[f"2026-0{m}", "old", "rolling"] * 100) for m in (1, 2, 3, 4)]
    assert cents == [110, 100, 100, 0]


def test_a_metric_changes_with_the_first_period_that_begins_under_its_new_version(tmp_path: Path) -> None:
    versions = [
        {"sum": "plain", "window": "period", "scope": "own", "ends": "2026-03-31"},
        {
            "sum": "net",
            "window": "period",
            "scope": "own",
            "from": "2026-02-10",
            "announced": "2026-02-01",
            "ends": "2026-03-31",
        },
    ]
    project = Project(tmp_path, {"volume": versions}, measures=MEASURES)
    Rows([OLD], [sale("old", f"2026-0{m}-15", 1000, tax=500) for m in (1, 2, 3, 4)]).into(project)
    with project.settled(ON) as settlement:
        found = figures(settlement)
    assert found == {
        ("2026-01", "old", "volume"): 10,
        ("2026-02", "old", "volume"): 10,  # its first day lies before the new version
        ("2026-03", "old", "volume"): Fraction("9.5"),
    }


def test_a_sum_that_int64_cannot_hold_is_refused(tmp_path: Path) -> None:
    largest = 2**63 - 1
    rows = Rows([OLD], [sale("old", "2026-01-05", largest), sale("old", "2026-01-06", 1)])
    with pytest.raises(Exception, match=r"(?i)range|overflow|too large"):
        settled(tmp_path, rows, volume={"sum": "plain", "window": "period"})
    one_a_month = Rows([OLD], [sale("old", f"2026-0{m}-05", 2**61) for m in (1, 2, 3, 4)])
    with pytest.raises(OverflowError):
        settled(tmp_path, one_a_month, volume={"sum": "plain", "window": "last 4 periods"})


@pytest.mark.parametrize(
    "made",
    [
        {"count": "sales", "where": {"colour": "red"}},
        {"new": "colour", "of": "sales"},
        {"count": "sales", "where": {"status": {"at_least": "5"}}},
        {"count": "sales", "where": {"amount": "100"}},  # a figure is compared: {equals: 100}
        {"count": "sales", "where": {"amount": {"one_of": ["100", "200"]}}},
    ],
)
def test_a_column_that_the_sources_lack_is_named(tmp_path: Path, made: dict[str, Any]) -> None:
    with pytest.raises(UnknownColumn) as told:
        settled(tmp_path, Rows([OLD], [sale("old", "2026-01-05")]), volume={**made, "window": "period"})
    assert told.value.table == "sales"
    assert told.value.known


def settled_measures(
    tmp_path: Path, rows: Rows, measures: dict[str, Any], **metrics: dict[str, Any]
) -> dict[tuple[str, str, str], Fraction]:
    named = {name: [{"scope": "own", "window": "period", **made}] for name, made in metrics.items()}
    project = Project(tmp_path, named, measures=measures)
    rows.into(project)
    with project.settled(ON) as settlement:
        return figures(settlement)


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        ("half_up", [1, 1, -1, 2, 2, -2, 3, -3]),
        ("half_even", [0, 1, 0, 2, 2, -2, 2, -2]),
        ("down", [0, 0, 0, 1, 1, -1, 2, -2]),
    ],
)
def test_a_quotient_is_rounded_row_by_row_and_ties_go_as_they_say(
    tmp_path: Path, mode: str, wanted: list[int]
) -> None:
    """0.5, 0.51, -0.5, 1.5, 1.51, -1.5, 2.5, -2.5, each as a quotient of an amount and a quantity."""
    cents = [(100, 2), (102, 2), (-100, 2), (300, 2), (302, 2), (-300, 2), (500, 2), (500, -2)]
    people = [Member(f"p{number}", date(2015, 1, 1)) for number in range(len(cents))]
    rows = Rows(
        people, [sale(p.id, "2026-01-05", a, quantity=q) for p, (a, q) in zip(people, cents, strict=True)]
    )
    rounding = {"mode": mode, "digits": "0"}
    one = {
        "value": {"quotient": ["amount", "quantity"]},
        "unit": "count",
        "when_zero": "0",
        "round": rounding,
    }
    found = settled_measures(tmp_path, rows, {"each": one}, total={"sum": "each"})
    assert [found["2026-01", p.id, "total"] for p in people] == wanted


@pytest.mark.parametrize(("mode", "wanted"), [("half_up", 3), ("half_even", 2), ("down", 2)])
def test_a_mean_is_rounded_once(tmp_path: Path, mode: str, wanted: int) -> None:
    rows = Rows([OLD], [sale("old", "2026-01-05", 200), sale("old", "2026-01-06", 300)])
    made = {"mean": "plain", "when_absent": "0", "round": {"mode": mode, "digits": "0"}}
    found = settled_measures(tmp_path, rows, {"plain": "amount"}, mean=made)
    assert found["2026-01", "old", "mean"] == wanted
    assert found["2026-02", "old", "mean"] == 0


@pytest.mark.parametrize(("last_day", "wanted"), [("2026-03-20", 5), ("2026-03-21", 1)])
def test_the_joining_day_is_the_first_of_a_window_from_joining(
    tmp_path: Path, last_day: str, wanted: int
) -> None:
    rows = Rows([Member("p", date(2026, 3, 11))], [sale("p", "2026-03-11", 100), sale("p", last_day, 400)])
    found = settled_measures(
        tmp_path, rows, {"plain": "amount"}, early={"sum": "plain", "window": "10 days from joining"}
    )
    assert [found[f"2026-0{m}", "p", "early"] for m in (2, 3, 4)] == [0, wanted, wanted]


def test_a_row_with_a_divisor_of_zero_stops_the_settlement_only_where_it_counts(tmp_path: Path) -> None:
    made = {"value": {"ratio": ["tax", "amount"]}, "unit": "percent", "when_zero": "error"}
    measures = {"share": {**made, "round": {"mode": "half_up", "digits": "1"}}}
    rows = Rows([OLD], [sale("old", "2026-01-05", 0), sale("old", "2026-01-06", 400, tax=1000)])
    with pytest.raises(ForbiddenRow) as told:
        settled_measures(tmp_path / "all", rows, measures, total={"sum": "share"})
    assert told.value.measure == "share"
    where = {"amount": {"more_than": "0"}}
    found = settled_measures(tmp_path / "some", rows, measures, total={"sum": "share", "where": where})
    assert found["2026-01", "old", "total"] == 25


def test_the_first_row_is_taken_before_it_is_tested(tmp_path: Path) -> None:
    rows = Rows([OLD], [sale("old", "2026-01-05", 50, status="cancelled"), sale("old", "2026-01-06", 90)])
    first = {"first": "plain", "when_absent": "-1", "window": "lifetime"}
    found = settled_measures(
        tmp_path,
        rows,
        {"plain": "amount"},
        chosen={**first, "where": {"status": "paid"}},
        tested={**first, "first_must": {"status": "paid"}},
        new={"new": "partner", "of": "sales", "first_must": {"status": "paid"}},
    )
    assert found["2026-01", "old", "chosen"] == Fraction("0.9")
    assert found["2026-01", "old", "tested"] == -1
    assert found["2026-01", "old", "new"] == 0
