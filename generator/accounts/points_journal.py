"""The journal of points of one period: its account as a close keeps it, row by row, and the account read from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.points import MOVED, Batch, PointsAccount, Stock, added
from generator.rules.exact import Integers
from generator.terms.calendar import Period

POINTS = pa.schema(
    [
        pa.field("partner", pa.string()),
        pa.field("what", pa.string()),
        pa.field("batch", pa.string()),
        pa.field("through", pa.date32()),
        pa.field("day", pa.date32()),
        pa.field("key", pa.string()),
        pa.field("points", pa.int64()),
    ],
    metadata={"points": "1"},
)
"""`what` is a figure of the account (`opening` ... `closing`), `batch` for what is left of one at the end, or the kind
of a move, which has a `day`. `batch` is the period of earning, of `adjusted` the closed period that changed; `points`
are hundredths of one."""
_BATCH = "batch"


def journal_of(account: PointsAccount, ids: pa.Array) -> pa.Table:
    """The rows of `POINTS`: the figures that are not zero, the batches that are left, the moves as they happened."""
    parts = [POINTS.empty_table()]
    for name, column in account.columns():
        if name != "adjusted":
            parts.append(_rows(ids, name, column))
    parts += [_rows(ids, "adjusted", column, batch=origin) for origin, column in account.adjusted.items()]
    for one in account.closing.batches:
        parts.append(_rows(ids, _BATCH, one.left, batch=one.earned_in.name, through=one.through))
    for move in account.moves:
        told = {"batch": move.earned_in.name, "day": move.day, "key": move.key}
        parts.append(_table(ids.take(pa.array(move.rows)), move.kind, move.points, **told))
    return pa.concat_tables(parts)


def account_of(
    journal: pa.Table, opening: Stock, ids: pa.Array, periods: Mapping[str, Period]
) -> PointsAccount:
    """The account that `journal_of` wrote, without its moves; it opened with `opening`. Raises KeyError for a batch of
    a period that is not settled, ValueError where somebody is not among `ids`.
    """
    size = len(ids)
    places = pc.index_in(journal["partner"], ids)
    if places.null_count:
        raise ValueError(journal.filter(pc.is_null(places))["partner"][0].as_py())
    figures: dict[tuple[str, str | None], Integers] = {}
    through: dict[str | None, date | None] = {}
    still = journal.append_column("row", places).filter(pc.is_null(journal["day"]))
    for group in still.group_by(["what", "batch", "through"]).aggregate([]).to_pylist():
        what, batch = group["what"], group["batch"]
        named = pc.is_null(still["batch"]) if batch is None else pc.equal(still["batch"], batch)
        rows = still.filter(pc.and_(pc.equal(still["what"], what), named))
        column = figures[what, batch] = np.zeros(size, dtype=np.int64)
        column[rows["row"].to_numpy()] = rows["points"].to_numpy()
        if what == _BATCH:
            through[batch] = group["through"]
    left = {str(batch): column for (what, batch), column in figures.items() if what == _BATCH}
    batches = tuple(Batch(periods[name], through[name], left[name]) for name in sorted(left))
    adjusted = {str(origin): column for (what, origin), column in figures.items() if what == "adjusted"}
    nothing = np.zeros(size, dtype=np.int64)
    moved = {name: figures.get((name, None), nothing) for name in MOVED}
    moved["adjusted"] = added(adjusted.values(), size)
    closing = figures.get(("closing", None), nothing)
    return PointsAccount(opening, Stock(batches, np.maximum(-closing, 0)), moved, adjusted, ())


def _rows(ids: pa.Array, what: str, column: Integers, **told: object) -> pa.Table:
    rows = np.flatnonzero(column)
    return _table(ids.take(pa.array(rows)), what, column[rows], **told)


def _table(partners: pa.Array, what: str, points: Integers, **told: object) -> pa.Table:
    count = len(partners)
    columns = {"partner": partners, "what": pa.repeat(what, count), "points": pa.array(points)}
    for name in POINTS.names:
        if name not in columns:
            columns[name] = pa.repeat(pa.scalar(told.get(name), POINTS.field(name).type), count)
    return pa.table([columns[name] for name in POINTS.names], schema=POINTS)
