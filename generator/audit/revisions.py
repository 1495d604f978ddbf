"""What pages say of corrections besides sentences: titles of revisions, notes on what holds, the three explanations."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from lxml.html import HtmlElement

from generator.audit.findings import Findings, Place
from generator.audit.outputs import Memo, Outputs
from generator.audit.public import SITE, Public
from generator.audit.skeleton import Issue, Skeleton, Thing, Version
from generator.audit.thing_pages import where_of
from generator.audit.visible import BOX, collapsed, is_headerlink, parsed, shape_of_text, visible_text

TITLES = {
    "edition": {"en": "Edition of {b}", "ru": "Издание от {b}"},
    "edition corrected": {
        "en": "Edition of {b}, corrected on {b}",
        "ru": "Издание от {b}, исправлено {b}",
    },
    "current": {
        "en": "In force from {b}, corrected on {b}",
        "ru": "Действует с {b}, исправлено {b}",
    },
    "past": {
        "en": "Earlier version, in force from {b}, corrected on {b}",
        "ru": "Прежняя редакция, действовала с {b}, исправлена {b}",
    },
    "before": {"en": "Before its correction, in force from {b}", "ru": "До исправления, действовало с {b}"},
    "edition replaced": {
        "en": "This edition was corrected on {b}: the corrected edition holds in its place.",
        "ru": "Это издание исправлено {b}: вместо него действует исправленное издание.",
    },
    "edition replaces": {
        "en": "It takes the place of the edition as it was before, which stays at its address.",
        "ru": "Оно заменяет прежнее издание, которое остаётся по своему адресу.",
    },
    "version replaced": {
        "en": "Corrected on {b}: the correction holds in its place.",
        "ru": "Исправлено {b}: вместо этой редакции действует исправленная.",
    },
    "correction": {"en": "Correction: {title}", "ru": "Исправление: {title}"},
    "wrong": {"en": "What was wrong", "ru": "Что было неверно"},
    "affected": {"en": "Whom it affects", "ru": "Кого это касается"},
    "made_whole": {"en": "How it is made whole", "ru": "Как это возмещается"},
}
ISSUE = re.compile(r"e\d{4}-\d{2}-\d{2}")
EXPLAINED = ("wrong", "affected", "made_whole")
BY, OF, HOLDS = "data-corrected-by", "data-corrects", "data-correction"


@dataclass(frozen=True)
class Note:
    """A heading or a note: its words with a box for each figure, the facts in it, and where its links lead."""

    kind: str  # the attribute that marks it, or nothing for a heading
    about: str  # the address that the attribute names, or the id of a heading
    words: str
    facts: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """The words of one correction: what it corrects, its heading and links, its labels, and its explanations."""

    about: str
    heading: str
    links: tuple[str, ...]
    labels: tuple[str, ...]
    explanations: tuple[tuple[str, bool], ...]  # id, and whether it says anything


@dataclass
class Part:
    """What one page, or one version on it, says of corrections; `heads` are its headings with an id."""

    heads: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


@dataclass
class Revised:
    """All that one page says of corrections: outside of every version, and version by version."""

    outside: Part = field(default_factory=Part)
    versions: dict[tuple[str, str], Part] = field(default_factory=dict)  # in the order shown


def read_revised(content: bytes) -> Revised:
    """What a page says of corrections."""
    found = Revised()
    articles = parsed(content.decode("utf-8")).xpath("//article")
    for article in articles if isinstance(articles, list) else []:
        if isinstance(article, HtmlElement):
            _walk(article, found, found.outside)
    return found


def _walk(element: HtmlElement, found: Revised, part: Part) -> None:
    if not isinstance(element.tag, str):
        return
    thing = element.get("data-thing")
    if thing is not None:
        part = found.versions.setdefault((thing, element.get("data-version") or ""), Part())
    if element.tag in ("h1", "h2", "h3") and element.get("id"):
        part.heads.append(_note(element, "", element.get("id") or ""))
    for kind in (BY, OF):
        if element.get(kind) is not None:
            part.notes.append(_note(element, kind, element.get(kind) or ""))
    if element.get(HOLDS) is not None:
        part.told.append(_told(element))
    for child in element:
        _walk(child, found, part)


def _note(element: HtmlElement, kind: str, about: str) -> Note:
    facts = tuple(str(one.get("data-fact")) for one in _below(element) if one.get("data-fact") is not None)
    return Note(kind, about, _words(element), facts, _links(element))


def _words(element: HtmlElement) -> str:
    """The words of an element, without the theme's link beside a heading."""
    for one in [one for one in _below(element) if is_headerlink(one)]:
        one.drop_tree()
    return shape_of_text(element)


