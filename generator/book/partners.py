"""The partner table: everyone who takes part, sorted by id, with those who stand above as row numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generator.book.bank import unsound_accounts
from generator.book.cells import CANONICAL_ID
from generator.book.files import DataFile
from generator.book.sponsors import loops
from generator.book.sql import literal, one_row, quoted
from generator.book.typed import Typed
from generator.source import Diagnosed, Diagnostic, Place, did_you_mean

Days = npt.NDArray[np.datetime64]
FIRST_KEY_EPOCH = 1
PAID_BY = ("currency", "payout_method", "payee", "iban", "bic")
"""Columns that say how a partner is paid."""
ASKED = ("mentor", "manager")
"""Columns that say whom a partner may ask: another partner, and one of the staff."""
UNLISTED = (*PAID_BY, *ASKED)
"""Columns that no list of records shows."""
_CANONICAL = [
    *"sponsor placement position language segment region email left_on key_epoch".split(),
    *UNLISTED,
]
_SHOWN = 5
_ROUND = {
    "sponsor": ("sponsors", "is their own sponsor"),
    "placement": ("partners of the placement tree", "is placed below themselves"),
}


@dataclass(frozen=True)
class PartnerTable:
    """All partners by row, 0 to n - 1, sorted by id: as numbers where all of them are, else as text.

    `joined_on` and `left_on` (NaT for none) have the type datetime64[D]; `sponsor_row` and `placement_row` are
    int64, -1 for none; `language` is never empty; `segment`, `region`, `email` and `position` are None where
    nothing is known, and so is how they are paid and whom they may ask.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    joined_on: Days
    left_on: Days
    sponsor_row: npt.NDArray[np.int64]
    language: tuple[str, ...]
    key_epoch: npt.NDArray[np.int64]
    segment: tuple[str | None, ...]
    region: tuple[str | None, ...]
    email: tuple[str | None, ...]
    placement_row: npt.NDArray[np.int64]
    position: tuple[str | None, ...]
    currency: tuple[str | None, ...]
    payout_method: tuple[str | None, ...]
    payee: tuple[str | None, ...]
    iban: tuple[str | None, ...]
    bic: tuple[str | None, ...]
    mentor: tuple[str | None, ...]
    manager: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each id."""
        return {one: row for row, one in enumerate(self.ids)}

    def arrow_ids(self) -> pa.Array:
        """The ids as an Arrow array of text."""
        return pa.array(self.ids, pa.string())


def list_partners(
    con: duckdb.DuckDBPyConnection,
    sources: Sequence[tuple[Typed, str]],
    files: Sequence[DataFile],
    languages: Sequence[str],
    *,
    keys_as_text: bool,
    later: str | None = None,
) -> None:
    """Make the table `partners` of typed sources (each with the SQL of its counted rows).

    `keys_as_text` asks for text keys even where all ids are whole numbers; `later` is a table of ids of partners
    who are not known yet: nobody stands below them.
    Raises Diagnosed: duplicate-partner, unknown-sponsor, sponsor-cycle, left-before-joining,
    partner-language-unknown.
    """
    extra = list(dict.fromkeys(n for typed, _ in sources for n in typed.readings if n not in _CANONICAL))
    extra = [name for name in extra if name not in ("partner", "name", "joined_on")]
    parts = []
    for typed, counted in sources:
        columns = ["partner AS id", "coalesce(name::VARCHAR, partner) AS name", "joined_on"]
        for name in _CANONICAL:
            kind = {"left_on": "DATE", "key_epoch": "BIGINT"}.get(name, "VARCHAR")
            columns.append(f"{quoted(name) if name in typed.readings else 'NULL'}::{kind} AS {name}")
        columns += [f"{quoted(n) if n in typed.readings else 'NULL'} AS {quoted(n)}" for n in extra]
        parts.append(f'SELECT {", ".join(columns)}, "#file", "#row" FROM ({counted})')
    con.execute(f"CREATE TEMP TABLE listed AS {' UNION ALL BY NAME '.join(parts)}")
    if later is not None:
        for tree in ("sponsor", "placement", "mentor"):
            unknown = f"{tree} IN (SELECT id FROM {later}) AND {tree} NOT IN (SELECT id FROM listed)"
            con.execute(f"UPDATE listed SET {tree} = NULL WHERE {unknown}")
    place = sources[0][0].opened.place("files")
    if len(sources) > 1:
        _each_once(con, files, place)
    numeric = _all(con, f"regexp_full_match(id, '{CANONICAL_ID}')", "listed")
    key = "id::BIGINT" if numeric and not keys_as_text else "id"
    order = "id::BIGINT" if numeric else "id"
    first = literal(languages[0])
    joins, above = "", {}
    for tree, alias in (("sponsor", "s"), ("placement", "a")):
        known = any(tree in typed.readings for typed, _ in sources)
        above[tree] = f'coalesce({alias}."row", -1)' if known else "-1"
        joins += f" LEFT JOIN numbered {alias} ON {alias}.id = n.{tree}" if known else ""
    kept = "".join(f", n.{quoted(name)}" for name in extra)
    paid_by = ", ".join(f"n.{name}" for name in UNLISTED)
    con.execute(
        f"""CREATE TABLE partners AS
        WITH numbered AS (
            SELECT (row_number() OVER (ORDER BY {order}) - 1)::INTEGER AS "row", {key} AS partner_key,
                {key} AS partner, *
            FROM listed
        )
        SELECT n."row", n.partner_key, n.partner, n.id, n.name, n.joined_on, n.left_on,
            {above["sponsor"]}::INTEGER AS sponsor_row, n.sponsor,
            {above["placement"]}::INTEGER AS placement_row, n.placement, n.position,
            coalesce(n.language, {first}) AS language,
            n.segment, n.region, n.email, {paid_by},
            coalesce(n.key_epoch, {FIRST_KEY_EPOCH})::BIGINT AS key_epoch{kept},
            n."#file" AS source_file, n."#row" AS source_row
        FROM numbered n{joins}
        ORDER BY n."row" """
    )
    con.execute("DROP TABLE listed")
    _check(con, files, languages, place)


def derive_partners(con: duckdb.DuckDBPyConnection, first_days: str, language: str) -> None:
    """Make the table `partners` of the rows (partner, joined_on) of the SQL `first_days`; repeats allowed."""
    text = "partner::VARCHAR"
    numeric = _all(con, f"regexp_full_match({text}, '{CANONICAL_ID}')", f"({first_days})")
    order = "partner::BIGINT" if numeric else "partner"
    con.execute(
        f"""CREATE TABLE partners AS
        SELECT (row_number() OVER (ORDER BY {order}) - 1)::INTEGER AS "row", partner AS partner_key, partner,
            {text} AS id, {text} AS name, min(joined_on) AS joined_on, NULL::DATE AS left_on,
            -1::INTEGER AS sponsor_row, NULL::VARCHAR AS sponsor, -1::INTEGER AS placement_row,
            NULL::VARCHAR AS placement, NULL::VARCHAR AS position, {literal(language)} AS language,
            NULL::VARCHAR AS segment, NULL::VARCHAR AS region, NULL::VARCHAR AS email,
            {", ".join(f"NULL::VARCHAR AS {name}" for name in UNLISTED)},
            {FIRST_KEY_EPOCH}::BIGINT AS key_epoch, NULL::INTEGER AS source_file, NULL::BIGINT AS source_row
        FROM ({first_days}) WHERE partner IS NOT NULL GROUP BY partner ORDER BY "row" """
    )


def fetch_partners(con: duckdb.DuckDBPyConnection) -> PartnerTable:
    """The table `partners` as columns; those in which nothing stands are not fetched."""
    texts_of = ("segment", "region", "email", "position", *UNLISTED)
    size, *counts = one_row(
        con, f"SELECT count(*), {', '.join(f'count({n})' for n in texts_of)} FROM partners"
    )
    given = [name for name, count in zip(texts_of, counts, strict=True) if count]
    found = con.execute(
        "SELECT id, name, joined_on, left_on, sponsor_row::BIGINT AS sponsor_row, language, key_epoch, "
        f"{''.join(f'{name}, ' for name in given)}placement_row::BIGINT AS placement_row "
        'FROM partners ORDER BY "row"'
    ).fetchnumpy()

    def texts(name: str) -> tuple[Any, ...]:
        return tuple(found[name].tolist()) if name in found else (None,) * size  # a masked cell becomes None

    def days(name: str) -> Days:
        return np.ma.filled(np.ma.asarray(found[name], dtype="datetime64[D]"), np.datetime64("NaT"))

    def numbers(name: str) -> npt.NDArray[np.int64]:
        return np.asarray(found[name], dtype=np.int64)

    return PartnerTable(
        texts("id"),
        texts("name"),
        days("joined_on"),
        days("left_on"),
        numbers("sponsor_row"),
        texts("language"),
        numbers("key_epoch"),
        texts("segment"),
        texts("region"),
        texts("email"),
        numbers("placement_row"),
        texts("position"),
        *(texts(name) for name in UNLISTED),
    )


def _all(con: duckdb.DuckDBPyConnection, test: str, relation: str) -> bool:
    """Whether a test holds for every row; true of none."""
    return one_row(con, f"SELECT count(*) FROM {relation} WHERE NOT ({test})") == (0,)


def _each_once(con: duckdb.DuckDBPyConnection, files: Sequence[DataFile], place: Place) -> None:
    """One source never repeats an id (that is a reason of its own); two sources may."""
    found = con.execute(
        """SELECT id, list({f: "#file", r: "#row"} ORDER BY "#file", "#row") FROM listed
        GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT ?""",
        [_SHOWN],
    ).fetchall()
    if found:
        where = [f"`{one}`: " + ", ".join(files[r["f"]].at(r["r"]) for r in rows) for one, rows in found]
        raise Diagnosed(
            [
                Diagnostic(
                    "duplicate-partner",
                    place,
                    "A partner stands in two sources.",
                    consequence="\n".join([*where, "Nobody could tell which name and date of joining hold."]),
                    cure="Keep each partner in one of the files.",
                )
            ]
        )


def _check(
    con: duckdb.DuckDBPyConnection, files: Sequence[DataFile], languages: Sequence[str], place: Place
) -> None:
    known = ", ".join(literal(one) for one in languages)
    tests = (
        (
            "unknown-sponsor",
            "sponsor IS NOT NULL AND sponsor_row < 0",
            "sponsor",
            "names a sponsor who is not in the partner table",
            "name sponsors who are not in the partner table",
            "What the downline earns for its sponsor would go to nobody.",
            "Add the sponsor, correct the id, or leave the cell empty.",
        ),
        (
            "unknown-sponsor",
            "placement IS NOT NULL AND placement_row < 0",
            "placement",
            "is placed below somebody who is not in the partner table",
            "are placed below somebody who is not in the partner table",
            "What the legs earn for those above would go to nobody.",
            "Add the partner above, correct the id, or leave the cell empty.",
        ),
        (
            "unknown-mentor",
            "mentor IS NOT NULL AND mentor NOT IN (SELECT id FROM partners)",
            "mentor",
            "has a mentor who is not in the partner table",
            "have mentors who are not in the partner table",
            "They would be sent to nobody.",
            "Add the mentor, correct the id, or leave the cell empty.",
        ),
        (
            "position-twice",
            """(placement, position) IN (SELECT placement, position FROM partners
            WHERE placement IS NOT NULL AND position IS NOT NULL GROUP BY ALL HAVING count(*) > 1)""",
            "position",
            "stands at a position that another has",
            "stand at positions that others have too",
            "Each position below a partner is one leg, and it would be counted for both.",
            "Give each of them a position of their own.",
        ),
        (
            "left-before-joining",
            "left_on < joined_on",
            "left_on::VARCHAR",
            "leaves before joining",
            "leave before joining",
            "No sale of theirs could count on any day.",
            "Correct `joined_on` or `left_on`.",
        ),
        (
            "partner-language-unknown",
            f"language NOT IN ({known})",
            "language",
            "has a language that the programme does not have",
            "have a language that the programme does not have",
            "Their statements could not be written.",
            f"Languages of the programme: {', '.join(languages)}. An empty cell means {languages[0]}.",
        ),
    )
    out: list[Diagnostic] = []
    ids: list[str] = []
    for slug, test, shown, one, many, consequence, cure in tests:
        found = con.execute(
            f"SELECT id, {shown}, source_file, source_row, count(*) OVER () FROM partners WHERE {test} "
            f"ORDER BY source_file, source_row LIMIT {_SHOWN}"
        ).fetchall()
        if not found:
            continue
        if slug == "unknown-sponsor":
            ids = [str(row[0]) for row in con.execute("SELECT id FROM partners LIMIT 20000").fetchall()]
        count = found[0][4]
        lines = []
        for partner, value, file, row, _ in found:
            near = did_you_mean(value, ids) if slug == "unknown-sponsor" else ""
            hint = f" (nearest: `{near}`)" if near else ""
            lines.append(f"{files[file].at(row)}: partner `{partner}`, {shown.split(':')[0]} `{value}`{hint}")
        says = f"1 partner {one}." if count == 1 else f"{count} partners {many}."
        out.append(Diagnostic(slug, place, says, consequence="\n".join([*lines, consequence]), cure=cure))
    out += unsound_accounts(con, files, place)
    out += _cycles(con, files, place, "sponsor")
    out += _cycles(con, files, place, "placement")
    if out:
        raise Diagnosed(out)


def _cycles(
    con: duckdb.DuckDBPyConnection, files: Sequence[DataFile], place: Place, tree: str
) -> list[Diagnostic]:
    rows = con.execute(f'SELECT {tree}_row::BIGINT AS s FROM partners ORDER BY "row"').fetchnumpy()["s"]
    many, own = _ROUND[tree]
    out = []
    for loop in loops(np.asarray(rows, dtype=np.int64)):
        listed = ", ".join(str(row) for row in loop[:_SHOWN])
        found = con.execute(
            f'SELECT "row", id, source_file, source_row FROM partners WHERE "row" IN ({listed})'
        ).fetchall()
        known = {row: (f"`{one}`", files[file].at(line)) for row, one, file, line in found}
        ring = [known[row][0] for row in loop[:_SHOWN]]
        ring += ["..."] if len(loop) > _SHOWN else []
        places = "\n".join(f"{known[row][1]}: partner {known[row][0]}" for row in loop[:_SHOWN])
        out.append(
            Diagnostic(
                "sponsor-cycle",
                place,
                f"{len(loop)} {many} go round in a circle: {' <- '.join([*ring, ring[0]])}."
                if len(loop) > 1
                else f"Partner {ring[0]} {own}.",
                consequence=f"{places}\nEach of them would earn on their own sales through the others.",
                cure=f"Correct the {tree} of one of them, or leave the cell empty.",
            )
        )
    return out
