"""The ledger: every line of a settlement as one row of a Parquet file, with its workings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from generator.rules.exact import Integers
from generator.settlement.settle import PeriodResult, Settlement

SCHEMA_VERSION = "3"
SCHEMA = pa.schema(
    [
        pa.field("period", pa.dictionary(pa.int32(), pa.string())),
        pa.field("partner", pa.string()),
        pa.field("clause", pa.dictionary(pa.int32(), pa.string())),
        pa.field("version", pa.date32()),
        pa.field("edition", pa.dictionary(pa.int32(), pa.string())),
        pa.field("base", pa.int64()),
        pa.field("base_digits", pa.int8()),
        pa.field("base_per", pa.int64()),
        pa.field("row", pa.int16()),
        pa.field("capped", pa.bool_()),
        pa.field("amount", pa.int64()),
        pa.field("source", pa.string()),
        pa.field("depth", pa.int16()),
        pa.field("record", pa.int64()),
        pa.field("unit", pa.dictionary(pa.int32(), pa.string())),
    ],
    metadata={"ledger": SCHEMA_VERSION},
)
"""`base` times 10**-base_digits, divided by `base_per` where there is one, is the basis, `row` the row of the table
(0: none, or several), `amount` is in minor units; `partner` is `house` where it falls to nobody. `source` is the one
about whom the line is, `depth` how far above the source its partner stands, `record` numbers the row that it pays for;
`unit` is money, points, or `reward:` with a name.
"""

# A dictionary of values that hardly repeat costs time and makes the file larger.
_HARDLY = ("partner", "base", "base_per", "capped", "amount", "source", "record")
_REPEATING = [name for name in SCHEMA.names if name not in _HARDLY]
HOUSE_NAME = "house"


def ledger_table(settlement: Settlement, result: PeriodResult) -> pa.Table:
    """The lines of one period, clause by clause, each in the book's order of partners."""
    ids = pa.concat_arrays([settlement.book.partners.arrow_ids(), pa.array([HOUSE_NAME])])
    edition = f"{result.edition.address}#{result.edition.hash}"
    batches: list[pa.Table] = []
    for one in result.clauses:
        lines = one.lines
        count = len(lines.who)
        who = np.where(lines.who < 0, len(ids) - 1, lines.who)
        start = np.datetime64(one.version.starts)
        batches.append(
            pa.table(
                [
                    _same(result.period.name, count),
                    ids.take(pa.array(who)),
                    _same(one.clause, count),
                    pa.array(np.full(count, start), type=pa.date32()),
                    _same(edition, count),
                    pa.array(lines.base),
                    pa.array(np.full(count, lines.base_digits, dtype=np.int8)),
                    _whole(lines.base_per, count, pa.int64()),
                    pa.array(lines.row.astype(np.int16)),
                    pa.array(lines.capped),
                    pa.array(lines.amount),
                    pa.nulls(count, pa.string())
                    if lines.source is None
                    else ids.take(pa.array(lines.source)),
                    _whole(lines.depth, count, pa.int16()),
                    _whole(lines.record, count, pa.int64()),
                    _same(one.unit, count),
                ],
                schema=SCHEMA,
            )
        )
    return pa.concat_tables(batches) if batches else SCHEMA.empty_table()


def _same(word: str, count: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, dtype=np.int32)), pa.array([word]))


def _whole(values: Integers | None, count: int, kind: pa.DataType) -> pa.Array:
    return pa.nulls(count, kind) if values is None else pa.array(values).cast(kind)


def write_ledger(settlement: Settlement, folder: Path) -> list[Path]:
    """One file a period, `<period>.parquet`; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for result in settlement.results:
        path = folder / f"{result.period.name}.parquet"
        table = ledger_table(settlement, result).unify_dictionaries()
        pq.write_table(table, path, compression="zstd", compression_level=1, use_dictionary=_REPEATING)
        paths.append(path)
    return paths
