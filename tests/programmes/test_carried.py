"""A programme with windows, rows, tables and carriers comes to what was worked out by hand; its pages say all of it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from generator.rules.editions import editions, sayings_of
from generator.settlement.settle import Settlement
from generator.site.pages import write_pages
from tests.programmes.totals import expected, money, settled

ROOT = Path(__file__).resolve().parents[2]
CARRIED = Path(__file__).parent / "carried"
DAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def settlement() -> Settlement:
    return settled(CARRIED, DAY)


def test_every_line(settlement: Settlement) -> None:
    ids = settlement.book.partners.ids
    found: dict[str, list[tuple[str, str, Decimal]]] = {}
    for result in settlement.results:
        for one in result.clauses:
            for who, amount in zip(one.lines.who.tolist(), one.lines.amount.tolist(), strict=True):
                line = (str(one.window.first), ids[who], Decimal(amount) / 100)
                found.setdefault(one.clause, []).append(line)
    wanted = {
        clause: [(first, who, money(amount)) for first, who, amount in lines]
        for clause, lines in expected(CARRIED / "expected.yaml").items()
    }
    assert found == wanted


def test_pages_say_every_sentence(settlement: Settlement) -> None:
    programme = settlement.programme
    titles = programme.titles()
    for language in programme.languages:
        pages = write_pages(programme, editions(programme, DAY), {}, DAY, language, ROOT / "site_templates")
        for name, clause in programme.clauses.items():
            for version in clause.versions:
                sayings = sayings_of(programme, name, version, titles)
                text = pages.files[f"rules/{name}/index.md"]
                for sentence in sayings.sentences:
                    assert f'="{sayings.prefix}/{sentence}"' in text, (name, sentence)
                for fact in sayings.all_facts():
                    assert f'data-fact="{fact.id}"' in text, (name, fact.id)
