"""Dated versions: which one is in force on a day, where editions begin, what a row of versions may not be."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.source import Fault
from generator.terms.version import (
    Version,
    boundaries,
    check_versions,
    in_force,
    known_on,
    parse_address,
    superseded_on,
)
from tests import strategies as draw


def version(starts: date, ends: date | None = None, announced: date | None = None) -> Version:
    return Version.model_validate({"announced": announced or starts, "from": starts, "ends": ends})


def by_walking(rows: list[tuple[date, date | None]], on: date) -> int | None:
    """The number of the version in force, found by going from day to day through a diary."""
    diary: int | None = None
    for number, (starts, ends) in enumerate(rows):
        if starts <= on:
            diary = number if ends is None or on <= ends else None
    return diary


@draw.examples(150)
@given(draw.dated(), st.data())
def test_the_version_in_force(rows: list[tuple[date, date | None]], data: st.DataObject) -> None:
    versions = [version(*row) for row in rows]
    edges = [day + timedelta(days=step) for row in rows for day in row if day for step in (-1, 0, 1)]
    on = data.draw(st.sampled_from(edges) | draw.dates)
    found = in_force(versions, on)
    at = by_walking(rows, on)
    assert found is (None if at is None else versions[at])


@draw.examples(100)
@given(draw.dated())
def test_nothing_changes_between_boundaries(rows: list[tuple[date, date | None]]) -> None:
    versions = [version(*row) for row in rows]
    days = sorted(boundaries(versions))
    assert {row[0] for row in rows} <= set(days)
    for before, after in pairwise(days):
        last = after - timedelta(days=1)
        assert in_force(versions, before) is in_force(versions, last)
        middle = before + (last - before) // 2
        assert in_force(versions, before) is in_force(versions, middle)
    assert in_force(versions, days[0] - timedelta(days=1)) is None


def test_the_last_day_is_included() -> None:
    versions = [version(date(2026, 1, 1), date(2026, 3, 31)), version(date(2026, 6, 1))]
    assert in_force(versions, date(2025, 12, 31)) is None
    assert in_force(versions, date(2026, 1, 1)) is versions[0]
    assert in_force(versions, date(2026, 3, 31)) is versions[0]
    assert in_force(versions, date(2026, 4, 1)) is None
    assert in_force(versions, date(2026, 6, 1)) is versions[1]
    assert boundaries(versions) == {date(2026, 1, 1), date(2026, 4, 1), date(2026, 6, 1)}


JULY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("versions", "slug"),
    [
        ([], "version-missing"),
        ([version(JULY, date(2026, 6, 30))], "version-ends-before-start"),
        ([version(JULY, announced=date(2026, 7, 2))], "announced-after-start"),
        ([version(JULY), version(JULY)], "versions-not-ascending"),
        ([version(JULY), version(date(2026, 6, 1))], "versions-not-ascending"),
    ],
)
def test_rows_of_versions_that_cannot_be(versions: list[Version], slug: str) -> None:
    with pytest.raises(Fault) as told:
        check_versions(versions)
    assert told.value.slug == slug


def test_a_version_of_one_day_announced_on_that_day_is_sound() -> None:
    check_versions([version(JULY, JULY)])


SAID = {name: {"en": name, "ru": name} for name in ("wrong", "affected", "made_whole")}


def correction(announced: date, starts: date = JULY) -> Version:
    return Version.model_validate({"announced": announced, "from": starts, "correction": SAID})


AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 10), date(2026, 9, 10), date(2026, 10, 1)


def test_of_revisions_the_last_one_known_holds() -> None:
    june, july, october = version(date(2026, 6, 1)), version(JULY), version(OCTOBER)
    first, second = correction(AUGUST), correction(SEPTEMBER)
    versions = [june, july, first, second, october]
    check_versions(versions)
    assert [one.address for one in versions] == [
        "2026-06-01",
        "2026-07-01",
        "2026-07-01-r2",
        "2026-07-01-r3",
        "2026-10-01",
    ]
    assert known_on(versions, AUGUST - timedelta(days=1)) == (june, july, october)
    assert known_on(versions, AUGUST) == (june, first, october)
    assert known_on(versions, SEPTEMBER) == (june, second, october)
    assert known_on([], AUGUST) == ()
    assert in_force(versions, JULY) is second
    assert in_force(versions, OCTOBER) is october
    assert [superseded_on(versions, one) for one in versions] == [None, AUGUST, SEPTEMBER, None, None]


@pytest.mark.parametrize(
    ("versions", "slug"),
    [
        ([correction(AUGUST)], "correction-of-nothing"),
        ([version(JULY), correction(OCTOBER, starts=SEPTEMBER)], "correction-of-nothing"),
        ([version(JULY, announced=date(2026, 6, 1)), correction(date(2026, 6, 30))], "correction-too-early"),
        ([version(JULY), correction(JULY)], "correction-too-early"),
        ([version(JULY), correction(AUGUST), correction(AUGUST)], "correction-too-early"),
        ([version(JULY), correction(AUGUST), version(JULY)], "versions-not-ascending"),
    ],
)
def test_corrections_that_cannot_be(versions: list[Version], slug: str) -> None:
    with pytest.raises(Fault) as told:
        check_versions(versions)
    assert told.value.slug == slug


def test_addresses_are_read_as_they_are_written() -> None:
    assert parse_address("2026-07-01") == (JULY, 1)
    assert parse_address("2026-07-01-r12") == (JULY, 12)
    for wrong in ("2026-07-01-r1", "2026-07-01-r0", "2026-13-01", "july", "2026-07-01-r"):
        with pytest.raises(ValueError):
            parse_address(wrong)
