"""The other side of statements: the same page by Hugo from parameters, and by MkDocs from Markdown.

`python -m benchmarks.other_pages hugo|mkdocs FRAGMENTS OUT PAGES` makes PAGES pages below OUT from the fragments
in FRAGMENTS, taken in turn, and prints how long the maker of pages took. Writing its input is not timed.
"""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.measured import Watch
from benchmarks.page import Block, article_of, as_markdown, blocks_of, numbers_of, shown

_HUGO = {
    "baseURL": "https://example.org/",
    "title": "Statements",
    "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404", "home", "section"],
}
_LAYOUT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body><article>
{{ range .Params.blocks }}{{ if eq .kind "heading" }}<h{{ .level }}>{{ .text }}</h{{ .level }}>
{{ else if eq .kind "text" }}<p>{{ .text }}</p>
{{ else if eq .kind "list" }}<dl>{{ range .rows }}<div><dt>{{ index . 0 }}</dt><dd><b>{{ index . 1 }}</b></dd></div>
{{ end }}</dl>
{{ else }}<table><thead><tr>{{ range .head }}<th>{{ . }}</th>{{ end }}</tr></thead><tbody>
{{ range .rows }}<tr>{{ range . }}<td>{{ . }}</td>{{ end }}</tr>
{{ end }}</tbody></table>
{{ end }}{{ end }}</article></body></html>
"""
_MKDOCS = {
    "site_name": "Statements",
    "theme": {"name": "material", "font": False},
    "plugins": [],  # no search
    "markdown_extensions": ["tables"],
    "nav": [{"Home": "index.md"}],  # a page in the navigation costs each other page
    "not_in_nav": "*.md",
}


def hugo(pages: list[list[Block]], out: Path, count: int) -> dict[str, Any]:
    """Pages by Hugo: JSON front matter and one template."""
    (out / "content").mkdir(parents=True)
    (out / "layouts" / "_default").mkdir(parents=True)
    (out / "layouts" / "_default" / "single.html").write_text(_LAYOUT, "utf-8")
    (out / "config.json").write_text(json.dumps(_HUGO), "utf-8")
    for number in range(count):
        front = {"title": f"Statement {number}", "blocks": pages[number % len(pages)]}
        text = json.dumps(front, ensure_ascii=False, indent=1)
        (out / "content" / f"p{number:06}.md").write_text(text + "\n", "utf-8")
    program = shutil.which("hugo")
    assert program is not None
    watch = Watch()
    subprocess.run([program, "--quiet", "--source", str(out), "--destination", "public"], check=True)
    answer = watch.answer()
    check(pages[0], article_of(out / "public" / "p000000" / "index.html", "//article"))
    return answer


def mkdocs(pages: list[list[Block]], out: Path, count: int) -> dict[str, Any]:
    """Pages by MkDocs with Material, without search; modules are imported before."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    docs = out / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Statements\n", "utf-8")
    for number in range(count):
        (docs / f"p{number:06}.md").write_text(as_markdown(pages[number % len(pages)]), "utf-8")
    (out / "mkdocs.yml").write_text(json.dumps(_MKDOCS), "utf-8")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    load_config(str(out / "mkdocs.yml"))  # brings the modules of the theme
    watch = Watch()
    build(load_config(str(out / "mkdocs.yml")))
    answer = watch.answer()
    article = article_of(out / "site" / "p000000" / "index.html", "//article")
    check(pages[0], article)
    return answer


def check(page: list[Block], article: str) -> None:
    """Refuse to compare with a page that does not show the same numbers."""
    wanted, found = numbers_of(shown(page)), numbers_of(article)
    if wanted != found:
        raise ValueError(f"the other page shows other numbers:\n{wanted}\n{found}")


def main() -> None:
    """Make the pages once and print the answer."""
    maker, fragments, out, count = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    pages = [blocks_of(path) for path in sorted(fragments.glob("*.html"))]
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    answer = {"hugo": hugo, "mkdocs": mkdocs}[maker](pages, out, count)
    answer["pages"] = count
    answer["numbers"] = len(numbers_of(shown(pages[0])))
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
