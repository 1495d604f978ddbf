"""Publishing: what became public is appended once, and what has begun never changes again."""

from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator.source import Diagnosed
from generator.workflow.build import lint
from generator.workflow.places import Places
from generator.workflow.publish import Row, publish
from tests.workflow.corrections import corrected
from tests.workflow.projects import SMALL, copy, edit

COMMISSION = "program/clauses/020-volume-commission.yaml"
JANUARY, FEBRUARY = date(2026, 1, 20), date(2026, 2, 28)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy(SMALL, tmp_path / "small")


def appended(root: Path, on: date) -> list[Row]:
    read = lint(Places.of(root), on)
    return publish(read.programme, read.editions, on)


def slugs(root: Path, on: date) -> set[str]:
    try:
        lint(Places.of(root), on)
    except Diagnosed as told:
        return {one.slug for one in told.diagnostics}
    return set()


def add_cap(root: Path, version: str) -> None:
    """A cap that no example reaches, in one version."""
    edit(
        root / COMMISSION,
        f"  from: {version}\n  per: period\n",
        f"  from: {version}\n  cap: 900 000\n  per: period\n",
    )


def test_rows_are_appended_once(root: Path) -> None:
    file = root / "program" / "published.yaml"
    file.write_text("# Appended by the command.\n[]\n", "utf-8")
    rows = appended(root, JANUARY)
    text = file.read_text("utf-8")
    assert text.startswith("# Appended by the command.\n- {version: policy/2026-01-01, hash: ")
    assert "[]" not in text
    read = YAML(typ="safe").load(text)
    assert len(read) == len(rows) > 8
    assert all(row["date"] == JANUARY for row in read)
    things = [str(row.get("version") or row["edition"]) for row in read]
    assert {
        "volume-commission/2026-01-01",
        "volume-commission/2026-02-01",
        "2026-01-01",
        "2026-02-01",
    } <= set(things)
    assert len(set(things)) == len(things)
    assert appended(root, JANUARY) == []
    assert appended(root, FEBRUARY) == []
    assert file.read_text("utf-8") == text


def test_a_new_version_is_appended_below_the_old_rows(root: Path) -> None:
    appended(root, date(2026, 1, 10))  # the version of February is announced on 15 January
    before = (root / "program" / "published.yaml").read_text("utf-8")
    assert "volume-commission/2026-02-01" not in before
    rows = appended(root, JANUARY)
    assert [row.thing for row in rows] == ["volume-commission/2026-02-01", "2026-02-01"]
    assert (root / "program" / "published.yaml").read_text("utf-8").startswith(before)


def test_a_version_that_has_begun_does_not_change(root: Path) -> None:
    appended(root, JANUARY)
    add_cap(root, "2026-01-01")
    assert slugs(root, JANUARY) == {"published-changed"}
    with pytest.raises(Diagnosed) as told:
        lint(Places.of(root), JANUARY)
    (one,) = told.value.diagnostics
    assert one.place is not None
    assert one.place.path.endswith("020-volume-commission.yaml")
    assert "volume-commission/2026-01-01" in one.says


def test_an_announced_version_may_still_change_and_is_appended_anew(root: Path) -> None:
    appended(root, JANUARY)
    before = (root / "program" / "published.yaml").read_text("utf-8")
    add_cap(root, "2026-02-01")
    assert slugs(root, JANUARY) == set()
    rows = appended(root, JANUARY)
    assert [row.thing for row in rows] == ["volume-commission/2026-02-01", "2026-02-01"]
    after = (root / "program" / "published.yaml").read_text("utf-8")
    assert after.startswith(before)
    assert slugs(root, FEBRUARY) == set()  # the latest row is what holds


def test_it_may_not_change_from_the_day_on_which_it_begins(root: Path) -> None:
    appended(root, JANUARY)
    add_cap(root, "2026-02-01")
    assert slugs(root, date(2026, 1, 31)) == set()
    assert slugs(root, date(2026, 2, 1)) == {"published-changed"}


def test_a_version_that_is_gone_is_missed(root: Path) -> None:
    appended(root, JANUARY)
    path = root / COMMISSION
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("- announced: 2026-01-15")], "utf-8")
    assert slugs(root, JANUARY) == set()
    assert slugs(root, FEBRUARY) == {"published-changed"}


