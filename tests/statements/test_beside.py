"""Statements show what is not about money: badges, places, goals, and whom a partner may ask."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.accounts.keeping import keep_accounts
from generator.settlement.settle import Settlement
from generator.source import Diagnosed
from generator.statements.content import StatementWriter
from generator.statements.maker import StatementMaker
from generator.statements.rendering import Templates, statement_words
from tests.settlement.projects import Project
from tests.strategies import Member, Pass, Rows, Sale

TEMPLATES = Path(__file__).resolve().parents[2] / "site_templates"
ON = date(2026, 3, 31)
OLD = date(2015, 1, 1)
SPRING = {
    "partner": "anna",
    "goal": "spring",
    "words": {"en": "A good spring", "ru": "Хорошая весна"},
    "metric": "volume",
    "target": "700",
    "set_on": "2026-01-20",
    "from": "2026-01-15",
    "by": "2026-04-14",
    "owner": "Olga",
}
SALES = [
    Sale("anna", date(2026, 1, 14), None, "paid", 90_000, 0, 1),
    Sale("anna", date(2026, 1, 15), None, "paid", 20_000, 0, 1),
    Sale("anna", date(2026, 2, 28), None, "paid", 40_000, 0, 1),
    Sale("anna", date(2026, 3, 1), None, "paid", 10_000, 0, 1),
]


BADGES = {
    "early": [{"per": "lifetime", "earns": {"volume": {"at_least": "400"}}}],
    "steady": [
        {"per": "period", "earns": {"volume": {"at_least": "400"}}},
        {
            "announced": "2026-01-01",
            "from": "2026-03-01",
            "per": "period",
            "earns": {"volume": {"more_than": "50"}},
        },
    ],
}


def project(folder: Path, *goals: dict[str, Any], badges: Any = BADGES) -> Project:
    return Project(
        folder,
        {
            "volume": [{"sum": "plain", "window": "period", "scope": "own"}],
            "lately": [{"sum": "plain", "window": "last 3 periods", "scope": "own"}],
        },
        agreed={"goals": list(goals)},
        recognition={"badges": badges},
    )


def settled_pages(
    made: Project, more: Sequence[Sale] = (), beside: Mapping[str, tuple[str, ...]] | None = None
) -> dict[tuple[str, str], str]:
    Rows([Member(name, OLD) for name in ("anna", "boris", "clara")], [*SALES, *more]).into(made)
    if beside is not None:
        made.partners = [[*row, *beside[row[0]]] for row in made.partners]
    with made.settled(ON) as settlement:
        return pages_of(settlement)


def pages_of(settlement: Settlement) -> dict[tuple[str, str], str]:
    words = statement_words(TEMPLATES, settlement.programme.languages)
    maker = StatementMaker(keep_accounts(settlement), ON, words)
    writer = StatementWriter(maker.terms, Templates(TEMPLATES, ""))
    return {(one.partner, one.period): one.html for shard in maker.shards() for one in writer.write(shard)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    later = SPRING | {"goal": "later", "set_on": "2026-03-01"}
    return settled_pages(project(tmp_path_factory.mktemp("goals"), SPRING, later))


def test_a_goal_says_what_is_missing_and_what_each_week_is_to_bring(
    pages: dict[tuple[str, str], str],
) -> None:
    page = pages["anna", "2026-01"]
    assert '<span data-record="goal/spring/words">A good spring</span>' in page
    assert 'data-fact="goal/spring/so_far" data-unit="EUR">€200.00<' in page
    assert 'data-fact="goal/spring/missing" data-unit="EUR">€500.00<' in page
    assert 'data-fact="goal/spring/left" data-unit="days">73\u00a0days<' in page
    assert Fraction(500 * 7, 73) == Fraction(3500, 73)
    assert 'data-fact="goal/spring/pace" data-unit="EUR">≈\u00a0€47.9452<' in page
    assert (
        page.index('data-part="figures"')
        < page.index('data-part="goals"')
        < page.index('data-part="records"')
    )


def test_a_goal_that_is_reached_names_the_period_and_asks_for_nothing(
    pages: dict[tuple[str, str], str],
) -> None:
    page = pages["anna", "2026-03"]
    assert '<span data-record="goal/spring/reached">March\u00a02026</span>' in page
    assert "goal/spring/missing" not in page
    assert 'data-record="goal/spring/owner">Olga<' in page


def test_a_goal_stands_only_where_it_is_set_and_for_whom(pages: dict[tuple[str, str], str]) -> None:
    assert "goal/later" not in pages["anna", "2026-02"]
    assert "goal/later/so_far" in pages["anna", "2026-03"]
    assert "goals" not in pages["boris", "2026-03"]


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"metric": "volum"}, "unknown-metric"),
        ({"metric": "lately"}, "goal-not-measurable"),
        ({"target": "700 USD"}, "wrong-unit"),
        ({"target": "0"}, "goal-not-measurable"),
        ({"by": "2026-01-14"}, "goal-not-measurable"),
        ({"set_on": "2026-04-15"}, "goal-not-measurable"),
        ({"owner": ""}, "wrong-type"),
        ({"partner": "ana"}, "unknown-partner"),
    ],
)
def test_what_cannot_be_measured_is_refused(tmp_path: Path, change: dict[str, Any], slug: str) -> None:
    with pytest.raises(Diagnosed) as told:
        settled_pages(project(tmp_path, SPRING | change))
    assert [one.slug for one in told.value.diagnostics] == [slug]


def test_a_badge_for_life_says_since_when_and_stays(pages: dict[tuple[str, str], str]) -> None:
    earned = (
        '<dt><a data-ref="badge/early" href="../badges/early/">Early</a></dt>'
        '<dd>since <b data-fact="badge/early/since" data-unit="date">31\u00a0January\u00a02026</b></dd>'
    )
    assert earned in pages["anna", "2026-01"]
    assert earned in pages["anna", "2026-03"]
    assert "badge" not in pages["boris", "2026-03"]


def test_a_badge_of_a_period_counts_periods_each_by_its_own_version(
    pages: dict[tuple[str, str], str],
) -> None:
    assert [_times(pages["anna", f"2026-0{month}"]) for month in (1, 2, 3)] == ["1", "2", "3"]


def test_a_badge_of_a_period_is_shown_for_that_period_only(tmp_path: Path) -> None:
    badges = {"rare": [{"per": "period", "earns": {"volume": {"at_least": "1 000"}}}]}
    rare = settled_pages(project(tmp_path, badges=badges))
    assert [_times(rare["anna", f"2026-0{month}"], "rare") for month in (1, 2, 3)] == ["1", "", ""]


def _times(page: str, badge: str = "steady") -> str:
    found = re.search(rf'data-fact="badge/{badge}/times" data-unit="count">(\d+)<', page)
    return found[1] if found else ""


def test_places_stand_on_the_statements_of_periods_that_have_ended(tmp_path: Path) -> None:
    board = {"metric": "volume", "per": "period", "best": "3", "at_least": "3"}
    consent = {"partner": "anna", "to": ["leaderboards"], "name": "Anna S.", "from": "2026-02-01"}
    made = project(tmp_path)
    made.recognition = {"leaderboards": {"best": [board]}}
    made.agreed = {"consents": [consent]}
    told = settled_pages(
        made, [Sale(one, date(2026, 2, 2), None, "paid", 900, 0, 1) for one in ("boris", "clara")]
    )
    assert 'data-part="boards"' not in told["anna", "2026-01"]  # one alone was ranked
    assert (
        '<dd>place <b data-fact="board/best/place" data-unit="count">1</b> of '
        '<b data-fact="board/best/ranked" data-unit="count">3</b>; you agreed to be shown as '
        '<span data-record="board/best/name">Anna S.</span></dd>'
    ) in told["anna", "2026-02"]
    assert "you have not agreed to be shown" in told["clara", "2026-02"]
    assert 'data-part="boards"' not in told["anna", "2026-03"]  # the period is open


OPEN = {
    "title": {"en": "Support", "ru": "Поддержка"},
    "versions": [
        {
            "announced": "2025-12-01",
            "from": "2026-01-01",
            "support": {"mail": "help@example.org", "phone": "+7 800 100-20-30"},
            "disputes": {"mail": "lines@example.org", "within": "30 days"},
            "personal_manager": {"volume": {"at_least": "100"}},
        }
    ],
}
PEOPLE = {
    "olga": {
        "name": {"en": "Olga K.", "ru": "Ольга К."},
        "role": {"en": "Sales", "ru": "Продажи"},
        "mail": "o@example.org",
    }
}


def asking(folder: Path) -> Project:
    made = project(folder)
    made.declared = {"channels": OPEN}
    made.clauses = {
        "growth": (
            "commission",
            [
                {
                    "base": "volume",
                    "brackets": {"applies_to": "whole", "rows": [{"at_least": "0", "rate": "10 %"}]},
                }
            ],
        )
    }
    made.known = ("mentor", "manager")
    made.agreed = {
        "people": PEOPLE,
        "consents": [{"partner": "clara", "to": ["mentor"], "name": "Clara <3", "from": "2026-02-01"}],
    }
    return made


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    made = asking(tmp_path_factory.mktemp("asked"))
    return settled_pages(
        made, beside={"anna": ("clara", "olga"), "boris": ("anna", "olga"), "clara": ("", "")}
    )


@pytest.mark.parametrize(
    ("own", "slug"), [(("dora", "olga"), "unknown-mentor"), (("clara", "oleg"), "unknown-manager")]
)
def test_nobody_is_sent_to_nobody(tmp_path: Path, own: tuple[str, str], slug: str) -> None:
    with pytest.raises(Diagnosed) as told:
        settled_pages(asking(tmp_path), beside={"anna": own, "boris": ("", ""), "clara": ("", "")})
    assert [one.slug for one in told.value.diagnostics] == [slug]


def test_a_mentor_is_named_once_they_agreed_to_it(asked: dict[tuple[str, str], str]) -> None:
    assert "<dt>Your mentor</dt><dd>has not agreed to be named" in asked["anna", "2026-01"]
    assert '<span data-record="person/mentor">Clara &lt;3</span>' in asked["anna", "2026-02"]
    assert "has not agreed to be named" in asked["boris", "2026-02"]
    assert "Your mentor" not in asked["clara", "2026-02"]


def test_a_personal_manager_is_shown_to_whom_the_channels_promise_one(
    asked: dict[tuple[str, str], str],
) -> None:
    manager = (
        '<span data-record="person/manager">Olga K.</span>, <span data-record="person/manager/role">Sales</span>, '
        '<a href="mailto:o@example.org">'
    )
    assert manager in asked["anna", "2026-01"]
    assert "personal manager" not in asked["boris", "2026-01"]


def test_a_dispute_begins_with_what_is_needed_to_find_the_line(asked: dict[tuple[str, str], str]) -> None:
    page = asked["anna", "2026-01"]
    assert 'data-fact="dispute/through" data-unit="date">2\u00a0March\u00a02026<' in page
    assert (
        '<a data-dispute="growth" href="mailto:lines@example.org'
        "?subject=Statement%20for%20January%C2%A02026%2C%20partner%20anna%3A%20Growth"
        "&amp;body=I%20hold%20this%20to%20be%20wrong%3A%20Growth.%20Statement%20for%20January%C2%A02026%2C%20partner"
        '%20anna.%20My%20reason%3A">Growth</a></li><li><a data-dispute="statement"'
    ) in page
    assert 'data-dispute="growth"' not in asked["clara", "2026-01"]
    assert 'data-dispute="statement"' in asked["clara", "2026-01"]
    assert (
        page.index('data-part="records"') < page.index('data-part="people"') < page.index('data-part="foot"')
    )


def test_whom_to_ask_is_no_record(asked: dict[tuple[str, str], str]) -> None:
    assert "olga" not in asked["anna", "2026-01"]
    assert "clara" not in asked["anna", "2026-01"].lower().replace("clara &lt;3", "")


def test_a_certificate_has_a_number_and_its_days(tmp_path: Path) -> None:
    made = project(tmp_path)
    made.courses = {"sewing": {"valid_for": "40 days"}}
    made.recognition = {"certificates": {"sewer": [{"course": "sewing", "prefix": "SW"}]}}
    Rows([Member("anna", OLD)], [], [Pass("anna", date(2026, 1, 31), "sewing")]).into(made)
    with made.settled(ON) as settlement:
        pages = pages_of(settlement)
    page = pages["anna", "2026-02"]
    assert '<span data-record="certificate/sewer/number">SW-anna-20260131</span>' in page
    assert 'data-fact="certificate/sewer/issued" data-unit="date">31\u00a0January\u00a02026<' in page
    assert 'data-fact="certificate/sewer/through" data-unit="date">11\u00a0March\u00a02026<' in page
    assert "certificate" not in pages["anna", "2026-03"]
