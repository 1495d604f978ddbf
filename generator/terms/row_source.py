"""Rows that a clause reads one by one: of which table, which of them, and how long after joining."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from generator.source import Fault, did_you_mean
from generator.terms.filters import Filter, parse_filters, say_filters
from generator.terms.quantity import DURATIONS, Quantity, parse_quantity
from generator.terms.saying import Code, SayingsBuilder
from generator.terms.text import Text

TABLE_OF = {"sale": "sales", "sale_line": "sale_lines", "event": "events"}
"""The table whose rows a clause per sale, per sale line or per event reads."""


@dataclass(frozen=True, slots=True)
class RowSource:
    """Rows of `table` that pass all of `where`, dated `within` so long from their partner's joining."""

    table: str
    where: tuple[Filter, ...] = ()
    within: Quantity | None = None


def parse_row_source(written: object) -> RowSource:
    """Read `{sales: {status: paid, within: 60 days from joining}}`.

    Raises Fault: wrong-type, unknown-key and those of filters.
    """
    if isinstance(written, RowSource):
        return written
    if (
        not isinstance(written, dict)
        or len(written) != 1
        or not isinstance(next(iter(written.values())), dict)
    ):
        raise Fault(
            "wrong-type",
            "`source` names one table and which of its rows are read.",
            consequence="Nobody could tell which rows earn something.",
            cure="Write `source: {sales: {status: paid}}`.",
        )
    ((table, tests),) = written.items()
    tables = list(TABLE_OF.values())
    if table not in tables:
        near = did_you_mean(table, tables)
        raise Fault(
            "unknown-key",
            f"`{table}` is not a table whose rows can be read one by one.",
            at=(table,),
            on_key=True,
            consequence="Nobody could tell which rows earn something.",
            cure=f"Did you mean `{near}`?" if near else "Tables: " + ", ".join(tables) + ".",
        )
    tests = dict(tests)
    within = None
    if "within" in tests:
        within = parse_within(tests.pop("within"), (table, "within"))
    if not tests:
        return RowSource(table, (), within)
    try:
        return RowSource(table, parse_filters(tests), within)
    except Fault as fault:
        raise fault.under(table) from None


def parse_within(written: object, at: tuple[str, ...]) -> Quantity:
    """Read `60 days from joining`. Raises Fault: wrong-unit."""
    match = re.fullmatch(r"\s*(.+?)\s+from\s+joining\s*", written) if isinstance(written, str) else None
    try:
        quantity = parse_quantity(match[1]) if match else None
    except Fault:
        quantity = None
    if (
        quantity is None
        or quantity.unit not in DURATIONS
        or quantity.value.denominator != 1
        or quantity.value <= 0
    ):
        raise Fault(
            "wrong-unit",
            "`within` is a whole number of days, weeks, months or years from joining.",
            at=at,
            consequence="Nobody could say on which day it ends.",
            cure="Write `within: 60 days from joining`.",
        )
    return quantity


AnyRowSource = Annotated[
    RowSource,
    PlainValidator(parse_row_source),
    WithJsonSchema({"type": "object", "examples": [{"sales": {"status": "paid"}}]}),
]

_SOURCE = Text.of(
    en="Each counted row of the table {table} with a date in the period is judged by itself, "
    "and belongs to its partner.",
    ru="Каждая учтённая строка таблицы {table} с датой в этом периоде рассматривается отдельно "
    "и относится к своему партнёру.",
)
_WITHIN = Text.of(
    en="Only rows dated within {within} from joining are counted; the day of joining is the first day.",
    ru="Учитываются только строки, датированные в пределах {within} с момента присоединения; "
    "день присоединения считается первым.",
)


_TOGETHER = {
    per: Text.of(
        en=f"The counted rows of the table {{table}} with a date in the {en} are taken together, "
        "each for its partner.",
        ru=f"Учтённые строки таблицы {{table}} с датой в пределах {ru} берутся вместе, каждая у своего партнёра.",
    )
    for per, en, ru in (
        ("day", "day", "дня"),
        ("week", "week", "недели"),
        ("period", "period", "периода"),
        ("quarter", "quarter", "квартала"),
        ("half_year", "half-year", "полугодия"),
        ("year", "year", "года"),
    )
}


def say_row_source(builder: SayingsBuilder, source: RowSource, together: str = "") -> None:
    """Add `source`, `where.N` (or `where`) and `within`; `together` is the window whose rows are summed."""
    builder.say("source", _TOGETHER[together] if together else _SOURCE, table=Code(source.table))
    say_filters(builder, source.where)
    if source.within is not None:
        within = builder.fact("within", source.within.unit, source.within.value)
        builder.say("within", _WITHIN, within=within)
