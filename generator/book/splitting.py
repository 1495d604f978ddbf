"""Splits: a sale credited to several partners by their shares, each figure so that the parts make up the whole."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import duckdb

from generator.book.book import BookColumn, TableColumns
from generator.book.control import ControlBroken
from generator.book.files import DataFile
from generator.book.mapping import RETURN_OF, SHARE
from generator.book.sql import one_row, quoted
from generator.book.taking import Part
from generator.source import Diagnosed, Diagnostic
from generator.terms.numerals import shown

_SHOWN = 5
_PARTS = "split_parts"


class Splitting:
    """The splits of a book, which divide the rows of the views `whole_<table>`.

    Raises Diagnosed split-not-whole.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, parts: Sequence[Part], files: Sequence[DataFile], sold: str
    ) -> None:
        self._con = con
        sources = [part.typed.opened.source for part in parts]
        self._digits = sources[0].columns["share"].digits or 0
        self._whole = 100 * 10**self._digits
        self._figures = {name for source in sources for name in source.divides}
        rows = " UNION ALL ".join(
            f'SELECT sale::VARCHAR AS sale, partner, share, "#file" AS file, "#row" AS line FROM ({part.counted})'
            for part in parts
        )
        con.execute(
            f"""CREATE TEMP TABLE {_PARTS} AS
            SELECT x.*, s.partner AS named, p."row" AS place FROM ({rows}) x
            JOIN {sold} s ON s.sale::VARCHAR = x.sale JOIN partners p ON p.partner_key = x.partner"""
        )
        self._check(parts, files)

    def divided(self, table: str, columns: TableColumns) -> TableColumns:
        """Make the view of a table of its view `whole_<table>`, and say which columns it has.

        Raises ControlBroken.
        """
        named = {"sales": "sale", "returns": RETURN_OF, "sale_lines": "sale"}[table]
        if named not in columns.columns:
            self._con.execute(f"CREATE TEMP VIEW {table} AS FROM whole_{table}")
            return columns
        sale = f"w.{named}::VARCHAR"
        if table == "sales" and RETURN_OF in columns.columns:
            sale = f"coalesce(w.{RETURN_OF}::VARCHAR, {sale})"
        # Who is named besides the partner of the sale keeps the row whole.
        join = f"ON {sale} = p.sale AND w.partner = p.named"
        figures = [
            name for name, one in columns.columns.items() if name in self._figures and one.type == "decimal"
        ]
        kept = [quoted(name) for name in columns.columns]
        origin = ["source_file", "source_row"]
        inner = [f"w.{name}" for name in kept if name != quoted("partner")] + [f"w.{name}" for name in origin]
        inner += ["p.partner", f"p.share AS {quoted(SHARE)}", "p.named", "p.place"]
        shown_columns = [
            f"{_part(name, self._whole)} AS {quoted(name)}" if name in figures else quoted(name)
            for name in columns.columns
        ]
        self._con.execute(
            f"""CREATE TEMP TABLE parts_of_{table} AS
            SELECT {", ".join([*shown_columns, quoted(SHARE), *origin])}
            FROM (SELECT {", ".join(inner)} FROM whole_{table} w JOIN {_PARTS} p {join})"""
        )
        self._check_sums(table, figures, join)
        alone = ", ".join([*kept, f"NULL::BIGINT AS {quoted(SHARE)}", *origin])
        self._con.execute(
            f"CREATE TEMP VIEW {table} AS SELECT {alone} FROM whole_{table} w ANTI JOIN {_PARTS} p {join} "
            f"UNION ALL FROM parts_of_{table}"
        )
        return TableColumns(
            {**columns.columns, SHARE: BookColumn("decimal", self._digits, "BIGINT")}, columns.sources
        )

    def _check_sums(self, table: str, figures: Sequence[str], join: str) -> None:
        """Divided figures come to what they were. Raises ControlBroken."""
        if not figures:
            return
        sums = ", ".join(f"sum({quoted(name)})" for name in figures)
        whole = one_row(self._con, f"SELECT {sums} FROM whole_{table} w SEMI JOIN {_PARTS} p {join}")
        parts = one_row(self._con, f"SELECT {sums} FROM parts_of_{table}")
        if whole != parts:
            raise ControlBroken(f"{table}: divided figures come to {parts}, and were {whole}")

    def _check(self, parts: Sequence[Part], files: Sequence[DataFile]) -> None:
        found = self._con.execute(
            f"""SELECT sale, sum(share)::bigint AS total, list({{f: file, r: line}} ORDER BY file, line),
                count(*) OVER ()
            FROM {_PARTS} GROUP BY sale
            HAVING total <> {self._whole} OR min(share) <= 0 OR count(DISTINCT partner) < count(*)
            ORDER BY min({{f: file, r: line}}) LIMIT {_SHOWN}"""
        ).fetchall()
        if not found:
            return
        count = found[0][3]
        lines = []
        for sale, total, rows, _ in found:
            where = " and ".join(files[row["f"]].at(row["r"]) for row in rows[:_SHOWN])
            comes = shown(Fraction(total, 10**self._digits), "percent", "en").replace("\u00a0", " ")
            why = (
                f"shares of {comes}"
                if total != self._whole
                else "a share that is not above zero, or a partner twice"
            )
            lines.append(f"{where}: sale `{sale}`, {why}")
        lines += [f"... and {count - _SHOWN} more"] if count > _SHOWN else []
        raise Diagnosed(
            [
                Diagnostic(
                    "split-not-whole",
                    parts[0].typed.opened.place("files"),
                    "A sale is not split as a whole."
                    if count == 1
                    else f"{count} sales are not split as wholes.",
                    consequence="\n".join(
                        [*lines, "More or less than the sale would be credited, and paid for."]
                    ),
                    cure="Let the shares of a sale come to exactly 100 %, each above zero, one for a partner.",
                )
            ]
        )


def _part(name: str, whole: int) -> str:
    """SQL: the part of a figure by largest remainder; of equal ones the partner of the sale is first, then by place."""
    size = f"abs({quoted(name)}::hugeint)"
    least = f"({size} * {quoted(SHARE)} // {whole})"
    record = "PARTITION BY source_file, source_row"
    rest = f"({size} * {quoted(SHARE)} % {whole})"
    order = f"row_number() OVER ({record} ORDER BY {rest} DESC, partner = named DESC, place)"
    more = f"CASE WHEN {order} <= {size} - sum({least}) OVER ({record}) THEN 1 ELSE 0 END"
    return f"(sign({quoted(name)}) * ({least} + {more}))::bigint"
