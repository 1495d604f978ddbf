"""Reader of one statement: its parts, figures, lines and records, as the partner sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

import lxml.html
from lxml.html import HtmlElement

from generator.audit.findings import Findings, Place
from generator.audit.pages import Context, Fact, Page, read_fragment
from generator.audit.plain import strip_tags
from generator.audit.public import compare_readings
from generator.audit.visible import collapsed, is_hidden, may_hide, parsed, shape_of_text, visible_text

PARTS = tuple(
    (
        "head result account lines adjustments by-hand held points rewards carried figures training terms "
        "certificates badges boards goals records not-counted people foot"
    ).split()
)
# What rows of such parts say without words, in tags.
FLAGS = tuple(
    f"data-{name}" for name in "points-move points-batch reward redemption outcome late handover".split()
)
# Parts whose marks and links are held against what is told of the part alone.
FURTHER = frozenset("points rewards training certificates badges boards goals people".split())


class BrokenStatement(ValueError):
    """A statement is not built as a statement is."""


@dataclass(frozen=True)
class ListedRecord:
    """One record as a statement lists it: its key, cells by tag in order, and the words of its group."""

    key: str
    cells: tuple[tuple[str, str], ...]
    words: tuple[str, ...]  # cells without a tag
    group: str


@dataclass
class RecordTable:
    """One table of records: its part, the table's name, headings and columns, and the rows in the order shown."""

    part: str
    name: str
    headings: tuple[str, ...]
    columns: tuple[str, ...] = ()  # what the headings stand for; nothing where a heading is no column's
    groups: list[str] = field(default_factory=list)
    records: list[ListedRecord] = field(default_factory=list)


@dataclass(frozen=True)
class ShownChange:
    """What a statement says without words of an entry on something that changed in a closed period."""

    id: str
    clause: str
    version: str
    origin: str
    forgiven: bool
    booked: str = ""


@dataclass(frozen=True)
class ShownShare:
    """What a statement says without words of an entry on a share that is on hold."""

    id: str
    clause: str
    version: str
    origin: str
    share: str


@dataclass
class Beside:
    """What a further part holds besides its words and figures: marks and links, in the order shown."""

    marks: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    flags: list[tuple[str, str]] = field(default_factory=list)  # what rows say without words


@dataclass
class Statement:
    """One statement as read. Facts by id; lines are the facts `line/<clause>/<what>`."""

    partner: str
    period: str
    language: str
    page: Page
    parts: dict[str, str] = field(default_factory=dict)  # the words of each part, with a box for each figure
    facts: dict[str, Fact] = field(default_factory=dict)
    lines: list[tuple[str, str]] = field(default_factory=list)  # clause and version, in the order shown
    tables: list[RecordTable] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)  # name, period, edition, hashes: tagged words by tag
    links: list[tuple[str, str]] = field(default_factory=list)  # words and address, of all other parts
    beside: dict[str, Beside] = field(default_factory=dict)  # of further parts
    changes: list[ShownChange] = field(default_factory=list)
    held: list[ShownShare] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)  # the ids of the entries
    bytes: bytes = b""  # of the fragment alone, where it is not inside a page
    later: Statement | None = None  # what stands below it on changes since
    notice: Statement | None = None  # what stands above it and says so
    findings: Findings = field(default_factory=Findings)

    def place(self, what: str = "") -> Place:
        """Where something stands on this statement."""
        return Place(f"statement {self.partner}/{self.period}", what)

    def amount(self, fact_id: str) -> Fraction | None:
        """A figure of the statement as a number, or None where it is not shown, not readable or not exact."""
        fact = self.facts.get(fact_id)
        if fact is None or fact.figure is None or not isinstance(fact.figure.value, Fraction):
            return None
        if fact.figure.about:
            return None  # nothing can be worked out from it
        return fact.figure.value

    def text(self, fact_id: str) -> str:
        """The words of a fact, or nothing."""
        fact = self.facts.get(fact_id)
        return fact.text if fact is not None else ""


LATER = re.compile(rb"<div [^>]*\bdata-later=")
NOTICE = re.compile(rb"<div [^>]*\bdata-later-notice=")
OWN = re.compile(rb"<div [^>]*\bdata-statement=")


def split_later(content: bytes) -> tuple[bytes, bytes, bytes]:
    """What is shown of a period: the statement, above it that something changed since it was closed, below it what."""
    hit = LATER.search(content)
    own, later = (content, b"") if hit is None else (content[: hit.start()], content[hit.start() :])
    start, above = OWN.search(own), NOTICE.search(own)
    if start is None or above is None or above.start() > start.start():
        return own, b"", later
    return own[: above.start()] + own[start.start() :], own[above.start() : start.start()], later


def read_statement(content: bytes, path: str, what: str = "data-statement") -> Statement:
    """Read a fragment, or the one fragment inside a plain page; raises BrokenStatement."""
    try:
        text = content.decode("utf-8")
        root = parsed(text)
    except (ValueError, lxml.etree.ParserError) as error:
        raise BrokenStatement(f"{path} cannot be parsed: {error}") from error
    found = root.xpath(f"//*[@{what}]")
    if not isinstance(found, list) or len(found) != 1:
        raise BrokenStatement(f"{path} does not hold exactly one statement")
    element = found[0]
    assert isinstance(element, HtmlElement)
    partner, _, period = (element.get(what) or "").rpartition("/")
    language = (element.get("lang") or "").partition("-")[0]
    if not partner or not period or not language:
        raise BrokenStatement(f"{path} does not say whose it is, of which period, in which language")
    statement = Statement(partner, period, language, Page(f"statement {partner}/{period}", language))
    hidden = any(is_hidden(one) for one in element.iterancestors())
    for table in list(element.iter("table")):
        if any("data-row" in row.attrib for row in table.iter("tr")):
            _take_records(table, statement, hidden, may_hide(text))
    read_fragment(element, statement.page, Context(hidden=hidden))
    statement.page.text = collapsed(str(element.text_content()))
    statement.findings.merge(statement.page.findings)
    # The rows are gone from the tree and were read cell by cell; the rest is read a second time without tags.
    rest = lxml.html.tostring(element, encoding="unicode", with_tail=False)
    compare_readings(statement.page, strip_tags(rest), statement.findings)
    _arrange(element, statement)
    return statement


