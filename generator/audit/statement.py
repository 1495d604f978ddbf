"""Reader of one statement: its parts, figures, lines and records, as the partner sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import lxml.html
from lxml.html import HtmlElement

from generator.audit.findings import Place
from generator.audit.pages import Context, Fact, Page, collapsed, is_hidden, read_fragment, visible_text

PARTS = ("head", "result", "lines", "figures", "records", "not-counted", "foot")


class BrokenStatement(ValueError):
    """A statement is not built as a statement is."""


@dataclass(frozen=True)
class ListedRecord:
    """One record as a statement lists it: its key, the text of each cell by its tag, and all its text."""

    key: str
    cells: tuple[tuple[str, str], ...]
    text: str


@dataclass
class Statement:
    """One statement as read. Facts by id; lines are the facts `line/<clause>/<what>` in the order shown."""

    partner: str
    period: str
    language: str
    path: str
    page: Page
    parts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    lines: dict[str, dict[str, Fact]] = field(default_factory=dict)
    records: list[ListedRecord] = field(default_factory=list)
    not_counted: list[ListedRecord] = field(default_factory=list)

    def place(self, what: str = "") -> Place:
        """Where something stands on this statement, without the page's own folder names."""
        return Place(f"statement {self.partner}/{self.period}", what)

    def amount(self, fact_id: str) -> Fraction | None:
        """A figure of the statement as a number, or None where it is not shown or not readable."""
        fact = self.facts.get(fact_id)
        if fact is None or fact.figure is None or not isinstance(fact.figure.value, Fraction):
            return None
        return fact.figure.value


def read_statement(content: bytes, path: str) -> Statement:
    """Read a fragment, or the one fragment inside a plain page; raises BrokenStatement."""
    try:
        root = lxml.html.document_fromstring(content.decode("utf-8"))
    except (ValueError, lxml.etree.ParserError) as error:
        raise BrokenStatement(f"{path} cannot be parsed: {error}") from error
    found = root.xpath("//*[@data-statement]")
    if not isinstance(found, list) or len(found) != 1:
        raise BrokenStatement(f"{path} does not hold exactly one statement")
    element = found[0]
    assert isinstance(element, HtmlElement)
    partner, _, period = (element.get("data-statement") or "").rpartition("/")
    language = (element.get("lang") or "").partition("-")[0]
    if not partner or not period or not language:
        raise BrokenStatement(f"{path} does not say whose it is, of which period, in which language")
    page = Page(f"statement {partner}/{period}", language)
    statement = Statement(partner, period, language, path, page)
    hidden = any(is_hidden(one) for one in element.iterancestors())
    for row in list(element.iter("tr")):
        if row.get("data-row") is not None:
            _take_record(row, statement, hidden)
    read_fragment(element, page, Context(hidden=hidden))
    for one in element.iter():
        if isinstance(one.tag, str) and one.get("data-part") is not None:
            name = one.get("data-part") or ""
            if name in statement.parts:
                page.findings.add(
                    "statement-unreadable", statement.place(name), "the part stands there twice"
                )
            statement.parts[name] = collapsed(visible_text(one))
    for fact in page.facts:
        known = statement.facts.get(fact.id)
        if known is not None and (known.unit, known.figure) != (fact.unit, fact.figure):
            says = f"it shows {known.text!r} and {fact.text!r}"
            page.findings.add("fact-differs", statement.place(fact.id), says)
        statement.facts.setdefault(fact.id, fact)
        if fact.id.startswith("line/"):
            _, clause, what = fact.id.split("/", 2)
            line = statement.lines.setdefault(clause, {})
            if what in line:
                page.findings.add(
                    "line-doubled", statement.place(fact.id), "the line shows this figure twice"
                )
            line[what] = fact
    return statement


def _take_record(row: HtmlElement, statement: Statement, hidden: bool) -> None:
    """Take a record's row out of the tree: rows are many, and the slow general reading need not see them."""
    cells: list[tuple[str, str]] = []
    shown: list[str] = []
    for cell in row:
        tag = cell.get("data-record")
        if len(cell) == 0:
            text = collapsed_cell(cell.text or "")
        else:
            text = collapsed_cell(visible_text(cell))
            inner = [one for one in cell.iter() if isinstance(one.tag, str) and one.get("data-record")]
            tag = tag or (inner[0].get("data-record") if inner else None)
            hidden = hidden or any(is_hidden(one) for one in cell.iter() if isinstance(one.tag, str))
        shown.append(text)
        if tag is not None:
            cells.append((tag, text))
        elif any(sign.isdecimal() for sign in text):
            says = f"{text!r} is in a record's row without a tag"
            statement.page.findings.add("untagged-digit", statement.place(row.get("data-row") or ""), says)
        hidden = hidden or is_hidden(cell)
    record = ListedRecord(row.get("data-row") or "", tuple(cells), " | ".join(shown))
    hidden = hidden or is_hidden(row) or any(is_hidden(one) for one in row.iterancestors())
    if hidden:
        statement.page.findings.add("hidden-text", statement.place(record.key), "the record is hidden")
    part = next((one.get("data-part") for one in row.iterancestors() if one.get("data-part")), "")
    (statement.not_counted if part == "not-counted" else statement.records).append(record)
    parent = row.getparent()
    if parent is not None:
        row.drop_tree()


def collapsed_cell(text: str) -> str:
    """A cell's text without the white space around it; no-break spaces inside stay."""
    return text.strip(" \n\t\r")
