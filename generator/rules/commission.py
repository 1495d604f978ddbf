"""Commission: a share of a metric by a table of brackets or tiers, or the amount of the row reached."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

import numpy as np
from pydantic import model_validator

from generator.rules.contract import Drafts, Figures
from generator.rules.exact import Column, Integers, on_scale_of, rows_reached
from generator.rules.owed import Owed, divided_slices, share, slices
from generator.rules.workings import Exact, Step, multiplied, slice_steps
from generator.source import Fault
from generator.terms.bracket import BracketRow, Brackets, TierRow, TierTable
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.condition import say_earns
from generator.terms.quantity import PERCENT, Amount, Quantity, Slug
from generator.terms.saying import Sayings, SayingsBuilder
from generator.terms.text import Text
from generator.terms.titles import Titles
from generator.terms.version import say_dates


class CommissionVersion(ClauseVersion):
    """`base` is multiplied, `chosen_by` (default: base) picks the row of `brackets`; or `table` goes by tier."""

    base: Slug
    chosen_by: Slug | None = None
    brackets: Brackets | None = None
    table: TierTable | None = None
    cap: Amount | None = None
    below_zero: Literal["zero", "negative"] = "zero"

    @model_validator(mode="after")
    def _one_table(self) -> CommissionVersion:
        if self.brackets is None and self.table is None:
            raise Fault(
                "table-unclear",
                "A commission needs a table: `brackets` or `table`.",
                consequence="Without one nobody could say what is paid.",
                cure="Add `brackets: {applies_to: slice, rows: [{at_least: 0, rate: 5 %}]}`.",
            )
        if self.brackets is not None and self.table is not None:
            raise Fault(
                "table-unclear",
                "A commission has one table, `brackets` or `table`, not both.",
                at=("table",),
                other=("brackets",),
                on_key=True,
                consequence="A partner could claim the better of the two.",
                cure="Keep one of them; for both make a second clause.",
            )
        if self.chosen_by is not None and self.brackets is None:
            raise Fault(
                "table-unclear",
                "`chosen_by` picks a row of `brackets`; a row by tier is picked by the tier.",
                at=("chosen_by",),
                on_key=True,
                consequence="A partner could not tell which of the two picks the row.",
                cure="Remove `chosen_by`.",
            )
        if self.below_zero == "negative" and self.rows[0].rate is None:
            raise Fault(
                "below-zero-amount",
                "`below_zero: negative` needs rates; an amount has no negative share.",
                at=("below_zero",),
                consequence="Nobody could say how much is taken for a total below zero.",
                cure="Write rates, or leave `below_zero` out.",
            )
        return self

    @property
    def rows(self) -> tuple[BracketRow | TierRow, ...]:
        """The rows of whichever table there is."""
        if self.brackets is not None:
            return self.brackets.rows
        assert self.table is not None
        return self.table.rows


class Commission(Clause):
    """A clause of the kind commission."""

    kind: Literal["commission"]
    versions: tuple[CommissionVersion, ...]


def settle(clause: str, version: CommissionVersion, figures: Figures) -> Drafts:
    """One line for each partner whose base or row earns something."""
    due = figures.present.copy()
    if version.earns is not None:
        due &= figures.holds(version.earns)
    who = np.flatnonzero(due)
    base = figures.metric(version.base).of(who)
    if version.table is not None:
        row = _tier_rows(version.table, figures)[who]
        owed = _by_row(version.rows, base, row)
    else:
        owed, row = _by_brackets(version, base, figures, who)
    negative = base.values < 0
    if version.below_zero == "zero":
        owed = owed.where(~negative)
    elif version.brackets is not None:
        row = np.where(negative, 0, row)
        taken = share(base, [_rate(version.rows[0])], np.zeros(len(who), dtype=np.int64))
        owed = taken.where(negative, owed)
    return Drafts(who, base, row + 1, owed)


def _by_brackets(
    version: CommissionVersion, base: Column, figures: Figures, who: Integers
) -> tuple[Owed, Integers]:
    assert version.brackets is not None
    starts = [r.at_least.value for r in version.brackets.rows]
    by_base = version.chosen_by is None or version.chosen_by == version.base
    chooser = base if by_base else figures.metric(str(version.chosen_by)).of(who)
    if version.brackets.applies_to == "whole":
        chooser, bounds = on_scale_of(chooser, starts)
        row = rows_reached(chooser, bounds)
        return _by_row(version.rows, base, row), row
    rates = [_rate(r) for r in version.rows]
    if by_base:
        return slices(base, starts, rates)
    return divided_slices(base, chooser, starts, rates)


def _tier_rows(table: TierTable, figures: Figures) -> Integers:
    """The row of each partner's tier; a row holds upward until the next row, -1 below the first."""
    ranks = np.array([figures.rank_of(r.tier) for r in table.rows], dtype=np.int64)
    held = figures.tier_rank(table.rows[0].tier)
    return np.searchsorted(ranks, held, side="right") - 1


