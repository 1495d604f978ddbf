"""The example, built once for all tests of the site, at an address of its own."""

import fcntl
import os
import pickle
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import lxml.html
import pytest

from generator.rules.editions import editions
from generator.rules.folder import load_programme
from generator.terms.edition import Edition
from generator.terms.programme import Programme
from generator.workflow.build import build
from generator.workflow.places import Places

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 12)
ADDRESS = "https://book.example/"


@dataclass(frozen=True)
class Example:
    """The built example: its places, its programme, and the parsed pages by path below the site."""

    places: Places
    programme: Programme
    editions: tuple[Edition, ...]
    pages: dict[str, lxml.html.HtmlElement]

    def of(self, language: str) -> dict[str, lxml.html.HtmlElement]:
        """The pages of one language by their path below its root, without those for what was not found."""
        first = self.programme.languages[0]
        found = {}
        for path, page in self.pages.items():
            here = next((c for c in self.programme.languages[1:] if path.startswith(f"{c}/")), first)
            if here == language and not path.endswith("404.html"):
                found[path if here == first else path.removeprefix(f"{here}/")] = page
        return found


def parsed(site: Path) -> dict[str, lxml.html.HtmlElement]:
    """The pages below a public root by path."""
    return {
        path.relative_to(site).as_posix(): lxml.html.fromstring(path.read_bytes().decode("utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def _project(root: Path) -> None:
    for part in ("program", "partners_data", "site_templates"):
        shutil.copytree(ROOT / part, root / part)
    # Without an address the site map is empty and a test of it would prove nothing.
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(f"site_url: {ADDRESS}\n{text}", "utf-8")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """One build for all processes of the run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    root, done = shared / "example", shared / "example.done"
    with (shared / "example.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _project(root)
            summary = build(Places.of(root), ON, bytes(32), with_audit=False)
            done.write_bytes(pickle.dumps(summary.as_dict()))
    places = Places.of(root)
    programme, _ = load_programme(places.program)
    return Example(places, programme, editions(programme, ON), parsed(places.site))


@pytest.fixture(scope="session")
def site(example: Example) -> Path:
    """The public root."""
    return example.places.site
