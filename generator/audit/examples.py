"""Executes the worked examples printed beside the rules, by what the rules' own sentences say."""

from __future__ import annotations

from fractions import Fraction

from generator.audit.alone import due
from generator.audit.conditions import TierAtLeast, TierIs, conditions_of
from generator.audit.coverage import Coverage
from generator.audit.findings import Findings, Place
from generator.audit.given import NotExecutable, Said, units_of
from generator.audit.money_examples import due_of_lines
from generator.audit.numerals import Unreadable, read
from generator.audit.pages import Example, Page
from generator.audit.pay_units import paid_unit
from generator.audit.promise import Clause, Edition
from generator.audit.public import Public
from generator.audit.reckoning import NotJudgeable
from generator.audit.scenario_pages import Scenario
from generator.audit.scenarios import run_scenario
from generator.audit.shapes import NotUnderstood
from generator.audit.skeleton import Skeleton, Version
from generator.audit.standing import NoSuchThing, Standing, climb, ladder_of
from generator.audit.terms import Commission
from generator.audit.terms_money import Deduction, MoneyTerms
from generator.audit.terms_network import AnyTerms

HEADINGS = {
    "en": ("With", "You earn"),
    "ru": ("Если", "Вы получите"),
}


def check_examples(
    public: Public, skeleton: Skeleton, editions: list[Edition], findings: Findings, coverage: Coverage
) -> None:
    """Every example of every version of every clause, in every language."""
    for thing in skeleton.of_kind("clause"):
        for language, page in public.under(f"rules/{thing.name}", skeleton.languages).items():
            shown: list[Example | Scenario] = [*page.examples, *page.scenarios]
            found = {one.id: one for one in shown}
            if len(found) != len(shown):
                findings.add("example-unreadable", Place(page.path), "two examples have one id")
            for version in thing.versions:
                edition = _of_version(thing.name, version, editions)
                if edition is None:
                    findings.add(
                        "version-missing", Place(page.path, thing.name), f"no edition has {version.address}"
                    )
                    continue
                clause = edition.clauses[thing.name]
                start = f"{thing.name}/{version.address}/"
                mine = {name: one for name, one in found.items() if name.startswith(start)}
                typed = [name for name in mine if not name.removeprefix(start).startswith("row.")]
                if len(typed) != version.examples:
                    says = f"{len(typed)} examples of {version.address} are shown, {version.examples} must be"
                    findings.add("example-unreadable", Place(page.path, thing.name), says)
                for name, example in mine.items():
                    if isinstance(example, Scenario):
                        _run_scenario(example, clause, edition, page, findings, coverage)
                        continue
                    _run(
                        example, name.removeprefix(start), clause, edition, page, language, findings, coverage
                    )


def _of_version(clause: str, version: Version, editions: list[Edition]) -> Edition | None:
    """The edition that begins with a version, in the last revision that holds it."""
    start = min((one.start for one in editions if one.start >= version.start), default=None)
    holding = [
        one
        for one in editions
        if one.start == start and clause in one.clauses and one.clauses[clause].version == version.address
    ]
    return max(holding, key=lambda one: one.revision, default=None)


def _run_scenario(
    scenario: Scenario,
    clause: Clause,
    edition: Edition,
    page: Page,
    findings: Findings,
    coverage: Coverage,
) -> None:
    place = Place(page.path, scenario.id)
    if clause.terms is None or edition.policy is None:
        return  # the finding that the clause cannot be audited is there already
    try:
        differences = list(run_scenario(scenario, clause, edition, coverage))
    except (ValueError, KeyError) as error:
        findings.add("example-unreadable", place, str(error))
        return
    for one in differences:
        findings.add("example-differs", place, str(one))
    findings.count("examples")


