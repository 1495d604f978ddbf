"""Differential: what the bracket of a partner's group brings, less what the brackets of the direct legs bring."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

import numpy as np
from pydantic import model_validator

from generator.rules.contract import Drafts, Figures
from generator.rules.exact import Column
from generator.rules.groups import Groups, rate_of
from generator.rules.owed import Owed
from generator.rules.tree import fitting
from generator.rules.workings import Exact, Step
from generator.rules.worth import say_worth, worthless_base
from generator.source import Fault, Frozen
from generator.terms.bracket import BracketRow, Brackets
from generator.terms.carriers import say_carriers
from generator.terms.clause import Clause, ClauseVersion, say_clause_dates
from generator.terms.condition import say_earns
from generator.terms.depth_table import TreeName
from generator.terms.pay_sayings import say_pays_in
from generator.terms.paying_windows import EACH, say_window
from generator.terms.quantity import COUNT, PERCENT, Quantity, Rate, Slug, WholeNumber
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.walking import MEMBERS, not_by_rows, refuse_existing


class Generation(Frozen):
    """What the groups of one generation bring."""

    generation: WholeNumber
    rate: Rate


class Then(Frozen):
    """What is paid on groups that have broken away."""

    generations: tuple[Generation, ...]


class Breakaway(Frozen):
    """Whoever reaches the row with the rate `at` breaks away."""

    at: Rate
    then: Then

    @model_validator(mode="after")
    def _counted_up(self) -> Breakaway:
        numbers = [one.generation for one in self.then.generations]
        if numbers != list(range(1, len(numbers) + 1)) or not numbers:
            raise Fault(
                "table-unclear",
                "Generations are counted from 1 on, each once.",
                at=("then", "generations"),
                consequence="Nobody could say on which groups which rate is paid.",
                cure="Write `generations: [{generation: 1, rate: 4 %}, {generation: 2, rate: 2 %}]`.",
            )
        return self

    @property
    def rates(self) -> tuple[Fraction, ...]:
        """What is paid on the groups of each generation."""
        return tuple(one.rate.ratio for one in self.then.generations)


class DifferentialVersion(ClauseVersion):
    """`chosen_by` (default: base) picks the row of a group, `base` is the volume of a group that is multiplied."""

    base: Slug
    chosen_by: Slug | None = None
    tree: TreeName = "sponsor"
    brackets: Brackets
    same_bracket_floor: Rate | None = None
    breakaway: Breakaway | None = None

    @model_validator(mode="after")
    def _whole_rates(self) -> DifferentialVersion:
        refuse_existing(self)
        if self.rowwise:
            raise not_by_rows("differential")
        if self.brackets.applies_to != "whole":
            raise Fault(
                "table-unclear",
                "A differential takes the rate of one row for a whole group.",
                at=("brackets", "applies_to"),
                consequence="Nobody could say which part of a group lies in which leg.",
                cure="Write `applies_to: whole`.",
            )
        for number, row in enumerate(self.brackets.rows):
            if not isinstance(row.rate, Quantity):
                raise Fault(
                    "row-pays-unclear",
                    "A differential needs plain rates.",
                    at=("brackets", "rows", number),
                    consequence="Other forms have no difference between a partner and a leg.",
                    cure="Write `rate: 5 %`.",
                )
        rates = [rate_of(row) for row in self.brackets.rows]
        for number in range(1, len(rates)):
            if rates[number] <= rates[number - 1]:
                raise Fault(
                    "bracket-not-ascending",
                    "In a differential the rates rise from row to row.",
                    at=("brackets", "rows", number, "rate"),
                    other=("brackets", "rows", number - 1, "rate"),
                    other_label="this rate is not lower",
                    consequence="A sponsor would lose money when a leg grows.",
                    cure="Write rising rates.",
                )
        if self.breakaway is not None and self.breakaway.at.ratio not in rates:
            raise Fault(
                "breakaway-without-row",
                "No row of the table has the rate at which people break away.",
                at=("breakaway", "at"),
                other=("brackets",),
                other_label="these are the rows",
                consequence="Nobody could say who has broken away.",
                cure="Write the rate of one of the rows.",
            )
        return self

    @property
    def rows(self) -> tuple[BracketRow, ...]:
        """The rows of the table."""
        return self.brackets.rows


class Differential(Clause):
    """A clause of the kind differential."""

    kind: Literal["differential"]
    versions: tuple[DifferentialVersion, ...]


def settle(clause: str, version: DifferentialVersion, figures: Figures) -> Drafts:
    """One line for each partner whose group reaches a row."""
    groups = Groups.of(version, figures)
    net = groups.net()
    due = figures.present & (groups.row >= 0)
    if version.earns is not None:
        due &= figures.holds(version.earns)
    who = np.flatnonzero(due)
    held = fitting(groups.values[who])
    if held.dtype == np.object_:
        raise OverflowError("the volume of a group is too large")
    per = groups.per
    own = (
        Column(held, groups.base.digits)
        if groups.base.per is None
        else Column(held, 0, np.full(len(who), per))
    )
    owed = fitting(net[who])
    # What is below zero is left out, not set to zero: a floor raises what is zero.
    kept = np.asarray(owed >= 0, dtype=np.bool_)
    return Drafts(who, own, groups.row[who] + 1, Owed(owed, groups.common * per)).of(kept)


def metrics_read(version: DifferentialVersion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Metrics that the kind reads besides its conditions, with their places."""
    yield ("base",), version.base
    if version.chosen_by is not None:
        yield ("chosen_by",), version.chosen_by


