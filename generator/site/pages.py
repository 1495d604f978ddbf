"""Writes the Markdown pages of one language: a page for each thing, with all its dated versions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path

import jinja2
from ruamel.yaml import YAML

from generator.rules.checks import latest_sayings
from generator.rules.editions import edition_on
from generator.rules.wording import resolve
from generator.site.clause_view import ClauseView
from generator.site.markup import Addresses, Pen, plain_words
from generator.terms.clause import ClauseVersion
from generator.terms.condition import MetricIs, atoms
from generator.terms.edition import Edition, Part
from generator.terms.programme import Programme
from generator.terms.saying import Fact, Sayings
from generator.terms.text import Text
from generator.terms.version import Version

PROOF_PLACE = "<!-- proof -->"
_CITE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


@dataclass
class Pages:
    """The pages written so far, by path (`rules/x/index.md`), and the navigation."""

    files: dict[str, str] = field(default_factory=dict)
    nav: list[object] = field(default_factory=list)


class Writer:
    """Writes one language of the site."""

    def __init__(
        self,
        programme: Programme,
        all_editions: tuple[Edition, ...],
        published: Mapping[str, str],
        on: date,
        language: str,
        templates: Path,
    ) -> None:
        self.programme = programme
        self.editions = all_editions
        self.published = published
        self.on = on
        self.language = language
        self.titles = programme.titles()
        self.words: dict[str, str] = dict(
            YAML(typ="safe", pure=True).load(
                (templates / "words" / f"{language}.yaml").read_text(encoding="utf-8")
            )
        )
        self.templates = templates
        self.jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(templates), undefined=jinja2.StrictUndefined, autoescape=False
        )
        self.current = {
            part.thing: part for part in edition_on(all_editions, max(on, all_editions[0].starts)).parts
        }
        self.parts: dict[str, list[Part]] = {}
        for edition in all_editions:
            for part in edition.parts:
                rows = self.parts.setdefault(part.thing, [])
                if part not in rows:
                    rows.append(part)
        self.others: dict[str, Sayings] = latest_sayings(programme, self.titles) | {
            name: self.current[name].sayings for name in programme.clauses if name in self.current
        }
        self.pages = Pages()

    def write(self) -> Pages:
        """Every page of the language."""
        self._home()
        self._rules()
        self._definitions()
        self._tiers()
        self._training()
        self._policy()
        self._editions()
        self._glossary()
        self._hand_written()
        self._proof()
        self._shell()
        return self.pages

    # Shared pieces

    def _add(self, path: str, title: str, body: str, description: str = "", extra: str = "") -> None:
        front = f"---\ntitle: {_quoted(title)}\n"
        if description:
            front += f"description: {_quoted(description)}\n"
        heading = "" if body.lstrip().startswith("# ") else f"# {title}\n\n"
        self.pages.files[f"{path}/index.md" if path else "index.md"] = f"{front}{extra}---\n\n{heading}{body}"

    def _pen(self, path: str) -> Pen:
        return Pen(self.language, Addresses(path) if path else Addresses("index"))

    def _title(self, thing: str) -> str:
        return self.titles.titles[thing][self.language]

    def _newest_first(self, thing: str) -> list[Part]:
        """The version in force, then announced ones, then past ones, newest first."""
        parts = sorted(self.parts.get(thing, []), key=lambda p: p.starts, reverse=True)
        now = self.current.get(thing)
        return sorted(parts, key=lambda p: (p is not now, p.starts <= self.on))

    def _version_head(self, part: Part, pen: Pen, level: int) -> str:
        """The heading of a version with its state, and what takes its place."""
        now = self.current.get(part.thing)
        state = "current" if part is now else "announced" if part.starts > self.on else "past"
        key = {"current": "version_of", "announced": "version_announced", "past": "version_past"}[state]
        date_fact = pen.fact(Fact(f"{part.id}/from", "date", part.starts))
        heading = self.words[key].format(date=date_fact)
        text = f"{'#' * level} {heading} {{ #v{part.starts} .pb-version-head .pb-{state} }}\n\n"
        later = [p for p in self.parts[part.thing] if p.starts > part.starts]
        if later:
            following = min(later, key=lambda p: p.starts)
            when = pen.fact(Fact(f"{following.id}/from", "date", following.starts))
            text += f'<p class="pb-note">{self.words["replaced"].format(date=when)}</p>\n\n'
        return text

    def _why(self, version: Version, part: Part, pen: Pen) -> str:
        if version.why is None:
            return ""
        body = pen.explanation(f"{part.id}/why", version.why, part.sayings, self.others, self.titles)
        return f'<p class="pb-label">{escape(self.words["why"])}</p>\n\n{body}\n'

    def _thing_page(
        self, thing: str, versions: tuple[Version, ...], title: str, path: str, after: str = ""
    ) -> None:
        """A page whose versions say all their sentences in order."""
        pen = self._pen(path)
        by_start = {v.starts: v for v in versions}
        body = ""
        for part in self._newest_first(thing):
            said = "".join(pen.paragraph(s) for name, s in part.sayings.sentences.items() if name != "dates")
            inside = (
                self._version_head(part, pen, 2)
                + pen.paragraph(part.sayings.sentences["dates"])
                + "\n"
                + said
                + "\n"
                + self._why(by_start[part.starts], part, pen)
            )
            body += _section(part, inside)
        self._add(path, title, body + after)

    # Pages

    def _home(self) -> None:
        pen = self._pen("")
        home = self.programme.pages.get("home", {}).get(self.language)
        lead = self._cited(home.body, "") if home else ""
        cards = ""
        for name in self.programme.clauses:
            if name in self.current:
                cards += self._card(name, pen)
        title = home.title if home else self.programme.file.title[self.language]
        body = f'{lead}\n\n## {self.words["home_rules"]}\n\n<ul class="pb-cards">\n{cards}</ul>\n\n'
        links = [
            ("tiers", self.words["tiers"]),
            ("training", self.words["training"]),
            ("policy", self.words["policy"]),
        ]
        links = [(f"{path}/", text) for path, text in links]
        links += [(f"{n}/", by[self.language].title) for n, by in self.programme.pages.items() if n != "home"]
        rows = "".join(
            f'<li><a href="{pen.addresses.page(path)}">{escape(text)}</a></li>\n' for path, text in links
        )
        body += f'## {self.words["home_next"]}\n\n<ul class="pb-cards">\n{rows}</ul>\n'
        self._add("", title, body, self.programme.file.title[self.language])
        self.pages.nav.append({self.words["home"]: "index.md"})

    def _card(self, name: str, pen: Pen) -> str:
        """A rule in a list of rules: what it pays as a figure, and the first sentence of its words."""
        part = self.current.get(name) or self.parts[name][-1]
        version = next(v for v in self.programme.clauses[name].versions if v.starts == part.starts)
        figures = [f for key, f in part.sayings.facts.items() if key.endswith((".rate", ".amount"))]
        figures = figures or [s for s in part.sayings.sentences["pays"].facts()]
        figures = [figures[0]] if figures[0].value == figures[-1].value else [figures[0], figures[-1]]
        paid = " – ".join(pen.fact(f) for f in figures)
        teaser = ""
        if version.words is not None:
            first = Text(tuple((code, _first_sentence(wording)) for code, wording in version.words.wordings))
            teaser = pen.explanation(f"{part.id}/teaser", first, part.sayings, self.others, self.titles)
        return (
            f'<li><a href="{pen.addresses.to(name)}">{escape(self._title(name))}</a> '
            f'<span class="pb-paid">{paid}</span>{teaser}</li>\n'
        )

    def _rules(self) -> None:
        pen = self._pen("rules")
        rows = ""
        nav: list[object] = ["rules/index.md"]
        for name, clause in self.programme.clauses.items():
            if name not in self.parts:
                continue
            rows += self._card(name, pen)
            self._clause(name, clause.versions)
            nav.append({self._title(name): f"rules/{name}/index.md"})
        body = f'{self.words["rules_lead"]}\n\n<ul class="pb-cards">\n{rows}</ul>\n\n<p class="pb-note">{self.words["facts_judged"]}</p>\n'
        self._add("rules", self.words["rules"], body)
        self.pages.nav.append({self.words["rules"]: nav})

    def _clause(self, name: str, versions: tuple[ClauseVersion, ...]) -> None:
        path = f"rules/{name}"
        pen = self._pen(path)
        by_start = {v.starts: v for v in versions}
        template = self.jinja.get_template(f"rules/{self.programme.clauses[name].kind}.md.jinja")
        body = ""
        for part in self._newest_first(name):
            version = by_start[part.starts]
            view = ClauseView(
                self.programme,
                name,
                version,
                part.sayings,
                self.others,
                self.titles,
                pen,
                self.words,
                3,
                False,
                past=part is not self.current.get(name) and part.starts <= self.on,
            )
            inside = (
                self._version_head(part, pen, 2)
                + template.render(v=view, t=self.words)
                + f"\n### {self.words['history']}\n\n"
                + pen.paragraph(part.sayings.sentences["dates"])
                + "\n"
                + self._why(version, part, pen)
            )
            body += _section(part, inside)
        first = (self.current.get(name) or self.parts[name][-1]).sayings.sentences["pays"]
        self._add(path, self._title(name), body, plain_words(pen.inside(first)))

    def _definitions(self) -> None:
        pen = self._pen("metrics")
        rows, nav = "", ["metrics/index.md"]
        entries: list[object] = list(nav)
        for name, metric in self.programme.metrics.items():
            after = self._used_by(name)
            self._thing_page(
                f"metric/{name}", metric.versions, self._title(f"metric/{name}"), f"metrics/{name}", after
            )
            entries.append({self._title(f"metric/{name}"): f"metrics/{name}/index.md"})
            part = self.current.get(f"metric/{name}") or self.parts[f"metric/{name}"][-1]
            rows += f'<li><a href="{pen.addresses.to(part.thing)}">{escape(self._title(part.thing))}</a> {pen.span(part.sayings.sentences["value"])}</li>\n'
        values = ""
        for name, measure in self.programme.measures.items():
            thing = f"measure/{name}"
            self._thing_page(thing, measure.versions, self._title(thing), f"measures/{name}")
            entries.append({self._title(thing): f"measures/{name}/index.md"})
            part = self.current.get(thing) or self.parts[thing][-1]
            values += f'<li><a href="{pen.addresses.to(thing)}">{escape(self._title(thing))}</a> {pen.span(part.sayings.sentences["value"])}</li>\n'
        body = f'{self.words["figures_lead"]}\n\n<ul class="pb-cards">\n{rows}</ul>\n\n## {self.words["measures"]}\n\n<ul class="pb-cards">\n{values}</ul>\n'
        self._add("metrics", self.words["figures"], body)
        self.pages.nav.append({self.words["figures"]: entries})

    def _used_by(self, metric: str) -> str:
        """Links to the rules and ladders that read a metric now."""
        pen = self._pen(f"metrics/{metric}")
        names: list[str] = []
        for name, clause in self.programme.clauses.items():
            version = next(
                (
                    v
                    for v in clause.versions
                    if name in self.current and v.starts == self.current[name].starts
                ),
                None,
            )
            if version is None:
                continue
            read = {getattr(version, "base", None), getattr(version, "chosen_by", None)}
            if version.earns is not None:
                read |= {a.metric for a in atoms(version.earns) if isinstance(a, MetricIs)}
            if metric in read:
                names.append(name)
        for name, ladder in self.programme.ladders.items():
            found = next(
                (v for v in ladder.versions if v.starts == self.current[f"ladder/{name}"].starts), None
            )
            reach = [t.reach for t in found.tiers if t.reach is not None] if found else []
            if any(isinstance(a, MetricIs) and a.metric == metric for r in reach for a in atoms(r)):
                names.append(f"ladder/{name}")
        links = ", ".join(f'<a href="{pen.addresses.to(n)}">{escape(self._title(n))}</a>' for n in names)
        return f"\n## {self.words['used_by']}\n\n<p>{links or self.words['used_by_none']}</p>\n"

    def _tiers(self) -> None:
        if not self.programme.ladders:
            return
        pen = self._pen("tiers")
        body = ""
        for name in self.programme.ladders:
            body += f"## {self._title(f'ladder/{name}')} {{ #ladder-{name} }}\n\n"
            for part in self._newest_first(f"ladder/{name}"):
                sentences = part.sayings.sentences
                inside = self._version_head(part, pen, 3) + pen.paragraph(sentences["dates"])
                inside += pen.paragraph(sentences["highest"]) + pen.paragraph(sentences["order"]) + "\n"
                for tier in [k.split(".")[0] for k in sentences if k.endswith(".reach")]:
                    anchor = f" {{ #tier-{tier} }}" if part is self.current.get(part.thing) else ""
                    inside += f"\n#### {self._title(f'tier/{tier}')}{anchor}\n\n"
                    inside += pen.paragraph(sentences[f"{tier}.reach"])
                    if f"{tier}.opens" in sentences:
                        inside += pen.paragraph(sentences[f"{tier}.opens"])
                body += _section(part, inside)
        self._add("tiers", self.words["tiers"], body)
        self.pages.nav.append({self.words["tiers"]: "tiers/index.md"})

    def _training(self) -> None:
        if not self.programme.courses:
            return
        pen = self._pen("training")
        nav: list[object] = ["training/index.md"]
        body = f"{self.words['training_lead']}\n\n"
        if self.programme.curriculum is not None:
            for part in self._newest_first("curriculum"):
                said = "".join(pen.paragraph(s) for s in part.sayings.sentences.values())
                body += _section(part, self._version_head(part, pen, 2) + said)
        rows = ""
        for name, course in self.programme.courses.items():
            part = self.current.get(f"course/{name}") or self.parts[f"course/{name}"][-1]
            version = next(v for v in course.versions if v.starts == part.starts)
            goal = escape(version.goal[self.language])
            rows += f'<li><a href="{pen.addresses.to(f"course/{name}")}">{escape(self._title(f"course/{name}"))}</a> {goal}</li>\n'
            nav.append({self._title(f"course/{name}"): self._course(name)})
        body += f'## {self.words["lessons"]}\n\n<ul class="pb-cards">\n{rows}</ul>\n'
        self._add("training", self.words["training"], body)
        self.pages.nav.append({self.words["training"]: nav})

    def _course(self, name: str) -> list[object]:
        path = f"training/{name}"
        course = self.programme.courses[name]
        pen = self._pen(path)
        part = self.current.get(f"course/{name}") or self.parts[f"course/{name}"][-1]
        version = next(v for v in course.versions if v.starts == part.starts)
        lessons = ""
        nav: list[object] = [f"{path}/index.md"]
        for lesson in version.lessons:
            prose = self.programme.lessons[lesson][self.language]
            lessons += (
                f'<li><a href="{pen.addresses.page(f"{path}/{lesson}/")}">{escape(prose.title)}</a></li>\n'
            )
            lesson_path = f"{path}/{lesson}"
            back = self._pen(lesson_path).addresses.page(f"{path}/")
            body = f'<p class="pb-label">{self.words["lesson_of"]} <a href="{back}">{escape(self._title(f"course/{name}"))}</a></p>\n\n'
            self._add(lesson_path, prose.title, body + self._cited(prose.body, lesson_path))
            nav.append({prose.title: f"{lesson_path}/index.md"})
        after = f"\n## {self.words['lessons']}\n\n<ol>\n{lessons}</ol>\n"
        goal = f'<p class="pb-label">{self.words["course_goal"]}</p>\n\n{escape(version.goal[self.language])}\n\n'
        self._thing_page(f"course/{name}", course.versions, self._title(f"course/{name}"), path, after)
        file = f"{path}/index.md"
        self.pages.files[file] = self.pages.files[file].replace("\n\n<section", f"\n\n{goal}<section", 1)
        return nav

    def _policy(self) -> None:
        self._thing_page("policy", self.programme.file.policy.versions, self.words["policy"], "policy")
        self.pages.nav.append({self.words["policy"]: "policy/index.md"})

    def _editions(self) -> None:
        pen = self._pen("editions")
        body = f"{self.words['editions_lead']}\n\n"
        nav: list[object] = ["editions/index.md"]
        for number, edition in reversed(list(enumerate(self.editions))):
            title, plain = self._edition_title(edition, pen)
            open_now = edition.starts <= self.on and (edition.ends is None or edition.ends >= self.on)
            link = pen.addresses.page(f"editions/{edition.address}/")
            body += f'## <a href="{link}">{title}</a> {{ #e{edition.starts} }}\n\n'
            if open_now:
                body += f"<p>{self.words['edition_now']}</p>\n\n"
            body += f'<p><code class="pb-hash" data-furniture="hash">{edition.hash}</code></p>\n\n'
            body += self._changes(self.editions[number - 1] if number else None, edition, pen)
            nav.append({plain: self._edition(edition)})
        self._add("editions", self.words["editions"], body)
        self.pages.nav.append({self.words["editions"]: nav})

    def _edition_title(self, edition: Edition, pen: Pen) -> tuple[str, str]:
        start = Fact(f"edition/{edition.starts}/from", "date", edition.starts)
        return (
            self.words["edition_from"].format(date=pen.fact(start)),
            f'<span data-furniture="address">{self.words["edition_from"].format(date=start.text(self.language))}</span>',
        )

    def _changes(self, before: Edition | None, edition: Edition, pen: Pen) -> str:
        """What an edition says differently from the one before it."""
        if before is None:
            return f"{self.words['changes_first']}\n\n"
        rows = ""
        old = {part.thing: part for part in before.parts}
        new = {part.thing: part for part in edition.parts}
        for thing in [*new, *(t for t in old if t not in new)]:
            was, now = old.get(thing), new.get(thing)
            if was is now:
                continue
            title = escape(
                self._title(thing)
                if thing in self.titles.titles
                else self.words[thing]
                if thing in self.words
                else self.words["training"]
            )
            key = "changed_new" if was is None else "changed_gone" if now is None else "changed_version"
            link = f'<a href="{pen.addresses.to(thing)}">{title}</a>: {self.words[key]}'
            rows += f"<li>{link}{self._fact_changes(was, now, pen)}</li>\n"
        return f'<p class="pb-label">{self.words["changes"]}</p>\n\n<ul class="pb-changes">\n{rows}</ul>\n\n'

    def _fact_changes(self, was: Part | None, now: Part | None, pen: Pen) -> str:
        if was is None or now is None:
            return ""
        old = {f.id.removeprefix(f"{was.id}/"): f for f in was.sayings.all_facts()}
        new = {f.id.removeprefix(f"{now.id}/"): f for f in now.sayings.all_facts()}
        rows = ""
        for name in [*new, *(n for n in old if n not in new)]:
            if name in ("from", "announced") or (
                name in old and name in new and old[name].value == new[name].value
            ):
                continue
            cells = "".join(
                f'<td class="num">{pen.fact(side[name]) if name in side else "–"}</td>' for side in (old, new)
            )
            rows += f"<tr><td>{self._fact_label(name)}</td>{cells}</tr>\n"
        if not rows:
            return ""
        head = f'<tr><th></th><th class="num">{self.words["was"]}</th><th class="num">{self.words["is_now"]}</th></tr>'
        return f'\n<table class="pb-changes"><thead>{head}</thead><tbody>\n{rows}</tbody></table>\n'

    def _fact_label(self, name: str) -> str:
        """What a fact is in its rule: the row and column of its table, or what it bounds."""
        steps = name.split(".")
        label = escape(self.words.get(f"fact_{steps[-1]}", self.words["earns_heading"]))
        if steps[0] != "row":
            return label
        return f'{self.words["row"]} <span data-furniture="row">{steps[1]}</span>: {label.lower()}'

    def _edition(self, edition: Edition) -> str:
        path = f"editions/{edition.address}"
        pen = self._pen(path)
        title, _ = self._edition_title(edition, pen)
        plain = self.words["edition_from"].format(date=Fact("", "date", edition.starts).text(self.language))
        until = self.words["edition_open"]
        if edition.ends is not None:
            until = self.words["edition_until"].format(
                date=pen.fact(Fact(f"edition/{edition.starts}/ends", "date", edition.ends))
            )
        body = f"# {title} {{ #edition }}\n\n<p>{until}</p>\n\n"
        body += f'<p>{self.words["hash"]}: <code class="pb-hash" data-furniture="hash">{edition.hash}</code></p>\n\n'
        if self.published.get(edition.address) != edition.hash:
            body += f'<p class="pb-note">{self.words["edition_not_published"]}</p>\n\n'
        body += f'<p class="pb-note">{self.words["hash_note"]}</p>\n\n'
        for part in edition.parts:
            body += _section(part, self._edition_part(part, pen))
        self._add(path, plain, body)
        return f"{path}/index.md"

    def _edition_part(self, part: Part, pen: Pen) -> str:
        title = (
            self._title(part.thing)
            if part.thing in self.titles.titles
            else self.words.get(part.thing, self.words["training"])
        )
        inside = f"## {title} {{ #{part.thing.replace('/', '-')} }}\n\n" + pen.paragraph(
            part.sayings.sentences["dates"]
        )
        if part.thing not in self.programme.clauses:
            return inside + "".join(
                pen.paragraph(s) for n, s in part.sayings.sentences.items() if n != "dates"
            )
        clause = self.programme.clauses[part.thing]
        version = next(v for v in clause.versions if v.starts == part.starts)
        view = ClauseView(
            self.programme,
            part.thing,
            version,
            part.sayings,
            self.others,
            self.titles,
            pen,
            self.words,
            3,
            True,
        )
        return inside + self.jinja.get_template(f"rules/{clause.kind}.md.jinja").render(v=view, t=self.words)

    def _glossary(self) -> None:
        if not self.programme.glossary:
            return
        rows = "".join(
            f'<dt id="{name}">{escape(term.title[self.language])}</dt><dd>{escape(term.meaning[self.language])}</dd>\n'
            for name, term in self.programme.glossary.items()
        )
        self._add("glossary", self.words["glossary"], f"<dl>\n{rows}</dl>\n")
        self.pages.nav.append({self.words["glossary"]: "glossary/index.md"})

    def _hand_written(self) -> None:
        for name, by_language in self.programme.pages.items():
            if name == "home":
                continue
            prose = by_language[self.language]
            self._add(name, prose.title, self._cited(prose.body, name))
            self.pages.nav.append({prose.title: f"{name}/index.md"})

    def _proof(self) -> None:
        body = f'{self.words["proof_lead"]}\n\n<div data-furniture="proof">\n{PROOF_PLACE}\n<p>{self.words["proof_pending"]}</p>\n{PROOF_PLACE}\n</div>\n'
        self._add("proof", self.words["proof"], body)
        self.pages.nav.append({self.words["proof"]: "proof/index.md"})

    def _shell(self) -> None:
        path = self.templates / "pages" / f"statements.{self.language}.md"
        self.pages.files["statements/index.md"] = path.read_text(encoding="utf-8")

    def _cited(self, body: str, path: str) -> str:
        """Prose with `{{ clause.x.rows.1.rate }}` replaced by the tagged value in force."""
        pen = self._pen(path)
        return _CITE.sub(lambda m: pen.slot(resolve(m[1], None, self.others, self.titles)), body)


def _section(part: Part, inside: str) -> str:
    """A version's own element, so that a reader knows where it begins and ends."""
    return (
        f'<section class="pb-version" data-thing="{part.thing}" data-version="{part.starts}" markdown="1">\n\n'
        f"{inside.strip()}\n\n</section>\n\n"
    )


def _first_sentence(wording: str) -> str:
    """The words up to the first full stop outside braces."""
    match = re.match(r"(?:[^.{}]|\{[^{}]*\})+[.!?]", wording)
    return match[0] if match else wording


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
