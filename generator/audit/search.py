"""The search index holds what its pages show, and no page that is not public."""

from __future__ import annotations

import gzip
import json
import re
import zlib

from generator.audit.findings import Findings, Place
from generator.audit.outputs import Memo, Outputs
from generator.audit.pages import Page
from generator.audit.public import SITE, Public

FOLDER = f"{SITE}/pagefind/fragment"
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")


def check_search(outputs: Outputs, public: Public, memo: Memo, findings: Findings) -> None:
    """Compare each indexed text with its page: the same words and the same digits, in the same order."""
    for path in outputs.list(FOLDER, "*"):
        key = ("search", path, outputs.digest(path))
        url, content = memo.get(key, lambda path=path: _read(outputs, path))  # type: ignore[misc]
        page = public.pages.get(f"{SITE}{url}index.html")
        if page is None:
            findings.add("search-differs", Place(path), f"it indexes {url!r}, which is no page of the site")
            continue
        same = memo.get(("same", *key, page.path, outputs.digest(page.path)), lambda: _same(content, page))  # noqa: B023
        if not same:
            findings.add("search-differs", Place(path), f"its words or digits are not those of {url}")
        findings.count("indexed pages")


def _read(outputs: Outputs, path: str) -> tuple[str, str]:
    try:
        data = gzip.decompress(outputs.read(path)).removeprefix(b"pagefind_dcd")
        loaded = json.loads(data)
        return str(loaded["url"]), str(loaded["content"])
    except (OSError, ValueError, KeyError, zlib.error):
        return "", ""


def _same(content: str, page: Page) -> bool:
    return _WORD.findall(content) == _WORD.findall(page.indexed) or (
        _DIGITS.findall(content) == _DIGITS.findall(page.indexed)
        and "".join(_WORD.findall(content)) == "".join(_WORD.findall(page.indexed))
    )
