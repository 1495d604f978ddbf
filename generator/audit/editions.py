"""Assembles each edition from the sections of its public page, in every language, and compares the languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from generator.audit import things
from generator.audit.canonical import Published, check_hash, lines_of
from generator.audit.clause_pages import check_conditions, read_ceiling, read_clause
from generator.audit.due_pages import due_words
from generator.audit.findings import Findings, Place
from generator.audit.ladder_pages import read_ladder, tiers_of
from generator.audit.measure_pages import measure
from generator.audit.metric_pages import metric
from generator.audit.pages import Page
from generator.audit.points_pages import read_points
from generator.audit.promise import Clause, Edition
from generator.audit.public import Public
from generator.audit.recognition_pages import (
    read_badge,
    read_certificate,
    read_channels,
    read_leaderboard,
    read_winners,
)
from generator.audit.reward_pages import read_reward
from generator.audit.sections import Section, sections
from generator.audit.shapes import NotUnderstood
from generator.audit.skeleton import Issue, Skeleton
from generator.audit.standing import NoSuchThing
from generator.audit.training_pages import read_course, read_curriculum, read_marks
from generator.audit.units import check_measure, check_units

# Each kind after those that it speaks of.
IN_ORDER = (
    "policy unit measure metric ladder course curriculum certificate badge leaderboard winners channels ceiling "
    "points reward clause"
).split()
STEP = re.compile(r"/(?:row|weight|part)\.\d+$")


def read_editions(
    public: Public, skeleton: Skeleton, published: Published, findings: Findings
) -> list[Edition]:
    """All editions that must be there, each as its pages say; what is missing or differs becomes a finding."""
    found: list[Edition] = []
    issues = skeleton.editions()
    marks = read_marks(public, skeleton, findings)
    for issue in issues:
        pages = public.under(f"editions/{issue.address}", skeleton.languages)
        for language in skeleton.languages:
            if language not in pages:
                place = Place("build/site", f"editions/{issue.address}")
                findings.add("page-missing", place, f"there is no page of the edition in {language!r}")
        if not pages:
            continue
        following = min((one.start for one in issues if one.start > issue.start), default=None)
        edition = _edition(issue, following, pages, skeleton, findings)
        if edition is not None:
            edition.hash = _hashes(issue, pages, skeleton, published, findings)
            edition.marks = marks
            found.append(edition)
    for name in sorted(published.editions.keys() - published.later):
        if name not in {issue.address for issue in issues}:
            findings.add(
                "edition-missing", Place("build/site", f"editions/{name}"), "published, but not there"
            )
    return found


def _hashes(
    issue: Issue, pages: dict[str, Page], skeleton: Skeleton, published: Published, findings: Findings
) -> str:
    lines = lines_of(pages.values())
    for thing, version in skeleton.in_force(issue.start, issue.known).items():
        name = f"{thing}/{version.address}"
        check_hash("version", name, lines_of(pages.values(), name), published.versions, findings)
    own = check_hash("edition", issue.address, lines, published.editions, findings)
    for page in pages.values():
        if not any(own and own in text for text in page.furniture):
            findings.add("edition-hash-differs", Place(page.path), f"the page does not print its hash {own}")
    return own


def _edition(
    issue: Issue, following: date | None, pages: dict[str, Page], skeleton: Skeleton, findings: Findings
) -> Edition | None:
    by_language: dict[str, Edition] = {}
    for language, page in pages.items():
        _frame(issue, following, page, findings)
        by_language[language] = read_edition(issue, page, skeleton, findings)
    first = next(iter(by_language.values()))
    for language, other in by_language.items():
        mine, theirs = replace(first, titles={}), replace(other, titles={})
        if mine != theirs:
            says = f"in {language!r} it says otherwise: {_difference(mine, theirs)}"
            findings.add("languages-differ", Place(pages[language].path), says)
        first.titles.update(other.titles)
    return first


def _difference(one: Edition, other: Edition) -> str:
    names = (
        "policy trees units measures metrics ladders courses curriculum certificates badges leaderboards winners "
        "channels ceilings clauses currency zone points rewards"
    ).split()
    return ", ".join(name for name in names if getattr(one, name) != getattr(other, name))


def _frame(issue: Issue, following: date | None, page: Page, findings: Findings) -> None:
    """The days that the head of the page gives."""
    told = {
        fact.id: fact.figure.value
        for fact in page.facts
        if fact.figure is not None and not fact.context.thing
    }
    name_of_issue = f"edition/{issue.address}"
    expected = {f"{name_of_issue}/from": issue.start}
    if issue.corrected is not None:
        expected[f"{name_of_issue}/corrected"] = issue.corrected
    if following is not None:
        expected[f"{name_of_issue}/ends"] = following - timedelta(days=1)
    for name, value in expected.items():
        if told.get(name) != value:
            findings.add(
                "fact-differs", Place(page.path, name), f"it should say {value}, it says {told.get(name)}"
            )
    for name in told:
        if name.startswith(f"{name_of_issue}/") and name not in expected:
            findings.add("fact-unexpected", Place(page.path, name), "nothing asks for it")


def read_edition(issue: Issue, page: Page, skeleton: Skeleton, findings: Findings) -> Edition:
    """One edition in one language, section by section; what is not understood becomes a finding."""
    edition = Edition(issue.start, revision=issue.revision, corrected=issue.corrected)
    titles: dict[str, str] = {}
    edition.titles[page.language] = titles
    expected = {
        (name, version.address): skeleton.things[name]
        for name, version in skeleton.in_force(issue.start, issue.known).items()
    }
    parts = {(one.thing, one.version): one for one in sections(page)}
    for key in expected:
        if key not in parts:
            findings.add("version-missing", Place(page.path, key[0]), f"the version of {key[1]} is not shown")
    for key in parts:
        if key not in expected:
            findings.add(
                "version-missing", Place(page.path, key[0]), f"the version of {key[1]} is not in force"
            )
    ladders: dict[str, str] = {}
    for (name, _), part in parts.items():
        titles[name] = part.heading
        if name.startswith("ladder/"):
            try:
                ladders |= {tier: name.removeprefix("ladder/") for tier in tiers_of(part)}
            except NotUnderstood as error:
                findings.add("sentence-not-understood", Place(page.path, name), str(error))
    for kind in IN_ORDER:
        for key, part in parts.items():
            if key in expected and expected[key].kind == kind:
                try:
                    _take(kind, part, edition, ladders)
                except (NotUnderstood, NoSuchThing) as error:
                    slug = "clause-not-audited" if kind == "clause" else "sentence-not-understood"
                    findings.add(slug, Place(page.path, f"{part.thing}/{part.version}"), str(error))
                    if kind == "clause":
                        edition.clauses[part.thing] = Clause(part.thing, part.version, None)
                _whole(part, page, skeleton, findings)
    for name, one_row in edition.measures.items():
        try:
            check_measure(one_row, edition)
        except NotUnderstood as error:
            findings.add("sentence-not-understood", Place(page.path, f"measure/{name}"), str(error))
    for name, one in edition.metrics.items():
        try:
            check_units(one, edition)
            asked = [one.scope.active, one.scope.broken, *(having.condition for having in one.having)]
            check_conditions(asked, edition, f"metric/{name}")
        except NotUnderstood as error:
            findings.add("sentence-not-understood", Place(page.path, f"metric/{name}"), str(error))
    for sentence in page.sentences:
        for piece in sentence.pieces:
            if piece.kind == "ref":
                _reference(piece.target, piece.text, titles, Place(page.path, sentence.id), findings)
    return edition


def _reference(target: str, words: str, titles: dict[str, str], place: Place, findings: Findings) -> None:
    known = titles.setdefault(target, words)
    if known != words:
        findings.add("reference-wrong", place, f"{words!r} stands for {target}, which is called {known!r}")


def _take(kind: str, part: Section, edition: Edition, ladders: dict[str, str]) -> None:
    part.dates()
    name = part.thing.partition("/")[2]
    if kind == "policy":
        edition.policy, edition.currency, edition.zone = things.policy(part)
        edition.trees = things.trees(part)
    elif kind == "unit":
        edition.units[name] = things.unit(part, edition.currency)
    elif kind == "measure":
        edition.measures[name] = measure(part)
    elif kind == "metric":
        edition.metrics[name] = metric(part, edition.measures, ladders)
    elif kind == "ladder":
        edition.ladders[name] = read_ladder(part, ladders)
        asked = [one for tier in edition.ladders[name].tiers for one in (tier.reach, tier.keep)]
        check_conditions(asked, edition, part.thing)
    elif kind == "course":
        edition.courses[name] = read_course(part)
    elif kind == "curriculum":
        edition.curriculum = read_curriculum(part, ladders)
        check_conditions([edition.curriculum.mentors], edition, part.thing)
    elif kind == "certificate":
        edition.certificates[name] = read_certificate(part)
    elif kind == "badge":
        edition.badges[name] = read_badge(part, ladders)
        check_conditions([edition.badges[name].earns], edition, part.thing)
    elif kind == "leaderboard":
        edition.leaderboards[name] = read_leaderboard(part, ladders)
        check_conditions([edition.leaderboards[name].entry], edition, part.thing)
    elif kind == "winners":
        edition.winners[name] = read_winners(part)
    elif kind == "channels":
        edition.channels = read_channels(part, ladders, edition.zone)
        check_conditions([edition.channels.managed], edition, part.thing)
    elif kind == "clause":
        edition.clauses[part.thing] = read_clause(part, edition, ladders)
        edition.titles[part.language] |= due_words(part)
    elif kind == "ceiling":
        edition.ceilings[name] = read_ceiling(part)
    elif kind == "points":
        edition.points = read_points(part, ladders)
        check_conditions([edition.points.inactive], edition, part.thing)
    elif kind == "reward":
        edition.rewards[name] = read_reward(part, ladders)
        check_conditions([edition.rewards[name].whose], edition, part.thing)


def _whole(part: Section, page: Page, skeleton: Skeleton, findings: Findings) -> None:
    """Everything said is understood, everything shown is used, and the rows are as many as there must be."""
    for sentence in part.not_understood():
        place = Place(page.path, sentence.id)
        findings.add(
            "sentence-not-understood", place, f"{sentence.text!r} is not a sentence that can be read"
        )
    said = {piece.target for sentence in part.sentences for piece in sentence.pieces if piece.kind == "fact"}
    in_tables = {fact for table in part.tables for row in table.rows for cell in row for fact in cell.facts}
    for name in part.figures:
        place = Place(page.path, name)
        if not name.startswith(f"{part.thing}/{part.version}/"):
            findings.add(
                "fact-unexpected", place, f"it stands in the section of {part.thing} of {part.version}"
            )
        elif name not in said | in_tables:
            findings.add("fact-unexpected", place, "it stands in no binding sentence and in no table")
    version = skeleton.things[part.thing].at(part.version)
    rows = version.rows if version is not None else 0
    shown = max((len(table.rows) for table in part.tables), default=0)
    if rows != shown:
        findings.add("fact-missing", Place(page.path, part.thing), f"{shown} rows are shown, {rows} must be")
    steps = sum(1 for sentence in part.sentences if STEP.search(sentence.id))
    counted = skeleton.things[part.thing].kind in ("measure", "metric", "clause")
    if version is not None and counted and steps != version.steps:
        says = f"{steps} rows, weights and targets are said, {version.steps} must be"
        findings.add("fact-missing", Place(page.path, part.thing), says)
    if version is not None and version.tiers:
        try:
            order = tuple(tiers_of(part))
        except NotUnderstood:
            order = ()
        if order != version.tiers:
            findings.add(
                "fact-missing", Place(page.path, part.thing), f"the tiers are {order}, not {version.tiers}"
            )
