"""Tables as bytes: how a close keeps them, the same bytes for the same rows."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq


def table_bytes(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def table_of_bytes(content: bytes) -> pa.Table:
    """The table that `table_bytes` wrote."""
    return pq.read_table(io.BytesIO(content))
