"""Rejected rows: kept with their reason and their raw cells, held against the ceilings, written to a file."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from generator.book.mapping import HAPPENED
from generator.book.opened import Opened
from generator.book.reasons import (
    BAD_NUMBER,
    BY_NAME,
    DUPLICATE_ID,
    MISSING_VALUE,
    TOO_MANY_DECIMALS,
    UNKNOWN_SALE,
    UNREADABLE_ROW,
)
from generator.book.sql import literal, one_row, quoted
from generator.source import Diagnostic, Mark, did_you_mean
from generator.terms.numerals import day

COLUMNS = ("table", "file", "row", "reason", "partner", "date", "raw")
_SHOWN = 5
_WIDTH = 60


def make_rejects_table(con: duckdb.DuckDBPyConnection) -> None:
    """An empty table `rejects`: the columns of the file, `source` (position in `sources.yaml`), `culprit`."""
    con.execute(
        'CREATE TABLE rejects ("table" VARCHAR, file VARCHAR, "row" BIGINT, reason VARCHAR, partner VARCHAR, '
        '"date" VARCHAR, raw VARCHAR, day DATE, source INTEGER, source_file INTEGER, culprit VARCHAR)'
    )


def keep_rejects(con: duckdb.DuckDBPyConnection, opened: Opened) -> None:
    """Add the judged rows of a source with their raw cells, as JSON by column of the file."""
    source = opened.source
    cells = ", ".join(
        f"{literal(name)}, {raw.sql if raw.is_text else raw.text}"
        for name, raw in opened.columns.items()
        if not name.startswith("#")
    )
    raw_json = f"json_object({cells})"
    if not opened.rescanned:
        raw_json = f'CASE WHEN "#line" IS NULL THEN {raw_json} ELSE json_object(\'line\', "#line") END'
    at = "joined_on" if source.table == "partners" else "date"
    if HAPPENED in source.columns:
        at = HAPPENED
    partner = opened.raw("partner").text if "partner" in source.columns else "NULL::VARCHAR"
    names = ", ".join(literal(file.name) for file in opened.files)
    con.execute(
        f"""INSERT INTO rejects
        SELECT {literal(source.table)}, [{names}]["#file" - {opened.first_file} + 1], "#row", j."#reason",
            {partner}, {opened.raw(at).text}, {raw_json}, j."#day", {opened.number},
            "#file", j."#culprit"
        FROM {opened.relation} JOIN (
            SELECT "#file", "#row", "#reason", "#culprit", "{at}" AS "#day" FROM judged_{opened.key}
        ) j USING ("#file", "#row")
        ORDER BY "#file", "#row" """
    )


def over_the_ceiling(
    con: duckdb.DuckDBPyConnection, opened: Opened, counts: Mapping[str, int], on: date, ids: Sequence[str]
) -> list[Diagnostic]:
    """A diagnostic `broken-rows` for each reason with more rows than its declared ceiling.

    `ids` are the partners' ids, for a nearest name.
    """
    declared = {row.reason: number for number, row in enumerate(opened.source.reject)}
    out = []
    for reason, count in counts.items():
        number = declared.get(reason)
        ceiling = opened.source.reject[number].ceiling if number is not None else 0
        if count > ceiling:
            out.append(_broken(con, opened, reason, count, number, ceiling, on, ids))
    return out


def _broken(
    con: duckdb.DuckDBPyConnection,
    opened: Opened,
    reason: str,
    count: int,
    number: int | None,
    ceiling: int,
    on: date,
    ids: Sequence[str],
) -> Diagnostic:
    built_in = BY_NAME.get(reason)
    rows = "1 row" if count == 1 else f"{count:,} rows".replace(",", " ")
    what = (built_in.one if count == 1 else built_in.many) if built_in else "fall under `where`"
    if built_in is None and count == 1:
        what = "falls under `where`"
    what = what.replace("the day of this run", day(on, "en").replace("\u00a0", " "))
    limit = f"{ceiling:,}".replace(",", " ")
    allowed = f"at most {limit} may" if number is not None else f"`{reason}` is not declared"
    lines = _samples(con, opened, reason, ids)
    if count > _SHOWN:
        lines.append(f"... and {count - _SHOWN:,} more".replace(",", " "))
    lines.append(built_in.consequence if built_in else "More rows are left out than was agreed.")
    cure = built_in.cure if built_in else "Look at these rows; if all of them are right to leave out, say so."
    written = f"{count:,}".replace(",", " ")
    if number is None:
        cure += (
            "\nOr, if they may be left out, say so to partners:\n  reject:\n"
            f"  - {{reason: {reason}, ceiling: {written}, words: {{...}}}}"
        )
    else:
        cure += f"\nOr raise the ceiling: `ceiling: {written}`."
    place = opened.place("files") if number is None else opened.place("reject", number, "ceiling")
    other = None if number is None else Mark(opened.place("files"), f"{rows} of these files")
    return Diagnostic(
        "broken-rows",
        place,
        f"{rows} of `{opened.source.files}` {what}: {allowed}.",
        label=f"reason `{reason}`" if number is not None else "",
        other=other,
        consequence="\n".join(lines),
        cure=cure,
    )


def _samples(con: duckdb.DuckDBPyConnection, opened: Opened, reason: str, ids: Sequence[str]) -> list[str]:
    found = con.execute(
        'SELECT file, "row", partner, "date", raw, culprit FROM rejects WHERE source = ? AND reason = ? '
        'ORDER BY source_file, "row" LIMIT ?',
        [opened.number, reason, _SHOWN],
    ).fetchall()
    out = []
    for file, row, partner, when, raw, culprit in found:
        seen = _shown(opened, reason, partner, when, json.loads(raw), culprit, ids)
        out.append(f"{file}, {opened.files[0].word} {row}: {seen}")
    return out


def _shown(
    opened: Opened,
    reason: str,
    partner: str | None,
    when: str | None,
    raw: dict[str, object],
    culprit: str | None,
    ids: Sequence[str],
) -> str:
    """What a person needs to see of a rejected row, by its reason."""
    columns = opened.source.columns

    def cell(name: str) -> str:
        column = columns[name].column
        return f"`{column}` holds `{raw.get(column)}`" if raw.get(column) else f"`{column}` is empty"

    if reason == UNREADABLE_ROW:
        return f"`{str(raw.get('line'))[:_WIDTH]}`"
    if reason == UNKNOWN_SALE:
        return cell(opened.named_in)
    if reason == "unknown-partner":
        near = did_you_mean(partner or "", ids) if len(ids) <= 20_000 else ""
        return f"partner `{partner}`" + (f" (nearest: `{near}`)" if near else "")
    if reason in (MISSING_VALUE, BAD_NUMBER, TOO_MANY_DECIMALS) and culprit:
        return cell(culprit)
    if reason == DUPLICATE_ID:
        return ", ".join(cell(name) for name in opened.source.ids)
    if reason == "bad-date" and culprit:
        return cell(culprit)
    return f"partner `{partner or ''}`, date `{when or ''}`"


def write_rejects(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write all rejected rows to a CSV file that only its owner can read; returns how many there are.

    The file before it stays until the new one is complete.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with mode 0600
    os.close(handle)
    aside = Path(name)
    columns = ", ".join(quoted(column) for column in COLUMNS)
    rows = f'SELECT {columns} FROM rejects ORDER BY source, source_file, "row"'
    try:
        con.execute(f"COPY ({rows}) TO {literal(name)} (FORMAT csv, HEADER, USE_TMP_FILE false)")
        aside.replace(path)
    except BaseException:
        aside.unlink()
        raise
    return int(one_row(con, "SELECT count(*) FROM rejects")[0])
