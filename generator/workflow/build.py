"""The main job: lint, settle, site, statements, audit, summary; built aside, then swapped."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from generator.accounts.kept import Accounts
from generator.accounts.parties import write_parties
from generator.book.book import Book, write_rejects
from generator.book.reading import read_book
from generator.rules.corrections import home_of
from generator.rules.editions import editions
from generator.rules.folder import EmptyProgramme, load_programme
from generator.settlement.boards import standings_of
from generator.settlement.examples import check_examples
from generator.settlement.foresight import check_marks
from generator.settlement.house import write_house
from generator.settlement.ledger import write_ledger
from generator.settlement.passes import ForbiddenRow
from generator.settlement.plan import UnknownColumn
from generator.settlement.scenarios import check_scenarios
from generator.settlement.settle import Settlement, settle
from generator.settlement.winners import winners_of
from generator.site.build_site import build_html, write_content
from generator.site.proof_page import write_proof
from generator.site.search import index_site
from generator.source import (
    Diagnosed,
    Diagnostic,
    MapNode,
    Place,
    Step,
    TextNode,
    Tree,
    did_you_mean,
    find,
    raise_if,
    walk,
    with_subject,
)
from generator.statements.issue import issue
from generator.statements.sealer import KeptStatement
from generator.terms.edition import Edition
from generator.terms.programme import Programme
from generator.workflow.booking import accounts_of, read_closes
from generator.workflow.manifest import write_manifest
from generator.workflow.places import BOOK_PARTS, Places
from generator.workflow.publish import check_published, pending_rows, published_hashes, write_pending
from generator.workflow.swap import put_in_place

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    return None


@dataclass
class Summary:
    """What a build did; `verdict` is agrees, disagrees or could not judge."""

    verdict: str
    editions: list[dict[str, Any]]
    partners: int
    records: dict[str, int]
    ledger_lines: int
    statements: int
    pages: int
    facts: int
    seconds: dict[str, float] = field(default_factory=dict)
    audit: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The contract of `build --json`."""
        return {
            "verdict": self.verdict,
            "editions": self.editions,
            "partners": self.partners,
            "records": self.records,
            "ledger_lines": self.ledger_lines,
            "statements": self.statements,
            "pages": self.pages,
            "facts": self.facts,
            "seconds": self.seconds,
        }


