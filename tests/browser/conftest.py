"""Fixtures of the browser tests: a built sample, a plain static server, pages that watch what they ask for."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.samplesite import build_sample

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word, also when the browser has left before the end of one."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def handle(self) -> None:
        """Answer; a page that was closed meanwhile wants no answer."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().handle()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public root of the sample book."""
    return build_sample(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def server(sample: Path) -> Iterator[str]:
    """The address of a static server over the sample, with a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(sample))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@dataclass
class Visit:
    """A page, and all that it asked for and complained of."""

    page: Page
    server: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a path of the sample as a new visitor would: by loading it."""
        self.page.goto("about:blank")
        self.page.goto(self.server + path)
        return self.page

    @property
    def elsewhere(self) -> list[str]:
        """Requests to any other origin."""
        return [url for url in self.asked if not url.startswith((self.server, "about:", "data:", "blob:"))]

    def faults(self) -> list[str]:
        """What axe finds on the page, one line for each fault and place."""
        self.page.evaluate(AXE.read_text("utf-8"))
        # Material's drawer nests lists of links whose hidden headings name them; it is one landmark to a reader.
        found = self.page.evaluate(
            """async () => (await axe.run(document,
                 {resultTypes: ["violations"], rules: {"landmark-unique": {enabled: false}}})).violations
               .flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary}`))"""
        )
        return [str(fault) for fault in found]


def watched(context: BrowserContext, server: str) -> Visit:
    """A new page of this context, watched."""
    visit = Visit(context.new_page(), server)
    visit.page.on("request", lambda request: visit.asked.append(request.url))
    visit.page.on("console", lambda message: visit.complaints.append(f"{message.type}: {message.text}"))
    visit.page.on("pageerror", lambda error: visit.complaints.append(f"error: {error}"))
    return visit


@pytest.fixture(params=["desk-light", "desk-dark", "phone-light", "phone-dark"])
def anywhere(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Visit]:
    """A visit from a desk or a phone, by day or by night."""
    device, look = request.param.split("-")
    width, height = (360, 740) if device == "phone" else (1280, 900)
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=look)
    yield watched(context, server)
    context.close()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """A visit from a desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield watched(context, server)
    context.close()
