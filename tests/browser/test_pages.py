"""Public pages in a browser: nothing from elsewhere, readable by all, both languages, search in Russian."""

import gzip
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PAGES = [
    "",
    "rules/",
    "rules/growth-commission/",
    "training/first-talk/",
    "training/quiz/",
    "en/rules/growth-commission/",
    "404.html",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(anywhere: Visit, path: str) -> None:
    page = anywhere.go(path)
    page.wait_for_load_state("load")
    assert anywhere.elsewhere == []
    assert anywhere.complaints == []
    assert too_wide(page) == []
    assert anywhere.faults() == []
    assert len(type_sizes(page)) <= 5, type_sizes(page)


def too_wide(page: Page) -> list[str]:
    """What sticks out to the right of the page; what a scrolled wrapper cuts off does not."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
           [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1
             && !e.closest(".pb-scroll, .md-typeset__scrollwrap, .md-sidebar")).map(e => e.outerHTML.slice(0, 120))"""
    )
    return found


def type_sizes(page: Page) -> list[str]:
    """Sizes of type that are seen on the page; a chart's words are drawn in its own measure."""
    found: list[str] = page.evaluate(
        """() => [...new Set([...document.querySelectorAll("body *")].filter(e => e.checkVisibility()
             && !e.closest("svg") && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
             .map(e => getComputedStyle(e).fontSize))].sort()"""
    )
    return found


def ask(page: Page, words: str) -> None:
    """Ask the window of search, which is fetched only now."""
    window = page.locator("pagefind-modal input")
    if not window.is_visible():
        page.keyboard.press("/")
    window.fill(words)


def test_figures_are_set_in_our_own_type(visit: Visit) -> None:
    page = visit.go("rules/growth-commission/")
    page.evaluate(
        """() => document.querySelector("h1").insertAdjacentHTML("afterend",
           "<p id=probe>1\\u202f234\\u00a0567,89\\u00a0₽ \\u22125\\u00a0% № Ёё «» … – ×</p>" +
           "<p><b id=bold>−1 ₽ №</b></p>")"""
    )
    page.wait_for_timeout(300)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for selector in ("#probe", "#bold", "h1", "td.num b"):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert {font["familyName"].removesuffix(" SemiBold") for font in fonts} == {"IBM Plex Sans"}, fonts
    widths = page.evaluate(
        """() => { const cell = document.querySelector("td.num b"); return [..."0123456789−"].map(digit => {
           cell.textContent = digit.repeat(40); return cell.getBoundingClientRect().width }) }"""
    )
    assert len(set(widths)) == 1, widths


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("", "en/"),
        ("rules/", "en/rules/"),
        ("rules/growth-commission/", "en/rules/growth-commission/"),
        ("en/training/first-talk/", "training/first-talk/"),
        ("en/", ""),
        ("en/statements/", "statements/"),
    ],
)
def test_the_switch_keeps_the_page(visit: Visit, path: str, other: str) -> None:
    page = visit.go(path)
    page.locator("[data-pb-language]").click()
    expect(page).to_have_url(visit.server + other)
    expect(page.locator("html")).to_have_attribute("lang", "en" if other.startswith("en/") else "ru")
    page.locator("[data-pb-language]").click()
    expect(page).to_have_url(visit.server + path)


@pytest.mark.parametrize("asked", ["комиссия", "комиссии", "комиссией", "комиссию", "КОМИССИЯМИ"])
def test_search_finds_russian_words_in_all_forms(visit: Visit, asked: str) -> None:
    page = visit.go("")
    page.get_by_role("button", name="Поиск").click()
    page.locator("pagefind-modal input").press_sequentially(asked)
    expect(page.locator(".pf-result-link").first).to_be_visible()
    assert "Растущая комиссия" in page.locator(".pf-result-link").all_text_contents()
    expect(page.locator(".pf-summary")).to_have_text(re.compile(r"^Нашлось страниц: \d+$"))
    assert visit.elsewhere == []
    assert visit.complaints == []


def test_search_speaks_each_language_and_finds_its_pages_only(visit: Visit) -> None:
    page = visit.go("en/rules/")
    ask(page, "commissions")
    page.locator(".pf-result-link", has_text="Growth commission").click()
    expect(page).to_have_url(visit.server + "en/rules/growth-commission/")
    page.keyboard.press("Control+k")
    page.locator("pagefind-modal input").fill("комиссия")
    expect(page.locator(".pf-summary")).to_have_text("Nothing was found for “комиссия”. Try another word.")


def test_search_knows_every_page_but_the_shell_the_quiz_and_the_missing_page(sample: Path) -> None:
    fragments = [
        json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))
        for file in (sample / "pagefind" / "fragment").iterdir()
    ]
    built = {f"/{page.parent.relative_to(sample).as_posix()}/" for page in sample.rglob("index.html")}
    indexed = {fragment["url"] for fragment in fragments}
    left_out = ("statements", "quiz")
    assert indexed == {path.replace("/./", "/") for path in built if not any(one in path for one in left_out)}
    assert not [fragment for fragment in fragments if "Permanent link" in fragment["content"]]


def test_the_window_of_search_is_readable_by_night(anywhere: Visit) -> None:
    page = anywhere.go("")
    ask(page, "комиссия")
    expect(page.locator(".pf-result-link").first).to_be_visible()
    page.wait_for_timeout(300)
    # The page behind a modal window is inert; axe mistakes its landmarks for duplicates.
    assert [fault for fault in anywhere.faults() if "pf-" in fault] == []


def test_the_look_that_was_chosen_is_kept_in_both_languages(visit: Visit) -> None:
    page = visit.go("")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    expect(page.get_by_label("Как на устройстве")).to_be_checked()
    page.get_by_label("Тёмное").check()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page = visit.go("en/rules/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.get_by_label("Dark")).to_be_checked()
    page.get_by_label("As on this device").check()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


def test_paper_is_light_and_bears_no_navigation(browser: Browser, server: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(server + "rules/growth-commission/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for selector in (".md-header", ".md-sidebar", ".md-footer"):
        expect(page.locator(selector).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    context.close()


def test_only_pages_for_readers_are_in_the_sitemap(sample: Path) -> None:
    listed = re.findall("<loc>(.*?)</loc>", (sample / "sitemap.xml").read_text("utf-8"))
    assert "https://book.example/rules/growth-commission/" in listed
    assert not [address for address in listed if "statements" in address or "404" in address]


def test_two_builds_are_equal(sample: Path, tmp_path: Path) -> None:
    from tests.browser.samplesite import build_sample

    again = build_sample(tmp_path)
    files = {path.relative_to(sample) for path in sample.rglob("*") if path.is_file()}
    assert files == {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    assert [str(path) for path in files if (sample / path).read_bytes() != (again / path).read_bytes()] == []
