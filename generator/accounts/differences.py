"""What changed after a close: the lines as they are now against those that were booked, key by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from generator.accounts.keyed import LINE_KEY, NAMED, UNIT

ADJUSTMENTS = pa.schema(
    [
        *NAMED,
        UNIT,
        pa.field("dated", pa.date32()),
        pa.field("was", pa.int64()),
        pa.field("now", pa.int64()),
        pa.field("amount", pa.int64()),
        pa.field("forgiven", pa.bool_()),
    ],
    metadata={"adjustments": "2"},
)
"""`was` is what stands in closes for a line of the period `origin`, adjustments to it included; `now` what the line
comes to today; `amount` their difference. A forgiven one changes no balance, and is not asked for again."""


def adjustments(
    now: pa.Table, booked: pa.Table, made: pa.Table, forgiven: Mapping[str, bool], order: Sequence[str]
) -> pa.Table:
    """The adjustments that are still to be booked, by period, clause and partner.

    `now` and `booked` are lines of closed periods as `LINES`, `made` the adjustments in closes so far; `forgiven` says
    of each closed period whether its policy forgives what changes now. `order` are the clauses in the order of pages.
    Raises OverflowError where sums leave int64.
    """
    con = duckdb.connect()
    try:
        for name, table in (("now", now), ("booked", booked), ("made", made)):
            con.register(f"{name}_lines", table)
        places = pa.table(
            {"clause": list(order), "place": list(range(len(order)))},
            schema=pa.schema([("clause", pa.string()), ("place", pa.int64())]),
        )
        con.register("places", places)
        policies = pa.table(
            {"origin": list(forgiven), "forgiven": list(forgiven.values())},
            schema=pa.schema([("origin", pa.string()), ("forgiven", pa.bool_())]),
        )
        con.register("policies", policies)
        key = ", ".join(LINE_KEY)
        try:
            found = con.sql(
                f"""
                with together as (
                    select {key}, version, window_last, dated, amount as "now", 0::bigint as was, 1 as source_of
                    from now_lines
                    union all
                    select {key}, version, window_last, dated, 0, amount, 2 from booked_lines
                    union all
                    select {key}, version, window_last, dated, 0, amount, 3 from made_lines
                ), summed as (
                    select {key}, arg_min(version, source_of) as version, max(window_last) as window_last,
                        arg_min(dated, source_of) as dated,
                        sum(was)::bigint as was, sum("now")::bigint as "now"
                    from together group by {key}
                )
                select s.origin, s.clause, version, window_first, window_last, partner, depth, source, record,
                    s.unit, dated,
                    was, "now", ("now" - was)::bigint as amount, p.forgiven
                from summed s join policies p using (origin) left join places o using (clause)
                where "now" <> was
                order by origin, place nulls last, s.clause, window_first, partner, depth, source, record, s.unit
                """
            ).to_arrow_table()
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            raise OverflowError("an adjustment is larger than can be computed with exactly") from error
    finally:
        con.close()
    return found.cast(ADJUSTMENTS)
