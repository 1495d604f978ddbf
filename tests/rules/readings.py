"""Two readings of the same clauses: what settlement pays, and what the audit reads in the page and works out.

People get their figures through records: a metric of money sums rows of its own status, a count counts them, and a
tier is reached by rows of the status `rank`. So every case passes through sources, metrics, tiers and courses too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import markdown

from generator.audit.alone import due
from generator.audit.editions import read_edition
from generator.audit.findings import Findings
from generator.audit.outputs import Outputs
from generator.audit.pages import read_page
from generator.audit.promise import Edition
from generator.audit.skeleton import read_skeleton
from generator.audit.standing import Standing, climb
from generator.rules.editions import editions
from generator.settlement.examples import run_example
from generator.site.pages import write_pages
from generator.terms.clause import Example
from generator.terms.programme import Programme
from generator.terms.quantity import Quantity
from tests.settlement.projects import Project, ledger
from tests.strategies import plain

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "site_templates"
DAY = date(2026, 1, 31)
STARTS = "2026-01-01"
RANK = "rank"
EXTENSIONS = ["attr_list", "md_in_html", "tables", "def_list", "admonition", "toc"]


POINTS = {
    "points": {
        "title": {"en": "Points account", "ru": "Счёт баллов"},
        "versions": [{"announced": "2025-12-01", "from": STARTS}],
    }
}
"""An account for clauses that pay points."""


@dataclass(frozen=True)
class Person:
    """What is given of one partner: metrics, the tier held, the courses passed."""

    given: Mapping[str, Fraction]
    tier: str = ""
    courses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Audited:
    """(number of the person, clause) -> amount, and what the audit objects to; what it cannot read has no amount."""

    language: str
    amounts: dict[tuple[int, str], Fraction]
    findings: list[str]


@dataclass
class Readings:
    """Clauses (name -> kind and fields) read twice; `units` says money or count for each metric."""

    folder: Path
    clauses: Mapping[str, tuple[str, Mapping[str, Any]]]
    people: Sequence[Person]
    units: Mapping[str, str]
    tiers: Sequence[str]
    courses: Sequence[str]
    currency: str = "EUR"
    rounding: Mapping[str, str] = field(default_factory=lambda: {"mode": "half_up", "digits": "2"})

    def __post_init__(self) -> None:
        own = {"window": "period", "scope": "own"}
        metrics = {
            name: [
                {"sum": "thousandths", "where": {"status": name}, **own}
                if unit == "money"
                else {"count": "sales", "where": {"status": name}, **own}
            ]
            for name, unit in (*self.units.items(), (RANK, "count"))
        }
        tiers = [
            {"tier": tier} | ({"reach": {RANK: {"at_least": str(number)}}} if number else {})
            for number, tier in enumerate(self.tiers)
        ]
        self.project = Project(
            self.folder,
            metrics,
            clauses={name: (kind, [dict(fields)]) for name, (kind, fields) in self.clauses.items()},
            measures={"thousandths": "tax"},
            tiers=tiers,
            courses={course: {} for course in self.courses},
            rounding=self.rounding,
            currency=self.currency,
            starts=STARTS,
            declared=POINTS if any("pays_in" in fields for _, fields in self.clauses.values()) else {},
        )
        for number, person in enumerate(self.people):
            self._give(f"p{number}", person)

    def _give(self, name: str, person: Person) -> None:
        self.project.partners.append([name, name, "2025-12-01", ""])
        rank = self.tiers.index(person.tier) if person.tier else 0
        for metric, value in (*person.given.items(), (RANK, Fraction(rank))):
            money = self.units.get(metric) == "money"
            for _ in range(1 if money else int(value)):
                figure = plain(value) if money else "0"
                sale = f"s{len(self.project.sales)}"
                self.project.sales.append([sale, name, "2026-01-15", "", metric, "0", figure, "0"])
        for course in person.courses:
            self.project.events.append([name, "2026-01-20", "course_passed", course])

    def settled(self) -> dict[tuple[int, str], Fraction]:
        """(number of the person, clause) -> amount, by settlement over the records."""
        with self.project.settled(DAY) as settlement:
            lines = ledger(settlement)
        return {
            (number, clause): Fraction(lines.get(("2026-01", f"p{number}", clause), 0), 100)
            for number in range(len(self.people))
            for clause in self.clauses
        }

    def as_example(self, programme: Programme, number: int, clause: str) -> Fraction:
        """The amount for one person by settlement, the figures given outright as in a worked example."""
        person = self.people[number]
        example = Example.model_construct(
            given={metric: Quantity(value) for metric, value in person.given.items()},
            tier=person.tier or None,
            course=person.courses or None,
            but=tuple(course for course in self.courses if course not in person.courses),
            then=Quantity(Fraction(0)),
        )
        return run_example(programme, clause, programme.clauses[clause].versions[0], example)

    def audited(self, programme: Programme) -> Iterator[Audited]:
        """What the audit finds, reading the page of the edition alone, in one language after the other."""
        all_editions = editions(programme, DAY)
        skeleton = read_skeleton(Outputs(self.folder))
        for language in programme.languages:
            pages = write_pages(programme, all_editions, {}, DAY, language, TEMPLATES)
            findings = Findings()
            page = read_page(as_html(pages.files[f"editions/{STARTS}/index.md"], language), language)
            edition = read_edition(skeleton.editions()[0], page, skeleton, findings)
            findings.merge(page.findings)
            amounts = {
                (number, clause): self._due(edition, person, clause)
                for number, person in enumerate(self.people)
                for clause in self.clauses
                if edition.clauses[clause].terms is not None
            }
            yield Audited(language, amounts, [f"{f.slug} {f.where}: {f.says}" for f in findings.sorted()])

    def _due(self, edition: Edition, person: Person, clause: str) -> Fraction:
        assert edition.policy is not None
        rank = self.tiers.index(person.tier) if person.tier else 0
        metrics = dict.fromkeys(edition.metrics, Fraction(0)) | dict(person.given) | {RANK: Fraction(rank)}
        standing = Standing(metrics, {course: course in person.courses for course in self.courses})
        climb(standing, edition)
        assert not person.tier or standing.tiers == {"status": person.tier}
        line = due(edition.clauses[clause], standing, edition, False)
        return Fraction(0) if line is None else line.amount


def as_html(text: str, language: str) -> bytes:
    """A page of Markdown as HTML, with no theme around it."""
    _, front, body = text.split("---\n", 2)
    title = next(line for line in front.splitlines() if line.startswith("title: "))[8:-1]
    html = markdown.markdown(body, extensions=EXTENSIONS)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<article class="md-content__inner md-typeset">{html}</article></body></html>'
    ).encode()
