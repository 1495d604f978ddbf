"""One project read twice through all its periods: the lines that settlement makes, and those that the audit works out.

The audit has the pages of the editions and the raw files, and nothing else.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from generator.audit.agreed import read_agreed
from generator.audit.book import read_records
from generator.audit.editions import read_edition
from generator.audit.findings import Findings
from generator.audit.kinds import Line
from generator.audit.outputs import Outputs
from generator.audit.pages import read_page
from generator.audit.promise import Edition
from generator.audit.reckoning import Reckoning
from generator.audit.records import Records, load_plain_yaml
from generator.audit.skeleton import read_skeleton
from generator.book import read_book
from generator.rules.editions import editions
from generator.settlement.settle import Settlement, settle
from generator.site.pages import write_pages
from generator.terms.pay import MONEY
from tests.rules.readings import TEMPLATES, as_html
from tests.settlement.projects import Project

# period, partner, clause, amount, limited by a cap, depth and source partner, in what it is paid where that is no
# money: how many such lines there are
Lines = Counter[tuple[str, str, str, Fraction, bool, str]]


@dataclass(frozen=True)
class Both:
    """What both readings say, the audit's in each language, and what the audit objects to."""

    settled: Lines
    audited: dict[str, Lines]
    tiers: dict[tuple[str, str, str], str]  # period, partner, ladder -> tier paid, as the audit reckons it
    carried: dict[
        tuple[str, str, str, str], Fraction
    ]  # period, partner, clause, state -> closing, as the audit has it
    findings: list[str]

    def differences(self) -> list[str]:
        """Every line that one reading has and the other has not."""
        found: list[str] = []
        for language, lines in self.audited.items():
            found += [
                f"{language}: only settled {line} x{n}" for line, n in sorted((self.settled - lines).items())
            ]
            found += [
                f"{language}: only audited {line} x{n}" for line, n in sorted((lines - self.settled).items())
            ]
        return found


def read_both(project: Project, on: date, known: date | None = None) -> Both:
    """Settle a project, or what was known of it on a day, and work out its lines from its pages and raw files."""
    programme = project.write_programme()
    project.write_records()
    all_editions = editions(programme, on)
    folder = project.root / "partners_data"
    zone = programme.file.time_zone
    with read_book(folder, on=on, time_zone=zone, languages=programme.languages, known=known) as book:
        settlement = settle(programme, book, all_editions, on)
        settled = lines_of(settlement)
    outputs, findings = Outputs(project.root), Findings()
    skeleton = read_skeleton(outputs)
    records = records_of(outputs, on, programme.file.time_zone, known)
    audited: dict[str, Lines] = {}
    tiers: dict[tuple[str, str, str], str] = {}
    carried: dict[tuple[str, str, str, str], Fraction] = {}
    for language in programme.languages:
        pages = write_pages(programme, all_editions, {}, on, language, TEMPLATES)
        found: list[Edition] = []
        for issue in skeleton.editions():
            html = as_html(pages.files[f"editions/{issue.address}/index.md"], language)
            page = read_page(html, f"{language} {issue.address}")
            found.append(read_edition(issue, page, skeleton, findings))
            findings.merge(page.findings)
        if any(clause.terms is None for edition in found for clause in edition.clauses.values()):
            continue
        audited[language] = worked_out(Reckoning(records, found, on), tiers, carried)
    return Both(
        settled, audited, tiers, carried, [f"{one.slug} {one.where}: {one.says}" for one in findings.sorted()]
    )


def lines_of(settlement: Settlement) -> Lines:
    """The lines of a settlement."""
    settled: Lines = Counter()
    ids = settlement.book.partners.ids
    for result in settlement.results:
        for one in result.clauses:
            made = one.lines
            lines = (made.who.tolist(), made.amount.tolist(), made.capped.tolist())
            for at, (who, amount, capped) in enumerate(zip(*lines, strict=True)):
                person = ids[who] if who >= 0 else "house"
                depth = "" if made.depth is None else str(made.depth[at])
                source = "" if made.source is None or made.record is not None else ids[made.source[at]]
                where = f"{depth} {source} {'' if one.unit == MONEY else one.unit}".strip()
                key = (result.period.name, person, one.clause, Fraction(amount, 100), bool(capped), where)
                settled[key] += 1
    return settled


def records_of(outputs: Outputs, on: date, zone: str, known: date | None) -> Records:
    """The raw files of a project as the audit reads them, with what is agreed."""
    folder = outputs.root.resolve() / "partners_data"
    records = read_records(outputs.text("partners_data/sources.yaml"), folder, ZoneInfo(zone), on, {}, known)
    loaded = [
        load_plain_yaml((folder / name).read_text("utf-8")) if (folder / name).exists() else None
        for name in ("terms.yaml", "overrides.yaml")
    ]
    records.agreed = read_agreed(*loaded)
    return records


def worked_out(
    reckoning: Reckoning,
    tiers: dict[tuple[str, str, str], str],
    carried: dict[tuple[str, str, str, str], Fraction],
) -> Lines:
    """The lines that the audit works out; the tiers paid and what is carried are noted beside them."""
    lines: Lines = Counter()
    for partner in reckoning.records.partners.values():
        for place, period in enumerate(reckoning.settled):
            account = reckoning.account(partner.id)
            for name in reckoning.versions:
                for line in reckoning.paying.lines(account, name, place):
                    lines[period.name, partner.id, name, line.amount, line.capped, where_of(line)] += 1
            for ladder in reckoning.edition_of(period).ladders:
                held = account.held(ladder, period)
                if held is not None:
                    tiers[period.name, partner.id, ladder] = held.paid
            for (name, state), one in reckoning.paying.carried(account, place).items():
                carried[period.name, partner.id, name, state] = one.closing
    for place, period in enumerate(reckoning.settled):
        for clause, _, line in reckoning.network.house(place):
            lines[period.name, "house", clause.id, line.amount, line.capped, where_of(line)] += 1
    return lines


def where_of(line: Line) -> str:
    """The depth of a line, the partner of whose lines it is a share or for whom it is paid, and what it is paid in."""
    assert line.unit is not None
    depth = "" if line.unit.depth is None else str(line.unit.depth)
    other = line.unit.recruit or ("" if line.unit.row is not None else line.unit.source)
    return f"{depth} {other} {line.paid_in}".strip()
