"""A source typed: its raw cells as columns of the book, exact or NULL, with what is wrong in each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import duckdb

from generator.book.cells import (
    RawColumn,
    Reading,
    Unreadable,
    in_words,
    read_date,
    read_decimal,
    read_partner,
    read_text,
    trimmed,
    without_percent,
)
from generator.book.mapping import HAPPENED
from generator.book.opened import SOLD, Opened
from generator.book.reasons import (
    BAD_DATE,
    BAD_NUMBER,
    MISSING_DATE,
    MISSING_PARTNER,
    MISSING_VALUE,
    TOO_MANY_DECIMALS,
    UNKNOWN_PARTNER,
    UNKNOWN_SALE,
    UNREADABLE_ROW,
    code,
)
from generator.book.sql import literal, quoted
from generator.source import Diagnosed, Diagnostic


@dataclass(frozen=True)
class Typed:
    """One source under the columns of the book.

    `relation` holds `#file`, `#row`, each column of the book, `at` where the source knows the time of day,
    `#fault` (code of the first reason that the row alone can have, or NULL) and `#culprit` (the column that
    shows it).
    """

    opened: Opened
    readings: Mapping[str, Reading]
    relation: str
    has_moment: bool

    @property
    def decimals(self) -> tuple[str, ...]:
        """Columns that hold figures."""
        return self.opened.source.names("decimal")

    @property
    def date(self) -> str:
        """The column that gives a row its day."""
        return "joined_on" if self.opened.source.table == "partners" else "date"

    @property
    def own_date(self) -> str:
        """The column of the day on which a row itself happened, which may be later than the day on which it counts."""
        return HAPPENED if HAPPENED in self.readings else self.date

    def sound(self) -> str:
        """SELECT of all columns, for rows that are all known to be sound."""
        columns = [f"{r.quick} AS {quoted(name)}" for name, r in self.readings.items()]
        if self.has_moment:
            columns.append(f'{self.readings[self.date].quick_moment} AS "at"')
        return f'SELECT {", ".join(columns)}, "#file", "#row" FROM {self.opened.relation}'

    def kept(self) -> str:
        """SELECT of all columns from the table of a source that was read once."""
        columns = [*(f"t.{quoted(name)}" for name in self.readings), *(['t."at"'] if self.has_moment else [])]
        return f'SELECT {", ".join(columns)}, t."#file", t."#row" FROM {self.relation} t'

    def remaining(self) -> str:
        """SELECT of all columns, without the judged rows."""
        judged = f"judged_{self.opened.key}"
        return f'{self.kept()} ANTI JOIN {judged} j ON t."#file" = j."#file" AND t."#row" = j."#row"'

    def drop_judged(self, con: duckdb.DuckDBPyConnection) -> None:
        """Take the judged rows out of the table of a source that was read once."""
        con.execute(
            f"DELETE FROM {self.relation} t USING judged_{self.opened.key} j "
            'WHERE t."#file" = j."#file" AND t."#row" = j."#row"'
        )


def type_source(con: duckdb.DuckDBPyConnection, opened: Opened, key_type: str, time_zone: str) -> Typed:
    """Read a source's cells; `key_type` is the type of the partners' ids (BIGINT or VARCHAR).

    Texts become a table, read once; Parquet stays a view. Raises Diagnosed wrong-column-type.
    """
    columns = dict(opened.columns)
    origin = opened.relation
    if not opened.rescanned:
        used = {opened.source.columns[name].column for name in opened.source.columns}
        tidy = [
            f"{trimmed(columns[c].sql) if columns[c].is_text else columns[c].sql} AS {columns[c].sql}"
            for c in sorted(used)
        ]
        if SOLD in opened.columns:
            tidy.append(columns[SOLD].sql)
        origin = f'(SELECT "#file", "#row", "#line", {", ".join(tidy)} FROM {opened.relation})'
        columns = {c: replace(raw, ends="none") for c, raw in columns.items()}
    readings = _readings(opened, columns, key_type, time_zone)
    date = "joined_on" if opened.source.table == "partners" else "date"
    has_moment = bool(readings[date].moment)
    values = [f"{r.value} AS {quoted('=' + name)}" for name, r in readings.items()]
    if has_moment:
        values.append(f'{readings[date].moment} AS "=at"')
    fault, culprit = _faults(opened, readings)
    shown = [f"{quoted('=' + name)} AS {quoted(name)}" for name in readings]
    if has_moment:
        shown.append('"=at" AS "at"')
    relation = f"typed_{opened.key}"
    con.execute(
        f"CREATE OR REPLACE TEMP {'VIEW' if opened.rescanned else 'TABLE'} {relation} AS "
        f'SELECT "#file", "#row", {", ".join(shown)}, {fault} AS "#fault", {culprit} AS "#culprit" '
        f"FROM (SELECT *, {', '.join(values)} FROM {origin})"
    )
    return Typed(opened, readings, relation, has_moment)


def _readings(
    opened: Opened, columns: Mapping[str, RawColumn], key_type: str, time_zone: str
) -> dict[str, Reading]:
    source = opened.source
    out: dict[str, Reading] = {}
    wrong: list[Diagnostic] = []
    for name, column in source.columns.items():
        raw = columns[column.column]
        kind = source.kind_of(name)
        try:
            if name == "partner":
                out[name] = read_partner(raw, key_type)
            elif kind == "decimal":
                raw = without_percent(raw) if (source.table, name) == ("splits", "share") else raw
                out[name] = read_decimal(name, raw, column, source.decimal or ".")
            elif kind == "date":
                out[name] = read_date(name, raw, column, time_zone)
            else:
                out[name] = read_text(name, raw)
        except Unreadable as needed:
            wrong.append(unfit(opened, name, raw, needed))
    if wrong:
        raise Diagnosed(wrong)
    return out


def unfit(opened: Opened, name: str, raw: RawColumn, needed: Unreadable) -> Diagnostic:
    """The message about a column of a file that cannot hold what it is mapped to."""
    return Diagnostic(
        "wrong-column-type",
        opened.place("columns", name, "column"),
        f"`{opened.source.columns[name].column}` holds {in_words(raw.type)}, and `{name}` needs {needed}.",
        consequence="A value of another kind cannot be read exactly.",
        cure="Map another column, or write this one as another type.",
    )


def _faults(opened: Opened, readings: Mapping[str, Reading]) -> tuple[str, str]:
    """Two CASE expressions: the code of the first reason, and the column that shows it."""
    source = opened.source

    def value(name: str) -> str:
        return quoted("=" + name)

    tests: list[tuple[str, str, str]] = []
    if not opened.rescanned:
        tests.append((UNREADABLE_ROW, "", '"#line" IS NOT NULL'))
    if SOLD in opened.columns:
        tests.append((UNKNOWN_SALE, opened.named_in, f"{opened.columns[SOLD].sql} IS NULL"))
    if (partner := readings.get("partner")) is not None:
        tests.append((MISSING_PARTNER, "partner", f"NOT ({partner.given})"))
        if partner.type == "BIGINT":
            tests.append((UNKNOWN_PARTNER, "partner", f"{value('partner')} IS NULL"))
    dates, decimals = source.names("date"), source.names("decimal")
    texts = [name for name in source.names("text") if name != "partner"]
    tests += [(MISSING_DATE, d, f"NOT ({readings[d].given})") for d in dates if source.required(d)]
    tests += [(BAD_DATE, d, f"{readings[d].given} AND {value(d)} IS NULL") for d in dates]
    tests += [
        (MISSING_VALUE, name, f"NOT ({readings[name].given})")
        for name in (*texts, *decimals)
        if source.required(name)
    ]
    for reason, sign in ((BAD_NUMBER, "NOT "), (TOO_MANY_DECIMALS, "")):
        for name in decimals:
            unread = f"{readings[name].given} AND {value(name)} IS NULL"
            tests.append((reason, name, f"{unread} AND {sign}coalesce({readings[name].too_many}, false)"))
    codes = " ".join(f"WHEN {test} THEN {code(reason)}" for reason, _, test in tests)
    culprits = " ".join(f"WHEN {test} THEN {literal(name)}" for _, name, test in tests)
    return f"CASE {codes} END", f"CASE {culprits} END"
