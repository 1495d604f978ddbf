"""Judging: where a survey found something, each row that is not counted gets exactly one reason."""

from __future__ import annotations

from datetime import date

import duckdb

from generator.book.mapping import AFTERWARDS
from generator.book.reasons import (
    AFTER_LEAVING,
    AFTER_ON,
    BEFORE_JOINING,
    DUPLICATE_ID,
    DUPLICATE_ROW,
    NAMES,
    UNKNOWN_PARTNER,
    code,
)
from generator.book.sql import literal, quoted
from generator.book.survey import condition, standing_before
from generator.book.typed import Typed


def judge(
    con: duckdb.DuckDBPyConnection, typed: Typed, on: date | None, *, membership: bool, taken: str = ""
) -> dict[str, int]:
    """Make the table `judged_<n>` of rows that are not counted.

    It has `#file`, `#row`, `#reason`, `#culprit` and the columns of the book. `taken` is SQL of ids counted before.
    Returns how many rows each reason has, in the order in which reasons are tried.
    """
    source = typed.opened.source
    number = typed.opened.key
    own = [row for row in source.reject if row.where is not None]
    names = [*NAMES, *(row.reason for row in own)]
    late = []
    if membership:
        late += [
            f"WHEN t.{quoted(typed.date)} < p.joined_on THEN {code(BEFORE_JOINING)}",
        ]
        if source.table != AFTERWARDS:
            late.append(f"WHEN t.{quoted(typed.date)} > p.left_on THEN {code(AFTER_LEAVING)}")
    if on is not None:
        late.append(f"WHEN t.{quoted(typed.own_date)} > DATE '{on}' THEN {code(AFTER_ON)}")
    late += [
        f"WHEN {condition(typed, row.where or (), 't.')} THEN {len(NAMES) + 1 + at}"
        for at, row in enumerate(own)
    ]
    early = 't."#fault"'
    joined = f"{typed.relation} t"
    if membership:
        stranger = code(UNKNOWN_PARTNER)
        early = (
            f"CASE WHEN {early} < {stranger} THEN {early} WHEN p.row IS NULL THEN {stranger} ELSE {early} END"
        )
        joined += " LEFT JOIN partners p ON t.partner = p.partner_key"
    late_case = f"CASE {' '.join(late)} END" if late else "NULL"
    told = f"told_{number}"
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {told} AS "
        f'SELECT t.*, {early} AS "#early", {late_case} AS "#late" FROM {joined}'
    )
    repeats = _repeated_rows(con, typed, told) if source.duplicates == "reject" else ""
    same_ids = _repeated_ids(con, typed, told, repeats, taken) if source.ids else ""
    joins, found = "", ['"#early"']
    for name, table, reason in (("r", repeats, DUPLICATE_ROW), ("i", same_ids, DUPLICATE_ID)):
        if table:
            joins += f' LEFT JOIN {table} {name} ON t."#file" = {name}."#file" AND t."#row" = {name}."#row"'
            found.append(f'CASE WHEN {name}."#row" IS NOT NULL THEN {code(reason)} END')
    found.append('"#late"')
    listed = "[" + ", ".join(literal(name) for name in names) + "]"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE judged_{number} AS "
        f'SELECT * EXCLUDE ("#early", "#late", "#fault"), {listed}["#code"] AS "#reason" '
        f'FROM (SELECT t.*, coalesce({", ".join(found)}) AS "#code" FROM {told} t{joins}) '
        'WHERE "#code" IS NOT NULL'
    )
    counts = con.execute(
        f'SELECT "#reason", count(*) FROM judged_{number} GROUP BY "#reason", "#code" ORDER BY "#code"'
    ).fetchall()
    return {str(reason): int(count) for reason, count in counts}


def _repeated_rows(con: duckdb.DuckDBPyConnection, typed: Typed, told: str) -> str:
    """Rows of which an earlier one is equal in every cell of the file.

    Equal rows share every earlier reason, so it does not matter whether the earlier one still stands.
    """
    columns = ", ".join(raw.sql for raw in typed.opened.columns.values())
    table = f"repeats_{typed.opened.key}"
    raw = typed.opened.relation
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {table} AS
        WITH alike AS (SELECT hash({columns}) AS h FROM {raw} GROUP BY h HAVING count(*) > 1),
        ranked AS (
            SELECT "#file", "#row",
                row_number() OVER (PARTITION BY {columns} ORDER BY "#file", "#row") AS nth
            FROM {raw} WHERE hash({columns}) IN (SELECT h FROM alike)
        )
        SELECT k."#file", k."#row" FROM ranked k
        JOIN {told} t ON k."#file" = t."#file" AND k."#row" = t."#row"
        WHERE nth > 1 AND t."#early" IS NULL"""
    )
    return table


def _repeated_ids(con: duckdb.DuckDBPyConnection, typed: Typed, told: str, repeats: str, taken: str) -> str:
    """Rows whose id stands in an earlier row, among those that no earlier reason has taken out."""
    names = ", ".join(quoted(name) for name in typed.opened.source.ids)
    table = f"same_ids_{typed.opened.key}"
    others = f'ANTI JOIN {repeats} r ON t."#file" = r."#file" AND t."#row" = r."#row"' if repeats else ""
    before = f'UNION SELECT "#file", "#row" FROM {standing_before(typed, "standing", taken)}' if taken else ""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {table} AS
        WITH standing AS (SELECT "#file", "#row", {names} FROM {told} t {others} WHERE "#early" IS NULL),
        alike AS (SELECT {names} FROM standing GROUP BY ALL HAVING count(*) > 1),
        ranked AS (
            SELECT "#file", "#row", row_number() OVER (PARTITION BY {names} ORDER BY "#file", "#row") AS nth
            FROM standing SEMI JOIN alike USING ({names})
        )
        SELECT "#file", "#row" FROM ranked WHERE nth > 1 {before}"""
    )
    return table
