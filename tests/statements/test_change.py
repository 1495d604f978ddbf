"""A result is held against the period before once its own period is over; a part of one says nothing beside a whole."""

from datetime import date
from pathlib import Path

import lxml.html
import pytest

from generator.accounts.keeping import keep_accounts
from generator.statements.content import StatementWriter
from generator.statements.maker import StatementMaker
from generator.statements.rendering import Templates, statement_words
from tests.accounts.test_debts import project
from tests.house.tree import ROOT

SOLD = [("2026-01-10", "800.00"), ("2026-02-03", "300.00")]


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 2, 10), {"2026-01": "", "2026-02": ""}),
        (date(2026, 2, 28), {"2026-01": "", "2026-02": ""}),
        (
            date(2026, 3, 1),
            {"2026-01": "", "2026-02": "Less by €50.00 than for January\xa02026.", "2026-03": ""},
        ),
    ],
)
def test_the_change_is_shown_when_the_period_is_over(tmp_path: Path, on: date, told: dict[str, str]) -> None:
    found = {}
    with project(tmp_path, SOLD).settled(on) as settlement:
        words = statement_words(ROOT / "site_templates", settlement.programme.languages)
        maker = StatementMaker(keep_accounts(settlement), on, words)
        writer = StatementWriter(maker.terms, Templates(ROOT / "site_templates", ""))
        for shard in maker.shards():
            for one in writer.write(shard):  # type: ignore[arg-type]
                lines = lxml.html.fragment_fromstring(one.html).findall('.//p[@class="pb-change"]')
                found[one.period] = "".join(line.text_content() for line in lines)
    assert found == told
