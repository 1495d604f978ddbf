"""Reader of built HTML: takes facts, binding sentences, examples and tables from what a person sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import lxml.html
from lxml.html import HtmlElement

from generator.audit.findings import Findings, Place
from generator.audit.numerals import Figure, Unreadable, read
from generator.audit.scenario_pages import Scenario, read_scenario
from generator.audit.visible import (
    TELLING,
    UNSEEN_TAGS,
    collapsed,
    collapsed_keeping_nbsp,
    is_headerlink,
    is_hidden,
    parsed,
    visible_text,
)

SEEN_ATTRIBUTES = frozenset({"title", "alt", "aria-label", "placeholder", "content", "value"})

_DIGIT = re.compile(r"\d")


class Context(NamedTuple):
    """What surrounds a piece of text: the nearest tagged ancestors, by their ids."""

    thing: str = ""
    version: str = ""
    sentence: str = ""
    explanation: str = ""
    example: str = ""
    part: str = ""
    hidden: bool = False
    covered: bool = False  # inside a fact, record, example figure or furniture
    depth: int = 0  # in how many list entries


@dataclass(frozen=True)
class Fact:
    """One tagged figure: identity and unit from the tag, the value from the visible text alone."""

    id: str
    unit: str
    text: str
    figure: Figure | None
    language: str
    context: Context


@dataclass(frozen=True)
class Piece:
    """A run of a sentence: words, code, a fact or a reference; `target` is the fact's or thing's id."""

    kind: str
    text: str
    target: str = ""
    figure: Figure | None = None


@dataclass(frozen=True)
class Sentence:
    """A binding sentence: its words as seen, and its runs in order."""

    id: str
    language: str
    text: str
    pieces: tuple[Piece, ...]
    context: Context


@dataclass(frozen=True)
class Example:
    """A worked example: (name, unit, visible text) of what is given, what does not hold, and what follows."""

    id: str
    language: str
    given: tuple[tuple[str, str, str], ...]
    but: tuple[str, ...]
    then: tuple[tuple[str, str, str], ...]
    text: str


@dataclass(frozen=True)
class Cell:
    """One cell of a table: what it shows, and the ids of the facts in it."""

    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as a person reads it: headings, and rows of cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    context: Context


@dataclass
class Page:
    """Everything taken from one built page."""

    path: str
    language: str
    title: str = ""
    text: str = ""
    indexed: str = ""  # without the labels of charts, as a search finds it
    facts: list[Fact] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    scenarios: list[Scenario] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    references: list[tuple[str, str, str]] = field(default_factory=list)  # target, words, href
    things: dict[tuple[str, str], str] = field(default_factory=dict)  # (thing, version) -> first heading
    explanations: dict[str, str] = field(default_factory=dict)
    furniture: list[str] = field(default_factory=list)
    records: list[tuple[str, str]] = field(default_factory=list)
    tagged: list[str] = field(default_factory=list)  # the text of every tagged figure, in the order shown
    findings: Findings = field(default_factory=Findings)


def read_page(content: bytes, path: str) -> Page:
    """Take everything from one built page; what cannot be read becomes a finding of the page."""
    page = Page(path, "")
    tail = content.rstrip()[-7:].lower()
    try:
        text = content.decode("utf-8")
        root = parsed(text)
    except (ValueError, lxml.etree.ParserError) as error:
        page.findings.add("page-unreadable", Place(path), f"the page cannot be parsed: {error}")
        return page
    if tail != b"</html>":
        page.findings.add("page-unreadable", Place(path), "the page does not end with </html>")
    page.language = (root.get("lang") or "").partition("-")[0]
    page.title = collapsed(root.findtext(".//title") or "")
    articles = root.xpath("//article[contains(concat(' ', @class, ' '), ' md-content__inner ')]")
    if not isinstance(articles, list) or len(articles) != 1:
        page.findings.add("page-unreadable", Place(path), "the page does not have exactly one article")
        return page
    article = articles[0]
    assert isinstance(article, HtmlElement)
    hidden = any(is_hidden(one) for one in article.iterancestors())
    read_fragment(article, page, Context(hidden=hidden))
    page.text = collapsed(visible_text(article))
    page.indexed = (
        page.text if b"<svg" not in content else collapsed(visible_text(article, UNSEEN_TAGS | {"svg"}))
    )
    return page


def read_fragment(element: HtmlElement, page: Page, context: Context) -> None:
    """Take everything below an element into a page whose language is set."""
    _walk(element, page, context)


def _walk(element: HtmlElement, page: Page, context: Context) -> None:
    if not isinstance(element.tag, str) or element.tag in UNSEEN_TAGS or is_headerlink(element):
        return
    inner = _enter(element, page, context)
    _census(element.text, element.tag, page, inner)
    if not inner.covered and not SEEN_ATTRIBUTES.isdisjoint(element.keys()):
        for name, shown in element.items():
            if name in SEEN_ATTRIBUTES and _DIGIT.search(shown):
                page.findings.add(
                    "untagged-digit", Place(page.path, name), f"attribute {name} says {shown!r}"
                )
    for child in element:
        _walk(child, page, inner)
        _census(child.tail, element.tag, page, inner)


def _census(text: str | None, tag: str, page: Page, context: Context) -> None:
    if text and not context.covered and _DIGIT.search(text):
        says = f"{collapsed(text)!r} stands in <{tag}> with a digit that no tag accounts for"
        page.findings.add("untagged-digit", Place(page.path, context.sentence or context.thing), says)


def _enter(element: HtmlElement, page: Page, context: Context) -> Context:
    """Note what an element itself is, and give the context of what stands inside it."""
    attributes = dict(element.items())
    tagged = any(key.startswith("data-") for key in attributes)
    if not tagged and element.tag not in ("li", "table") and TELLING.isdisjoint(attributes):
        return context
    hidden = context.hidden or is_hidden(element)
    if not tagged and element.tag not in ("li", "table"):
        return context if hidden == context.hidden else context._replace(hidden=hidden)
    get = attributes.get
    thing, version = get("data-thing"), get("data-version")
    now = Context(
        thing if thing is not None else context.thing,
        (version or "") if thing is not None else context.version,
        get("data-sentence") or context.sentence,
        get("data-explanation") or context.explanation,
        get("data-example") or get("data-scenario") or context.example,
        get("data-part") or context.part,
        hidden,
        context.covered,
        context.depth + (1 if element.tag == "li" else 0),
    )
    if thing is not None:
        if not version:
            page.findings.add(
                "page-unreadable", Place(page.path, thing), "a thing stands there without a version"
            )
        headings = element.xpath(".//h1|.//h2|.//h3")
        first = collapsed(visible_text(headings[0])) if isinstance(headings, list) and headings else ""
        page.things.setdefault((thing, version or ""), first)
    covers = False
    fact_id = get("data-fact")
    if fact_id is not None:
        _note_fact(element, fact_id, page, now)
        covers = True
    sentence_id = get("data-sentence")
    if sentence_id is not None:
        _note_sentence(element, sentence_id, page, now)
    if get("data-explanation") is not None:
        page.explanations[get("data-explanation") or ""] = collapsed(visible_text(element))
    if get("data-example") is not None:
        page.examples.append(_example(element, page.language))
    if get("data-scenario") is not None:
        page.scenarios.append(read_scenario(element, page.language))
    if get("data-ref") is not None:
        words = collapsed(visible_text(element))
        page.references.append((get("data-ref") or "", words, get("href") or ""))
    if get("data-record") is not None:
        page.records.append((get("data-record") or "", collapsed(visible_text(element))))
        covers = True
    if get("data-furniture") is not None:
        page.furniture.append(f"{get('data-furniture')}\t{collapsed(visible_text(element))}")
        covers = True
    if get("data-given") is not None or get("data-then") is not None:
        covers = True
    if element.tag == "table":
        page.tables.append(_table(element, now))
    if covers:
        if not context.covered:
            page.tagged.append(visible_text(element))
        if hidden and (fact_id is not None or get("data-record") is not None):
            page.findings.add("hidden-text", Place(page.path, fact_id or ""), "it has a hidden ancestor")
        return now._replace(covered=True)
    if sentence_id is not None and hidden:
        page.findings.add("hidden-text", Place(page.path, sentence_id), "the sentence has a hidden ancestor")
    return now


def _note_fact(element: HtmlElement, fact_id: str, page: Page, context: Context) -> None:
    text = visible_text(element).strip(" \n\t")
    unit = element.get("data-unit") or ""
    figure: Figure | None = None
    if context.covered:
        page.findings.add(
            "fact-unreadable", Place(page.path, fact_id), "a fact stands inside another tagged figure"
        )
    try:
        figure = read(text, page.language, unit)
    except Unreadable as error:
        page.findings.add("fact-unreadable", Place(page.path, fact_id), str(error))
    page.facts.append(Fact(fact_id, unit, text, figure, page.language, context))


def _note_sentence(element: HtmlElement, sentence_id: str, page: Page, context: Context) -> None:
    pieces = tuple(_joined(_pieces(element, page.language)))
    text = collapsed(visible_text(element))
    page.sentences.append(Sentence(sentence_id, page.language, text, pieces, context))


def _pieces(element: HtmlElement, language: str) -> Iterator[Piece]:
    if element.text:
        yield Piece("words", element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN_TAGS and not is_headerlink(child):
            if child.get("data-fact") is not None:
                text = visible_text(child).strip(" \n\t")
                try:
                    figure: Figure | None = read(text, language, child.get("data-unit") or "")
                except Unreadable:
                    figure = None  # the fact itself has its finding already
                yield Piece("fact", text, child.get("data-fact") or "", figure)
            elif child.get("data-ref") is not None:
                yield Piece("ref", collapsed(visible_text(child)), child.get("data-ref") or "")
            elif child.tag == "code":
                yield Piece("code", visible_text(child))
            else:
                yield from _pieces(child, language)
        if child.tail:
            yield Piece("words", child.tail)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    words = ""
    for piece in pieces:
        if piece.kind == "words":
            words += piece.text
            continue
        if words:
            yield Piece("words", words)
            words = ""
        yield piece
    if words:
        yield Piece("words", words)


def _example(element: HtmlElement, language: str) -> Example:
    def tagged(attribute: str) -> tuple[tuple[str, str, str], ...]:
        found = [element, *element.iterdescendants()]
        return tuple(
            (one.get(attribute) or "", one.get("data-unit") or "", visible_text(one).strip(" \n\t"))
            for one in found
            if isinstance(one.tag, str) and one.get(attribute) is not None
        )

    but = tuple(name for name, _, _ in tagged("data-but"))
    text = collapsed(visible_text(element))
    return Example(
        element.get("data-example") or "", language, tagged("data-given"), but, tagged("data-then"), text
    )


def _table(element: HtmlElement, context: Context) -> Table:
    def cell(one: HtmlElement) -> Cell:
        facts = tuple(
            e.get("data-fact") or "" for e in one.iter() if isinstance(e.tag, str) and e.get("data-fact")
        )
        return Cell(collapsed_keeping_nbsp(visible_text(one)), facts)

    rows = list(element.iter("tr"))
    headings: tuple[str, ...] = ()
    body: list[tuple[Cell, ...]] = []
    for row in rows:
        cells = [c for c in row if c.tag in ("td", "th")]
        if not headings and not body and cells and all(c.tag == "th" for c in cells):
            headings = tuple(collapsed(visible_text(c)) for c in cells)
        else:
            body.append(tuple(cell(c) for c in cells))
    return Table(headings, tuple(body), context)
