"""Finds links of built pages that lead nowhere: to a page that is not there, or to no place in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

_LINK = re.compile(r"""\s(?:href|src)="([^"]*)\"""")
_PLACE = re.compile(r"""\s(?:id|name)="([^"]+)\"""")
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)


def broken_links(site: Path) -> list[str]:
    """A line for each link within the site that leads nowhere, sorted; pages that MkDocs wrote and all they load.

    The page for what was not found is left out: it is served at any address.
    """
    texts = {
        path.relative_to(site).as_posix(): _SCRIPT.sub("", path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
    }
    places = {page: {unescape(one) for one in _PLACE.findall(text)} for page, text in texts.items()}
    found: set[str] = set()
    for page, text in texts.items():
        if page.endswith("404.html"):
            continue
        for link, target, place in _links(page, text):
            known = places.get(target)
            if known is None and not (site / target).is_file():
                found.add(f"{page}: {link} leads to {target}, which is not there")
            elif place and place not in (known or ()):
                found.add(f"{page}: {link} leads to no place in {target}")
    return sorted(found)


def _links(page: str, text: str) -> Iterator[tuple[str, str, str]]:
    """(link as written, path below the site, place in it) of each link that stays within the site."""
    for written in _LINK.findall(text):
        link = unescape(written)
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        path = unquote(parts.path)
        steps = [] if path.startswith("/") else list(PurePosixPath(page).parent.parts)
        for step in path.split("/"):
            if step == "..":
                del steps[-1:]
            elif step not in ("", "."):
                steps.append(step)
        if not path:
            target = page
        elif path.endswith(("/", "..")) or path in (".", ".."):
            target = "/".join([*steps, "index.html"])
        else:
            target = "/".join(steps)
        yield link, target, unquote(parts.fragment)
