"""Every link of every page leads to a page and a place in it that exist, and nothing is asked of anybody else."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
import pytest

from generator.site.links import broken_links
from tests.site.conftest import ADDRESS, Example

LINKS = ("href", "src", "poster", "data", "action", "xlink:href", "data-pagefind")
ELSEWHERE = ("mailto:", "tel:", "data:", "javascript:")


def links(page: lxml.html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """(tag, attribute, address) of everything that a page links to or loads."""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        for name in LINKS:
            if element.get(name) is not None:
                yield element.tag, name, str(element.get(name))
        for one in str(element.get("srcset", "")).split(","):
            if one.strip():
                yield element.tag, "srcset", one.split()[0]


def faults(pages: dict[str, lxml.html.HtmlElement], site: Path, meetings: Collection[str] = ()) -> list[str]:
    """Links of these pages that lead nowhere below the public root `site`, nor to any of the `meetings`."""
    anchors = {path: set(page.xpath("//@id | //a/@name")) for path, page in pages.items()}
    found = []
    for path, page in pages.items():
        missing = path.endswith("404.html")  # served at any address: its links begin at the root
        for tag, attribute, link in links(page):
            if link.startswith(ELSEWHERE) or (tag == "a" and link in meetings):
                continue
            whole = urljoin(f"{ADDRESS}{path}", link)
            if not whole.startswith(ADDRESS):
                found.append(f"{path}: <{tag} {attribute}={link!r}> leaves the site")
                continue
            if missing and not link.startswith(("/", "#", ADDRESS)):
                found.append(f"{path}: {link!r} is not found from everywhere")
            parts = urlsplit(whole)
            target = unquote(parts.path.removeprefix("/"))
            target = f"{target}index.html" if target.endswith("/") or not target else target
            if attribute == "data-pagefind":  # a folder that scripts are loaded from
                target = f"{target.removesuffix('index.html')}pagefind.js"
            if (site / target).is_dir():
                found.append(f"{path}: {link!r} is a folder without its slash")
            elif not (site / target).exists():
                found.append(f"{path}: {link!r} leads to {target}, which is not there")
            elif parts.fragment and unquote(parts.fragment) not in anchors.get(target, set()):
                found.append(f"{path}: {link!r} leads to no place in {target}")
    return found


def test_every_link_leads_somewhere(example: Example, site: Path) -> None:
    checked = sum(1 for page in example.pages.values() for _ in links(page))
    assert checked > 2000
    webinars = (example.places.root / "program" / "training" / "webinars.yaml").read_text("utf-8")
    meetings = re.findall(r"https://\S+", webinars)
    assert not faults(example.pages, site, meetings)
    assert faults(example.pages, site)


@pytest.mark.parametrize(
    "broken",
    [
        '<a href="../nowhere/">x</a>',
        '<a href="#nowhere">x</a>',
        '<a href="tiers/#tier-nowhere">x</a>',
        '<img src="https://elsewhere.example/x.png">',
        '<img srcset="small.png 1x, //elsewhere.example/x.png 2x">',
    ],
)
def test_a_broken_link_is_seen(example: Example, site: Path, broken: str) -> None:
    page = lxml.html.fromstring(f"<html><body>{broken}</body></html>")
    assert faults(example.pages | {"index.html": page}, site)


def test_the_build_itself_follows_links(example: Example, site: Path, tmp_path: Path) -> None:
    """The check that every build makes finds nothing here, and each link in a page that leads nowhere."""
    assert broken_links(site) == []
    good = [
        '<a href="b/">',
        '<a href="./b/#here">',
        '<a href="#up">',
        '<a href="b/index.html">',
        '<img src="x.png">',
    ]
    good += [
        '<a href="https://elsewhere.example/">',
        '<a href="mailto:a@b.example">',
        '<a href="/b/">',
        '<a href=".">',
    ]
    bad = [
        '<a href="c/">',
        '<a href="b/#there">',
        '<a href="#down">',
        '<a href="../b/c/">',
        '<img src="y.png">',
    ]
    bad += ['<a href="b">', '<a href="/c/">', '<a href="b/?x=1#gone">']
    (tmp_path / "b").mkdir()
    (tmp_path / "x.png").write_bytes(b"")
    (tmp_path / "b" / "index.html").write_text(
        '<p id="here"><a href="..">up</a><a href="../#up">up</a>', "utf-8"
    )
    (tmp_path / "404.html").write_text('<a href="nowhere/">', "utf-8")
    (tmp_path / "index.html").write_text('<p id="up">' + "".join(good), "utf-8")
    assert broken_links(tmp_path) == []
    for one in bad:
        (tmp_path / "index.html").write_text(f'<p id="up">{one}', "utf-8")
        assert len(broken_links(tmp_path)) == 1, one


def test_no_id_stands_twice(example: Example) -> None:
    for path, page in example.pages.items():
        twice = [one for one, count in Counter(page.xpath("//@id")).items() if count > 1]
        assert not twice, path


REQUESTS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")


def test_no_style_sheet_asks_a_third_party(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    inline = list(site.rglob("*.html"))
    assert len(sheets) >= 4
    asked = {
        (path.name, link)
        for path in [*sheets, *inline]
        for link in REQUESTS.findall(path.read_text("utf-8"))
        if re.match(r"(?:[a-z]+:)?//", link) and not link.startswith("data:")
    }
    assert not asked
    assert REQUESTS.findall("a{b:url( 'https://x.example/f.woff2' )} @import \"//y.example/z.css\";") == [
        "https://x.example/f.woff2",
        "//y.example/z.css",
    ]


def test_files_named_by_style_sheets_exist(site: Path) -> None:
    wanted = 0
    for path in site.rglob("*.css"):
        for link in REQUESTS.findall(path.read_text("utf-8")):
            if link.startswith(("data:", "#")):
                continue
            wanted += 1
            assert (path.parent / urlsplit(link).path).exists(), (path.name, link)
    assert wanted >= 6
