"""Tiers from month to month: the worked cases of tiers.yaml, and laws that hold of every ladder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.exact import Column, Flags, compared
from generator.settlement import metrics
from generator.settlement.passes import run_pass
from generator.settlement.settle import Settlement
from generator.settlement.standing import Set, Standings
from generator.terms.atoms import Condition, MetricIs
from generator.terms.calendar import Period
from generator.terms.ladder import Ladder, LadderVersion, Lose, Tier
from generator.terms.quantity import Quantity, parse_date, parse_quantity
from tests import strategies as draw
from tests.plain import plain
from tests.settlement.projects import Project, title
from tests.strategies import Member, Pass, Rows, Sale

CASES: list[dict[str, Any]] = plain(Path(__file__).with_name("tiers.yaml"))
OWN = {"scope": "own"}
METRICS = {
    "volume": [{"sum": "plain", "window": "period", **OWN}],
    "two_months": [{"sum": "plain", "window": "last 2 periods", **OWN}],
    "target": [{"sum": "aim", "window": "lifetime", **OWN}],
}
REASON = {"en": "A new leader", "ru": "Новый лидер"}


def project(folder: Path, case: Mapping[str, Any]) -> tuple[Project, date]:
    assert set(case) <= {"name", "tiers", "joined", "passed", "overrides", "months"}
    joined = parse_date(case.get("joined", "2015-01-01"))
    sales = [] if "joined" in case else [Sale("anna", date(2025, 12, 31), None, "paid", 0, 500_000, 1)]
    month = Period(date(2026, 1, 1))
    for number, one in enumerate(case["months"]):
        assert set(one) <= {"volume", "tier", "achieved"}
        cents = parse_quantity(one["volume"]).value * 100
        if cents:
            sales.append(Sale("anna", month.shifted(number).last, None, "paid", int(cents), 0, 1))
    passes = [Pass("anna", parse_date(case["passed"]), "basics")] if "passed" in case else []
    made = Project(
        folder,
        METRICS,
        measures={"plain": "amount", "aim": "tax"},
        tiers=[dict(tier) for tier in case["tiers"]],
        courses={"basics": {"valid_for": "3 months"}},
        ladder={"overrides": "allowed"} if "overrides" in case else {},
        agreed={
            "overrides": [
                {"partner": "anna", "reason": REASON, "owner": "Olga", **one} for one in case["overrides"]
            ]
        }
        if "overrides" in case
        else {},
    )
    Rows([Member("anna", joined)], sales, passes).into(made)
    return made, month.shifted(len(case["months"]) - 1).last


def standing(settlement: Settlement) -> list[tuple[str, str]]:
    """For each month the tier paid and the tier achieved of the first partner."""
    out = []
    for result in settlement.results:
        names = result.figures.tier_names("status")
        paid, achieved = result.figures.tier_rank("status"), result.figures.tier_achieved("status")
        out.append((names[paid[0]], names[achieved[0]]))
    return out


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_worked_case(case: dict[str, Any], tmp_path: Path) -> None:
    made, on = project(tmp_path, case)
    with made.settled(on) as settlement:
        found = standing(settlement)
    assert found == [(one["tier"], one.get("achieved", one["tier"])) for one in case["months"]]


def test_earlier_periods_cost_no_scan_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans = []

    def counted(*args: Any) -> Any:
        scans.append(args)
        return run_pass(*args)

    monkeypatch.setattr(metrics, "run_pass", counted)
    case = next(case for case in CASES if case["name"].startswith("kept by two of the last three"))
    made, on = project(tmp_path, case)
    with made.settled(on):
        assert (
            len(scans) == 1
        )  # one pass over the sales, for all metrics and all the months before the programme


def test_no_case_stands_twice() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) > 20


@dataclass(frozen=True)
class Month:
    """The figures of a month of drawn partners: their volumes."""

    period: Period
    volumes: tuple[int, ...]

    @property
    def size(self) -> int:
        return len(self.volumes)

    def holds(self, condition: Condition) -> Flags:
        assert isinstance(condition, MetricIs)
        assert isinstance(condition.bound, Quantity)
        return compared(Column(np.array(self.volumes), 0), condition.compare, condition.bound.value)


def at_least(bound: int) -> Any:
    return {"volume": {"at_least": str(bound)}}


losing = st.builds(
    Lose,
    to=st.sampled_from(["met", "one_step"]),
    at=st.sampled_from(["period_end", "quarter_end", "half_year_end", "year_end"]),
    grace=st.integers(0, 3),
)


@st.composite
def ladders(drawn: st.DrawFn, *, remembers: bool = True) -> LadderVersion:
    """Three tiers above the lowest, reached from 10, 20 and 30 on."""
    tiers = [Tier(tier="t0", title=title("t"))]
    for number in range(1, 4):
        keep = drawn(st.none() | st.integers(0, 10 * number)) if remembers else None
        tiers.append(
            Tier(
                tier=f"t{number}",
                title=title("t"),
                reach=at_least(10 * number),
                keep=None if keep is None else at_least(keep),
                lose=drawn(st.none() | losing) if remembers else None,
                floor=drawn(st.none() | st.sampled_from([f"t{n}" for n in range(number + 1)]))
                if remembers
                else None,
            )
        )
    dates = {"announced": date(2025, 1, 1), "from": date(2025, 1, 1)}
    return LadderVersion.model_validate({**dates, "tiers": tiers})


volumes = st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=1, max_size=12)


def followed(version: LadderVersion, months: list[tuple[int, ...]]) -> list[tuple[list[int], list[int]]]:
    """(paid, achieved) of each month."""
    joined = np.array(["2015-01-01"] * 3, dtype="datetime64[D]")
    standings = Standings({"l": Ladder(title=title("l"), versions=(version,))}, joined)
    out = []
    for number, row in enumerate(months):
        period = Period(date(2026, 1, 1)).shifted(number)
        standings.enter(Month(period, row))
        found = standings.of("l", period.last)
        assert found is not None
        out.append((found.paid.tolist(), found.achieved.tolist()))
    return out


def slowly(version: LadderVersion, months: list[int]) -> list[int]:
    """One partner, month by month, as the page says it."""
    tiers = version.tiers
    held = missed = highest = 0
    out = []

    def met(condition: Condition | None, volume: int) -> bool:
        assert condition is None or isinstance(condition, MetricIs)
        return condition is not None and volume >= condition.bound.value  # type: ignore[union-attr]

    for number, volume in enumerate(months):
        month = number % 12 + 1
        achieved = max(rank for rank in range(4) if rank == 0 or met(tiers[rank].reach, volume))
        if achieved >= held:
            held, missed = achieved, 0
        elif met(tiers[held].keep, volume):
            missed = 0
        else:
            missed += 1
            lose = tiers[held].lose or Lose(to="met")
            every = {"period_end": 1, "quarter_end": 3, "half_year_end": 6, "year_end": 12}[lose.at]
            if missed > lose.grace and month % every == 0:
                if lose.to == "one_step":
                    after = max(held - 1, achieved)
                else:
                    after = max(
                        rank for rank in range(held) if rank <= achieved or met(tiers[rank].keep, volume)
                    )
                floors = [int(t.floor[1:]) for t in tiers[: highest + 1] if t.floor is not None]
                held, missed = max([after, *(min(floor, held) for floor in floors)]), 0
        highest = max(highest, held)
        out.append(held)
    return out


@draw.examples(200)
@given(ladders(), volumes)
def test_as_the_page_says(version: LadderVersion, months: list[tuple[int, ...]]) -> None:
    found = followed(version, months)
    for partner in range(3):
        assert [paid[partner] for paid, _ in found] == slowly(version, [row[partner] for row in months])


@draw.examples(50)
@given(ladders(remembers=False), volumes)
def test_without_memory_the_tier_is_the_tier_achieved(
    version: LadderVersion, months: list[tuple[int, ...]]
) -> None:
    assert all(paid == achieved for paid, achieved in followed(version, months))


@draw.examples(100)
@given(ladders(), volumes)
def test_never_below_what_is_achieved(version: LadderVersion, months: list[tuple[int, ...]]) -> None:
    for paid, achieved in followed(version, months):
        assert all(p >= a for p, a in zip(paid, achieved, strict=True))


@draw.examples(100)
@given(ladders(), volumes, st.integers(1, 3))
def test_more_grace_never_costs_a_tier_at_the_first_fall(
    version: LadderVersion, months: list[tuple[int, ...]], more: int
) -> None:
    """Until anybody falls, a longer grace changes nothing; the month in which they would, it keeps them."""
    longer = version.model_copy(
        update={
            "tiers": tuple(
                t
                if t.reach is None
                else t.model_copy(
                    update={"lose": t.losing.model_copy(update={"grace": t.losing.grace + more})}
                )
                for t in version.tiers
            )
        }
    )
    for partner in range(3):
        short = [paid[partner] for paid, _ in followed(version, months)]
        long = [paid[partner] for paid, _ in followed(longer, months)]
        first = next((n for n in range(1, len(short)) if short[n] < short[n - 1]), len(short) - 1)
        assert all(long[n] >= short[n] for n in range(first + 1))


def test_a_new_version_carries_tiers_over_by_name() -> None:
    def version(starts: str, *names: str) -> LadderVersion:
        tiers = [Tier(tier="t0", title=title("t"))]
        tiers += [
            Tier(tier=n, title=title("t"), reach=at_least(10 * int(n[1])), lose=Lose(to="met", at="year_end"))
            for n in names
        ]
        day = date.fromisoformat(starts)
        return LadderVersion.model_validate({"announced": day, "from": day, "tiers": tiers})

    versions = (version("2025-01-01", "t1", "t2", "t3"), version("2026-02-01", "t1", "t3"))
    joined = np.array(["2015-01-01"] * 3, dtype="datetime64[D]")
    standings = Standings({"l": Ladder(title=title("l"), versions=versions)}, joined)
    rows = [(10, 20, 30), (0, 0, 0)]
    for number, row in enumerate(rows):
        standings.enter(Month(Period(date(2026, 1, 1)).shifted(number), row))
    before, after = standings.of("l", date(2026, 1, 31)), standings.of("l", date(2026, 2, 28))
    assert before is not None
    assert after is not None
    assert before.paid.tolist() == [1, 2, 3]
    assert [after.version.tiers[rank].tier for rank in after.paid] == ["t1", "t1", "t3"]


def test_what_a_person_set_names_its_row() -> None:
    joined = np.array(["2015-01-01"] * 2, dtype="datetime64[D]")
    day = date(2025, 1, 1)
    tiers = [Tier(tier="t0", title=title("t")), Tier(tier="t1", title=title("t"), reach=at_least(10))]
    version = LadderVersion.model_validate({"announced": day, "from": day, "tiers": tiers})
    override = Set(1, "l", "t1", date(2026, 1, 31), date(2026, 2, 27), 7)
    standings = Standings({"l": Ladder(title=title("l"), versions=(version,))}, joined, (override,))
    for number in range(2):
        standings.enter(Month(Period(date(2026, 1, 1)).shifted(number), (0, 0)))
    first, second = standings.of("l", date(2026, 1, 1)), standings.of("l", date(2026, 2, 28))
    assert first is not None
    assert second is not None
    assert (first.paid.tolist(), first.override.tolist()) == ([0, 1], [-1, 7])
    assert (second.paid.tolist(), second.override.tolist()) == ([0, 0], [-1, -1])
    assert standings.of("l", date(2025, 12, 31)) is None
