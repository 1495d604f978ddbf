"""Markup: sayings as HTML inside Markdown, every figure tagged with what it is, its value only as visible text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from html import escape

from generator.rules.wording import HOLE, resolve
from generator.terms.numerals import shown
from generator.terms.recognition import GROUPS
from generator.terms.saying import Code, Fact, Listing, Ref, Sayings, Sentence, Slot
from generator.terms.text import Text
from generator.terms.titles import Titles


class Addresses:
    """Where each thing has its page, as links relative to the page that is being written.

    `places` are the paths of things whose page does not follow from their name (lessons stand below courses).
    """

    def __init__(self, page: str, places: Mapping[str, str]) -> None:
        self._up = "../" * (page.count("/") + 1) if page not in ("", "index") else ""
        self._places = places

    def to(self, thing: str) -> str:
        """The link to a thing's page."""
        return self.page(self._places.get(thing) or address_of(thing))

    def page(self, path: str) -> str:
        """The link to a page by its path below the language's root."""
        return f"{self._up}{path}" or "./"


def address_of(thing: str) -> str:
    """The path of a thing's page below the language's root."""
    kind, _, name = thing.partition("/")
    match kind:
        case "metric":
            return f"metrics/{name}/"
        case "measure":
            return f"measures/{name}/"
        case "ladder" | "tier" | "privilege":
            return f"tiers/#{kind}-{name}"
        case "ceiling":
            return f"ceilings/{name}/"
        case "unit":
            return f"units/{name}/"
        case "reward":
            return f"rewards/{name}/"
        case "course":
            return f"training/{name}/"
        case "path":
            return f"training/#path-{name}"
        case "lesson" | "curriculum":
            return "training/"
        case "policy" | "segment" | "individual":
            return "policy/"
        case "points":
            return "points/"
        case "badge" | "certificate" | "leaderboard" | "winners":
            return f"{GROUPS[kind]}/{name}/"
        case "channels":
            return "channels/"
        case "edition":
            return f"editions/{name}/"
        case "page":
            return f"{name}/"
    return f"rules/{thing}/"


class Pen:
    """Writes sayings in one language for one page."""

    def __init__(self, language: str, addresses: Addresses) -> None:
        self.language = language
        self.addresses = addresses

    def fact(self, fact: Fact) -> str:
        """A tagged fact."""
        return f'<b data-fact="{fact.id}" data-unit="{fact.unit}">{escape(fact.text(self.language))}</b>'

    def ref(self, ref: Ref) -> str:
        """A link to a thing by its title."""
        href = self.addresses.to(ref.thing)
        return f'<a data-ref="{ref.thing}" href="{href}">{escape(ref.text(self.language))}</a>'

    def slot(self, slot: Slot) -> str:
        """Whatever fills a hole of a sentence."""
        match slot:
            case Fact():
                return self.fact(slot)
            case Ref():
                return self.ref(slot)
            case Code(name):
                marked = ' data-furniture="code"' if any(sign.isdigit() for sign in name) else ""
                return f"<code{marked}>{escape(name)}</code>"
            case Listing(parts):
                return ", ".join(self.slot(part) for part in parts)
        return escape(slot.text(self.language))

    def inside(self, sentence: Sentence) -> str:
        """The sentence without its element."""
        pieces = sentence.pieces(self.language)
        return "".join(escape(p) if isinstance(p, str) else self.slot(p) for p in pieces)

    def span(self, sentence: Sentence) -> str:
        """A sentence that stands in a cell."""
        return f'<span data-sentence="{sentence.id}">{self.inside(sentence)}</span>'

    def cell(self, sentence: Sentence) -> str:
        """A sentence that stands in a cell, with what stands below it."""
        return f"{self.span(sentence)}{self._list(sentence.inner)}"

    def paragraph(self, sentence: Sentence) -> str:
        """A sentence as a paragraph of its own, what stands below it as a nested list."""
        return f'<p data-sentence="{sentence.id}">{self.inside(sentence)}</p>\n{self._list(sentence.inner)}'

    def _list(self, inner: tuple[Sentence, ...]) -> str:
        if not inner:
            return ""
        rows = "".join(f"<li>{self.span(one)}{self._list(one.inner)}</li>" for one in inner)
        return f'<ul class="pb-conditions">{rows}</ul>\n'

    def explanation(
        self,
        name: str,
        words: Text,
        sayings: Sayings | None,
        others: Mapping[str, Sayings],
        titles: Titles,
        corrected: Sayings | None = None,
    ) -> str:
        """A manager's own words, with the values that they refer to; `corrected` as in `resolve`."""
        wording = words[self.language]
        out: list[str] = []
        at = 0
        for hole in HOLE.finditer(wording):
            out.append(escape(wording[at : hole.start()]))
            out.append(self.slot(resolve(hole[1], sayings, others, titles, corrected)))
            at = hole.end()
        out.append(escape(wording[at:]))
        return f'<div data-explanation="{name}"><p>{"".join(out)}</p></div>\n'

    def prose(
        self, words: Text, sayings: Sayings | None, others: Mapping[str, Sayings], titles: Titles
    ) -> str:
        """Words that may hold figures of their own, as lessons do: values are cited, other figures furniture."""
        wording = words[self.language]
        out: list[str] = []
        at = 0
        for hole in HOLE.finditer(wording):
            out.append(tag_figures(escape(wording[at : hole.start()])))
            out.append(self.slot(resolve(hole[1], sayings, others, titles)))
            at = hole.end()
        out.append(tag_figures(escape(wording[at:])))
        return "".join(out)

    def money(self, value: Fraction, unit: str) -> str:
        """A figure as text."""
        return escape(shown(value, unit, self.language))


_PROSE = re.compile(
    r"(\]\([^)]*\)|`[^`]*`|<[^>]+>|^\s*\d+\.\s|https?://\S+|&#?\w+;|\{[^}]*\})|"
    # A sign or a unit that no plain space sets apart belongs to its figure.
    r"((?:[₽£€$₸₴¥₹\u2212]|[A-Z]{3}\u00a0)?\d(?:[\d \u00a0.,:/\u2013-]*\d)?(?:%|\u00a0[^\W\d_]+|\u00a0[%₽£€$₸₴¥₹])?)",
    re.MULTILINE,
)


def tag_figures(prose: str) -> str:
    """Figures of a person's own prose (Markdown) as furniture: degrees, telephone numbers, hours.

    Link targets, code, tags and the numbers of lists stay as they are.
    """
    return _PROSE.sub(
        lambda m: m[1] if m[1] is not None else f'<span data-furniture="prose">{m[2]}</span>', prose
    )


_SIGNS = re.compile(r"[\\`*_{}\[\]()#+!|$~^:<>&-]")


def in_markdown(text: str) -> str:
    """Plain text for a place that Markdown reads: signs that it or HTML would take for markup are spelt out."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)


def with_places(html: str, kind: str) -> str:
    """The first mention of each thing of a kind gets an id: where links to it lead that has no heading."""
    known: set[str] = set()

    def placed(mention: re.Match[str]) -> str:
        name = mention[1]
        if name in known:
            return mention[0]
        known.add(name)
        return f'<a id="{kind}-{name}" data-ref="{kind}/{name}"'

    return re.sub(rf'<a data-ref="{kind}/([\w-]+)"', placed, html)


def plain_words(html: str) -> str:
    """The visible text of a fragment, for descriptions of pages."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())
