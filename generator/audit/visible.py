"""What a person sees of an element: its text, its words with a box for each figure, whether it is hidden."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

TELLING = frozenset({"hidden", "aria-hidden", "style", "class"})
HIDING_CLASSES = frozenset({"hidden", "md-hidden", "visually-hidden", "sr-only"})
UNSEEN_TAGS = frozenset({"script", "style", "template", "noscript"})
BOX = "\u25a1"
# Everything else sets its text apart from what stands around it, a label in a chart too.
INLINE = frozenset(
    "a abbr b bdi cite code em i kbd mark q s small span strong sub sup time u var wbr".split()
)


def collapsed(text: str) -> str:
    """Every run of Unicode white space as one plain space, none at the ends."""
    return " ".join(text.split())


def collapsed_keeping_nbsp(text: str) -> str:
    """Plain white space collapsed, no-break spaces kept: the form in which figures can still be read."""
    return re.sub(r"[ \t\n\r\f]+", " ", text).strip(" ")


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element takes its content from people's eyes."""
    keys = element.keys()
    if not keys:
        return False
    if "hidden" in keys or element.get("aria-hidden") == "true":
        return True
    if "style" in keys:
        style = (element.get("style") or "").replace(" ", "").lower()
        if any(sign in style for sign in ("display:none", "visibility:hidden", "font-size:0", "opacity:0")):
            return True
    return "class" in keys and not HIDING_CLASSES.isdisjoint((element.get("class") or "").split())


def may_hide(text: str) -> bool:
    """Whether anything in a piece of HTML could hide something: a quick look before a slow one."""
    lowered = text.lower()
    return "hidden" in lowered or "style" in lowered or "sr-only" in lowered


def visible_text(element: HtmlElement, without: frozenset[str] = UNSEEN_TAGS) -> str:
    """The text of an element without scripts and heading links; blocks are set apart by spaces."""
    if len(element) == 0 and element.tag in INLINE:
        return element.text or ""
    runs: list[str] = []

    def walk(node: HtmlElement) -> None:
        if not isinstance(node.tag, str) or node.tag in without or is_headerlink(node):
            return
        block = node.tag not in INLINE
        if block:
            runs.append(" ")
        runs.append(node.text or "")
        for child in node:
            walk(child)
            runs.append(child.tail or "")
        if block:
            runs.append(" ")

    walk(element)
    return "".join(runs)


def shape_of_text(element: HtmlElement) -> str:
    """The words of an element with a box for each tagged figure, collapsed: what a wording is compared with."""
    runs: list[str] = []

    def walk(node: HtmlElement) -> None:
        if not isinstance(node.tag, str) or node.tag in UNSEEN_TAGS:
            return
        apart = " " if node.tag not in INLINE else ""
        runs.append(apart)
        if any(name in node.attrib for name in ("data-fact", "data-record", "data-furniture")):
            runs.append(BOX)
        else:
            runs.append(node.text or "")
            for child in node:
                walk(child)
                runs.append(child.tail or "")
        runs.append(apart)

    walk(element)
    return collapsed("".join(runs))


def is_headerlink(element: HtmlElement) -> bool:
    """Whether an element is the theme's link beside a heading."""
    return element.tag == "a" and "headerlink" in (element.get("class") or "").split()
