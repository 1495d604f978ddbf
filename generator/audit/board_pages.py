"""Leaderboards as everybody sees them: the places of the newest window that is over, of those who agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from lxml.html import HtmlElement

from generator.audit.calendar import Period
from generator.audit.findings import Findings, Place
from generator.audit.measuring import NotComputable
from generator.audit.merits import PURPOSE, Merits
from generator.audit.numerals import Unreadable, Value, read, tells
from generator.audit.outputs import Memo, Outputs
from generator.audit.page_elements import article_of, below, having, text_of
from generator.audit.promise import Edition
from generator.audit.public import Public
from generator.audit.reckoning import Reckoning
from generator.audit.shapes import NotUnderstood
from generator.audit.standing import NoSuchThing
from generator.audit.thing_pages import PLACE
from generator.audit.visible import shape_of_text, visible_text
from generator.audit.winners import Won, contests_shown
from generator.audit.wording import BOX, Tongue

TABLES = ("board", "winners")
WORDS = {
    "en": {
        "board": f"Standing for {BOX}",
        "winners": f"Winners for {BOX}",
        "place": "Place",
        "name": "Name",
        "none": "Nobody is shown for it.",
        "not yet": "Nothing has been ranked yet.",
    },
    "ru": {
        "board": f"Места за {BOX}",
        "winners": f"Победители за {BOX}",
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
    # Of each table what it is, its name, and the first day of its window.
    tables: list[tuple[str, str, str]] = field(default_factory=list)
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
        for kind in (name for name in TABLES if one.get(f"data-{name}") is not None):
            found.tables.append((kind, one.get(f"data-{kind}") or "", one.get("data-window") or ""))
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
    """One row that must be shown; a winner has no figure."""

    place: int
    name: str
    value: Fraction = Fraction(0)


@dataclass(frozen=True)
class Listed:
    """What one page must list: of which window, and who stands there."""

    kind: str  # board | winners
    name: str
    window: Period | None  # None where none is over yet
    per: str = "period"
    rows: tuple[Row, ...] = ()
    metric: str = ""  # of a leaderboard, by whose definition in which edition
    edition: Edition | None = None


def check_boards(outputs: Outputs, public: Public, merits: Merits, memo: Memo, findings: Findings) -> None:
    """Hold what pages show of places against the raw records and the consents of the day."""
    reckoning = merits.reckoning
    languages = tuple(reckoning.editions[0].titles)
    listed: list[Listed] = []
    try:
        listed += _boards(merits)
        listed += (_won(reckoning, won) for won in contests_shown(reckoning))
    except (NotComputable, NotUnderstood, NoSuchThing) as error:
        findings.add("clause-not-audited", Place("build/site", "leaderboards"), str(error))
    for one in listed:
        folder = {"board": "leaderboards", "winners": "winners"}[one.kind]
        for language, page in public.under(f"{folder}/{one.name}", languages).items():
            key = ("board", page.path, outputs.digest(page.path))
            shown = memo.get(key, partial(read_standing, outputs.read(page.path)))
            place = Place(page.path, f"{one.kind}/{one.name}")
            _Check(one, Tongue(language), place, findings).compare(shown)
            figures = [fact.id for fact in page.facts if PLACE.fullmatch(fact.id)]
            if len(figures) != (2 if one.metric else 1) * len(one.rows):
                findings.add("recognition-differs", place, f"it shows the figures {figures}")
            findings.count("leaderboards")


def _boards(merits: Merits) -> Iterator[Listed]:
    """Every leaderboard, as of its newest window."""
    for name in merits.boards():
        ranking = merits.newest(name)
        if ranking is None:
            yield Listed("board", name, None)
            continue
        board, enough = ranking.board, len(ranking.figures) >= ranking.board.at_least
        places = {one: ranking.place(one) for one in ranking.figures if enough and ranking.shown(one)}
        rows = [
            Row(places[person], title, ranking.figures[person])
            for person, title in _agreed(merits.reckoning, places, PURPOSE)
        ]
        yield Listed("board", name, ranking.window, board.per, tuple(rows), board.metric, ranking.edition)


def _won(reckoning: Reckoning, won: Won) -> Listed:
    """The winners of a contest, as of its newest window."""
    places = won.places if won.ranked >= won.at_least else {}
    rows = [Row(places[person], title) for person, title in _agreed(reckoning, places, "winners")]
    return Listed("winners", won.name, won.window, won.per, tuple(rows))


def _agreed(reckoning: Reckoning, places: Mapping[str, int], purpose: str) -> Iterator[tuple[str, str]]:
    """Those who agreed to be seen and have not left, best first; of equal places in the order of the book."""
    on = reckoning.last
    plain = all(one.isdecimal() for one in reckoning.records.partners)

    def order(person: str) -> tuple[int, object]:
        return places[person], int(person) if plain else person

    for person in sorted(places, key=order):
        left = reckoning.records.partners[person].left
        name = reckoning.records.personal.name_for(person, purpose, on)
        if (left is None or left > on) and name is not None:
            yield person, " ".join(name.split())


@dataclass
class _Check:
    """Holds one page against what it must list."""

    listed: Listed
    tongue: Tongue
    place: Place
    findings: Findings

    def compare(self, shown: Standing) -> None:
        """Heading, notes, table and rows."""
        words, listed, window = WORDS[self.tongue.language], self.listed, self.listed.window
        windows = [] if window is None else [(words[listed.kind], self._named(window))]
        if shown.windows != windows:
            self._wrong(f"it shows the window {shown.windows}, it should show {windows}")
        notes = [words["not yet"]] if window is None else [] if listed.rows else [words["none"]]
        if shown.notes != notes:
            self._wrong(f"it notes {shown.notes}, it should note {notes}")
        tables: list[tuple[str, str, str]] = []
        if window is not None and listed.rows:
            tables.append((listed.kind, listed.name, window.first.isoformat()))
            self._table(shown, [words["place"], words["name"], *self._heads()])
        if shown.tables != tables:
            self._wrong(f"its places are those of {shown.tables}, they should be of {tables}")

    def _heads(self) -> list[str]:
        """What the column of figures is called."""
        edition, metric = self.listed.edition, self.listed.metric
        if edition is None:
            return []
        return [" ".join(edition.titles.get(self.tongue.language, {}).get(f"metric/{metric}", "").split())]

    def _table(self, shown: Standing, heads: list[str]) -> None:
        listed = self.listed
        if shown.heads != heads:
            self._wrong(f"its columns are {shown.heads}, they should be {heads}")
        if len(shown.rows) != len(listed.rows):
            self._wrong(f"it shows {len(shown.rows)} partners, it should show {len(listed.rows)}")
        for number, (cells, row) in enumerate(zip(shown.rows, listed.rows, strict=False), start=1):
            start = f"{listed.kind}/{listed.name}/{number}"
            wanted: list[tuple[str, str, Value]] = [
                (f"{start}/place", "count", Fraction(row.place)),
                (f"{start}/name", "", row.name),
            ]
            if listed.edition is not None:
                unit = listed.edition.metrics[listed.metric].unit
                wanted.append((f"{start}/value", unit, row.value))
            if len(cells) != len(wanted) or not all(map(self._tells, cells, wanted)):
                self._wrong(f"row {number} shows {[cell.tagged for cell in cells]}, it should show {row}")

    def _named(self, window: Period) -> str:
        """What the window is called."""
        return self.tongue.period(window) if self.listed.per == "period" else self.tongue.days(window)

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
