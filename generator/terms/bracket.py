"""Bracket tables: rising rows by a metric, or rows by tier, each with a rate or an amount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import model_validator

from generator.source import Fault, Frozen
from generator.terms.numerals import plain
from generator.terms.quantity import PERCENT, Amount, Quantity, Rate, Slug


class BracketRow(Frozen):
    """A row by metric: reached from `at_least` on, inclusive."""

    at_least: Amount
    rate: Rate | None = None
    amount: Amount | None = None
    name: Slug | None = None


class TierRow(Frozen):
    """A row by tier; it holds upward until the next row."""

    tier: Slug
    rate: Rate | None = None
    amount: Amount | None = None
    name: Slug | None = None


def check_pays(rows: Sequence[BracketRow | TierRow], *, slices: bool) -> None:
    """Raise Fault unless each row has exactly one of rate and amount, and the same one throughout."""
    for number, row in enumerate(rows):
        if (row.rate is None) == (row.amount is None):
            raise Fault(
                "row-pays-unclear",
                "A row holds a rate or an amount, exactly one of them.",
                at=("rows", number),
                consequence="A partner who reaches this row could not say what it pays.",
                cure="Write `rate: 5 %` or `amount: 1 000`.",
            )
        if slices and row.amount is not None:
            raise Fault(
                "slice-with-amount",
                "A table applied by slices holds rates, not amounts.",
                at=("rows", number, "amount"),
                consequence="A fixed amount has no part that lies above the row.",
                cure="Write a rate, or `applies_to: whole`.",
            )
        if (row.rate is None) != (rows[0].rate is None):
            raise Fault(
                "row-pays-unclear",
                "All rows of a table hold rates, or all hold amounts.",
                at=("rows", number),
                other=("rows", 0),
                other_label="this row is of the other sort",
                consequence="A partner who passes from one to the other could earn less by selling more.",
                cure="Write all rows with `rate`, or all with `amount`; else make two clauses of the table.",
            )
    for number, row in enumerate(rows):
        if row.name is not None and row.name in [r.name for r in rows[:number]]:
            raise Fault(
                "duplicate-name",
                f"The row name `{row.name}` stands here twice.",
                at=("rows", number, "name"),
                other=("rows", [r.name for r in rows].index(row.name), "name"),
                other_label="first here",
                consequence="A partner could not know which of the two is meant.",
                cure="Rename one of them.",
            )


def _check_filled(rows: Sequence[BracketRow | TierRow], example: str) -> None:
    if not rows:
        raise Fault(
            "table-empty",
            "A table needs at least one row.",
            at=("rows",),
            consequence="A table without rows pays nothing to anybody.",
            cure=f"Write `rows: [{example}]`.",
        )


def _not_rising(number: int, low: BracketRow, high: BracketRow) -> Fault:
    """The fault of a bracket that does not start above the one before it, with the figures that clash."""
    lower, higher = low.at_least.value, high.at_least.value
    pays = [str(_shown(row.rate or row.amount)) for row in (high, low) if row.rate or row.amount]
    claim = f"could claim {' or '.join(pays)}" if len(pays) == 2 and pays[0] != pays[1] else "is named twice"
    return Fault(
        "bracket-not-ascending",
        "Brackets must start higher than the one above.",
        at=("rows", number, "at_least"),
        label="this one starts at the same figure" if lower == higher else "this one starts below it",
        other=("rows", number - 1, "at_least"),
        other_label="this bracket starts here",
        consequence=f"As written, a partner with {_shown(low.at_least)} {claim}.",
        cure="Write the brackets in rising order, or remove one.",
    )


def _shown(quantity: Quantity | None) -> str:
    """A figure as its author would write it."""
    if quantity is None:
        return ""
    figure = plain(quantity.value, "en").replace(",", " ")
    unit = "%" if quantity.unit == PERCENT else quantity.unit
    return f"{figure} {unit}".rstrip()


class Brackets(Frozen):
    """A table by a metric."""

    applies_to: Literal["slice", "whole"]
    rows: tuple[BracketRow, ...]

    @model_validator(mode="after")
    def _rising(self) -> Brackets:
        _check_filled(self.rows, "{at_least: 0, rate: 5 %}")
        for number in range(1, len(self.rows)):
            low, high = self.rows[number - 1], self.rows[number]
            if high.at_least.value <= low.at_least.value:
                raise _not_rising(number, low, high)
        if self.rows[0].at_least.value < 0:
            raise Fault(
                "figure-negative",
                "A bracket starts at zero or above.",
                at=("rows", 0, "at_least"),
                consequence="What a total below zero means is said by `below_zero`, not by a bracket.",
                cure="Write `at_least: 0`.",
            )
        check_pays(self.rows, slices=self.applies_to == "slice")
        return self


class TierTable(Frozen):
    """A table by tier."""

    by: Literal["tier"]
    rows: tuple[TierRow, ...]

    @model_validator(mode="after")
    def _complete(self) -> TierTable:
        _check_filled(self.rows, "{tier: silver, rate: 1 %}")
        check_pays(self.rows, slices=False)
        return self
