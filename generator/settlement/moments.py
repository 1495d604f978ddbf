"""Moments of sales: which records come before each of some rows, and what metrics come to up to there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generator.book.book import Book, TableColumns
from generator.book.mapping import SHARE
from generator.rules.contract import Rows
from generator.rules.exact import Flags, Integers
from generator.settlement.firsts import anybody_first, tests_of
from generator.settlement.metrics import Kernel
from generator.settlement.passes import FAILED, NONE, moment
from generator.settlement.plan import DATE_OF, Aggregate, Firsts, Recipe
from generator.settlement.rows import FILES
from generator.terms.calendar import Cycle, Span
from generator.terms.window import Window

Days = npt.NDArray[np.datetime64]
AFTER = "after_the_sale"
_OF_SALES = ("sales", "sale_lines")
_MOMENTS = "moments_of_sales"
_KEY = '"#moment", "#length", "#sale", "#file", "#number"'


@dataclass(frozen=True)
class Moments:
    """The moments of rows of sales or of their lines, just before or, with `after`, just after each sale.

    `over` are the days of the window in which the rows lie.
    """

    book: Book
    rows: Rows
    table: str
    after: bool
    over: Span
    cycle: Cycle

    def per_day(self, of: Callable[[date, Integers], npt.NDArray[Any]], kind: Any) -> npt.NDArray[Any]:
        """One value a row: `of` answers for a day and the partners of its rows."""
        days, which = np.unique(self.rows.day, return_inverse=True)
        out = np.zeros(len(self.rows.who), dtype=kind)
        for number, day in enumerate(days.tolist()):
            here = np.flatnonzero(which == number)
            out[here] = of(day, self.rows.who[here])
        return out

    def firsts(self, window: Window) -> tuple[Days, Days]:
        """The first day of a window for each row, and its last, which is no later than the day of the row."""
        joined = self.book.partners.joined_on

        def ends(number: int) -> Callable[[date, Integers], npt.NDArray[Any]]:
            def of(day: date, who: Integers) -> npt.NDArray[Any]:
                if window.personal:
                    return window.personal_days(joined[who], day)[number]
                span = window.days(Span(self.over.first, day), self.cycle)
                return np.full(len(who), np.datetime64((span.first, span.last)[number]))

            return of

        return self.per_day(ends(0), "datetime64[D]"), self.per_day(ends(1), "datetime64[D]")

    @contextmanager
    def registered(self, window: Window) -> Iterator[None]:
        """The relation of the rows with the days of a window."""
        first, last = self.firsts(window)
        file, number = np.divmod(self.rows.record, FILES)
        columns = {
            "place": np.arange(len(self.rows.who)),
            "who": self.rows.who,
            "first": first,
            "last": last,
            "file": file,
            "number": number,
        }
        self.book.con.register(_MOMENTS, pa.table({name: pa.array(one) for name, one in columns.items()}))
        try:
            yield
        finally:
            self.book.con.unregister(_MOMENTS)

    @property
    def parts(self) -> str:
        """SQL, behind the rows: of a sale that is split the part of the row's own partner."""
        if SHARE not in self.book.tables[self.table].columns:
            return ""
        return "join partners p on p.row = m.who and p.partner_key = t.partner"

    def keys(self, table: str) -> tuple[str, str, tuple[int, int]]:
        """SQL of what orders rows of a table and what orders the sales among them; which of the two comes first."""
        own = _of_sale(self.book.tables[self.table], self.table, "t.")
        if table in _OF_SALES:
            return _of_sale(self.book.tables[table], table, ""), own, (0, 1) if self.after else (1, 0)
        day = _at(f'"{DATE_OF[table]}"', "0", "''", "0", "0")
        return day, _at(f't."{DATE_OF[self.table]}"', "0", "''", "0", "0"), (0, 1)


def _at(moment_of: str, length: str, sale: str, file: str, number: str) -> str:
    return (
        f'({moment_of})::timestamp as "#moment", {length} as "#length", {sale} as "#sale", '
        f'{file}::bigint as "#file", {number}::bigint as "#number"'
    )


def _of_sale(known: TableColumns, table: str, of: str) -> str:
    """When a row happened, and the id of its sale, the shorter first; a row without one goes by its place."""
    at = moment(table, known)
    if of:
        at = at.replace('"at"', f'{of}"at"').replace(f'"{DATE_OF[table]}"', f'{of}"{DATE_OF[table]}"')
    if "sale" not in known.columns:
        return _at(at, "0", "''", f"{of}source_file", f"{of}source_row")
    sale = f"{of}sale::varchar"
    place = [f"case when {of}sale is null then {of}{one} else 0 end" for one in ("source_file", "source_row")]
    return _at(at, f"coalesce(length({sale}), 0)", f"coalesce({sale}, '')", *place)