def check(version: DifferentialVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme: units of base and rows."""
    yield from worthless_base(version, titles)
    unit = titles.metric_units.get(version.chosen_by or version.base, "")
    for number, row in enumerate(version.rows):
        if row.at_least.unit and row.at_least.unit != unit:
            yield Fault(
                "wrong-unit",
                f"This row starts at a figure in `{row.at_least.unit}`, but the metric is in `{unit}`.",
                at=("brackets", "rows", number, "at_least"),
                consequence="Two units cannot be compared.",
                cure=f"Write it in `{unit}`, or without a unit.",
            )


_PAYS = (
    "this rule pays what a partner's group brings, less what the groups of the direct recruits bring.",
    "платится то, что приносит группа партнёра, за вычетом того, что приносят группы лично приглашённых.",
)
_TREE = {
    "sponsor": Text.of(
        en="A partner's group is the partner with everybody below in the sponsor tree; the direct recruits are those "
        "whose sponsor the partner is.",
        ru="Группа партнёра — это он сам и все, кто стоит под ним в дереве спонсоров; лично приглашённые — те, "
        "чьим спонсором он является.",
    ),
    "placement": Text.of(
        en="A partner's group is the partner with everybody below in the placement tree; the direct recruits are "
        "those who stand directly below.",
        ru="Группа партнёра — это он сам и все, кто стоит под ним в дереве расстановки; лично приглашёнными считаются "
        "те, кто стоит непосредственно под ним.",
    ),
}
_CHOSEN = Text.of(
    en="The row of a partner's group is the last row that starts at or below the partner's {metric}.",
    ru="Строка группы партнёра — последняя строка, начало которой не больше его показателя «{metric}».",
)
_APPLIES = Text.of(
    en="A group brings the rate of its row multiplied by the whole of {base}.",
    ru="Группа приносит ставку своей строки, умноженную на весь показатель «{base}».",
)
_BELOW = Text.of(
    en="Below the first row a group brings nothing.", ru="Ниже первой строки группа ничего не приносит."
)
_LEGS = Text.of(
    en="What the group of a direct recruit brings is worked out in the same way, and subtracted also where the "
    "recruit does not earn it; recruits who joined after the last day of the window do not count.",
    ru="То, что приносит группа лично приглашённого, считается так же и вычитается даже тогда, когда сам он "
    "выплату не получает; присоединившиеся после последнего дня окна не учитываются.",
)
_FLOOR = Text.of(
    en="For a direct recruit whose row is the partner's or a later row, the partner keeps {floor} of "
    "that recruit's {base}, whatever the recruit's group brings.",
    ru="Если строка лично приглашённого та же, что у партнёра, или более поздняя, партнёру остаётся {floor} "
    "от показателя «{base}» этого приглашённого, сколько бы ни приносила его группа.",
)
_BREAKAWAY = Text.of(
    en="A partner whose row has the rate {at} or a higher rate has broken away: {base} of that partner's group is "
    "left out of {base} of all groups above, nothing is subtracted for that group, and the rows stay as they are.",
    ru="Партнёр, в строке которого стоит ставка {at} или выше, отделяется: показатель «{base}» его группы исключается "
    "из показателя «{base}» всех групп выше, за эту группу ничего не вычитается, а строки остаются прежними.",
)
_GENERATION = Text.of(
    en="In generation {number} a partner who has broken away also earns {rate} of {base} of the groups there.",
    ru="В поколении {number} отделившийся партнёр получает ещё {rate} от показателя «{base}» групп этого поколения.",
)
_GENERATIONS = Text.of(
    en="The generation of a partner broken away further down counts the partners broken away on the way down to that "
    "partner, that partner included; others are passed over.",
    ru="Номер поколения отделившегося ниже партнёра — это число отделившихся на пути вниз до него, считая его самого; "
    "остальные не считаются.",
)
_ZERO = Text.of(
    en="When the result is below zero, nothing is paid and nothing is taken.",
    ru="Если результат меньше нуля, ничего не платится и ничего не удерживается.",
)


def sayings(clause: str, version: DifferentialVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.address}")
    say_clause_dates(builder, version)
    say_pays_in(builder, version, titles)
    base = titles.ref(f"metric/{version.base}")
    metric = titles.ref(f"metric/{version.chosen_by or version.base}")
    lead_en, lead_ru = EACH[version.per]
    builder.say("pays", Text.of(en=f"{lead_en} {_PAYS[0]}", ru=f"{lead_ru} {_PAYS[1]}"))
    say_window(builder, version.per)
    builder.say("tree", _TREE[version.tree])
    builder.say("chosen", _CHOSEN, metric=metric)
    builder.say("applies", _APPLIES, base=base)
    say_worth(builder, version, titles)
    builder.say("below", _BELOW)
    builder.say("legs", _LEGS)
    if version.same_bracket_floor is not None:
        floor = builder.fact("floor_rate", PERCENT, version.same_bracket_floor.value)
        builder.say("same_row", _FLOOR, floor=floor, base=base)
    if version.breakaway is not None:
        at = builder.fact("breakaway.at", PERCENT, version.breakaway.at.value)
        builder.say("breakaway", _BREAKAWAY, at=at, base=base)
        builder.say("generations", _GENERATIONS)
        for one in version.breakaway.then.generations:
            name = f"generation.{one.generation}"
            number = builder.fact(f"{name}.number", COUNT, Fraction(one.generation))
            rate = builder.fact(f"{name}.rate", PERCENT, one.rate.value)
            builder.say(name, _GENERATION, number=number, rate=rate, base=base)
    builder.say("below_zero", _ZERO)
    builder.say("members", MEMBERS)
    say_carriers(builder, version, titles, has_table=True)
    say_earns(builder, version.earns, titles)
    unit = titles.metric_units[version.chosen_by or version.base]
    for place, row in enumerate(version.rows, 1):
        builder.table_fact(f"row.{place}.at_least", unit, row.at_least.value)
        builder.table_fact(f"row.{place}.rate", PERCENT, rate_of(row) * 100)
    return builder.done()


def steps(version: DifferentialVersion, base: Exact, row: int) -> list[Step]:
    """The legs are not known to a line, so that it has no steps."""
    return []
