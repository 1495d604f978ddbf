"""The programme with the network kinds comes to what was worked out by hand, and its pages say all that binds."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from generator.rules.editions import editions, sayings_of
from generator.settlement.house import write_house
from generator.settlement.ledger import write_ledger
from generator.settlement.settle import Settlement
from generator.site.pages import write_pages
from tests.programmes.totals import expected, money, settled

ROOT = Path(__file__).resolve().parents[2]
TEAM = Path(__file__).parent / "team"
DAY = date(2026, 1, 31)
SALES = ("s01", "s02", "s03", "s04", "s05", "s06")


@pytest.fixture(scope="module")
def settlement() -> Settlement:
    return settled(TEAM, DAY)


def test_every_line(settlement: Settlement) -> None:
    ids = settlement.book.partners.ids
    (result,) = settlement.results
    found: dict[str, dict[str, dict[Any, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for one in result.clauses:
        lines = one.lines
        for at, who in enumerate(lines.who.tolist()):
            about: Any = "" if lines.depth is None else int(lines.depth[at])
            if lines.source is not None:
                about = ids[lines.source[at]]
            if lines.record is not None:
                about = f"{SALES[int(lines.record[at]) % 2**40 - 2]}/{about}"
            found[one.clause][ids[who] if who >= 0 else "house"][about] = Decimal(int(lines.amount[at])) / 100
    wanted = {
        clause: {
            who: {int(about) if about.isdigit() else about: money(sum_) for about, sum_ in lines.items()}
            for who, lines in people.items()
        }
        for clause, people in expected(TEAM / "expected.yaml").items()
    }
    assert {clause: dict(people) for clause, people in found.items()} == wanted


def test_pages_say_every_sentence(settlement: Settlement) -> None:
    programme = settlement.programme
    titles = programme.titles()
    for language in programme.languages:
        pages = write_pages(programme, editions(programme, DAY), {}, DAY, language, ROOT / "site_templates")
        for name, clause in programme.clauses.items():
            for file in (f"rules/{name}/index.md", "editions/2026-01-01/index.md"):
                sayings = sayings_of(programme, name, clause.versions[0], titles)
                for sentence in sayings.sentences:
                    assert f'="{sayings.prefix}/{sentence}"' in pages.files[file], (file, sentence)
                for fact in sayings.all_facts():
                    assert f'data-fact="{fact.id}"' in pages.files[file], (file, fact.id)


def test_the_ledger_says_about_whom(settlement: Settlement, tmp_path: Path) -> None:
    (path,) = write_ledger(settlement, tmp_path)
    rows = pq.read_table(path).to_pylist()
    matched = next(row for row in rows if row["clause"] == "mentor-match")
    assert (matched["partner"], matched["source"], matched["depth"]) == ("anna", "elena", 2)
    house = [row for row in rows if row["partner"] == "house"]
    assert {row["clause"] for row in house} == {"team-commission"}
    assert sum(row["amount"] for row in rows) == sum(
        int(one.lines.amount.sum()) for one in settlement.results[0].clauses
    )


def test_what_falls_to_nobody_is_listed(settlement: Settlement, tmp_path: Path) -> None:
    path = tmp_path / "house.csv"
    assert write_house(settlement, path) == 5
    head, first, *_ = path.read_text("utf-8").splitlines()
    assert head == "period,clause,version,window,depth,record,base,amount,unit"
    assert first == "2026-01,team-commission,2026-01-01,2026-01-01/2026-01-31,1,,1000,80,money"
    assert path.stat().st_mode & 0o077 == 0
