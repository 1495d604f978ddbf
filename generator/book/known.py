"""What was known on a day: rows that became known later stand apart before anything is judged, and are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb

from generator.book.cells import CANONICAL_ID
from generator.book.mapping import RECORDED
from generator.book.opened import SOLD
from generator.book.reasons import UNKNOWN_SALE, code
from generator.book.sql import one_row, quoted
from generator.book.typed import Typed, type_source

NOT_KNOWN = "partners_not_known"
"""The table of ids of partners who were not known yet."""
_SALES = "sales_not_known"
_LASTING = ("partners", "rates", "splits")
"""Tables of what holds rather than happens: a row that does not say when it was recorded was always known."""


@dataclass(frozen=True)
class Later:
    """Rows not known yet: how many, the sums of their figures in units of the last digit, and how many are unread."""

    rows: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)


NOTHING_LATER = Later()


@dataclass(frozen=True)
class AsOf:
    """A reading as of the day `known`, source by source: partners first, and sales before what names them."""

    con: duckdb.DuckDBPyConnection
    known: date

    def __post_init__(self) -> None:
        for table in (NOT_KNOWN, _SALES):
            self.con.execute(f"CREATE TEMP TABLE {table} (id VARCHAR)")

    def set_aside(
        self, typed: Typed, key_type: str, time_zone: str, *, membership: bool
    ) -> tuple[Typed, Later]:
        """The source without the rows that were not known yet, and what these come to."""
        later = f"later_{typed.opened.key}"
        self.con.execute(
            f'CREATE OR REPLACE TEMP TABLE {later} AS SELECT "#file", "#row" FROM {typed.relation} t '
            f"WHERE {self._test(typed, membership)}"
        )
        if typed.opened.source.table == "splits":
            self._whole_splits(typed, later)
        among = f'{typed.relation} SEMI JOIN {later} USING ("#file", "#row")'
        names = typed.decimals
        asked = "".join(f", sum({quoted(name)}), count({quoted(name)})" for name in names)
        rows, *found = one_row(self.con, f"SELECT count(*){asked} FROM {among}")
        if not rows:
            return typed, NOTHING_LATER
        self._remember(typed, among)
        sums = {name: int(value or 0) for name, value in zip(names, found[::2], strict=True)}
        unread = {name: int(rows - count) for name, count in zip(names, found[1::2], strict=True)}
        return self._without(typed, later, int(rows), key_type, time_zone), Later(int(rows), sums, unread)

    def strangers(self) -> frozenset[str]:
        """The ids of partners who were not known yet."""
        later = f"SELECT id FROM {NOT_KNOWN} EXCEPT SELECT id FROM partners"
        return frozenset(str(row[0]) for row in self.con.execute(later).fetchall())

    def some_id_is_text(self) -> bool:
        """Whether a partner who was not known yet has an id that is no whole number."""
        test = f"NOT regexp_full_match(id, '{CANONICAL_ID}')"
        return one_row(self.con, f"SELECT count(*) FROM {NOT_KNOWN} WHERE {test}") != (0,)

    def _test(self, typed: Typed, membership: bool) -> str:
        """SQL: whether a row became known after the day, by itself or with what it rests on."""
        source = typed.opened.source
        days = [RECORDED] if RECORDED in typed.readings else []
        taken_from_a_sale = source.columns[typed.own_date].column.startswith("#")
        if source.table not in _LASTING and not taken_from_a_sale:
            days.append(typed.own_date)
        tests = [f"t.{quoted(day)} > DATE '{self.known}'" for day in days]
        if membership and "partner" in typed.readings:
            named = "trim(t.partner::VARCHAR) {} (SELECT id FROM {})"
            tests.append(f"{named.format('IN', NOT_KNOWN)} AND {named.format('NOT IN', 'partners')}")
        if SOLD in typed.opened.columns:
            named = f"t.{quoted(typed.opened.named_in)}::VARCHAR IN (SELECT id FROM {_SALES})"
            tests.append(f't."#fault" = {code(UNKNOWN_SALE)} AND {named}')
        return " OR ".join(f"coalesce({test}, false)" for test in tests) or "false"

    def _whole_splits(self, typed: Typed, later: str) -> None:
        """A split is known when all of its rows are."""
        self.con.execute(
            f'INSERT INTO {later} SELECT "#file", "#row" FROM {typed.relation} ANTI JOIN {later} '
            f'USING ("#file", "#row") WHERE sale IN '
            f'(SELECT sale FROM {typed.relation} SEMI JOIN {later} USING ("#file", "#row"))'
        )

    def _remember(self, typed: Typed, among: str) -> None:
        """Keep who and which sales were not known, for the rows that name them."""
        table = typed.opened.source.table
        if table == "partners":
            self.con.execute(f"INSERT INTO {NOT_KNOWN} SELECT partner::VARCHAR FROM {among}")
        elif table == "sales" and "sale" in typed.readings:
            self.con.execute(f"INSERT INTO {_SALES} SELECT sale::VARCHAR FROM {among}")

    def _without(self, typed: Typed, later: str, rows: int, key_type: str, time_zone: str) -> Typed:
        opened = replace(typed.opened, rows=typed.opened.rows - rows)
        if not opened.rescanned:
            self.con.execute(
                f"DELETE FROM {typed.relation} t USING {later} l "
                'WHERE t."#file" = l."#file" AND t."#row" = l."#row"'
            )
            return replace(typed, opened=opened)
        known = f"known_{opened.key}"
        self.con.execute(
            f'CREATE OR REPLACE TEMP VIEW {known} AS FROM {opened.relation} ANTI JOIN {later} USING ("#file", "#row")'
        )
        return type_source(self.con, replace(opened, relation=known), key_type, time_zone)
