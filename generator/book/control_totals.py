"""Control totals: what somebody outside says that the records or the lines of a period come to."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from generator.book.by_hand import PeriodName
from generator.source import Fault, Frozen
from generator.terms.quantity import Amount, Day

CONTROL_TOTALS = "control_totals.yaml"
TABLES = ("sales", "sale_lines", "returns", "events")


class TotalOf(Frozen):
    """What is totalled: figures or rows of a `table`, lines of a clause (None: all), or payouts."""

    what: str
    table: str = ""
    column: str = ""
    clause: str | None = None


def _total_of(written: object) -> TotalOf:
    if isinstance(written, TotalOf):
        return written
    if isinstance(written, dict) and all(isinstance(value, str) for value in written.values()):
        match {key: str(value) for key, value in written.items()}:
            case {"sum": column, "table": table, **rest} if not rest and table in TABLES:
                return TotalOf(what="sum", table=table, column=column)
            case {"count": table, **rest} if not rest and table in TABLES:
                return TotalOf(what="count", table=table)
            case {"lines": clause, **rest} if not rest:
                return TotalOf(what="lines", clause=None if clause == "all" else clause)
            case {"payouts": "all", **rest} if not rest:
                return TotalOf(what="payouts")
    raise Fault(
        "control-total-unclear",
        "It is not said in one way what is totalled.",
        consequence="A total of something else would be held against this figure, and agree by chance or never.",
        cure="Write `{sum: amount, table: sales}`, `{count: sales}`, `{lines: all}`, `{lines: some-rule}` or "
        "`{payouts: all}`.",
    )


AnyTotal = Annotated[
    TotalOf,
    PlainValidator(_total_of),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "sum": {"type": "string"},
                "table": {"enum": list(TABLES)},
                "count": {"enum": list(TABLES)},
                "lines": {"type": "string"},
                "payouts": {"const": "all"},
            },
        }
    ),
]


class ControlTotal(Frozen):
    """One control total of a period, with who says so and when."""

    period: PeriodName
    of: AnyTotal
    equals: Amount
    owner: str = Field(min_length=1)
    day: Day = Field(alias="date")


class ControlTotalsFile(Frozen):
    """The file control_totals.yaml."""

    control_totals: tuple[ControlTotal, ...]
