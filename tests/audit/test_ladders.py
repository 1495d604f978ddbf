"""Ladders that remember, as their page says: kept, lost at the end of a cycle, after grace, and never below a floor."""

from datetime import date
from fractions import Fraction

import pytest

from generator.audit.account import Account, carried, ends_in
from generator.audit.agreed import Agreed, read_agreed
from generator.audit.calendar import Period, periods
from generator.audit.conditions import MetricIs, Shift, TierAtLeast
from generator.audit.definitions import Metric
from generator.audit.promise import Edition, Ladder, Policy, Tier
from generator.audit.rawfiles import RawUnreadable
from generator.audit.reckoning import Reckoning
from generator.audit.records import Partner, RawTable, Records, Row
from generator.audit.standing import holds

STARTS = date(2026, 1, 1)


def reach(rank: int) -> MetricIs:
    return MetricIs("rank", "at_least", Fraction(rank))


def ladder(**silver: object) -> Ladder:
    """Start, bronze from rank 1, silver from rank 2, gold from rank 3."""
    return Ladder(
        "status",
        (
            Tier("start", None),
            Tier("bronze", reach(1)),
            Tier("silver", reach(2), **silver),  # type: ignore[arg-type]
            Tier("gold", reach(3), keep=reach(2)),
        ),
        remembers=True,
        overrides=True,
    )


def account(
    one: Ladder, *ranks: int, joined: date = date(2025, 12, 1), agreed: Agreed | None = None
) -> Account:
    """A partner with so many records in each month from January on."""
    table = RawTable("sales", ["partner"])
    for month, rank in enumerate(ranks, start=1):
        for number in range(rank):
            row = Row("sales.csv", number, ("A",))
            row.partner, row.day = "A", date(2026, month, 28)
            table.rows.append(row)
    edition = Edition(
        STARTS,
        metrics={"rank": Metric("rank", "count", "sales")},
        ladders={"status": one},
        policy=Policy(starts=STARTS),
    )
    records = Records({"sales": table}, {"A": Partner("A", joined)}, agreed or Agreed())
    return Reckoning(records, [edition], date(2026, len(ranks), 28)).account("A")


def paid(one: Account) -> str:
    """The first letter of the tier paid in each month."""
    return "".join(one.held("status", period).paid[:2] for period in one.reckoning.settled)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("silver", "ranks", "tiers"),
    [
        ({}, (2, 1, 0), "sibrst"),  # not kept: to the highest that is achieved
        ({"grace": 1}, (2, 0, 0, 0), "sisistst"),  # lost once it was not kept twice in a row
        ({"grace": 1}, (2, 0, 2, 0, 0), "sisisisist"),  # achieved again: counted anew
        ({"keep": reach(1)}, (2, 1, 1, 0), "sisisist"),
        ({"falls": "one_step"}, (2, 0, 0), "sibrst"),
        ({"lost_at": "quarter"}, (2, 0, 0, 0), "sisistst"),  # only at the end of March
        ({"lost_at": "quarter", "grace": 2}, (2, 2, 0, 0, 0, 0), "sisisisisist"),
        ({"floor": "bronze"}, (2, 0, 0), "sibrbr"),  # bronze is lost, too, and never fallen below
        ({"floor": "silver"}, (2, 0, 3, 0), "sisigosi"),
        ({}, (3, 2, 0), "gogost"),  # gold is kept with rank 2
    ],
)
def test_tiers_through_the_months(silver, ranks, tiers):
    assert paid(account(ladder(**silver), *ranks)) == tiers


def test_before_joining_the_tier_is_the_lowest():
    one = account(ladder(grace=1), 2, 2, 0, joined=date(2026, 2, 1))
    assert paid(one) == "stsisi"


def test_a_tier_that_the_company_sets_is_forgotten_afterwards():
    agreed = read_agreed(
        None,
        {
            "overrides": [
                {
                    "partner": "A",
                    "tier": "gold",
                    "from": "2026-02-28",
                    "until": "2026-03-30",
                    "reason": {"en": "x"},
                }
            ]
        },
    )
    one = account(ladder(), 1, 1, 1, 0, agreed=agreed)
    assert paid(one) == "brgobrst"
    february = one.held("status", one.reckoning.settled[1])
    assert (february.achieved, february.held) == ("bronze", "bronze")


def test_conditions_look_back_at_the_tier_paid():
    one = account(ladder(grace=1), 2, 0, 0)
    edition = one.reckoning.editions[0]
    march = one.standing(one.reckoning.settled[2], edition)
    silver = TierAtLeast("silver", shift=Shift(1, 2, 2))
    assert holds(silver, march, edition)
    assert not holds(TierAtLeast("silver", True, Shift(1, 2, 2)), march, edition)
    assert not holds(TierAtLeast("silver", shift=Shift(1, 3, 3)), march, edition)  # December: the lowest tier
    assert not holds(TierAtLeast("silver"), march, edition)


def test_a_tier_that_a_new_version_lacks():
    old = ("start", "bronze", "silver", "gold")
    new = Ladder("status", (Tier("start", None), Tier("silver", reach(2))))
    assert [carried(tier, old, new) for tier in old] == ["start", "start", "silver", "silver"]


def test_cycles_end_in_the_period_that_holds_their_last_day():
    weeks = periods(date(2026, 3, 23), date(2026, 4, 10), "week")
    assert [ends_in("quarter", week) for week in weeks] == [False, True, False]
    assert ends_in("period", weeks[0])
    assert ends_in("half_year", Period(date(2026, 6, 1), date(2026, 6, 30), ""))


ROW = {
    "partner": "A",
    "term": "rate",
    "value": "7.5 %",
    "from": "2026-01-01",
    "until": "2026-03-31",
    "owner": "me",
}


def test_agreements_hold_between_their_days():
    agreed = read_agreed(
        {"terms": [ROW, {**ROW, "value": "1 000 EUR", "from": "2026-04-01", "until": ""}]}, None
    )
    first, second = agreed.term("A", "rate", date(2026, 3, 31)), agreed.term("A", "rate", date(2026, 4, 1))
    assert (first.value, first.unit) == (Fraction(15, 2), "percent")
    assert (second.value, second.unit, second.last) == (1000, "EUR", None)
    assert agreed.term("A", "rate", date(2025, 12, 31)) is None
    assert agreed.term("B", "rate", date(2026, 1, 1)) is None


@pytest.mark.parametrize("wrong", [{"value": "much"}, {"from": "soon"}, {"partner": ""}])
def test_agreements_that_cannot_be_read(wrong):
    with pytest.raises(RawUnreadable):
        read_agreed({"terms": [{**ROW, **wrong}]}, None)


def test_two_agreements_at_once_are_refused():
    with pytest.raises(RawUnreadable):
        read_agreed({"terms": [ROW, {**ROW, "from": "2026-03-31", "until": ""}]}, None)
