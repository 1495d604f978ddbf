"""What a person sees of an element: its text, its words with a box for each figure, whether it is hidden."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction

TELLING = frozenset({"hidden", "aria-hidden", "style", "class"})
HIDING_CLASSES = frozenset({"hidden", "md-hidden", "visually-hidden", "sr-only"})
UNSEEN_TAGS = frozenset({"script", "style", "template", "noscript"})
BOX = "\u25a1"
_FIGURES = frozenset({"data-fact", "data-record", "data-furniture"})
# Everything else sets its text apart from what stands around it, a label in a chart too.
INLINE = frozenset(
    "a abbr b bdi cite code em i kbd mark q s small span strong sub sup time u var wbr".split()
)


_parser = lxml.html.HTMLParser()
# lxml asks a function of Python for the class of each element that is looked at; nobody here reads forms.
_parser.set_element_class_lookup(
    etree.ElementDefaultClassLookup(HtmlElement, HtmlComment, HtmlProcessingInstruction, HtmlEntity)
)


def parsed(text: str) -> HtmlElement:
    """The tree of a piece of HTML. Raises lxml.etree.ParserError and ValueError where there is none."""
    root = lxml.html.document_fromstring(text, parser=_parser)
    assert isinstance(root, HtmlElement)
    return root


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
        tag = node.tag
        if not isinstance(tag, str) or tag in without or (tag == "a" and is_headerlink(node)):
            return
        block = tag not in INLINE
        if block:
            runs.append(" ")
        if text := node.text:
            runs.append(text)
        for child in node:
            walk(child)
            if tail := child.tail:
                runs.append(tail)
        if block:
            runs.append(" ")

    walk(element)
    return "".join(runs)


def shape_of_text(element: HtmlElement) -> str:
    """The words of an element with a box for each tagged figure, collapsed: what a wording is compared with."""
    runs: list[str] = []

    def walk(node: HtmlElement) -> None:
        tag = node.tag
        if not isinstance(tag, str) or tag in UNSEEN_TAGS:
            return
        apart = " " if tag not in INLINE else ""
        runs.append(apart)
        if not _FIGURES.isdisjoint(node.keys()):
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