def _told(element: HtmlElement) -> Told:
    heading: HtmlElement | None = next((one for one in _below(element) if one.tag in ("h2", "h3")), None)
    labels = tuple(
        collapsed(visible_text(one))
        for one in _below(element)
        if "pb-label" in (one.get("class") or "").split()
    )
    explanations = tuple(
        (one.get("data-explanation") or "", bool(collapsed(visible_text(one))))
        for one in _below(element)
        if one.get("data-explanation") is not None
    )
    return Told(
        element.get(HOLDS) or "",
        _words(heading) if heading is not None else "",
        _links(heading) if heading is not None else (),
        labels,
        explanations,
    )


def _below(element: HtmlElement) -> Iterator[HtmlElement]:
    return (one for one in element.iterdescendants() if isinstance(one.tag, str))


def _links(element: HtmlElement) -> tuple[str, ...]:
    return tuple(
        one.get("href") or "" for one in _below(element) if one.tag == "a" and not is_headerlink(one)
    )


def _target(link: str, folder: str) -> str:
    """The folder below the pages of a language to which a link leads, or the anchor on the page itself."""
    page = link.partition("#")[0]
    return posixpath.normpath(posixpath.join(f"/{folder}", page)).lstrip("/") if page else link


def check_revisions(
    outputs: Outputs, public: Public, skeleton: Skeleton, on: date, memo: Memo, findings: Findings
) -> None:
    """Each page says of every revision what it is, what it takes the place of, and what holds in its place."""
    issues = skeleton.editions()
    for at, language in enumerate(skeleton.languages):
        home = SITE if at == 0 else f"{SITE}/{language}"
        check = _Check(home, language, skeleton, on, findings)

        def read(folder: str, home: str = home) -> Revised | None:
            path = f"{home}/{folder}/index.html"
            if path not in public.pages:
                return None  # what is missing is found already
            return memo.get(("revised", path, outputs.digest(path)), lambda: read_revised(outputs.read(path)))

        for issue in issues:
            if (page := read(f"editions/{issue.address}")) is not None:
                check.edition(page, issue, issues)
        if (page := read("editions")) is not None:
            check.archive(page, issues)
        for thing in skeleton.things.values():
            if (page := read(where_of(thing))) is not None:
                check.thing(page, thing)


