"""Builds the public site: Markdown to HTML by MkDocs for each language, search, and the sealed shell."""

from __future__ import annotations

import os
import subprocess
import sys
from calendar import timegm
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from generator.rules.editions import edition_on
from generator.settlement.boards import Standing
from generator.site.desk import Pages
from generator.site.links import broken_links
from generator.site.pages import write_pages
from generator.site.policy import seal_shell
from generator.site.search import index_site
from generator.terms.edition import Edition
from generator.terms.programme import Programme


class SiteFailed(Exception):
    """MkDocs refused, or pages link to what is not there; the message says which."""


def write_content(
    programme: Programme,
    all_editions: tuple[Edition, ...],
    published: Mapping[str, str],
    on: date,
    templates: Path,
    folder: Path,
    standings: Mapping[str, Standing | None],
) -> dict[str, Pages]:
    """Write the Markdown and the feeds of every language below `folder`/<language>; only what differs is touched."""
    edition_on(all_editions, max(on, programme.file.starts))
    out: dict[str, Pages] = {}
    for language in programme.languages:
        pages = write_pages(programme, all_editions, published, on, language, templates, standings)
        root = folder / language
        for stale in (p for ending in ("*.md", "*.ics") for p in root.rglob(ending)) if root.exists() else ():
            if stale.relative_to(root).as_posix() not in pages.files:
                stale.unlink()
        for name, text in pages.files.items():
            path, content = root / name, text.encode()
            if path.exists() and path.read_bytes() == content:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        out[language] = pages
    return out


def build_html(
    programme: Programme,
    pages: Mapping[str, Pages],
    on: date,
    mkdocs_file: Path,
    templates: Path,
    folder: Path,
    site: Path,
) -> int:
    """Run MkDocs for each language into `site` (others below it), then search and the sealed shell.

    `folder` holds content/<language> and receives mkdocs.<language>.yml. Returns the number of pages.
    Raises SiteFailed.
    """
    first = programme.languages[0]
    runs: list[tuple[str, subprocess.Popen[str]]] = []
    side = {
        language: site if language == first else site.parent / f"site-{language}"
        for language in programme.languages
    }
    environment = os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": str(timegm(on.timetuple())),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    for language in programme.languages:
        written = _mkdocs_file(
            programme, pages[language], language, mkdocs_file, templates, folder, side[language]
        )
        command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(written)]
        runs.append(
            (
                language,
                subprocess.Popen(
                    command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
                ),
            )
        )
    said = {language: (run.communicate()[0], run.returncode) for language, run in runs}
    for language, (text, code) in said.items():
        # Not by --quiet, which would hide that a link of a hand-written page leads nowhere.
        told = [line for line in text.splitlines() if line.startswith(("WARNING", "ERROR"))]
        if code != 0 or told:
            raise SiteFailed(f"MkDocs ({language}): " + ("\n".join(told) or text.strip()))
    for language in programme.languages[1:]:
        side[language].rename(site / language)
    for language in programme.languages:
        here = site if language == first else site / language
        seal_shell(here / "statements" / "index.html")
    if nowhere := broken_links(site):
        raise SiteFailed("Links lead nowhere:\n  " + "\n  ".join(nowhere[:20]))
    index_site(site)
    return sum(1 for path in site.rglob("*.html") if path.name == "index.html")


def _inherited(mkdocs_file: Path) -> Mapping[str, object]:
    """The project's own configuration of MkDocs; its tags stay unread. Raises SiteFailed."""
    try:
        found = YAML(typ="rt", pure=True).load(mkdocs_file.read_text(encoding="utf-8"))
    except (MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        at = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise SiteFailed(f"{mkdocs_file}{at} cannot be read as YAML.") from None
    if not isinstance(found, dict):
        raise SiteFailed(f"{mkdocs_file} holds no keys.")
    return found


def _mkdocs_file(
    programme: Programme,
    pages: Pages,
    language: str,
    mkdocs_file: Path,
    templates: Path,
    folder: Path,
    site: Path,
) -> Path:
    """The configuration of one language, which inherits the project's own."""
    first = programme.languages[0]
    here = "" if language == first else f"{language}/"
    inherited = _inherited(mkdocs_file)
    names = {"ru": "Русский", "en": "English"}
    values: dict[str, object] = {
        "INHERIT": os.path.relpath(mkdocs_file, folder),
        "site_name": programme.file.title[language],
        "docs_dir": str((folder / "content" / language).resolve()),
        "site_dir": str(site.resolve()),
        "theme": {
            "name": "material",
            "language": language,
            "custom_dir": str((templates / "overrides").resolve()),
        },
        "hooks": [str(Path(__file__).with_name("mkdocs_plugin.py"))],
        "nav": pages.nav,
        "extra": {
            "here": here,
            "alternate": [
                {"name": names[code], "lang": code, "link": "" if code == first else f"{code}/"}
                for code in programme.languages
            ],
        },
    }
    if inherited.get("site_url"):
        values["site_url"] = str(inherited["site_url"]) + here
    path = folder / f"mkdocs.{language}.yml"
    with path.open("w", encoding="utf-8") as out:
        YAML(typ="safe", pure=True).dump(values, out)
    return path
