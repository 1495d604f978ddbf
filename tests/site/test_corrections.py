"""A correction on the pages: both revisions stand and lead to each other, its words are shown in every language."""

import shutil
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from generator.site.pages import write_pages
from generator.workflow.build import lint
from generator.workflow.places import Places
from generator.workflow.publish import publish
from tests.site.conftest import ROOT
from tests.workflow.corrections import corrected

SMALL = ROOT / "tests" / "programmes" / "small"
SAID = {
    "en": (
        "Edition of",
        "corrected on",
        "The first rate was published as",
        "Everyone who sold",
        "What is missing",
    ),
    "ru": ("Издание от", "исправлено", "Первая ставка была опубликована как", "Всех, у кого", "Недостающее"),
}
FIRST, SECOND = "editions/2026-01-01/index.md", "editions/2026-01-01-r2/index.md"
RULE = "rules/volume-commission/index.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("corrected") / "small"
    shutil.copytree(SMALL, root)
    day = date(2026, 1, 20)
    read = lint(Places.of(root), day)
    publish(read.programme, read.editions, day)
    corrected(root)
    return root


def pages(root: Path, on: date, language: str) -> dict[str, str]:
    read = lint(Places.of(root), on)
    return write_pages(read.programme, read.editions, {}, on, language, ROOT / "site_templates").files


def words(page: str) -> str:
    return " ".join(
        "".join(str(one) for one in lxml.html.fromstring(page.partition("---\n\n")[2]).itertext()).split()
    )


@pytest.mark.parametrize("language", ["en", "ru"])
def test_both_revisions_stand_and_lead_to_each_other(root: Path, language: str) -> None:
    made = pages(root, date(2026, 2, 28), language)
    edition, on, wrong, whom, whole = SAID[language]
    assert '<a href="../../editions/2026-01-01-r2/">' in made[FIRST]
    assert '<a href="../../editions/2026-01-01/">' in made[SECOND]
    assert 'data-fact="volume-commission/2026-01-01/row.1.rate"' in made[FIRST]
    assert 'data-fact="volume-commission/2026-01-01-r2/row.1.rate"' in made[SECOND]
    title = words(made[SECOND])
    assert title.startswith(f"# {edition}")
    assert on in title.partition("{")[0]
    for page in (made[SECOND], made[RULE]):
        told = words(page)
        assert wrong in told
        assert whom in told
        assert whole in told
    assert wrong not in words(made[FIRST])
    assert 'href="#v2026-01-01-r2"' in made[RULE]  # from the version before the correction to the correction
    assert made[RULE].index("#v2026-01-01-r2 ") < made[RULE].index("#v2026-01-01 ")
    archive = made["editions/index.md"]
    places = [archive.index(f"#e{one} ") for one in ("2026-02-01", "2026-01-01-r2", "2026-01-01")]
    assert places == sorted(places)


def test_the_words_name_what_was_wrong_by_its_fact(root: Path) -> None:
    page = pages(root, date(2026, 2, 28), "en")[SECOND]
    wanted = "volume-commission/2026-01-01-r2/correction.wrong"
    told = next(
        one for one in lxml.html.fromstring(page).iter("div") if one.get("data-explanation") == wanted
    )
    said = [(one.get("data-fact"), one.text) for one in told.iter("b")]
    assert said == [
        ("volume-commission/2026-01-01/row.1.rate", "10%"),
        ("volume-commission/2026-01-01-r2/row.1.rate", "12%"),
    ]


def test_a_correction_leaves_no_trace_before_it_is_announced(root: Path) -> None:
    made = pages(root, date(2026, 2, 19), "en")
    assert SECOND not in made
    assert not any("-r2" in page or "corrected" in page for page in made.values())
