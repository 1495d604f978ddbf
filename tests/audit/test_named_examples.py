"""Worked examples whose rows name sales, shares or currencies: the audit executes what their page shows."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.audit.coverage import Coverage
from generator.audit.editions import read_edition
from generator.audit.examples import check_examples
from generator.audit.findings import Findings
from generator.audit.outputs import Outputs
from generator.audit.pages import Page, read_page
from generator.audit.skeleton import read_skeleton
from generator.rules.editions import editions
from generator.site.pages import write_pages
from tests.rules.readings import TEMPLATES, as_html
from tests.settlement.test_named_sales import IN_CURRENCIES, SOUND, programme

ON = date(2026, 3, 31)
EXAMPLES = {**SOUND, "several currencies": IN_CURRENCIES}


class Public:
    """The page of the one rule that has examples."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def under(self, path: str, languages: tuple[str, ...]) -> Mapping[str, Page]:
        return {self.page.language: self.page} if path == "rules/growth" else {}


def judged(folder: Path, example: str, currencies: bool) -> dict[str, Findings]:
    """What the audit says of an example in each language."""
    made = programme(folder, example, currencies)
    skeleton, found = read_skeleton(Outputs(folder)), {}
    for language in made.languages:
        findings = found[language] = Findings()
        pages = write_pages(made, editions(made, ON), {}, ON, language, TEMPLATES).files
        read = []
        for issue in skeleton.editions():
            page = read_page(as_html(pages[f"editions/{issue.address}/index.md"], language), language)
            read.append(read_edition(issue, page, skeleton, findings))
        rule = read_page(as_html(pages["rules/growth/index.md"], language), language)
        check_examples(Public(rule), skeleton, read, findings, Coverage())  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_both_languages_agree(name: str, tmp_path: Path) -> None:
    found = judged(tmp_path, EXAMPLES[name], name == "several currencies")
    assert set(found) == {"en", "ru"}
    for findings in found.values():
        assert [one.says for one in findings.sorted()] == []
        assert findings.examined["examples"]


WRONG = {
    "an amount": ("a return among the sales", "growth: 60", "growth: 100", "it says 100 for anna"),
    "the rate": ("several currencies", "rate: 0.95", "rate: 0.96", "the rules give"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_another_figure_is_noticed(wrong: str, tmp_path: Path) -> None:
    name, old, new, says = WRONG[wrong]
    assert old in EXAMPLES[name]
    found = judged(tmp_path, EXAMPLES[name].replace(old, new), name == "several currencies")
    for findings in found.values():
        assert says in " ".join(one.says for one in findings.sorted())
