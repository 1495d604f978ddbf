"""Dues: what of the lines is put on hold, released and forfeited in a period, against what closes booked of it."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from generator.accounts.keyed import KEY
from generator.accounts.shares import SHARES, as_booked, clauses_held, shares
from generator.settlement.settle import Settlement

DUES = pa.schema(
    [
        *(SHARES.field(name) for name in SHARES.names if name not in ("state", "amount")),
        pa.field("put_on_hold", pa.int64()),
        pa.field("released", pa.int64()),
        pa.field("forfeited", pa.int64()),
    ],
    metadata={"dues": "1"},
)
"""One row a line and share of which a period books anything; `share` counts from 1 as in the version."""
MOVED = ("put_on_hold", "released", "forfeited")
_LINE = (*KEY, "version", "window_last", "dated", "amount")


class Dues:
    """The shares of all lines of a settlement, and what each open or later period books of them."""

    def __init__(self, made: pa.Table, booked: pa.Table, opened: str) -> None:
        self._made = made
        self._booked = booked
        self._opened = opened

    @staticmethod
    def of(
        settlement: Settlement,
        now: pa.Table,
        booked: pa.Table,
        adjusted: pa.Table,
        dues: pa.Table,
        forgiven: Mapping[str, bool],
        opened: str,
    ) -> Dues:
        """From the lines of today's settlement, and lines, adjustments and dues in closes.

        `adjusted` has those of the open period, too, whose name is `opened`. Raises OverflowError.
        """
        if not clauses_held(settlement):
            return Dues(SHARES.empty_table(), dues, opened)
        lines = _effective(settlement, now, booked, adjusted, forgiven)
        return Dues(as_booked(shares(settlement, lines), dues, forgiven), dues, opened)

    def booked_in(self, period: str) -> pa.Table:
        """What an open or a later period books, as `DUES`. Raises OverflowError."""
        first = period == self._opened
        if not first and not len(self._made):
            return DUES.empty_table()
        key, same = ", ".join((*KEY, "share")), "<=" if first else "="
        told = "version", "window_last", "due", "due_period"
        kept = ", ".join(f"arg_min({name}, source_of) as {name}" for name in told)
        moved = ", ".join(f"sum({name})::bigint as {name}" for name in MOVED)
        settled = f"case when due_period {same} $period and state = '{{}}' then amount else 0 end"
        con = duckdb.connect()
        try:
            con.register("made", self._made)
            con.register("booked", self._booked if first else DUES.empty_table())
            found = con.sql(
                f"""
                with together as (
                    select {key}, {", ".join(told)}, 1 as source_of,
                        case when origin {same} $period then amount else 0 end as put_on_hold,
                        {settled.format("released")} as released, {settled.format("forfeited")} as forfeited
                    from made where origin <= $period
                    union all
                    select {key}, {", ".join(told)}, 2, -put_on_hold, -released, -forfeited from booked
                )
                select {key}, {kept}, {moved} from together group by {key}
                having {" or ".join(f"sum({name}) <> 0" for name in MOVED)} order by {key}
                """,
                params={"period": period},
            ).to_arrow_table()
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            raise OverflowError("a share is larger than can be computed with exactly") from error
        finally:
            con.close()
        return found.select(DUES.names).cast(DUES)

    def held_after(self, period: str) -> pa.Table:
        """The shares that are on hold when a period has ended, as `SHARES`, by the day on which they are due."""
        waiting = pc.and_(
            pc.less_equal(self._made["origin"], period), pc.greater(self._made["due_period"], period)
        )
        held = self._made.filter(pc.and_(waiting, pc.not_equal(self._made["amount"], 0)))
        order = ("due", *KEY, "share")
        return held.sort_by([(name, "ascending") for name in order])


def _effective(
    settlement: Settlement,
    now: pa.Table,
    booked: pa.Table,
    adjusted: pa.Table,
    forgiven: Mapping[str, bool],
) -> pa.Table:
    """The lines as they stand in the books: those that are booked with what was adjusted, and those of open periods.

    `forgiven` names the closed periods. Dates and versions are today's, save in periods whose changes are forgiven.
    """
    names = pa.array(clauses_held(settlement), pa.string())
    closed = pa.table(
        {
            "origin": pa.array(list(forgiven), pa.string()),
            "forgiven": pa.array(list(forgiven.values()), pa.bool_()),
        }
    )
    key, line = ", ".join(KEY), ", ".join(_LINE)
    con = duckdb.connect()
    try:
        for name, table in (("now", now), ("booked", booked), ("adjusted", adjusted)):
            con.register(f"{name}_lines", table.filter(pc.is_in(table["clause"], names)))
        con.register("closed", closed)
        return con.sql(
            f"""
            with together as (
                select l.* replace (case when c.forgiven is null then l.amount else 0 end as amount),
                    case when c.forgiven then 4 else 1 end as source_of
                from (select {line} from now_lines) l left join closed c using (origin)
                union all
                select {line}, 2 from booked_lines
                union all
                select {line}, 3 from adjusted_lines where not forgiven
            )
            select {key}, arg_min(version, source_of) as version, arg_min(window_last, source_of) as window_last,
                arg_min(dated, source_of) as dated, sum(amount)::bigint as amount
            from together group by {key} having sum(amount) <> 0
            """
        ).to_arrow_table()
    except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        raise OverflowError("a line is larger than can be computed with exactly") from error
    finally:
        con.close()
