"""Leaderboards: equal figures share a place, few are never told, and others see only those who agreed to it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.settlement.boards import Standing, rankings_of, standings_of
from generator.settlement.settle import Settlement
from generator.settlement.winners import winners_of
from tests.settlement.projects import Project
from tests.strategies import Member, Rows, Sale

OLD = date(2015, 1, 1)
APRIL = date(2026, 4, 1)
BOARD = {"metric": "volume", "per": "period", "best": "3", "at_least": "3"}
SOLD = {"anna": 500, "boris": 300, "clara": 300, "dora": 100, "emil": 50, "fred": 0, "gleb": 400}
LEFT = {"gleb": date(2026, 3, 31)}


def agreed(*who: str, **more: str) -> list[dict[str, Any]]:
    return [
        {"partner": one, "to": ["leaderboards"], "name": one.upper(), "from": "2026-01-01", **more}
        for one in who
    ]


def board(folder: Path, consents: list[dict[str, Any]], version: dict[str, Any]) -> Project:
    made = Project(
        folder,
        {"volume": [{"sum": "plain", "window": "period", "scope": "own"}]},
        agreed={"consents": consents} if consents else {},
        recognition={"leaderboards": {"best": [BOARD | version]}},
    )
    sales = [
        Sale(who, date(2026, 3, 5), None, "paid", 100 * sold, 0, 1) for who, sold in SOLD.items() if sold
    ]
    sales.append(Sale("emil", date(2026, 2, 5), None, "paid", 100_000, 0, 1))
    Rows([Member(name, OLD, LEFT.get(name)) for name in SOLD], sales).into(made)
    return made


def seen(settlement: Settlement, on: date) -> list[tuple[int, str, int]]:
    found = standing(settlement, on)
    return [(place, name, int(value)) for place, name, value in found.rows] if found else []


def standing(settlement: Settlement, on: date) -> Standing | None:
    return standings_of(settlement.programme, [one.figures for one in settlement.results], on)[
        "leaderboard/best"
    ]


def test_places_are_shared_and_whoever_left_is_not_ranked(tmp_path: Path) -> None:
    with board(tmp_path, [], {}).settled(APRIL) as settlement:
        ranked = rankings_of(settlement.programme, settlement.results[2].figures)["best"]
        ids = [settlement.book.partners.ids[row] for row in ranked.who.tolist()]
    assert list(zip(ids, ranked.place.tolist(), strict=True)) == [
        ("anna", 1),
        ("boris", 2),
        ("clara", 2),
        ("dora", 4),
        ("emil", 5),
    ]


def test_others_see_the_best_of_those_who_agreed_under_the_names_that_they_chose(tmp_path: Path) -> None:
    with board(tmp_path, agreed("clara", "anna", "dora", "emil"), {}).settled(APRIL) as settlement:
        assert seen(settlement, APRIL) == [(1, "ANNA", 500), (2, "CLARA", 300)]
        assert seen(settlement, date(2026, 3, 31)) == []  # of February, when one alone sold anything


def test_the_last_place_is_never_shown(tmp_path: Path) -> None:
    with board(tmp_path, agreed("dora", "emil"), {"best": "9"}).settled(APRIL) as settlement:
        assert seen(settlement, APRIL) == [(4, "DORA", 100)]


def test_a_consent_taken_back_is_gone_and_so_is_one_for_something_else(tmp_path: Path) -> None:
    consents = [*agreed("anna", until="2026-03-31"), *agreed("boris", to=["mentor"])]  # type: ignore[arg-type]
    with board(tmp_path, consents, {}).settled(APRIL) as settlement:
        assert seen(settlement, APRIL) == []


@pytest.mark.parametrize(
    ("version", "rows"),
    [
        ({"at_least": "6"}, []),
        ({"entry": {"volume": {"less_than": "400"}}}, [(1, "BORIS", 300)]),
        ({"per": "quarter"}, [(2, "ANNA", 500), (3, "BORIS", 300)]),
        ({"per": "half_year"}, []),
    ],
    ids=["too few", "entry", "quarter", "not ended"],
)
def test_who_is_ranked_and_when(
    tmp_path: Path, version: dict[str, Any], rows: list[tuple[int, str, int]]
) -> None:
    with board(tmp_path, agreed("anna", "boris"), version).settled(APRIL) as settlement:
        assert seen(settlement, APRIL) == rows


def test_nothing_is_told_before_a_window_has_ended(tmp_path: Path) -> None:
    with board(tmp_path, agreed("anna"), {}).settled(date(2026, 1, 31)) as settlement:
        assert standing(settlement, date(2026, 1, 31)) is None


def test_winners_of_a_contest_are_shown_by_place_once_they_agreed(tmp_path: Path) -> None:
    race = {
        "ranked_by": "volume",
        "ties": {"still_tied": "same_place"},
        "earns": {"volume": {"at_least": "100"}},
        "prizes": [{"place": "1", "amount": "50"}, {"place": {"from": "2", "to": "3"}, "amount": "20"}],
    }
    consents = [one | {"to": ["winners"]} for one in agreed("clara", "boris", "dora")]
    made = board(tmp_path, consents, {})
    made.clauses = {"race": ("contest", [race])}
    made.recognition = {
        "winners": {
            "heroes": [{"contest": "race", "at_least": "3"}],
            "few": [{"contest": "race", "at_least": "9"}],
        }
    }
    with made.settled(APRIL) as settlement:
        found = winners_of(settlement, APRIL)
        early = winners_of(settlement, date(2026, 1, 31))
    heroes, few = found["winners/heroes"], found["winners/few"]
    assert heroes is not None
    assert heroes.rows == ((2, "BORIS", None), (2, "CLARA", None))
    assert heroes.window.first == date(2026, 3, 1)
    assert few is not None
    assert few.rows == ()
    assert early == {"winners/heroes": None, "winners/few": None}
