"""A programme of minimums and deductions comes to what was worked out by hand, on every page and statement."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from generator.rules.editions import editions, sayings_of
from generator.settlement.settle import Settlement
from generator.site.pages import write_pages
from generator.workflow.build import build
from generator.workflow.places import Places
from tests.programmes.totals import expected, money, settled

ROOT = Path(__file__).resolve().parents[2]
MONEY = Path(__file__).parent / "money"
DAY = date(2026, 4, 30)
WANTED = expected(MONEY / "expected.yaml")


@pytest.fixture(scope="module")
def settlement() -> Settlement:
    return settled(MONEY, DAY)


def test_every_line(settlement: Settlement) -> None:
    ids = settlement.book.partners.ids
    for result in settlement.results:
        found: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
        for one in result.clauses:
            for who, amount in zip(one.lines.who.tolist(), one.lines.amount.tolist(), strict=True):
                found[ids[who]][one.clause].append(Decimal(amount) / 100)
        wanted = {
            partner: {clause: [money(one) for one in amounts] for clause, amounts in clauses.items()}
            for partner, clauses in WANTED["lines"][result.period.name].items()
        }
        assert {partner: dict(clauses) for partner, clauses in found.items()} == wanted, result.period.name


def test_what_is_carried(settlement: Settlement) -> None:
    for result in settlement.results:
        one = result.carried["draw", "debt"]
        found = {}
        for row, partner in enumerate(settlement.book.partners.ids):
            moved = [int(column[row]) for column in (one.opening, one.into, one.out_of, one.closing)]
            if any(moved):
                found[partner] = [Decimal(amount) / 100 for amount in moved]
        wanted = WANTED["debt"][result.period.name]
        assert found == {partner: [money(one) for one in moved] for partner, moved in wanted.items()}


def test_pages_say_every_sentence(settlement: Settlement) -> None:
    programme = settlement.programme
    titles = programme.titles()
    for language in programme.languages:
        pages = write_pages(programme, editions(programme, DAY), {}, DAY, language, ROOT / "site_templates")
        for name, clause in programme.clauses.items():
            sayings = sayings_of(programme, name, clause.versions[0], titles)
            text = pages.files[f"rules/{name}/index.md"]
            for sentence in sayings.sentences:
                assert f'="{sayings.prefix}/{sentence}"' in text, (name, sentence)
            for fact in sayings.all_facts():
                assert f'data-fact="{fact.id}"' in text, (name, fact.id)


def test_pages_and_statements_say_the_same(tmp_path: Path) -> None:
    summary = build(Places.of(MONEY, tmp_path / "build"), DAY, bytes(range(32)))
    assert summary.verdict == "agrees", summary.audit["findings"][:10]
