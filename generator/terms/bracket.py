"""Bracket tables: rising rows by a metric, each with a rate, an amount, or an amount for each unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema, model_validator

from generator.source import Fault, Frozen
from generator.terms.amount import Amount, AnyAmount, parse_amount
from generator.terms.numerals import plain
from generator.terms.quantity import PERCENT, POINTS, Quantity, Slug, parse_quantity, parse_rate
from generator.terms.quantity import Amount as Figure
from generator.terms.titles import Titles

PAYS = ("rate", "amount", "each")


def _rate(written: object) -> Amount:
    return parse_amount(written) if isinstance(written, dict) else parse_rate(written)


RateAmount = Annotated[
    Amount,
    PlainValidator(_rate),
    WithJsonSchema({"type": ["string", "number", "object"], "description": "a rate: 7.5 %"}),
]


def _points(written: object) -> Quantity:
    figure = parse_quantity(written).with_unit(POINTS)
    if figure.unit != POINTS:
        raise Fault(
            "wrong-unit",
            f"This figure is in `{figure.unit}`, and `points` are points.",
            consequence="A partner could not tell what the row gives.",
            cure="Write it without a unit: `points: 12`.",
        )
    return figure


PointsFigure = Annotated[
    Quantity,
    PlainValidator(_points),
    WithJsonSchema({"type": ["string", "number"], "description": "points: 12", "examples": ["12"]}),
]


class RowPays(Frozen):
    """What a row pays: `rate` of the base, `amount`, or an amount for `each` unit of the base; exactly one of them.

    `points` is how an amount may be written where points are paid: in a table by slices those for each unit.
    """

    rate: RateAmount | None = None
    amount: AnyAmount | None = None
    each: AnyAmount | None = None
    points: PointsFigure | None = None
    name: Slug | None = None

    @property
    def pays(self) -> str:
        """Which of them it is; empty where it is none or several."""
        given = [name for name in PAYS if getattr(self, name) is not None]
        return given[0] if len(given) == 1 else ""

    @property
    def spelled(self) -> str:
        """The key under which its author wrote that."""
        return POINTS if self.points is not None else self.pays

    @property
    def figure(self) -> Amount:
        """What stands there. Raises ValueError where nothing does."""
        for name in PAYS:
            value: Amount | None = getattr(self, name)
            if value is not None:
                return value
        raise ValueError("a row that pays nothing")


def with_points(written: object, *, slices: bool) -> object:
    """A table as it was written, with `points` of its rows as the amount, or as that for each unit.

    Raises Fault: row-pays-unclear.
    """
    rows = written.get("rows") if isinstance(written, dict) else None
    if not isinstance(written, dict) or not isinstance(rows, list | tuple):
        return written
    plain = [isinstance(row, dict) and POINTS in row for row in rows]
    if not any(plain):
        return written
    for number, row in enumerate(rows):
        beside = [name for name in PAYS if plain[number] and name in row]
        if beside:
            raise Fault(
                "row-pays-unclear",
                f"A row that pays `points` has no `{beside[0]}` besides.",
                at=("rows", number, beside[0]),
                other=("rows", number, POINTS),
                other_label="the points",
                on_key=True,
                consequence="A partner could claim the one or the other.",
                cure="Keep one of them.",
            )
    key = "each" if slices else "amount"
    spelled = [
        {**row, key: _under(number, row[POINTS])} if plain[number] else row for number, row in enumerate(rows)
    ]
    return {**written, "rows": spelled}


def _under(number: int, written: object) -> Quantity:
    try:
        return _points(written)
    except Fault as fault:
        raise fault.under("rows", number, POINTS) from None


class BracketRow(RowPays):
    """A row by metric: reached from `at_least` on, inclusive."""

    at_least: Figure


def check_pays(rows: Sequence[RowPays], *, slices: bool) -> None:
    """Raise Fault unless each row has exactly one of rate, amount and each, and the same one throughout."""
    for number, row in enumerate(rows):
        if not row.pays:
            raise Fault(
                "row-pays-unclear",
                "A row holds a rate, an amount or an amount for each unit, exactly one of them.",
                at=("rows", number),
                consequence="A partner who reaches this row could not say what it pays.",
                cure="Write `rate: 5 %`, `amount: 1 000` or `each: 15`; where points are paid, `points: 12`.",
            )
        if slices and row.amount is not None:
            raise Fault(
                "slice-with-amount",
                "A table applied by slices holds rates, not amounts.",
                at=("rows", number, row.spelled),
                consequence="A fixed amount has no part that lies above the row.",
                cure="Write a rate, or `applies_to: whole`.",
            )
        if slices and not isinstance(row.figure, Quantity):
            raise Fault(
                "slice-with-amount",
                "A table applied by slices holds plain figures.",
                at=("rows", number, row.spelled),
                consequence="A row whose rate differs from partner to partner would give each of them a table of "
                "their own.",
                cure="Write a figure, or `applies_to: whole`.",
            )
        if row.pays != rows[0].pays:
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


def check_filled(rows: Sequence[object], example: str, at: str = "rows") -> None:
    """Raise Fault for a table without rows."""
    if not rows:
        raise Fault(
            "table-empty",
            "A table needs at least one row.",
            at=(at,),
            consequence="A table without rows pays nothing to anybody.",
            cure=f"Write `{at}: [{example}]`.",
        )


def tiers_not_rising(tiers: Sequence[str | None], titles: Titles, *, again: bool) -> Iterator[Fault]:
    """A fault for each row whose tier is not higher than that of the row above, or (`again`) the same.

    Unknown tiers are told elsewhere.
    """
    order = list(titles.ladder_of)
    for number in range(1, len(tiers)):
        low, high = tiers[number - 1], tiers[number]
        if low is None or high is None or not {low, high} <= set(order) or (again and low == high):
            continue
        if titles.ladder_of[low] != titles.ladder_of[high] or order.index(high) <= order.index(low):
            yield Fault(
                "bracket-not-ascending",
                "Rows by tier stand in the order of one ladder, lowest first.",
                at=("table", "rows", number, "tier"),
                other=("table", "rows", number - 1, "tier"),
                other_label="this tier is not lower",
                consequence="A row holds upward until the next row, so the order decides who earns what.",
                cure="Write the rows in the order of the ladder.",
            )


def _not_rising(number: int, low: BracketRow, high: BracketRow) -> Fault:
    """The fault of a bracket that does not start above the one before it, with the figures that clash."""
    lower, higher = low.at_least.value, high.at_least.value
    pays = [_shown(row.figure) for row in (high, low) if row.pays and isinstance(row.figure, Quantity)]
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


def _shown(quantity: Quantity) -> str:
    """A figure as its author would write it."""
    figure = plain(quantity.value, "en").replace(",", " ")
    unit = "%" if quantity.unit == PERCENT else quantity.unit
    return f"{figure} {unit}".rstrip()


class Brackets(Frozen):
    """A table by a metric."""

    applies_to: Literal["slice", "whole"]
    rows: tuple[BracketRow, ...]

    @model_validator(mode="before")
    @classmethod
    def _in_points(cls, written: object) -> object:
        slices = isinstance(written, dict) and written.get("applies_to") == "slice"
        return with_points(written, slices=slices)

    @model_validator(mode="after")
    def _rising(self) -> Brackets:
        check_filled(self.rows, "{at_least: 0, rate: 5 %}")
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
