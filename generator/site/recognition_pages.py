"""The pages of recognition, one for each badge, certificate and leaderboard, and the page of the channels."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from generator.settlement.boards import Standing
from generator.site.desk import Desk, cards
from generator.terms.channels import CHANNELS
from generator.terms.numerals import about, day, period_title
from generator.terms.recognition import GROUPS


def write_recognition(desk: Desk) -> None:
    """The list of badges, certificates and leaderboards, and a page for each."""
    pen = desk.pen("recognition")
    nav: list[object] = ["recognition/index.md"]
    body = f"{desk.words['recognition_lead']}\n\n"
    for kind, group in desk.programme.recognition.groups():
        rows = ""
        for thing in (f"{kind}/{name}" for name in group):
            if desk.shown_part(thing) is None:
                continue
            title, path = desk.title(thing), f"{GROUPS[kind]}/{thing.partition('/')[2]}"
            standing = _standing(desk, kind, thing) if kind in _HEADS else ""
            desk.thing_page(thing, title, path, before=standing)
            nav.append({desk.entry(title): f"{path}/index.md"})
            rows += desk.listed(pen.addresses.to(thing), title)
        if rows:
            body += f"## {desk.words[GROUPS[kind]]}\n\n{cards(rows)}\n"
    if len(nav) > 1:
        desk.add("recognition", desk.words["recognition"], body)
        desk.pages.nav.append({desk.words["recognition"]: nav})


def write_channels(desk: Desk) -> None:
    """The page of the channels."""
    if desk.has(CHANNELS):
        desk.thing_page(CHANNELS, desk.title(CHANNELS), CHANNELS)
        desk.pages.nav.append({desk.entry(desk.title(CHANNELS)): f"{CHANNELS}/index.md"})


_HEADS = {"leaderboard": "board_standing", "winners": "winners_of"}
"""The words above what others see of each kind."""


def _standing(desk: Desk, kind: str, thing: str) -> str:
    """The places that others see, of the newest window that has ended; of winners without figures."""
    found = desk.standings.get(thing)
    if found is None:
        return f'<p class="pb-note">{escape(desk.words["board_not_yet"])}</p>\n\n'
    window = f'<span data-record="window">{_title(desk, found)}</span>'
    head = f"<h2>{escape(desk.words[_HEADS[kind]])} {window}</h2>\n"
    if not found.rows:
        return f'{head}\n<p class="pb-note">{escape(desk.words["board_none"])}</p>\n\n'
    name = thing.partition("/")[2]
    above, mark, measured = f"board/{name}", "data-board", ""
    if found.metric is None:
        above, mark = thing, "data-winners"
    else:
        measured = f'<th class="num">{escape(desk.title(f"metric/{found.metric}"))}</th>'
    rows = "".join(
        _row(desk, f"{above}/{number}", found.metric, *row) for number, row in enumerate(found.rows, 1)
    )
    title = escape(desk.title(thing))
    return (
        f'{head}\n<div class="pb-scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="pb-board" {mark}="{name}" data-window="{found.window.first}"><thead><tr>'
        f'<th class="num">{escape(desk.words["place"])}</th><th>{escape(desk.words["board_name"])}</th>'
        f"{measured}</tr></thead><tbody>\n{rows}</tbody></table></div>\n\n"
    )


def _row(desk: Desk, own: str, metric: str | None, place: int, called: str, value: Fraction | None) -> str:
    figure = ""
    if metric is not None and value is not None:
        unit = desk.titles.unit_of(f"metric/{metric}")
        shown = about(value, unit, desk.language)
        figure = f'<td class="num"><b data-fact="{own}/value" data-unit="{unit}">{shown}</b></td>'
    return (
        f'<tr><td class="num"><b data-fact="{own}/place" data-unit="count">{place}</b></td>'
        f'<td><span data-record="{own}/name">{escape(called)}</span></td>{figure}</tr>\n'
    )


def _title(desk: Desk, found: Standing) -> str:
    """The window as statements call a period, or by its first and last day."""
    if found.period is not None:
        return period_title(found.period, desk.language)
    return f"{day(found.window.first, desk.language)} \u2013 {day(found.window.last, desk.language)}"
