"""A drawn programme read twice: settled, and worked out by the audit from the text of its editions and its raw rows.

The pages are made by Python-Markdown, with no theme around them, in one of the languages.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from generator.audit.calendar import Period
from generator.audit.editions import read_edition
from generator.audit.findings import Findings
from generator.audit.outputs import Outputs
from generator.audit.pages import read_page
from generator.audit.promise import Edition
from generator.audit.reckoning import Reckoning
from generator.audit.skeleton import read_skeleton
from generator.book import read_book
from generator.rules.editions import editions
from generator.settlement.settle import Settlement, settle
from generator.site.desk import Desk
from generator.site.edition_pages import write_editions
from generator.terms.programme import Programme
from tests.drawn.programmes import Drawn
from tests.rules.joined import Lines, lines_of, records_of, worked_out
from tests.rules.readings import TEMPLATES, as_html

# What is compared, and of whom: a figure, a tier or what a rule carries; in a period; of a partner; its name.
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Read:
    """What both readings of a programme say, and what the audit objects to."""

    programme: Programme
    settled: Lines
    audited: Lines
    mine: dict[Key, Any]
    theirs: dict[Key, Any]
    findings: list[str]

    def differences(self) -> list[str]:
        """Everything in which the two differ, and every objection."""
        found = list(self.findings)
        found += [f"only settled {line} x{n}" for line, n in sorted((self.settled - self.audited).items())]
        found += [f"only audited {line} x{n}" for line, n in sorted((self.audited - self.settled).items())]
        keys = sorted(key for key in self.mine if self.mine[key] != self.theirs.get(key, Fraction(0)))
        return found + [f"{key}: settled {self.mine[key]}, audited {self.theirs.get(key)}" for key in keys]


def read_twice(drawn: Drawn) -> Read:
    """Both readings. Raises Diagnosed where the programme is refused."""
    project, on = drawn.project, drawn.on
    programme = project.write_programme()
    project.write_records()
    all_editions = editions(programme, on)
    folder = project.root / "partners_data"
    zone = programme.file.time_zone
    with read_book(folder, on=on, time_zone=zone, languages=programme.languages) as book:
        settlement = settle(programme, book, all_editions, on)
        settled, mine = lines_of(settlement), _figures(settlement)
    findings = Findings()
    outputs = Outputs(project.root)
    skeleton = read_skeleton(outputs)
    desk = Desk(programme, all_editions, {}, on, drawn.language, TEMPLATES, {})
    write_editions(desk)
    found: list[Edition] = []
    for issue in skeleton.editions():
        html = as_html(desk.pages.files[f"editions/{issue.address}/index.md"], drawn.language)
        page = read_page(html, issue.address)
        found.append(read_edition(issue, page, skeleton, findings))
        findings.merge(page.findings)
    told = [f"{one.slug} {one.where}: {one.says}" for one in findings.sorted()]
    if told:
        return Read(programme, settled, Lines(), mine, {}, told)
    reckoning = Reckoning(records_of(outputs, on, zone, None), found, on)
    tiers: dict[tuple[str, str, str], str] = {}
    carried: dict[tuple[str, str, str, str], Fraction] = {}
    audited = worked_out(reckoning, tiers, carried)
    theirs: dict[Key, Any] = {("tier", period, who, name): one for (period, who, name), one in tiers.items()}
    for (period, who, clause, state), closing in carried.items():
        theirs["carried", period, who, f"{clause} {state}"] = closing
    for result in settlement.results:
        span = Period(result.period.first, result.period.last, result.period.name)
        edition = reckoning.edition_of(span)
        for partner in reckoning.records.partners.values():
            for name in edition.metrics if partner.joined <= span.last else ():
                value = reckoning.bench.named(name, edition, partner.id, span)
                theirs["figure", span.name, partner.id, name] = value
    return Read(programme, settled, audited, mine, theirs, told)


def _figures(settlement: Settlement) -> dict[Key, Any]:
    """Every figure, tier and carried state of everybody who has joined."""
    found: dict[Key, Any] = {}
    ids = settlement.book.partners.ids
    for result in settlement.results:
        figures, name = result.figures, result.period.name
        joined = figures.joined.tolist()
        people = [(row, who) for row, who in enumerate(ids) if joined[row]]
        for metric in figures.metric_names:
            values = figures.metric(metric).fractions()
            found |= {("figure", name, who, metric): values[row] for row, who in people}
        present = figures.present.tolist()
        for ladder, version in figures.ladder_versions.items():
            ranks = figures.tier_rank(ladder).tolist()
            for row, who in people:
                if present[row]:
                    found["tier", name, who, ladder] = version.tiers[ranks[row]].tier
        for (clause, state), moved in result.carried.items():
            closing = moved.closing.tolist()
            for row, who in people:
                found["carried", name, who, f"{clause} {state}"] = Fraction(closing[row], 10**moved.digits)
    return found
