"""A programme with courses, badges, places, goals and people, built whole: the audit agrees, and notices changes."""

from datetime import date
from pathlib import Path

import pytest

from generator.audit.further_mutants import FURTHER_OPERATORS
from generator.audit.mutation import mutate
from generator.audit.outputs import Outputs
from generator.audit.plain import strip_tags
from generator.audit.run import audit
from generator.workflow.build import build
from generator.workflow.places import Places

SCHOOL = Path(__file__).resolve().parents[1] / "programmes" / "school"
ON = date(2026, 2, 28)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("school") / "build"
    summary = build(Places.of(SCHOOL, place), ON, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
    assert summary.audit["examined"]["further parts"] == 28
    assert summary.audit["examined"]["quiz questions"] == 4
    return place


# Worked out by hand from events.csv, consents.yaml and the dates of the versions. The pass of 20 December is good for
# two months; results from February on need 16, so 15 is too few; without a score Boris has not passed, and with 80 he
# has; the result of 25 January counts by the version of that day, which asks for none.
SAID = {
    "anna/2026-01": {
        "training": "Training Basics passed on 20 December 2025, good through 19 February 2026; pass it again by then "
        "Next course Care, next in the path To know more; the tier Gold asks for it "
        "Mentoring you may be a mentor in the next period",
        "boards": "Your places Best sellers place 1 of 3; you agreed to be shown as Anna S.",
    },
    "anna/2026-02": {
        "training": "Training Basics passed on 20 December 2025, was good through 19 February 2026; pass it again "
        "Care not passed yet: 15 on 5 February 2026, at least 16 is needed; practice done on 6 February 2026 "
        "An open evening webinar, attended on 10 February 2026 "
        "Next course Basics, next in the path To begin with",
        "badges": "Your badges Good seller earned for this period; periods in all: 2 Scholar since 31 January 2026",
    },
    "boris/2026-01": {
        "training": "Обучение Основы пока не пройден: 79 %, 20 января 2026; нужно не меньше 80 % "
        "Уход пройден 25 января 2026 Следующий курс Основы, следующий в программе «Для начала»",
        "boards": "Ваши места Лучшие продавцы место 2 из 3; согласия на показ вы не давали",
    },
    "boris/2026-02": {
        "training": "Обучение Основы пройден 3 февраля 2026, действует по 2 апреля 2026 включительно; пройдите его "
        "снова не позже этого дня; практика выполнена 9 февраля 2026 Уход пройден 25 января 2026 "
        "Наставничество в следующем периоде вы можете быть наставником",
        "certificates": "Ваши сертификаты Сертификат по основам Настоящим подтверждается, что Борис Малый успешно "
        "прошёл(а) курс Основы Номер SB-boris-20260203 Выдан 3 февраля 2026 Действует по 2 апреля 2026",
    },
    "eva/2026-01": {
        "training": "Training Basics not passed yet: 60% on 30 January 2026, at least 80% is needed "
        "Next course Basics, next in the path To begin with",
    },
}


@pytest.mark.parametrize("name", SAID)
def test_statements_say_what_follows_by_hand(built: Path, name: str) -> None:
    text = (built / f"private/statements/{name}.html").read_text("utf-8")
    for part, said in SAID[name].items():
        section = text.partition(f'data-part="{part}">')[2].partition("</section>")[0]
        assert " ".join(strip_tags(section).split()) == said


def test_says_nothing_of_training_to_who_leaves(built: Path) -> None:
    assert 'data-part="training"' not in (built / "private/statements/clara/2026-01.html").read_text("utf-8")


def test_shows_places_of_those_who_agreed_and_never_the_last(built: Path) -> None:
    page = (built / "site/leaderboards/top/index.html").read_text("utf-8")
    rows = [strip_tags(one).split() for one in page.partition('data-board="top"')[2].split("<tr>")[2:]]
    assert [row[:2] for row in rows] == [["1", "Anna"], ["2", "Борис"]]


def test_shows_winners_of_the_last_month_that_is_over(built: Path) -> None:
    page = (built / "site/winners/race/index.html").read_text("utf-8")
    rows = [strip_tags(one).split() for one in page.partition('data-winners="race"')[2].split("<tr>")[2:]]
    assert [row[:2] for row in rows] == [["1", "Anna"], ["2", "Борис"]]  # Eva, who is third, has not agreed


def test_notices_what_is_changed(built: Path) -> None:
    operators = sorted({*FURTHER_OPERATORS, "sentence-turned"})
    answer = mutate(SCHOOL, on=ON, build=built, tries=8, seed=11, full=1, operators=operators)
    assert answer["killed"] == answer["tried"], answer["survivors"]
    assert len(answer["by_operator"]) >= 6
    assert not answer["unequal"]


def test_places_of_a_figure_that_cannot_be_read_are_not_judged(built: Path) -> None:
    outputs = Outputs(SCHOOL, built)
    pages = {path: outputs.text(path) for path in outputs.list("build/site/editions", "*.html")}
    changed = {
        path: text.replace("own rows are counted", "own rows count").encode() for path, text in pages.items()
    }
    answer = audit(SCHOOL, on=ON, build=built, outputs=outputs.with_changes(changed))
    assert any(one.slug == "clause-not-audited" and "leaderboards" in one.where for one in answer.findings)
