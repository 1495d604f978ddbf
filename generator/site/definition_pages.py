"""The pages of definitions: metrics, measures, tiers and the policy, enough to recompute every basis."""

from __future__ import annotations

from html import escape

from generator.rules.held_conditions import metrics_tested
from generator.rules.metric_reads import metrics_read
from generator.site.corrections import correction, dated
from generator.site.desk import Desk, cards, section
from generator.site.markup import with_places
from generator.terms.quantity import POINTS
from generator.terms.version import DATED


def write_definitions(desk: Desk) -> None:
    """The list of figures, and a page for each metric and measure."""
    pen = desk.pen("metrics")
    rows, nav = "", ["metrics/index.md"]
    entries: list[object] = list(nav)
    for name in desk.programme.metrics:
        part = desk.shown_part(f"metric/{name}")
        if part is None:
            continue
        after = _used_by(desk, name)
        desk.thing_page(f"metric/{name}", desk.title(f"metric/{name}"), f"metrics/{name}", after)
        entries.append({desk.entry(desk.title(f"metric/{name}")): f"metrics/{name}/index.md"})
        rows += desk.listed(
            pen.addresses.to(part.thing), desk.title(part.thing), pen.span(part.sayings.sentences["value"])
        )
    values = ""
    for name in desk.programme.measures:
        thing = f"measure/{name}"
        part = desk.shown_part(thing)
        if part is None:
            continue
        desk.thing_page(thing, desk.title(thing), f"measures/{name}")
        entries.append({desk.entry(desk.title(thing)): f"measures/{name}/index.md"})
        values += desk.listed(
            pen.addresses.to(thing), desk.title(thing), pen.span(part.sayings.sentences["value"])
        )
    body = f"{desk.words['figures_lead']}\n\n{cards(rows)}\n## {desk.words['measures']}\n\n{cards(values)}"
    body += _units(desk, entries)
    desk.add("metrics", desk.words["figures"], body)
    desk.pages.nav.append({desk.words["figures"]: entries})


def _units(desk: Desk, entries: list[object]) -> str:
    """A page for each declared unit, added to `entries`, and the list of them; empty where there is none."""
    pen, rows = desk.pen("metrics"), ""
    for name in desk.programme.file.units:
        thing = f"unit/{name}"
        part = desk.shown_part(thing)
        if part is None:
            continue
        title, path = desk.title(thing), f"units/{name}"
        desk.thing_page(thing, title, path)
        entries.append({desk.entry(title): f"{path}/index.md"})
        said = part.sayings.sentences
        rows += desk.listed(pen.addresses.to(thing), title, pen.span(said.get("worth") or said["plain"]))
    return f"\n## {desk.words['units']}\n\n{cards(rows)}" if rows else ""


def _used_by(desk: Desk, metric: str) -> str:
    """Links to the rules and ladders that read a metric now."""
    pen = desk.pen(f"metrics/{metric}")
    names: list[str] = []
    for name, clause in desk.programme.clauses.items():
        version = next(
            (v for v in clause.versions if name in desk.current and v.address == desk.current[name].address),
            None,
        )
        if version is None:
            continue
        read = {getattr(version, "base", None), getattr(version, "chosen_by", None)}
        if metric in read | set(metrics_tested(version)):
            names.append(name)
    for name, ladder in desk.programme.ladders.items():
        now = desk.current.get(f"ladder/{name}")
        found = next((v for v in ladder.versions if now is not None and v.address == now.address), None)
        if found is not None and metric in metrics_tested(found):
            names.append(f"ladder/{name}")
    names += _metrics_that_read(desk, metric)
    links = ", ".join(f'<a href="{pen.addresses.to(n)}">{escape(desk.title(n))}</a>' for n in names)
    return f"\n## {desk.words['used_by']}\n\n<p>{links or desk.words['used_by_none']}</p>\n"


