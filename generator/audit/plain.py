"""The plain reader: a second parser that ignores all data tags and takes figures by their words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from generator.audit.numerals import Figure, Unreadable, figures_in, guess

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SKIPPED = frozenset({"script", "style", "template", "noscript"})
INLINE = frozenset(
    "a abbr b bdi cite code em i kbd mark q s small span strong sub sup time u var wbr".split()
)


@dataclass
class PlainTable:
    """A table by its words: headings, and rows of cells."""

    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def column(self, words: frozenset[str]) -> list[str]:
        """The cells below the first heading that is one of the words; none if there is no such heading."""
        for at, heading in enumerate(self.headings):
            if heading.lower() in words:
                return [row[at] if at < len(row) else "" for row in self.rows]
        return []


@dataclass
class PlainPage:
    """The text of a page's article and its tables."""

    text: str
    tables: list[PlainTable]


class _Reader(HTMLParser):
    """Collects what stands in the article; `class` is the only attribute that is looked at."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []  # tag, whether it is skipped
        self.depth_of_article = -1
        self.runs: list[str] = []
        self.tables: list[PlainTable] = []
        self.stack: list[PlainTable] = []
        self.row: list[str] | None = None
        self.heading_row = True
        self.cell: list[str] | None = None

    @property
    def reading(self) -> bool:
        """Whether the parser stands inside the article and outside of anything unseen."""
        return self.depth_of_article >= 0 and not any(skipped for _, skipped in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag not in INLINE:
            self._put(" ")
        if tag in VOID:
            return
        skipped = tag in SKIPPED or (tag == "a" and "headerlink" in classes)
        self.open.append((tag, skipped))
        if tag == "article" and "md-content__inner" in classes and self.depth_of_article < 0:
            self.depth_of_article = len(self.open)
        if not self.reading:
            return
        if tag == "table":
            self.stack.append(PlainTable())
            self.tables.append(self.stack[-1])
        elif tag == "tr" and self.stack:
            self.row, self.heading_row = [], True
        elif tag in ("td", "th") and self.row is not None:
            self.cell = []
            self.heading_row = self.heading_row and tag == "th"

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag not in [name for name, _ in self.open]:
            return
        if self.reading:
            self._close(tag)
        while self.open:
            name, _ = self.open.pop()
            if len(self.open) < self.depth_of_article:
                self.depth_of_article = -1
            if name == tag:
                break
        if tag not in INLINE:
            self._put(" ")

    def _close(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell is not None and self.row is not None:
            self.row.append(" ".join("".join(self.cell).replace("\n", " ").split(" ")).strip(" "))
            self.cell = None
        elif tag == "tr" and self.row is not None and self.stack:
            table = self.stack[-1]
            if self.heading_row and not table.headings and not table.rows:
                table.headings = self.row
            elif self.row:
                table.rows.append(self.row)
            self.row = None
        elif tag == "table" and self.stack:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        self._put(data)

    def _put(self, data: str) -> None:
        if self.reading:
            self.runs.append(data)
            if self.cell is not None:
                self.cell.append(data)


def read_plain(content: bytes) -> PlainPage:
    """Read the article of a page."""
    reader = _Reader()
    reader.feed(content.decode("utf-8", "replace"))
    reader.close()
    return PlainPage("".join(reader.runs), reader.tables)


_INLINE_TAG = re.compile(rf"</?(?:{'|'.join(sorted(INLINE))})(?:\s[^>]*)?>")
_ANY_TAG = re.compile(r"<[^>]*>")
_UNSEEN = re.compile(r"<(script|style|template|noscript)\b.*?</\1>|<!--.*?-->", re.DOTALL)


def strip_tags(text: str) -> str:
    """The words of a small piece of HTML by crossing out its tags: the plainest reading that there is."""
    return unescape(_ANY_TAG.sub(" ", _INLINE_TAG.sub("", _UNSEEN.sub(" ", text))))


def figures(text: str, language: str) -> list[str]:
    """All stretches of a text that look like figures, in order."""
    return [piece for _, _, piece in figures_in(text, language)]


def column_of_figures(table: PlainTable, words: frozenset[str], language: str) -> list[Figure | None]:
    """A column of figures by its heading; a cell that is no figure is None."""
    found: list[Figure | None] = []
    for cell in table.column(words):
        try:
            found.append(guess(cell, language))
        except Unreadable:
            found.append(None)
    return found
