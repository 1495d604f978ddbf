"""The pages of rules: the list, and a page for each clause with all its dated versions."""

from __future__ import annotations

import re
from html import escape

from generator.site.clause_view import ClauseView
from generator.site.corrections import correction, dated
from generator.site.desk import Desk, cards, section
from generator.site.markup import Pen, plain_words
from generator.terms.clause import ClauseVersion
from generator.terms.saying import Fact, Sayings
from generator.terms.text import Text


def write_rules(desk: Desk) -> None:
    """The list of rules, and a page for each."""
    pen = desk.pen("rules")
    rows = ""
    nav: list[object] = ["rules/index.md"]
    for name, clause in desk.programme.clauses.items():
        if name not in desk.parts:
            continue
        rows += card(desk, name, pen)
        _clause(desk, name, clause.versions)
        nav.append({desk.entry(desk.title(name)): f"rules/{name}/index.md"})
    note = f'<p class="pb-note">{desk.words["facts_judged"]}</p>\n'
    body = f"{desk.words['rules_lead']}\n\n{cards(rows)}\n{note}"
    desk.add("rules", desk.words["rules"], body)
    desk.pages.nav.append({desk.words["rules"]: nav})


def card(desk: Desk, name: str, pen: Pen) -> str:
    """A rule in a list of rules: what it pays as a figure, and the first sentence of its words."""
    part = desk.current.get(name) or desk.parts[name][-1]
    version = next(v for v in desk.programme.clauses[name].versions if v.address == part.address)
    paid = " – ".join(pen.fact(f) for f in _least_and_most(part.sayings))
    teaser = ""
    if version.words is not None:
        first = Text(tuple((code, _first_sentence(wording)) for code, wording in version.words.wordings))
        teaser = pen.explanation(f"{part.id}/teaser", first, part.sayings, desk.others, desk.titles)
    return (
        f'<li><a href="{pen.addresses.to(name)}">{escape(desk.title(name))}</a> '
        f'<span class="pb-paid">{paid}</span>{teaser}</li>\n'
    )


def _least_and_most(sayings: Sayings) -> list[Fact]:
    """The least and the most that the rows of a table pay, or the amount; nothing where it is no plain figure."""
    paid = {k: f for k, f in sayings.facts.items() if k.endswith((".rate", ".amount", ".each"))}
    figures = [fact for key, fact in paid.items() if key.startswith("row.")] or list(paid.values())
    if not figures:
        rows = [one for key, one in sayings.sentences.items() if key.startswith("row.")]
        figures = [fact for one in (*rows, sayings.sentences["pays"]) for fact in one.facts()]
    if (
        len({fact.unit for fact in figures}) == 1
    ):  # rates and amounts beside one another stay as they are written
        figures.sort(key=lambda fact: fact.value)
    if len(figures) < 2 or figures[0].value == figures[-1].value:
        return figures[:1]
    return [figures[0], figures[-1]]


def _clause(desk: Desk, name: str, versions: tuple[ClauseVersion, ...]) -> None:
    path = f"rules/{name}"
    pen = desk.pen(path)
    by_address = {v.address: v for v in versions}
    template = desk.jinja.get_template(f"rules/{desk.programme.clauses[name].kind}.md.jinja")
    body = ""
    for part in desk.newest_first(name):
        version = by_address[part.address]
        view = ClauseView(
            desk.programme.beside(versions, version),
            name,
            version,
            part.sayings,
            desk.others,
            desk.titles,
            pen,
            desk.words,
            3,
            False,
            past=part is not desk.current.get(name) and part.starts <= desk.on,
        )
        inside = (
            desk.version_head(part, pen, 2)
            + template.render(v=view, t=desk.words)
            + f"\n### {desk.words['history']}\n\n"
            + dated(part, pen)
            + "\n"
            + desk.why(version, part, pen)
            + correction(desk, part, pen)
        )
        body += section(part, inside)
    first = (desk.current.get(name) or desk.parts[name][-1]).sayings.sentences["pays"]
    desk.add(path, desk.title(name), body, plain_words(pen.inside(first)))


def _first_sentence(wording: str) -> str:
    """The words up to the first full stop outside braces."""
    match = re.match(r"(?:[^.{}]|\{[^{}]*\})+[.!?]", wording)
    return match[0] if match else wording