def _metrics_that_read(desk: Desk, metric: str) -> list[str]:
    """Other metrics that are made of a metric now, or test it of people whom they count."""
    names: list[str] = []
    for name, other in desk.programme.metrics.items():
        now = desk.current.get(f"metric/{name}")
        version = next((v for v in other.versions if now is not None and v.address == now.address), None)
        if version is not None and metric in {read for _, read in metrics_read(version)}:
            names.append(f"metric/{name}")
    return names


def write_tiers(desk: Desk) -> None:
    """One page for all ladders."""
    if not desk.has("ladder"):
        return
    pen = desk.pen("tiers")
    body = ""
    placed: set[str] = set()
    for name in desk.programme.ladders:
        if f"ladder/{name}" not in desk.parts:
            continue
        body += f"## {desk.heading(f'ladder/{name}')} {{ #ladder-{name} }}\n\n"
        for part in desk.newest_first(f"ladder/{name}"):
            sentences = part.sayings.sentences
            inside = desk.version_head(part, pen, 3) + dated(part, pen)
            whole = [name for name in sentences if "." not in name and name not in DATED]
            inside += "".join(pen.paragraph(sentences[name]) for name in whole) + "\n"
            for tier in [k.split(".")[0] for k in sentences if k.endswith(".reach")]:
                anchor = "" if tier in placed else f" {{ #tier-{tier} }}"
                placed.add(tier)
                inside += f"\n#### {desk.heading(f'tier/{tier}')}{anchor}\n\n"
                own = [name for name in sentences if name.startswith(f"{tier}.")]
                inside += "".join(pen.paragraph(sentences[name]) for name in own)
            inside += correction(desk, part, pen)
            body += section(part, inside)
    desk.add("tiers", desk.words["tiers"], with_places(body, "privilege"))
    desk.pages.nav.append({desk.words["tiers"]: "tiers/index.md"})


_POLICY = {
    "starts": "policy_periods",
    "currency": "policy_money",
    "statements": "policy_payouts",
    "closing": "policy_closing",
    "known": "policy_records",
    "tree": "policy_partners",
}
"""The sentences before which a heading stands, and its words."""


def write_points(desk: Desk) -> None:
    """The page of the points account."""
    if desk.has(POINTS):
        desk.thing_page(POINTS, desk.title(POINTS), POINTS, _paid_in_points(desk), heads=_POINTS)
        desk.pages.nav.append({desk.entry(desk.title(POINTS)): f"{POINTS}/index.md"})


def _paid_in_points(desk: Desk) -> str:
    """Links to the rules that pay in points now."""
    pen, names = desk.pen(POINTS), []
    for name, clause in desk.programme.clauses.items():
        now = desk.current.get(name)
        version = next((v for v in clause.versions if now is not None and v.address == now.address), None)
        if version is not None and POINTS in version.units:
            names.append(name)
    links = ", ".join(f'<a href="{pen.addresses.to(n)}">{escape(desk.title(n))}</a>' for n in names)
    return f"\n## {desk.words['points_rules']}\n\n<p>{links or desk.words['points_rules_none']}</p>\n"


_POINTS = {
    "batch": "points_earned",
    "spends": "points_used",
    "changes": "points_changes",
    "on_leaving": "points_leaving",
}


def write_policy(desk: Desk) -> None:
    """The page of the policy."""
    desk.thing_page("policy", desk.words["policy"], "policy", heads=_POLICY)
    nav: list[object] = ["policy/index.md"]
    for name in desk.programme.file.ceilings:
        if f"ceiling/{name}" in desk.parts:
            path = f"ceilings/{name}"
            desk.thing_page(f"ceiling/{name}", desk.title(f"ceiling/{name}"), path)
            nav.append({desk.entry(desk.title(f"ceiling/{name}")): f"{path}/index.md"})
    desk.pages.nav.append({desk.words["policy"]: nav if len(nav) > 1 else nav[0]})
