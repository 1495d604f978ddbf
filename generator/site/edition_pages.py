"""The pages of editions: the archive with what changed, and each edition whole under its hash."""

from __future__ import annotations

from html import escape

from generator.rules.editions import edition_on
from generator.site.clause_view import ClauseView
from generator.site.corrections import dated, edition_corrected_by, edition_corrections, edition_corrects
from generator.site.desk import Desk, section
from generator.site.markup import Pen
from generator.terms.edition import Edition, Part
from generator.terms.saying import Fact
from generator.terms.version import DATED


def write_editions(desk: Desk) -> None:
    """The archive, newest first, and a page for each edition."""
    pen = desk.pen("editions")
    body = f"{desk.words['editions_lead']}\n\n"
    nav: list[object] = ["editions/index.md"]
    for edition in reversed(desk.editions):
        title, plain = _edition_title(desk, edition, pen)
        current = edition_on(desk.editions, max(desk.on, desk.editions[0].starts))
        open_now = edition is current and edition.starts <= desk.on
        link = pen.addresses.page(f"editions/{edition.address}/")
        body += f'## <a href="{link}">{title}</a> {{ #e{edition.address} }}\n\n'
        body += edition_corrected_by(desk, edition, pen)
        if open_now:
            body += f"<p>{desk.words['edition_now']}</p>\n\n"
        body += f'<p><code class="pb-hash" data-furniture="hash">{edition.hash}</code></p>\n\n'
        body += _changes(desk, _before(desk, edition), edition, pen)
        nav.append({f'<span data-furniture="address">{plain}</span>': _edition(desk, edition)})
    desk.add("editions", desk.words["editions"], body)
    desk.pages.nav.append({desk.words["editions"]: nav})


def _edition_title(desk: Desk, edition: Edition, pen: Pen) -> tuple[str, str]:
    days = {"date": Fact(f"edition/{edition.address}/from", "date", edition.starts)}
    wording = desk.words["edition_from"]
    if edition.corrected is not None:
        days["corrected"] = Fact(f"edition/{edition.address}/corrected", "date", edition.corrected)
        wording = desk.words["edition_from_corrected"]
    return (
        wording.format(**{name: pen.fact(one) for name, one in days.items()}),
        wording.format(**{name: one.text(desk.language) for name, one in days.items()}),
    )


def _before(desk: Desk, edition: Edition) -> Edition | None:
    """The edition with which another is compared: the revision before, or what was in force until its first day."""
    if edition.revision > 1:
        return next(
            e for e in desk.editions if e.starts == edition.starts and e.revision == edition.revision - 1
        )
    earlier = [e for e in desk.editions if e.starts < edition.starts]
    known = [e for e in earlier if e.corrected is None or e.corrected < edition.starts]
    return known[-1] if known else None


def _changes(desk: Desk, before: Edition | None, edition: Edition, pen: Pen) -> str:
    """What an edition says differently from the one before it."""
    if before is None:
        return f"{desk.words['changes_first']}\n\n"
    rows = ""
    old = {part.thing: part for part in before.parts}
    new = {part.thing: part for part in edition.parts}
    for thing in [*new, *(t for t in old if t not in new)]:
        was, now = old.get(thing), new.get(thing)
        if was is now:
            continue
        title = desk.part_title(thing)
        key = "changed_new" if was is None else "changed_gone" if now is None else "changed_version"
        if was is not None and now is not None and was.starts == now.starts:
            key = "changed_correction"
        link = f'<a href="{pen.addresses.to(thing)}">{title}</a>: {desk.words[key]}'
        rows += f"<li>{link}{_fact_changes(desk, was, now, pen)}</li>\n"
    return f'<p class="pb-label">{desk.words["changes"]}</p>\n\n<ul class="pb-changes">\n{rows}</ul>\n\n'


def _fact_changes(desk: Desk, was: Part | None, now: Part | None, pen: Pen) -> str:
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
        rows += f"<tr><td>{_fact_label(desk, name)}</td>{cells}</tr>\n"
    if not rows:
        return ""
    sides = "".join(f'<th class="num">{desk.words[side]}</th>' for side in ("was", "is_now"))
    head = f"<tr><th>{desk.words['what']}</th>{sides}</tr>"
    return f'\n<table class="pb-changes"><thead>{head}</thead><tbody>\n{rows}</tbody></table>\n'


def _fact_label(desk: Desk, name: str) -> str:
    """What a fact is in its rule: the row and column of its table, or what it bounds."""
    steps = name.split(".")
    named = "gate" if steps[0] == "gate" else steps[-1]
    label = escape(desk.words.get(f"fact_{named}", desk.words["earns_heading"]))
    if steps[0] != "row":
        return label
    return f'{desk.words["row"]} <span data-furniture="row">{steps[1]}</span>: {label.lower()}'


def _edition(desk: Desk, edition: Edition) -> str:
    path = f"editions/{edition.address}"
    pen = desk.pen(path)
    title, plain = _edition_title(desk, edition, pen)
    until = desk.words["edition_open"]
    if edition.ends is not None:
        until = desk.words["edition_until"].format(
            date=pen.fact(Fact(f"edition/{edition.address}/ends", "date", edition.ends))
        )
    body = f"# {title} {{ #edition }}\n\n{edition_corrected_by(desk, edition, pen)}<p>{until}</p>\n\n"
    body += edition_corrects(desk, edition, pen)
    body += (
        f'<p>{desk.words["hash"]}: <code class="pb-hash" data-furniture="hash">{edition.hash}</code></p>\n\n'
    )
    if desk.published.get(edition.address) != edition.hash:
        body += f'<p class="pb-note">{desk.words["edition_not_published"]}</p>\n\n'
    body += f'<p class="pb-note">{desk.words["hash_note"]}</p>\n\n'
    body += edition_corrections(desk, edition, pen)
    for part in edition.parts:
        body += section(part, _edition_part(desk, part, pen))
    desk.add(path, plain, body)
    return f"{path}/index.md"


def _edition_part(desk: Desk, part: Part, pen: Pen) -> str:
    title = (
        desk.heading(part.thing)
        if part.thing in desk.titles.titles
        else desk.words.get(part.thing, desk.words["training"])
    )
    inside = f"## {title} {{ #{part.thing.replace('/', '-')} }}\n\n" + dated(part, pen)
    if part.thing not in desk.programme.clauses:
        return inside + "".join(pen.paragraph(s) for n, s in part.sayings.sentences.items() if n not in DATED)
    clause = desk.programme.clauses[part.thing]
    version = next(v for v in clause.versions if v.address == part.address)
    view = ClauseView(
        desk.programme.beside(clause.versions, version),
        part.thing,
        version,
        part.sayings,
        desk.others,
        desk.titles,
        pen,
        desk.words,
        3,
        True,
    )
    return inside + desk.jinja.get_template(f"rules/{clause.kind}.md.jinja").render(v=view, t=desk.words)
