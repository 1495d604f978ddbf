"""What pages of courses say beside their versions: rules that changed since, what a course opens, its quiz."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from generator.audit.addresses import parted
from generator.audit.findings import Findings, Place
from generator.audit.learning import names_course
from generator.audit.outputs import Memo, Outputs
from generator.audit.page_elements import Noted, article_of, having, noted, of_class
from generator.audit.pages import Page
from generator.audit.promise import Edition, last_revisions
from generator.audit.public import SITE, Public
from generator.audit.quiz_pages import check_quizzes
from generator.audit.sections import sections
from generator.audit.skeleton import Skeleton
from generator.audit.terms_training import Course
from generator.audit.wording import BOX, Tongue

STALE, OPENS = "data-stale", "data-opens"
WORDS = {
    "en": {
        "stale": "The rule {title} changed on {b}, after this page was last reviewed on {b}. Where they differ, the "
        "rule counts.",
        "opens": "What it opens These name the course in their conditions.",
        "rule": "Rule {title}",
        "course": "Course {title}",
        "quiz": "Take the quiz",
    },
    "ru": {
        "stale": "Правило «{title}» изменилось {b}, а эта страница в последний раз проверялась {b}. Если они "
        "расходятся, верно то, что сказано в правиле.",
        "opens": "Что открывает Этот курс назван в их условиях.",
        "rule": "Правило {title}",
        "course": "Курс {title}",
        "quiz": "Пройти тест",
    },
}


@dataclass(frozen=True)
class Extras:
    """What one page says beside its versions."""

    stale: tuple[Noted, ...] = ()
    first: bool = True  # whether the notes stand above every version
    opens: tuple[Noted, ...] = ()  # the heading of the list and its rows
    quiz: tuple[tuple[str, str], ...] = ()  # the link to it


def read_extras(content: bytes, folder: str) -> Extras:
    """Read them from a page."""
    article = article_of(content)
    if article is None:
        return Extras()
    marks = [one for one in article.iter() if isinstance(one.tag, str)]
    things = [at for at, one in enumerate(marks) if one.get("data-thing") is not None]
    stale = [at for at, one in enumerate(marks) if one.get(STALE) is not None]
    opens = [_list(one, folder) for one in having(article, OPENS)]
    links = [link for one in of_class(article, "pb-next") for link in noted(one, folder).links]
    return Extras(
        tuple(noted(marks[at], folder) for at in stale),
        not things or all(at < things[0] for at in stale),
        tuple(one for found in opens for one in found),
        tuple(link for link in links if link[1].endswith("/quiz")),
    )


def _list(element: HtmlElement, folder: str) -> list[Noted]:
    """What is said above the rows, and the rows."""
    rows = [noted(one, folder) for one in element.iter("li")]
    for one in list(element.iter("ul")):
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
    for one in list(element.iter("a")):
        parent = one.getparent()
        if parent is not None and "headerlink" in (one.get("class") or "").split():
            parent.remove(one)
    return [noted(element, folder), *rows]


def edition_on(editions: list[Edition], on: date) -> Edition:
    """The edition in force on a day, the first one before it."""
    found = last_revisions(editions)
    return next((one for one in reversed(found) if one.start <= on), found[0])


def check_courses(
    outputs: Outputs,
    public: Public,
    skeleton: Skeleton,
    editions: list[Edition],
    on: date,
    memo: Memo,
    findings: Findings,
) -> None:
    """Hold what pages of courses say beside their versions against the edition in force."""
    edition = edition_on(editions, on)
    for at, language in enumerate(skeleton.languages):
        home = SITE if at == 0 else f"{SITE}/{language}"
        page = public.under(f"editions/{edition.address}", skeleton.languages).get(language)
        if page is None:
            continue  # found already
        check = _Check(edition, page, skeleton, Tongue(language))
        wanted = check.wanted()
        for path in public.pages:
            folder = path.removeprefix(f"{home}/").removesuffix("/index.html")
            if path != f"{home}/{folder}/index.html" or (
                at == 0 and folder.split("/")[0] in skeleton.languages
            ):
                continue
            content = outputs.read(path)
            if folder not in wanted and b"data-stale=" not in content and b"data-opens=" not in content:
                continue
            key = ("extras", path, outputs.digest(path))
            shown = memo.get(key, lambda content=content, folder=folder: read_extras(content, folder))  # type: ignore[misc]
            check.compare(shown, wanted.get(folder, Extras()), Place(path), findings)
    check_quizzes(outputs, public, skeleton.languages, editions, edition, memo, findings)


@dataclass
class _Check:
    """What the pages of one language must say."""

    edition: Edition
    page: Page  # of the edition
    skeleton: Skeleton
    tongue: Tongue

    def wanted(self) -> dict[str, Extras]:
        """What each page must say, by its folder."""
        found: dict[str, Extras] = {}
        for thing in self.skeleton.of_kind("course"):
            name = thing.name.removeprefix("course/")
            course = self.edition.courses.get(name)
            if course is None:
                continue
            stale = tuple(self.stale(course))
            quiz = ((self.say("quiz"), f"training/{name}/quiz"),) if course.quiz is not None else ()
            found[f"training/{name}"] = Extras(stale, True, tuple(self.opens(name)), quiz)
            for lesson in course.lessons:
                found[f"training/{name}/{lesson}"] = Extras(stale)
            if course.quiz is not None:
                found[f"training/{name}/quiz"] = Extras(stale)
        return found

    def say(self, key: str, **titles: str) -> str:
        """A wording with a box for each figure."""
        return " ".join(WORDS[self.tongue.language][key].format(b=BOX, **titles).split())

    def title(self, thing: str) -> str:
        """What a thing is called."""
        return " ".join(self.edition.titles.get(self.tongue.language, {}).get(thing, "").split())

    def stale(self, course: Course) -> Iterator[Noted]:
        """The rules that a course teaches and that changed since it was reviewed."""
        (version,) = (one for name, one in self._versions() if name == f"course/{course.id}")
        reviewed = max(parted(version)[0], self.skeleton.reviewed.get(course.id, date.min))
        for name in course.teaches:
            clause = self.edition.clauses.get(name)
            changed = (clause.corrected or clause.start) if clause is not None else None
            if clause is None or changed is None or changed <= reviewed:
                continue
            fact = f"{name}/{clause.version}/{'announced' if clause.corrected else 'from'}"
            yield Noted(
                self.say("stale", title=self.title(name)),
                ((self.title(name), f"rules/{name}"),),
                ((fact, self.tongue.day(changed)),),
                (("reviewed", self.tongue.day(reviewed)),),
            )

    def opens(self, course: str) -> Iterator[Noted]:
        """What names a course in its conditions: tiers, rules, and courses that require it."""
        rows = [*self._tiers(course), *self._rules(course), *self._courses(course)]
        if rows:
            yield Noted(self.say("opens"), (), (), ())
            yield from rows

    def _tiers(self, course: str) -> Iterator[Noted]:
        for ladder in self.edition.ladders.values():
            for tier in ladder.tiers:
                if not names_course(tier.reach, course):
                    continue
                opened = [self.title(f"privilege/{one}") for one in tier.opens]
                words = f"{self.title(f'ladder/{ladder.id}')} {self.title(f'tier/{tier.id}')}"
                words += f": {', '.join(opened)}" if opened else ""
                links = [(self.title(f"tier/{tier.id}"), f"tiers#tier-{tier.id}")]
                links += [(self.title(f"privilege/{one}"), f"tiers#privilege-{one}") for one in tier.opens]
                yield Noted(words, tuple(links), (), ())

    def _rules(self, course: str) -> Iterator[Noted]:
        for section in sections(self.page):
            if section.thing not in self.edition.clauses:
                continue
            named = {piece.target for one in section.sentences for piece in one.pieces if piece.kind == "ref"}
            if f"course/{course}" in named:
                title = self.title(section.thing)
                yield Noted(self.say("rule", title=title), ((title, f"rules/{section.thing}"),), (), ())

    def _courses(self, course: str) -> Iterator[Noted]:
        for other in self.edition.courses.values():
            if course in other.requires:
                title = self.title(f"course/{other.id}")
                yield Noted(self.say("course", title=title), ((title, f"training/{other.id}"),), (), ())

    def _versions(self) -> Iterator[tuple[str, str]]:
        return ((thing, version) for thing, version in self.page.things)

    def compare(self, shown: Extras, wanted: Extras, place: Place, findings: Findings) -> None:
        """What a page says, and what it must say."""
        if shown.stale != wanted.stale or not shown.first:
            says = f"it says of changed rules {shown.stale}, it should say {wanted.stale}, above its versions"
            findings.add("training-differs", place, says)
        if shown.opens != wanted.opens:
            says = f"it is said to open {shown.opens}, it should be {wanted.opens}"
            findings.add("training-differs", place, says)
        if shown.quiz != wanted.quiz:
            findings.add("training-differs", place, f"its quiz is {shown.quiz}, it should be {wanted.quiz}")
        findings.count("training pages")
