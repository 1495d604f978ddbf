"""An edition that lost a reward in which its rules pay is told about; it is no reason to break off."""

import re
import shutil
from datetime import date
from pathlib import Path

from tests.audit.twice import audited_pages, published, read_pages

HELD = Path(__file__).parent.parent / "programmes" / "held"
ON = date(2026, 2, 28)
GIFT = """\
clause: own-mug
title: {en: A mug of your own, ru: Своя кружка}
kind: fixed_bonus
versions:
- announced: 2025-12-01
  from: 2026-01-01
  per: period
  pays_in: reward:mug
  amount: 1
  earns: {orders: {at_least: 3}}
  words: {en: For your orders., ru: За ваши заказы.}
  examples: [{given: {orders: 3}, then: 1}]
"""
REWARD = re.compile(rb'<section[^>]*data-thing="reward/[^"]*".*?</section>', re.DOTALL)


def test_a_reward_that_is_gone(tmp_path: Path) -> None:
    root = Path(shutil.copytree(HELD, tmp_path / "held"))
    (root / "program" / "clauses" / "200-own-mug.yaml").write_text(GIFT, "utf-8")
    published(root, ON)
    pages = read_pages(root, ON)
    assert audited_pages(root, ON, pages)[1] == []
    changed = {path: REWARD.sub(b"", page) if "/editions/" in path else page for path, page in pages.items()}
    assert changed != pages
    found = audited_pages(root, ON, changed)[1]
    assert any("example-unreadable" in one and "does not have the reward" in one for one in found), found
