"""Lines under keys that stay the same however often a period is settled, so that two settlements can be compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from generator.rules.by_rows import table_of
from generator.rules.exact import Integers
from generator.settlement.ledger import HOUSE_NAME
from generator.settlement.paying import ClauseLines
from generator.settlement.rows import record_dates, record_names
from generator.settlement.settle import PeriodResult, Settlement

KEY = ("origin", "clause", "window_first", "partner", "depth", "source", "record")
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
LINES = pa.schema(
    [
        *NAMED,
        pa.field("dated", pa.date32()),
        pa.field("base", pa.int64()),
        pa.field("base_digits", pa.int8()),
        pa.field("base_per", pa.int64()),
        pa.field("row", pa.int16()),
        pa.field("capped", pa.bool_()),
        pa.field("amount", pa.int64()),
    ],
    metadata={"lines": "1"},
)
"""`origin` names the period with which a line is paid; `record` is the name of a sale, or file and row, `dated` its
day, or the last one of the window; the others are as in the ledger."""


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