@dataclass
class _Check:
    """Checks the pages of one language."""

    home: str
    language: str
    skeleton: Skeleton
    on: date
    findings: Findings

    def edition(self, page: Revised, issue: Issue, issues: list[Issue]) -> None:
        """The page of a revision: its title, its place among the others, and the words of its corrections."""
        folder = f"editions/{issue.address}"
        head = self._title(issue, "edition")
        if [one for one in page.outside.heads if one.about == "edition"] != [head]:
            self._wrong(folder, f"its title is not {head.words!r} of {issue.address}")
        mine = [one for one in issues if one.start == issue.start]
        wanted = self._replaced(issue, mine)
        if issue.revision > 1:
            before = mine[issue.revision - 2].address
            wanted.append(Note(OF, before, self.say("edition replaces"), (), (f"editions/{before}",)))
        self._notes(page.outside, wanted, folder)
        brought = [
            f"{name}/{version.address}"
            for name, version in self.skeleton.in_force(issue.start, issue.known).items()
            if issue.corrected is not None and version.corrected == issue.corrected
        ]
        self._told(page.outside, sorted(brought), folder, titled=True)
        for (name, address), part in page.versions.items():
            self._notes(part, [], f"{folder}#{name}/{address}")
            self._told(part, [], f"{folder}#{name}/{address}")

    def archive(self, page: Revised, issues: list[Issue]) -> None:
        """The archive: every revision under its title, the newest day first, of one day the last revision first."""
        order = sorted(issues, key=lambda one: (one.start, one.revision), reverse=True)
        named = {f"e{one.address}" for one in order}
        shown = [
            self._led(one, "editions")
            for one in page.outside.heads
            if one.about in named or ISSUE.match(one.about)
        ]
        wanted = [self._title(one, f"e{one.address}", linked=True) for one in order]
        if shown != wanted:
            says = f"its editions are {[one.words for one in shown]}, they should be {[one.words for one in wanted]}"
            self._wrong("editions", says)
        notes = [
            note
            for one in order
            for note in self._replaced(one, [other for other in issues if other.start == one.start])
        ]
        self._notes(page.outside, notes, "editions")
        self._told(page.outside, [], "editions")

    def thing(self, page: Revised, thing: Thing) -> None:
        """A thing's own page: its revisions in order, each with its head, its note and its words."""
        folder = where_of(thing)
        shown = [address for name, address in page.versions if name == thing.name]
        for version in thing.versions:
            part = page.versions.get((thing.name, version.address))
            if part is None:
                continue  # found already
            where = f"{folder}#{thing.name}/{version.address}"
            last = thing.last(version)
            wanted: list[Note] = []
            if last.revision > 1:
                self._head(part, thing, version, last, where)
            if version is not last:
                link = self._anchor(page, thing, last)
                fact = f"{thing.name}/{last.address}/announced"
                wanted.append(Note(BY, last.address, self.say("version replaced"), (fact,), (link,)))
            self._notes(part, wanted, where)
            self._told(part, [f"{thing.name}/{version.address}"] if version.revision > 1 else [], where)
            chain = [one.address for one in thing.versions if one.start == version.start][::-1]
            if [one for one in shown if one in chain] != chain:
                self._wrong(where, f"its revisions do not stand in the order {chain}")

    def _head(self, part: Part, thing: Thing, version: Version, last: Version, where: str) -> None:
        name = f"{thing.name}/{version.address}"
        if version is not last:
            kind, facts = "before", [f"{name}/from"]
        else:
            kind = "current" if thing.in_force(self.on) is version else "past"
            facts = [f"{name}/from", f"{name}/announced"]
        head = part.heads[0] if part.heads else None
        if head is None or (head.words, list(head.facts)) != (self.say(kind), facts):
            says = f"its head is {head.words if head else ''!r}, it should be {self.say(kind)!r} of {name}"
            self._wrong(where, says)

    def _anchor(self, page: Revised, thing: Thing, version: Version) -> str:
        part = page.versions.get((thing.name, version.address))
        return f"#{part.heads[0].about}" if part is not None and part.heads else ""

    def _title(self, issue: Issue, name: str, *, linked: bool = False) -> Note:
        start = f"edition/{issue.address}"
        facts = [f"{start}/from", *([f"{start}/corrected"] if issue.corrected is not None else [])]
        kind = "edition" if issue.corrected is None else "edition corrected"
        return Note("", name, self.say(kind), tuple(facts), (f"editions/{issue.address}",) if linked else ())

    def _replaced(self, issue: Issue, mine: list[Issue]) -> list[Note]:
        """The note on what holds in the place of a revision, if there is a later one."""
        last = mine[-1]
        if last is issue:
            return []
        fact = f"edition/{last.address}/corrected"
        return [Note(BY, last.address, self.say("edition replaced"), (fact,), (f"editions/{last.address}",))]

    def _notes(self, part: Part, wanted: list[Note], where: str) -> None:
        shown = [self._led(one, where) for one in part.notes]
        if shown != wanted:
            says = f"its notes on corrections are {shown}, they should be {wanted}"
            self._wrong(where, says)

    def _told(self, part: Part, wanted: list[str], where: str, *, titled: bool = False) -> None:
        """The words of the corrections that must be told, and of no other."""
        told = sorted(part.told, key=lambda one: one.about)
        if [one.about for one in told] != wanted:
            self._wrong(where, f"it tells of {[one.about for one in told]}, it should tell of {wanted}")
        for one in told:
            named = tuple((f"{one.about}/correction.{name}", True) for name in EXPLAINED)
            labels = tuple(self.say(name) for name in EXPLAINED)
            if (one.labels, one.explanations) != (labels, named):
                self._wrong(where, f"the words of {one.about} are {one.labels} {one.explanations}")
            thing = self.skeleton.things.get(one.about.rpartition("/")[0])
            if titled and thing is not None:
                start = TITLES["correction"][self.language].partition("{title}")[0]
                links = tuple(_target(link, where) for link in one.links)
                if not one.heading.startswith(start) or links != (where_of(thing),):
                    self._wrong(where, f"it calls the correction of {one.about} {one.heading!r}, {one.links}")

    def say(self, kind: str) -> str:
        """A title or a note with a box for each figure."""
        return TITLES[kind][self.language].format(b=BOX)

    @staticmethod
    def _led(note: Note, where: str) -> Note:
        """A note whose links are the folders to which they lead from where it stands."""
        folder = where.partition("#")[0]
        return replace(note, links=tuple(_target(link, folder) for link in note.links))

    def _wrong(self, where: str, says: str) -> None:
        self.findings.add(
            "correction-not-shown", Place(f"{self.home}/{where.partition('#')[0]}", where), says
        )
