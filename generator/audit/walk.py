"""The walk up a tree: what pages say of depths, the table by depth and tier, and who stands where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from generator.audit.amounts import ForEvery
from generator.audit.conditions import Condition
from generator.audit.pages import Cell, Table
from generator.audit.sections import Section
from generator.audit.shapes import NotUnderstood, Said, Vocabulary
from generator.audit.tables import names_of
from generator.audit.terms_network import DepthRow, Walk

Wordings = dict[str, dict[str, str]]

_TREES = {"sponsor": "спонсоров", "placement": "расстановки"}


def _depths() -> Wordings:
    return {
        f"depth.{tree}": {
            "en": f"The depth is the number of steps up the {tree} tree, from the partner whose figure it is to the "
            "earner; that partner stands at depth {start:count}.",
            "ru": f"Глубина — это число шагов вверх по дереву {ru} от партнёра, чей это показатель, до получателя; "
            "сам этот партнёр стоит на глубине {start:count}.",
        }
        for tree, ru in _TREES.items()
    }


WALK = Vocabulary(
    {
        **_depths(),
        "counted.everybody": {
            "en": "Everybody on the way up takes up a depth.",
            "ru": "На пути вверх глубину занимает каждый.",
        },
        "counted": {
            "en": "On the way up only people for whom this holds take up a depth; others are skipped and earn nothing:",
            "ru": "На пути вверх глубину занимают только те, для кого выполнено это условие; остальные пропускаются и "
            "ничего не получают:",
        },
        "chosen.depth": {
            "en": "The row that applies is the row of the depth at which the earner stands.",
            "ru": "Применяется строка той глубины, на которой стоит получатель.",
        },
        "chosen.tier": {
            "en": "Of the rows of the depth at which the earner stands, the row that applies is that of the highest "
            "tier that is not above the earner's tier on the ladder {ladder:ref}.",
            "ru": "Из строк той глубины, на которой стоит получатель, применяется строка самого высокого статуса, "
            "который не выше его статуса на лестнице «{ladder:ref}».",
        },
        "no_row": {
            "en": "Where no row applies, nothing is owed.",
            "ru": "Если ни одна строка не применяется, ничего не причитается.",
        },
        "added": {
            "en": "A rate stands for the sum of the rates of the row and of all rows of lower tiers at the same depth.",
            "ru": "Ставкой считается сумма ставок строки и всех строк более низких статусов на той же глубине.",
        },
        "downline": {
            "en": "Figures of partners who joined after the last day of the window do not count; partners who left "
            "keep their place.",
            "ru": "Показатели партнёров, присоединившихся после последнего дня окна, не учитываются; ушедшие партнёры "
            "сохраняют своё место.",
        },
    }
)

MEMBERS = Vocabulary(
    {
        "members": {
            "en": "Only those earn who belong to the programme in the window.",
            "ru": "Получают только те, кто в этом окне состоит в программе.",
        }
    }
)

CELLS = Vocabulary(
    {
        "tier": {"en": "{tier:ref}", "ru": "{tier:ref}"},
        "one": {"en": "{first:count}", "ru": "{first:count}"},
        "range": {"en": "{first:count} to {last:count}", "ru": "от {first:count} до {last:count}"},
        "open": {"en": "{first:count} and deeper", "ru": "{first:count} и глубже"},
        "points": {
            "en": "{points:money} for every full {every:money}",
            "ru": "{points:money} за каждые полные {every:money}",
        },
    }
)


class Crowd(Protocol):
    """Everybody in one window, as rules over a tree ask about them."""

    def above(self, tree: str, person: str) -> str:
        """Who stands directly above somebody; nothing for nobody."""
        ...

    def holds(self, condition: Condition, person: str) -> bool:
        """Whether a condition holds for somebody at the end of the window."""
        ...

    def rank(self, ladder: str, person: str) -> int:
        """How high somebody stands on a ladder, counted from 0."""
        ...

    def rank_of(self, ladder: str, tier: str) -> int:
        """How high a tier stands on its ladder."""
        ...

    def belongs(self, person: str) -> bool:
        """Whether somebody belongs to the programme in the window."""
        ...


def need_members(section: Section) -> None:
    """Raise NotUnderstood unless the section says that only members of the window earn."""
    if "members" not in section.said(MEMBERS):
        raise NotUnderstood(f"{section.thing} does not say who earns")


def one_of(said: dict[str, Said], start: str, thing: str) -> Said:
    """The only thing said that begins with a word; NotUnderstood if there is none, or another."""
    found = [one for key, one in said.items() if key.partition(".")[0] == start]
    if len(found) != 1:
        raise NotUnderstood(f"{thing} says {len(found)} things about {start}")
    return found[0]


def read_walk(
    section: Section, earns: Condition | None, ladders: dict[str, str], gives: str = "rate"
) -> Walk:
    """The walk that a section states; NotUnderstood where anything is missing or does not fit.

    `gives` is the column of what its rows give: rates, or points for every full sum.
    """
    thing = section.thing
    places = {said.key: at for at, said in section.say(WALK)}
    said = section.said(WALK)
    depth, chosen = one_of(said, "depth", thing), one_of(said, "chosen", thing)
    if depth.number("start") != 0:
        raise NotUnderstood(f"{thing} counts depths from {depth.number('start')}")
    counted: Condition | None = None
    if one_of(said, "counted", thing).key == "counted":
        counted = section.condition(places["counted"], ladders)
    members = section.said(MEMBERS)
    if "no_row" not in said or "downline" not in said or "members" not in members:
        raise NotUnderstood(
            f"{thing} does not say who counts, who earns, or what is owed where no row applies"
        )
    ladder = ""
    if chosen.key == "chosen.tier":
        ladder = chosen.target("ladder").removeprefix("ladder/")
    rows = _rows(section, ladder, ladders, gives)
    if "added" in said and (not ladder or gives != "rate"):
        raise NotUnderstood(f"{thing} adds rates of tiers and has no tiers, or no rates")
    return Walk(depth.key.partition(".")[2], rows, ladder, "added" in said, counted, earns)


def _rows(section: Section, ladder: str, ladders: dict[str, str], gives: str) -> tuple[DepthRow, ...]:
    thing = section.thing
    tables = [table for table in section.tables if {"rate", "points"} & set(names_of(table))]
    wanted = {"depth", gives} | ({"tier"} if ladder else set())
    if len(tables) != 1 or set(names_of(tables[0])) != wanted or len(tables[0].headings) != len(wanted):
        raise NotUnderstood(f"{thing} has no table of {gives} by {sorted(wanted - {gives})}")
    rows = tuple(
        _row(section, number, cells, tables[0]) for number, cells in enumerate(tables[0].rows, start=1)
    )
    if not rows or any((ladders.get(row.tier, "") if ladder else row.tier) != ladder for row in rows):
        raise NotUnderstood(f"{thing} has rows of tiers that are not on the ladder {ladder!r}")
    for at, row in enumerate(rows):
        for other in rows[at + 1 :]:
            if row.tier == other.tier and _meet(row, other):
                raise NotUnderstood(f"{thing} has two rows for the same depth")
    return rows


def _meet(one: DepthRow, other: DepthRow) -> bool:
    return (one.last is None or other.first <= one.last) and (other.last is None or one.first <= other.last)


def _row(section: Section, number: int, cells: Sequence[Cell], table: Table) -> DepthRow:
    names = names_of(table)
    start = f"{section.thing}/{section.version}/row.{number}."
    said = _cell(section, f"{start}depth")
    tier = _cell(section, f"{start}tier") if "tier" in names else None
    facts = [f"{start}from"] + ([f"{start}to"] if said.key == "range" else [])
    if (
        said.key in ("tier", "points")
        or (tier is not None and tier.key != "tier")
        or cells[names["depth"]].facts != tuple(facts)
    ):
        raise NotUnderstood(f"{section.thing}: row {number} cannot be read")
    ends = [said.number(name) for name in ("first", "last") if name in said.parts]
    if any(end.denominator != 1 or end < 0 for end in ends) or sorted(ends) != ends:
        raise NotUnderstood(f"{section.thing}: the depths of row {number} are no stretch")
    first = int(ends[0])
    last = None if said.key == "open" else int(ends[-1])
    row = DepthRow(first, last, Fraction(0))
    if "rate" in names:
        row = replace(row, rate=_rate(section, f"{start}rate", cells[names["rate"]]))
    else:
        row = replace(row, full=_full(section, start, cells[names["points"]]))
    return row if tier is None else replace(row, tier=tier.target("tier").removeprefix("tier/"))


def _rate(section: Section, name: str, cell: Cell) -> Fraction:
    figure = section.figures.get(name)
    if (
        cell.facts != (name,)
        or figure is None
        or figure.unit != "percent"
        or not isinstance(figure.value, Fraction)
    ):
        raise NotUnderstood(f"{name} cannot be read")
    return figure.value


def _full(section: Section, start: str, cell: Cell) -> ForEvery:
    """So much for each whole time that a sum goes into the lines."""
    said = _cell(section, f"{start}points")
    if said.key != "points" or cell.facts != (f"{start}amount", f"{start}every"):
        raise NotUnderstood(f"{start}points cannot be read")
    amount, every = said.number("points"), said.number("every")
    return ForEvery(amount, said.unit("points"), every, said.unit("every"), "")


def _cell(section: Section, name: str) -> Said:
    found = [(at, one) for at, one in enumerate(section.sentences) if one.id == name]
    said = CELLS.find(found[0][1]) if len(found) == 1 else None
    if said is None:
        raise NotUnderstood(f"{name} cannot be read")
    section.understood.add(found[0][0])
    return said


@dataclass(frozen=True)
class Worth:
    """What a person's row gives at a depth: the number of the row, and the rate in percent."""

    row: int
    rate: Fraction


