"""The points account as the audit reckons it: batches by hand, day by day, each figure worked out on paper."""

from datetime import date
from fractions import Fraction

import pytest

from generator.audit.calendar import period_of
from generator.audit.numerals import Unreadable, read
from generator.audit.points_account import Batch, Inputs, Spend, last_day, through_period
from generator.audit.promise import PointsAccount

F = Fraction
MAY, JUNE, JULY = (period_of(date(2026, month, 1), "month") for month in (5, 6, 7))
PLAIN = PointsAccount()


def batch(period, left, through=None):
    return Batch(period, F(left), through)


def moved(account=PLAIN, batches=(), short=0, spends=(), **inputs):
    """July, with redemptions as (day, name, points); each is refused where too little can be spent."""
    prices = {name: F(points) for _, name, points in spends}

    def decide(spend, usable):
        return prices[spend.key] if prices[spend.key] <= usable else F(0)

    inputs = {name: value if isinstance(value, bool) else F(value) for name, value in inputs.items()}
    asked = [Spend(date(2026, 7, day), name) for day, name, _ in spends]
    found = through_period(JULY, account, list(batches), F(short), Inputs(**inputs), asked, decide)
    assert found.adds_up
    return found


def told(found):
    return [(one.what, one.day.day, one.period.name, int(one.points)) for one in found.moves]


def left(found):
    return [(one.period.name, int(one.left)) for one in found.batches]


def test_a_batch_is_good_through_its_last_day():
    account = PointsAccount(expires=(12, "months"))
    assert last_day(MAY, account) == date(2027, 5, 31)
    assert last_day(MAY, PLAIN) is None
    ends = batch(MAY, 100, date(2026, 7, 10))
    found = moved(batches=[ends, batch(JUNE, 50)], spends=[(10, "a", 30), (11, "b", 60)], earned=5)
    assert told(found) == [("spent", 10, "2026-05", 30), ("expired", 10, "2026-05", 70)]
    assert left(found) == [("2026-06", 50), ("2026-07", 5)]  # what is asked on the next day is refused


def test_of_which_batch_points_are_spent():
    kept = [batch(MAY, 100), batch(JUNE, 50)]
    assert told(moved(batches=kept, spends=[(1, "a", 120)])) == [
        ("spent", 1, "2026-05", 100),
        ("spent", 1, "2026-06", 20),
    ]
    newest = PointsAccount(newest_first=True)
    assert told(moved(newest, kept, spends=[(1, "a", 120)])) == [
        ("spent", 1, "2026-06", 50),
        ("spent", 1, "2026-05", 70),
    ]
    assert not moved(batches=kept, spends=[(1, "a", 151)]).moves  # no redemption is honoured in part


def test_inactivity_spares_the_own_batch():
    kept = [batch(MAY, 100), batch(JUNE, 50)]
    found = moved(batches=kept, inactive=True, earned=7)
    assert told(found) == [("inactive", 31, "2026-06", 50)]
    assert left(found) == [("2026-05", 100), ("2026-07", 7)]
    every = moved(PointsAccount(cancels_all=True), kept, inactive=True, earned=7)
    assert (left(every), every.cancelled) == ([("2026-07", 7)], 150)


def test_what_is_credited():
    found = moved(PointsAccount(at_most=F(150)), earned=200, adjusted=-20, returned=5)
    assert (found.not_credited, found.closing) == (50, 135)


@pytest.mark.parametrize(
    ("batches", "short", "adjusted", "moves", "closing"),
    [
        (
            [batch(MAY, 100), batch(JUNE, 50)],
            0,
            -70,
            [("taken", 31, "2026-06", 50), ("taken", 31, "2026-05", 20)],
            80,
        ),
        ([batch(MAY, 10)], 0, -70, [("taken", 31, "2026-05", 10)], -60),
        ([], 60, 0, [], -60),
        ([], 60, 25, [("filled", 31, "2026-07", 25)], -35),
        ([], 60, 60, [("filled", 31, "2026-07", 60)], 0),
        ([], 60, 61, [("filled", 31, "2026-07", 60)], 1),
    ],
)
def test_below_zero(batches, short, adjusted, moves, closing):
    found = moved(batches=batches, short=short, adjusted=adjusted)
    assert (told(found), found.closing) == (moves, closing)


def test_leaving():
    kept = [batch(MAY, 100)]
    found = moved(batches=kept, earned=7, left=True)
    assert told(found) == [("left", 31, "2026-05", 100), ("left", 31, "2026-07", 7)]
    assert (found.closing, found.cancelled) == (0, 107)
    assert moved(PointsAccount(kept=True), kept, earned=7, left=True).closing == 107
    assert moved(short=30, left=True).closing == -30


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "1 point", 1),
        ("en", "−1 point", -1),
        ("en", "150 points", 150),
        ("en", "12.5 points", F("12.5")),
        ("ru", "1 балл", 1),
        ("ru", "11 баллов", 11),
        ("ru", "22 балла", 22),
        ("ru", "101 балл", 101),
        ("ru", "1,5 балла", F("1.5")),
        ("ru", "1 112 баллов", 1112),
    ],
)
def test_points_as_people_read_them(language, text, value):
    assert read(text.replace(" ", "\u00a0").replace("−", "\u2212"), language, "points").value == value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1 points"),
        ("en", "2 point"),
        ("en", "12.50"),
        ("ru", "2 баллов"),
        ("ru", "1 points"),
        ("ru", "21 баллов"),
    ],
)
def test_points_of_which_the_word_is_wrong(language, text):
    with pytest.raises(Unreadable):
        read(text.replace(" ", "\u00a0"), language, "points")
