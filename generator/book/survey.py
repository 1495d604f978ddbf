"""The survey: one scan that counts and sums a whole source by partner, and tells whether all is sound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import duckdb
import numpy as np

from generator.book.mapping import AFTERWARDS
from generator.book.sql import one_row, quoted
from generator.book.typed import Typed
from generator.terms.filters import Filter

_SIGNS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
_DENSE = 8


@dataclass(frozen=True)
class Survey:
    """What one scan found: all rows, exact sums of the readable figures, and whether any row may be broken.

    `read` and `readable` are by column: the sum in units of its last digit, and how many cells it is made of.
    """

    rows: int
    read: Mapping[str, int]
    readable: Mapping[str, int]
    sound: bool


def survey(
    con: duckdb.DuckDBPyConnection, typed: Typed, on: date | None, *, membership: bool, taken: str = ""
) -> Survey:
    """Scan a source once.

    `on` is the last day that may occur; `membership` compares with the table `partners`; `taken` is SQL of ids
    that rows counted before have.
    """
    source = typed.opened.source
    required = [name for name in source.columns if source.required(name)]
    day = quoted(typed.date)
    columns = {"rows": "count(*)", "first_day": f"min({day})", "last_day": f"max({day})"}
    for name in dict.fromkeys([*required, *typed.decimals]):
        columns[f"n:{name}"] = f"count({quoted(name)})"
    columns |= {f"s:{name}": f"sum({quoted(name)})" for name in typed.decimals}
    if typed.own_date != typed.date:
        columns["last_day_of_its_own"] = f"max({quoted(typed.own_date)})"
    if "partner" in typed.readings and typed.readings["partner"].type == "BIGINT":
        columns |= {"low": "min(partner)", "high": "max(partner)"}
    # Counting values is nearly free; what else may be wrong is looked at only where something else can be.
    optional = [n for n in source.columns if not source.required(n) and source.kind_of(n) != "text"]
    if optional or not typed.opened.rescanned:
        columns["faults"] = 'count("#fault")'
    for number, row in enumerate(source.reject):
        if row.where is not None:
            columns[f"own{number}"] = f"count(*) FILTER (WHERE {condition(typed, row.where)})"
    found = _row(con, columns, typed.relation)
    rows = found["rows"]
    latest = found.get("last_day_of_its_own", found["last_day"])
    sound = (
        all(found[f"n:{name}"] == rows for name in required)
        and not found.get("faults")
        and not any(count for key, count in found.items() if key.startswith("own"))
        and source.duplicates == "keep"  # else the second pass looks for repeats
        and (on is None or latest is None or latest <= on)
        and not (membership and _strangers(con, typed, found))
        and not (source.ids and has_repeats(con, typed, source.ids, rows))
        and not (taken and _row(con, {"n": "count(*)"}, standing_before(typed, typed.relation, taken))["n"])
    )
    return Survey(
        rows,
        {name: int(found[f"s:{name}"] or 0) for name in typed.decimals},
        {name: found[f"n:{name}"] for name in typed.decimals},
        sound,
    )


def _strangers(con: duckdb.DuckDBPyConnection, typed: Typed, found: Mapping[str, Any]) -> bool:
    """Whether a row may lie outside its partner's time, or have no partner.

    The bounds of the scan may already say no: ids have no gaps, and at all these dates everybody took part.
    """
    if not found["rows"]:
        return False
    bounds = {
        "count": "count(*)",
        "last_joined": "max(joined_on)",
        "first_left": "min(left_on)",
        "low": "min(partner_key)",
        "high": "max(partner_key)",
    }
    table = _row(con, bounds, "partners")
    if not table["count"]:
        return True
    days = found["first_day"] >= table["last_joined"] and (
        table["first_left"] is None or found["last_day"] <= table["first_left"]
    )
    dense = "low" in found and table["high"] - table["low"] + 1 == table["count"]
    if days and dense and found["low"] >= table["low"] and found["high"] <= table["high"]:
        return False
    join = f"{typed.relation} t ANTI JOIN partners p ON t.partner = p.partner_key"
    if not days:
        join += f" AND t.{quoted(typed.date)} >= p.joined_on"
        if typed.opened.source.table != AFTERWARDS:
            join += f" AND t.{quoted(typed.date)} <= coalesce(p.left_on, DATE 'infinity')"
    return bool(_row(con, {"n": "count(*)"}, join)["n"])


def _row(con: duckdb.DuckDBPyConnection, columns: Mapping[str, str], relation: str) -> dict[str, Any]:
    row = one_row(con, f"SELECT {', '.join(columns.values())} FROM {relation}")
    return dict(zip(columns, row, strict=True))


def has_repeats(con: duckdb.DuckDBPyConnection, typed: Typed, columns: Sequence[str], rows: int) -> bool:
    """Whether two rows share an id, by the cheapest certain test: rising, then dense, then distinct."""
    names = ", ".join(quoted(name) for name in columns)
    if len(columns) == 1 and typed.readings[columns[0]].type != "VARCHAR" and rows:
        ids = con.execute(f"SELECT {names}::BIGINT AS id FROM {typed.relation}").fetchnumpy()["id"]
        if not isinstance(ids, np.ma.MaskedArray) and ids.dtype == np.int64:
            if bool((ids[1:] > ids[:-1]).all()):
                return False
            low, high = int(ids.min()), int(ids.max())
            if high - low < _DENSE * rows:
                marks = np.zeros(high - low + 1, dtype=np.bool_)
                marks[ids - low] = True
                return int(np.count_nonzero(marks)) < rows
    different = one_row(con, f"SELECT count(*) FROM (SELECT DISTINCT {names} FROM {typed.relation})")
    return int(different[0]) < rows


def standing_before(typed: Typed, relation: str, taken: str) -> str:
    """SQL, to stand after FROM: the rows of a relation whose id a row counted before has."""
    names = ", ".join(quoted(name) for name in typed.opened.source.ids)
    return f"{relation} SEMI JOIN ({taken}) USING ({names})"


def condition(typed: Typed, where: Sequence[Filter], alias: str = "") -> str:
    """The tests of an own reason as SQL over the typed relation; a row with an empty cell does not match."""
    return " AND ".join(_test(typed, one, alias) for one in where)


def _test(typed: Typed, one: Filter, alias: str) -> str:
    column = f"{alias}{quoted(one.column)}"
    if not one.compare:
        texts = ", ".join("'" + text.replace("'", "''") + "'" for text in one.texts)
        return f"coalesce({column}::VARCHAR IN ({texts}), false)"
    digits = typed.opened.source.columns[one.column].digits
    bound = one.bound * Fraction(10) ** (digits or 0)
    if one.compare == "equals":
        return f"coalesce({column} = {bound.numerator}, false)" if bound.denominator == 1 else "false"
    # v >= 2.5 is v >= 3 for whole v, and v > 2.5 is v > 2
    up = one.compare in ("at_least", "less_than")
    whole = -(-bound.numerator // bound.denominator) if up else bound.numerator // bound.denominator
    return f"coalesce({column} {_SIGNS[one.compare]} {whole}, false)"