class Way:
    """Walks of one rule in one window: who takes up which depth above a partner, and by which row."""

    def __init__(self, walk: Walk, crowd: Crowd) -> None:
        self.walk, self.crowd = walk, crowd
        self._counted: dict[str, bool] = {}
        self._next: dict[str, str] = {}
        self._earns: dict[str, bool] = {}
        self._worth: dict[tuple[int, int], Worth | None] = {}

    def counted(self, person: str) -> bool:
        """Whether somebody takes up a depth on the way up."""
        if self.walk.counted is None:
            return True
        if person not in self._counted:
            self._counted[person] = self.crowd.holds(self.walk.counted, person)
        return self._counted[person]

    def earns(self, person: str) -> bool:
        """Whether somebody who stands at a depth earns there."""
        if person not in self._earns:
            walk, crowd = self.walk, self.crowd
            self._earns[person] = (
                self.counted(person)
                and crowd.belongs(person)
                and (walk.earns is None or crowd.holds(walk.earns, person))
            )
        return self._earns[person]

    def next_above(self, person: str) -> str:
        """The nearest person above who takes up a depth; nothing for nobody."""
        if person not in self._next:
            passed = [person]
            found = self.crowd.above(self.walk.tree, person)
            while found and not self.counted(found):
                if found in self._next:
                    found = self._next[found]
                    break
                passed.append(found)
                found = self.crowd.above(self.walk.tree, found)
            for one in passed:
                self._next[one] = found
        return self._next[person]

    def people(self, source: str) -> Iterator[tuple[int, str]]:
        """The depths above a partner with whoever takes them up; the partner stands at depth 0 in any case."""
        depth, person = 0, source
        deepest = self.walk.deepest
        while person and (deepest is None or depth <= deepest):
            yield depth, person
            depth, person = depth + 1, self.next_above(person)

    def worth(self, person: str, depth: int) -> Worth | None:
        """The row that applies to a person at a depth; None where there is none."""
        rank = self.crowd.rank(self.walk.ladder, person) if self.walk.ladder else 0
        if (rank, depth) not in self._worth:
            self._worth[rank, depth] = self._of(rank, depth)
        return self._worth[rank, depth]

    def _of(self, rank: int, depth: int) -> Worth | None:
        walk = self.walk
        found = [
            (self.crowd.rank_of(walk.ladder, row.tier) if walk.ladder else 0, number, row.rate)
            for number, row in enumerate(walk.rows, start=1)
            if row.holds(depth)
        ]
        below = [one for one in found if one[0] <= rank]
        if not below:
            return None
        _, number, rate = max(below)
        return Worth(number, sum((one[2] for one in below), Fraction(0)) if walk.added else rate)