class Stopwatch:
    """Seconds by stage."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage and say that it runs."""
        self._progress(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


@dataclass(frozen=True)
class Read:
    """A programme that passed lint, with its editions."""

    programme: Programme
    editions: tuple[Edition, ...]
    advice: tuple[Diagnostic, ...]


def lint(places: Places, on: date) -> Read:
    """Read the programme and check everything that needs no data.

    Raises EmptyProgramme and Diagnosed.
    """
    programme, advice = load_programme(places.program)
    trees = programme.trees.values()
    raise_if(with_subject([*check_examples(programme), *check_scenarios(programme)], trees))
    all_editions = editions(programme, on)
    if not all_editions or all_editions[0].part("policy") is None:
        raise EmptyProgramme(f"On {on} the programme in {places.program} is not announced yet.")
    raise_if(with_subject(check_published(programme, all_editions, on), trees))
    return Read(programme, all_editions, advice)


def read_records(places: Places, programme: Programme, on: date, known: date | None = None) -> Book:
    """The book of a project, with `known` as of that day. Raises Diagnosed."""
    zone, languages = programme.file.time_zone, programme.languages
    rules = programme.known_on(known or on).conversions()
    return read_book(places.data, on=on, time_zone=zone, languages=languages, known=known, conversions=rules)


def read_again(places: Places, on: date, built: Path, known: date | None = None) -> dict[str, Any]:
    """The verdict of the audit over the built files below `built`, in the form of `audit --json`.

    Where `known` is given, by what was known on that day.
    """
    from generator.audit.run import audit, audit_json  # reads files only; loaded when it is wanted

    return audit_json(audit(places.root, on=on, known=known, build=built))


def settled(read: Read, book: Book, on: date, progress: Progress = _silent) -> Settlement:
    """Settle a programme over a book.

    Raises Diagnosed where a definition names a column that no source maps, and where a sum grows beyond what
    can be computed exactly.
    """
    with faults_of_records(read.programme):
        check_marks(read.programme, book.tables)
        return settle(read.programme.known_on(on), book, read.editions, on, progress)


@contextmanager
def faults_of_records(programme: Programme) -> Iterator[None]:
    """Raises Diagnosed in place of what settlement raises where records and definitions do not fit together."""
    try:
        yield
    except (OverflowError, duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        told = Diagnostic(
            "sum-too-large",
            Place(str(programme.folder.parent / "partners_data" / "sources.yaml"), 1, 1),
            "Figures of these records add up to more than can be computed with exactly.",
            consequence="A sum that is only nearly right would be paid.",
            cure="Look for a figure with too many digits, or for a decimal sign that was read as nothing.",
        )
        raise Diagnosed([told]) from error
    except ForbiddenRow as row:
        tree = programme.trees["metrics.yaml"]
        told = Diagnostic(
            "divisor-is-zero",
            find(tree, ("measures", row.measure)).place,
            f"A row that counts has a divisor of zero in the measure `{row.measure}`, "
            "which says `when_zero: error`.",
            consequence="Nobody could say what this row is worth, so nothing is settled.",
            cure="Correct the row, or write the value that holds instead: `when_zero: 0`.",
        )
        raise Diagnosed(with_subject([told], [tree])) from None
    except UnknownColumn as unknown:
        above: tuple[Step, ...]
        if unknown.kind == "course":
            file, above = home_of(programme, f"course/{unknown.name}")
        else:
            file, above = "metrics.yaml", (f"{unknown.kind}s", unknown.name)
        tree = programme.trees[file]
        near = did_you_mean(unknown.column, unknown.known)
        known = ", ".join(f"`{name}`" for name in unknown.known) or "none"
        told = Diagnostic(
            "unknown-column",
            _where_named(tree, above, unknown.column),
            f"The {unknown.kind} `{unknown.name}` reads the column `{unknown.column}`, "
            f"but no source maps it onto the table `{unknown.table}` as a fitting column.",
            consequence="The figure could not be computed for anybody.",
            cure=f"Did you mean `{near}`?" if near else f"Columns that fit: {known}.",
        )
        raise Diagnosed(with_subject([told], [tree])) from None


def _where_named(tree: Tree, path: tuple[Step, ...], word: str) -> Place:
    """The first place below `path` that names a word, as a value or as a key."""
    for _, node in walk(find(tree, path)):
        if isinstance(node, TextNode) and node.text == word:
            return node.place
        if isinstance(node, MapNode) and word in node.keys:
            return node.keys[word]
    return find(tree, path).place


def build(
    places: Places, on: date, secret: bytes, progress: Progress = _silent, *, with_audit: bool = True
) -> Summary:
    """Build everything aside; when the audit agrees it takes the place of the last build.

    A build with which the audit does not agree stays in `build/next` and the former one stays published.
    Raises EmptyProgramme, RootsOverlap, Diagnosed, SiteFailed.
    """
    places.check_apart()
    watch = Stopwatch(progress)
    with watch.stage("lint"):
        read = lint(places, on)
    programme = read.programme
    with watch.stage("read"):
        book = read_records(places, programme, on)
    with book:
        with watch.stage("settle"):
            yesterday = on - timedelta(days=1)
            accounts = accounts_of(settled(read, book, on), read_closes(places, book.sources), yesterday)
        summary = write_stage(places, on, secret, read, accounts, watch).summary
    if with_audit:
        with watch.stage("audit"):
            summary.audit = read_again(places, on, places.stage)
        summary.verdict = str(summary.audit["verdict"])
    summary.seconds = watch.seconds
    with watch.stage("publish"):
        write_proof(places.stage / "site", programme, read.editions, summary.audit, places.templates)
        index_site(places.stage / "site")  # once more: the proof page has its words only now
        write_manifest(places.stage / "site", places.stage / "manifest.json")
        if summary.verdict == "agrees" or not with_audit:
            _swap(places)
    return summary


@dataclass(frozen=True)
class Staged:
    """What stands in the stage; `kept` are the statements of the period that is being closed, as they were issued."""

    summary: Summary
    kept: Sequence[KeptStatement]


def write_stage(
    places: Places, on: date, secret: bytes, read: Read, accounts: Accounts, watch: Stopwatch
) -> Staged:
    """Write site, ledger and statements into the stage."""
    settlement = accounts.settlement
    programme, book = read.programme, settlement.book
    stage = places.stage
    if stage.exists():
        shutil.rmtree(stage)
    stage.mkdir(parents=True)
    site, private = stage / "site", stage / "private"
    with watch.stage("site"):
        hashes = {
            thing: row.hash
            for (kind, thing), row in published_hashes(programme.published).items()
            if kind == "edition"
        }
        figures = [result.figures for result in settlement.results]
        standings = {**standings_of(settlement.programme, figures, on), **winners_of(settlement, on)}
        pages = write_content(
            programme, read.editions, hashes, on, places.templates, places.build / "content", standings
        )
        page_count = build_html(
            programme, pages, on, places.mkdocs_file, places.templates, places.build, site
        )
    with watch.stage("ledger"):
        write_ledger(settlement, private / "ledger")
        write_house(settlement, private / "house.csv")
        write_parties(accounts, private / "accounts.csv")
        write_rejects(book, private / "rejects.csv")
    with watch.stage("statements"):
        issued = issue(accounts, on, secret, places.templates, site, private, site_url_of(places))
        write_pending(pending_rows(programme, read.editions, on), on, stage / "pending.yaml")
        write_manifest(site, stage / "manifest.json")
    current = next((e for e in reversed(read.editions) if e.starts <= on), None)
    summary = Summary(
        verdict="could not judge",
        editions=[{"address": e.address, "hash": e.hash, "current": e is current} for e in read.editions],
        partners=len(book.partners.ids),
        records={
            "read": sum(c.read for c in book.control),
            "counted": sum(c.counted for c in book.control),
            "rejected": sum(c.rejected for c in book.control),
        },
        ledger_lines=settlement.line_count,
        statements=issued.statements,
        pages=page_count,
        facts=len({f.id for e in read.editions for part in e.parts for f in part.sayings.all_facts()}),
    )
    return Staged(summary, issued.kept)


def _swap(places: Places) -> None:
    put_in_place(places.build, places.stage, BOOK_PARTS)


def site_url_of(places: Places) -> str:
    """The address of the site as mkdocs.yml gives it, with a slash at its end; empty where it gives none."""
    for line in places.mkdocs_file.read_text(encoding="utf-8").splitlines():
        if line.startswith("site_url:"):
            return line.partition(":")[2].strip().strip("'\"").rstrip("/") + "/"
    return ""
