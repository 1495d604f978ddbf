"""One project read twice without building it: by settlement, and by the audit from the text of all public pages."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.audit.book import read_records
from generator.audit.canonical import read_published
from generator.audit.coverage import Coverage
from generator.audit.editions import read_editions
from generator.audit.examples import check_examples
from generator.audit.exchange import policies_of
from generator.audit.findings import Findings
from generator.audit.outputs import NoMemo, Outputs
from generator.audit.pages import read_page
from generator.audit.promise import Edition
from generator.audit.public import SITE, Public
from generator.audit.reckoning import Reckoning
from generator.audit.revisions import check_revisions
from generator.audit.skeleton import read_skeleton
from generator.audit.thing_pages import check_pages
from generator.audit.written_down import add_written
from generator.rules.contract import HOUSE
from generator.site.pages import write_pages
from generator.workflow.build import Read, lint, settled
from generator.workflow.build import read_records as read_own_records
from generator.workflow.places import Places
from generator.workflow.publish import publish
from tests.rules.readings import TEMPLATES, as_html

Lines = Counter[tuple[str, str, str, Fraction]]  # period, partner, clause, amount
Change = Callable[[dict[str, bytes]], None]


@dataclass(frozen=True)
class Twice:
    """What both say, and what the audit objects to."""

    settled: Lines
    audited: Lines
    findings: list[str]

    def differences(self) -> list[str]:
        """Everything that is wrong: objections, and lines that only one of the two has."""
        found = list(self.findings)
        found += [f"only settled {line}" for line in sorted((self.settled - self.audited).elements())]
        found += [f"only audited {line}" for line in sorted((self.audited - self.settled).elements())]
        return found


def read_pages(root: Path, on: date) -> dict[str, bytes]:
    """All public pages of a project as they would be built, without the frame of the theme."""
    return pages_of(lint(Places.of(root), on), on)


def pages_of(read: Read, on: date) -> dict[str, bytes]:
    """The pages of a programme that was read."""
    found: dict[str, bytes] = {}
    for at, language in enumerate(read.programme.languages):
        pages = write_pages(read.programme, read.editions, {}, on, language, TEMPLATES)
        home = SITE if at == 0 else f"{SITE}/{language}"
        for name, text in pages.files.items():
            if not name.endswith(".md"):
                continue  # a feed is no page
            found[f"{home}/{name.removesuffix('.md')}.html"] = as_html(text, language)
    return found


def audited_pages(root: Path, on: date, pages: dict[str, bytes]) -> tuple[list[Edition], list[str]]:
    """The editions as some pages say, and the objections to the pages."""
    findings, memo = Findings(), NoMemo()
    public = Public({path: read_page(content, path) for path, content in pages.items()})
    outputs = Outputs(root).with_changes(pages)
    skeleton = read_skeleton(outputs, on)
    for page in public.pages.values():
        findings.merge(page.findings)
    found = read_editions(public, skeleton, read_published(outputs, on, memo, findings), findings)
    check_pages(public, skeleton, found, findings)
    check_revisions(outputs, public, skeleton, on, memo, findings)
    check_examples(public, skeleton, found, findings, Coverage())
    return found, [f"{one.slug} {one.where}: {one.says}" for one in findings.sorted()]


def read_twice(root: Path, on: date, read: Read | None = None) -> Twice:
    """Settle a project as of a day, and work out its lines from its pages and raw files."""
    read = read or lint(Places.of(root), on)
    editions, findings = audited_pages(root, on, pages_of(read, on))
    folder, zone = root / "partners_data", read.programme.file.time_zone
    text = (folder / "sources.yaml").read_text("utf-8")
    records = read_records(text, folder, ZoneInfo(zone), on, {}, None, policies_of(editions))
    add_written(records, Outputs(root), on, None, editions[0])
    reckoning = Reckoning(records, editions, on)
    audited: Lines = Counter(
        (one.period.name, partner.id, line.rule.id, line.amount)
        for partner in records.partners.values()
        for one in reckoning.of(partner)
        for line in one.lines
        if line.rule is not None
    )
    return Twice(Counter(_settled(Places.of(root), read, on)), audited, findings)


def published(root: Path, on: date) -> Read:
    """Record what is public on a day."""
    read = lint(Places.of(root), on)
    publish(read.programme, read.editions, on)
    return read


def _settled(places: Places, read: Read, on: date) -> Iterator[tuple[str, str, str, Fraction]]:
    with read_own_records(places, read.programme, on) as book:
        settlement = settled(read, book, on)
        ids = settlement.book.partners.ids
        for result in settlement.results:
            for one in result.clauses:
                lines = zip(one.lines.who.tolist(), one.lines.amount.tolist(), strict=True)
                for who, amount in lines:
                    if who != HOUSE:  # no statement shows it
                        yield result.period.name, ids[who], one.clause, Fraction(amount, 100)
