"""The page of statements in a browser: who has the link reads, who has not is told what to do."""

import re
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from generator.site.policy import UnsealableShell, policy_of, seal_shell
from tests.browser.conftest import Quiet, Visit, watched
from tests.browser.samplesite import token
from tests.browser.test_pages import too_wide, type_sizes
from tools.browser import find

pytestmark = pytest.mark.browser

STATE = "article.pb-shell"


def shown(page: Page) -> None:
    """Wait until a statement stands on the page."""
    expect(page.locator(STATE)).to_have_attribute("data-state", "shown")


def told(page: Page, message: str) -> None:
    """Wait until this message, and no other and no statement, stands on the page."""
    expect(page.locator(f"[data-message={message}]")).to_be_visible()
    expect(page.locator("[data-message]:visible")).to_have_count(1)
    expect(page.locator(".pb-statement")).to_have_count(0)


# The right link


def test_the_right_link_shows_the_newest_statement(anywhere: Visit) -> None:
    page = anywhere.go(f"statements/#{token()}")
    shown(page)
    expect(page.locator(".pb-statement h1")).to_have_text(re.compile("октябрь\\s2026"))
    expect(page.locator("[data-fact='result/payout']")).to_have_text("36\u00a0524,57\u00a0₽")
    expect(page.locator(".pb-messages")).to_be_hidden()
    expect(page).to_have_title("Выписка: октябрь 2026 - Вера Ладынина")
    assert anywhere.elsewhere == []
    assert anywhere.complaints == []
    assert too_wide(page) == []
    page.locator("summary").first.click()
    assert too_wide(page) == []
    assert anywhere.faults() == []
    assert len(type_sizes(page)) <= 5, type_sizes(page)


def test_what_changed_after_a_close_stands_below_the_statement(visit: Visit) -> None:
    page = visit.go(f"statements/#{token()}/2026-09")
    shown(page)
    expect(page.locator(".pb-statement")).to_have_count(2)
    expect(page.locator(".pb-statement[data-later] h2")).to_be_visible()
    page.get_by_label("Период").select_option("2026-10")
    expect(page.locator(".pb-statement")).to_have_count(1)


def test_nothing_but_the_shell_and_the_ciphertext_is_asked_for(visit: Visit) -> None:
    page = visit.go(f"statements/#{token()}")
    shown(page)
    private = [url.removeprefix(visit.server) for url in visit.asked if "/statements/" in url]
    assert all(re.fullmatch(r"statements/(#.*|layout\.json|s/[a-z2-7]{26}\.bin)?", url) for url in private)
    assert token() not in "".join(url for url in visit.asked if "#" not in url)
    assert not [url for url in visit.asked if "pagefind" in url]


def test_a_period_is_chosen_in_the_address(visit: Visit) -> None:
    page = visit.go(f"statements/#{token()}/2026-09")
    shown(page)
    expect(page.locator(".pb-statement h1")).to_contain_text("сентябрь")
    page.get_by_label("Период").select_option("2026-10")
    expect(page).to_have_url(f"{visit.server}statements/#{token()}/2026-10")
    expect(page.locator(".pb-statement h1")).to_contain_text("октябрь")
    page.go_back()
    expect(page.locator(".pb-statement h1")).to_contain_text("сентябрь")
    expect(page.get_by_label("Период")).to_have_value("2026-09")
    assert page.get_by_label("Период").locator("option").all_text_contents() == [
        "октябрь 2026 · 36\u00a0524,57\u00a0₽",
        "сентябрь 2026 · 13\u00a0579,86\u00a0₽",
    ]


def test_a_statement_speaks_its_partners_language_on_either_page(visit: Visit) -> None:
    for shell in ("en/statements/", "statements/"):
        page = visit.go(f"{shell}#{token('P-0004')}")
        shown(page)
        expect(page.get_by_label("Period")).to_be_visible()
        expect(page.locator(".pb-statement")).to_have_attribute("lang", "en")
        link = page.locator(".pb-entry h3 a").first
        assert link.evaluate("a => a.href").startswith(f"{visit.server}en/rules/growth-commission/#")


def test_the_language_switch_keeps_the_link(visit: Visit) -> None:
    page = visit.go(f"statements/#{token()}/2026-09")
    shown(page)
    page.locator("[data-pb-language]").click()
    expect(page).to_have_url(f"{visit.server}en/statements/#{token()}/2026-09")
    shown(page)


def test_links_inside_a_statement_do_not_replace_the_token(visit: Visit) -> None:
    page = visit.go(f"statements/#{token()}")
    shown(page)
    page.evaluate(
        """() => document.querySelector(".pb-statement").insertAdjacentHTML("afterbegin",
           '<a id=inside href="#there">x</a><i id=there></i>')"""
    )
    page.locator("#inside").click()
    assert page.url.endswith(token())


