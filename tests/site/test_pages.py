"""The site as a whole: the same pages in both languages, the shell of statements apart, search over what is shown."""

import csv
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.site.conftest import ADDRESS, Example

LANGUAGES = ("ru", "en")


def test_both_languages_have_the_same_pages(example: Example) -> None:
    russian, english = (set(example.of(code)) for code in LANGUAGES)
    assert russian == english
    assert len(russian) > 30
    for code in LANGUAGES:
        for path, page in example.of(code).items():
            assert page.get("lang") == code, path
            assert page.xpath("//h1"), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_leads_to_itself_in_the_other_language(example: Example, language: str) -> None:
    other = "en" if language == "ru" else "ru"
    for path, page in example.of(language).items():
        (switch,) = page.xpath("//a[@data-pb-language]")
        assert switch.get("hreflang") == other
        up = "../" * path.count("/")
        folder = path.removesuffix("index.html")
        wanted = f"{up}en/{folder}" if language == "ru" else f"../{up}{folder}"
        assert switch.get("href") == wanted, path


def addresses(site: Path, language: str) -> list[str]:
    file = site / ("" if language == "ru" else language) / "sitemap.xml"
    return [str(one.text) for one in ElementTree.parse(file).iter() if one.tag.endswith("}loc")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_map_lists_every_page_but_that_of_statements(
    example: Example, site: Path, language: str
) -> None:
    here = "" if language == "ru" else f"{language}/"
    wanted = {
        f"{ADDRESS}{here}{path.removesuffix('index.html')}"
        for path in example.of(language)
        if path != "statements/index.html"
    }
    listed = addresses(site, language)
    assert set(listed) == wanted
    assert len(listed) == len(wanted)
    packed = site / here / "sitemap.xml.gz"
    if packed.exists():
        assert gzip.decompress(packed.read_bytes()) == (site / here / "sitemap.xml").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shell_of_statements_is_closed(example: Example, language: str) -> None:
    page = example.of(language)["statements/index.html"]
    assert not page.xpath("//*[@style] | //style")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == rules["font-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "noindex" in page.xpath("string(//meta[@name='robots']/@content)")
    assert page.xpath("string(//meta[@name='referrer']/@content)") == "no-referrer"
    assert not page.xpath("//*[@data-fact or @data-record]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_links_to_a_statement(example: Example, language: str) -> None:
    for path, page in example.of(language).items():
        inside = page.xpath("//*[contains(@class, 'md-nav') or contains(@class, 'md-footer')]//a/@href")
        assert not [link for link in inside if "statements" in link], path
        assert not [link for link in page.xpath("//a/@href") if re.search(r"#[\w-]{43}$", link)], path


def fragments(site: Path) -> dict[str, dict[str, object]]:
    """Address of a page -> what the search index holds of it."""
    found = {}
    for path in (site / "pagefind" / "fragment").iterdir():
        text = gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")
        one = json.loads(text)
        found[str(one["url"])] = one
    return found


def test_search_knows_every_page_but_quizzes_and_that_of_statements(example: Example, site: Path) -> None:
    index = json.loads((site / "pagefind" / "pagefind-entry.json").read_text("utf-8"))
    known = fragments(site)
    for code in LANGUAGES:
        here = "/" if code == "ru" else f"/{code}/"
        wanted = {
            f"{here}{path.removesuffix('index.html')}"
            for path in example.of(code)
            if path != "statements/index.html" and not path.endswith("/quiz/index.html")
        }
        listed = {url for url in known if url.startswith("/en/") == (code == "en")}
        assert listed == wanted
        assert index["languages"][code]["page_count"] == len(wanted)


def test_search_holds_only_what_its_page_shows(example: Example, site: Path) -> None:
    for url, one in fragments(site).items():
        page = example.pages[f"{url.removeprefix('/')}index.html"]
        (article,) = page.xpath("//article[contains(@class, 'md-content__inner')]")
        texts = article.xpath(".//text()[not(ancestor::script)]")
        shown, found = " ".join(texts), str(one["content"])
        assert len(found) > 100
        figures = Counter(re.findall(r"\d+", found)) - Counter(re.findall(r"\d+", shown))
        assert not figures, url
        whole = re.sub(r"\W+", "", shown)  # Pagefind puts some neighbouring cells together
        assert not [word for word in re.findall(r"\w+", found) if word not in whole], url


def test_nothing_private_stands_in_the_public_root(example: Example, site: Path) -> None:
    with (example.places.data / "partners.csv").open(encoding="utf-8", newline="") as file:
        partners = list(csv.DictReader(file, delimiter=";"))
    names, mails = ({row[column] for row in partners} for column in ("name", "email"))
    assert len(names) > 200
    assert len(mails) > 200
    for path in site.rglob("*"):
        if path.suffix in (".html", ".json", ".xml", ".txt", ".csv", ".ics", ".js"):
            text = path.read_text("utf-8")
            assert not [name for name in names | mails if name in text], path
    for one in fragments(site).values():
        assert not [name for name in names | mails if name in str(one["content"])]
    assert not list(site.rglob("*.csv"))
    assert not list(site.rglob("*.parquet"))


def test_facts_appear_only_in_articles(example: Example) -> None:
    for path, page in example.pages.items():
        outside = page.xpath(
            "//*[@data-fact or @data-sentence][not(ancestor::article[contains(@class, 'md-content__inner')])]"
        )
        assert not outside, path
