"""Tables of rules: reads their rows by headings, facts and sentences, and chooses the rows that apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.audit.condition_sentences import CONDITION, condition_tree
from generator.audit.numerals import Figure
from generator.audit.pages import Cell, Sentence, Table
from generator.audit.pay_units import is_paid
from generator.audit.promise import Edition, Ladder
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.standing import Standing, holds, ladder_of
from generator.audit.terms import Bracket

HEADINGS = {
    "at_least": frozenset({"from", "от"}),
    "tier": frozenset({"tier", "статус"}),
    "segment": frozenset({"segment", "сегмент"}),
    "product": frozenset({"product", "товар"}),
    "depth": frozenset({"depth", "глубина"}),
    "when": frozenset({"when", "когда"}),
    "rate": frozenset({"rate", "ставка"}),
    "amount": frozenset({"amount", "сумма"}),
    "each": frozenset({"for each unit", "за единицу"}),
    "times": frozenset({"factor", "множитель"}),
    "points": frozenset({"points", "баллы"}),
    "name": frozenset({"name", "название"}),
    "earned": frozenset({"you earn at this point", "в этой точке вы получаете"}),
}
PAYS = ("rate", "amount", "each", "times")
KEYS = ("at_least", "tier", "segment", "product", "depth", "when")

CELLS = Vocabulary(
    {
        "tier": {"en": "{tier:refs}", "ru": "{tier:refs}"},
        "tier.only": {"en": "{tier:refs} only", "ru": "только {tier:refs}"},
        "code": {"en": "{code:code}", "ru": "{code:code}"},
        "otherwise": {"en": "otherwise", "ru": "в остальных случаях"},
    }
)
PAY = Vocabulary({"pay": {"en": "{pay:amount_other}", "ru": "{pay:amount_other}"}})


@dataclass(frozen=True)
class Keys:
    """What rows are chosen by, for one window or row of a partner."""

    standing: Standing
    edition: Edition
    product: str = ""
    past_only: bool = False  # a row for one tier only does not end the row below it


def names_of(table: Table) -> dict[str, int]:
    """The place of each column by what its heading names; a heading that names nothing known is not there."""
    found: dict[str, int] = {}
    for at, heading in enumerate(table.headings):
        for name, words in HEADINGS.items():
            if heading.lower() in words:
                found[name] = at
    return found


def is_rows(table: Table) -> bool:
    """Whether a table is one of rows that pay."""
    return bool(set(names_of(table)) & set(PAYS))


def read_rows(section: Section, table: Table, ladders: dict[str, str]) -> tuple[list[Bracket], list[str]]:
    """The rows of a table, and the units of their bounds; NotUnderstood where a cell is not what it should be."""
    columns = names_of(table)
    pays = [name for name in PAYS if name in columns]
    if len(columns) != len(table.headings) or len(pays) != 1 or not set(columns) & set(KEYS):
        raise NotUnderstood(
            f"{section.thing}: the headings {table.headings} are not those of a table of rows"
        )
    reader = _Reader(section, columns, ladders)
    rows = [reader.row(number, cells) for number, cells in enumerate(table.rows, start=1)]
    return rows, reader.units


class _Reader:
    """Reads the rows of one table, one after the other."""

    def __init__(self, section: Section, columns: dict[str, int], ladders: dict[str, str]) -> None:
        self.section, self.columns, self.ladders = section, columns, ladders
        self.units: list[str] = []

    def row(self, number: int, cells: Sequence[Cell]) -> Bracket:
        """One row, whose number is that of its facts."""
        found = Bracket()
        for name, at in self.columns.items():
            if name in ("name", "earned"):
                continue
            if name in PAYS:
                found = self._pay(found, number, name, cells[at])
            elif name == "at_least":
                start = self._figure(cells[at], number, name)
                self.units.append(start.unit)
                found = replace(found, at_least=_number(start))
            elif name == "depth":
                found = replace(found, depth=self._depth(number, cells[at]))
            else:
                found = self._key(found, number, name)
        return found

    def _pay(self, row: Bracket, number: int, name: str, cell: Cell) -> Bracket:
        if not cell.facts or self._sentences(number, name):
            said = self._said(number, name, PAY)
            return replace(row, pay=said.amount("pay"), pays=name)
        figure = self._figure(cell, number, name)
        value = _number(figure)
        if name == "times":
            if figure.unit != "count" or value < 0:
                raise NotUnderstood(f"{self.section.thing}: row {number} multiplies by {value} {figure.unit}")
            return replace(row, pays=name, times=value)
        if (figure.unit == "percent") != (name == "rate") or (name != "rate" and not is_paid(figure.unit)):
            raise NotUnderstood(f"{self.section.thing}: row {number} pays {value} {figure.unit}")
        if name == "rate":
            return replace(row, rate=value, pays=name)
        return (
            replace(row, pays=name, amount=value) if name == "amount" else replace(row, pays=name, each=value)
        )

    def _key(self, row: Bracket, number: int, name: str) -> Bracket:
        if name == "when":
            return self._when(row, number)
        said = self._said(number, name, CELLS)
        if name == "tier":
            (target,) = said.targets("tier")
            return replace(row, tier=target.removeprefix("tier/"), only=said.key == "tier.only")
        found = said.code("code") if said.key == "code" else said.target("tier").removeprefix(f"{name}/")
        return replace(row, segment=found) if name == "segment" else replace(row, product=found)

    def _when(self, row: Bracket, number: int) -> Bracket:
        entries: list[tuple[int, Said]] = []
        start = f"{self.section.thing}/{self.section.version}/row.{number}.when"
        for at, sentence in self._sentences(number, "when"):
            said = CONDITION.find(sentence) or CELLS.find(sentence)
            if said is None:
                raise NotUnderstood(f"the condition {sentence.text!r}")
            self.section.understood.add(at)
            if said.key == "otherwise" and not entries:
                return replace(row, otherwise=True)
            entries.append((sentence.id.removeprefix(start).count("."), said))
        conditions, rest = condition_tree(entries, 0, self.ladders)
        if rest or len(conditions) != 1:
            raise NotUnderstood(f"{self.section.thing}: row {number} has no single condition")
        return replace(row, when=conditions[0])

    def _depth(self, number: int, cell: Cell) -> tuple[int, int]:
        start = f"{self.section.thing}/{self.section.version}/row.{number}.depth"
        figures = {name.removeprefix(start): self.section.figures.get(name) for name in cell.facts}
        one, first, last = (figures.get(end) for end in ("", ".from", ".to"))
        if one is not None and len(figures) == 1:
            return int(_number(one)), int(_number(one))
        if first is not None and last is not None and len(figures) == 2:
            return int(_number(first)), int(_number(last))
        raise NotUnderstood(f"{self.section.thing}: the depth of row {number} cannot be read")

    def _figure(self, cell: Cell, number: int, name: str) -> Figure:
        wanted = f"{self.section.thing}/{self.section.version}/row.{number}.{name}"
        if cell.facts != (wanted,):
            raise NotUnderstood(f"{self.section.thing}: the cell of row.{number}.{name} holds {cell.facts}")
        figure = self.section.figures.get(wanted)
        if figure is None:
            raise NotUnderstood(f"{self.section.thing}: row.{number}.{name} cannot be read")
        return figure

    def _sentences(self, number: int, name: str) -> list[tuple[int, Sentence]]:
        start = f"{self.section.thing}/{self.section.version}/row.{number}.{name}"
        return [
            (at, one)
            for at, one in enumerate(self.section.sentences)
            if one.id == start or one.id.startswith(f"{start}.")
        ]

    def _said(self, number: int, name: str, vocabulary: Vocabulary) -> Said:
        found = self._sentences(number, name)
        said = vocabulary.find(found[0][1]) if len(found) == 1 else None
        if said is None:
            raise NotUnderstood(f"{self.section.thing}: the {name} of row {number} cannot be read")
        self.section.understood.add(found[0][0])
        return said


def _number(figure: Figure) -> Fraction:
    if not isinstance(figure.value, Fraction):
        raise NotUnderstood(f"{figure.value!r} is no number")
    return figure.value


def fitting(rows: Sequence[Bracket], keys: Keys) -> list[int]:
    """The places of the rows that fit all that is not `at_least`, in the order of the table."""
    places = list(range(len(rows)))
    standing, edition = keys.standing, keys.edition
    if any(row.segment for row in rows):
        life = standing.life
        mine = edition.segments.get(life.partner.segment, "") if life is not None else ""
        places = [at for at in places if rows[at].segment == mine]
    if any(row.product for row in rows):
        places = [at for at in places if rows[at].product == keys.product]
    if any(row.tier is not None for row in rows):
        places = _by_tier(rows, places, keys)
    if any(row.when is not None or row.otherwise for row in rows):
        places = _first_holding(rows, places, standing, edition)
    return places


def _by_tier(rows: Sequence[Bracket], places: list[int], keys: Keys) -> list[int]:
    """The rows of the highest tier named that is not above the partner's; a row for one tier only ends there."""
    named = [(row.tier, row.only) for row in rows if row.tier is not None]
    ladder: Ladder = ladder_of(named[0][0], keys.edition)
    order = [tier.id for tier in ladder.tiers]
    held = order.index(keys.standing.tiers[ladder.id])
    below = [
        at
        for tier, only in named
        if (at := order.index(tier)) <= held and not (keys.past_only and only and at < held)
    ]
    if not below:
        return []
    mine = order[max(below)]
    return [at for at in places if rows[at].tier == mine and (not rows[at].only or max(below) == held)]


def _first_holding(
    rows: Sequence[Bracket], places: list[int], standing: Standing, edition: Edition
) -> list[int]:
    """The first row whose condition holds, and the others with the same condition."""
    for at in places:
        when = rows[at].when
        if rows[at].otherwise or (when is not None and holds(when, standing, edition)):
            return [
                one for one in places if (rows[one].when, rows[one].otherwise) == (when, rows[at].otherwise)
            ]
    return []


def reached(rows: Sequence[Bracket], places: Sequence[int], value: Fraction) -> int | None:
    """The last of some rows that starts at or below a value; where rows have no start, the first of them."""
    if not places:
        return None
    if rows[places[0]].at_least is None:
        return places[0]
    begun = [at for at in places if (start := rows[at].at_least) is not None and start <= value]
    return begun[-1] if begun else None
