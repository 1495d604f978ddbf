"""The pages of rules and of the policy: what is paid when stands apart, and a list says the least and the most."""

import re
import shutil
from datetime import date
from pathlib import Path

from generator.site.pages import write_pages
from generator.workflow.build import lint
from generator.workflow.places import Places
from tests.site.conftest import ROOT

SMALL = ROOT / "tests" / "programmes" / "small"
TABLES = ROOT / "docs" / "reference" / "tables"
ON = date(2026, 3, 31)


def pages(root: Path, language: str) -> dict[str, str]:
    read = lint(Places.of(root), ON)
    return write_pages(read.programme, read.editions, {}, ON, language, ROOT / "site_templates").files


def headed(page: str) -> dict[str, str]:
    """What stands under each heading inside the first version."""
    first = page.partition("</section>")[0]
    parts = re.split(r"^#{3,} (.+)$", first, flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_shares_stand_under_a_heading_of_their_own_and_only_where_there_are_any(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "small")
    (clause,) = (tmp_path / "small" / "program" / "clauses").glob("*volume-commission.yaml")
    text = clause.read_text("utf-8")
    assert "When it is paid out" not in headed(
        pages(tmp_path / "small", "en")["rules/volume-commission/index.md"]
    )
    due = "  due: [{share: 40 %}, {share: 60 %, after: 90 days}]\n"
    clause.write_text(re.sub(r"(?m)^(  per: period\n)", rf"\1{due}", text), "utf-8")
    for language, heading in (("en", "When it is paid out"), ("ru", "Когда выплачивается")):
        said = headed(pages(tmp_path / "small", language)["rules/volume-commission/index.md"])
        shares = {at for at, under in said.items() if "/due.1.share" in under or "/due.2.share" in under}
        assert shares == {heading}, said


def test_a_list_of_rules_says_the_least_and_the_most() -> None:
    listed = pages(TABLES, "en")["rules/index.md"]
    paid = re.findall(r'<span class="pb-paid">(.*?)</span>', listed)
    ends = [re.findall(r">([^<]+)</b>", one) for one in paid]
    assert ["2%", "8%"] in ends  # by depth, where the first row pays the most
    for least, *most in ends:
        assert not most or float(re.sub("[€%]", "", least)) < float(re.sub("[€%]", "", most[0]))


def test_the_policy_has_headings_and_every_sentence_once() -> None:
    page = pages(SMALL, "en")["policy/index.md"]
    said = headed(page)
    assert list(said)[:4] == ["Periods", "Money", "Statements and payouts", "How a period is closed"]
    assert "/rounding" in said["Money"]
    sentences = re.findall(r'data-sentence="([^"]+)"', page)
    assert len(sentences) == len(set(sentences)) > 8
