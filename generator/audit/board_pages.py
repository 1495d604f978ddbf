"""Leaderboards as everybody sees them: the places of the newest window that is over, of those who agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from lxml.html import HtmlElement

from generator.audit.findings import Findings, Place
from generator.audit.merits import PURPOSE, Merits, Ranking
from generator.audit.numerals import Unreadable, Value, read, tells
from generator.audit.outputs import Memo, Outputs
from generator.audit.page_elements import article_of, below, having, text_of
from generator.audit.public import Public
from generator.audit.reckoning import Reckoning
from generator.audit.visible import shape_of_text, visible_text
from generator.audit.wording import BOX, Tongue

BOARD = "data-board"
WORDS = {
    "en": {
        "head": f"Standing for {BOX}",
        "place": "Place",
        "name": "Name",
        "none": "Nobody is shown for it.",
        "not yet": "Nothing has been ranked yet.",
    },
    "ru": {
        "head": f"Места за {BOX}",
        "place": "Место",
        "name": "Имя",
        "none": "За это время никто не показан.",
        "not yet": "Пока показывать нечего.",
    },
}


@dataclass(frozen=True)
class Cell:
    """What one cell holds: its words with a box for each figure, and the tagged figure or name."""

    words: str
    tagged: tuple[tuple[str, str, str], ...]  # id, unit and text; of a name no unit


@dataclass
class Standing:
    """What a page shows of places: the window in its heading, notes, and the table."""

    windows: list[tuple[str, str]] = field(default_factory=list)  # the words of the heading, and the window
    notes: list[str] = field(default_factory=list)
    boards: list[tuple[str, str]] = field(
        default_factory=list
    )  # which board, and the first day of its window
    heads: list[str] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)


def read_standing(content: bytes) -> Standing:
    """What the page of a leaderboard shows outside of its versions."""
    found = Standing()
    article = article_of(content)
    if article is None:
        return found
    outside = _outside(article)
    for one in outside:
        marks = having(one, "data-record")
        if one.tag == "h2" and [mark.get("data-record") for mark in marks] == ["window"]:
            found.windows.append((shape_of_text(one), text_of(marks[0])))
        if one.tag == "p" and "pb-note" in (one.get("class") or "").split():
            found.notes.append(text_of(one))
        if one.get(BOARD) is not None:
            found.boards.append((one.get(BOARD) or "", one.get("data-window") or ""))
            rows = list(one.iter("tr"))
            found.heads = [text_of(cell) for cell in rows[0]] if rows else []
            found.rows = [tuple(_cell(cell) for cell in row) for row in rows[1:]]
    return found


def _outside(article: HtmlElement) -> list[HtmlElement]:
    """Everything that stands in no version."""
    within = {one for section in having(article, "data-thing") for one in below(section)}
    return [one for one in below(article) if one not in within]


def _cell(cell: HtmlElement) -> Cell:
    tagged = [
        (
            one.get("data-fact") or one.get("data-record") or "",
            one.get("data-unit") or "",
            visible_text(one).strip(" \n\t"),
        )
        for one in below(cell)
        if one.get("data-fact") is not None or one.get("data-record") is not None
    ]
    return Cell(shape_of_text(cell), tuple(tagged))


@dataclass(frozen=True)
class Row:
    """One row that must be shown."""

    place: int
    name: str
    value: Fraction


def check_boards(
    outputs: Outputs,
    public: Public,
    merits: Merits,
    memo: Memo,
    findings: Findings,
) -> None:
    """Hold what pages show of places against the raw records and the consents of the day."""
    languages = tuple(merits.reckoning.editions[0].titles)
    for name in merits.boards():
        ranking = merits.newest(name)
        pages = public.under(f"leaderboards/{name}", languages)
        for language, page in pages.items():
            key = ("board", page.path, outputs.digest(page.path))
            shown = memo.get(key, partial(read_standing, outputs.read(page.path)))
            place = Place(page.path, f"board/{name}")
            rows = [] if ranking is None else list(_rows(merits.reckoning, ranking))
            _Check(name, merits.reckoning, Tongue(language), place, findings).compare(shown, ranking, rows)
            figures = [fact.id for fact in page.facts if fact.id.startswith("board/")]
            if len(figures) != 2 * len(rows):
                findings.add("recognition-differs", place, f"it shows the figures {figures}")
            findings.count("leaderboards")


def _rows(reckoning: Reckoning, ranking: Ranking) -> Iterator[Row]:
    """The rows that may be seen, best first; of equal places in the order of the book."""
    if len(ranking.figures) < ranking.board.at_least:
        return
    ids, on = list(reckoning.records.partners), reckoning.last
    plain = all(one.isdecimal() for one in ids)

    def order(person: str) -> tuple[int, object]:
        return ranking.place(person), int(person) if plain else person

    for person in sorted(ranking.figures, key=order):
        left = reckoning.records.partners[person].left
        name = reckoning.records.personal.name_for(person, PURPOSE, on)
        if ranking.shown(person) and (left is None or left > on) and name is not None:
            yield Row(ranking.place(person), " ".join(name.split()), ranking.figures[person])


@dataclass
class _Check:
    """Holds one page of one leaderboard against what it must show."""

    name: str
    reckoning: Reckoning
    tongue: Tongue
    place: Place
    findings: Findings

    def compare(self, shown: Standing, ranking: Ranking | None, rows: list[Row]) -> None:
        """Heading, notes, table and rows."""
        words = WORDS[self.tongue.language]
        windows = [] if ranking is None else [(words["head"], self._named(ranking))]
        if shown.windows != windows:
            self._wrong(f"it shows the window {shown.windows}, it should show {windows}")
        notes = [words["not yet"]] if ranking is None else [] if rows else [words["none"]]
        if shown.notes != notes:
            self._wrong(f"it notes {shown.notes}, it should note {notes}")
        boards = [(self.name, ranking.window.first.isoformat())] if ranking is not None and rows else []
        if shown.boards != boards:
            self._wrong(f"its places are those of {shown.boards}, they should be of {boards}")
        if ranking is None or not rows:
            return
        titles = ranking.edition.titles.get(self.tongue.language, {})
        heads = [
            words["place"],
            words["name"],
            " ".join(titles.get(f"metric/{ranking.board.metric}", "").split()),
        ]
        if shown.heads != heads:
            self._wrong(f"its columns are {shown.heads}, they should be {heads}")
        if len(shown.rows) != len(rows):
            self._wrong(f"it shows {len(shown.rows)} partners, it should show {len(rows)}")
        unit = ranking.edition.metrics[ranking.board.metric].unit
        for number, (cells, row) in enumerate(zip(shown.rows, rows, strict=False), start=1):
            start = f"board/{self.name}/{number}"
            wanted: list[tuple[str, str, Value]] = [
                (f"{start}/place", "count", Fraction(row.place)),
                (f"{start}/name", "", row.name),
                (f"{start}/value", unit, row.value),
            ]
            if len(cells) != len(wanted) or not all(map(self._tells, cells, wanted)):
                self._wrong(f"row {number} shows {[cell.tagged for cell in cells]}, it should show {row}")

    def _named(self, ranking: Ranking) -> str:
        """What the window is called."""
        window = ranking.window
        return self.tongue.period(window) if ranking.board.per == "period" else self.tongue.days(window)

    def _tells(self, cell: Cell, wanted: tuple[str, str, Value]) -> bool:
        """Whether a cell shows what it must, and nothing besides."""
        name, unit, value = wanted
        if cell.words != BOX or len(cell.tagged) != 1 or cell.tagged[0][:2] != (name, unit):
            return False
        text = cell.tagged[0][2]
        if not unit:
            return " ".join(text.split()) == value
        try:
            return tells(read(text, self.tongue.language, unit), unit, value)
        except Unreadable:
            return False

    def _wrong(self, says: str) -> None:
        self.findings.add("recognition-differs", self.place, says)
