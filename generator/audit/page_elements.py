"""Elements of a page that stand outside of versions: found by attribute or class, with their words and links."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from generator.audit.visible import collapsed, is_headerlink, parsed, shape_of_text, visible_text


@dataclass(frozen=True)
class Noted:
    """One element: its words with a box for each figure, its links with their words, its facts and marks."""

    words: str
    links: tuple[tuple[str, str], ...]  # the words, and where the address leads
    facts: tuple[tuple[str, str], ...]  # id and text
    marks: tuple[tuple[str, str], ...]


def article_of(content: bytes) -> HtmlElement | None:
    """The article of a page; None where the page has none, which is found where all pages are read."""
    found = parsed(content.decode("utf-8")).xpath("//article")
    article = found[0] if isinstance(found, list) and found else None
    return article if isinstance(article, HtmlElement) else None


def below(element: HtmlElement) -> Iterator[HtmlElement]:
    """Everything below an element, from top to bottom."""
    return (one for one in element.iterdescendants() if isinstance(one.tag, str))


def having(element: HtmlElement, attribute: str) -> list[HtmlElement]:
    """The elements below one that carry an attribute."""
    return [one for one in below(element) if one.get(attribute) is not None]


def of_class(element: HtmlElement, name: str) -> list[HtmlElement]:
    """The elements below one that are of a class."""
    return [one for one in below(element) if name in (one.get("class") or "").split()]


def text_of(element: HtmlElement) -> str:
    """The words of an element as they are seen."""
    return collapsed(visible_text(element))


def noted(element: HtmlElement, folder: str) -> Noted:
    """An element with all that it shows; `folder` is that of its page."""
    links = [one for one in below(element) if one.tag == "a" and not is_headerlink(one)]
    return Noted(
        shape_of_text(element),
        tuple((text_of(one), led(one.get("href") or "", folder)) for one in links),
        tuple((one.get("data-fact") or "", text_of(one)) for one in having(element, "data-fact")),
        tuple((one.get("data-record") or "", text_of(one)) for one in having(element, "data-record")),
    )


def led(address: str, folder: str) -> str:
    """Where an address on the page of a folder leads: below the pages of its language, or away from the site."""
    if "://" in address or address.startswith("mailto:"):
        return address
    page, sign, anchor = address.partition("#")
    where = posixpath.normpath(posixpath.join(f"/{folder}", page)).lstrip("/") if page else folder
    return f"{where}{sign}{anchor}"
