"""Statements show what only some partners have: a tier achieved beside the one paid, a tier set, terms agreed."""

from datetime import date
from pathlib import Path

import pytest

from generator.accounts.keeping import keep_accounts
from generator.settlement.settle import Settlement
from generator.statements.content import StatementWriter
from generator.statements.maker import StatementMaker
from generator.statements.rendering import Templates, statement_words
from tests.settlement.projects import Project, title
from tests.strategies import Member, Rows, Sale

TEMPLATES = Path(__file__).resolve().parents[2] / "site_templates"
ON = date(2026, 2, 28)
REASON = {"en": "Opens a new town", "ru": "Открывает новый город"}
TIERS = [
    {"tier": "start"},
    {"tier": "silver", "reach": {"volume": {"at_least": "100"}}, "lose": {"to": "met", "grace": "1 period"}},
    {"tier": "gold", "reach": {"volume": {"at_least": "300"}}},
]


def project(folder: Path) -> Project:
    made = Project(
        folder,
        {"volume": [{"sum": "plain", "window": "period", "scope": "own"}]},
        tiers=TIERS,
        ladder={"overrides": "allowed"},
        declared={
            "individual": {
                "target": {"title": title("target"), "unit": "money"},
                "share": {"title": title("share"), "unit": "percent"},
            },
            "rating": "volume",
        },
        agreed={
            "overrides": [
                {"partner": "boris", "tier": "gold", "from": "2026-02-01", "until": "2026-03-31", "reason": REASON,
                 "owner": "Olga"}
            ],
            "terms": [
                {"partner": "anna", "term": "target", "value": "2 000", "from": "2026-01-01", "until": "2026-02-28",
                 "reason": REASON, "owner": "Olga"},
                {"partner": "anna", "term": "share", "value": "7.5 %", "from": "2026-02-28", "reason": REASON,
                 "owner": "Olga"},
                {"partner": "clara", "term": "target", "value": "1 000", "from": "2026-01-01",
                 "until": "2026-02-27", "reason": REASON, "owner": "Olga"},
            ],
        },
    )  # fmt: skip
    old = date(2015, 1, 1)
    sales = [Sale("anna", date(2026, 1, 31), None, "paid", 10_000, 0, 1)]
    Rows([Member(name, old) for name in ("anna", "boris", "clara")], sales).into(made)
    return made


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    made = project(tmp_path_factory.mktemp("project"))
    with made.settled(ON) as settlement:
        return _pages(settlement)


def _pages(settlement: Settlement) -> dict[tuple[str, str], str]:
    words = statement_words(TEMPLATES, settlement.programme.languages)
    maker = StatementMaker(keep_accounts(settlement), ON, words)
    writer = StatementWriter(maker.terms, Templates(TEMPLATES, ""))
    return {(one.partner, one.period): one.html for shard in maker.shards() for one in writer.write(shard)}


def test_a_tier_kept_by_grace_stands_beside_the_tier_achieved(pages: dict[tuple[str, str], str]) -> None:
    assert '<b data-fact="tier/status" data-unit="text">Silver</b>' in pages["anna", "2026-02"]
    assert (
        '<dt>Status: achieved</dt><dd><b data-fact="tier/status/achieved" data-unit="text">Start</b>'
        in pages["anna", "2026-02"]
    )
    assert "achieved" not in pages["anna", "2026-01"]


def test_a_tier_that_was_set_says_why_and_until_when(pages: dict[tuple[str, str], str]) -> None:
    page = pages["boris", "2026-02"]
    assert '<b data-fact="tier/status" data-unit="text">Gold</b>' in page
    assert "<dt>Status: set by the company</dt>" in page
    assert (
        '<span data-record="override">Opens a new town</span>, through <b data-fact="tier/status/override/until"'
        in page
    )
    assert "31\u00a0March\u00a02026" in page
    assert "override" not in pages["boris", "2026-01"]


def test_terms_agreed_with_a_partner(pages: dict[tuple[str, str], str]) -> None:
    page = pages["anna", "2026-02"]
    assert (
        page.index('data-part="figures"')
        < page.index('data-part="terms"')
        < page.index('data-part="records"')
    )
    assert '<b data-fact="term/target" data-unit="EUR">€2,000.00</b>' in page
    assert '<b data-fact="term/target/until" data-unit="date">28\u00a0February\u00a02026</b>' in page
    assert '<b data-fact="term/share" data-unit="percent">7.5%</b>' in page
    assert "term/share/until" not in page
    assert "term/share" not in pages["anna", "2026-01"]
    assert 'data-part="terms"' not in pages["clara", "2026-02"]  # the last day was the day before


def test_the_rating_stands_before_the_tiers(pages: dict[tuple[str, str], str]) -> None:
    page = pages["anna", "2026-01"]
    assert '<dt>Volume</dt><dd><b data-fact="rating" data-unit="EUR">€100.00</b>' in page
    assert page.index('data-fact="rating"') < page.index('data-fact="tier/status"')
