"""The pages of rewards: the catalogue, and a page for each reward with its price, limits and dated versions."""

from __future__ import annotations

from html import escape

from generator.rules.reward_checks import rewards_given
from generator.site.corrections import correction, dated
from generator.site.desk import Desk, cards, section
from generator.site.markup import Pen
from generator.terms.edition import Part
from generator.terms.reward import RewardVersion
from generator.terms.version import DATED

_COUNTED_FROM, _GIVEN_FROM = "table", "rounding"
"""The sentences with which begins how it is counted: of what costs points, and of what only rules give."""


def write_rewards(desk: Desk) -> None:
    """The catalogue, and a page for each reward."""
    if not desk.has("reward"):
        return
    pen = desk.pen("rewards")
    rows, nav = "", ["rewards/index.md"]
    entries: list[object] = list(nav)
    for name in desk.programme.rewards:
        thing = f"reward/{name}"
        part = desk.shown_part(thing)
        if part is None:
            continue
        rows += desk.listed(
            pen.addresses.to(thing), desk.title(thing), pen.span(part.sayings.sentences["price"])
        )
        _reward(desk, name)
        entries.append({desk.entry(desk.title(thing)): f"rewards/{name}/index.md"})
    desk.add("rewards", desk.words["rewards"], f"{desk.words['rewards_lead']}\n\n{cards(rows)}")
    desk.pages.nav.append({desk.words["rewards"]: entries})


def _reward(desk: Desk, name: str) -> None:
    thing, path = f"reward/{name}", f"rewards/{name}"
    pen = desk.pen(path)
    body = ""
    for part in desk.newest_first(thing):
        version = desk.version(part)
        assert isinstance(version, RewardVersion)
        said = ""
        for sentence, one in part.sayings.sentences.items():
            if sentence == (_COUNTED_FROM if version.price is not None else _GIVEN_FROM):
                said += f"\n### {desk.words['reward_counted']}\n\n"
            said += "" if sentence in DATED else pen.paragraph(one)
        inside = (
            desk.version_head(part, pen, 2)
            + _words(desk, version, part, pen)
            + f"{said}\n### {desk.words['history']}\n\n"
            + dated(part, pen)
            + "\n"
            + desk.why(version, part, pen)
            + correction(desk, part, pen)
        )
        body += section(part, inside)
    desk.add(path, desk.title(thing), body + _given_by(desk, name, pen))


def _words(desk: Desk, version: RewardVersion, part: Part, pen: Pen) -> str:
    """What a manager says of the reward, such as how to get it."""
    if version.words is None:
        return ""
    said = pen.explanation(f"{part.id}/words", version.words, part.sayings, desk.others, desk.titles)
    label = f'<p class="pb-label">{escape(desk.words["explanation"])}</p>'
    return said.replace("<p>", f"{label}<p>", 1) + "\n"


def _given_by(desk: Desk, reward: str, pen: Pen) -> str:
    """Links to the rules that give it now."""
    names = []
    for name, clause in desk.programme.clauses.items():
        now = desk.current.get(name)
        version = next((v for v in clause.versions if now is not None and v.address == now.address), None)
        if version is not None and reward in {given for _, given in rewards_given(version)}:
            names.append(name)
    links = ", ".join(f'<a href="{pen.addresses.to(n)}">{escape(desk.title(n))}</a>' for n in names)
    return f"\n## {desk.words['given_by']}\n\n<p>{links or desk.words['given_by_none']}</p>\n"