def _run(
    example: Example,
    name: str,
    clause: Clause,
    edition: Edition,
    page: Page,
    language: str,
    findings: Findings,
    coverage: Coverage,
) -> None:
    place = Place(page.path, example.id)
    if clause.terms is None or edition.policy is None:
        return  # the finding that the clause cannot be audited is there already
    try:
        then = [(unit, text) for what, unit, text in example.then if what == "amount"]
        if len(then) != 1 or len(example.then) != 1 or then[0][0] != paid_unit(clause.paid_in, edition):
            raise NotExecutable("it does not name one amount")
        standing = _standing(example, name, clause, edition, language)
        amount = read(then[0][1], language, then[0][0]).value
        lines = _lines(example, edition, language)
        if isinstance(clause.terms, MoneyTerms) and clause.terms.counted is not None:
            own = due_of_lines(clause, standing, lines, edition)
        else:
            line = due(clause, standing, edition, False)
            own = line.amount if line is not None else Fraction(0)
    except (NotExecutable, NotJudgeable, NotUnderstood, Unreadable, NoSuchThing) as error:
        findings.add("example-unreadable", place, str(error))
        return
    if own != amount:
        findings.add("example-differs", place, f"it says {then[0][1]!r}, the rule gives {own}")
    coverage.meet(clause, standing, edition)
    findings.count("examples")


def _lines(example: Example, edition: Edition, language: str) -> dict[str, Said]:
    """What an example gives of lines of other rules."""
    found: dict[str, Said] = {}
    units = units_of(edition, {})
    for what, unit, text in example.given:
        if what.startswith("line/"):
            rule, value = what.removeprefix("line/"), read(text, language, unit).value
            if rule not in edition.clauses or unit not in units[rule] or rule in found:
                raise NotExecutable(f"{what} in {unit} is what no rule of the edition pays")
            assert isinstance(value, Fraction)
            found[rule] = value, unit
    return found


def _standing(example: Example, name: str, clause: Clause, edition: Edition, language: str) -> Standing:
    """What an example gives: figures not named are zero, other conditions hold."""
    titles = {title: thing for thing, title in edition.titles.get(language, {}).items()}
    metrics = dict.fromkeys(
        [*edition.metrics, *(f"measure/{name}" for name in edition.measures)], Fraction(0)
    )
    courses = dict.fromkeys(edition.courses, True)
    tiers: dict[str, str] = {}
    terms = clause.terms
    if name.startswith("row."):
        # "You earn at this point": exactly at the start of the row of the bracket table.
        number = int(name.removeprefix("row.")) - 1
        if not isinstance(terms, Commission) or number >= len(terms.rows) or terms.base != terms.chosen_by:
            raise NotExecutable("no such row")
        start = terms.rows[number].at_least
        if start is None or example.given:
            raise NotExecutable("the row does not start at a figure")
        metrics[terms.base] = start
    for what, unit, text in example.given:
        if what.startswith("metric/"):
            metric = edition.metrics.get(what.removeprefix("metric/"))
            if metric is None or metric.unit != unit:
                raise NotExecutable(f"{what} in {unit} is no figure of the edition")
            value = read(text, language, unit).value
            assert isinstance(value, Fraction)
            metrics[metric.id] = value
        elif what.startswith("measure/"):
            measure = edition.measures.get(what.removeprefix("measure/"))
            if measure is None or measure.unit != unit or what not in _read_by(terms):
                raise NotExecutable(f"{what} in {unit} is no figure that the rule reads")
            value = read(text, language, unit).value
            assert isinstance(value, Fraction)
            metrics[what] = value
        elif what == "tier":
            tier = titles.get(text, "").removeprefix("tier/")
            tiers[ladder_of(tier, edition).id] = tier
        elif what in ("course", "but"):
            for title in text.split(", "):
                course = titles.get(title, "").removeprefix("course/")
                if course not in courses:
                    raise NotExecutable(f"no course is called {title!r}")
                courses[course] = what == "course"
        elif not (what.startswith("line/") and isinstance(terms, MoneyTerms) and terms.counted):
            raise NotExecutable(f"it gives {what}")
    standing = Standing(metrics, courses)
    climb(standing, edition)
    asked: dict[str, str] = {}  # by ladder, a tier with which the conditions hold
    for one in conditions_of(terms.earns if terms is not None else None):
        if isinstance(one, TierAtLeast):
            ladder = ladder_of(one.tier, edition)
            asked[ladder.id] = ladder.tiers[-1].id
        elif isinstance(one, TierIs):
            asked[ladder_of(one.tiers[0], edition).id] = one.tiers[-1]
    standing.tiers = {**standing.tiers, **asked, **tiers}
    return standing


def _read_by(terms: AnyTerms | None) -> set[str]:
    """What chooses the row of a commission and what it is a share of: metrics, or measures of one row."""
    if isinstance(terms, Deduction):
        return {terms.base}
    return {terms.base, terms.chosen_by} if isinstance(terms, Commission) else set()