def test_leaving_forgets_the_token(visit: Visit) -> None:
    page = visit.go(f"statements/#{token()}")
    shown(page)
    page.get_by_role("button", name="Закрыть").click()
    told(page, "no-token")
    assert page.url == f"{visit.server}statements/"
    assert page.title().startswith("Выписка - ")


def test_nothing_is_left_on_the_device(visit: Visit) -> None:
    page = visit.go(f"statements/#{token()}")
    shown(page)
    assert page.evaluate(
        "async () => [(await indexedDB.databases()).length, (await caches.keys()).length]"
    ) == [0, 0]
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert token() not in kept
    assert "2026" not in kept


def test_a_printed_statement_is_whole_and_does_not_bear_its_link(visit: Visit) -> None:
    page = visit.go(f"statements/#{token()}")
    shown(page)
    seen = page.evaluate(
        """() => { dispatchEvent(new Event("beforeprint")); const seen = [location.href,
             [...document.querySelectorAll("details")].every(one => one.open)];
           dispatchEvent(new Event("afterprint")); return seen }"""
    )
    assert seen == [f"{visit.server}statements/", True]
    assert page.url.endswith(token())
    page.emulate_media(media="print")
    expect(page.locator(".pb-bar")).to_be_hidden()
    expect(page.locator(".md-header")).to_be_hidden()


def test_the_page_is_there_before_the_statement(visit: Visit) -> None:
    page = visit.page
    page.route("**/*.bin", lambda _: None)
    page.goto(f"{visit.server}statements/#{token()}", wait_until="domcontentloaded")
    told(page, "opening")
    expect(page.locator(".md-header")).to_be_visible()


# What goes wrong, each with its own message


def test_a_revoked_link_is_refused(anywhere: Visit) -> None:
    page = anywhere.go(f"statements/#{token(epoch=1)}")
    told(page, "refused")
    assert anywhere.elsewhere == []
    assert all("404" in complaint for complaint in anywhere.complaints)
    assert anywhere.faults() == []


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        ("", "no-token"),
        ("#", "no-token"),
        ("#" + "A" * 43, "refused"),
        ("#" + token()[:-4], "malformed"),
        ("#" + token() + "AAAA", "malformed"),
        ("#" + token()[:-1] + "B", "malformed"),
        ("#привет", "malformed"),
        ("#%E0%A4%A", "malformed"),
        ("#__drawer", "malformed"),
    ],
)
@pytest.mark.parametrize("shell", ["statements/", "en/statements/"])
def test_a_wrong_link_is_explained(visit: Visit, shell: str, fragment: str, message: str) -> None:
    page = visit.go(shell + fragment)
    told(page, message)
    assert [complaint for complaint in visit.complaints if "404" not in complaint] == []


@pytest.mark.parametrize("behind", [".", ")", "»", "%20", "/"])
def test_what_a_messenger_puts_behind_a_link_does_no_harm(visit: Visit, behind: str) -> None:
    shown(visit.go(f"statements/#{token()}{behind}"))


def test_a_period_without_statement_leaves_the_choice(visit: Visit) -> None:
    page = visit.go(f"statements/#{token()}/2031-01")
    told(page, "no-period")
    page.get_by_label("Период").select_option("2026-09")
    shown(page)


def test_a_link_pasted_over_another_is_read(visit: Visit) -> None:
    page = visit.go("statements/")
    told(page, "no-token")
    page.evaluate("hash => location.hash = hash", token())
    shown(page)
    page.evaluate("hash => location.hash = hash", token(epoch=1))
    told(page, "refused")


def test_without_connection_the_page_says_so_and_tries_again(visit: Visit) -> None:
    page = visit.page
    page.route("**/layout.json", lambda route: route.abort())
    page.goto(f"{visit.server}statements/#{token()}")
    told(page, "offline")
    page.unroute("**/layout.json")
    page.evaluate("dispatchEvent(new Event('online'))")
    shown(page)


