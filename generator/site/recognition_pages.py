"""The pages of recognition: what can be won beside money, and a page for each badge, certificate and leaderboard."""

from __future__ import annotations

from generator.site.desk import Desk, cards


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
            title, path = desk.title(thing), f"{thing.replace('/', 's/')}"
            desk.thing_page(thing, title, path)
            nav.append({desk.entry(title): f"{path}/index.md"})
            rows += desk.listed(pen.addresses.to(thing), title)
        if rows:
            body += f"## {desk.words[f'{kind}s']}\n\n{cards(rows)}\n"
    if len(nav) > 1:
        desk.add("recognition", desk.words["recognition"], body)
        desk.pages.nav.append({desk.words["recognition"]: nav})
