"""The desk: what every page of one language is written with, and the pages written so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path

import jinja2

from generator.rules.editions import edition_on
from generator.rules.prose_checks import latest_sayings
from generator.rules.wording import CITED, resolve, spoken
from generator.settlement.boards import Standing
from generator.site.corrections import corrected_by, correction, dated, last_revision
from generator.site.markup import Addresses, Pen, in_markdown, tag_figures
from generator.source.wordings import wordings
from generator.terms.edition import Edition, Part
from generator.terms.programme import Programme
from generator.terms.saying import Fact, Sayings
from generator.terms.text import Text
from generator.terms.version import DATED, Version


@dataclass
class Pages:
    """The pages written so far, by path (`rules/x/index.md`), and the navigation."""

    files: dict[str, str] = field(default_factory=dict)
    nav: list[object] = field(default_factory=list)


@lru_cache(maxsize=8)
def _environment(templates: Path) -> jinja2.Environment:
    """The templates of a folder; one that changes is read again."""
    loader = jinja2.FileSystemLoader(templates)
    return jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, autoescape=False)


class Desk:
    """What every page of one language is written with, and the pages written so far."""

    def __init__(
        self,
        programme: Programme,
        all_editions: tuple[Edition, ...],
        published: Mapping[str, str],
        on: date,
        language: str,
        templates: Path,
        standings: Mapping[str, Standing | None],
    ) -> None:
        self.programme = programme
        self.standings = standings
        self.editions = all_editions
        self.published = published
        self.on = on
        self.language = language
        self.titles = programme.titles()
        self.words: dict[str, str] = wordings(templates / "words" / f"{language}.yaml")
        self.templates = templates
        self.jinja = _environment(templates)
        self.current = {
            part.thing: part for part in edition_on(all_editions, max(on, all_editions[0].starts)).parts
        }
        self.parts: dict[str, list[Part]] = {}
        for edition in all_editions:
            for part in edition.parts:
                rows = self.parts.setdefault(part.thing, [])
                if part not in rows:
                    rows.append(part)
        self.versions = dict(programme.versions())
        self.others: dict[str, Sayings] = latest_sayings(programme, self.titles) | {
            name: self.current[name].sayings for name in programme.clauses if name in self.current
        }
        self.places = self._lesson_places()
        self.pages = Pages()

    def _lesson_places(self) -> dict[str, str]:
        """Lessons of a course as it is shown have their pages below it; others are told of on its page."""
        places: dict[str, str] = {}
        for name, course in self.programme.courses.items():
            part = self.shown_part(f"course/{name}")
            for version in course.versions:
                now = part is not None and version.address == part.address
                for lesson in version.lessons:
                    path = f"training/{name}/{lesson}/" if now else f"training/{name}/"
                    if now or f"lesson/{lesson}" not in places:
                        places[f"lesson/{lesson}"] = path
        return places

    def add(self, path: str, title: str, body: str, description: str = "", extra: str = "") -> None:
        """Add a page; `extra` are further lines of its front matter."""
        # The theme takes the title for HTML.
        front = f"---\ntitle: {_quoted(escape(title, quote=False))}\n"
        if description:
            front += f"description: {_quoted(description)}\n"
        heading = "" if body.lstrip().startswith("# ") else f"# {in_markdown(title)}\n\n"
        self.pages.files[f"{path}/index.md" if path else "index.md"] = f"{front}{extra}---\n\n{heading}{body}"

    def pen(self, path: str) -> Pen:
        """A pen for the page at a path."""
        return Pen(self.language, Addresses(path or "index", self.places))

    def title(self, thing: str) -> str:
        """The title of a thing."""
        return self.titles.titles[thing][self.language]

    def part_title(self, thing: str) -> str:
        """The title of a thing of an edition, as HTML; of the policy and the curriculum the name of their page."""
        if thing in self.titles.titles:
            return escape(self.title(thing))
        return escape(self.words.get(thing, self.words["training"]))

    def heading(self, thing: str) -> str:
        """The title of a thing as a heading of Markdown holds it."""
        return in_markdown(self.title(thing))

    def entry(self, title: str) -> str:
        """A title as the navigation holds it, which the theme takes for HTML."""
        return escape(title, quote=False)

    def has(self, kind: str) -> bool:
        """Whether anything of a kind (`ladder`, `points`) has been announced and so has a page."""
        return kind in self.parts or any(thing.startswith(f"{kind}/") for thing in self.parts)

    def shown_part(self, thing: str) -> Part | None:
        """The version that speaks for a thing: the one in force, else the last announced; None where none is."""
        return self.current.get(thing) or next(reversed(self.parts.get(thing, [])), None)

    def newest_first(self, thing: str) -> list[Part]:
        """The version in force, then announced ones, then past ones, newest first."""
        parts = sorted(self.parts.get(thing, []), key=lambda p: (p.starts, p.revision), reverse=True)
        now = self.current.get(thing)
        return sorted(parts, key=lambda p: (p is not now, p.starts <= self.on))

    def version(self, part: Part) -> Version:
        """The version that a part shows."""
        return next(v for v in self.versions[part.thing] if v.address == part.address)

    def version_head(self, part: Part, pen: Pen, level: int) -> str:
        """The heading of a version with its state, and what takes its place."""
        now = self.current.get(part.thing)
        last = last_revision(self, part)
        state = "current" if part is now else "announced" if part.starts > self.on else "past"
        key = {"current": "version_of", "announced": "version_announced", "past": "version_past"}[state]
        date_fact = pen.fact(Fact(f"{part.id}/from", "date", part.starts))
        if last is not part:
            heading = self.words["version_before"].format(date=date_fact)
        elif part.corrected:
            corrected = pen.fact(Fact(f"{part.id}/announced", "date", part.corrected))
            heading = self.words[f"{key}_corrected"].format(date=date_fact, corrected=corrected)
        else:
            heading = self.words[key].format(date=date_fact)
        text = f"{'#' * level} {heading} {{ #v{part.address} .pb-version-head .pb-{state} }}\n\n"
        if last is not part:
            return text + corrected_by(self, last, pen)
        later = [p for p in self.parts[part.thing] if p.starts > part.starts]
        if later:
            following = min(later, key=lambda p: p.starts)
            when = pen.fact(Fact(f"{following.id}/from", "date", following.starts))
            text += f'<p class="pb-note">{self.words["replaced"].format(date=when)}</p>\n\n'
        return text

    def why(self, version: Version, part: Part, pen: Pen) -> str:
        """Why a version came, in a manager\'s words; empty where nothing was said."""
        if version.why is None:
            return ""
        body = pen.explanation(f"{part.id}/why", version.why, part.sayings, self.others, self.titles)
        return f'<p class="pb-label">{escape(self.words["why"])}</p>\n\n{body}\n'

    def own_words(self, part: Part, pen: Pen) -> str:
        """What a person says of a version in their own words; empty where nothing was said."""
        words = getattr(self.version(part), "words", None)
        if words is None:
            return ""
        said = pen.explanation(f"{part.id}/words", words, part.sayings, self.others, self.titles)
        return said.replace("<p>", f'<p class="pb-label">{escape(self.words["explanation"])}</p><p>', 1)

    def thing_page(
        self,
        thing: str,
        title: str,
        path: str,
        after: str = "",
        heads: Mapping[str, str] | None = None,
        before: str = "",
    ) -> None:
        """A page whose versions say all their sentences in order, `heads` the words above some of them.

        `before` and `after` is HTML around the versions.
        """
        pen = self.pen(path)
        body = ""
        for part in self.newest_first(thing):
            sentences = part.sayings.sentences
            said = self.own_words(part, pen)
            for name in (name for name in sentences if name not in DATED):
                if heads and name in heads:
                    said += f"\n### {self.words[heads[name]]}\n\n"
                said += pen.paragraph(sentences[name])
            why = self.why(self.version(part), part, pen)
            inside = (
                self.version_head(part, pen, 2)
                + dated(part, pen)
                + (f"\n{why}\n{said}" if heads else f"\n{said}\n{why}")
                + correction(self, part, pen)
            )
            body += section(part, inside)
        self.add(path, title, before + body + after)

    def cited(self, body: str, path: str) -> str:
        """Prose with `{{ clause.x.rows.1.rate }}` replaced by the tagged value in force."""
        pen = self.pen(path)
        return CITED.sub(lambda m: pen.slot(resolve(m[1], None, self.others, self.titles)), tag_figures(body))

    def spoken(self, words: Text) -> str:
        """Words as plain text, with the values in force."""
        return spoken(words[self.language], self.language, None, self.others, self.titles)

    def listed(self, href: str, title: str, more: str = "") -> str:
        """A row of a list of pages: its title as a link, and what follows it."""
        return f'<li><a href="{href}">{escape(title)}</a> {more}</li>\n'


def cards(rows: str) -> str:
    """A list of pages, divided by rules."""
    return f'<ul class="pb-cards">\n{rows}</ul>\n'


def section(part: Part, inside: str) -> str:
    """A version's own element, so that a reader knows where it begins and ends."""
    return (
        f'<section class="pb-version" data-thing="{part.thing}" data-version="{part.address}" markdown="1">\n\n'
        f"{inside.strip()}\n\n</section>\n\n"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
