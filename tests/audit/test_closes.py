"""Closes as files, and what is paid of a balance: read and worked out without anything of the engine."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from generator.audit.balances import Movements, paid_of
from generator.audit.booked import Entry, Key, changes_between, forgives
from generator.audit.calendar import Period
from generator.audit.close_checks import payout_key
from generator.audit.closes import CloseBroken, read_close
from generator.audit.promise import Policy
from generator.audit.records import Partner

MAY = Period(date(2026, 5, 1), date(2026, 5, 31), "2026-05")


def content(**other: object) -> bytes:
    files = {"ledger.parquet": {"sha256": "a" * 64, "size": 3}}
    run = hashlib.sha256(f"ledger.parquet\t{'a' * 64}\n".encode()).hexdigest()
    told = {
        "close": 1,
        "programme": "small",
        "period": "2026-05",
        "first": "2026-05-01",
        "last": "2026-05-31",
        "on": "2026-06-20",
        "known": "2026-06-14",
        "engine": "0.1.0",
        "editions": {},
        "inputs": {},
        "run": run,
        "files": files,
        "previous": "",
    }
    return (json.dumps(told | other, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def test_a_close_is_read():
    close = read_close(content(), "2026-05.json")
    assert (close.period, close.known, close.files["ledger.parquet"][1]) == (MAY, date(2026, 6, 14), 3)


@pytest.mark.parametrize(
    "broken",
    [
        content() + b" ",
        content(run="b" * 64),
        content(files={}),
        content(close=2),
        content(known="soon"),
        content(more=1),
        content(period=5),
        b"{}",
        b"nothing",
    ],
)
def test_what_is_no_close(broken):
    with pytest.raises(CloseBroken):
        read_close(broken, "2026-05.json")


@pytest.mark.parametrize(
    ("owed", "minimum", "left", "paid"),
    [
        (0, 0, None, 0),
        (-5, 0, None, 0),
        (5, 0, None, 5),
        (999, 1000, None, 0),
        (1000, 1000, None, 1000),
        (999, 1000, date(2026, 5, 31), 999),
        (999, 1000, date(2026, 6, 1), 0),
        (-5, 1000, date(2026, 5, 1), 0),
    ],
)
def test_what_is_paid_of_a_balance(owed, minimum, left, paid):
    partner = Partner("anna", date(2026, 1, 1), left)
    assert paid_of(Fraction(owed), partner, MAY, Policy(minimum=Fraction(minimum))) == paid


def test_an_account_is_shown_where_something_moves():
    money = Movements(earned=Fraction(5), paid=Fraction(5))
    assert money.shown() == []
    assert replace(money, paid=Fraction(0)).shown() == ["opening", "earned", "paid", "closing"]
    held = replace(money, put_on_hold=Fraction(2), paid=Fraction(3))
    assert held.shown()[2:] == ["put_on_hold", "paid", "closing", "held_opening", "held_closing"]
    assert (held.closing, held.held_closing) == (0, 2)


def test_changes_are_the_keys_that_hold_otherwise():
    def entry(amount: int) -> Entry:
        return Entry(Fraction(amount), "2026-01-01", MAY.last, MAY.last)

    keys = [Key("2026-05", clause, MAY.first) for clause in "abcd"]
    was = {keys[0]: entry(1), keys[1]: entry(2), keys[2]: entry(3)}
    now = {keys[0]: entry(1), keys[1]: entry(5), keys[3]: entry(4)}
    found = {one.key.clause: one.amount for one in changes_between(was, now, {"2026-05": False})}
    assert found == {"b": 3, "c": -3, "d": 4}


def test_what_is_forgiven():
    assert forgives(Policy(forgives=True), 1)
    assert [forgives(Policy(forgives_beyond=2), distance) for distance in (1, 2, 3)] == [False, False, True]
    assert not forgives(Policy(), 100)


def test_the_key_of_a_payout_is_for_ever():
    assert payout_key("small", "2026-01", "anna") == "PB-C34F3FKSJ7W6MN5QTKRQL6YABB"
