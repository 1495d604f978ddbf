"""Corrections on pages: what was wrong, whom it affects, how they are made whole, and links between revisions."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from generator.rules.corrections import SAID
from generator.site.markup import Pen
from generator.terms.edition import Edition, Part
from generator.terms.saying import Fact
from generator.terms.version import DATED

if TYPE_CHECKING:
    from generator.site.desk import Desk


def last_revision(desk: Desk, part: Part) -> Part:
    """The revision of a version that takes the place of the others; itself where nothing in it was corrected."""
    return max((p for p in desk.parts[part.thing] if p.starts == part.starts), key=lambda p: p.revision)


def dated(part: Part, pen: Pen) -> str:
    """When a version is in force, and that it is a correction where it is one."""
    sentences = part.sayings.sentences
    return "".join(pen.paragraph(sentences[name]) for name in DATED if name in sentences)


def corrected_by(desk: Desk, last: Part, pen: Pen) -> str:
    """The note below the heading of a version that was corrected."""
    when = pen.fact(Fact(f"{last.id}/announced", "date", last.corrected or last.starts))
    said = desk.words["version_corrected_by"].format(date=when, link=f"#v{last.address}")
    return f'<p class="pb-note" data-corrected-by="{last.address}">{said}</p>\n\n'


def correction(desk: Desk, part: Part, pen: Pen) -> str:
    """What a correction says, as the last thing of its section; empty for other versions."""
    said = _said(desk, part, pen)
    return (
        f'<div class="pb-correction" data-correction="{part.id}" markdown="1">\n\n{said}</div>\n'
        if said
        else ""
    )


def _said(desk: Desk, part: Part, pen: Pen) -> str:
    told = desk.version(part).correction
    if told is None:
        return ""
    before = next(
        p for p in desk.parts[part.thing] if p.starts == part.starts and p.revision == part.revision - 1
    )
    out = ""
    for name in SAID:
        body = pen.explanation(
            f"{part.id}/correction.{name}",
            getattr(told, name),
            part.sayings,
            desk.others,
            desk.titles,
            before.sayings,
        )
        out += f'<p class="pb-label">{escape(desk.words[f"correction_{name}"])}</p>\n\n{body}\n'
    return out


def edition_corrected_by(desk: Desk, edition: Edition, pen: Pen) -> str:
    """The note of an edition whose place a later revision takes; empty where none does."""
    last = max((e for e in desk.editions if e.starts == edition.starts), key=lambda e: e.revision)
    if last is edition or last.corrected is None:
        return ""
    when = pen.fact(Fact(f"edition/{last.address}/corrected", "date", last.corrected))
    link = pen.addresses.page(f"editions/{last.address}/")
    said = desk.words["edition_corrected_by"].format(date=when, link=link)
    return f'<p class="pb-note" data-corrected-by="{last.address}">{said}</p>\n\n'


def edition_corrects(desk: Desk, edition: Edition, pen: Pen) -> str:
    """The note of a revision about the one before; empty for the first."""
    if edition.revision == 1:
        return ""
    before = next(
        e for e in desk.editions if e.starts == edition.starts and e.revision == edition.revision - 1
    )
    link = pen.addresses.page(f"editions/{before.address}/")
    said = desk.words["edition_corrects"].format(link=link)
    return f'<p class="pb-note" data-corrects="{before.address}">{said}</p>\n\n'


def edition_corrections(desk: Desk, edition: Edition, pen: Pen) -> str:
    """A section for each correction that a revision brought."""
    out = ""
    for part in edition.corrections:
        link = f'<a href="{pen.addresses.to(part.thing)}">{desk.part_title(part.thing)}</a>'
        title = desk.words["correction_of"].format(title=link)
        out += (
            f'<section class="pb-correction" data-correction="{part.id}" markdown="1">\n\n'
            f"## {title} {{ #correction-{part.thing.replace('/', '-')} }}\n\n{_said(desk, part, pen)}</section>\n\n"
        )
    return out
