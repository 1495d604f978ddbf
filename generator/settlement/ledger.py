"""The ledger: every line of a settlement as one row of a Parquet file, with its workings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from generator.settlement.settle import PeriodResult, Settlement

SCHEMA_VERSION = "1"
SCHEMA = pa.schema(
    [
        pa.field("period", pa.dictionary(pa.int32(), pa.string())),
        pa.field("partner", pa.string()),
        pa.field("clause", pa.dictionary(pa.int32(), pa.string())),
        pa.field("version", pa.date32()),
        pa.field("edition", pa.dictionary(pa.int32(), pa.string())),
        pa.field("base", pa.int64()),
        pa.field("base_digits", pa.int8()),
        pa.field("row", pa.int16()),
        pa.field("capped", pa.bool_()),
        pa.field("amount", pa.int64()),
    ],
    metadata={"ledger": SCHEMA_VERSION},
)
"""`base` times 10**-base_digits is the basis, `row` the bracket reached (0: none), `amount` is in minor units."""

# A dictionary of values that hardly repeat costs time and makes the file larger.
_REPEATING = [name for name in SCHEMA.names if name not in ("partner", "base", "capped", "amount")]


def ledger_table(settlement: Settlement, result: PeriodResult) -> pa.Table:
    """The lines of one period, clause by clause, each in the book's order of partners."""
    ids = settlement.book.partners.arrow_ids()
    edition = f"{result.edition.address}#{result.edition.hash}"
    batches: list[pa.Table] = []
    for one in result.clauses:
        count = len(one.lines.who)
        start = np.datetime64(one.version.starts)
        batches.append(
            pa.table(
                [
                    _same(result.period.name, count),
                    ids.take(pa.array(one.lines.who)),
                    _same(one.clause, count),
                    pa.array(np.full(count, start), type=pa.date32()),
                    _same(edition, count),
                    pa.array(one.lines.base),
                    pa.array(np.full(count, one.lines.base_digits, dtype=np.int8)),
                    pa.array(one.lines.row.astype(np.int16)),
                    pa.array(one.lines.capped),
                    pa.array(one.lines.amount),
                ],
                schema=SCHEMA,
            )
        )
    return pa.concat_tables(batches) if batches else SCHEMA.empty_table()


def _same(word: str, count: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, dtype=np.int32)), pa.array([word]))


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