def _by_row(rows: tuple[BracketRow | TierRow, ...], base: Column, row: Integers) -> Owed:
    """What the row reached pays; nothing below the first."""
    at = np.maximum(row, 0)
    if rows[0].rate is not None:
        owed = share(base, [_rate(r) for r in rows], at)
    else:
        owed = Owed.each([r.amount.value for r in rows if r.amount], at)
    return owed.where(row >= 0)


def _rate(row: BracketRow | TierRow) -> Fraction:
    assert row.rate is not None
    return row.rate.ratio


def money_places(version: CommissionVersion) -> Iterator[tuple[tuple[str | int, ...], Quantity]]:
    """The quantities that must be money, with their places below the version."""
    if version.cap is not None:
        yield ("cap",), version.cap
    holder = "brackets" if version.brackets else "table"
    for number, row in enumerate(version.rows):
        if row.amount is not None:
            yield (holder, "rows", number, "amount"), row.amount


def metrics_read(version: CommissionVersion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Metrics that the kind reads besides its conditions, with their places."""
    yield ("base",), version.base
    if version.chosen_by is not None:
        yield ("chosen_by",), version.chosen_by


def check(version: CommissionVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme: units of base and rows, tiers of one ladder in rising order."""
    if version.rows[0].rate is not None and titles.metric_units.get(version.base) != titles.currency:
        yield Fault(
            "rate-of-no-money",
            f"A rate of `{version.base}` would pay in its unit, which is not money.",
            at=("base",),
            consequence="Nobody could say how much money a share of it is.",
            cure="Take a base in money, or write amounts in the rows.",
        )
    if version.brackets is not None:
        unit = titles.metric_units.get(version.chosen_by or version.base, "")
        for number, row in enumerate(version.brackets.rows):
            if row.at_least.unit and row.at_least.unit != unit:
                yield Fault(
                    "wrong-unit",
                    f"This row starts at a figure in `{row.at_least.unit}`, but the metric is in `{unit}`.",
                    at=("brackets", "rows", number, "at_least"),
                    consequence="Two units cannot be compared.",
                    cure=f"Write it in `{unit}`, or without a unit.",
                )
    if version.table is not None:
        names = [r.tier for r in version.table.rows]
        order = list(titles.ladder_of)
        for number in range(1, len(names)):
            low, high = names[number - 1], names[number]
            if {low, high} <= set(order) and (
                titles.ladder_of[low] != titles.ladder_of[high] or order.index(high) <= order.index(low)
            ):
                yield Fault(
                    "bracket-not-ascending",
                    "Rows by tier stand in the order of one ladder, lowest first.",
                    at=("table", "rows", number, "tier"),
                    other=("table", "rows", number - 1, "tier"),
                    other_label="this tier is not lower",
                    consequence="A row holds upward until the next row, so the order decides who earns what.",
                    cure="Write the rows in the order of the ladder.",
                )


_PAYS_SHARE = Text.of(
    en="For each period this rule pays a share of {base}.",
    ru="За каждый период платится доля от показателя «{base}».",
)
_PAYS_AMOUNT = Text.of(
    en="For each period this rule pays the amount of the row that applies.",
    ru="За каждый период платится сумма той строки, которая применяется.",
)
_CHOSEN = Text.of(
    en="The row that applies is the last row that starts at or below {metric}.",
    ru="Применяется последняя строка, начало которой не больше показателя «{metric}».",
)
_SLICE = Text.of(
    en="Each rate applies only to the part of {base} that lies in its row, "
    "from the start of the row to the start of the next row.",
    ru="Каждая ставка действует только на ту часть показателя «{base}», которая попадает в её строку: "
    "от начала строки до начала следующей.",
)
_DIVIDED = Text.of(
    en="{base} is divided among the rows in the proportions in which {metric} falls into them; "
    "each rate applies only to the part in its row.",
    ru="«{base}» делится между строками в тех долях, в которых в них попадает «{metric}»; "
    "каждая ставка действует только на часть в своей строке.",
)
_WHOLE = Text.of(
    en="The rate of the row that applies is multiplied by the whole of {base}.",
    ru="Ставка применяемой строки умножается на весь показатель «{base}».",
)
_BY_TIER = Text.of(
    en="The row that applies is chosen by the tier on the ladder {ladder}; "
    "a row also holds for higher tiers, up to the next row.",
    ru="Строку выбирает статус на лестнице «{ladder}»; строка действует и для более высоких статусов, "
    "вплоть до следующей строки.",
)
_BELOW = Text.of(en="Below the first row nothing is paid.", ru="Ниже первой строки ничего не платится.")
_ZERO = Text.of(
    en="When {base} is below zero, nothing is paid and nothing is taken.",
    ru="Если «{base}» меньше нуля, ничего не платится и ничего не удерживается.",
)
_NEGATIVE_FIRST = Text.of(
    en="When {base} is below zero, the rate of the first row is multiplied by it and the line is negative.",
    ru="Если «{base}» меньше нуля, он умножается на ставку первой строки, и строка получается отрицательной.",
)
_NEGATIVE_ROW = Text.of(
    en="When {base} is below zero, the rate of the row that applies is multiplied by it and the line is negative.",
    ru="Если «{base}» меньше нуля, он умножается на ставку применяемой строки, "
    "и строка получается отрицательной.",
)
_CAP = Text.of(en="For a period it pays at most {cap}.", ru="За период платится не больше {cap}.")
_TIER_CELL = Text.of(en="{tier}", ru="{tier}")


def sayings(clause: str, version: CommissionVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    builder = SayingsBuilder(f"{clause}/{version.starts}")
    say_dates(builder, version)
    base = titles.ref(f"metric/{version.base}")
    chooser = titles.ref(f"metric/{version.chosen_by or version.base}")
    pays_rates = version.rows[0].rate is not None
    if pays_rates:
        builder.say("pays", _PAYS_SHARE, base=base)
    else:
        builder.say("pays", _PAYS_AMOUNT)
    if version.table is not None:
        ladder = titles.ladder_of[version.table.rows[0].tier]
        builder.say("chosen", _BY_TIER, ladder=titles.ref(f"ladder/{ladder}"))
    elif version.brackets is not None and version.brackets.applies_to == "whole":
        builder.say("chosen", _CHOSEN, metric=chooser)
    if version.brackets is not None and version.brackets.applies_to == "slice":
        divided = chooser != base
        builder.say("applies", _DIVIDED if divided else _SLICE, base=base, metric=chooser)
    elif pays_rates:
        builder.say("applies", _WHOLE, base=base)
    builder.say("below", _BELOW)
    if version.below_zero == "zero":
        builder.say("below_zero", _ZERO, base=base)
    else:
        builder.say("below_zero", _NEGATIVE_ROW if version.table else _NEGATIVE_FIRST, base=base)
    if version.cap is not None:
        cap = titles.money(version.cap)
        builder.say("cap", _CAP, cap=builder.fact("cap", cap.unit, cap.value))
    say_earns(builder, version.earns, titles)
    _say_rows(builder, version, titles)
    return builder.done()


def _say_rows(builder: SayingsBuilder, version: CommissionVersion, titles: Titles) -> None:
    unit = titles.metric_units[version.chosen_by or version.base]
    for number, row in enumerate(version.rows, 1):
        if isinstance(row, BracketRow):
            builder.table_fact(f"row.{number}.at_least", unit, row.at_least.value)
        else:
            builder.say(f"row.{number}.tier", _TIER_CELL, tier=titles.ref(f"tier/{row.tier}"))
        if row.rate is not None:
            builder.table_fact(f"row.{number}.rate", PERCENT, row.rate.value)
        elif row.amount is not None:
            amount = titles.money(row.amount)
            builder.table_fact(f"row.{number}.amount", amount.unit, amount.value)


def steps(version: CommissionVersion, base: Exact, row: int) -> list[Step]:
    """The workings of one line; `row` counts from 1, 0 where the base is below the first row.

    Empty where the row holds an amount, or where the base is divided (then no finite decimal may exist).
    """
    if version.rows[0].rate is None:
        return []
    if row == 0 or base.value < 0:
        return [multiplied(max(row, 1), base, _rate(version.rows[max(row, 1) - 1]))]
    if version.brackets is None or version.brackets.applies_to == "whole":
        return [multiplied(row, base, _rate(version.rows[row - 1]))]
    if version.chosen_by not in (None, version.base):
        return []
    starts = [Exact.of(r.at_least.value) for r in version.brackets.rows]
    return slice_steps(base, starts, [_rate(r) for r in version.rows])
