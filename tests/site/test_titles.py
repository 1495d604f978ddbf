"""Titles and words are text, whatever signs stand in them: pages show them as written, and the audit agrees."""

import shutil
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from generator.rules.folder import load_programme
from generator.source import Diagnosed
from generator.workflow.build import build
from generator.workflow.places import Places
from tests.site.conftest import ROOT, parsed

SMALL = ROOT / "tests" / "programmes" / "small"
ON = date(2026, 2, 28)
SIGNS = "R&D *star* _under_ `code` [l](u) <b>x</b> 'a' \"b\" \\ #h | $m$ {y} ~~s~~ &amp; - + ! ^"


def small(root: Path) -> Path:
    for part in ("program", "partners_data"):
        shutil.copytree(SMALL / part, root / part)
    return root


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def both(prefix: str) -> str:
    quoted = (prefix + SIGNS).replace("'", "''")
    return f"title: {{en: '{quoted}', ru: '{quoted}'}}"


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join("".join(element.xpath(".//text()[not(ancestor::a[@class='headerlink'])]")).split())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, lxml.html.HtmlElement]:
    root = small(tmp_path_factory.mktemp("titles") / "small")
    program = root / "program"
    put(program / "metrics.yaml", "title: {en: Volume, ru: Объём}", both("Volume "))
    put(program / "metrics.yaml", "title: {en: Order value, ru: Сумма заказа}", both("Value "))
    put(program / "tiers.yaml", "title: {en: Silver, ru: Серебро}", both("Silver "))
    put(program / "tiers.yaml", "title: {en: Status, ru: Статус}", both("Status "))
    clause = program / "clauses" / "010-first-sale.yaml"
    put(clause, "title: {en: First sale bonus, ru: Бонус за первую продажу}", both("Bonus "))
    put(
        clause,
        "Your first paid order brings {amount}.",
        "Your *first* <i>order</i> & `more` [a](b) brings {amount}.",
    )
    put(root / "partners_data" / "partners.csv", "Anna Small", "Anna <b>Small</b> & Sons")
    summary = build(Places.of(root), ON, bytes(32))
    assert summary.audit["findings"] == []
    assert summary.verdict == "agrees"
    return parsed(root / "build" / "site")


@pytest.mark.parametrize("here", ["", "ru/"])
def test_headings_titles_and_navigation_show_the_title_as_it_is(
    pages: dict[str, lxml.html.HtmlElement], here: str
) -> None:
    titles = {"metrics/volume": "Volume ", "measures/order_value": "Value ", "rules/first-sale": "Bonus "}
    for path, prefix in titles.items():
        page = pages[f"{here}{path}/index.html"]
        (heading,) = page.xpath("//article//h1")
        assert words(heading) == prefix + SIGNS
        assert words(page.xpath("//title")[0]).startswith(prefix + SIGNS)
        links = [words(a) for a in page.xpath("//nav//a[contains(@class, 'md-nav__link')]")]
        assert prefix + SIGNS in links
    headings = [words(h) for h in pages[f"{here}tiers/index.html"].xpath("//article//h2 | //article//h4")]
    assert {f"Status {SIGNS}", f"Silver {SIGNS}"} <= set(headings)
    headings = [words(h) for h in pages[f"{here}editions/2026-02-01/index.html"].xpath("//article//h2")]
    assert {f"Volume {SIGNS}", f"Value {SIGNS}", f"Status {SIGNS}", f"Bonus {SIGNS}"} <= set(headings)


def test_words_are_no_markup(pages: dict[str, lxml.html.HtmlElement]) -> None:
    (said,) = pages["rules/first-sale/index.html"].xpath(
        "//*[@data-explanation='first-sale/2026-01-01/words']"
    )
    assert "Your *first* <i>order</i> & `more` [a](b) brings €25." in words(said)
    assert not said.xpath(".//i | .//em | .//code")


@pytest.mark.parametrize(
    ("file", "old", "new", "slug"),
    [
        ("metrics.yaml", "{en: Volume, ru: Объём}", "{en: Volume 30, ru: Объём}", "figure-in-prose"),
        ("tiers.yaml", "{en: Silver, ru: Серебро}", "{en: Silver, ru: Серебро 925}", "figure-in-prose"),
        ("programme.yaml", "{en: Small programme,", "{en: Small programme 2026,", "figure-in-prose"),
    ],
)
def test_a_title_holds_no_figure(tmp_path: Path, file: str, old: str, new: str, slug: str) -> None:
    root = small(tmp_path / "small")
    put(root / "program" / file, old, new)
    with pytest.raises(Diagnosed) as told:
        load_programme(root / "program")
    assert [one.slug for one in told.value.diagnostics] == [slug]


@pytest.mark.parametrize("name", ["training", "proof", "statements", "en"])
def test_a_page_does_not_take_the_place_of_another(tmp_path: Path, name: str) -> None:
    root = small(tmp_path / "small")
    pages = root / "program" / "pages"
    pages.mkdir()
    for language in ("en", "ru"):
        (pages / f"{name}.{language}.md").write_text("# Ours\n\nText.\n", "utf-8")
    with pytest.raises(Diagnosed) as told:
        load_programme(root / "program")
    assert [one.slug for one in told.value.diagnostics] == ["duplicate-name"]
