"""Lines under keys that stay the same however often a period is settled, so that two settlements can be compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.rules.by_rows import table_of
from generator.rules.exact import Integers
from generator.settlement.ledger import HOUSE_NAME
from generator.settlement.paying import ClauseLines
from generator.settlement.rows import record_dates, record_names
from generator.settlement.settle import PeriodResult, Settlement
from generator.terms.pay import MONEY

KEY = ("origin", "clause", "window_first", "partner", "depth", "source", "record")
LINE_KEY = (*KEY, "unit")
"""What tells lines apart; those in money are told apart by `KEY` alone."""
NAMED = (
    pa.field("origin", pa.string()),
    pa.field("clause", pa.string()),
    pa.field("version", pa.date32()),
    pa.field("window_first", pa.date32()),
    pa.field("window_last", pa.date32()),
    pa.field("partner", pa.string()),
    pa.field("depth", pa.int16()),
    pa.field("source", pa.string()),
    pa.field("record", pa.string()),
)
"""What names a line, in every table that speaks of lines."""
UNIT = pa.field("unit", pa.string())
LINES = pa.schema(
    [
        *NAMED,
        UNIT,
        pa.field("dated", pa.date32()),
        pa.field("base", pa.int64()),
        pa.field("base_digits", pa.int8()),
        pa.field("base_per", pa.int64()),
        pa.field("row", pa.int16()),
        pa.field("capped", pa.bool_()),
        pa.field("amount", pa.int64()),
    ],
    metadata={"lines": "2"},
)
"""`origin` names the period with which a line is paid; `record` is the name of a sale, or file and row, `dated` its
day, or the last one of the window; the others are as in the ledger."""


def in_money(table: pa.Table) -> pa.Table:
    """The rows of a table of lines that are money."""
    return table.filter(pc.equal(table["unit"], MONEY))


def as_now(table: pa.Table) -> pa.Table:
    """A table of lines of a close in the present form; where it names no units, it is of a time when all was money."""
    if UNIT.name in table.column_names:
        return table
    units = pa.array([MONEY], pa.string()).take(pa.array(np.zeros(len(table), dtype=np.int64)))
    return table.add_column(len(NAMED), UNIT, units)


def keyed_lines(settlement: Settlement, results: Sequence[PeriodResult]) -> pa.Table:
    """The lines of some periods in the form `LINES`, period by period and clause by clause."""
    ids = pa.concat_arrays([settlement.book.partners.arrow_ids(), pa.array([HOUSE_NAME])])
    parts = [
        _lines_of(settlement, result, one, ids)
        for result in results
        for one in result.clauses
        if len(one.lines.who)
    ]
    return pa.concat_tables(parts) if parts else LINES.empty_table()


def _lines_of(settlement: Settlement, result: PeriodResult, one: ClauseLines, ids: pa.Array) -> pa.Table:
    lines = one.lines
    count = len(lines.who)

    def same(value: object, kind: pa.DataType) -> pa.Array:
        return pa.array([value], kind).take(pa.array(np.zeros(count, dtype=np.int64)))

    records = pa.nulls(count, pa.string())
    dated = same(one.window.last, pa.date32())
    if lines.record is not None:
        table = table_of(one.version)
        records = pa.array(record_names(settlement.book, table, lines.record), pa.string())
        dated = pa.array(record_dates(settlement.book, table, lines.record), pa.date32())
    return pa.table(
        [
            same(result.period.name, pa.string()),
            same(one.clause, pa.string()),
            same(one.version.starts, pa.date32()),
            same(one.window.first, pa.date32()),
            same(one.window.last, pa.date32()),
            ids.take(pa.array(np.where(lines.who < 0, len(ids) - 1, lines.who))),
            _whole(lines.depth, count, pa.int16()),
            pa.nulls(count, pa.string()) if lines.source is None else ids.take(pa.array(lines.source)),
            records,
            same(one.unit, pa.string()),
            dated,
            pa.array(lines.base),
            pa.array(np.full(count, lines.base_digits, dtype=np.int8)),
            _whole(lines.base_per, count, pa.int64()),
            pa.array(lines.row.astype(np.int16)),
            pa.array(lines.capped),
            pa.array(lines.amount),
        ],
        schema=LINES,
    )


def _whole(values: Integers | None, count: int, kind: pa.DataType) -> pa.Array:
    return pa.nulls(count, kind) if values is None else pa.array(values).cast(kind)
