"""Commission: a share of a metric or of each sale by a table of brackets, tiers or conditions, or the row's amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from pydantic import model_validator

from generator.rules.by_rows import Judged, columns_needed, drafts_of, due_rows, may_earn
from generator.rules.commission_sayings import say_commission
from generator.rules.contract import Carried, Drafts, Figures, Lines, Rows
from generator.rules.exact import Column, Flags, Integers, on_scale_of, rows_reached
from generator.rules.owed import Owed, divided_slices, share, slices
from generator.rules.shortfall import BelowZero, check_bases, check_carry, set_off, shortfall
from generator.rules.table_sayings import tiers_in_order
from generator.rules.tables import by_row, factor, rows_for_partners
from generator.rules.workings import Exact, Step, multiplied, slice_steps
from generator.rules.worth import worthless_base
from generator.source import Fault
from generator.source import Step as At
from generator.terms.amount import Amount
from generator.terms.bracket import Brackets, RowPays
from generator.terms.carried import CarriedShortfalls
from generator.terms.clause import Clause, ClauseVersion
from generator.terms.quantity import Quantity, Slug
from generator.terms.row_source import TABLE_OF, AnyRowSource
from generator.terms.saying import Sayings
from generator.terms.table import Table
from generator.terms.titles import Titles


class CommissionVersion(ClauseVersion):
    """`base` is multiplied, `chosen_by` (default: base) picks the row of `brackets`; or `table` goes by other things.

    Per sale, sale line or event `base` is a measure of the rows of `source`; else it is a metric.
    """

    base: Slug
    source: AnyRowSource | None = None
    chosen_by: Slug | None = None
    brackets: Brackets | None = None
    table: Table | None = None
    below_zero: BelowZero = "zero"
    carries: CarriedShortfalls | None = None

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
        if self.chosen_by is not None and self.table is not None and "at_least" not in self.table.by:
            raise Fault(
                "table-unclear",
                "`chosen_by` picks a row of `brackets`; a row by tier is picked by the tier.",
                at=("chosen_by",),
                on_key=True,
                consequence="A partner could not tell which of the two picks the row.",
                cure="Remove `chosen_by`.",
            )
        if self.below_zero == "negative" and self.rows[0].amount is not None:
            raise Fault(
                "below-zero-amount",
                "`below_zero: negative` needs rates; an amount has no negative share.",
                at=("below_zero",),
                consequence="Nobody could say how much is taken for a total below zero.",
                cure="Write rates, or leave `below_zero` out.",
            )
        return self

    @model_validator(mode="after")
    def _carried_over_windows(self) -> CommissionVersion:
        check_carry(self)
        return self

    @model_validator(mode="after")
    def _rows_of_one_table(self) -> CommissionVersion:
        if self.rowwise and (self.source is None or self.source.table != TABLE_OF[self.per]):
            table = TABLE_OF[self.per]
            raise Fault(
                "source-unclear",
                f"A commission per {self.per.replace('_', ' ')} reads rows of the table {table}.",
                at=() if self.source is None else ("source",),
                consequence="Nobody could tell which rows earn something.",
                cure=f"Write `source: {{{table}: {{status: paid}}}}`.",
            )
        if not self.rowwise and self.source is not None:
            raise Fault(
                "source-unclear",
                "A commission over a window reads a metric, and the metric says which rows are counted.",
                at=("source",),
                on_key=True,
                consequence="Rows chosen twice would be chosen differently.",
                cure="Remove `source`, or pay `per: sale`.",
            )
        if self.table is not None and "product" in self.table.by and not self.rowwise:
            raise Fault(
                "table-unclear",
                "Rows by product need one row of the records at a time.",
                at=("table", "by"),
                consequence="The sum of a window has many products.",
                cure="Pay `per: sale_line`, or make a metric for each product.",
            )
        if self.once is not None and self.once.each in ("partner", "recruit"):
            fits = self.once.each == "partner" and not self.rowwise
        else:
            fits = self.rowwise
        if self.once is not None and not fits:
            raise Fault(
                "once-unclear",
                f"A commission per {self.per.replace('_', ' ')} cannot be paid once for each "
                f"{self.once.each}.",
                at=("once",),
                consequence="Nobody could tell which of the lines is the one that is paid.",
                cure="Over a window write `once: partner`; per sale `once: customer` or `once: sale`; "
                "per event `once: event`.",
            )
        return self

    @property
    def rows(self) -> Sequence[RowPays]:
        """The rows of whichever table there is."""
        if self.brackets is not None:
            return self.brackets.rows
        assert self.table is not None
        return self.table.rows

    @property
    def base_thing(self) -> str:
        """What the base is called in titles: `metric/...`, or `measure/...` of a row."""
        return f"{'measure' if self.rowwise else 'metric'}/{self.base}"

    @property
    def chooser_thing(self) -> str:
        """What picks the row, likewise."""
        own = self.chosen_by in (None, self.base)
        return self.base_thing if own else f"metric/{self.chosen_by}"

    @property
    def divided(self) -> bool:
        """Whether the base is divided among the rows in the proportions of something else."""
        slices = self.brackets is not None and self.brackets.applies_to == "slice"
        return slices and self.chooser_thing != self.base_thing


class Commission(Clause):
    """A clause of the kind commission."""

    kind: Literal["commission"]
    versions: tuple[CommissionVersion, ...]

    @model_validator(mode="after")
    def _one_base(self) -> Commission:
        check_bases(self.versions)
        return self


@dataclass(frozen=True, slots=True)
class _Bases:
    """Those who may earn, with the base of each: one for a partner, or one for a row of the records."""

    who: Integers
    base: Column
    judged: Judged
    rows: Rows | None = None

    def of(self, kept: Flags) -> _Bases:
        rows = None if self.rows is None else self.rows.of(kept)
        return _Bases(self.who[kept], self.base.of(kept), self.judged.taken(kept), rows)


def settle(clause: str, version: CommissionVersion, figures: Figures) -> Drafts:
    """A draft for each partner, or each row, that reaches a row of the table."""
    bases = _bases(clause, version, figures)
    if version.below_zero != "negative":
        bases = bases.of(bases.base.values >= 0)
    who, base, judged = bases.who, bases.base, bases.judged
    chooser = base
    if version.chooser_thing != version.base_thing:
        chooser = judged.figures.metric(str(version.chosen_by)).of(judged.at)
    if version.table is not None:
        products = None
        if bases.rows is not None and "product" in version.table.by:
            products = bases.rows.texts["product"]
        row = rows_for_partners(version.table, judged.at, judged.figures, chooser, products)
        owed = by_row(version.rows, base, row, who, figures)
    else:
        owed, row = _by_brackets(version, bases, chooser, figures)
    if version.brackets is not None and version.below_zero == "negative":
        negative = base.values < 0
        row = np.where(negative, 0, row)
        first = version.rows[0].figure
        rates = [factor(version.rows[0])] if isinstance(first, Quantity) else []
        nobody = np.zeros(len(who), dtype=np.int64)
        taken = share(base, rates, nobody) if rates else by_row(version.rows[:1], base, nobody, who, figures)
        owed = taken.where(negative, owed)
    kept: Flags = row >= 0
    bases = bases.of(kept)
    drafts = drafts_of(version, bases.who, bases.base, row[kept] + 1, owed.of(kept), bases.rows)
    return replace(drafts, chosen=chooser.of(kept)) if version.divided else drafts


def carry(
    clause: str, version: CommissionVersion, figures: Figures, lines: Lines, whom: Flags
) -> Mapping[str, Carried]:
    """How the shortfall of each partner moves with the base of one window."""
    return shortfall(clause, version, figures.metric(version.base), figures, figures.present & whom)


def _bases(clause: str, version: CommissionVersion, figures: Figures) -> _Bases:
    if not version.rowwise:
        who = np.flatnonzero(may_earn(version, figures))
        base = figures.metric(version.base)
        if version.below_zero == "carry":
            base, _ = set_off(clause, base, figures)
        return _Bases(who, base.of(who), Judged(figures, who))
    assert version.source is not None
    by_product = version.table is not None and "product" in version.table.by
    rows = figures.rows(version.source, (version.base,), columns_needed(version, by_product))
    rows, judged = due_rows(version, figures, rows)
    return _Bases(rows.who, rows.values[version.base], judged, rows)


def _by_brackets(
    version: CommissionVersion, bases: _Bases, chooser: Column, figures: Figures
) -> tuple[Owed, Integers]:
    assert version.brackets is not None
    starts = [r.at_least.value for r in version.brackets.rows]
    if version.brackets.applies_to == "whole":
        chooser, bounds = on_scale_of(chooser, starts)
        row = rows_reached(chooser, bounds)
        return by_row(version.rows, bases.base, row, bases.who, figures), row
    rates = [factor(r) for r in version.rows]
    if version.chooser_thing == version.base_thing:
        return slices(bases.base, starts, rates)
    return divided_slices(bases.base, chooser, starts, rates)


def amounts(version: CommissionVersion) -> Iterator[tuple[tuple[At, ...], Amount, str]]:
    """The amounts of the rows with their places, and what each must be: `money` or `rate`."""
    holder = "brackets" if version.brackets else "table"
    for number, row in enumerate(version.rows):
        yield (
            (holder, "rows", number, row.spelled),
            row.figure,
            "rate" if row.rate is not None else "money",
        )


def metrics_read(version: CommissionVersion) -> Iterator[tuple[tuple[At, ...], str]]:
    """Metrics that the kind reads besides its conditions, with their places."""
    if not version.rowwise:
        yield ("base",), version.base
    if version.chosen_by is not None and version.chooser_thing != version.base_thing:
        yield ("chosen_by",), version.chosen_by


def measures_read(version: CommissionVersion) -> Iterator[tuple[tuple[At, ...], str, str]]:
    """Measures of rows that the kind reads, with their places and the table of those rows."""
    if version.rowwise:
        yield ("base",), version.base, TABLE_OF[version.per]


def check(version: CommissionVersion, titles: Titles) -> Iterator[Fault]:
    """Faults that need the rest of the programme: units of base and rows, tiers of one ladder in rising order."""
    yield from worthless_base(version, titles)
    chooser = titles.unit_of(version.chooser_thing)
    holder = "brackets" if version.brackets is not None else "table"
    for number, row in enumerate(version.rows):
        start: Quantity | None = getattr(row, "at_least", None)
        if start is not None and start.unit and start.unit != chooser:
            yield Fault(
                "wrong-unit",
                f"This row starts at a figure in `{start.unit}`, but the metric is in `{chooser}`.",
                at=(holder, "rows", number, "at_least"),
                consequence="Two units cannot be compared.",
                cure=f"Write it in `{chooser}`, or without a unit.",
            )
    if version.table is not None:
        yield from tiers_in_order(version.table, titles)


def sayings(clause: str, version: CommissionVersion, titles: Titles) -> Sayings:
    """Facts and binding sentences of one version."""
    return say_commission(clause, version, titles)


def steps(version: CommissionVersion, base: Exact, row: int) -> list[Step]:
    """The workings of one line; `row` counts from 1, 0 where the base is below the first row.

    Empty where the row holds an amount or a figure that differs from partner to partner, or where the base is
    divided (then no finite decimal may exist).
    """
    if version.times is not None or version.floor is not None:
        return []
    if version.rows[0].rate is None or not isinstance(version.rows[max(row, 1) - 1].figure, Quantity):
        return []
    if row == 0 or base.value < 0:
        return [multiplied(max(row, 1), base, factor(version.rows[max(row, 1) - 1]))]
    if version.brackets is None or version.brackets.applies_to == "whole":
        return [multiplied(row, base, factor(version.rows[row - 1]))]
    if version.chooser_thing != version.base_thing:
        return []
    starts = [Exact.of(r.at_least.value) for r in version.brackets.rows]
    return slice_steps(base, starts, [factor(r) for r in version.rows])
