"""The built pages show exactly the facts and sentences of the editions, and their hash can be taken from them alone."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import lxml.html
import pytest
from ruamel.yaml import YAML

from generator.terms.saying import Fact
from tests.site.conftest import Example

LANGUAGES = ("ru", "en")


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def expected(example: Example) -> dict[str, Fact]:
    """All facts of all editions by id, with the days on which editions begin and end."""
    facts = {f.id: f for e in example.editions for part in e.parts for f in part.sayings.all_facts()}
    for edition in example.editions:
        for name, day in (("from", edition.starts), ("ends", edition.ends)):
            if day is not None:
                fact = Fact(f"edition/{edition.starts}/{name}", "date", day)
                facts[fact.id] = fact
    return facts


def shown(pages: dict[str, lxml.html.HtmlElement]) -> Iterator[tuple[str, str, str, str]]:
    """(path, fact id, unit, visible text)"""
    for path, page in pages.items():
        for element in page.xpath("//*[@data-fact]"):
            yield path, element.get("data-fact"), element.get("data-unit"), words(element)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_facts_of_the_site_are_those_of_the_editions(example: Example, language: str) -> None:
    wanted = expected(example)
    assert len(wanted) > 60
    seen = set()
    for path, name, unit, text in shown(example.of(language)):
        if name.startswith(("board/", "winners/")) and name not in wanted:
            continue  # who stands where follows from records, and no edition says it
        assert name in wanted, f"{path} shows {name}, which no edition has"
        fact = wanted[name]
        assert (unit, text) == (fact.unit, " ".join(fact.text(language).split())), f"{name} on {path}"
        seen.add(name)
    assert seen == set(wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editions_page_says_all_of_it_and_nothing_else(example: Example, language: str) -> None:
    pages = example.of(language)
    for edition in example.editions:
        page = pages[f"editions/{edition.address}/index.html"]
        sections = page.xpath("//section[@data-thing]")
        found = [(s.get("data-thing"), s.get("data-version")) for s in sections]
        assert found == [(part.thing, str(part.starts)) for part in edition.parts]
        for section, part in zip(sections, edition.parts, strict=True):
            facts = {e.get("data-fact") for e in section.xpath(".//*[@data-fact]")}
            assert facts == {fact.id for fact in part.sayings.all_facts()}
            said = {e.get("data-sentence"): words(e) for e in section.xpath(".//*[@data-sentence]")}
            wanted = {
                one.id: one.text(language)
                for sentence in part.sayings.sentences.values()
                for one in sentence.flat()
            }
            assert said == wanted
            assert not section.xpath(".//*[@data-explanation or @data-example]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rules_page_holds_every_version_the_one_in_force_first(example: Example, language: str) -> None:
    pages = example.of(language)
    current = next(e for e in reversed(example.editions) if str(e.starts) <= "2026-11-12")
    for name, clause in example.programme.clauses.items():
        sections = pages[f"rules/{name}/index.html"].xpath("//section[@data-thing]")
        assert {s.get("data-version") for s in sections} == {str(v.starts) for v in clause.versions}
        assert {s.get("data-thing") for s in sections} == {name}
        part = current.part(name)
        assert part is not None
        assert sections[0].get("data-version") == str(part.starts)
        for section in sections:
            version = next(v for v in clause.versions if str(v.starts) == section.get("data-version"))
            rows = section.xpath(".//tr[@data-example] | .//*[@data-scenario]")
            assert len(rows) == len(version.examples)


# The hash of an edition, by a reader that knows only the form written in the proof.

MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def value_of(text: str, unit: str, language: str) -> str:
    """The canonical value of a visible figure."""
    if unit == "date":
        day, month, year = text.split()
        return str(date(int(year), MONTHS[language].index(month) + 1, int(day)))
    figure = re.sub(r"[^\d.,\u2212]", "", text).replace("\u2212", "-")
    if language == "ru":
        figure = figure.replace(",", ".")
    return str(Fraction(figure.replace(",", "")))


def lines_of(page: lxml.html.HtmlElement, language: str) -> set[str]:
    lines = set()
    for section in page.xpath("//section[@data-thing]"):
        for element in section.xpath(".//*[@data-fact]"):
            name, unit = element.get("data-fact"), element.get("data-unit")
            lines.add(f"{name}\t{unit}\t{value_of(words(element), unit, language)}")
        for element in section.xpath(".//*[@data-sentence]"):
            lines.add(f"{element.get('data-sentence')}\t{language}\t{words(element)}")
    return lines


def hash_of(lines: set[str]) -> str:
    return hashlib.sha256(
        b"".join(line.encode() + b"\n" for line in sorted(lines, key=str.encode))
    ).hexdigest()


def test_the_hash_of_an_edition_follows_from_its_pages(example: Example) -> None:
    reader = YAML(typ="safe", pure=True)
    pending = reader.load((example.places.build / "pending.yaml").read_text("utf-8"))
    published = {str(row["edition"]): row["hash"] for row in pending if "edition" in row}
    assert len(published) == len(example.editions) > 3
    for address, wanted in published.items():
        pages = {code: example.of(code)[f"editions/{address}/index.html"] for code in LANGUAGES}
        lines = set().union(*(lines_of(page, code) for code, page in pages.items()))
        assert hash_of(lines) == wanted
        for page in pages.values():
            assert wanted in [words(code) for code in page.xpath("//code[contains(@class, 'pb-hash')]")]


def test_a_changed_figure_changes_the_hash(example: Example) -> None:
    address = example.editions[0].address
    page = example.of("en")[f"editions/{address}/index.html"]
    before = lines_of(page, "en")
    rate = next(e for e in page.xpath("//b[@data-unit='percent']"))
    kept = rate.text
    try:
        rate.text = "99%"
        after = lines_of(page, "en")
    finally:
        rate.text = kept
    assert hash_of(after) != hash_of(before)
    assert len(before ^ after) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_navigation_hold_no_digits_but_dates(example: Example, language: str) -> None:
    dates = re.compile(rf"\d{{1,2}}\s(?:{'|'.join(MONTHS[language])})\s\d{{4}}")
    looked = 0
    for path, page in example.of(language).items():
        places = page.xpath("//title | //nav | //header | //h1")
        for place in places:
            seen = "".join(place.xpath(".//text()[not(parent::script)]"))
            looked += 1
            rest = dates.sub("", seen)
            assert not re.search(r"\d", rest), (path, rest)
    assert looked > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_of_a_rule_is_its_sentence_in_force(example: Example, language: str) -> None:
    current = next(e for e in reversed(example.editions) if str(e.starts) <= "2026-11-12")
    for name in example.programme.clauses:
        page = example.of(language)[f"rules/{name}/index.html"]
        part = current.part(name)
        assert part is not None
        (description,) = page.xpath("//meta[@name='description']/@content")
        assert " ".join(description.split()) == part.sayings.sentences["pays"].text(language)