@dataclass
class MomentKernel(Kernel):
    """Metrics of rows at the moments of sales: one value a row instead of one a partner."""

    moments: Moments = field(kw_only=True)
    whole: Kernel = field(kw_only=True)

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self.moments.rows.who)

    def _values(self, recipe: Recipe, source: Aggregate, over: Span) -> Integers:
        if recipe.window.before:  # it ended before the period began
            return self.whole._values(recipe, source, over)[self.moments.rows.who]
        return self._up_to(recipe.window, source.table, _asked(source, self.book.tables[source.table]))

    def _first_rows(self, recipe: Recipe, source: Aggregate, over: Span) -> Integers:
        if recipe.window.before:
            return self.whole._first_rows(recipe, source, over)[self.moments.rows.who]
        inside = self._values(recipe, source, over)
        ever = self._values(replace(recipe, window=Window("lifetime")), source, over)
        fresh: Flags = (inside > 0) & (inside == ever)
        return fresh.astype(np.int64)

    def _new(self, recipe: Recipe, source: Firsts, over: Span) -> Integers:
        if recipe.window.before:
            return self.whole._new(recipe, source, over)[self.moments.rows.who]
        tests = tests_of(source)
        day = f'min("{DATE_OF[source.table]}")'
        early = f'select value as "#value", f as "#earliest" from ({anybody_first(self.book, source, day, tests)})'
        tests.append('"#earliest" >= "#first"')
        relation = f'{source.table} join ({early}) on "#value" = "{source.column}"'
        asked = _Asked(relation, f'"{source.column}"', tests, _FRESH, _TOTAL)
        return self._up_to(recipe.window, source.table, asked)

    def _up_to(self, window: Window, table: str, asked: _Asked) -> Integers:
        """What the records of each row's partner in a window come to up to the row."""
        if not self.size:
            return np.zeros(0, dtype=np.int64)
        moments = self.moments
        theirs, own, (facts, probes) = moments.keys(table)
        passing = " and ".join(f"({test})" for test in asked.tests) or "true"
        with moments.registered(window):
            found = self.book.con.execute(
                f"""
                with asked as (
                    select m.place, m."first" as "#first", m."last" as "#last", t.partner as "#partner", {own}
                    from {_MOMENTS} m join {moments.table} t on t.source_file = m.file and t.source_row = m.number
                    {moments.parts}
                ), windows as (
                    select "#partner", "#first", max("#last") as "#last" from asked group by all
                ), records as (
                    select "#partner", "#first", {theirs}, {asked.value} as v
                    from {asked.relation} join windows on "#partner" = partner
                    and "{DATE_OF[table]}" between "#first" and "#last" where {passing}
                ), all_of_them as (
                    select null::bigint as place, "#partner", "#first", {_KEY}, {facts} as "#kind", {asked.shown} as v
                    from records union all
                    select place, "#partner", "#first", {_KEY}, {probes}, null from asked
                )
                select place, a from (
                    select place, ({asked.taken})::bigint as a from all_of_them {_WINDOW}
                ) where place is not null order by place
                """
            ).fetchnumpy()
        return np.asarray(found["a"], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of records: SQL of where they come from, their value, as which it is shown, and what is taken."""

    relation: str
    value: str
    tests: Sequence[str]
    shown: str
    taken: str


_OVER = "over up_to"
_WINDOW = (
    f'window up_to as (partition by "#partner", "#first" order by {_KEY}, "#kind" '
    "rows between unbounded preceding and current row)"
)
_FRESH = f'case when row_number() over (partition by "#partner", "#first", v order by {_KEY}) = 1 then 1 end'
"""1 in the first record that has a value."""
_TOTAL = f"coalesce(sum(v) {_OVER}, 0)"


def _asked(source: Aggregate, known: TableColumns) -> _Asked:
    tests = [source.test] if source.test else []
    match source.how:
        case "count":
            return _Asked(source.table, "1", tests, "v", f"count(v) {_OVER}")
        case "values":
            return _Asked(source.table, source.value, tests, "v", f"count(v) {_OVER}")
        case "sum":
            return _Asked(source.table, source.value, tests, "v", _TOTAL)
        case "distinct":
            return _Asked(source.table, source.value, [*tests, f"{source.value} is not null"], _FRESH, _TOTAL)
        case "min" | "max":
            return _Asked(
                source.table, source.value, tests, "v", f"coalesce({source.how}(v) {_OVER}, {NONE})"
            )
    best = f"({'min' if source.how == 'first' else 'max'}(v) {_OVER})"
    failed = f"case when {source.must} then 0 else 1 end" if source.must else "0"
    value = f"{{'m': {moment(source.table, known)}, 'v': {source.value}, 'f': {failed}}}"
    taken = f"case when {best} is null then {NONE} when {best}.f = 1 then {FAILED} else {best}.v end"
    return _Asked(source.table, value, [*tests, f"({source.value}) is not null"], "v", taken)
