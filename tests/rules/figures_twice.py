"""Every metric of a project reckoned twice: by settlement, and by the audit from the pages and the raw files."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from generator.audit.book import read_records
from generator.audit.calendar import Period
from generator.audit.editions import read_edition
from generator.audit.findings import Findings
from generator.audit.outputs import Outputs
from generator.audit.pages import read_page
from generator.audit.reckoning import Reckoning
from generator.audit.skeleton import read_skeleton
from generator.rules.editions import editions
from generator.rules.folder import load_programme
from generator.site.pages import write_pages
from generator.source import Diagnosed
from generator.terms.programme import Programme
from tests.rules.readings import TEMPLATES, as_html
from tests.settlement.projects import MANY, Project, title

# period, partner, metric -> its exact value
Figures = dict[tuple[str, str, str], Fraction]
PLAIN = {"plain": {"value": "amount"}}


@dataclass
class MetricProject(Project):
    """A project whose measures are whole versions (`of` and `unit` may be left out), with lines of sales."""

    whole_measures: Mapping[str, dict[str, Any]] = field(default_factory=lambda: PLAIN)
    period: Any = "month"
    sale_lines: list[list[str]] = field(default_factory=list)

    def write_programme(self) -> Programme:
        """Write `program/` and read it."""
        with suppress(Diagnosed):  # what is read there lacks the measures that follow
            super().write_programme()
        folder = self.root / "program"
        dated = {"announced": self.announced, "from": self.starts}
        usual = {"of": "sales", "unit": "money"}
        figures = {
            "measures": {
                name: {"title": title(name), "versions": [dated | usual | one]}
                for name, one in self.whole_measures.items()
            },
            "metrics": {
                name: {"title": title(name), "versions": [dated | one for one in versions]}
                for name, versions in self.metrics.items()
            },
        }
        (folder / "metrics.yaml").write_text(json.dumps(figures), "utf-8")
        said = json.loads((folder / "programme.yaml").read_text("utf-8"))
        said["policy"]["versions"][0]["period"] = self.period
        (folder / "programme.yaml").write_text(json.dumps(said), "utf-8")
        return load_programme(folder)[0]

    def write_records(self) -> None:
        """Write `partners_data/`; cells of figures may be empty."""
        super().write_records()
        folder = self.root / "partners_data"
        said = json.loads((folder / "sources.yaml").read_text("utf-8"))
        for source in said["sources"]:
            if source["table"] == "sales":
                source["unique"] = "sale"
                for name in ("amount", "tax", "quantity"):
                    source["columns"][name]["empty"] = "allowed"
        if self.sale_lines:
            rows = [["sale", "pieces", "price"], *self.sale_lines]
            (folder / "lines.csv").write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
            unknown = {"reason": "unknown-sale", "ceiling": MANY, "words": title("unknown")}
            figures = {name: {"column": name, "digits": "1"} for name in ("pieces", "price")}
            said["sources"].append(
                {"table": "sale_lines", "files": "lines.csv", "columns": {"sale": "sale"} | figures}
                | {"reject": [unknown]}
            )
        (folder / "sources.yaml").write_text(json.dumps(said), "utf-8")


@dataclass(frozen=True)
class Twice:
    """What both say, the audit in each language, and what the audit objects to."""

    settled: Figures
    audited: dict[str, Figures]
    findings: list[str]

    def differences(self) -> list[str]:
        """Every figure of which the two readings differ."""
        return [
            f"{language} {key}: settled {self.settled[key]}, audited {value}"
            for language, figures in self.audited.items()
            for key, value in figures.items()
            if self.settled[key] != value
        ]


def read_figures(project: Project, on: date) -> Twice:
    """Settle a project, and reckon its metrics for everybody who has joined, from its pages and raw files."""
    settled: Figures = {}
    spans: list[Period] = []
    with project.settled(on) as settlement:
        for result in settlement.results:
            period = result.period
            spans.append(Period(period.first, period.last, period.name))
            for name in result.figures.metric_names:
                values = result.figures.metric(name).fractions()
                for partner, value in zip(settlement.book.partners.ids, values, strict=True):
                    settled[period.name, partner, name] = value
    programme = project.write_programme()
    outputs, findings = Outputs(project.root), Findings()
    folder = project.root / "partners_data"
    zone = ZoneInfo(programme.file.time_zone)
    records = read_records((folder / "sources.yaml").read_text("utf-8"), folder, zone, on, {})
    skeleton, all_editions = read_skeleton(outputs), editions(programme, on)
    audited: dict[str, Figures] = {}
    for language in programme.languages:
        pages = write_pages(programme, all_editions, {}, on, language, TEMPLATES)
        found = []
        for issue in skeleton.editions():
            html = as_html(pages.files[f"editions/{issue.address}/index.md"], language)
            page = read_page(html, f"{language} {issue.address}")
            found.append(read_edition(issue, page, skeleton, findings))
            findings.merge(page.findings)
        reckoning = Reckoning(records, found, on)
        audited[language] = {
            (span.name, partner.id, name): reckoning.bench.named(name, edition, partner.id, span)
            for span in spans
            for edition in [reckoning.edition_of(span)]
            for partner in records.partners.values()
            if partner.joined <= span.last
            for name in edition.metrics
        }
    return Twice(settled, audited, [f"{one.slug} {one.where}: {one.says}" for one in findings.sorted()])
