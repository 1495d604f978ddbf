"""Reads the whole public site and holds its pages against each other: duplicates, prose, plain reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.audit.findings import Findings, Place
from generator.audit.outputs import Memo, Outputs
from generator.audit.pages import Fact, Page, Sentence, read_page
from generator.audit.plain import PlainPage, figures, read_plain
from generator.audit.prose import number_words
from generator.audit.visible import collapsed

SITE = "build/site"


@dataclass
class Public:
    """The public pages by path, and every fact and sentence that they show, by id."""

    pages: dict[str, Page]
    plain: dict[str, PlainPage] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    sentences: dict[tuple[str, str], Sentence] = field(default_factory=dict)

    def under(self, folder: str, languages: tuple[str, ...]) -> dict[str, Page]:
        """The page of a folder by language; the site's first language has no prefix."""
        found: dict[str, Page] = {}
        for at, language in enumerate(languages):
            prefix = f"{SITE}/" if at == 0 else f"{SITE}/{language}/"
            page = self.pages.get(f"{prefix}{folder}/index.html")
            if page is not None:
                found[language] = page
        return found


def read_public(outputs: Outputs, memo: Memo, findings: Findings) -> Public:
    """Read all pages and check what can be checked without knowing what they mean."""
    public = Public({})
    for path in outputs.list(SITE, "*.html"):
        if path.endswith("404.html"):
            continue
        page, plain, checked = memo.get(("page", path, outputs.digest(path)), _Reading(outputs, path))
        public.pages[path] = page
        public.plain[path] = plain
        findings.merge(checked)
    for page in public.pages.values():
        for fact in page.facts:
            _join_fact(fact, page, public, findings)
        for sentence in page.sentences:
            known = public.sentences.setdefault((sentence.id, sentence.language), sentence)
            if known.text != sentence.text:
                says = f"{known.text!r} elsewhere, {sentence.text!r} here"
                findings.add("sentence-differs", Place(page.path, sentence.id), says)
    findings.count("pages", len(public.pages))
    return public


class _Reading:
    """Reads one page of some outputs twice, with and without its tags, and checks it alone."""

    def __init__(self, outputs: Outputs, path: str) -> None:
        self.outputs, self.path = outputs, path

    def __call__(self) -> tuple[Page, PlainPage, Findings]:
        """The page, its plain reading and what is wrong with it."""
        content = self.outputs.read(self.path)
        page, plain = read_page(content, self.path), read_plain(content)
        findings = _check_page(page, plain)
        if re.search(rb"<[a-z]+\s[^>]*data-statement=", content):
            findings.add("statement-exposed", Place(self.path), "a statement stands on a public page")
        return page, plain, findings


def _join_fact(fact: Fact, page: Page, public: Public, findings: Findings) -> None:
    if fact.figure is None:
        return
    findings.count("facts")
    # Texts differ between languages; every other fact has one value in all of them.
    name = f"{fact.id} {fact.language}" if fact.unit == "text" else fact.id
    known = public.facts.setdefault(name, fact)
    if known.figure is None or (known.unit, known.figure.value) != (fact.unit, fact.figure.value):
        says = f"{fact.text!r} here, {known.text!r} elsewhere"
        findings.add("fact-differs", Place(page.path, fact.id), says)


def _check_page(page: Page, plain: PlainPage) -> Findings:
    findings = Findings()
    findings.merge(page.findings)
    for sentence in page.sentences:
        if sentence.context.explanation:
            says = "a binding sentence stands inside an explanation"
            findings.add("page-unreadable", Place(page.path, sentence.id), says)
        for piece in sentence.pieces:
            words = number_words(piece.text, page.language) if piece.kind == "words" else []
            if words:
                says = f"the words {', '.join(words)} count something outside the facts"
                findings.add("figure-in-prose", Place(page.path, sentence.id), says)
    compare_readings(page, plain.text, findings)
    return findings


def compare_readings(page: Page, plain: str, findings: Findings) -> None:
    """Hold the reading by tags against the plain one: same words, same figures in the same order."""
    if collapsed(plain).replace(" ", "") != page.text.replace(" ", ""):
        findings.add(
            "plain-reading-differs", Place(page.path), "two parsers take different words from the page"
        )
    if page.language not in ("ru", "en"):
        says = f"no number formats are known for its language {page.language!r}"
        findings.add("page-unreadable", Place(page.path), says)
        return
    tagged = [piece for text in page.tagged for piece in figures(text, page.language)]
    alone = figures(plain, page.language)
    if tagged != alone:
        at = next((i for i, (a, b) in enumerate(zip(tagged, alone, strict=False)) if a != b), len(tagged))
        says = f"figure {at + 1}: {tagged[at : at + 3]} by the tags, {alone[at : at + 3]} by the words"
        findings.add("plain-reading-differs", Place(page.path), says)
    findings.count("plain figures", len(alone))
