"""Personal windows: rows of a table inside days that each partner has for himself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from generator.book.book import Book
from generator.settlement.passes import Where
from generator.settlement.plan import DATE_OF
from generator.terms.window import Days

FIRST, LAST = '"#first"', '"#last"'
_DAYS = "personal_days"


@contextmanager
def personal_rows(book: Book, table: str, first: Days, last: Days) -> Iterator[Where]:
    """Where a pass finds the rows that lie between the days of their partner (one of each a partner)."""
    rows = np.arange(len(first))
    days = {"row": rows, "first": first.astype("datetime64[D]"), "last": last.astype("datetime64[D]")}
    book.con.register(_DAYS, pa.table({name: pa.array(values) for name, values in days.items()}))
    own = (
        f'select p.partner_key as "#key", d.first as {FIRST}, d.last as {LAST} '
        f"from partners p join {_DAYS} d on d.row = p.row"
    )
    condition = f'"{DATE_OF[table]}" between {FIRST} and {LAST}'
    try:
        yield Where(f'{table} join ({own}) on "#key" = partner', "0", 1, 0, (condition,))
    finally:
        book.con.unregister(_DAYS)
