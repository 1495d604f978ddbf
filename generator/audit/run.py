"""The whole audit: reads a built project as people get it, recomputes every statement, gives one verdict."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.audit.balances import Movements
from generator.audit.board_pages import check_boards
from generator.audit.book import judge_book, raw_files, raw_name, read_records
from generator.audit.bureau import Answer, Bureau
from generator.audit.canonical import read_published
from generator.audit.close_checks import check_closes, unchanged
from generator.audit.closes import CloseBroken, read_closes
from generator.audit.course_extras import check_courses
from generator.audit.coverage import Coverage
from generator.audit.editions import read_editions
from generator.audit.examples import check_examples
from generator.audit.exchange import policies_of
from generator.audit.findings import COUNTED, Finding, Findings, Place, Verdict
from generator.audit.house import check_house
from generator.audit.house_account import check_accounts
from generator.audit.learning import Webinar
from generator.audit.listing import Listing
from generator.audit.opened import open_cabinet
from generator.audit.outputs import Memo, NoMemo, Outputs
from generator.audit.pinned import MANIFEST, check_manifest
from generator.audit.promise import Edition, last_revisions
from generator.audit.public import Public, read_public
from generator.audit.rawfiles import RawUnreadable
from generator.audit.reckoning import NotJudgeable, Reckoning
from generator.audit.records import Records
from generator.audit.rejects import check_rejects
from generator.audit.revisions import check_revisions
from generator.audit.sealed import FOLDER, CannotOpen, Vault
from generator.audit.search import FOLDER as SEARCH
from generator.audit.search import check_search
from generator.audit.skeleton import Skeleton, read_skeleton
from generator.audit.standing_debts import check_standing
from generator.audit.thing_pages import check_pages
from generator.audit.webinar_pages import check_webinars
from generator.audit.written_down import WRITTEN, add_written

SOURCES = "partners_data/sources.yaml"
FEW = 400  # partners; below that a second process costs more than it brings


@dataclass
class AuditResult:
    """The verdict, what was examined, and every finding."""

    verdict: Verdict
    examined: dict[str, int]
    findings: list[Finding]
    unexamined: list[str] = field(default_factory=list)  # thresholds without values on both sides
    editions: dict[str, str] = field(default_factory=dict)  # address -> hash as computed from the page

    def as_json(self, mutation: Mapping[str, object] | None = None) -> dict[str, object]:
        """The answer for machines: verdict, examined, findings and, where mutants were tried, mutation."""
        words = ("agrees", "disagrees", "could not judge")
        answer: dict[str, object] = {
            "verdict": words[self.verdict],
            "examined": self.examined,
            "findings": [{"slug": one.slug, "where": one.where, "says": one.says} for one in self.findings],
            "unexamined": self.unexamined,
            "editions": self.editions,
        }
        if mutation is not None:
            answer["mutation"] = dict(mutation)
        return answer


def audit_json(result: AuditResult, mutation: Mapping[str, object] | None = None) -> dict[str, object]:
    """The answer of an audit for machines."""
    return result.as_json(mutation)


def audit(
    root: Path,
    *,
    on: date,
    known: date | None = None,
    build: Path | None = None,
    outputs: Outputs | None = None,
    memo: Memo | None = None,
    workers: int | None = None,
) -> AuditResult:
    """Audit a built project; where `known` is given, by what was known on that day, as a close goes by.

    `root` holds program/ and partners_data/, `build` (root/build unless said) what was built. `outputs` gives
    the files instead, for mutants; `memo` keeps readings between audits of nearly the same files. `workers`
    processes share the statements of a large programme.
    """
    return _Audit(outputs or Outputs(root.resolve(), build), on, memo or NoMemo(), workers, known).run()


@dataclass
class PublicAnswer:
    """What the public part of a build says, and what is wrong with it."""

    skeleton: Skeleton | None = None
    editions: list[Edition] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    coverage: Coverage = field(default_factory=Coverage)
    webinars: dict[str, Webinar] = field(default_factory=dict)
    public: Public | None = None


def read_all_public(outputs: Outputs, memo: Memo, on: date, known: date | None = None) -> PublicAnswer:
    """Read and check everything that is public: pages, editions, examples, pinned texts, the search index."""
    answer = PublicAnswer()
    findings = answer.findings
    public = read_public(outputs, memo, findings)
    if not public.pages:
        findings.add("page-missing", Place("build/site"), "there is no page")
        return answer
    programme = tuple(outputs.digest(name) for name in outputs.list("program", "*.yaml"))
    try:
        day = known or on
        skeleton = memo.get(("skeleton", programme, day), lambda: read_skeleton(outputs, day))
    except (FileNotFoundError, RawUnreadable, ValueError, KeyError, AttributeError) as error:
        findings.add(
            "page-missing", Place("program"), f"the names of what must exist cannot be read: {error}"
        )
        return answer
    answer.skeleton = skeleton
    published = read_published(outputs, known or on, memo, findings)
    answer.editions = read_editions(public, skeleton, published, findings)
    check_standing(answer.editions, findings)
    check_pages(public, skeleton, answer.editions, findings)
    check_revisions(outputs, public, skeleton, known or on, memo, findings)
    check_examples(public, skeleton, answer.editions, findings, answer.coverage)
    if answer.editions:
        check_courses(outputs, public, skeleton, answer.editions, known or on, memo, findings)
    answer.webinars = check_webinars(outputs, public, skeleton, known or on, memo, findings)
    answer.public = public
    check_manifest(outputs, findings)
    check_search(outputs, public, memo, findings)
    return answer


class _Audit:
    """One audit under way."""

    def __init__(
        self, outputs: Outputs, on: date, memo: Memo, workers: int | None, known: date | None = None
    ) -> None:
        self.outputs, self.on, self.memo, self.known = outputs, on, memo, known
        self.workers = workers if workers is not None else (os.cpu_count() or 1)
        self.findings = Findings()
        self.coverage = Coverage()
        self.editions: list[Edition] = []
        self.webinars: dict[str, Webinar] = {}
        self.pages: Public | None = None

    def run(self) -> AuditResult:
        """Public pages first, since the promise is read from them; then raw rows, then statements."""
        skeleton = self._public()
        if skeleton is not None and self.editions:
            records = self._records(skeleton)
            if records is not None:
                self._statements(skeleton, records)
        for edition in last_revisions(self.editions):
            self.coverage.expect(edition)
        examined = self.findings.examined
        examined["thresholds"] = self.coverage.examined()
        examined["clause versions"] = len(self.coverage.clauses)
        self._clauses_examined()
        # There may be no bound at all, or all who were compared with one lie on the same side of it.
        none = set() if self.coverage.two_sided and not self.coverage.met else {"thresholds"}
        self.findings.apply_floors(tuple(what for what in COUNTED if what not in none))
        return AuditResult(
            self.findings.verdict(),
            dict(sorted(examined.items())),
            self.findings.sorted(),
            self.coverage.unexamined(),
            {edition.address: edition.hash for edition in self.editions},
        )

    def _public(self) -> Skeleton | None:
        """All that is public, taken together: it is read anew when any of its files is another one."""
        outputs = self.outputs
        folders = (("build/site", "*.html"), (SEARCH, "*"), ("program", "*.yaml"))
        names = [name for folder, pattern in folders for name in outputs.list(folder, pattern)]
        names += [name for name in ("build/pending.yaml", MANIFEST) if outputs.exists(name)]
        names += outputs.list("build/site", "*.ics")
        key = ("public", self.on, self.known, *((name, outputs.digest(name)) for name in names))
        answer = self.memo.get(key, lambda: read_all_public(outputs, self.memo, self.on, self.known))
        self.findings.merge(answer.findings)
        self.coverage.merge(answer.coverage)
        self.editions, self.webinars, self.pages = answer.editions, answer.webinars, answer.public
        return answer.skeleton

    def _records(self, skeleton: Skeleton) -> Records | None:
        root = self.outputs.root.resolve()
        folder = root / "partners_data"
        try:
            self.closed = read_closes(self.outputs, self.findings)
            text = self.outputs.text(SOURCES)
            names = [raw_name(path, root) for path in raw_files(text, folder)]
            self.inputs = {
                (path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)): (
                    self.outputs.digest(raw_name(path, root))
                )
                for path in raw_files(text, folder)
            }
            names_too = [
                *names,
                *(name for name in WRITTEN if self.outputs.exists(name)),
            ]
            key = (
                "records",
                text,
                self.on,
                self.known,
                repr(
                    [(one.start, one.currency, one.policy and one.policy.converts) for one in self.editions]
                ),
                *((name, self.outputs.digest(name)) for name in names_too),
            )
            zone = ZoneInfo(self.editions[0].zone or skeleton.zone)
            replaced = {
                str((root / name).resolve()): content
                for name, content in self.outputs.changed.items()
                if content is not None and name in names
            }
            records = self.memo.get(key, lambda: self._book(text, zone, replaced))
        except (FileNotFoundError, RawUnreadable, ZoneInfoNotFoundError, ValueError, LookupError) as error:
            self.findings.add("raw-data-unreadable", Place(SOURCES), str(error))
            return None
        except (AttributeError, TypeError) as error:
            # The mapping is plain YAML of any shape: what has another shape than a mapping's cannot be read.
            self.findings.add(
                "raw-data-unreadable", Place(SOURCES), f"the mapping is of another shape: {error}"
            )
            return None
        self.records_key = key
        judge_book(records, self.findings)
        check_rejects(self.outputs, records, self.findings)
        return records

    def _book(self, text: str, zone: ZoneInfo, replaced: Mapping[str, bytes]) -> Records:
        """The raw rows, with what people wrote down of single partners."""
        folder = self.outputs.root.resolve() / "partners_data"
        records = read_records(text, folder, zone, self.on, replaced, self.known, policies_of(self.editions))
        add_written(records, self.outputs, self.on, self.known, self.editions[0])
        return records

    def _statements(self, skeleton: Skeleton, records: Records) -> None:
        try:
            reckoning = self.memo.get(
                ("reckoning", self.records_key, repr(self.editions), self.closed.key, repr(self.webinars)),
                lambda: Reckoning(records, self.editions, self.on, self.closed, self.webinars),
            )
        except CloseBroken as error:
            self.findings.add("close-broken", Place(self.closed.shelf.address), str(error))
            return
        except NotJudgeable as error:
            self.findings.add("clause-not-audited", Place("build/site"), f"{error} could not be read")
            return
        cabinet = open_cabinet(self.outputs, self.memo, self.findings)
        if not cabinet.partners():
            self.findings.add("statements-missing", Place("build"), "there is no statement")
            return
        still = unchanged(reckoning, self.inputs, self._beside)
        bureau = Bureau(cabinet, reckoning, Listing(records), self.on, skeleton.languages, still)
        names = sorted(set(records.partners) | cabinet.partners())
        opened: set[str] = set()
        accounts: dict[str, Movements] = {}
        grounds = (self.records_key, repr(self.editions), skeleton.languages, self.closed.key)
        ground = hash((*grounds, repr(self.webinars)))
        for answer in self._answers(bureau, names, ground):
            self.findings.merge(answer.findings)
            self.coverage.merge(answer.coverage)
            opened |= answer.addresses
            for period, money in answer.accounts.items():
                accounts[period] = accounts.get(period, Movements()) + money
        if cabinet.vault is not None:
            self._sealed(cabinet.vault, opened)
        check_house(self.outputs, reckoning, self.findings)
        if self.pages is not None:
            check_boards(self.outputs, self.pages, reckoning.merits, self.memo, self.findings)
        try:
            check_accounts(self.outputs, reckoning, accounts, self.findings)
            check_closes(reckoning, self.findings)
        except CloseBroken as error:
            self.findings.add("close-broken", Place(self.closed.shelf.address), str(error))

    def _beside(self, name: str) -> str:
        """The hash of a file below partners_data, nothing if there is none."""
        path = f"partners_data/{name}"
        return self.outputs.digest(path) if self.outputs.exists(path) else ""

    def _sealed(self, vault: Vault, opened: set[str]) -> None:
        """Every sealed statement of the site is one that a link leads to."""
        for path in self.outputs.list(f"{FOLDER}/s", "*.bin"):
            place = Place(path)
            try:
                key = ("held", path, self.outputs.digest(path))
                held: set[str] = self.memo.get(key, lambda path=path: set(vault.shard(path)))  # type: ignore[misc]
            except CannotOpen as error:
                self.findings.add("statement-unreadable", place, str(error))
                continue
            for address in sorted(held - opened):
                self.findings.add("statement-unexpected", place, f"no link leads to {address}")

    def _answers(self, bureau: Bureau, names: list[str], ground: int) -> Iterable[Answer]:
        if self.workers < 2 or len(names) < FEW:
            for name in names:
                periods = [period.name for period in bureau.reckoning.settled]
                files = tuple(
                    (path, self.outputs.digest(path) if self.outputs.exists(path) else "")
                    for path in bureau.cabinet.files(name, periods)
                )
                link = bureau.cabinet.links.get(name)
                yield self.memo.get(
                    ("partner", name, link, ground, files),
                    lambda name=name: bureau.judge([name]),  # type: ignore[misc]
                )
            return
        bureau.reckoning.warm()
        chunks = [names[at : at + 40] for at in range(0, len(names), 40)]
        global _bureau
        _bureau = bureau
        # Forked children share the rows that were read; nothing large is sent to them.
        with ProcessPoolExecutor(self.workers, multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_judge, chunks)

    def _clauses_examined(self) -> None:
        for edition in last_revisions(self.editions):
            for clause in edition.clauses.values():
                name = f"{clause.id}/{clause.version}"
                if clause.terms is not None and name not in self.coverage.clauses:
                    says = "neither a statement nor an example was recomputed by it"
                    self.findings.add("nothing-examined", Place("build/site", name), says)


_bureau: Bureau | None = None


def _judge(names: list[str]) -> Answer:
    assert _bureau is not None
    return _bureau.judge(names)
