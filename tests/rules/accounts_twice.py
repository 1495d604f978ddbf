"""One project through closes and late changes, its accounts kept twice: by the engine, and by the audit from pages."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from generator.accounts.close import read_chain
from generator.accounts.keeping import keep_accounts, read_booked
from generator.accounts.kept import Accounts
from generator.accounts.runs import STATEMENTS, close_of, run_files, statements_table
from generator.accounts.store import CloseStore
from generator.accounts.tables import table_bytes
from generator.audit.balances import NAMES, Movements
from generator.audit.close_checks import check_closes
from generator.audit.closes import Closed, read_closes
from generator.audit.editions import read_edition
from generator.audit.findings import Findings
from generator.audit.house_account import OF_HOUSE, house_accounts
from generator.audit.outputs import Outputs
from generator.audit.pages import read_page
from generator.audit.points_account import NAMES as OF_POINTS
from generator.audit.promise import Edition
from generator.audit.reckoning import Reckoning
from generator.audit.running import Running
from generator.audit.skeleton import read_skeleton
from generator.book import read_book
from generator.rules.editions import editions
from generator.rules.folder import load_programme
from generator.settlement.settle import settle
from generator.site.pages import write_pages
from generator.statements.held import held_of
from generator.terms.programme import Programme
from tests.rules.joined import records_of
from tests.rules.readings import TEMPLATES, as_html
from tests.settlement.projects import Project

Money = dict[tuple[str, str, str], Fraction]  # period, partner or `house`, movement -> amount
Waiting = Counter[tuple[str, str, date, int, Fraction]]  # period, partner, due, number of the share, amount


@dataclass(frozen=True)
class Kept:
    """What one reading has of all accounts, and of what is on hold after each period."""

    money: Money
    waiting: Waiting


@dataclass(frozen=True)
class AccountsTwice:
    """What both readings keep, and what the audit objects to."""

    engine: Kept
    audit: Kept
    findings: list[str]

    def differences(self) -> list[str]:
        """Everything of which the two readings differ."""
        mine, theirs = self.engine.money, self.audit.money
        found = [
            f"{key}: kept {mine.get(key, 0)}, audited {theirs.get(key, 0)}"
            for key in sorted(mine.keys() | theirs.keys())
            if mine.get(key, 0) != theirs.get(key, 0)
        ]
        found += [f"only kept {one}" for one in sorted(self.engine.waiting - self.audit.waiting)]
        return found + [f"only audited {one}" for one in sorted(self.audit.waiting - self.engine.waiting)]


@contextmanager
def accounts_of(project: Project, programme: Programme, on: date) -> Iterator[Accounts]:
    """The engine's accounts over what stands in the raw files and was dated by a day."""
    store = CloseStore(str(project.root / "partners_data" / "closed"))
    zone = programme.file.time_zone
    folder = project.root / "partners_data"
    with read_book(folder, on=on, time_zone=zone, languages=programme.languages, known=on) as book:
        settlement = settle(programme, book, editions(programme, on), on)
        yield keep_accounts(settlement, read_booked(store, read_chain(store)))


def close_open(project: Project, programme: Programme, end: date) -> None:
    """Close the open period, which ends on a day, with what stands in the raw files."""
    store = CloseStore(str(project.root / "partners_data" / "closed"))
    with accounts_of(project, programme, end) as accounts:
        account = accounts.open
        assert account is not None
        assert account.period.last == end
        files = {**run_files(accounts, account), STATEMENTS: table_bytes(statements_table([]))}
        chain, after = read_chain(store), end + timedelta(days=1)
        made, files = close_of(accounts, account, files, {}, chain, after, end, "test")
        store.write_run(files)
        store.seal(made.period, made.as_bytes())


def disturb(r: random.Random, project: Project) -> None:
    """Rows that go, come and change after a close."""
    for row in project.sales:
        if r.random() < 0.15:
            row[5] = f"{r.randrange(-5000, 30000) / 100:.2f}"
    if project.sales and r.random() < 0.7:
        project.sales.pop(r.randrange(len(project.sales)))
    project.write_records()


def keep_twice(
    project: Project, ends: list[date], on: date, r: random.Random, policy: dict[str, Any]
) -> AccountsTwice:
    """Close some periods, each followed by late changes, and keep the accounts of all periods twice.

    `policy` is what the policy says besides.
    """
    project.write_programme()
    path = project.root / "program" / "programme.yaml"
    said = json.loads(path.read_text("utf-8"))
    said["policy"]["versions"][0] |= policy
    path.write_text(json.dumps(said), "utf-8")
    programme = load_programme(path.parent)[0]
    project.write_records()
    for end in ends:
        close_open(project, programme, end)
        disturb(r, project)
    with accounts_of(project, programme, on) as accounts:
        engine = _kept(accounts)
    findings = Findings()
    reckoning = _reckoning(project, programme, on, findings)
    audit = _audited(reckoning)
    check_closes(reckoning, findings)
    return AccountsTwice(engine, audit, [f"{one.slug} {one.where}: {one.says}" for one in findings.sorted()])


def _kept(accounts: Accounts) -> Kept:
    ids = accounts.settlement.book.partners.ids
    money: Money = {}
    waiting: Waiting = Counter()
    for one in accounts.periods:
        for name in NAMES:
            for who, amount in zip(ids, getattr(one.movements, name).tolist(), strict=True):
                money[one.period.name, who, name] = Fraction(amount, 100)
        for name in OF_HOUSE:
            money[one.period.name, "house", name] = Fraction(getattr(one.house, name), 100)
        for name, column in one.points.columns() if one.points is not None else ():
            for who, points in zip(ids, column.tolist(), strict=True):
                money[one.period.name, who, f"points {name}"] = Fraction(points, 100)
        # Of a closed period the statement is kept, and nothing else is asked for.
        for row, shares in held_of(accounts, one.period).items():
            for share in shares:
                key = (one.period.name, ids[row], share.due, share.number, Fraction(share.amount, 100))
                waiting[key] += 1
    return Kept(money, waiting)


def _reckoning(project: Project, programme: Programme, on: date, findings: Findings) -> Reckoning:
    outputs = Outputs(project.root)
    skeleton = read_skeleton(outputs)
    pages = write_pages(programme, editions(programme, on), {}, on, "en", TEMPLATES)
    found: list[Edition] = []
    for issue in skeleton.editions():
        page = read_page(as_html(pages.files[f"editions/{issue.address}/index.md"], "en"), issue.address)
        found.append(read_edition(issue, page, skeleton, findings))
        findings.merge(page.findings)
    closed: Closed = read_closes(outputs, findings)
    return Reckoning(records_of(outputs, on, programme.file.time_zone, on), found, on, closed)


def _audited(reckoning: Reckoning) -> Kept:
    money: Money = {}
    waiting: Waiting = Counter()
    together: dict[str, Movements] = {}
    for account in reckoning.accounts():
        who = account.partner.id
        for one in Running(reckoning, reckoning.holds, account):
            together[one.period.name] = together.get(one.period.name, Movements()) + one.money
            for name in NAMES:
                money[one.period.name, who, name] = getattr(one.money, name)
            for name in OF_POINTS:
                money[one.period.name, who, f"points {name}"] = getattr(one.goods.points, name)
            for share in one.held if not reckoning.is_sealed(one.period) else ():
                waiting[one.period.name, who, share.due, share.number, share.amount] += 1
    for period, house in house_accounts(reckoning, together).items():
        for name in OF_HOUSE:
            money[period, "house", name] = getattr(house, name)
    return Kept(money, waiting)