def test_a_rule_slipped_into_a_past_edition_is_noticed(root: Path) -> None:
    """No published version changes, but the edition of January would say more than it did."""
    appended(root, JANUARY)
    (root / "program" / "clauses" / "030-late.yaml").write_text(
        "clause: late\ntitle: {en: Late, ru: Поздно}\nkind: fixed_bonus\nversions:\n"
        "- {announced: 2025-12-01, from: 2026-01-01, per: period, amount: 5, earns: {volume: {at_least: 1}}}\n",
        "utf-8",
    )
    assert slugs(root, JANUARY) == {"published-changed"}


def test_another_title_is_another_promise(root: Path) -> None:
    """Sentences name things by their titles, so a new title changes what was said; words beside them do not."""
    appended(root, JANUARY)
    edit(root / COMMISSION, "  - {given: {volume: 1 500}, then: 200}           # 100 + 100\n", "")
    assert slugs(root, JANUARY) == set()
    edit(
        root / "program" / "metrics.yaml",
        "title: {en: Volume, ru: Объём}",
        "title: {en: Turnover, ru: Оборот}",
    )
    assert slugs(root, JANUARY) == {"published-changed"}


def addresses(root: Path, on: date) -> list[str]:
    return [edition.address for edition in lint(Places.of(root), on).editions]


def test_a_correction_is_published_as_a_revision(root: Path) -> None:
    """The corrected version and its edition keep their rows; the revisions get rows of their own."""
    appended(root, JANUARY)
    before = (root / "program" / "published.yaml").read_text("utf-8")
    corrected(root)
    assert addresses(root, date(2026, 2, 19)) == ["2026-01-01", "2026-02-01"]
    assert addresses(root, FEBRUARY) == ["2026-01-01", "2026-01-01-r2", "2026-02-01"]
    assert [row.thing for row in appended(root, FEBRUARY)] == [
        "volume-commission/2026-01-01-r2",
        "2026-01-01-r2",
    ]
    assert (root / "program" / "published.yaml").read_text("utf-8").startswith(before)
    assert appended(root, FEBRUARY) == []
    assert slugs(root, date(2026, 2, 10)) == set()  # a day on which the correction was not announced yet


def test_both_revisions_stay_as_they_were_published(root: Path) -> None:
    appended(root, JANUARY)
    corrected(root)
    appended(root, FEBRUARY)
    path = root / COMMISSION
    sound = path.read_text("utf-8")
    path.write_text(
        sound.replace("at_least: 0, rate: 12 %", "at_least: 0, rate: 13 %").replace("then: 120", "then: 130"),
        "utf-8",
    )
    assert slugs(root, FEBRUARY) == {"published-changed"}
    path.write_text(sound, "utf-8")
    assert slugs(root, FEBRUARY) == set()
    add_cap(root, "2026-01-01")
    assert slugs(root, FEBRUARY) == {"published-changed"}


def test_all_editions_that_hold_the_corrected_version_are_revised(root: Path) -> None:
    """The metric stands in both editions; a correction of February leaves the edition of January as it is."""
    appended(root, JANUARY)
    metrics = root / "program" / "metrics.yaml"
    edit(
        metrics,
        "      where: {status: paid}\n",
        "      where: {status: paid}\n      window: period\n      scope: own\n"
        "    - announced: 2026-02-20\n      from: 2026-01-01\n"
        "      correction:\n"
        + "".join(
            f"        {name}: {{en: It was wrong., ru: Было неверно.}}\n"
            for name in ("wrong", "affected", "made_whole")
        )
        + "      new: partner\n      of: sales\n      where: {status: {one_of: [paid, returned]}}\n",
    )
    assert addresses(root, FEBRUARY) == ["2026-01-01", "2026-01-01-r2", "2026-02-01", "2026-02-01-r2"]
    corrected(root, "2026-02-25", "2026-02-01", rate="13 %", then="130", before="")
    read = lint(Places.of(root), FEBRUARY)
    assert [one.address for one in read.editions][-2:] == ["2026-02-01-r2", "2026-02-01-r3"]
    third = read.editions[-1]
    assert [part.id for part in third.corrections] == ["volume-commission/2026-02-01-r2"]
    assert third.corrected == date(2026, 2, 25)
    assert len({one.hash for one in read.editions}) == 5


def test_an_edition_that_begins_later_has_the_correction_from_its_beginning(root: Path) -> None:
    appended(root, JANUARY)
    corrected(root, "2026-01-25")
    assert addresses(root, FEBRUARY) == ["2026-01-01", "2026-01-01-r2", "2026-02-01"]
    february = lint(Places.of(root), FEBRUARY).editions[-1]
    assert february.corrections == ()
