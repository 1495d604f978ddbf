"""The pages of prose: the overview, the glossary, hand-written pages, the proof and the shell of statements."""

from __future__ import annotations

from html import escape

from generator.site.desk import Desk
from generator.site.markup import tag_figures
from generator.site.rule_pages import card

PROOF_PLACE = "<!-- proof -->"


def write_home(desk: Desk) -> None:
    """The overview: what it is about, what can be earned, where to read on."""
    pen = desk.pen("")
    home = desk.programme.pages.get("home", {}).get(desk.language)
    lead = desk.cited(home.body, "") if home else ""
    cards = ""
    for name in desk.programme.clauses:
        if name in desk.current:
            cards += card(desk, name, pen)
    title = home.title if home else desk.programme.file.title[desk.language]
    body = f'{lead}\n\n## {desk.words["home_rules"]}\n\n<ul class="pb-cards">\n{cards}</ul>\n\n'
    kinds = {"tiers": "ladder", "rewards": "reward", "training": "course", "policy": ""}
    links = [(f"{path}/", desk.words[path]) for path, kind in kinds.items() if not kind or desk.has(kind)]
    links += [(f"{n}/", by[desk.language].title) for n, by in desk.programme.pages.items() if n != "home"]
    rows = "".join(
        f'<li><a href="{pen.addresses.page(path)}">{escape(text)}</a></li>\n' for path, text in links
    )
    body += f'## {desk.words["home_next"]}\n\n<ul class="pb-cards">\n{rows}</ul>\n'
    desk.add("", title, body, desk.programme.file.title[desk.language])
    desk.pages.nav.append({desk.words["home"]: "index.md"})


def write_glossary(desk: Desk) -> None:
    """The public vocabulary."""
    if not desk.programme.glossary:
        return
    rows = ""
    for name, term in desk.programme.glossary.items():
        meaning = tag_figures(escape(term.meaning[desk.language], quote=False))
        rows += f'<dt id="{name}">{escape(term.title[desk.language])}</dt><dd>{meaning}</dd>\n'
    desk.add("glossary", desk.words["glossary"], f"<dl>\n{rows}</dl>\n")
    desk.pages.nav.append({desk.words["glossary"]: "glossary/index.md"})


def write_hand_written(desk: Desk) -> None:
    """Pages that people wrote, with the values that they cite."""
    for name, by_language in desk.programme.pages.items():
        if name == "home":
            continue
        prose = by_language[desk.language]
        desk.add(name, prose.title, desk.cited(prose.body, name))
        desk.pages.nav.append({desk.entry(prose.title): f"{name}/index.md"})


def write_proof(desk: Desk) -> None:
    """The page of the proof, to be filled when the audit has run."""
    pending = f"{PROOF_PLACE}\n<p>{desk.words['proof_pending']}</p>\n{PROOF_PLACE}"
    body = f'{desk.words["proof_lead"]}\n\n<div data-furniture="proof">\n{pending}\n</div>\n'
    desk.add("proof", desk.words["proof"], body)
    desk.pages.nav.append({desk.words["proof"]: "proof/index.md"})


def write_shell(desk: Desk) -> None:
    """The page in which the browser opens sealed statements."""
    path = desk.templates / "pages" / f"statements.{desk.language}.md"
    desk.pages.files["statements/index.md"] = path.read_text(encoding="utf-8")
