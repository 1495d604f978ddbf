"""Cells as SQL: for each column of the book the expression that reads it exactly, or finds that it cannot.

A cell is *given* when something stands in it. Its *value* is exact, or NULL when it is not given or cannot be
read; that expression never raises. The *quick* form reads the same values where every cell of the source is
known to be sound.

DuckDB leaves out a comparison that the statistics of a Parquet file seem to decide, and NaN stands in none of
them: so a float is always cast by TRY_CAST, whatever was tested before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from generator.book.dates import ISO, ISO_WITH_OFFSET, UNIX, has_time, pattern_of
from generator.book.mapping import SourceColumn
from generator.book.sql import literal

# What Python calls white space, so that both readings of a cell end at the same letter.
WHITE = "".join(chr(n) for n in range(0x3001) if chr(n).isspace())
_EDGES = "[" + "".join(f"\\x{{{ord(letter):x}}}" for letter in WHITE) + "]"
NUMBER_TYPES = frozenset("TINYINT SMALLINT INTEGER BIGINT UTINYINT USMALLINT UINTEGER".split())
WIDE_TYPES = frozenset("UBIGINT HUGEINT UHUGEINT".split())
FLOAT_TYPES = {"DOUBLE": 15, "FLOAT": 6}  # decimal digits that the type keeps for certain
CANONICAL_ID = "-?[1-9][0-9]{0,17}|0"
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")


class Unreadable(ValueError):
    """A column of this type cannot hold what the mapping says; the message says what it can."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A column as the file has it: its SQL and its DuckDB type.

    `loose`: a workbook, which keeps dates of one column partly as dates and partly as texts. `ends`: the white
    space that may stand at the ends of a text (any, as in text files; spaces, as Parquet has from columns of a
    fixed width; none, where it was looked for). `whole`: no float has a fraction. `timed`: some texts of dates
    are longer than a day.
    """

    sql: str
    type: str
    loose: bool = False
    ends: Literal["any", "spaces", "none"] = "any"
    whole: bool = True
    timed: bool = True

    @property
    def is_text(self) -> bool:
        """Whether the cells are texts."""
        return self.type == "VARCHAR"

    @property
    def text(self) -> str:
        """The cell as text without white space at its ends; NULL when nothing stands there."""
        if self.is_text:
            if self.ends == "spaces":
                return f"nullif(trim({self.sql}), '')"
            return self.sql if self.ends == "none" else trimmed(self.sql)
        if self.type in FLOAT_TYPES:
            return (
                f"CASE WHEN isnan({self.sql}) THEN NULL WHEN round({self.sql}) = {self.sql} AND "
                f"abs({self.sql}) < 9e18 THEN TRY_CAST({self.sql} AS BIGINT)::VARCHAR "
                f"ELSE {self.sql}::VARCHAR END"
            )
        return f"{self.sql}::VARCHAR"


@dataclass(frozen=True, slots=True)
class Reading:
    """How one column of the book is read; all fields are SQL over the raw relation, `type` is DuckDB's.

    `too_many` is true for a figure whose decimals do not fit its digits; `moment` is the local time, if any.
    """

    name: str
    type: str
    given: str
    value: str
    quick: str
    too_many: str = "false"
    moment: str = ""
    quick_moment: str = ""


def in_words(kind: str) -> str:
    """A DuckDB type as the author of the data would say it."""
    if kind in NUMBER_TYPES or kind in WIDE_TYPES:
        return "whole numbers"
    if kind in FLOAT_TYPES or kind.startswith("DECIMAL"):
        return "figures"
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return "dates"
    words = {"VARCHAR": "texts", "BOOLEAN": "yes and no", "BLOB": "bytes"}
    return words.get(kind, "values of the type " + kind.lower())


def padded(text: str) -> str:
    """SQL: whether a text is empty or has spaces at an end; fast on columns of repeated texts too."""
    return f"({text} = '' OR strlen(trim({text})) < strlen({text}))"


def trimmed(text: str) -> str:
    """SQL: a text without white space at its ends, NULL when nothing is left.

    Trimming spaces is fast, trimming any white space is slow, so only what needs it goes the second way.
    """
    bare = f"trim({text})"
    other = f"({bare} = '' OR regexp_matches({bare}, '^{_EDGES}|{_EDGES}$'))"
    return f"CASE WHEN {other} THEN nullif(trim({bare}, {literal(WHITE)}), '') ELSE {bare} END"


def without_percent(raw: RawColumn) -> RawColumn:
    """A share in texts may be written with its sign: `60 %`."""
    if not raw.is_text:
        return raw
    return RawColumn(f"regexp_replace({raw.text}, '[ \u00a0\u202f]*%$', '')", "VARCHAR", ends="none")


def read_text(name: str, raw: RawColumn) -> Reading:
    """A text; whole numbers keep their type, since turning millions of them into text costs time.

    Raises Unreadable for dates, lists and the like.
    """
    if raw.is_text:
        return Reading(name, "VARCHAR", f"{raw.text} IS NOT NULL", raw.text, raw.text)
    if raw.type in NUMBER_TYPES or raw.type in WIDE_TYPES:
        return Reading(name, raw.type, f"{raw.sql} IS NOT NULL", raw.sql, raw.sql)
    if raw.type in FLOAT_TYPES and raw.whole:
        value = f"TRY_CAST({raw.sql} AS BIGINT)"
        return Reading(name, "BIGINT", f"{value} IS NOT NULL", value, value)
    if raw.type in FLOAT_TYPES or raw.type == "BOOLEAN" or raw.type.startswith(("ENUM", "UUID", "DECIMAL")):
        return Reading(name, "VARCHAR", f"{raw.text} IS NOT NULL", raw.text, raw.text)
    raise Unreadable("a text")


def read_partner(raw: RawColumn, key_type: str) -> Reading:
    """The id of a partner in the type that all ids share (BIGINT or VARCHAR).

    Raises Unreadable for types that are no ids.
    """
    as_text = read_text("partner", raw)
    if key_type == "VARCHAR":
        return Reading("partner", key_type, as_text.given, raw.text, raw.text)
    if raw.type in NUMBER_TYPES:
        value = raw.sql if raw.type == "BIGINT" else f"{raw.sql}::BIGINT"
        return Reading("partner", key_type, as_text.given, value, value)
    if raw.type in FLOAT_TYPES:
        given = f"{raw.sql} IS NOT NULL AND NOT isnan({raw.sql})"
        whole = f"round({raw.sql}) = {raw.sql} AND abs({raw.sql}) < 9007199254740992"
        value = f"CASE WHEN {whole} THEN TRY_CAST({raw.sql} AS BIGINT) END"
        return Reading("partner", key_type, given, value, f"{raw.sql}::BIGINT")
    value = (
        f"CASE WHEN regexp_full_match({raw.text}, '{CANONICAL_ID}') THEN TRY_CAST({raw.text} AS BIGINT) END"
    )
    return Reading("partner", key_type, as_text.given, value, value)


def read_date(name: str, raw: RawColumn, column: SourceColumn, time_zone: str) -> Reading:
    """A local day, and the local moment where the source knows one.

    Raises Unreadable for types that are no dates.
    """
    if raw.type == "DATE":
        return Reading(name, "DATE", f"{raw.sql} IS NOT NULL", raw.sql, raw.sql)
    if raw.type.startswith("TIMESTAMP"):
        moment = f"{raw.sql}::TIMESTAMP" if raw.type != "TIMESTAMP" else raw.sql
        if raw.type == "TIMESTAMP WITH TIME ZONE":
            moment = f"timezone({literal(time_zone)}, {raw.sql})"
        day = f"CAST({moment} AS DATE)"
        return Reading(name, "DATE", f"{raw.sql} IS NOT NULL", day, day, moment=moment, quick_moment=moment)
    if not raw.is_text and not (column.format and raw.type in NUMBER_TYPES):
        raise Unreadable("a date")
    given = f"{raw.text} IS NOT NULL"
    moment = _iso(raw.text, time_zone)
    timed = raw.timed
    if column.format:
        timed = has_time(column.format) or (raw.loose and raw.timed)
        parsed = (
            f"CASE WHEN regexp_full_match({raw.text}, {literal(pattern_of(column.format))}) "
            f"THEN {_parsed(raw.text, column.format, time_zone)} END"
        )
        # Excel keeps some cells as dates and some as texts, in one column.
        moment = f"coalesce({parsed}, {moment})" if raw.loose else parsed
    day = f"CAST({moment} AS DATE)"
    return Reading(
        name,
        "DATE",
        given,
        day,
        day,
        moment=moment if timed else "",
        quick_moment=moment if timed else "",
    )


def _parsed(text: str, written: str, time_zone: str) -> str:
    if written not in UNIX:
        return f"try_strptime({text}, {literal(written)})"
    # A count too large for a moment is none: the year 9999 ends before this bound.
    count, by = f"TRY_CAST({text} AS BIGINT)", UNIX[written]
    fits = f"{count} < {253_402_300_800_000_000 // by}"
    moment = f"timezone('UTC', make_timestamp({count} * {by}))"
    return f"CASE WHEN {fits} THEN timezone({literal(time_zone)}, {moment}) END"


def _iso(text: str, time_zone: str) -> str:
    return (
        f"CASE WHEN regexp_full_match({text}, '{ISO}') THEN TRY_CAST({text} AS TIMESTAMP) "
        f"WHEN regexp_full_match({text}, '{ISO_WITH_OFFSET}') "
        f"THEN timezone({literal(time_zone)}, TRY_CAST({text} AS TIMESTAMPTZ)) END"
    )


def read_decimal(name: str, raw: RawColumn, column: SourceColumn, decimal_sign: str) -> Reading:
    """A figure as a whole number of its smallest unit, exact or not at all.

    A binary float is taken when it is the float nearest to a decimal of at most 15 significant digits that
    fits the declared digits: then, and only then, that decimal is what the source meant.
    Raises Unreadable for types that are no figures.
    """
    assert column.digits is not None
    digits = column.digits
    power = 0 if column.in_ == "minor" else digits
    scale = 10**power
    x = raw.sql
    present = f"{x} IS NOT NULL"
    if raw.type in NUMBER_TYPES:
        if scale == 1:
            value = x if raw.type == "BIGINT" else f"{x}::BIGINT"
            return Reading(name, "BIGINT", present, value, value)
        most = (2**63 - 1) // scale
        quick = f"({x}::BIGINT * {scale})"
        return Reading(
            name, "BIGINT", present, f"CASE WHEN {x} BETWEEN -{most} AND {most} THEN {quick} END", quick
        )
    if raw.type in WIDE_TYPES:
        inner = f"TRY_CAST({x} AS BIGINT)"
        most = (2**63 - 1) // scale
        value = f"CASE WHEN {inner} BETWEEN -{most} AND {most} THEN {inner} * {scale} END"
        return Reading(name, "BIGINT", present, value, value)
    if raw.type in FLOAT_TYPES:
        return _float(name, raw, scale)
    if match := _DECIMAL.fullmatch(raw.type):
        return _fixed(name, raw, int(match[1]), int(match[2]), power)
    if raw.is_text:
        return _written(name, raw, power, decimal_sign)
    raise Unreadable("a figure")


def _float(name: str, raw: RawColumn, scale: int) -> Reading:
    x, limit = f"{raw.sql}::DOUBLE", f"{10 ** FLOAT_TYPES[raw.type] / scale!r}"
    back = f"CAST(round({x} * {scale}) / {scale} AS {raw.type}) = {raw.sql}"
    value = f"CASE WHEN abs({raw.sql}) < {limit} AND {back} THEN TRY_CAST(round({x} * {scale}) AS BIGINT) END"
    return Reading(
        name,
        "BIGINT",
        f"({raw.sql} IS NOT NULL AND NOT isnan({raw.sql}))",
        value,
        f"CAST(round({x} * {scale}) AS BIGINT)",
        too_many=f"(abs({raw.sql}) < {limit} AND NOT ({back}))",
    )


def _fixed(name: str, raw: RawColumn, precision: int, decimals: int, power: int) -> Reading:
    by_text = _written(name, RawColumn(f"{raw.sql}::VARCHAR", "VARCHAR", ends="none"), power, ".")
    room = 18 - decimals - power
    if room <= 0:
        return by_text
    # Multiplied as it stands where 18 digits can hold it, which is fast; through its text where they cannot.
    x = raw.sql if precision <= 18 else f"TRY_CAST({raw.sql} AS DECIMAL(18,{decimals}))"
    fits = f"{x} > -{10**room} AND {x} < {10**room}"
    short = f"{raw.sql} = round({raw.sql}, {power})" if decimals > power else "true"
    value = f"CASE WHEN {fits} AND {short} THEN CAST({x} * {10**power} AS BIGINT) ELSE {by_text.value} END"
    return Reading(name, "BIGINT", f"{raw.sql} IS NOT NULL", value, value, too_many=f"(NOT ({short}))")


def _written(name: str, raw: RawColumn, power: int, sign: str) -> Reading:
    text, mark = raw.text, "[.]" if sign == "." else sign
    some = f"[0-9]{{1,{power}}}0*" if power else "0+"
    exact = f"regexp_full_match({text}, '[+-]?[0-9]+({mark}{some})?')"
    number = f"regexp_full_match({text}, '[+-]?[0-9]+({mark}[0-9]+)?')"
    plain = text if sign == "." else f"replace({text}, '{sign}', '.')"
    value = f"CASE WHEN {exact} THEN TRY_CAST({plain} || 'e{power}' AS BIGINT) END"
    return Reading(
        name, "BIGINT", f"{text} IS NOT NULL", value, value, too_many=f"({number} AND NOT {exact})"
    )
