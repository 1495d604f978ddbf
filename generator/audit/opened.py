"""Opens all statements of one partner, sealed and plain, and holds the two forms together."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from generator.audit.findings import Findings, Place
from generator.audit.outputs import Memo, Outputs
from generator.audit.plain import strip_tags
from generator.audit.sealed import CannotOpen, Link, Vault, address_of, read_links
from generator.audit.statement import BrokenStatement, Statement, read_statement, split_later
from generator.audit.visible import collapsed

LINKS = "build/private/links.csv"
PLAIN = "build/private/statements"
JUMP = re.compile(rb'<a href="#pb-later">([^<]*)</a>')


@dataclass
class Index:
    """What a partner's index says: whose it is, and what it tells of each period."""

    partner: str
    name: str
    language: str
    periods: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Cabinet:
    """All statements of one site: the sealed files with the links to them, and the plain pages."""

    outputs: Outputs
    vault: Vault | None
    links: dict[str, Link]
    plain: dict[str, dict[str, str]]  # partner -> period -> path
    memo: Memo

    def read(self, content: bytes, where: str) -> Statement:
        """A statement, read anew only if its bytes are new."""
        return self.memo.get(("statement", where, content), lambda: _whole(content, where))

    def partners(self) -> set[str]:
        """Everybody for whom there is a link or a plain page."""
        return set(self.links) | set(self.plain)

    def knows(self, partner: str) -> bool:
        """Whether there is a link or a plain page for a partner."""
        return partner in self.links or partner in self.plain

    def files(self, partner: str, periods: list[str]) -> list[str]:
        """The paths that a partner's statements of some periods are read from."""
        paths = list(self.plain.get(partner, {}).values())
        link = self.links.get(partner)
        if self.vault is not None and link is not None:
            paths += [self.vault.shard_path(address_of(link.token, name)) for name in ("index", *periods)]
        return sorted(set(paths))


def _whole(content: bytes, where: str) -> Statement:
    own, notice, later = split_later(content)
    statement = read_statement(own if later or notice else content, where)
    statement.bytes = own.strip()
    if notice:
        statement.notice = read_statement(notice, f"{where}, notice", "data-later-notice")
    if later:
        statement.later = read_statement(later, f"{where}, later", "data-later")
        statement.later.bytes = later
    return statement


def open_cabinet(outputs: Outputs, memo: Memo, findings: Findings) -> Cabinet:
    """Find links, sealed files and plain pages; what is missing becomes a finding."""
    links: dict[str, Link] = {}
    try:
        for link in read_links(outputs.text(LINKS)):
            if link.partner in links:
                findings.add("statement-doubled", Place(LINKS, link.partner), "the partner has two links")
            links[link.partner] = link
    except FileNotFoundError:
        findings.add("statements-missing", Place(LINKS), "there are no links to open statements with")
    except (CannotOpen, UnicodeDecodeError) as error:
        findings.add("statement-unreadable", Place(LINKS), str(error))
    vault: Vault | None = None
    if links:
        try:
            vault = Vault(outputs)
        except CannotOpen as error:
            findings.add("statement-unreadable", Place("build/site/statements"), str(error))
    plain: dict[str, dict[str, str]] = {}
    for path in outputs.list(PLAIN, "*.html"):
        parts = PurePosixPath(path.removeprefix(f"{PLAIN}/")).parts
        if len(parts) == 2:
            plain.setdefault(parts[0], {})[PurePosixPath(parts[1]).stem] = path
    return Cabinet(outputs, vault, links, plain, memo)


def open_partner(
    cabinet: Cabinet, partner: str, findings: Findings
) -> tuple[Index | None, dict[str, Statement]]:
    """A partner's index and statements by period; sealed and plain forms must say the same."""
    sealed: dict[str, bytes] = {}
    index: Index | None = None
    link = cabinet.links.get(partner)
    place = Place(f"statements of {partner}")
    if link is None or cabinet.vault is None:
        findings.add("statement-unreadable", place, "there is no link with which it could be opened")
    else:
        try:
            index = _index(cabinet.vault.open(link.token, "index"))
        except (CannotOpen, ValueError, KeyError, TypeError) as error:
            findings.add("statement-unreadable", place, f"the index cannot be read: {error}")
        for period in index.periods if index is not None else ():
            try:
                sealed[period] = cabinet.vault.open(link.token, period)
            except CannotOpen as error:
                findings.add("statement-unreadable", Place(f"statement {partner}/{period}"), str(error))
    plain = {period: cabinet.outputs.read(path) for period, path in cabinet.plain.get(partner, {}).items()}
    for period in sorted(set(sealed) ^ set(plain)) if cabinet.plain else ():
        says = f"there is only the {'sealed' if period in sealed else 'plain'} form"
        findings.add("statement-missing", Place(f"statement {partner}/{period}"), says)
    for period, content in plain.items():
        if not _nothing_besides(content):
            where = Place(f"statement {partner}/{period}")
            findings.add("text-differs", where, "the plain page shows something besides the statement")
    statements: dict[str, Statement] = {}
    for period in sorted(set(sealed) | set(plain)):
        where = Place(f"statement {partner}/{period}")
        try:
            forms = [cabinet.read(one[period], str(where)) for one in _distinct(sealed, plain, period)]
        except BrokenStatement as error:
            findings.add("statement-unreadable", where, str(error))
            continue
        statements[period] = forms[0]
        if len(forms) == 2 and _said(forms[0]) != _said(forms[1]):
            findings.add("statement-doubled", where, "the sealed and the plain form say different things")
        elif len(forms) == 2 and forms[0].later is not None:
            findings.add("statement-doubled", where, "the plain form does not hold the sealed one as it is")
    return index, statements


def _nothing_besides(content: bytes) -> bool:
    """Whether a plain page shows no words outside of the element that is the statement."""
    text = content.decode("utf-8", "replace")
    around = re.sub(
        r"<[a-z]+[^>]*\bdata-(?:later-notice|statement)=.*</[a-z]+>(?=\s*(?:</main>)?\s*</body>)",
        " ",
        text,
        flags=re.S,
    )
    body = around.partition("<body")[2].partition(">")[2]
    return not strip_tags(body).strip()


def _distinct(sealed: dict[str, bytes], plain: dict[str, bytes], period: str) -> list[dict[str, bytes]]:
    """The forms that must be read: the plain page need not be where it holds the sealed bytes as they are."""
    if period not in plain:
        return [sealed]
    if period not in sealed:
        return [plain]
    shown = sealed[period].strip()
    same = any(one in plain[period] for one in (shown, without_jump(shown)))
    same = same and plain[period].count(b"data-statement=") == 1
    return [sealed] if same else [sealed, plain]


def without_jump(content: bytes) -> bytes:
    """The words of the notice without the link inside its own page, as a page with a base of addresses has them."""
    return JUMP.sub(rb"\1", content, count=1)


def _index(content: bytes) -> Index:
    loaded = json.loads(content)
    index = Index(loaded["partner"], loaded["name"], loaded["language"])
    for row in loaded["periods"]:
        if row["period"] in index.periods:
            raise ValueError(f"the period {row['period']} is named twice")
        index.periods[row["period"]] = {key: collapsed(str(value)) for key, value in row.items()}
    return index


def _said(statement: Statement) -> object:
    facts = sorted((fact.id, fact.unit, fact.text) for fact in statement.page.facts)
    return (
        statement.partner,
        statement.period,
        statement.language,
        statement.page.text,
        facts,
        statement.tables,
        statement.lines,
        statement.links,
        statement.marks,
    )