def _arrange(element: HtmlElement, statement: Statement) -> None:
    beside: Beside | None = None
    for one in element.iter():
        if not isinstance(one.tag, str) or not one.keys():
            continue
        part, line, mark = one.get("data-part"), one.get("data-line"), one.get("data-record")
        if part is not None:
            if part in statement.parts:
                statement.findings.add(
                    "statement-unreadable", statement.place(part), "the part stands there twice"
                )
            statement.parts[part] = shape_of_text(one)
            beside = statement.beside.setdefault(part, Beside()) if part in FURTHER else None
        if line is not None:
            statement.lines.append((line, one.get("data-version") or ""))
        if "/" in (change := one.get("data-change") or ""):
            clause, version, origin, booked = (
                one.get(f"data-{name}") or "" for name in ("clause", "version", "origin", "booked")
            )
            forgiven = "data-forgiven" in one.attrib
            statement.changes.append(ShownChange(change, clause, version, origin, forgiven, booked))
        if "/" in (share := one.get("data-held") or ""):
            names = (one.get(f"data-{name}") or "" for name in ("clause", "version", "origin", "share"))
            statement.held.append(ShownShare(share, *names))
        if "/" in (entry := one.get("data-by-hand") or ""):
            statement.by_hand.append(entry)
        mark = mark or one.get("data-furniture")
        if beside is not None:
            beside.flags += [(name, one.get(name) or "") for name in FLAGS if name in one.attrib]
            text = collapsed(visible_text(one))
            if mark is not None:
                beside.marks.append((mark, text))
            if one.tag == "a":
                beside.links.append((text, one.get("href") or ""))
            continue
        if mark is not None:
            text = collapsed(visible_text(one))
            if mark.startswith("change-") and statement.changes:
                mark = f"{mark} {statement.changes[-1].id}"
            elif mark.startswith("held-") and statement.held:
                mark = f"{mark} {statement.held[-1].id}"
            elif mark.startswith("by-hand-") and statement.by_hand:
                mark = f"{mark} {statement.by_hand[-1]}"
            elif mark in ("version", "record") and statement.lines:
                mark = f"{mark} {statement.lines[-1][0]}"
            elif mark in ("term", "override"):
                number = 1 + sum(1 for name in statement.marks if name.startswith(f"{mark} "))
                mark = f"{mark} {number}"
            if statement.marks.setdefault(mark, text) != text:
                statement.findings.add(
                    "fact-differs", statement.place(mark), f"{statement.marks[mark]!r}, {text!r}"
                )
        if one.tag == "a":
            statement.links.append((collapsed(visible_text(one)), one.get("href") or ""))
    for fact in statement.page.facts:
        known = statement.facts.setdefault(fact.id, fact)
        if (known.unit, known.text) != (fact.unit, fact.text):
            says = f"it shows {known.text!r} and {fact.text!r}"
            statement.findings.add("fact-differs", statement.place(fact.id), says)


def _take_records(table: HtmlElement, statement: Statement, hidden: bool, look: bool) -> None:
    """Take the rows of records out of the tree: they are many, and the general reading need not see them."""
    hidden = hidden or any(is_hidden(one) for one in (table, *table.iterancestors()))
    part = next((one.get("data-part") for one in table.iterancestors() if one.get("data-part")), "") or ""
    taken = RecordTable(part, table.get("data-table") or "", ())
    rows = list(table.iter("tr"))
    for row in rows:
        key = row.get("data-row")
        if key is None:
            texts = tuple(collapsed(visible_text(cell)) for cell in row)
            if not taken.headings:
                taken.headings = texts
                taken.columns = tuple(cell.get("data-column") or "" for cell in row)
            elif len(texts) == 1:
                taken.groups.append(texts[0])
            else:
                statement.findings.add("statement-unreadable", statement.place(part), f"a row says {texts}")
            continue
        cells: list[tuple[str, str]] = []
        words: list[str] = []
        for cell in row:
            tag = cell.get("data-record")
            text = (cell.text or "" if len(cell) == 0 else visible_text(cell)).strip(" \n\t\r")
            if look:
                hidden = hidden or any(is_hidden(one) for one in cell.iter())
            if tag is not None:
                cells.append((tag, text))
            else:
                words.append(collapsed(text))
        around = row.getparent()
        if hidden or (look and (is_hidden(row) or (around is not None and is_hidden(around)))):
            statement.findings.add("hidden-text", statement.place(key), "the record is hidden")
        group = taken.groups[-1] if taken.groups else ""
        taken.records.append(ListedRecord(key, tuple(cells), tuple(words), group))
    for row in rows:
        above = row.getparent()
        if row.get("data-row") is not None and above is not None:
            above.remove(row)
    statement.tables.append(taken)