@pytest.mark.parametrize(
    ("path", "status", "body", "message"),
    [
        ("**/layout.json", 404, "", "unavailable"),
        ("**/layout.json", 200, "<!doctype html>", "unavailable"),
        ("**/layout.json", 200, '{"version":2,"prefix":26}', "unavailable"),
        ("**/*.bin", 503, "", "unavailable"),
        (
            "**/*.bin",
            200,
            "<!doctype html><p>a host that answers with a page where a file is missing",
            "refused",
        ),
        ("**/*.bin", 200, "", "refused"),
    ],
)
def test_what_a_host_may_answer(visit: Visit, path: str, status: int, body: str, message: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(status=status, body=body)

    visit.page.route(path, answer)
    told(visit.go(f"statements/#{token()}"), message)


def test_a_changed_blob_is_refused(visit: Visit, sample: Path) -> None:
    def answer(route: Route) -> None:
        blob = bytearray((sample / "statements" / "s" / route.request.url.rpartition("/")[2]).read_bytes())
        blob[-1] ^= 1
        route.fulfill(body=bytes(blob))

    visit.page.route("**/*.bin", answer)
    told(visit.go(f"statements/#{token()}"), "refused")


def test_an_old_browser_is_told(visit: Visit) -> None:
    visit.page.add_init_script("delete globalThis.DecompressionStream")
    told(visit.go(f"statements/#{token()}"), "old-browser")


def test_plain_http_on_another_host_is_told(browser: Browser, server: str) -> None:
    rules = "--host-resolver-rules=MAP book.example 127.0.0.1"
    elsewhere = browser.browser_type.launch(executable_path=find(), args=[rules])
    page = elsewhere.new_page()
    page.goto(f"{server.replace('127.0.0.1', 'book.example')}statements/#{token()}")
    assert page.evaluate("globalThis.crypto.subtle") is None
    told(page, "insecure")
    elsewhere.close()


def test_a_page_opened_from_a_file_says_so(browser: Browser, sample: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{(sample / 'statements' / 'index.html').as_uri()}#{token()}")
    told(page, "file")
    context.close()


def test_without_scripts_the_page_says_so(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}statements/#{token()}")
    # Playwright's locators skip noscript; what the page shows does not.
    assert "нужен JavaScript" in page.inner_text("article")
    context.close()


# Many statements in a file


@pytest.fixture
def shards(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The same book with so many statements that they share files."""
    from generator.statements import sealing
    from tests.browser.samplesite import EPOCH, PARTNERS, SECRET, _sealed

    shutil.copytree(sample, tmp_path / "site", ignore=shutil.ignore_patterns("s", "layout.json"))
    monkeypatch.setattr(sealing, "_ONE_FILE_EACH", 10)
    others = (
        sealing.seal(sealing.token_for(SECRET, f"X-{n}", EPOCH), "index", b"x" * (n % 3000))
        for n in range(600)
    )
    records = [*others, *(sealed for partner in PARTNERS for sealed in _sealed(*partner))]
    assert sealing.write_shards(records, tmp_path / "site" / "statements").prefix == 1
    served = partial(Quiet, directory=str(tmp_path / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), served) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


def test_a_statement_is_found_among_others_in_its_file(browser: Browser, shards: str) -> None:
    context = browser.new_context()
    visit = watched(context, shards)
    shown(visit.go(f"statements/#{token()}"))
    assert all(re.search(r"/s/.\.bin$", url) for url in visit.asked if url.endswith(".bin"))
    told(visit.go(f"statements/#{token(epoch=1)}"), "refused")
    context.close()


# The policy


def test_the_shell_is_for_nobody_else(sample: Path) -> None:
    for shell in (sample / "statements" / "index.html", sample / "en" / "statements" / "index.html"):
        page = shell.read_text("utf-8")
        assert '<meta name="robots" content="noindex, nofollow">' in page
        assert '<meta name="referrer" content="no-referrer">' in page
        assert page.index("Content-Security-Policy") < page.index("<script")
        assert "unsafe" not in page
        before = shell.read_bytes()
        seal_shell(shell)
        assert shell.read_bytes() == before
    for page_ in sample.rglob("index.html"):
        if "statements" not in page_.parts:
            menu = re.findall(
                r'<nav class="md-nav md-nav--primary.*?</nav>', page_.read_text("utf-8"), re.DOTALL
            )
            assert menu
            assert not [part for part in menu if "statements/" in part]


def test_a_script_that_is_not_the_pages_own_does_not_run(visit: Visit) -> None:
    page = visit.go("statements/")
    page.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "globalThis.ran = 1";
           document.body.append(script);
           document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='ran = 1'>") }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("globalThis.ran") is None
    assert [complaint for complaint in visit.complaints if "Content Security Policy" in complaint]


@pytest.mark.parametrize(
    "inside", ['<p style="color:red">', "<style>p{}</style>", '<body onload="x()">', "<a onclick=x()>"]
)
def test_a_shell_that_its_policy_would_break_is_not_sealed(inside: str) -> None:
    with pytest.raises(UnsealableShell):
        policy_of(f'<meta charset="utf-8">{inside}')


def test_data_in_a_script_needs_no_hash() -> None:
    page = '<script type="application/json">{}</script><script src="x.js"></script><script>go()\r\n</script>'
    assert policy_of(page).count("'sha256-") == 1
    assert policy_of(page) == policy_of(page.replace("\r\n", "\n"))


def test_a_page_without_place_for_a_policy_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>")
    with pytest.raises(UnsealableShell):
        seal_shell(tmp_path / "index.html")
