"""A row stands under the figures in which it counts: by their filters, and by the days of their windows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.statements.records import RecordReader
from tests.settlement.projects import Project
from tests.strategies import Member, Rows, Sale

DAYS = ["2026-03-01", "2026-03-20", "2026-03-21", "2026-03-29", "2026-03-30", "2026-03-31"]
PERSON = Member("p", date(2025, 3, 21))


def counted(tmp_path: Path, member: Member, **made: Any) -> list[str]:
    """The days of March whose sale counts in a metric."""
    project = Project(tmp_path, {"volume": [{"scope": "own", "sum": "plain", **made}]})
    sales = [Sale("p", date.fromisoformat(day), None, "paid", 100, 0, 1) for day in DAYS]
    Rows([member], sales).into(project)
    with project.settled(date(2026, 3, 31)) as settlement:
        words: dict[str, Any] = {code: {"reasons": {}} for code in settlement.programme.languages}
        reader = RecordReader(settlement, settlement.programme.titles(), words)
        (block,) = reader.read(2)
        records = next(one for one in block.tables if one.table == "sales")
        ((name, at),) = records.metrics
        assert name == "volume"
        return [day for day, counts in zip(DAYS, records.flags[at].tolist(), strict=True) if counts]


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ("period", DAYS),
        ("quarter", DAYS),
        ("last 2 periods", DAYS),
        ("lifetime", DAYS),
        ("1 period before", []),
        ("day", DAYS[5:]),
        ("week", DAYS[4:]),
        ("membership_year", DAYS[2:]),
        ("12 months from joining", DAYS[:2]),
    ],
)
def test_the_days_of_a_window(tmp_path: Path, window: str, days: list[str]) -> None:
    assert counted(tmp_path, PERSON, window=window) == days


def test_a_filter_on_top_of_a_window(tmp_path: Path) -> None:
    where = {"amount": {"more_than": "1"}}
    assert counted(tmp_path, PERSON, window="week", where=where) == []


def test_a_column_of_partners_may_be_tested(tmp_path: Path) -> None:
    """Its name stands in two tables of the query that reads the records."""
    project = Project(
        tmp_path,
        {"joined": [{"scope": "own", "window": "period", "count": "partners", "where": {"name": "p"}}]},
    )
    Rows([Member("p", date(2026, 3, 5))], [Sale("p", date(2026, 3, 6), None, "paid", 1, 0, 1)]).into(project)
    with project.settled(date(2026, 3, 31)) as settlement:
        words: dict[str, Any] = {code: {"reasons": {}} for code in settlement.programme.languages}
        (block,) = RecordReader(settlement, settlement.programme.titles(), words).read(2)
        records = next(one for one in block.tables if one.table == "partners")
        assert records.flags[0].tolist() == [True]
