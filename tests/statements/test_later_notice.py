"""A closed statement in whose period something changed since says so above what was issued, and leads to it."""

from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from generator.accounts.close import read_chain
from generator.accounts.keeping import keep_accounts, read_booked
from generator.accounts.kept import Accounts
from generator.accounts.runs import statements_table
from generator.accounts.store import CloseStore
from generator.statements.content import StatementWriter
from generator.statements.maker import StatementMaker
from generator.statements.rendering import Templates, statement_words
from generator.statements.sealer import _in_a_page
from generator.statements.shard import IssuedShard
from tests.accounts.test_debts import FEBRUARY, FIRST, JANUARY, close, project
from tests.house.tree import ROOT

ISSUED = '<div class="pb-statement" data-statement="anna/2026-01" lang="en">as issued</div>'
POLICY = {
    "announced": "2025-12-01",
    "from": "2026-01-01",
    "period": "month",
    "statements": "everyone",
    "rounding": {"digits": "2", "mode": "half_up"},
    "payout": {"within": "10 days"},
}


def again(accounts: Accounts) -> str:
    """The closed statement of January as a later build shows it."""
    words = statement_words(ROOT / "site_templates", accounts.settlement.programme.languages)
    maker = StatementMaker(accounts, FEBRUARY, words)
    writer = StatementWriter(maker.terms, Templates(ROOT / "site_templates", ""))
    (shard,) = (one for one in maker.shards() if isinstance(one, IssuedShard))
    (statement,) = writer.again(shard)
    return statement.html


@pytest.mark.parametrize(
    ("late", "told"),
    [
        # 10.00 more were sold in January: 1.00 more of the share, and 1.00 less of the draw.
        ("adjust", "changed: 2. Booked in later periods: €0.00. What changed since"),
        ("forgive", "changed: 2. What changed since"),
    ],
)
def test_what_stands_above_a_closed_statement(tmp_path: Path, late: str, told: str) -> None:
    declared = {"policy": {"versions": [POLICY | {"closing": {"late_changes": late}}]}}
    store = CloseStore(str(tmp_path / "closed"))
    with replace(project(tmp_path / "first", FIRST), declared=declared).settled(JANUARY) as settlement:
        close(keep_accounts(settlement), store, JANUARY)
    table = statements_table([("anna", "en", "January 2026", "€10.00", ISSUED)])
    later = replace(project(tmp_path / "later", [*FIRST, ("2026-01-05", "10.00")]), declared=declared)
    with later.settled(FEBRUARY) as settlement:
        accounts = keep_accounts(settlement, read_booked(store, read_chain(store)))
        html = again(replace(accounts, issued=lambda _: table))
    notice, rest = html.split(ISSUED)
    shown = lxml.html.fragment_fromstring(notice)
    assert (shown.get("class"), shown.get("data-later-notice")) == ("pb-statement", "anna/2026-01")
    text = " ".join(shown.text_content().split())
    assert text == f"After this statement was issued, lines of its period {told}"
    assert shown.find(".//a").get("href") == "#pb-later"
    assert (
        lxml.html.fragment_fromstring(rest.strip()).get_element_by_id("pb-later").get("data-part") == "later"
    )
    # A page whose links go by a base would be left by one that stays on it.
    page = _in_a_page(html)
    assert "#pb-later" not in page
    assert lxml.html.fromstring(page).text_content() == lxml.html.fromstring(html).text_content()
    assert _in_a_page(ISSUED) == ISSUED
